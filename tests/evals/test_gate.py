"""The assistant's own reader, held to what it has reached on a fixed subset of the cases.

The subset is the first development case of each story and kind. Raise a threshold when more is
reached; lower one only with a reason.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import BUNDLED_CASES, load
from evals.gates import check_gates, parse_gate
from evals.reply import Record
from evals.run import ask, library_for, opened
from evals.summary import summarise
from evals.verdict import judge
from rag import Settings

SEEDS = Path(__file__).parents[2] / "seeds"

# What has to be so always, and what the reader has reached, less what a case or two may swing.
GATES = (
    "citations resolve=1",
    "coverage=1",
    "fidelity=1",
    "misattribution=0",
    "unsupported=0",
    "evidence hit=0.95",
    "recall@5=0.95",
    "passed=0.84",
    "proved=0.85",
    "wrong value=0.04",
    "refusal recall=1",
    "over-refusal=0.04",
)


def subset():
    """The first case of each kind in each of four stories: about thirty."""
    chosen = {}
    for case in load(BUNDLED_CASES, split="dev"):
        if case.story in ("trade", "collection", "defence-minister", "beijing-visit"):
            chosen.setdefault((case.story, case.kind), case)
    return list(chosen.values())


@pytest.fixture(scope="module")
def summary(tmp_path_factory):
    settings = Settings(documents=SEEDS, data=tmp_path_factory.mktemp("data"), answerer="reader")
    cases = subset()
    with opened("reader", settings) as answerer:
        records: list[Record] = [ask(case, answerer) for case in cases]
        library = library_for(cases, records, answerer.assistant)
    scores = [judge(c, r, library) for c, r in zip(cases, records, strict=True)]
    return summarise("reader", scores)


def test_every_case_is_answered(summary):
    assert summary.errors == 0


@pytest.mark.parametrize("text", GATES)
def test_the_reader_stays_at_what_it_has_reached(summary, text):
    (result,) = check_gates(summary, [parse_gate(text)])

    assert result.passed, result
