"""What asks nothing of the articles: greetings, thanks, what there is to ask."""

import pytest

from rag.dialogue import reply, standalone


@pytest.mark.parametrize("said", ["hi", "Hello there!", "ok", "Thanks a lot.", "bye", "great, thx"])
def test_small_talk_is_answered_without_the_articles(assistant, said):
    answer = assistant.answer(said)

    assert (answer.status, answer.citations, answer.text) == ("not_found", (), reply(said))
    assert answer.text


@pytest.mark.parametrize("said", ["help", "What can you do?", "what can I ask here?"])
def test_who_asks_what_to_ask_is_told(said):
    assert "which articles mention something" in reply(said)


@pytest.mark.parametrize(
    "said",
    [
        "Translate the first article into French.",
        "can you write me a poem on it?",
        "Tell me a joke",
    ],
)
def test_what_quoting_cannot_do_is_said(said):
    assert "nothing is translated, written" in reply(said)


@pytest.mark.parametrize(
    "question",
    [
        "Draft letter to the UN: who signed it?",
        "Sing Sing prison escape: who got out?",
        "Write a letter: who did it?",
        "Draft code of conduct",
    ],
)
def test_a_headline_that_begins_like_a_task_is_asked(question):
    assert not reply(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the letter?",
        "What did she write?",
        "Did they translate it?",
        "Good bridges?",
        "Thanks, and who won?",
        "Who said hello?",
        "Help for whom?",
        "ok who won?",
    ],
)
def test_a_question_is_none(question):
    assert not reply(question)


def test_a_follow_up_looks_past_small_talk():
    history = [
        {"role": "user", "content": "Who is Ann Poe?"},
        {"role": "assistant", "content": "Ann Poe is the mayor of Lund."},
        {"role": "user", "content": "thanks!"},
        {"role": "assistant", "content": reply("thanks!")},
    ]

    assert standalone("When was she elected?", history) == "When was Ann Poe elected?"
