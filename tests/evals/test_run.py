"""Asking, keeping, going on after a kill, scoring again, comparing."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from evals.compare import compare
from evals.errors import BadCases, BadRun
from evals.gates import check_gates, parse_gate
from evals.judging import failed_ids, judge_run
from evals.junit import write_junit
from evals.reply import Claim as KeptClaim
from evals.reply import Record
from evals.reply import Reply as KeptReply
from evals.run import ask, ask_all, is_complete, opened
from evals.store import RunFolder, RunInfo, new_path, newest, open_run
from evals.summary import summarise
from evals.testing import (
    LIBRARY,
    ScriptedAnswerer,
    case,
    refusal,
    right_answer,
    score,
    trade_case,
)
from evals.verdict import names_absence
from rag import Answer, Citation, Claim, RagError, Settings
from rag.testing import Reply, ScriptedModel

FIRST = Citation(1, "a.txt", "", None, "x", 0, 1)
ABSENT = case({"type": "abstain"}, case_id="absent", kind="unanswerable", question="How many tons?")


def new_run(path: Path, cases, answerers=("scripted",)) -> RunFolder:
    info = RunInfo.now(Path("documents"), Path("cases"), "dev", tuple(answerers))
    folder = RunFolder.create(path, info, cases)
    folder.keep_library(LIBRARY)
    return folder


def cases_named(*names):
    return [trade_case(case_id=name, question=f"{name}?") for name in names]


def test_earlier_turns_are_really_asked_and_only_the_last_is_judged():
    follow_up = trade_case(turns=["First?", "Second?", "Third?"])
    answerer = ScriptedAnswerer(dict.fromkeys(follow_up.turns, right_answer()))

    found = ask(follow_up, answerer)

    text = right_answer().text
    assert answerer.asked[-1] == ("Third?", ["First?", text, "Second?", text])
    assert found.earlier == (("First?", text), ("Second?", text))
    assert found.reply == right_answer()


@pytest.mark.parametrize("error", [RagError("the index is busy"), KeyError("boom")])
def test_an_answerer_that_fails_is_kept_as_an_error_not_as_a_zero(error):
    found = ask(trade_case(), ScriptedAnswerer({"How big was it?": error}))

    assert found.reply is None
    assert str(error) in found.error


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Reply(status=500), "the model did not answer: "),
        (Reply("Trade fell to $3 billion after the coup in Ruritania [1]."), ""),
    ],
)
def test_what_the_reader_says_for_a_model_that_is_down_is_no_answer_of_the_models(
    seeds, tmp_path, said, error
):
    question = "How much was China-Russia trade worth last year?"
    with ScriptedModel(said, repeat=True) as model:
        settings = Settings(
            documents=seeds, data=tmp_path, openai_base_url=model.url, model_retries=0
        )
        with opened("model", settings) as answerer:
            found = ask(trade_case(question=question), answerer)

    assert found.error.startswith(error)
    assert bool(found.reply) is not bool(error)


def test_a_run_goes_on_where_it_was_killed_and_asks_errors_again(tmp_path):
    cases = cases_named("a", "b", "c")
    folder = new_run(tmp_path / "run", cases)
    folder.append(Record("a", "scripted", reply=right_answer()))
    folder.append(Record("b", "scripted", error="it was busy"))
    with (folder.path / "results.jsonl").open("a") as log:
        log.write('{"case": "c", "answ')  # the kill came here
    answerer = ScriptedAnswerer({"b?": right_answer(), "c?": right_answer()})

    ask_all(cases, answerer, folder, done=lambda record: None)

    assert [question for question, _ in answerer.asked] == ["b?", "c?"]
    assert {r.case: bool(r.reply) for r in folder.records()} == {"a": True, "b": True, "c": True}
    assert is_complete(folder, "scripted")


def test_what_an_answer_is_made_of_is_kept_with_a_run(tmp_path):
    answer = Answer(
        "Otherwise.\n\n**No** — So it was [1].\n\nNo more.\n\nNot why.",
        "answered",
        (Claim("**No** — So it was [1].", (FIRST,), head="No", opening="**No** — "),),
        (FIRST,),
        lead="Otherwise.",
        remarks=("No more.", "Not why."),
        missing=("Not why.",),
    )
    folder = new_run(tmp_path / "run", cases_named("a"))
    folder.append(Record("a", "scripted", reply=KeptReply.of(answer)))

    [record] = folder.records()

    assert (record.reply.lead, record.reply.missing) == ("Otherwise.", ("Not why.",))
    assert record.reply.said[0].head == "No"
    assert record.reply.with_said(record.reply.said).text == answer.text


def test_a_run_of_before_an_answer_told_what_it_is_made_of_is_scored_as_it_was():
    named = replace(
        right_answer(),
        said=(KeptClaim("**China** — Trade reached a record [1]."),),
        remarks=("No article mentions the tonnage.",),
    )
    kept = Record("a", "scripted", reply=named).to_dict()
    for name in ("lead", "missing"):
        del kept["reply"][name]
    del kept["reply"]["said"][0]["head"]

    again = Record.from_dict(kept).reply

    assert again == named
    assert names_absence(again)
    assert again.said[0].lead == "China"


def test_questions_are_asked_at_the_same_time(tmp_path):
    together = threading.Barrier(3, timeout=10)

    class Waiting(ScriptedAnswerer):
        def answer(self, question, history):
            together.wait()  # passes only if three are asked at once
            return right_answer()

    cases = cases_named("a", "b", "c")
    folder = new_run(tmp_path / "run", cases)
    done = []

    ask_all(cases, Waiting({}), folder, jobs=3, done=done.append)

    assert sorted(r.case for r in done) == ["a", "b", "c"]


def test_a_record_survives_the_disk(tmp_path):
    folder = new_run(tmp_path / "run", cases_named("a"))
    odd = "a line\u2028parted\x85oddly"
    kept = Record("a", "scripted", reply=right_answer(), seconds=0.25, earlier=(("q", odd),))

    folder.append(kept)

    assert folder.records() == [kept]


def test_a_run_is_not_overwritten_and_not_guessed(tmp_path):
    new_run(tmp_path / "20260101-000000", cases_named("a"))

    with pytest.raises(BadRun, match="already holds"):
        new_run(tmp_path / "20260101-000000", cases_named("a"))
    with pytest.raises(BadRun, match="20260101-000000"):
        open_run(tmp_path, "nothing")
    with pytest.raises(BadRun, match="holds no run"):
        newest(tmp_path / "elsewhere")
    assert open_run(tmp_path, "latest").path.name == "20260101-000000"


def test_two_runs_of_one_second_get_two_folders_in_order(tmp_path):
    first = new_path(tmp_path)
    new_run(first, cases_named("a"))
    second = new_path(tmp_path)

    assert second != first
    assert second.name > first.name


def test_the_same_answers_score_the_same_again_and_new_gold_scores_anew(tmp_path):
    cases = [*cases_named("a"), ABSENT]
    folder = new_run(tmp_path / "run", cases)
    for one in cases:
        folder.append(Record(one.id, "scripted", reply=right_answer()))

    first, again = judge_run(folder)["scripted"], judge_run(folder)["scripted"]
    stricter = cases[0].model_copy(
        update={"expect": cases[0].expect.model_copy(update={"wrong": ("record",)})}
    )

    assert first == again
    assert [s.passed for s in first] == [True, False]
    assert failed_ids(folder) == {"absent"}
    folder.keep_gold([stricter, cases[1]])
    assert [s.passed for s in judge_run(folder)["scripted"]] == [False, False]
    assert failed_ids(folder) == {"a", "absent"}


def test_figures_leave_out_what_cannot_be_scored_and_count_it():
    scores = [
        score(trade_case(case_id="a"), right_answer()),
        score(ABSENT, refusal()),
        score(trade_case(case_id="b"), None, error="it was busy"),
    ]

    summary = summarise("reader", scores)
    passed, recall = summary.figure("passed"), summary.figure("refusal recall")

    assert (passed.n, passed.unscored, passed.interval.value) == (2, 1, 1.0)
    assert (recall.n, recall.unscored) == (1, 2)
    assert summary.figure("over-refusal").n == 1
    assert summary.errors == 1
    assert summary.figure("truthfulness").interval.value == 1.0


@pytest.mark.parametrize(
    ("name", "best", "unsure"),
    [
        ("fidelity", 1.0, 0.6),
        ("truthfulness", 1.0, 0.0),
        ("MRR", 1.0, 0.6),
        ("nDCG@5", 1.0, 0.6),
        ("AURC", 0.0, 0.4),
    ],
)
def test_all_of_a_few_right_is_not_called_certain(name, best, unsure):
    sure = replace(right_answer(), confidence=0.9)
    scores = [score(trade_case(case_id=n), sure) for n in ("a", "b", "c")]

    found = summarise("reader", scores).figure(name).interval

    assert found.value == best
    assert best in (found.low, found.high)
    assert found.low < unsure < found.high


def test_truthfulness_counts_held_back_as_nothing_and_wrong_against():
    wrong = score(ABSENT, right_answer())
    held_back = score(trade_case(), refusal())

    assert summarise("x", [wrong]).figure("truthfulness").interval.value == -1.0
    assert summarise("x", [held_back]).figure("truthfulness").interval.value == 0.0


def test_gates_hold_both_ways_and_what_is_not_scorable_fails_them():
    summary = summarise("reader", [score(trade_case(), right_answer())])

    def reached(text):
        return check_gates(summary, [parse_gate(text)])[0].passed

    assert reached("passed=0.9")
    assert reached("misattribution=0.1")
    assert not reached("refusal recall=0.5")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("beauty=1", "there is no measure"),
        ("passed=much", "NAME=NUMBER"),
        ("length=nan", "asks for no number"),
        ("passed=90", "between 0 and 1"),
        ("fidelity=-0.1", "between 0 and 1"),
    ],
)
def test_a_threshold_that_nothing_could_reach_or_miss_is_told(text, told):
    with pytest.raises(BadCases, match=told):
        parse_gate(text)


def test_a_comparison_lists_what_changed_and_pairs_only_what_both_have():
    names = [f"c{i}" for i in range(30)]
    before = [score(trade_case(case_id=n, story=n), refusal()) for n in names]
    after = [score(trade_case(case_id=n, story=n), right_answer()) for n in [*names, "new"]]

    comparison = compare(("a", before), ("b", after))

    assert comparison.n == 30
    assert comparison.differences["passed"].verdict == "changed"
    assert [c.is_gain for c in comparison.changed] == [True] * 30
    with pytest.raises(BadRun, match="no case in common"):
        compare(("a", before[:1]), ("b", after[-1:]))


def test_junit_counts_failures_and_errors_and_keeps_held_out_cases_to_itself(tmp_path):
    secret = trade_case(case_id="secret", held_out=True, question="A secret?")
    write_junit(
        tmp_path / "out" / "junit.xml",
        [
            score(trade_case(case_id="good"), right_answer()),
            score(trade_case(case_id="bad"), refusal()),
            score(secret, refusal()),
            score(trade_case(case_id="none"), None, error="it was busy"),
        ],
    )

    text = (tmp_path / "out" / "junit.xml").read_text(encoding="utf-8")
    suite = ET.fromstring(text)  # noqa: S314  # written two lines above
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "2", "1")
    assert "A secret?" not in text
    assert [f.get("message") for f in suite.iter("failure")] == ["refused", "held out"]
    assert "How big was it?" in text


def test_junit_holds_nothing_that_xml_forbids(tmp_path):
    odd = "\x1b[31m \x00 \ufffe \udcff 😀 <b> \t"
    scores = [
        score(trade_case(case_id="bad", question=odd), refusal()),
        score(trade_case(case_id="none"), None, error=odd),
    ]

    write_junit(tmp_path / "junit.xml", scores)

    suite = ET.fromstring((tmp_path / "junit.xml").read_bytes())  # noqa: S314  # ours
    assert suite.find(".//failure").text.startswith("\ufffd[31m \ufffd \ufffd \ufffd 😀 <b> \t")
    assert "😀 <b>" in suite.find(".//error").get("message")


def test_a_score_file_keeps_why_a_held_out_case_failed_to_itself(tmp_path):
    from evals.judging import scores_to_dict

    secret = trade_case(case_id="secret", held_out=True, question="secret?")
    folder = new_run(tmp_path / "run", [secret])
    folder.append(Record("secret", "scripted", reply=refusal()))
    scores = judge_run(folder)

    data = scores_to_dict(
        folder, scores, [summarise("scripted", scores["scripted"])], complete=True
    )

    (row,) = data["cases"]["scripted"]
    assert (row["passed"], row["reasons"]) == (False, [])
    assert (row["outcome"], row["lost_at"]) == (None, None)
    assert json.dumps(data)
