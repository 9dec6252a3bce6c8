"""Whether one thing is larger than another, told by the measures of both."""

from __future__ import annotations

ARTICLES = {
    "east.txt": (
        "Esthaven bridge repaired\n\nPublished 3 May 2024\n\n"
        "The bridge at Esthaven is 410 metres long. It was closed for a year.\n"
    ),
    "west.txt": (
        "Vesthaven bridge painted\n\nPublished 8 May 2024\n\n"
        "The bridge at Vesthaven is 280 metres long. It was painted green.\n"
    ),
}


def test_a_question_whether_one_exceeds_the_other_is_answered_by_both_measures(own_assistant):
    answer = own_assistant.answer("Is the bridge at Esthaven longer than the bridge at Vesthaven?")

    assert [c.document for c in answer.citations] == ["east.txt", "west.txt"]
