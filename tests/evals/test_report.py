"""The report: one file, no network, nothing from an article run as code; and in a browser."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from evals.compare import compare
from evals.judging import judge_run, scores_to_dict
from evals.model_judge import Opinion, shown
from evals.reply import Record
from evals.report import write_report
from evals.report.payload import payload
from evals.store import RunFolder, RunInfo
from evals.summary import summarise
from evals.testing import LIBRARY, case, refusal, right_answer, score, trade_case
from ui.screens import chromium

ABSENT = case({"type": "abstain", "missing": "the tonnage"}, case_id="absent", kind="unanswerable")
SECRET = trade_case(case_id="secret", held_out=True, question="A secret question?")
HOSTILE = "</script><script>document.title='taken'</script><img src=x onerror=alert(1)>"


def data_of(path: Path):
    page = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.fixture
def scores():
    return [
        score(trade_case(case_id="good"), right_answer()),
        score(trade_case(case_id="bad"), refusal()),
        score(ABSENT, right_answer()),
        score(SECRET, refusal()),
        score(trade_case(case_id="none"), None, error="it was busy"),
    ]


@pytest.fixture
def report(tmp_path, scores):
    path = tmp_path / "report.html"
    write_report(path, [("reader", scores)], library=LIBRARY, title="a run")
    return path


def test_every_case_is_there_with_its_answer_proof_and_reasons(report):
    cases = {c["id"]: c for c in data_of(report)["cases"]}

    side = cases["good"]["sides"][0]
    assert side["passed"] is True
    assert side["cites"][0]["faithful"] is True
    assert cases["good"]["sides"][0]["needs"][0] == {
        "text": "$190 billion",
        "role": "vital",
        "said": True,
        "proved": True,
        "evidence": side["needs"][0]["evidence"],
    }
    assert cases["bad"]["sides"][0]["reasons"] == [{"code": "refused", "detail": ""}]
    assert cases["none"]["sides"][0]["passed"] is None
    assert "the tonnage" in cases["absent"]["gist"]


def test_a_held_out_case_is_counted_and_not_shown_unless_asked_for(tmp_path, report, scores):
    assert data_of(report)["hidden"] == 1
    assert "A secret question?" not in report.read_text(encoding="utf-8")

    write_report(tmp_path / "all.html", [("r", scores)], library=LIBRARY, title="x", reveal=True)
    assert "A secret question?" in (tmp_path / "all.html").read_text(encoding="utf-8")


def test_the_page_needs_nothing_from_anywhere(report):
    page = report.read_text(encoding="utf-8")

    assert not re.search(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""", page)
    assert "<link" not in page


def test_text_of_an_answer_cannot_become_code(tmp_path):
    answer = right_answer()
    hostile = answer.with_said((replace(answer.said[0], text=f"{HOSTILE} $190 billion [1]."),))
    path = tmp_path / "report.html"

    write_report(path, [("reader", [score(trade_case(), hostile)])], library=LIBRARY, title=HOSTILE)

    page = path.read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert data_of(path)["cases"][0]["sides"][0]["said"][0]["text"].startswith(HOSTILE)


def test_two_runs_stand_side_by_side_with_their_verdicts(tmp_path, scores):
    other = [score(trade_case(case_id=name), right_answer()) for name in ("good", "bad")]
    sides = [("old", scores), ("new", other)]
    path = tmp_path / "both.html"

    write_report(path, sides, library=LIBRARY, title="x", comparison=compare(*sides))

    cases = {c["id"]: c for c in data_of(path)["cases"]}
    assert [s["passed"] for s in cases["bad"]["sides"]] == [False, True]
    assert cases["absent"]["sides"][1] is None
    assert "too few cases to tell" in path.read_text(encoding="utf-8")


def test_an_opinion_is_shown_beside_the_answer_and_expectation_that_it_is_of():
    good = score(trade_case(case_id="good"), right_answer())
    same = asdict(Opinion("good", "reader", True, "the sum", "a", shown(good)))
    elsewhere = asdict(Opinion("good", "reader", False, "else", "a", "another"))
    old = {"case": "good", "answerer": "reader", "passed": True, "why": "old", "model": "a"}

    def told(*opinions):
        sides = [("r", [good])]
        found = payload(sides, LIBRARY, reveal=False, history={}, opinions=opinions)
        opinion = found["cases"][0]["sides"][0]["opinion"]
        return opinion and opinion["why"]

    assert told(same, elsewhere, old) == "the sum"
    assert told(elsewhere) is None
    assert told(elsewhere, old) == "old"


def test_a_case_tells_how_it_did_in_the_runs_before(tmp_path):
    cases = [trade_case(case_id="a")]
    for name, answer in (("20260101-000000", right_answer()), ("20260102-000000", refusal())):
        info = RunInfo.now(Path("d"), Path("c"), "dev", ("reader",))
        folder = RunFolder.create(tmp_path / name, info, cases)
        folder.keep_library(LIBRARY)
        folder.append(Record("a", "reader", reply=answer))
        found = judge_run(folder)
        summaries = [summarise("reader", found["reader"])]
        folder.write_scores(scores_to_dict(folder, found, summaries, complete=True))

    write_report(tmp_path / "r.html", list(found.items()), library=LIBRARY, title="x", run=folder)

    (one,) = data_of(tmp_path / "r.html")["cases"]
    assert one["history"] == [["20260101-000000", True], ["20260102-000000", False]]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_the_bad_answer_is_the_first_thing_seen(report, scheme):
    with chromium() as browser:
        page = browser.new_page(color_scheme=scheme)
        problems, asked = [], []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(report.as_uri())

        listed = page.locator("#list li")
        assert listed.count() == 3  # the failed ones, and the one without an answer
        assert "answered the unanswerable" in page.locator("#detail").inner_text()
        page.keyboard.press("j")
        assert "Failed" in page.locator("#detail .verdict").inner_text()

        page.get_by_role("button", name="Passed 1").click()
        assert listed.count() == 1
        page.locator("#detail .marker").first.click()
        assert page.locator("#detail .source.lit mark").inner_text().startswith("Trade between")

        page.locator("#search").fill("no such words")
        assert "No case fits" in page.locator("#list").inner_text()

    assert problems == []
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.browser
def test_in_a_browser_the_keyboard_does_what_the_mouse_does(report):
    with chromium() as browser:
        page = browser.new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(report.as_uri() + "#100%")

        page.get_by_role("button", name="All ").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.dataset.key") == "verdict all"
        assert page.locator("#list li").count() == 4

        page.get_by_role("listbox", name="Cases").focus()
        page.keyboard.press("ArrowDown")
        cases = page.get_by_role("listbox", name="Cases")
        assert cases.get_by_role("option", selected=True).get_attribute("id") == "case-1"
        assert cases.get_attribute("aria-activedescendant") == "case-1"

        row = page.get_by_role("group", name="Passed by kind").get_by_role("button").first
        kind = row.get_attribute("data-value")
        row.focus()
        page.keyboard.press("Space")
        assert page.locator("#kind").input_value() == kind

    assert problems == []
