"""What is told of several that could be: the sure reading, and the whole of a question's parts."""

from __future__ import annotations

from rag.reader.reader import PARTS, TOO_MANY_PARTS


def test_a_sure_reading_is_told_before_what_somebody_says(assistant):
    told = assistant.answer("What does China call its business with Russia?")

    assert "“normal trade”" in told.text


def test_a_question_whose_parts_say_too_little_is_asked_as_a_whole(assistant):
    told = assistant.answer(
        "How many attackers died in the Belgorod raid, and how many Russian soldiers?"
    )

    assert told.status == "answered"
    assert "more than 70" in told.text


def test_an_answer_has_no_more_sentences_than_are_asked_for(assistant):
    asked = "Why is China not sending weapons?"
    told = assistant.answer(asked)
    cut = assistant.answer(f"{asked.rstrip('?')} in one sentence?")

    assert len(told.sentences) > 1
    assert cut.sentences == told.sentences[:1]


def test_one_question_put_many_times_is_read_once(assistant):
    once = assistant.answer("Where was the raid?")

    assert assistant.answer("Where was the raid? " * 60).text == once.text


def test_of_very_many_questions_the_first_are_read(assistant):
    asked = [f"Where did Mishustin meet guest number {n}?" for n in range(3, 3 + PARTS)]
    told = assistant.answer(" ".join(["Where did Kurt Campbell speak?", *asked, "Who is Peskov?"]))

    assert "Brussels" in told.text
    assert "Peskov" not in told.text
    assert TOO_MANY_PARTS in told.text
