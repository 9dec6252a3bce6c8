"""The years of a life, the places in a race, causes, and what did not change."""

from __future__ import annotations

import pytest

ARTICLES = {
    "lund.txt": (
        "Ebba Lund, bell founder, 1931–2024\n\n"
        "Ebba Lund, who cast the bells of nine churches, died on 6 November in Hay, aged 93. "
        "Born in Velm, she came to Hay as a refugee in December 1956 with no shoes.\n"
    ),
    "poe.txt": (
        "Dag Poe was born in Mill on 4 March 1902. "
        "The Poe Prize is named after Dag Poe (1903–1977), who drew the first map of Mill.\n"
    ),
    "talks.txt": (
        "Lena Orr led the 1989-2021 talks on the bridge of Hay. "
        "Lena Orr, mayor of Hay, 1999-2011, was the daughter of a miller.\n"
    ),
    "trial.txt": (
        "Drops trial\n\nPublished 2 April 2024\n\n"
        "In the trial, which enrolled 412 patients, those who got the drops slept for longer. "
        "The most common troubles were headaches and sore eyes. No deaths occurred.\n"
    ),
    "stew.txt": (
        "Slow goat with plums\n\nServes 6 | Prep 30 minutes | Cook 3 hours 20 minutes\n\n"
        "This is the dish that was made in Hay for every fair.\n"
    ),
    "race.txt": (
        "Corrections\n\nPublished 12 May 2024\n\n"
        "In our report of the Abbey Lane race on 3 May we gave a wrong time for the women. "
        "It was the time of the runner-up, Joan Sikes. The winner was Lea Stone. "
        "In the third paragraph of another report we left out a word.\n"
    ),
    "dividend.txt": (
        "Velm Ferries cuts jobs\n\nPublished 20 May 2024\n\n"
        "Velm Ferries is to cut 430 jobs after its profit fell by almost a third, it said. "
        "Velm Ferries said that it would propose an unchanged dividend of 3.50 crowns a share.\n"
    ),
    "tram.txt": (
        "Dearer tram\n\nPublished 2 June 2024\n\n"
        "The cost of the Hay tram has risen to 418 million crowns from 295 million. "
        "Councillor Una Orm blamed old sewers under Quay Street and a shortage of engineers. "
        "Shopkeepers on Quay Street say takings have fallen by a third since digging began.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("When was Ebba Lund born?", "**1931** — Ebba Lund, bell founder, 1931–2024"),
        ("When did Ebba Lund die?", "**6 November"),
        ("When was Dag Poe born?", "**4 March 1902**"),
        ("In which year did Dag Poe die?", "**1977**"),
    ],
)
def test_the_years_of_a_life_tell_when_it_began_and_ended(own_assistant, question, begins):
    assert own_assistant.answer(question).text.startswith(begins)


def test_the_years_of_talks_or_of_an_office_are_no_life(own_assistant):
    for question in ("When was Lena Orr born?", "When did Lena Orr die?"):
        assert "**" not in own_assistant.answer(question).text


def test_who_came_third_is_told_by_no_one_else_of_the_race(own_assistant):
    assert own_assistant.answer("Who came third in the Abbey Lane race?").status == "not_found"


def test_that_nothing_changed_tells_by_how_much(own_assistant):
    answer = own_assistant.answer("By how much is Velm Ferries cutting its dividend?")

    assert "unchanged dividend" in answer.text
    assert "**" not in answer.text


def test_a_cause_comes_before_what_has_been_so_since(own_assistant):
    answer = own_assistant.answer("Why has the cost of the Hay tram gone up?")

    assert "sewers" in answer.citations[0].quote


def test_that_there_were_none_tells_how_many(own_assistant):
    answer = own_assistant.answer("How many patients died in the drops trial?")

    assert [citation.quote for citation in answer.citations] == ["No deaths occurred."]


def test_a_line_of_times_is_no_heading_and_answers(own_assistant):
    answer = own_assistant.answer("What is the cooking time of the goat?")

    assert "3 hours 20 minutes" in answer.text
