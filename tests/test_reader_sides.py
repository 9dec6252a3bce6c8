"""What each side says on a matter."""

from __future__ import annotations

import pytest

from rag.reader.people.sides import asks_each_side

ARTICLES = {
    "weir.txt": (
        "Weir opened in the night\n\n"
        "Someone opened the weir at Hay on Monday night and flooded forty gardens. "
        "Norway said on Tuesday that Swedish anglers had opened the weir. "
        "Sweden denied that its anglers had opened the weir and blamed a storm. "
        "The gardens are owned by a school.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Who opened the weir: what does each side claim?", "Who opened the weir?"),
        ("Who opened the weir? Let me have what each side says.", "Who opened the weir?"),
        ("What do both sides say about the weir?", "the weir?"),
        ("Give me both sides' versions of the flood", "the flood?"),
        ("What did each of the sides pay for the weir?", ""),
        ("Who opened the weir, and when?", ""),
        ("Did the two sides sign?", ""),
    ],
)
def test_a_request_for_each_side_is_taken_from_its_matter(question: str, matter: str) -> None:
    assert asks_each_side(question) == matter


def test_each_side_is_told_with_its_speaker_first(own_assistant) -> None:
    answer = own_assistant.answer("Who opened the weir: what does each side claim?")

    norway, sweden = answer.text.find("**Norway**"), answer.text.find("**Sweden**")
    assert norway < answer.text.find("Norway said on Tuesday") < sweden
    assert sweden < answer.text.find("Sweden denied")
    assert "owned by a school" not in answer.text
