"""Articles that are named by what they are: the interview, the recipe, the press release."""

from __future__ import annotations

import pytest

from rag import Scope
from rag.collection import within

ARTICLES = {
    "talk-lund.txt": (
        "“Tunnels should be dull”: an interview with Ebba Lund\n\nPublished 4 March 2023\n\n"
        "Ebba Lund, 58, dug the Sorrel Tunnel and retired from the county of Hay in May. "
        "She has lived in the same house in Hay since the tunnel was opened. "
        "Her next book is about the ferries that the Sorrel Tunnel put out of work.\n"
    ),
    "recipe-stew.txt": (
        "Slow goat with plums\n\n"
        "This is the dish that my aunt made in Hay for every fair. "
        "It keeps for a week in the cellar, and it freezes well.\n"
    ),
    "pr-brisk.txt": (
        "Brisk Bio reports good results for its drops\n\nHAY, 4 September 2024\n\n"
        "Brisk Bio today announced that its eye drops met the goal of their second trial. "
        "Its director, Dag Orm, will step down in May.\n\n"
        "This press release contains statements about the future.\n"
    ),
    "tram.txt": (
        "Harbour tram delayed\n\n18 February 2025\n\n"
        "The tram to the harbour of Hay will not run before 2027, the council said on Monday.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Summarise the interview.", "talk-lund.txt"),
        ("What is the interview about?", "talk-lund.txt"),
        ("Summarise the recipe in one sentence.", "recipe-stew.txt"),
        ("Sum up the press release.", "pr-brisk.txt"),
        ("What does the recipe say about freezing?", "recipe-stew.txt"),
        ("According to the press release, who will step down?", "pr-brisk.txt"),
        ("What does the interview with Ebba Lund say about ferries?", "talk-lund.txt"),
        ("When was the press release published?", "pr-brisk.txt"),
    ],
)
def test_what_an_article_is_names_it(own_assistant, question, document):
    answer = own_assistant.answer(question)

    assert {citation.document for citation in answer.citations} == {document}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Which is newer, the tram article or the interview?", "“Harbour tram delayed” is newer"),
        ("Which article is older: the press release or the tram article?", "“Brisk Bio"),
    ],
)
def test_of_two_articles_the_newer_and_the_older_are_told_by_their_days(
    own_assistant, question, first
):
    answer = own_assistant.answer(question)

    assert answer.lead.startswith(first)
    assert len(answer.citations) == 2


def test_of_two_articles_one_of_which_has_no_day_none_is_the_newer(own_assistant):
    answer = own_assistant.answer("Which is newer, the recipe or the interview?")

    assert "is newer" not in answer.text


def test_a_sentence_of_an_article_without_the_name_does_not_answer_for_it(own_assistant):
    answer = own_assistant.answer("How long will the money of Brisk Bio last?")

    assert "recipe-stew.txt" not in {citation.document for citation in answer.citations}


def test_what_an_interview_was_about_is_part_of_the_question(own_assistant):
    asked = "What did Ebba Lund say in the interview about the ferries?"

    assert within(asked, own_assistant._index, Scope()) is None
