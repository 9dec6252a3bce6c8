"""Follow-ups made to stand alone, and typing errors mended, by rules."""

import pytest

from rag.dialogue import correct_spelling, standalone

MINISTER = [
    ("user", "Who is the Russian defense minister?"),
    ("assistant", "**Sergei Shoigu** — Russian Defense Minister Sergei Shoigu promised it [1]."),
]
MEETING = [
    ("user", "Where did Mishustin meet Xi?"),
    ("assistant", "**Beijing** — They met in Beijing [1]."),
]
TRADE = [
    ("user", "How much was China-Russia trade worth last year?"),
    ("assistant", "**$190 billion** — a record [1]."),
]


def messages(turns):
    return [{"role": role, "content": text} for role, text in turns]


@pytest.mark.parametrize(
    ("turns", "typed", "understood"),
    [
        (TRADE, "and so far this year?", "How much was China-Russia trade worth so far this year?"),
        (MINISTER, "What did he promise?", "What did Sergei Shoigu promise?"),
        (MINISTER, "and China's?", "Who is China's defense minister?"),
        (MEETING, "When did he arrive there?", "When did Mishustin arrive in Beijing?"),
        (MEETING, "When?", "When did Mishustin meet Xi?"),
        (MEETING, "What about Putin?", "Where did Mishustin meet Putin?"),
    ],
)
def test_a_follow_up_takes_what_it_leaves_out_from_the_turns_before(turns, typed, understood):
    assert standalone(typed, messages(turns)) == understood


@pytest.mark.parametrize(
    "question",
    [
        "Who is Kurt Campbell?",
        "How many villages were evacuated near the border?",
        "Did Rishi Sunak say that he is ready to help?",
        "Is there a peace plan?",
    ],
)
def test_a_new_subject_stays_as_it_was_typed(question):
    assert standalone(question, messages(MEETING)) == question


def test_a_follow_up_of_a_follow_up_reaches_the_first_question():
    turns = [*TRADE, ("user", "and so far this year?"), ("assistant", "$70 billion [1].")]

    assert "China-Russia trade" in standalone("and in 2021?", messages(turns))


def test_without_history_nothing_changes():
    assert standalone("and there?", []) == "and there?"
    assert standalone("", messages(MEETING)) == ""


def test_a_word_that_no_article_holds_is_mended_to_its_neighbour(assistant):
    asked = "who does chna blame for provokng Moscow"

    assert correct_spelling(asked, assistant._index) == "who does China blame for provoking Moscow"


@pytest.mark.parametrize(
    "question", ["Who is Yaakov Zilberman?", "Where was the raid?", "…", "%%%"]
)
def test_words_that_are_known_or_like_nothing_stay(assistant, question):
    assert correct_spelling(question, assistant._index) == question
