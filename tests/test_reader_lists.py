"""Lists: a sentence that lists by itself, or sentences that go on from one another."""

from __future__ import annotations

import pytest

from rag.reader.compound.lists import enumerates
from rag.reader.question import Question

ARTICLES = {
    "market.txt": (
        "The market in Hay is back\n\nPublished 4 March 2024\n\n"
        "The farmers of Hay sell bread, goat cheese, honey and cider at the market on Saturdays. "
        "The market was shut for two years. "
        "A goat ran through the market in Hay and farmers laughed.\n"
    ),
    "noise.txt": (
        "The towns of Lund, Mill and Hay asked about the noise. "
        "Others asked about dust and about the traffic.\n"
    ),
    "meeting.txt": (
        "Angry evening in Mill\n\nPublished 2 May 2024\n\n"
        "At the meeting in Mill several residents complained about the dust from the quarry. "
        "Others wanted the footpath to stay open. "
        "The meeting in Mill ended at ten.\n"
    ),
}


@pytest.mark.parametrize(
    ("sentence", "lists"),
    [
        ("They sell bread, goat cheese, honey and cider.", True),
        ("They spent it on a house, a yacht and the stable of a friend.", True),
        ("They sell bread and cider.", False),
        ("Ann Lee, once head of the bank, was fined and left.", False),
        ("On Monday, the mayor and the council met.", False),
        ("She left, and he stayed.", False),
    ],
)
def test_a_sentence_lists_where_it_has_three_things_of_a_sort(sentence, lists):
    assert enumerates(sentence) == lists


def test_quotation_marks_do_not_hide_that_several_are_asked_for():
    assert Question('Which "quiet zones" did the council name?').kind == "list"
    assert Question("Which quiet zones did the council name?").kind == "list"


def test_a_list_in_one_sentence_is_the_whole_answer(own_assistant):
    answer = own_assistant.answer("Which goods do the farmers sell at the market in Hay?")

    assert [c.quote.split()[-3:] for c in answer.citations] == [["market", "on", "Saturdays."]]


def test_a_list_goes_on_where_the_next_sentence_says_others(own_assistant):
    answer = own_assistant.answer("Which complaints did residents have at the meeting in Mill?")

    assert [c.quote.split()[0] for c in answer.citations] == ["At", "Others"]


def test_a_sentence_of_thousands_of_words_is_looked_through_at_once():
    assert not enumerates("bread salt, " * 20_000)


def test_a_sentence_that_goes_on_from_a_list_may_be_none_that_fits(own_assistant):
    answer = own_assistant.answer("Which towns asked about the noise?")

    assert "Lund, Mill and Hay asked about the noise" in answer.text
