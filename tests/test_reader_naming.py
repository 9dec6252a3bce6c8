"""A name is told only where it belongs to the thing that is asked about."""

import pytest

from rag.reader.lookups import looked_up, names_its_like
from rag.reader.members import members_asked, tells_members
from rag.reader.naming import may_name, tells_name, unnamed

NOTHING = frozenset[str]()
AREAS = "area region district provinc zone counti oblast"


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("What is the name of the science institute whose director was held?", "institut"),
        ("names of the two ships that collided", "ship vessel boat"),
        ("What are the two rebel forces said to be behind it called?", "forc"),
        ("What is the name of the area that was flooded?", AREAS),
        ("What is the cheese they make there called?", "chees"),
        ("whats the van driver's name", "driver"),
        ("What do the two rebel forces blamed for it call themselves?", "forc"),
        ("What's Ann Lee called?", ""),
        ("what's the first name of the watchman hurt in the fire", "watchman"),
        ("What are the names of the evacuated villages?", "villag town citi settlement"),
        ("Who called the meeting?", ""),
        ("what's the name of norland's special envoy", "envoy"),
        ("What is the name of the norlandian envoy sent to Velm?", "envoy"),
        ("What is the new bridge across the Tarn called?", "bridg"),
    ],
)
def test_what_a_name_is_wanted_for(question: str, things: str) -> None:
    assert unnamed(question) == frozenset(things.split())


@pytest.mark.parametrize(
    ("things", "sentence"),
    [
        ("institut", "Police searched the Pell Institute on Monday."),
        ("villag", "The villages of Mill and Hay were cleared."),
        ("region", "Fighting went on in the Umbria region."),
        ("driver", "The driver, Ann Lee, was unhurt."),
        ("chees", "The new one is called Quarry."),
        ("ship", "Two ships were lost: the Ada and the Bea."),
    ],
)
def test_named(things: str, sentence: str) -> None:
    assert tells_name(frozenset(things.split()), sentence, NOTHING)


@pytest.mark.parametrize(
    ("things", "sentence"),
    [
        ("institut scienc", "The head of one of Norland's top science institutes was arrested."),
        ("villag", "Villages near the Umbria border were cleared."),
        ("guard", "A border guard was hit when soldiers fired at each other near Larch Ford."),
        ("driver van", "The van's driver may have seen it happen, Inspector Carys Blount said."),
        ("ship", "The ship left port at nine."),
        ("republ", "A summit of five Norlandian republics was held."),
    ],
)
def test_not_named(things: str, sentence: str) -> None:
    assert not tells_name(frozenset(things.split()), sentence, NOTHING)


def test_a_name_that_the_question_gives_tells_nothing() -> None:
    said = "The driver, Ann Lee, was unhurt."
    assert not tells_name(frozenset({"driver"}), said, frozenset({"ann lee"}))


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What is the capital of Norway?", "capit"),
        ("what's the capital city of Norway", "capit"),
        ("What is Norway's currency?", "currenc"),
        ("What is the population of Hay?", "inhabit"),
        ("What is the area of the park?", "hectar"),
        ("What is Norway's area?", "squar"),
        ("What was the national anthem of Norway?", "anthem"),
    ],
)
def test_an_entry_of_a_reference_work_is_told_by_a_sentence_with_its_word(question, word):
    assert word in looked_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the aim of the talks?",
        "What did the capital of Norway build?",
        "What is the result of the vote in the capital?",
        "What is the price of the picture?",
        "What's the search area?",
    ],
)
def test_a_question_for_news_is_no_look_up(question):
    assert looked_up(question) == frozenset()


def test_another_of_a_numbered_series_is_not_the_one_asked_for():
    asked = "When was Article 5 invoked?"

    assert names_its_like(asked, "Article 6 was invoked in May.")
    assert not names_its_like(asked, "Article 5 was invoked after Article 6.")
    assert not names_its_like(asked, "It was invoked in May.")
    assert not names_its_like("What was lost on March 5?", "On March 6 the search went on.")


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("Name the five eastern republics that were invited.", 2),
        ("Which 3 towns were cut off?", 2),
        ("Which companies built the towers?", 1),
        ("Which company built the towers?", 0),
        ("Which of the towers fell?", 0),
        ("Name the aims of the pact.", 0),
    ],
)
def test_how_many_members_of_a_group_are_to_be_named(question: str, least: int) -> None:
    assert members_asked(question) == least


@pytest.mark.parametrize(
    ("least", "sentence", "told"),
    [
        (2, "Norland held a summit of five republics of the east.", False),
        (2, "Lund's men met those of Hay.", False),
        (2, "Guests came from Lund, Hay and Mill.", True),
        (1, "Norland's soldiers found parts of it in weapons.", False),
        (1, "They were made by Pell Works.", True),
    ],
)
def test_members_of_a_group_are_told_by_new_names(least: int, sentence: str, told: bool) -> None:
    asked = "Name the five republics that Norlandian troops visited."
    assert tells_members(least, asked, sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Lund hosted a summit of five former eastern republics, to Hay's dismay.", False),
        ("Several countries of the east sent observers to Lund.", False),
        ("Guests from Ostria and Venn were among the five republics.", True),
        ("Five countries, such as Ostria, sent ministers.", True),
        ("Ostria sent its minister to Lund.", True),
    ],
)
def test_how_many_there_are_of_a_group_names_none_of_it(sentence: str, told: bool) -> None:
    assert tells_members(1, "Which eastern countries came to Lund?", sentence) == told


def test_who_is_named_before_others_are_counted_may_be_meant() -> None:
    for question, sentence in (
        ("Which countries left?", "Ostria left after many states protested."),
        ("Which countries blocked the aid?", "Ostria blocked the aid of 26 other countries."),
        ("Which officials resigned?", "Ann Poe resigned on Monday after two officials were held."),
    ):
        assert tells_members(1, question, sentence)


@pytest.mark.parametrize(
    ("sentence", "may"),
    [
        ("Two forces opposed to Norlandian President Ann Poe are behind it.", False),
        ("Two forces opposed to the president are behind it.", False),
        ("On Tuesday Ann Poe scored twice.", True),
    ],
)
def test_whom_something_is_against_is_not_its_name(sentence: str, *, may: bool) -> None:
    assert may_name(sentence, ()) is may
