"""A number answers only where it measures what is asked."""

import pytest

from rag.reader.counts import count_of, counted_things, listed_with
from rag.reader.coverage import speaks_of
from rag.reader.encoder import Encoder
from rag.reader.measures import wants_money
from rag.reader.question import Question


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("How tall are the masts?", "masts 40 metres high", "masts nine kilometres off Hay"),
        ("How tall are the masts?", "They rise to 40 metres.", "piles 91 metres long"),
        ("How deep is the lock?", "It is five metres deep.", "It is 40 metres wide."),
        ("How long is the quay?", "The quay is 300 metres long.", "Its crane is 50 metres tall."),
        ("How many people were aboard?", "There were 134 aboard.", "It can take 310 passengers."),
        ("How many people can it take?", "It can take 310 passengers.", "It took nine hours."),
        ("How far did she throw?", "She threw 22.4m.", "It sold 22.4m copies."),
        ("How tall is he?", "He is 1.88m tall.", "He is worth $188m."),
        ("How tall is he?", "He is 1.88 m tall.", "The hall is 1.88m long."),
        ("How far off is the reef?", "The reef is 27 kilometres off Hay.", "It has 84 masts."),
        ("How many years did Lund get?", "Lund got six years.", "the 41-year-old scaffolder"),
        ("How many years did Lund get?", "Lund was given six years.", "Lund, aged 41 years"),
        ("How old is Lund?", "the 41-year-old scaffolder", "Lund got six years."),
        ("How many children came?", "Over 12 children came.", "Children under 12 came in free."),
        ("How many men came?", "Under 40 came.", "Men over 40 and the under-9s came."),
        ("How much will she get for it?", "She gets 900 crowns.", "her first for nine years"),
        (
            "How much notice did they give?",
            "They gave three weeks' notice.",
            "They gave 900 crowns.",
        ),
        ("How much paid leave do they get?", "They get nine days.", "They get 900 crowns."),
        (
            "How much time did she spend on it?",
            "She spent three hours on it.",
            "She spent 90 euros.",
        ),
        ("How much did she spend on it?", "She spent 90 euros on it.", "She spent three hours."),
        ("How many US dollars did it cost?", "It cost $40.", "It cost 40 people their jobs."),
        (
            "How many million euros did it cost?",
            "It cost 40 million euros.",
            "It has 4 million bolts.",
        ),
        (
            "How many more years will he play?",
            "He will play two more years.",
            "Two more will play.",
        ),
        ("How many hours a week do they work?", "They work 35 hours.", "They work 35 weeks."),
        ("How many percentage points is it up?", "It is up two percentage points.", "It is up $2."),
        ("How many second homes are there?", "There are 40 of them.", "It took 40 seconds."),
        ("How many people came?", "Some 40 came.", "They came at 4pm."),
        ("How often does the bus run?", "It runs every hour.", "It ran on Friday."),
        ("How often does the bus run?", "It runs twice a week.", "It cost twice the fare."),
        ("How often does the bus run?", "It runs daily.", "It is red."),
        ("How long will the road be shut?", "It is shut until Friday.", "It holds 40 lorries."),
        ("How long will the road be shut?", "It is shut for a year.", "It is shut for a fair."),
        ("How long will the road be shut?", "From 3 May to 9 May.", "From Hay to Lund."),
        ("How long has Poe been mayor?", "She has led Hay since 2012.", "The best since 2012."),
        ("How long is the quay?", "It is a mile and 40 metres.", "It is shut until Friday."),
        ("How far did shares fall?", "They fell 4 per cent.", "They fell on 3 May."),
        ("How far behind is Lund?", "Lund is four points behind.", "Lund is behind."),
        ("How far off is the reef?", "It is nine miles off.", "It is four points behind."),
        ("How much water was lost?", "Some 40 litres ran out.", "It ran for three days."),
        ("How much time was lost?", "It ran for three days.", "It ran over."),
        ("What did the town spend on the bell?", "It cost 900 crowns.", "It has two bells."),
        ("What did the town pay for the bell?", "It paid 900 crowns.", "The bell has 12 sides."),
    ],
)
def test_a_quantity_of_another_sort_does_not_answer(question, answers, does_not):
    assert Question(question).can_hold(answers)
    assert not Question(question).can_hold(does_not)


@pytest.mark.parametrize(
    "told",
    [
        "She was 87.",
        "Poe, who is forty-two, came.",
        "Ann Poe (42) came.",
        "Poe turned 60 last week.",
        "It was her 60th birthday.",
        "Poe made her debut at 17.",
        "They must be over 18.",
        "Poe is in her sixties.",
        "The mill was founded in 1894.",
        "It was made 40,000 years ago.",
        "It is a 12th-century church.",
        "87",
    ],
)
def test_an_age_is_told_in_many_ways(told):
    assert Question("How old is it?").can_hold(told)


@pytest.mark.parametrize(
    "told",
    [
        "Poe was 12 metres up.",
        "She met 42 people at 17 sites.",
        "The toll was 87.",
        "She came 3rd.",
        "She rose at nine in the morning.",
        "Poe has led Hay since 2012.",
        "She was eleven years in the navy.",
        "Rates are at 20 per cent.",
        "She came 15 minutes late.",
    ],
)
def test_other_numbers_are_no_age(told):
    assert not Question("How old is it?").can_hold(told)


@pytest.mark.parametrize(
    "question",
    [
        "What did she make of the pay deal?",
        "What did the king pay for?",
        "What did he spend the money on?",
        "What did the king pay tribute to?",
        "What did he earn his degree in?",
        "What did she earn a medal for?",
    ],
)
def test_what_was_paid_for_is_no_number(question):
    assert Question(question).wants == "other"


@pytest.mark.parametrize(
    "question",
    [
        "Which age group is most at risk?",
        "What figure skating event did she win?",
        "What is the price cap for?",
        "What is the cost of living crisis?",
        "What number plate did it have?",
        "What was the toll road called?",
        "What day job did he have?",
        "Which time limit applies?",
        "What place did Poe finish in?",
        "Which country singer won?",
        "What is the state of the economy?",
    ],
)
def test_a_word_that_tells_the_kind_of_another_asks_for_nothing(question):
    assert Question(question).wants == "other"


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("What was the death toll in Hay?", "number"),
        ("What rate applies?", "number"),
        ("What share price did it reach?", "number"),
        ("What age can you vote at?", "number"),
        ("What does he earn?", "number"),
        ("What time on Monday does it open?", "time"),
        ("What year did Poe die?", "time"),
        ("Which country leads the cup?", "place"),
        ("Which state of Norland is it?", "place"),
    ],
)
def test_a_word_for_what_is_asked_may_be_followed_by_the_rest(question, wants):
    assert Question(question).wants == wants


def test_a_sum_of_money_is_wanted():
    assert wants_money("What did the bell cost?")
    assert not wants_money("How many bells are there?")
    assert not wants_money("How much time did she spend?")


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("How many judges sat on the jury?", ("judges",)),
        ("How many former island republics were there?", ("republics",)),
        ("How many pairs of puffins are there?", ("pairs", "puffins")),
        ("How many people came?", ()),
        ("How many years did Lund get?", ()),
        ("How many times did it ring?", ()),
        ("How much did it cost?", ()),
    ],
)
def test_what_is_to_be_counted(question, things):
    assert counted_things(question) == things


def test_a_text_speaks_of_what_it_names_or_nearly():
    encoder = Encoder.load()

    assert speaks_of(("babies",), "More children were born there than in Hay.", encoder)
    assert speaks_of(("judges",), "One judge was away.", encoder)
    assert not speaks_of(("drones",), "The mayor opened the bridge.", encoder)


def test_the_number_before_the_thing_asked_about_is_its_count(assistant):
    vehicles = assistant.answer("How many vehicles were destroyed?")
    pickups = assistant.answer("How many pickups were destroyed?")

    assert vehicles.text.startswith("**four**")
    assert pickups.text.startswith("**five**")
    assert count_of(["boats"], "The 3rd boat left with two boats and six boats behind.") == ""


@pytest.mark.parametrize(
    ("thing", "said", "sentence", "count"),
    [
        ("boats", "six", "They sank two boats and about six big rafts.", "two"),
        ("boats", "six", "They sank six big old rafts and two boats.", "two"),
        ("games", "three", "Lund lost three of their 38 games.", ""),
        ("seats", "31", "The party won 31 of the 120 seats.", ""),
        ("workers", "300", "Hay Motors, which has 9,000 workers, laid off 300.", ""),
        ("workers", "300", "Hay Motors, which has 9,000 workers, laid off 300 drivers.", ""),
        ("passengers", "31", "The bus, with room for 50 passengers, was carrying 31.", ""),
        ("games", "five", "Lund won four games and lost five.", ""),
        ("games", "four", "Lund lost three or four games.", ""),
        ("boats", "none", "Two boats were there and none sank.", ""),
    ],
)
def test_a_number_gives_way_only_to_that_of_a_thing_listed_beside_it(thing, said, sentence, count):
    assert listed_with([thing], said, sentence) == count
