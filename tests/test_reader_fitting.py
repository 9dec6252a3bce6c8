"""Only a sentence that can answer a question of its sort is weighed as an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.reader.candidates import Candidate
from rag.reader.encoder import Encoder
from rag.reader.fitting import that_fit
from rag.reader.question import Question
from rag.types import Evidence, Hit, Sentence

SIGNALS = {"fits": 1.0, "named_near": 1.0, "span_fits": 1.0, "near_before": 1.0}


def fitting(question: str, *told: str, published: date | None = None, words: str = "") -> list[str]:
    """Those of the sentences of one passage that can answer, best first."""
    found = candidates(*told, published=published, words=words)
    return [c.text for c in that_fit(Question(question), found, Encoder.load())]


def candidates(*told: str, published: date | None = None, words: str = "") -> list[Candidate]:
    """The sentences of one passage, best first, each with `words` for its answer."""
    text = " ".join(told)
    spans = [Sentence(each, text.index(each), text.index(each) + len(each)) for each in told]
    hit = Hit("a.txt", text, 0, len(text), tuple(spans), published=published, score=1.0)
    return [
        Candidate(Evidence(hit, each), words, SIGNALS, score=1.2 - 0.3 * number)
        for number, each in enumerate(spans, 1)
    ]


def test_what_is_told_of_another_year_is_no_answer() -> None:
    told = "In 2023, 90% of the goods came from Norland."

    assert fitting("What share came from Norland in 2022?", told) == []
    assert fitting("What share came from Norland in 2023?", told) == [told]
    assert fitting("What share came from Norland?", told) == [told]


def test_when_somebody_died_is_told_by_no_other_day_of_the_life() -> None:
    drove, died = "Bo Kerr drove the last tram in 1949.", "She died in May 1960."

    assert fitting("What year did Bo Kerr die?", drove) == []
    assert fitting("What year did Bo Kerr die?", drove, died) == [died]
    assert fitting("When did Bo Kerr drive a tram?", drove) == [drove]


def test_of_two_sentences_hardly_apart_the_one_that_gives_a_cause_is_first() -> None:
    since, cause = "Takings have fallen since digging began.", "It was blamed on old sewers."
    first, second = candidates(since, cause)
    first = replace(first, signals={**SIGNALS, "fits": 0.0})

    for score, order in ((0.8, [cause, since]), (0.6, [since, cause])):
        found = [first, replace(second, score=score)]
        told = that_fit(Question("Why has it become so dear?"), found, Encoder.load())
        assert [c.text for c in told] == order


def test_a_season_is_of_both_its_years() -> None:
    for told in ("Lund won the 2019-20 title.", "Lund won the title in 2019–2020."):
        assert fitting("Who won the title in 2020?", told) == [told]
        assert fitting("Who won the title in 2019?", told) == [told]
        assert fitting("Who won the title in 2021?", told) == []
    assert fitting("Who won the title in 2012?", "Lund won it on 2011-12-24.") == []


def test_last_year_is_the_one_before_the_article() -> None:
    told = "Since 1990 it has grown: last year 90% came from Norland."

    asked = "What share came from Norland in {}?"

    assert fitting(asked.format(2022), told, published=date(2023, 5, 1)) == [told]
    assert fitting(asked.format(2021), told, published=date(2023, 5, 1)) == []


def test_an_article_that_names_no_year_tells_of_its_own() -> None:
    told = "Trade has reached a record of 190 crowns."
    day = date(2023, 5, 1)

    assert fitting("How high was trade in 2023?", told, published=day) == [told]
    assert fitting("How much did trade grow compared with 2019?", told, published=day) == []
    assert fitting("How high was trade in 2019?", told) == [told]  # of an unknown day
    assert fitting("Who shut the 1888 bridge?", "Ann Berg shut it.", published=day)


def test_what_is_between_two_is_told_of_both() -> None:
    told = "Trade of Norland with Velm reached 190 crowns."

    assert fitting("How high was trade between Norland and Velm?", told) == [told]
    assert fitting("How high was trade between Norland and Oslo?", told) == []
    shouted = "How high was trade between the NORTH ATLANTIC TREATY ORGANIZATION members?"
    assert fitting(shouted, told) == [told]


def test_what_says_the_thing_again_does_not_tell_which_it_is() -> None:
    told = "He signed several memorandums, and the Lund Pact."
    question = "Which memorandums did he sign?"

    assert fitting(question, told, words="several memorandums") == []
    assert fitting(question, told, words="the Lund Pact") == [told]


@pytest.mark.parametrize(
    ("question", "told", "fits"),
    [
        ("When is Berg going to Lund again?", "Berg spoke in Lund in May.", False),
        ("When is Berg going to Lund again?", "Berg will be in Lund in May.", True),
        ("When did Berg go to Lund?", "Berg spoke in Lund in May.", True),
        ("Where will Berg speak?", "Berg spoke in Lund.", False),
        ("Where will Berg speak?", "Berg is due to speak in Lund.", True),
        ("When will Lund play Hay?", "Lund play Hay on Saturday.", True),
        ("When will Lund play Hay?", "Lund beat Hay on Saturday.", False),
        ("When will the law take effect?", "Berg said the law takes effect on Monday.", True),
        ("When will the law take effect?", "The old law took effect on a Monday.", False),
        ("When will Berg be in court?", "Ole Berg is in court on Friday.", True),
        ("When will the shop open?", "The shop, which closed in May, reopens on Monday.", True),
        ("What will trade reach next year?", "Trade reached 90 crowns.", False),
    ],
)
def test_what_is_to_come_is_not_told_by_what_was(question: str, told: str, fits: bool) -> None:
    assert (fitting(question, told) == [told]) == fits


def test_what_only_counts_the_members_of_a_group_does_not_name_them() -> None:
    summit = "Norland held a summit of five republics."
    told = "Lund, Hay and Mill sent their ministers."

    assert fitting("Name the five republics at the summit.", summit, told) == [told]


@pytest.mark.parametrize(
    ("question", "told", "fits"),
    [
        ("What is the name of the man accused of murder?", "Jon Ray, 34, is accused of it.", True),
        ("What is the name of the player who scored?", "Ann Lund scored twice.", True),
        ("What is the name of the company?", "Hay Construction is building the bridge.", True),
        ("What is the name of the builder?", "The bridge was built by Hay Works.", True),
        ("What is the name of the drug?", "Patients who took Ozetil lived longer.", True),
        ("What is the name of the player who scored?", "He scored, Ann Lund said.", False),
        ("What is the name of the watchman?", "A firefighter, Ann Lund, was hurt.", False),
        ("What is the name of the village?", "Villages near the Umbria border burn.", False),
        ("What is the name of the envoy?", "Norway sent an envoy.", False),
        ("What is the name of the man Ann Lund hit?", "Ann Lund hit a man.", False),
    ],
)
def test_a_name_away_from_its_thing_may_be_its_own(question: str, told: str, fits: bool) -> None:
    assert (fitting(question, told) == [told]) == fits


def test_a_name_away_from_its_thing_is_not_looked_for_on_another_matter() -> None:
    [scorer] = candidates("Ann Lund came on.")
    other = replace(scorer, signals={**SIGNALS, "near_before": 0.5})
    asked = Question("What is the name of the player who scored?")

    assert that_fit(asked, [scorer], Encoder.load())
    assert not that_fit(asked, [other], Encoder.load())


def test_a_name_beside_its_thing_goes_before_one_that_is_not() -> None:
    away, beside = "Ann Lund came on.", "The player, Eva Hay, scored."

    assert fitting("What is the name of the player who scored?", away, beside) == [beside]


def test_members_may_be_described_where_none_is_named() -> None:
    every, named = "All primary schools are shut.", "Hay School and Mill School are shut."

    assert fitting("Which schools are shut?", every) == [every]
    assert fitting("Which schools are shut?", every, named) == [named]
    assert fitting("Name the schools that are shut.", every) == []
    assert fitting("Which three schools are shut?", every) == []
    assert fitting("Which countries shut schools?", every) == []


def test_what_counts_another_thing_is_no_answer_and_what_names_none_may_be() -> None:
    question = "How many grocers gave up?"

    assert fitting(question, "The prize went to six finalists.", words="six") == []
    twelve = "All but twelve had given up."
    assert fitting(question, twelve, words="twelve") == [twelve]
    norse = "Some 6,700 Norlanders abroad did so."
    assert fitting(question, norse, words="Some 6,700") == [norse]


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("How many tanks were burnt?", False),
        ("How many trucks were burnt?", True),
        ("How many vehicles were burnt?", True),
        ("How many vans were burnt?", True),
        ("How many men were burnt?", True),
    ],
)
def test_what_lists_several_things_counts_none_but_those(question: str, fits: bool) -> None:
    told = "Some 70 men, four armored vehicles and five vans were burnt."

    assert (told in fitting(question, told, "They held the tanks of Lund.")) == fits


def test_what_is_told_of_this_year_goes_before_what_is_told_of_last_year() -> None:
    last, this = "Trade reached 190 crowns last year.", "It has reached 70 crowns so far this year."

    assert fitting("How high is trade this year?", last, this) == [this]
    assert fitting("How high is trade this year?", last) == [last]  # told, for want of another
    assert fitting("How high is trade?", last, this) == [last, this]


def test_the_dead_of_a_wreck_are_not_those_aboard() -> None:
    dead, aboard = "The fire killed nine people.", "There were 404 people on the ship."

    assert fitting("How many people were on board?", dead, aboard) == [aboard]
    assert fitting("How many people died?", dead, aboard) == [dead, aboard]


@pytest.mark.parametrize(
    ("question", "told", "fits"),
    [
        (
            "How many people were rescued?",
            "Twelve people were pulled from the water and taken by a navy tug to hospital.",
            True,
        ),
        (
            "How many people are missing?",
            "Four sailors have not been found since the ferry sank with 40 people aboard.",
            True,
        ),
        (
            "How many were evacuated?",
            "300 residents left their homes as the fire injured two.",
            True,
        ),
        ("How many hospitals took part?", "Twelve hospitals saved lives by taking part.", True),
        ("How many people were hurt?", "At least 40 people have been confirmed dead.", False),
        ("How many people were hurt?", "The fire of 3 May 2023 killed nine people.", False),
        ("How many people were hurt?", "Nine people, including three children, died.", False),
        ("How many people were hurt?", "Nine people died and three were hurt.", True),
    ],
)
def test_a_fate_is_that_of_those_counted_beside_it(question: str, told: str, fits: bool) -> None:
    assert (fitting(question, told, words=told) == [told]) == fits


def test_some_of_those_counted_are_not_all() -> None:
    told = "Inspectors noted six faults. Two of them concerned the pumps."
    six, two = told.split(". ")

    assert fitting("How many faults were noted?", f"{six}.", two, words="Two") == [f"{six}."]


def test_one_name_behind_an_office_names_its_holder() -> None:
    queen, other = "Queen Mary opened the fair.", "The queen came to Norland's Lund."

    assert fitting("Who is the queen of Norland?", queen, other) == [queen]


@pytest.mark.parametrize(
    ("question", "told", "fits"),
    [
        ("Who is the mayor of Hay?", "MILL HILL — The dam leaks, the mayor, Ann Poe, said.", False),
        ("Who is the mayor of Mill Hill?", "MILL HILL — It leaks, the mayor, Ann Poe, said.", True),
        ("Who is the mayor of the town?", "The dam leaks, the mayor, Ann Poe, said.", True),
        ("Who is the Norwegian premier?", "In Norway it leaks, the premier, Ann Poe, said.", True),
        (
            "Who is the Norwegian premier?",
            "In Denmark it leaks, the premier, Ann Poe, said.",
            False,
        ),
        ("Who is the US president?", "In Washington, the president, Ann Poe, spoke.", True),
    ],
)
def test_an_office_of_a_place_is_held_where_the_place_is_named(
    question: str, told: str, fits: bool
) -> None:
    assert (fitting(question, told) == [told]) == fits


def test_what_is_one_mans_own_is_not_anothers() -> None:
    told = "Lund's own 10-point plan has a court in it."

    assert fitting("How many points has Hay's plan?", told) == []
    assert fitting("How many points has Lund's plan?", told) == [told]


def test_a_presidents_own_is_his_countrys() -> None:
    told = ("Norwegian President Ole Lund came.", "Lund’s own 10-point plan has a court in it.")

    assert fitting("How many points has the Danish plan?", *told) == [told[0]]
    assert fitting("How many points has the plan that Denmark published?", *told) == [told[0]]
    assert told[1] in fitting("How many points has the Norwegian plan?", *told)


def test_an_official_of_one_country_is_not_anothers() -> None:
    told = ("Kremlin spokesman Ilya Orlov told reporters so.", "Mr Orlov went to Lund.")

    for each in told:
        asked = "Which American official told reporters that it was so?"
        assert each not in fitting(asked, *told, words="Orlov")
        assert each in fitting(asked.replace("American", "Russian"), *told, words="Orlov")
        assert each in fitting(asked, *told, words="reporters")  # of no known country


def test_a_meeting_with_somebody_else_tells_no_place() -> None:
    told = "After her talk with Ole Berg, Ann Poe met with Mayor Eva Lund at the Spindle."

    assert fitting("Where did Ann Poe and Ole Berg meet?", told) == []
    assert fitting("Where did Ann Poe and Eva Lund meet?", told) == [told]
    assert fitting("Whom did Ann Poe meet after Ole Berg?", told) == [told]


def test_an_age_is_that_of_whoever_is_named_beside_it() -> None:
    near = candidates("Ole Berg, a pilot, is 81.")
    far = [replace(c, signals={**c.signals, "named_near": 0.0}) for c in near]

    assert that_fit(Question("How old is Ole Berg?"), near, Encoder.load()) == near
    assert that_fit(Question("How old is Ann Poe?"), far, Encoder.load()) == []
    assert that_fit(Question("How old is the pilot?"), far, Encoder.load()) == far


def test_where_somebodys_envoy_held_talks_is_told_by_whom_the_envoy_met() -> None:
    told = "Norway’s envoy met with President Eva Lund during talks in Velm on Monday."

    assert fitting("When did Norway's envoy hold talks in Velm?", told) == [told]


@pytest.mark.parametrize(
    "told",
    ["They met in New York on Monday.", "Poe and Berg met at the Royal Lund Hospital."],
)
def test_the_place_of_a_meeting_is_nobody_who_was_met(told: str) -> None:
    assert fitting("Where did Ann Poe and Ole Berg meet?", told) == [told]


def test_a_visit_to_the_country_is_none_to_its_capital() -> None:
    norway, oslo = "In May Ann Poe visited Norway.", "Ole Berg visited Oslo in June."

    assert fitting("Who visited Oslo?", norway, oslo) == [oslo]
    assert fitting("Who visited Norway?", norway, oslo) == [norway, oslo]


def test_a_line_of_credits_tells_of_nothing_else() -> None:
    told = "News from the Lund Post, AFP and Reuters."

    assert fitting("Where did Poe speak?", told) == []
    assert fitting("Which agencies is the news from?", told) == [told]


def test_by_how_much_is_told_by_a_change() -> None:
    scale, change = "They scored it from 0 to 10.", "On average it dropped from 5.8 to 3.6."

    assert fitting("By how much did the scores change?", scale, change) == [change]
    assert fitting("How was it scored?", scale, change) == [scale, change]
    for told in ("They plunged 4 per cent.", "They shed 90 crowns.", "It slid to 3.6 from 5.8."):
        assert fitting("By how much did the scores change?", told) == [told]


def test_posts_are_jobs() -> None:
    told = "The mill plans to cut 45 office posts."

    assert fitting("How many jobs will go at the mill?", told, words="45") == [told]
    assert fitting("How many looms will go at the mill?", told, words="45") == []


def test_first_of_what_somebody_does_is_no_number() -> None:
    told = "He came to the hall and announced a fund."

    assert fitting("What did he announce when he first came?", told) == [told]
    assert fitting("What did he announce at the first meeting?", told) == []


def test_a_country_is_no_answer_to_which_city() -> None:
    told = "In May Ann Poe visited Norway for the first time."

    assert fitting("Which Norwegian city did Ann Poe visit in May?", told, words="Norway") == []
    assert fitting("Which country did Ann Poe visit in May?", told, words="Norway") == [told]


def test_the_dead_of_one_country_are_not_those_of_another() -> None:
    told = "The raid killed more than 70 Danish sailors."

    assert fitting("How many Norwegian sailors died in the raid?", told, words="70") == []
    assert fitting("How many sailors died in the raid?", told, words="70") == [told]


def test_a_country_is_no_town() -> None:
    told = "In May the king visited Norway for the first time."

    assert fitting("Which Norwegian cities did the king visit in May?", told, words="Norway") == []
    assert fitting("Which countries did the king visit in May?", told, words="Norway") == [told]


def test_who_else_holds_an_office_of_the_kind_is_not_asked_for_words() -> None:
    told = "Norland's foreign minister said that no arms would be sent."

    assert fitting("What did Norland's defence minister say about arms?", told) == []
    assert fitting("What did Norland's foreign minister say about arms?", told) == [told]
    assert fitting("What did Norland's minister say about arms?", told) == [told]


def test_a_place_is_no_people_and_no_name_that_the_question_has_in_small_letters() -> None:
    asked = Question("where did ann poe meet the norwegian premier")

    assert asked.can_hold("in Lund")
    assert not asked.can_hold("Norwegian premier Ann Poe")


def test_only_who_asks_for_words_is_told_words() -> None:
    found = candidates("The state department closed two embassies in May.")
    unsaid = [replace(c, signals={**c.signals, "fits": 0.0}) for c in found]

    for asked, left in (("close", unsaid), ("say", [])):
        question = Question(f"What did the State Department {asked}?")
        assert that_fit(question, unsaid, Encoder.load()) == left


def test_how_much_of_a_stuff_is_told_by_what_speaks_of_it() -> None:
    trade = "Trade between Velm and Hay was worth $190 million last year."
    grain = "Velm sold Hay 40,000 tonnes of grain last year."

    assert fitting("How much oil did Hay buy last year?", trade, grain, words="$190 million") == []
    assert grain in fitting("How much Velmish grain did Hay buy?", trade, grain, words="40,000")
    assert fitting("How much money did they make?", trade, words="$190 million") == [trade]


@pytest.mark.parametrize(
    ("question", "sentence", "words", "is_sure"),
    [
        ("How many staff does Poe have left?", "Poe has let four of his nine staff go.", "nine", 0),
        ("How many staff does Poe have left?", "Poe has nine staff left.", "nine", 1),
        ("How many staff left Poe?", "Of ten, nine staff went away from Poe.", "nine", 1),
        ("How long after the visit did Poe come?", "Poe held a three-day visit.", "three-day", 0),
        ("How long after the visit did Poe come?", "Poe came ten days later.", "ten days", 1),
    ],
)
def test_words_of_something_else_are_not_sure(
    question: str, sentence: str, words: str, is_sure: int
) -> None:
    found = that_fit(Question(question), candidates(sentence, words=words), Encoder.load())

    assert [bool(c.signals["span_fits"]) for c in found] == [bool(is_sure)]


def test_the_second_has_not_won() -> None:
    beaten, winner = "That was the runner-up, Ann Roe.", "The winner, Eva Poe, ran in an hour."

    assert fitting("Who won the race?", beaten, winner) == [winner]
    assert beaten in fitting("Who ran in the race?", beaten, winner)


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("When did Poe visit Lund?", False),
        ("When did Berg visit Lund?", True),
        ("When did the minister visit Lund?", True),
        ("When did Poe's guests visit Lund?", True),
    ],
)
def test_when_somebody_did_a_thing_is_not_told_of_another(question: str, fits: bool) -> None:
    told = "Ole Berg took an oath in Lund on 12 March 2023."

    assert (fitting(question, told) == [told]) == fits
