"""Drafts: from articles and from thumbs, for a person to accept."""

from __future__ import annotations

import json

import pytest
import yaml

from evals.cases import ExpectAbstain, load, read_file
from evals.errors import BadCases
from evals.generate import draft_from_articles, draft_from_thumbs, write_drafts
from evals.lint import lint
from evals.store import Article
from evals.testing import LIBRARY, RECORD_QUOTE

ARTICLE = (
    "“We shall plant forty thousand trees along the northern road this year,” Ada Lovelace said. "
    "The city council approved 12 new bridges over the river on Monday after a long debate. "
    "Later that day Grace Hopper opened the new observatory above the harbour of the town."
)


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "city.txt").write_text(ARTICLE, encoding="utf-8")
    for name, article in LIBRARY.items():
        (folder / name).write_text(article.body, encoding="utf-8")
    return folder


def drafts(documents, **options):
    return draft_from_articles({"city.txt": Article(ARTICLE)}, documents, **options)


def test_drafts_ask_for_a_speaker_a_number_and_what_is_not_told(documents):
    (file,) = drafts(documents)
    questions = {c.question for c in file.cases}

    assert any(q.startswith("Who said “We shall plant forty thousand trees") for q in questions)
    assert any("____ new bridges" in q for q in questions)
    assert isinstance(file.cases[-1].expect, ExpectAbstain)
    assert all(c.draft for c in file.cases)


def test_drafts_pass_lint_and_stay_drafts_until_a_person_accepts_them(documents, tmp_path):
    (path,) = write_drafts(drafts(documents), tmp_path / "drafts")

    assert lint(path.parent, documents, read=lambda name: "") == []
    assert load(path.parent) == []

    accepted = path.read_text(encoding="utf-8").replace("draft: true", "draft: false")
    path.write_text(accepted, encoding="utf-8")
    assert len(load(path.parent)) == len(read_file(path).cases)


def test_the_same_seed_drafts_the_same_and_a_file_in_hand_is_not_overwritten(documents, tmp_path):
    assert drafts(documents, seed=3) == drafts(documents, seed=3)

    (path,) = write_drafts(drafts(documents), tmp_path)
    path.write_text("edited", encoding="utf-8")
    assert write_drafts(drafts(documents), tmp_path) == []
    assert path.read_text(encoding="utf-8") == "edited"


def test_documents_whose_names_are_alike_in_plain_letters_each_have_drafts(documents, tmp_path):
    names = ["2022/budget.txt", "2023/budget.txt", "бюджет.txt", "налог.txt", "thumbs.txt"]
    for name in names:
        (documents / name).parent.mkdir(exist_ok=True)
        (documents / name).write_text(ARTICLE, encoding="utf-8")

    files = draft_from_articles(dict.fromkeys(["city.txt", *names], Article(ARTICLE)), documents)

    assert files[0].story == "city"
    assert files[1].story.startswith("budget-")
    assert len(write_drafts(files, tmp_path / "drafts")) == len(names) + 1
    ids = [case.id for file in files for case in file.cases]
    assert len(ids) == len(set(ids))


def plain_text_only(document):
    raise AssertionError(f"{document} is plain text")


def thumb(question, verdict, **more):
    start = LIBRARY["trade.txt"].body.index(RECORD_QUOTE)
    citation = {
        "document": "trade.txt",
        "quote": RECORD_QUOTE,
        "start": start,
        "end": start + len(RECORD_QUOTE),
    }
    return {
        "question": question,
        "asked": "And how big was it?",
        "scope": {"documents": [], "from": None, "to": None},
        "answer": "It was $190 billion [1].",
        "citations": [citation],
        "answered_by": "reader",
        "verdict": verdict,
        "reason": "",
        "time": "2026-01-01T00:00:00Z",
        **more,
    }


def test_a_thumb_up_keeps_the_answer_and_a_thumb_down_asks_a_person(documents, tmp_path):
    path = tmp_path / "thumbs.jsonl"
    rows = [
        thumb("How big was trade?", "up"),
        thumb("How big is trade with Peru?", "down", reason="not in the articles"),
        thumb("Undecided?", None),
        thumb("How big was trade?", "up"),
    ]
    whole = [json.dumps(row).encode() for row in rows]
    path.write_bytes(b"\n".join([*whole[:2], b'{"question": "cut sh\xc3', *whole[2:]]))

    file = draft_from_thumbs(path, documents, read=plain_text_only)
    (written,) = write_drafts([file], tmp_path / "drafts")

    up, down = file.cases
    assert up.expect.nuggets[0].variants == ("$190 billion",)
    assert down.expect.missing == "not in the articles"
    assert "It was $190 billion" in down.note
    assert lint(written.parent, documents, read=lambda name: "") == []
    assert yaml.safe_load(written.read_text(encoding="utf-8"))["cases"][0]["draft"] is True


def test_the_note_of_a_thumb_says_where_was_searched(documents, tmp_path):
    scope = {"documents": ["trade.txt", "city.txt"], "from": "2023-05-01", "to": None}
    row = thumb("How big was trade?", "up", scope=scope)
    (tmp_path / "thumbs.jsonl").write_text(json.dumps(row), encoding="utf-8")

    (case,) = draft_from_thumbs(tmp_path / "thumbs.jsonl", documents, read=plain_text_only).cases

    assert case.question == "How big was trade?"
    assert "; searched only trade.txt, city.txt, from 2023-05-01;" in case.note


def test_a_citation_that_quotes_nothing_is_no_evidence(documents, tmp_path):
    row = thumb("How big was trade?", "up")
    row["citations"].insert(0, {"document": "city.txt", "quote": " "})
    row["citations"].insert(0, {"document": "city.txt", "quote": ""})
    (tmp_path / "thumbs.jsonl").write_text(json.dumps(row), encoding="utf-8")

    (case,) = draft_from_thumbs(tmp_path / "thumbs.jsonl", documents, read=plain_text_only).cases

    assert [nugget.text for nugget in case.expect.nuggets] == ["$190 billion"]


SHOIGU = "Russian Defense Minister Sergei Shoigu promised a harsh response."


@pytest.mark.parametrize("gone", [False, True])
def test_a_thumb_drafts_nothing_that_lint_refuses(documents, tmp_path, caplog, gone):
    cited = [{"document": "raid.txt" if gone else "shoigu.txt", "quote": SHOIGU}]
    question = "What did Sergei Shoigu promise?"
    rows = [
        thumb(question, "up", citations=cited),
        thumb("Who promised it?", "down", citations=[{"document": "left.txt", "quote": SHOIGU}]),
    ]
    (documents / "shoigu.txt").write_text(SHOIGU, encoding="utf-8")
    (tmp_path / "thumbs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    file = draft_from_thumbs(tmp_path / "thumbs.jsonl", documents, read=plain_text_only)

    write_drafts([file], tmp_path / "drafts")
    assert lint(tmp_path / "drafts", documents, read=plain_text_only) == []
    assert [case.question for case in file.cases][-1] == "Who promised it?"
    assert len(file.cases) == 2 - gone
    assert (question in caplog.text) == gone


def test_drafts_are_proved_only_if_they_are_asked(documents, tmp_path):
    (path,) = write_drafts(drafts(documents), tmp_path / "drafts")
    (documents / "city.txt").write_text("Another text.", encoding="utf-8")

    assert lint(path.parent, documents, read=plain_text_only) != []
    assert lint(path.parent, documents, read=plain_text_only, drafts=False) == []


@pytest.mark.parametrize("line", ["not json", '{"verdict": "up"}', "[]"])
def test_a_line_that_is_no_thumb_is_told(documents, tmp_path, line):
    (tmp_path / "thumbs.jsonl").write_text(line, encoding="utf-8")

    with pytest.raises(BadCases, match=r"thumbs\.jsonl"):
        draft_from_thumbs(tmp_path / "thumbs.jsonl", documents, read=plain_text_only)
