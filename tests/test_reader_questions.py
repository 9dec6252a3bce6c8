"""An article's own questions: they prove nothing, and what follows them is the answer."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.reader.say import pointed_at
from rag.types import Evidence, Passage, Sentence

ARTICLES = {
    "lamp.md": (
        "# Veltra lamp: questions\n\nPublished 3 October 2024\n\n"
        "## How long does the battery last?\n\nOn high the Veltra runs for three hours.\n\n"
        "## Do you deliver to Norway?\n\nNot at the moment. We deliver to Sweden and Spain.\n\n"
        "## Can I return it?\n\nYes, within 30 days, unused and in the original box.\n\n"
        "## What is the warranty?\n\nTwo years from the date of purchase.\n\n"
        "## Is it waterproof?\n\nIt is rated KX4, which means that it survives heavy rain. "
        "It must not be put under water.\n\n"
        "## How do I clean it?\n\nWipe it with a cloth. Do not use vinegar.\n"
    ),
    "talk.md": (
        "# A talk with Ann Roe\n\nPublished 7 May 2024\n\n"
        "Ann Roe, 61, built the Harn Bridge.\n\n"
        "BK: The Harn Bridge won a prize in 2009. Are you proud of it?\n\n"
        "AR: Of the bearings, yes. Nobody looks at the bearings.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "head", "quotes"),
    [
        (
            "Does Veltra deliver to Norway?",
            "No",
            ["Do you deliver to Norway?", "Not at the moment."],
        ),
        (
            "Can the Veltra lamp be returned?",
            "Yes",
            ["Can I return it?", "Yes, within 30 days, unused and in the original box."],
        ),
    ],
)
def test_a_reply_to_the_same_question_is_the_answer(
    own_assistant: Assistant, question: str, head: str, quotes: list[str]
) -> None:
    answer = own_assistant.answer(question)

    assert answer.sentences[0].head == head
    assert [c.quote for c in answer.citations][:2] == quotes


@pytest.mark.parametrize(
    "question",
    ["Does Veltra deliver to Sweden?", "Is Ann Roe proud of the Harn Bridge?", "Is it waterproof?"],
)
def test_no_question_of_an_article_is_told_alone(own_assistant: Assistant, question: str) -> None:
    answer = own_assistant.answer(question)

    assert not any(said.citations[-1].quote.endswith("?") for said in answer.sentences)
    assert not any(said.head == "No" for said in answer.sentences)


def test_a_sentence_that_goes_on_from_another_is_told_behind_it(own_assistant: Assistant) -> None:
    answer = own_assistant.answer("What is KX4?")

    assert answer.text.count("survives heavy rain") == 1
    assert len(answer.sentences) == 1


def test_advice_contradicts_nothing(own_assistant: Assistant) -> None:
    assert own_assistant.answer("How do I clean the Veltra lamp?").lead == ""


@pytest.mark.parametrize(
    ("reply", "is_told_with_its_question"),
    [
        ("Not yet.", True),
        ("Ann Poe: No, never.", True),
        ("Two years from the day of purchase.", True),
        ("The mill sells flour.", False),
        ("No mill was ever built in Velm.", False),
    ],
)
def test_a_bare_reply_is_told_with_its_question(
    reply: str, is_told_with_its_question: bool
) -> None:
    asked = "Has the mill been built?"
    text = f"{asked} {reply}"
    put = Sentence(asked, 0, len(asked))
    said = Sentence(reply, len(asked) + 1, len(text))
    passage = Passage("a.txt", text, 0, len(text), (put, said))

    before = pointed_at(Evidence(passage, said))

    assert (before is not None) == is_told_with_its_question
