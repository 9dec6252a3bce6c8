"""What is told of another of the kind, or of another matter, is no answer."""

from __future__ import annotations

import pytest

from rag import Assistant

ARTICLES = {
    "comet.txt": (
        "Comet-1 flies\n\nComet-1, a weather probe, weighed 140 kilograms when it was launched in "
        "March. The successor, Comet-2, has been delayed by a leak.\n"
    ),
    "flood.txt": (
        "Floods hit the west\n\nHeavy rain flooded villages in western Norland on Friday. Forty "
        "houses were emptied by the fire brigade.\n"
    ),
    "firms.txt": (
        "Firms pay\n\nThree firms paid a fine for dumping oil in the river. Jon Arl, a judge, "
        "praised the witnesses. Hay Motors and Lund Steel built the bridge in 2010.\n"
    ),
    "bins.txt": (
        "Bins overflow\n\nLund's refuse workers accepted an offer of 4 per cent on Monday. Ninety "
        "workers had been on strike for a week.\n"
    ),
    "keeper.txt": (
        "Oldest keeper\n\nThe keeper of the lighthouse, Nils Aker, retired on Monday. He is 87. "
        "Ole Brandt, who runs the flour mill in Hay, sold him oats.\n"
    ),
}


@pytest.mark.parametrize(
    "question",
    [
        "What did Comet-2 weigh?",
        "Which firms paid a fine for dumping oil?",
        "How old is Ole Brandt?",
    ],
)
def test_what_is_told_of_another_is_refused(own_assistant: Assistant, question: str) -> None:
    assert own_assistant.answer(question).status == "not_found"


@pytest.mark.parametrize("question", ["What did Comet-1 weigh?", "How old is Nils Aker?"])
def test_what_is_told_of_the_one_asked_about_is_answered(own_assistant, question):
    assert own_assistant.answer(question).status == "answered"


def test_of_the_other_end_of_a_land_the_articles_say_otherwise(own_assistant: Assistant) -> None:
    east = own_assistant.answer("When was eastern Norland flooded?")
    west = own_assistant.answer("When was western Norland flooded?")

    assert east.lead == "The articles say otherwise."
    assert (west.lead, west.sentences[0].head) == ("", "Friday")


def test_who_collects_refuse_refuses_nothing(own_assistant: Assistant) -> None:
    answer = own_assistant.answer("Why were the Lund refuse workers on strike?")

    assert answer.lead == ""
