"""Scorers against people, on labels made by hand in the form of the public file."""

from __future__ import annotations

import gzip
import json
import random

import pytest

from evals.agreement import ASPECTS, LINE, agreement, read_labels
from evals.errors import BadLabels

TOPICS = [
    "river",
    "steel",
    "harvest",
    "parliament",
    "volcano",
    "orchestra",
    "vaccine",
    "railway",
    "glacier",
    "election",
]


@pytest.fixture
def labels(tmp_path):
    """Answers that share more with the reference are preferred; some noise in the words."""
    rng = random.Random(7)
    rows = []
    for i in range(60):
        wanted = rng.sample(TOPICS, 6)
        good, bad = [*wanted[:5], "lamp"], [wanted[0], "lamp", "shoe", "tea"]
        flipped = rng.random() < 0.5
        first, second = (good, bad) if flipped else (bad, good)
        rows.append(
            {
                "dataset": "made",
                "query_id": str(i),
                "query": "What of it?",
                "gt_answer": " ".join(wanted),
                "model1": {"response": " ".join(first)},
                "model2": {"response": " ".join(second)},
                **{f"{aspect}_label": -2 if flipped else 2 for aspect in ASPECTS},
            }
        )
    path = tmp_path / "labels.json.gz"
    path.write_bytes(gzip.compress(json.dumps(rows).encode()))
    return path


def test_scorers_that_see_what_people_see_agree_with_them(labels):
    rows = {(r.scorer, r.aspect): r for r in agreement(read_labels(labels))}

    nuggets = rows["nugget F1", "overall"]
    assert nuggets.pearson.value > 0.9
    assert nuggets.pearson.low <= nuggets.pearson.value <= nuggets.pearson.high
    assert rows["learned, cross-validated", "overall"].pearson.value > 0.9
    assert rows[LINE, "overall"].gain.value == 0
    assert nuggets.n == 60


def test_labels_without_sense_are_not_learned_by_heart(labels):
    rng = random.Random(3)
    rows = json.loads(gzip.decompress(labels.read_bytes()))
    for row in rows:
        row.update({f"{aspect}_label": rng.choice([-2, 2]) for aspect in ASPECTS})
    labels.write_bytes(gzip.compress(json.dumps(rows).encode()))

    found = {(r.scorer, r.aspect): r for r in agreement(read_labels(labels))}

    assert abs(found["learned, cross-validated", "overall"].pearson.value) < 0.4


@pytest.mark.parametrize("content", [b"not json", b'[{"query": "x"}]', b'{"a": 1}'])
def test_a_file_of_another_form_is_told(tmp_path, content):
    (tmp_path / "x.json").write_bytes(content)

    with pytest.raises(BadLabels, match=r"x\.json"):
        read_labels(tmp_path / "x.json")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadLabels, match="cannot be read"):
        read_labels(tmp_path / "none.json")
