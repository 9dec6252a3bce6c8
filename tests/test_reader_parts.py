"""What is told of several that could be: the sure reading, and the whole of a question's parts."""

from __future__ import annotations


def test_a_sure_reading_is_told_before_what_somebody_says(assistant):
    told = assistant.answer("What does China call its business with Russia?")

    assert "“normal trade”" in told.text


def test_a_question_whose_parts_say_too_little_is_asked_as_a_whole(assistant):
    told = assistant.answer(
        "How many attackers died in the Belgorod raid, and how many Russian soldiers?"
    )

    assert told.status == "answered"
    assert "more than 70" in told.text
