"""When something was, told in passing in a sentence on something else."""

from __future__ import annotations

import pytest

ARTICLES = {
    "visit.txt": (
        "Poe in Lund\n\nPublished 3 May 2024\n\n"
        "Premier Ann Poe is in Lund for the first time since March 2021, when Norland launched an "
        "attack on its neighbour Sudholm. "
        "She met the mayor of Lund on Thursday. "
        "In April, nine ministers spoke in Hay of the attack of Norland on Sudholm.\n"
    ),
    "guard.txt": (
        "A judge in Mill\n\nJudge Bo Dell met with the guard of honour less than a month after "
        "the Norland leader Tove Orr held a three-day state visit to Mill. "
        "The mill wheels turned all the same.\n"
    ),
    "mall.txt": (
        "Elm Mall opens\n\nPublished 03/04/2024\n\n"
        "The Elm Mall opened with 55 shops and a cinema on the edge of Velm. It cost 12 million.\n"
    ),
}


@pytest.mark.parametrize(
    "question", ["When did Norland attack Sudholm?", "When did Norland invade Sudholm?"]
)
def test_a_date_with_its_clause_tells_when_that_was(own_assistant, question):
    assert own_assistant.answer(question).text.startswith("**March 2021** — Premier Ann Poe")


@pytest.mark.parametrize(
    "question",
    [
        "When did Sudholm attack Norland?",
        "When did Norland leave Sudholm?",
        "When did Ann Poe meet the mayor of Lund?",
    ],
)
def test_another_thing_was_not_then(own_assistant, question):
    assert "**March 2021**" not in own_assistant.answer(question).text


@pytest.mark.parametrize("question", ["When did Orr visit Mill?", "When was Orr in Mill?"])
def test_how_long_before_another_thing_it_was_is_told(own_assistant, question):
    assert own_assistant.answer(question).text.startswith("Judge Bo Dell met with the guard")


@pytest.mark.parametrize("question", ["When did Orr leave Mill?", "When did Poe visit Mill?"])
def test_another_deed_or_doer_was_not_then(own_assistant, question):
    assert "guard" not in own_assistant.answer(question).text


@pytest.mark.parametrize("question", ["When did the mall open?", "What time is it?"])
def test_the_day_of_an_article_is_not_that_of_what_it_tells(own_assistant, question):
    answer = own_assistant.answer(question)

    assert not any("Published" in citation.quote for citation in answer.citations)


def test_the_day_of_an_article_is_told_and_cited_as_it_is_written(own_assistant):
    answer = own_assistant.answer("When was the article on the mall published?")

    assert answer.text.startswith("**03/04/2024**")
    assert [citation.quote for citation in answer.citations] == ["Published 03/04/2024"]
