"""Questions put to one article, or to one paper, by its name: they are answered from it alone."""

from __future__ import annotations

import pytest

from rag import Scope
from rag.collection import within

ARTICLES = {
    "fair.txt": (
        "Spring fair in Hay\n\nPublished 3 May 2024\n\n"
        "The spring fair in Hay drew 4,000 people on Sunday. "
        "Mayor Ann Poe said that the square was too small. "
        "A new wheel of 30 metres was the best liked.\n"
    ),
    "echo.txt": (
        "Fair in Hay is a success\n\nPublished Monday 6 May 2024, 07.12\nThe Hay Echo\n\n"
        "Nobody in Hay can remember a better fair. "
        "Ann Poe said that the rain had stayed away for her. "
        "The square was swept by ten o'clock.\n"
    ),
    "council.txt": (
        "Council of Hay meets\n\nPublished 9 May 2024\n\n"
        "The 29th meeting of the council of Hay lasted until midnight on Thursday. "
        "Mayor Ann Poe said that the school would get a new roof. "
        "Twelve members voted for it.\n"
    ),
}


@pytest.mark.parametrize(
    "question",
    [
        "What did Ann Poe say in the article about the 29th meeting?",
        "In the article about the 29th meeting, what did Ann Poe say?",
        "According to the document on the 29th meeting, what did Ann Poe say?",
        "What does the article about the 29th meeting say about Ann Poe?",
        "What does the file council.txt say about Ann Poe?",
    ],
)
def test_the_article_that_is_named_answers(own_assistant, question):
    answer = own_assistant.answer(question)

    assert "new roof" in answer.text
    assert {citation.document for citation in answer.citations} == {"council.txt"}
    assert answer.question == question


@pytest.mark.parametrize(
    "question",
    [
        "What did Ann Poe say, according to the Hay Echo?",
        "According to The Hay Echo, what did Ann Poe say?",
        "What does the Hay Echo say about Ann Poe?",
        "What has the Hay Echo reported about Ann Poe?",
    ],
)
def test_a_papers_articles_are_asked_where_it_is_named(own_assistant, question):
    answer = own_assistant.answer(question)

    assert "the rain had stayed away" in answer.text
    assert {citation.document for citation in answer.citations} == {"echo.txt"}


def test_where_the_article_does_not_answer_all_are_asked(own_assistant):
    asked = "How high was the wheel, according to the article on the meeting?"
    answer = own_assistant.answer(asked)

    assert "30 metres" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What do the articles say about Ann Poe?",
        "What does the article say about Ann Poe?",
        "What did the report on the school say about the roof?",
        "What did Ann Poe say about the council?",
        "According to Article 51 of the charter, who may defend itself?",
        "What rights are granted in Article 19?",
        "In the document signed in Hay, what did Ann Poe promise?",
        "What was in the document leaked to the council?",
        "Who is named in the secret file?",
        "What is in the article about the fair?",
    ],
)
def test_other_questions_name_no_article(own_assistant, question):
    assert within(question, own_assistant._index, Scope()) is None


def test_the_question_keeps_its_own_words(own_assistant):
    asked = within(
        "Who spoke in Hay according to the article about the 29th meeting?",
        own_assistant._index,
        Scope(),
    )

    assert asked is not None
    assert asked.question == "Who spoke in Hay?"
    assert asked.scope == Scope(documents=("council.txt",))


def test_an_article_out_of_the_scope_is_not_asked(own_assistant):
    scope = Scope(documents=("fair.txt",))

    answer = own_assistant.answer("What does the file council.txt say about Ann Poe?", scope=scope)

    assert answer.status == "not_found"


def test_of_two_articles_that_is_meant_which_tells_it_in_its_title_and_opening(own_assistant):
    asked = within(
        "What did Ann Poe say in the article about the fair that was a success?",
        own_assistant._index,
        Scope(),
    )

    assert asked is not None
    assert asked.scope == Scope(documents=("echo.txt",))
