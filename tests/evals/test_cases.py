"""Reading cases, and proving the gold."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from evals.cases import BUNDLED_CASES, load, select
from evals.errors import BadCases
from evals.lint import check, lint, sha256
from evals.testing import LIBRARY, RECORD_QUOTE, case, nugget

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, article in LIBRARY.items():
        (folder / name).write_text(article.body, encoding="utf-8")
    return folder


@pytest.fixture
def write(tmp_path, documents):
    """Write a file of cases; `documents` of it default to the right hash of trade.txt."""
    folder = tmp_path / "cases"
    folder.mkdir()

    def written(*cases, name="story.yaml", hashes=None):
        raw = {
            "story": "s",
            "documents": hashes or {"trade.txt": sha256(documents / "trade.txt")},
            "cases": list(cases),
        }
        (folder / name).write_text(yaml.safe_dump(raw), encoding="utf-8")
        return folder

    return written


def raw_case(case_id="a", question="How big was it?", **expect):
    wanted = {"type": "answer", "nuggets": [nugget("$190 billion", quote=RECORD_QUOTE)], **expect}
    return {"id": case_id, "kind": "how_much", "question": question, "expect": wanted}


def problems(folder, documents):
    return [str(p) for p in lint(folder, documents, read=lambda name: "")]


def test_the_bundled_cases_are_true_of_the_seeds():
    assert problems(BUNDLED_CASES, SEEDS) == []


def test_the_bundled_cases_cover_every_kind_and_hold_a_third_out():
    cases = load(BUNDLED_CASES)
    held_out = [c for c in cases if c.held_out]

    assert len(cases) >= 120
    assert 0.3 < len(held_out) / len(cases) < 0.45
    assert {c.kind for c in cases} == {c.kind for c in load(BUNDLED_CASES, split="dev")}
    assert sum(bool(c.should_refuse) for c in cases) >= len(cases) / 5


def test_good_gold_has_no_problems(write, documents):
    assert problems(write(raw_case()), documents) == []


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (
            {"nuggets": [nugget("$190 billion", quote="Trade fell.")]},
            "the quote is not in trade.txt",
        ),
        ({"nuggets": [nugget("$180 billion", quote=RECORD_QUOTE)]}, "is in none of its quotes"),
        (
            {"nuggets": [nugget("$190 billion", quote=RECORD_QUOTE, number={"value": 5})]},
            "number 5",
        ),
        ({"nuggets": []}, "neither a nugget nor a document"),
        ({"nuggets": [{"text": "x"}]}, "no words by which it could be found"),
        ({"cites": ["other.txt"]}, "'other.txt' is not among the file's documents"),
    ],
)
def test_gold_that_is_not_so_is_told(write, documents, broken, says):
    found = problems(write(raw_case(**broken)), documents)

    assert any(says in problem for problem in found)


def test_a_paraphrase_need_not_stand_in_the_quote(write, documents):
    reworded = {"nuggets": [nugget("$190 billion", quote=RECORD_QUOTE, paraphrases=["190bn"])]}

    assert problems(write(raw_case(**reworded)), documents) == []


def test_an_answer_in_its_own_question_is_told(write, documents):
    asked = raw_case(question="Was it $190 billion?")

    assert "stands in the question" in problems(write(asked), documents)[0]


def test_a_document_that_changed_or_went_is_told(write, documents):
    folder = write(raw_case())
    (documents / "trade.txt").write_text(RECORD_QUOTE, encoding="utf-8")

    assert "has changed" in problems(folder, documents)[0]

    (documents / "trade.txt").unlink()
    assert "trade.txt is not in" in problems(folder, documents)[0]


def test_two_cases_of_one_id_are_told_and_not_loaded(write, documents):
    folder = write(raw_case(), raw_case())

    assert "another case has this id" in problems(folder, documents)[0]
    with pytest.raises(BadCases, match="'a'"):
        load(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cases: [", "cannot be read"),
        ("story: s\ncases:\n- {id: a, kind: who, question: x, expect: {type: shrug}}", "shrug"),
        ("story: s\ncases:\n- {id: a, kind: who, expect: {type: abstain}}", "question or turns"),
        ("story: s\ncases:\n- {id: a, kind: who, question: x, expekt: 1}", "expect"),
    ],
)
def test_a_file_that_is_not_of_the_form_is_named(tmp_path, text, message):
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(BadCases, match=message) as error:
        load(tmp_path)

    assert "bad.yaml" in str(error.value)


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(BadCases, match="no YAML file"):
        load(tmp_path)


def test_drafts_are_asked_only_on_request(write):
    folder = write(raw_case(), {**raw_case("b"), "draft": True})

    assert [c.id for c in load(folder)] == ["a"]
    assert [c.id for c in load(folder, drafts=True)] == ["a", "b"]


def test_filters_narrow_by_kind_tag_and_id():
    one = case({"type": "abstain"}, case_id="x-1", kind="who", tags=["typo"])
    other = case({"type": "abstain"}, case_id="y-1", kind="when")

    assert select([one, other], kinds=["who"]) == [one]
    assert select([one, other], tags=["typo"]) == [one]
    assert select([one, other], ids=["y"]) == [other]
    assert select([one, other]) == [one, other]


def test_a_quote_in_another_article_is_no_proof():
    elsewhere = case(
        {
            "type": "answer",
            "nuggets": [nugget("$190 billion", quote=RECORD_QUOTE, document="raid.txt")],
        }
    )

    assert any("not in raid.txt" in p for p in check(elsewhere, lambda d: LIBRARY[d].body))
