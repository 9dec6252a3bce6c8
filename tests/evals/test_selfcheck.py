"""The suite's check of itself: every corruption noticed, every rewriting let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import BUNDLED_CASES, load
from evals.gold import gold_reply, read_library
from evals.mutations import MUTATIONS, Subject
from evals.reply import Record
from evals.selfcheck import LEAST_KILLED, SCORERS, gate_text, selfcheck
from evals.testing import LIBRARY, refusal, right_answer, score, trade_case
from evals.verdict import judge

SEEDS = Path(__file__).parents[2] / "seeds"
STORIES = ("trade", "peace-talks", "defence-minister")  # enough of most changes, in seconds
# The others: of numbers that can be written out, and of a speaker behind his words.
MORE = ("border-raid-vehicles", "border-raid-pickups", "moscow-meeting-tass")


@pytest.fixture(scope="module")
def subjects():
    library = read_library(SEEDS)
    cases = [c for c in load(BUNDLED_CASES, split="dev") if c.story in STORIES or c.id in MORE]
    found = [(case, gold_reply(case, library)) for case in cases]
    return [Subject(case, reply, library) for case, reply in found if reply]


@pytest.fixture(scope="module")
def rows(subjects):
    return {row.mutation.name: row for row in selfcheck(subjects)}


def test_every_gold_answer_passes_its_own_case(subjects):
    failed = {
        s.case.id: judge(s.case, Record(s.case.id, "gold", reply=s.reply), s.library).reasons
        for s in subjects
    }

    assert {case: reasons for case, reasons in failed.items() if reasons} == {}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_the_gate_is_reached(rows, mutation):
    row = rows[mutation.name]

    assert row.n > 0
    assert row.passed, row.missed[:3]


def test_a_change_that_fitted_no_answer_is_not_called_passed():
    rows = {row.mutation.name: row for row in selfcheck([])}

    assert gate_text(rows["numbers in words"].to_dict()) == "not tried"
    assert gate_text(rows["citation dropped"].to_dict()) == "FAILED"


@pytest.mark.parametrize("name", [m.name for m in MUTATIONS if m.structural])
def test_structural_faults_are_noticed_every_time(rows, name):
    assert rows[name].n > 20
    assert rows[name].noticed == rows[name].n


def test_every_corruption_is_noticed_by_a_scorer_that_is_made_for_it(rows):
    made_for = {
        "number changed": "clashes",
        "name from elsewhere": "clashes",
        "name from the same article": "clashes",
        "negation": "clashes",
        "citation dropped": "structure",
        "citation dangling": "structure",
        "quotation altered": "structure",
        "citation moved to another article": "citations",
        "sentence added, cited": "citations",
        "refusal turned to answer": "refusal",
        "refusal turned to answer, one sentence left out": "refusal",
        "answer turned to refusal": "refusal",
    }

    assert all(
        rows[name].by_scorer[scorer] >= LEAST_KILLED * rows[name].n
        for name, scorer in made_for.items()
    )
    assert set(SCORERS) >= set(made_for.values())


def test_a_suite_that_notices_nothing_fails_the_gate(rows, monkeypatch):
    monkeypatch.setattr(
        "evals.selfcheck.judge", lambda case, record, library: score(trade_case(), right_answer())
    )

    blind = selfcheck([Subject(trade_case(), right_answer(), LIBRARY)])

    assert not any(row.passed for row in blind if row.mutation.structural)


def test_what_was_missed_of_a_held_out_case_is_counted_and_not_told(monkeypatch):
    def blind(case, record, library):
        return score(trade_case(), right_answer())

    monkeypatch.setattr("evals.selfcheck.judge", blind)
    secret = trade_case(case_id="secret", held_out=True)
    subjects = [Subject(case, right_answer(), LIBRARY) for case in (secret, trade_case())]

    rows = [row for row in selfcheck(subjects) if row.mutation.is_corruption and row.n]

    assert rows
    assert all(row.noticed == 0 and row.n == 2 * len(row.missed) for row in rows)
    assert "secret" not in {case for row in rows for case, _ in row.missed}


def test_answers_that_fail_are_not_corrupted():
    assert all(row.n == 0 for row in selfcheck([Subject(trade_case(), refusal(), LIBRARY)]))


def test_changes_change_the_answer_and_are_the_same_every_time(subjects):
    for mutation in MUTATIONS:
        for subject in subjects[:12]:
            once, twice = mutation.mutate(subject), mutation.mutate(subject)
            assert once == twice
            assert once != subject.reply
