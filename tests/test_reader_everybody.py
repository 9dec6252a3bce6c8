"""Who is named in the articles, each by the sentence that says who it is."""

from __future__ import annotations

import pytest

from rag import Assistant, Scope, Settings
from rag.reader.people.everybody import asks_who_is_named

ARTICLES = {
    "fair.txt": (
        "Spring fair in Hay\n\nPublished 3 May 2024\n\n"
        "Mayor Ann Poe opened the spring fair in Hay on Sunday. "
        "The painter Jon Ray and the singer Ida Berg were among the guests. "
        "Mill Motors lent a wheel of 30 metres.\n"
    ),
    "trial.txt": (
        "Trial in Lund\n\nPublished 9 May 2024\n\n"
        "Judge Olaf Venn freed a driver on Thursday. "
        "Poe, the mayor of Hay, was heard as a witness.\n"
    ),
}


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who is mentioned in the articles?", True),
        ("Which people are named?", True),
        ("what names appear in these texts", True),
        ("List all the people mentioned in the news", True),
        ("Who is mentioned in the will?", False),
        ("Which people were hurt?", False),
        ("Who appears in the film?", False),
        ("Who is in the articles?", True),
        ("Who is in?", False),
        ("Who is there?", False),
        ("Who was quoted in the story?", False),
    ],
)
def test_what_asks_for_everybody(question: str, asks: bool) -> None:
    assert asks_who_is_named(question) == asks


def test_everybody_is_told_by_name_once(own_assistant):
    answer = own_assistant.answer("Who is mentioned in the articles?")

    assert answer.text.count("**") == 2 * 3
    assert "**Ann Poe** — Mayor Ann Poe opened" in answer.text
    assert "**Jon Ray, Ida Berg** — The painter Jon Ray" in answer.text
    assert "**Olaf Venn** — Judge Olaf Venn" in answer.text
    assert "Mill Motors" not in answer.text


def test_where_nobody_is_said_to_be_anybody_that_is_said(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "rain.txt").write_text("Rain\n\nIt rained for two days.\n", "utf-8")
    settings = Settings(documents=tmp_path / "articles", data=tmp_path / "data")

    with Assistant(settings) as alone:
        alone.index()
        answer = alone.answer("Who is mentioned in the articles?")

    assert (answer.status, answer.text) == ("not_found", "No sentence says who anybody is.")


def test_those_of_one_article_are_told_of_it_alone(own_assistant):
    answer = own_assistant.answer("Who is named in the article about the trial?")

    assert {citation.document for citation in answer.citations} == {"trial.txt"}
    scope = Scope(documents=("fair.txt",))
    assert "Olaf Venn" not in own_assistant.answer("Which people are named?", scope=scope).text
