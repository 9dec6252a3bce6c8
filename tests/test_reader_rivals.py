"""One place under two names, of which each article has one: both are told."""

from __future__ import annotations

import pytest

from rag import Assistant

ARTICLES = {
    "post.txt": (
        "Fire at timber yard\n\nOsterby Post, 9 September 2024\n\n"
        "Firefighters put out a blaze on Monday at a timber yard in Marstal, the second largest "
        "in the country, after nine hours. Two sawmill workers were treated for smoke. The yard "
        "had stacked pine for export, and the fire was seen from the ferry.\n"
    ),
    "echo.txt": (
        "Nine hours against the flames\n\nVelm Echo, 10 September 2024\n\n"
        "A blaze on Monday at a timber yard in Marsdal, the second largest in the country, was put "
        "out by firefighters after nine hours. Two sawmill workers were treated for smoke. Pine "
        "stacked for export burned, and the fire was seen from the ferry.\n"
    ),
    "fair.txt": "Fair in Hay\n\nThe spring fair in Hay drew 4,000 visitors to the harbour.\n",
}


@pytest.mark.parametrize(
    "question",
    [
        "Where was the timber yard blaze?",
        "Was the blaze in Marstal or Marsdal?",
        "Was the timber yard blaze in Marstal?",
        "So the timber yard blaze was in Marsdal?",
    ],
)
def test_both_names_are_told_however_it_is_asked(own_assistant: Assistant, question: str) -> None:
    answer = own_assistant.answer(question)

    assert answer.status == "disputed"
    assert {claim.side for claim in answer.sentences} == {"Marstal", "Marsdal"}
    assert {citation.document for citation in answer.citations} == {"post.txt", "echo.txt"}


def test_a_place_without_a_rival_is_no_dispute(own_assistant: Assistant) -> None:
    assert own_assistant.answer("Was the spring fair in Hay?").status == "answered"
