"""Questions about something else in the world than the articles."""

from __future__ import annotations

import pytest

from rag.reader.training.foreign import Met, fitted_to, foreign_questions, threshold

ARTICLES = {
    "tower.txt": (
        "Tower block emptied in Hay\n\nPublished 3 May 2024\n\n"
        "A tower block in Hay was emptied on Monday after cracks appeared in two of its walls. "
        "The tower was built in 1964 and is home to 212 people. "
        "They will sleep in the gym of a school, the council said.\n"
    ),
    "egg.txt": (
        "Bakers count their eggs\n\nPublished 9 May 2024\n\n"
        "The bakers of Lund have bought a third fewer eggs this spring. "
        "An egg costs 40 cents, twice as much as a year ago, said baker Ann Poe.\n"
    ),
}


def test_what_is_foreign_to_the_articles_is_refused(assistant) -> None:
    _, kept = foreign_questions()
    told = [q for q in kept[::4] if assistant.answer(q).status != "not_found"]

    assert told == []


def test_a_short_question_in_other_words_is_not_foreign(assistant) -> None:
    assert "Monday" in assistant.answer("On what day was the raid?").text  # they have "attack"


def test_a_thing_called_like_the_end_of_a_name_does_not_bear_it(own_assistant) -> None:
    answer = own_assistant.answer("When was the Eiffel Tower built?")

    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.missing == ("No article mentions Eiffel Tower.",)
    assert "1964" in own_assistant.answer("When was the tower built?").text


@pytest.mark.parametrize("asked", ["?", "2 + 2", "x", "who", "the", "yes", "hmm"])
def test_what_asks_nothing_is_not_answered_with_sentences(own_assistant, asked) -> None:
    assert own_assistant.answer(asked).citations == ()


def test_the_threshold_lets_every_right_sentence_pass() -> None:
    right = tuple(signals(0.3 + i / 50, 0.4) for i in range(9))
    foreign = tuple(signals(i / 50, 0.0) for i in range(9))

    about = fitted_to([Met(right, foreign, kept=(), told=())])
    below = threshold(about, right)

    assert all(about.probability(one) >= below for one in right)
    assert all(about.probability(one) < below for one in foreign)


def signals(likeness: float, held: float) -> dict[str, float]:
    return {"likeness": likeness, "near_context": 0.5, "held_context": held}
