"""Questions that leave a choice between two things are answered with the one, not with Yes."""

from __future__ import annotations

import pytest

from rag.reader.compound.alternatives import alternatives, leaves_one
from rag.reader.compound.parts import parts
from rag.reader.question import Question

ARTICLES = {
    "visit.txt": (
        "Lindqvist in Osterby\n\nOsterby Post, 9 September 2024\n\n"
        "Foreign Minister Karin Lindqvist travelled to Osterby on Monday for talks on fishing. She "
        "met Mayor Jonas Brandt at the town hall. Her deputy stayed at home in Telmouth. The"
        " harbour has been called Lindholm since May; it bore that name before the war.\n"
    ),
}


def test_between_two_places_the_right_one_is_told(own_assistant):
    answer = own_assistant.answer("Did Karin Lindqvist travel to Osterby or to Paris?")

    assert answer.text.startswith("**Osterby**")


def test_between_two_people_the_right_one_is_told(own_assistant):
    answer = own_assistant.answer("Did the foreign minister meet Jonas Brandt or Karin Lindqvist?")

    assert "Brandt" in answer.text
    assert not answer.text.startswith(("**Yes", "**No", "**Karin"))


def test_two_clauses_get_neither_yes_nor_no(own_assistant):
    answer = own_assistant.answer("Is Lindholm a new name or did the harbour have it before?")

    assert "before the war" in answer.text
    assert not answer.text.startswith(("**Yes", "**No"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Did Ann Lee or Bo Ek win?", ("Ann Lee", "Bo Ek")),
        ("Is the U.S. or NATO involved?", ("U.S.", "NATO")),
        ("Was the deal worth $190 or $70 billion?", ("$190", "$70")),
        ("Was it in the morning or in the evening?", ("the morning", "the evening")),
        ("Is Bo Ek the premier or the president?", ("the premier", "the president")),
        ("Is the man or the woman the owner?", ("the man", "the woman")),
        ("Did she see the man or the woman with the hat?", ("the man", "the woman with the hat")),
        ("Is the name new or was it used before?", ("", "")),
        ("Has the yard sold boats or planes?", ()),
        ("Was anyone killed or injured?", ()),
        ("Has it been sold or not?", ()),
        ("Did Ann Lee go?", ()),
        ("Did the NORTH ATLANTIC TREATY ORGANIZATION admit Sweden?", ()),
    ],
)
def test_a_choice_is_told_from_a_question_for_yes_or_no(question, words):
    assert tuple(choice.words for choice in alternatives(question)) == words


def test_each_of_two_who_may_have_done_it_is_asked_about_with_the_deed():
    asked = alternatives("Was the driver or a passenger hurt?")

    assert [choice.question for choice in asked] == [
        "Was the driver hurt?",
        "Was a passenger hurt?",
    ]


def test_a_choice_of_which_no_article_names_either_is_missing_both():
    asked = "Did Ann Lee go to Rome or to Oslo?"

    assert leaves_one(asked, ["Oslo"])
    assert not leaves_one(asked, ["Oslo", "Rome"])
    assert not leaves_one("Did Ann Lee go to Oslo?", ["Oslo"])


@pytest.mark.parametrize(
    ("joined", "second"),
    [
        ("Which city did Ann Lee tour, and on which day?", "On which day did Ann Lee tour?"),
        ("Who was held, and on what charge?", "On what charge was somebody held?"),
        ("What was the fine, and for what offence?", "For what offence was the fine?"),
        ("Which ship sank, and in what year?", "In what year the ship sank?"),
    ],
)
def test_a_second_half_without_a_verb_asks_of_the_first(joined, second):
    assert parts(joined)[1] == second


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("Which head of state did he talk to in the capital?", "person"),
        ("Which Chinese minister met the general?", "person"),
        ("What official said so?", "person"),
        ("Which ministers met?", "other"),
        ("Which general election was it?", "other"),
        ("Which company's director left?", "other"),
        ("Which state is it in?", "place"),
        ("What did the president say?", "other"),
        ("Which minister's car was it?", "other"),
    ],
)
def test_the_holder_of_an_office_is_asked_for_as_a_person_a_state_as_a_place(question, wants):
    assert Question(question).wants == wants
