"""How an answer's own words are put before the sentence that proves them."""

import pytest

from rag.reader.candidates import Candidate
from rag.reader.say import HEAD_SURE, headed
from rag.types import Evidence, Hit, Sentence

ARTICLES = {
    "hay.txt": (
        "The bridge of Hay\n\nPublished 6 March 2024\n\n"
        "The council of Hay was asked what it will do about the bridge. "
        "The council has refused to close the bridge to lorries. "
        "Lorries have damaged the bridge, and the council has often been blamed for the noise. "
        "The ferry of Mill sails twice a day.\n"
    ),
    "mill.txt": (
        "The tower of Mill\n\nThe tower of Mill was built by Ann Roe in 1431 and burned in 1689.\n"
    ),
    "lund.txt": (
        "Lund to rebuild its mill\n\nPublished 4 March 2024\n\n"
        "Prime Minister Rana Holm said that she is ready to support Lund throughout the year. "
        "She said this at a meeting of millers in Hay.\n"
    ),
}


def told(text: str, words: str, *, span: float = HEAD_SURE, fits: float = 1.0) -> Candidate:
    sentence = Sentence(text, 0, len(text))
    hit = Hit("a.txt", text, 0, len(text), (sentence,), score=1.0)
    return Candidate(Evidence(hit, sentence), words, {"span": span, "span_fits": fits})


TEXT = "After the talks the premier met with Olaf Lund at the castle in Velm, a guard said."


@pytest.mark.parametrize("words", ["Olaf Lund", "the castle in Velm"])
def test_a_sure_answer_comes_first(words: str) -> None:
    assert headed(told(TEXT, words)).text == f"**{words}** — {TEXT}"


@pytest.mark.parametrize("words", ["the premier met with Olaf Lund", TEXT[:-13]])
def test_a_clause_or_the_whole_sentence_is_not_put_before_it(words: str) -> None:
    assert headed(told(TEXT, words)).text == TEXT


def test_what_is_unsure_or_of_another_sort_is_not_put_first() -> None:
    assert headed(told(TEXT, "Olaf Lund", span=HEAD_SURE - 1)).text == TEXT
    assert headed(told(TEXT, "Olaf Lund", fits=0.0)).text == TEXT


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("80 metres (262 ft)", "80 metres (262 ft)"),
        ("80 metres (262", "80 metres"),
        ("(262 ft)", "262 ft"),
    ],
)
def test_a_bracket_in_an_answers_words_is_whole_or_left_out(words: str, head: str) -> None:
    text = "The tower that Ann Roe built in Velm is said to be 80 metres (262 ft) high in all."
    assert headed(told(text, words)).head == head


def test_what_is_told_of_something_else_behind_an_and_is_not_put_first() -> None:
    text = "The yield of the field was highest in May and lowest in June, and never in between."

    assert headed(told(text, "May and lowest in June")).head == "May"
    assert headed(told(text, "May and June")).head == "May and June"


def test_a_sentence_that_answers_two_questions_stands_behind_both_answers(own_assistant) -> None:
    answer = own_assistant.answer("When was the tower of Mill built, and when was it burned?")

    assert [said.head for said in answer.sentences] == ["1431, 1689"]


def test_words_that_lack_their_noun_are_not_put_first() -> None:
    text = "Ann Roe was elected during the fifth session in Lund and came in fifth in Velm."

    assert not headed(told(text, "during the fifth")).text.startswith("**")
    assert headed(told(text, "during the fifth session")).text.startswith("**")
    assert headed(told("In the end Ann Roe came fifth.", "fifth")).text.startswith("**")


@pytest.mark.parametrize(
    ("question", "last_words"),
    [
        ("What is the trouble with the bridge?", ["the noise."]),
        ("What did Rana Holm promise to Lund, and where?", ["the year.", "in Hay."]),
        ("What has the council of Hay declined to do?", ["to lorries.", "the noise."]),
    ],
)
def test_a_second_sentence_is_told_where_it_is_nearly_as_good_or_goes_on(
    own_assistant, question, last_words
):
    answer = own_assistant.answer(question)

    assert [" ".join(c.quote.split()[-2:]) for c in answer.citations] == last_words
