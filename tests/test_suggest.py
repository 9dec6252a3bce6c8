"""Questions that an article may well answer, whatever it tells of."""

from __future__ import annotations

import pytest

from rag import Article, Assistant, Settings, Suggestion, overviews, suggestions


def asked(body: str) -> list[str]:
    return [each.question for each in suggestions([Article("a.txt", body)])]


def test_they_ask_what_somebody_said_and_who_holds_an_office():
    body = (
        "Danish Prime Minister Anna Holm said in a speech on Ferry Lines that they must stay. "
        "Ferry Lines carry many people. Ferry boss Jens Bro promised a plan for Ferry Lines."
    )

    assert list(suggestions([Article("ferry.txt", body)])) == [
        Suggestion("Jens Bro", "What did Jens Bro say about Ferry Lines?", heard=True),
        Suggestion("Anna Holm", "Who is the Danish prime minister?"),
    ]


@pytest.mark.parametrize(
    ("body", "question"),
    [
        (
            "The spring fair in Hay drew 4,000 people on Sunday.",
            "How many people did the spring fair in Hay draw?",
        ),
        ("The old bridge was closed on 4 March 2024.", "When was the old bridge closed?"),
        (
            "The match was called off because the field was under water.",
            "Why was the match called off?",
        ),
    ],
)
def test_they_ask_how_many_when_and_why(body, question):
    assert asked(body) == [question]


@pytest.mark.parametrize(
    "body",
    [
        "it said nothing on Monday.",
        "He was seen on 4 March 2024.",
        "The man who drew 4,000 lines left.",
        "The club said 40 members had left.",
        "The bridge was 40 metres long on 4 March 2024.",
        "In March 2024 the bridge was high.",
        "The ridge on its eastern side was named on 4 March 2024.",
    ],
)
def test_of_other_sentences_they_ask_nothing(body):
    assert asked(body) == []


def test_each_kind_and_each_article_has_its_turn():
    held = "Danish minister Ann {0} left. Norwegian minister Bo {0} came."
    articles = [Article(f"{name}.txt", held.format(name)) for name in ("Poe", "Lund")]
    articles.append(Article("fair.txt", "The fair drew 40 people."))

    assert [each.about for each in suggestions(articles)] == [
        "Ann Poe",
        "The fair",
        "Ann Lund",
        "Bo Poe",
        "Bo Lund",
    ]


def test_what_an_article_of_none_of_these_says_is_answered_by_it(tmp_path):
    recipes = {
        "Leek soup": "Wash three leeks and slice them. Soften them in butter for ten minutes.",
        "Apple tart": "Roll out the dough and lay it in a tin. Bake it for forty minutes.",
        "Rye bread": "Mix the flour with water and leave it overnight. Bake it for an hour.",
    }
    for title, text in recipes.items():
        (tmp_path / f"{title}.txt").write_text(f"{title}\n\n{text}\n", "utf-8")
    with Assistant(Settings(documents=tmp_path, data=tmp_path / "data")) as alone:
        alone.index()
        articles = [alone.article(info.document) for info in alone.articles()]
        told = {each.about: alone.answer(each.question) for each in overviews(articles)}

    assert told.keys() == recipes.keys()
    for title, answer in told.items():
        assert {citation.document for citation in answer.citations} == {f"{title}.txt"}
