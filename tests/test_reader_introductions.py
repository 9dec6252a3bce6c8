"""Who somebody is, and which of two people of one name."""

from __future__ import annotations

import pytest

from rag.reader.people.introductions import asked_about, asks_post
from rag.reader.people.offices import Office, Person
from rag.types import Evidence, Passage, Sentence

ARTICLES = {
    "film.txt": (
        "Film about a strike opens\n\n"
        "Oskar Venn showed a film about a strike of dockers on Monday. "
        "His sister, the painter Sylvie Venn, made the banners. "
        "Venn said the strike in the film was as it had been.\n"
    ),
    "loom.txt": "Loom closes\n\nThe weaver Nils Venn closed the loom on Monday.\n",
    "ferry.txt": (
        "Ferry line to close\n\n"
        "Harbour master Olga Brandt said on Monday that the ferry line would close in May. "
        "The mayor, Peter Amory, called it a loss for the town. "
        "Brandt said that no buyer had been found for the two ships. "
        "Amory promised to ask the government for money.\n"
    ),
    "summit.txt": (
        "King meets minister\n\n"
        "King Olaf met Norland's trade minister at the Granary on Friday. "
        "Olaf and Swedish Trade Minister Per Holm met Capt. Ingrid Dahl for an hour. "
        "Norland's finance minister said last week that taxes would fall. "
        "Dahl said that trade between the two lands “stands on old wood and new glass”.\n"
    ),
    "court.txt": (
        "Judge frees dancer\n\n"
        "Judge Clara Amory freed a dancer on Tuesday who had been held for a week. "
        "The dancer, Lena Voss, thanked her friends. "
        "Amory said that the police had no proof against her. "
        "A paper called Amory Weekly had asked for her release.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Olga Brandt?", "Olga Brandt"),
        ("who's brandt", "brandt"),
        ("What is Lena Voss's job?", "Lena Voss"),
        ("What is the post of Brandt?", "Brandt"),
        ("Which people called Amory are in the articles?", "Amory"),
        ("Tell me about the two women called Amory", "Amory"),
        ("Who is the mayor?", ""),
        ("Who called Brandt a liar?", ""),
        ("Who is she?", ""),
    ],
)
def test_whom_a_question_asks_about(question, name):
    assert asked_about(question) == name


def test_a_second_part_that_asks_for_the_posts_is_known():
    assert asks_post("What are their posts?")
    assert not asks_post("What are their demands?")


def test_who_somebody_is_told_by_the_sentence_that_introduces(own_assistant):
    answer = own_assistant.answer("Who is Brandt?")

    assert answer.status == "answered"
    assert [c.quote for c in answer.citations] == [
        "Harbour master Olga Brandt said on Monday that the ferry line would close in May."
    ]


def test_the_name_of_an_offices_holder_is_told_or_none(own_assistant):
    told = own_assistant.answer("What is the name of the Swedish trade minister who met Dahl?")

    assert "Swedish Trade Minister Per Holm" in told.text
    none = own_assistant.answer(
        "What is the name of Norland's finance minister who spoke of taxes?"
    )
    assert none.status == "not_found"


def test_a_name_in_small_letters_is_found_too(own_assistant):
    assert "Lena Voss" in own_assistant.answer("who is voss").text


def test_two_people_of_one_name_are_both_introduced(own_assistant):
    answer = own_assistant.answer("Who is Amory?")

    assert answer.text.startswith("More than one person here is called Amory.")
    assert {c.document for c in answer.citations} == {"ferry.txt", "court.txt"}
    assert "**Peter Amory**" in answer.text
    assert "**Clara Amory**" in answer.text


def test_a_surname_that_two_bear_is_told_with_the_full_name_and_its_proof(own_assistant):
    answer = own_assistant.answer("What did Amory say about the proof of the police?")

    assert "(Clara Amory)" in answer.text
    assert any("Judge Clara Amory" in c.quote for c in answer.citations)


def test_a_surname_that_one_bears_is_left_as_it_stands(own_assistant):
    answer = own_assistant.answer("What did Brandt say about a buyer for the ships?")

    assert "no buyer had been found" in answer.text
    assert "(Olga Brandt)" not in answer.text


def test_a_surname_that_two_bear_in_its_own_article_is_given_to_neither(own_assistant):
    answer = own_assistant.answer("What did Venn say about the strike in the film?")

    assert "as it had been" in answer.text
    assert "(Sylvie Venn)" not in answer.text


# Offices


HELD = "Norwegian President Ida Moe met Danish Prime Minister Bo Lund and Chancellor Eva Graf."


@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("Who is the president of Norway?", "Ida Moe"),
        ("who is norway's president", "Ida Moe"),
        ("Who was the Danish prime minister?", "Bo Lund"),
        ("Who is the president of Denmark?", ""),
        ("Who is the chancellor?", "Eva Graf"),
        ("Name the chancellor.", "Eva Graf"),
        ("Give the name of Norway's president.", "Ida Moe"),
    ],
)
def test_who_holds_an_office(question, holder):
    office = Office.asked(question)
    assert office is not None

    held = [
        n for n in ("Ida Moe", "Bo Lund", "Eva Graf") if office.stands_before(HELD, HELD.find(n))
    ]

    assert held == ([holder] if holder else [])


@pytest.mark.parametrize(
    ("question", "is_holder"),
    [
        ("Who is the current mayor of Lund?", True),
        ("Who is the new mayor of Lund?", False),
        ("Who was the mayor of Lund in 2019?", False),
        ("Who is the mayor of Lund who opened the fair?", False),
    ],
)
def test_what_is_said_of_a_holder_is_not_whose_the_office_is(question, is_holder):
    said = "Lund mayor Ida Moe was sworn in."
    office = Office.asked(question)

    assert office is not None
    assert office.stands_before(said, said.find("Ida")) == is_holder
    assert not office.is_another_before(said, said.find("Ida"))


def test_an_office_can_be_told_after_the_name():
    said = "President Ida Moe of Norway spoke first."
    place = said.find("Ida")

    norway, denmark = (
        Office.asked(f"Who is the president of {of}?") for of in ("Norway", "Denmark")
    )

    assert norway is not None
    assert denmark is not None
    assert norway.stands_before(said, place)
    assert not norway.is_another_before(said, place)
    assert denmark.is_another_before(said, place)


@pytest.mark.parametrize(
    "question",
    [
        "Who met the president?",
        "Who is Bo Lund?",
        "Who won?",
        "Who is Mr Lund's hairdresser?",
        "Name the two presidents.",
        "Name the minister who resigned.",
        "Name Mayor Poe's party.",
        "Who is the mayor's wife?",
        "Who is the chief suspect?",
        "Who is the major shareholder?",
        "Who is the Swedish premier’s doctor?",
    ],
)
def test_a_question_that_asks_for_no_holder(question):
    assert Office.asked(question) is None


@pytest.mark.parametrize("office", ["spokesman", "spokeswoman", "spokesperson"])
def test_who_speaks_for_a_body_is_its_spokesman_or_spokeswoman(office):
    said = f"Varland Track {office} Ida Moe would not comment."
    asked = Office.asked("Who speaks for Varland Track?")

    assert asked is not None
    assert asked.stands_before(said, said.find("Ida"))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            "Norway’s Deputy Permanent U.N. Representative Ida Moe spoke first.",
            "Norway’s Deputy Permanent U.N. Representative",
        ),
        ("Meanwhile, Norwegian Prime Minister Ida Moe spoke.", "Norwegian Prime Minister"),
        ("The Norwegian Prime Minister Ida Moe spoke.", "Norwegian Prime Minister"),
        ("On Monday, spokeswoman Ida Moe spoke.", "spokeswoman"),
        ("On Monday the coach Ida Moe spoke.", "coach"),
        ("Last season Ida Moe spoke.", ""),
        ("After the accident Ida Moe spoke.", ""),
    ],
)
def test_an_office_is_told_with_its_rank_and_whose_it_is(text, role):
    sentence = Sentence(text, 0, len(text))
    passage = Passage("moe.txt", text, 0, len(text), (sentence,))

    assert Person("Ida Moe", Evidence(passage, sentence)).role == role


def test_the_holder_of_another_office_is_no_sure_answer(own_assistant):
    """The mayor stands in the articles, the minister does not."""
    answer = own_assistant.answer("Who is the minister of transport?")

    assert "**" not in answer.text


def test_the_holder_of_an_office_is_told_by_the_sentence_that_says_so(own_assistant):
    answer = own_assistant.answer("Who is the harbour master?")

    assert "Olga Brandt" in answer.text


def test_the_holder_of_an_office_is_told_by_two_sentences_on_one_meeting(own_assistant):
    answer = own_assistant.answer("Who is Norland's trade minister?")

    assert "Norland's trade minister at the Granary" in answer.text
    assert "Capt. Ingrid Dahl" in answer.text
    assert "**" not in answer.text


def test_what_the_holder_of_an_office_said_is_told_though_another_sentence_names_him(own_assistant):
    for question in (
        "What did Norland's trade minister say about trade?",
        "what did norland's trade minister say",
    ):
        text = own_assistant.answer(question).text
        assert "old wood and new glass" in text
        assert "taxes" not in text

    asked = own_assistant.answer("What did Norland's finance minister say?")
    assert "taxes would fall" in asked.text
    assert "old wood" not in asked.text


def test_an_office_whose_holder_is_not_named_is_refused(own_assistant):
    assert own_assistant.answer("Who is Norland's finance minister?").status == "not_found"


def test_a_premier_is_a_prime_minister():
    said = "Norwegian Premier Ida Moe spoke."
    asked = Office.asked("Who is the prime minister of Norway?")

    assert asked is not None
    assert asked.stands_before(said, said.find("Ida"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who is the CEO of Hay Motors?", "Hay Motors chief executive Ida Moe spoke."),
        ("Who is the chief executive of Hay Motors?", "Hay Motors CEO Ida Moe spoke."),
        ("Who was the captain of the Lark?", "On the Lark skipper Ida Moe spoke."),
        ("Who was the professor?", "Prof. Ida Moe spoke."),
        ("Who is the general?", "Gen Ida Moe spoke."),
    ],
)
def test_an_office_goes_by_its_other_names(question, said):
    office = Office.asked(question)

    assert office is not None
    assert office.stands_before(said, said.find("Ida"))
    assert office.is_named_in(said)


def test_a_deputy_or_a_former_holder_does_not_hold_an_office():
    office = Office.asked("Who is the foreign minister of Norway?")
    deputy = Office.asked("Who is the deputy foreign minister of Norway?")

    said = "Norway's Deputy Foreign Minister Ida Moe spoke."
    assert office is not None
    assert deputy is not None
    assert not office.stands_before(said, said.find("Ida"))
    assert deputy.stands_before(said, said.find("Ida"))


def test_who_holds_an_office_that_no_sentence_names_is_not_told(assistant):
    for question in (
        "Who is the US Secretary of State?",
        "Who is the president of the United States?",
        "Who is the NATO secretary general?",
    ):
        assert assistant.answer(question).status == "not_found"
