"""What is told of a thing that is only named: "What do the articles say about oil?"."""

from __future__ import annotations

import pytest

from rag import Scope
from rag.reader.summary import sentences_wanted
from rag.reader.topic import topic

ARTICLES = {
    "harbour.txt": (
        "Harbour of Lund to be dredged\n\nPublished 3 May 2024\n\n"
        "The harbour of Lund will be dredged in autumn, the council decided on Monday. "
        "Ships of up to nine metres will then be able to moor. "
        "The sand goes to the beaches of Hay, where storms took much of it. "
        "Meanwhile, two storks have built a nest on the old crane. "
        "They will stay until August, the watchman said. "
        "A shipment of olive oil from Marn was the largest of the year.\n"
    ),
    "market.txt": (
        "Market hall reopens\n\nPublished 9 May 2024\n\n"
        "The market hall of Hay reopens on Saturday after two years. "
        "Its roof was paid for by a collection, and by a gift of olive oil traders. "
        "There will be music in the evening.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What do the articles say about the storks?", "the storks"),
        ("What is said about olive oil?", "olive oil"),
        ("what do you know about Marn", "Marn"),
        ("Is there anything on the crane?", "the crane"),
        ("Tell me about the crane.", "the crane"),
        ("Summarise what is said about the crane", "the crane"),
        ("What does the watchman say about the storks?", ""),
        ("What is known about who paid for the roof?", ""),
        ("What do they say about how the roof was paid for?", ""),
        ("What is the crane?", ""),
        ("What do the articles say about towns like Marn?", "towns like Marn"),
        ("Explain the crane to me like I'm five", "the crane"),
        ("What was written on the crane?", ""),
        ("What does the report say about the crane?", ""),
    ],
)
def test_the_thing_that_is_only_named(question: str, named: str) -> None:
    assert topic(question) == named


@pytest.mark.parametrize(
    "question",
    [
        "What do the articles say about storks?",
        "What is said about the storks?",
        "Anything about storks?",
        "Tell me about the storks",
        "Summarise what is said about the storks.",
    ],
)
def test_what_is_said_in_passing_is_told_and_nothing_else(own_assistant, question):
    answer = own_assistant.answer(question)

    assert answer.status == "answered"
    assert "two storks have built a nest" in answer.text
    for other in ("dredged", "moor", "beaches", "market hall", "olive oil"):
        assert other not in answer.text


def test_each_article_that_names_it_is_told(own_assistant):
    answer = own_assistant.answer("What do the articles say about olive oil?")

    assert {citation.document for citation in answer.citations} == set(ARTICLES)


def test_what_an_article_is_about_is_told_with_more_than_the_sentences_that_name_it(own_assistant):
    text = own_assistant.answer("Tell me about the harbour of Lund").text

    assert "will be dredged" in text
    assert "nine metres" in text


@pytest.mark.parametrize(
    "question",
    [
        "What do the articles say about football?",
        "Tell me about football.",
        "Tell me about quantum physics.",
        "What is said about football?",
    ],
)
def test_what_nothing_is_like_is_refused(own_assistant, question):
    assert own_assistant.answer(question).status == "not_found"


@pytest.mark.parametrize(
    "question", ["What's new?", "What happened?", "Tell me something interesting", "Any news?"]
)
def test_who_asks_for_news_is_told_how_each_article_begins(own_assistant, question):
    answer = own_assistant.answer(question)

    assert {citation.document for citation in answer.citations} == set(ARTICLES)
    assert "will be dredged" in answer.text


@pytest.mark.parametrize("length", ["in one sentence", "in just 1 sentence"])
def test_a_summary_is_as_long_as_it_is_wanted(own_assistant, length):
    for what in ("everything", "the article on the market hall"):
        assert len(own_assistant.answer(f"Summarise {what} {length}.").citations) == 1


def test_what_happened_on_a_day_is_told_by_the_sentences_of_that_day(own_assistant):
    answer = own_assistant.answer("What happened on Monday?")

    assert "decided on Monday" in answer.text
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What happened on 9 May 2024?", "market.txt"),
        ("What happened on 3 May 2024?", "harbour.txt"),
    ],
)
def test_of_a_day_that_no_sentence_tells_of_the_articles_are_told(
    own_assistant, question, document
):
    answer = own_assistant.answer(question)

    assert [citation.document for citation in answer.citations] == [document]


@pytest.mark.parametrize(
    "question", ["What happened in January 1999?", "What happened in Hay in June 2024?"]
)
def test_of_a_time_of_which_nothing_is_told_nothing_is_told(own_assistant, question):
    assert own_assistant.answer(question).status == "not_found"


def test_where_and_when_must_both_be_right(own_assistant):
    assert "decided on Monday" in own_assistant.answer("What happened in Lund on Monday?").text
    assert "decided on Monday" not in own_assistant.answer("What happened in Hay on Monday?").text


def test_the_only_article_is_summed_up_by_more_than_its_opening(own_assistant):
    scope = Scope(documents=("harbour.txt",))

    assert len(own_assistant.answer("What happened?", scope=scope).citations) > 1


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Sum it up in a sentence", 1),
        ("Summarise the fair in three short sentences, please.", 3),
        ("Summarise the delays in two lines of the metro", 0),
        ("Summarise the match that Lund won with 8 points", 0),
    ],
)
def test_how_long_a_summary_is_wanted(question: str, wanted: int) -> None:
    assert sentences_wanted(question) == wanted


def test_explaining_a_thing_is_telling_of_it(own_assistant):
    text = own_assistant.answer("Explain the nest to me like I'm five").text

    assert "two storks" in text
    assert "dredged" not in text
