"""Fit the reader's calibration on open retrieval over public questions.

Paragraphs of SQuAD 2.0's half dev set (Rajpurkar et al., 2018, arXiv:1806.03822), which the
encoder never saw, become a folder of articles of a few paragraphs each; every question is asked
of the whole folder, as a user would. Half of the Wikipedia articles fit the two regressions, the
other half measures them. A question whose own article is left out of the search is one more that
has no answer. The sentence regression learns which sentence holds the gold words; the answer
regression learns whether the best sentence is right, so its probability can be read as "telling
this would be true".

    python -m rag.reader.training.calibrate --questions squad2-half-dev.json.gz --write
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from rag.index import Index
from rag.reader.calibration import PATH, Calibration, Regression
from rag.reader.evidence import Candidate
from rag.reader.question import Question
from rag.reader.reader import Reader
from rag.reader.refusal import signals
from rag.retrieve import retrieve
from rag.settings import Settings
from rag.types import Scope

Floats = NDArray[np.float64]

PARAGRAPHS = 3  # of one article of the folder: a short news story
SENTENCE_SIGNALS = (
    "span",
    "answerable",
    "coverage",
    "context",
    "likeness",
    "fits",
    "span_fits",
    "named",
    "retrieved",
)
ANSWER_SIGNALS = (
    "best",
    "lead",
    "answerable",
    "span",
    "coverage",
    "any_context",
    "likeness",
    "named",
    "span_fits",
)
RIDGE = 1.0
# People ask more questions that have an answer than not, and few that were written to trick:
TRICKS = 0.25  # share of the set's unanswerable questions that is kept
HIDDEN = 0.2  # share of the answerable ones whose own document is left out of the search


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set, and the article of the folder that answers it, if one does."""

    text: str
    document: str
    answers: tuple[str, ...]  # empty where there is none
    around: str  # the words of the paragraph just about the first answer


@dataclass(frozen=True, slots=True)
class Seen:
    """A question as the reader met it: candidates, best last known first, and which are right."""

    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]


def fit(rows: Floats, labels: Floats) -> tuple[float, Floats]:
    """Return constant and weights of a ridge logistic regression, by Newton's method.

    `rows` has shape (examples, signals), `labels` (examples,) with 0 and 1.
    """
    centre, spread = rows.mean(0), rows.std(0) + 1e-9
    design = np.hstack([np.ones((len(rows), 1)), (rows - centre) / spread])
    weights = np.zeros(design.shape[1])
    penalty = np.diag([0.0] + [RIDGE] * rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (chance - labels) + penalty @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    plain = weights[1:] / spread
    return float(weights[0] - plain @ centre), plain


def area_under_roc(chance: Floats, labels: Floats) -> float:
    """Return the probability that a positive example scores above a negative one."""
    order = chance.argsort(kind="stable")
    ranks = np.empty(len(chance))
    ranks[order] = np.arange(1, len(chance) + 1)
    positive = labels > 0
    count, others = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * others))


def best_threshold(chance: Floats, right: Floats) -> float:
    """Return the threshold with most right answers less wrong ones told (CRAG's truthfulness)."""
    order = np.argsort(-chance)
    worth = np.cumsum(np.where(right[order] > 0, 1, -1))
    return float(chance[order][int(worth.argmax())])


def main(
    questions: Annotated[Path, typer.Option(help="squad2-half-dev.json.gz")],
    *,
    count: Annotated[int, typer.Option(help="Questions for each half.")] = 500,
    seed: int = 7,
    write: Annotated[bool, typer.Option(help="Write model/calibration.json.")] = False,
) -> None:
    """Fit on half of the articles, measure on the other half, print both."""
    rng = random.Random(seed)  # noqa: S311  # a sample, not a secret
    with gzip.open(questions, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    with tempfile.TemporaryDirectory() as work:
        asked = _folder(articles, Path(work) / "articles")
        titles = sorted(asked)
        rng.shuffle(titles)
        settings = Settings(
            documents=Path(work) / "articles", data=Path(work) / "data", answerer="reader"
        )
        with Index.open(settings) as index:
            index.sync()
            halves = [
                list(_see(index, _sample(asked, half, count, rng)))
                for half in (titles[::2], titles[1::2])
            ]
    calibration = _fitted(halves[0])
    for name, half in zip(("fitted on", "unseen"), halves, strict=True):
        typer.echo(f"{name}: {_measured(half, calibration)}")
    if write:
        PATH.write_text(json.dumps(_plain(calibration), indent=2) + "\n", "utf-8")


def _folder(articles: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, list[Asked]]:
    """Write the paragraphs as documents; return the questions by Wikipedia article."""
    folder.mkdir()
    asked: dict[str, list[Asked]] = {}
    for article in articles:
        title, paragraphs = str(article["title"]), article["paragraphs"]
        for first in range(0, len(paragraphs), PARAGRAPHS):
            part = paragraphs[first : first + PARAGRAPHS]
            name = f"{title}-{first // PARAGRAPHS:02}.txt"
            body = "\n\n".join(" ".join(p["context"].split()) for p in part)
            (folder / name).write_text(f"{title.replace('_', ' ')}\n\n{body}\n", "utf-8")
            for paragraph in part:
                asked.setdefault(title, []).extend(_questions(paragraph, name))
    return asked


def _questions(paragraph: Mapping[str, Any], document: str) -> Iterator[Asked]:
    for qa in paragraph["qas"]:
        answers = tuple(dict.fromkeys(a["text"] for a in qa["answers"]))
        start = qa["answers"][0]["answer_start"] if answers else 0
        around = (
            paragraph["context"][max(0, start - 15) : start + len(answers[0]) + 15]
            if answers
            else ""
        )
        yield Asked(qa["question"].strip(), document, answers, around)


def _sample(
    asked: Mapping[str, Sequence[Asked]], titles: Sequence[str], count: int, rng: random.Random
) -> list[tuple[Asked, bool]]:
    """Questions of `titles`; True with one whose own document is to be left out."""
    every = [
        one for title in titles for one in asked[title] if one.answers or rng.random() < TRICKS
    ]
    chosen = rng.sample(every, min(count, len(every)))
    return [(one, bool(one.answers) and rng.random() < HIDDEN) for one in chosen]


def _see(index: Index, chosen: Sequence[tuple[Asked, bool]]) -> Iterator[Seen]:
    reader = Reader(index)
    documents = tuple(info.document for info in index.articles())
    for one, hidden in chosen:
        scope = Scope(tuple(d for d in documents if d != one.document)) if hidden else Scope()
        hits = retrieve(index, one.text, k=8, scope=scope)
        candidates = tuple(reader.weigh(Question(one.text), hits))
        if candidates:
            yield Seen(candidates, tuple(not hidden and _is_right(one, c) for c in candidates))


def _is_right(one: Asked, candidate: Candidate) -> bool:
    """Whether the sentence is the one that holds the gold answer."""
    if not one.answers or candidate.evidence.passage.document != one.document:
        return False
    text = " ".join(candidate.text.split())
    near = set(one.around.casefold().split())
    shared = near & set(text.casefold().split())
    return any(answer in text for answer in one.answers) and len(shared) >= 0.6 * len(near)


def _fitted(half: Sequence[Seen]) -> Calibration:
    told = [s for s in half if any(s.right)]
    rows = np.array(
        [[c.signals[name] for name in SENTENCE_SIGNALS] for s in told for c in s.candidates]
    )
    labels = np.array([float(r) for s in told for r in s.right])
    constant, weights = fit(rows, labels)
    sentence = Regression(constant, dict(zip(SENTENCE_SIGNALS, weights.tolist(), strict=True)))
    again = [_rescored(s, sentence) for s in half]
    rows = np.array([[signals(s.candidates)[n] for n in ANSWER_SIGNALS] for s in again])
    right = np.array([float(s.right[0]) for s in again])
    constant, weights = fit(rows, right)
    answer = Regression(constant, dict(zip(ANSWER_SIGNALS, weights.tolist(), strict=True)))
    chance = np.array([answer.probability(signals(s.candidates)) for s in again])
    return Calibration(sentence, answer, best_threshold(chance, right))


def _rescored(seen: Seen, sentence: Regression) -> Seen:
    from dataclasses import replace

    scored = [
        (replace(c, score=sentence.probability(c.signals)), r)
        for c, r in zip(seen.candidates, seen.right, strict=True)
    ]
    scored.sort(key=lambda pair: (-pair[0].score, pair[0].evidence.key))
    return Seen(tuple(c for c, _ in scored), tuple(r for _, r in scored))


def _measured(half: Sequence[Seen], calibration: Calibration) -> str:
    again = [_rescored(s, calibration.sentence) for s in half]
    answerable = [s for s in again if any(s.right)]
    first = np.mean([s.right[0] for s in answerable])
    second = np.mean([any(s.right[:2]) for s in answerable])
    ranks = [1 / (1 + s.right.index(True)) for s in answerable]
    chance = np.array([calibration.answer.probability(signals(s.candidates)) for s in again])
    right = np.array([float(s.right[0]) for s in again])
    holds = np.array([float(any(s.right)) for s in again])
    told = chance >= calibration.refuse_below
    lines = [
        f"{len(again)} questions, {len(answerable)} with their sentence among the passages",
        f"hit@1 {first:.3f}  hit@2 {second:.3f}  MRR {np.mean(ranks):.3f}",
        f"AUC of right answers {area_under_roc(chance, right):.3f}, "
        f"of answerable questions {area_under_roc(chance, holds):.3f}",
        f"threshold {calibration.refuse_below:.3f}: told {told.mean():.2f}, right "
        f"{right[told].mean():.2f} of them; refused {1 - told[holds > 0].mean():.2f} of the "
        f"answerable and {1 - told[holds == 0].mean():.2f} of the others",
        "coverage:risk " + "  ".join(_curve(chance, right)),
    ]
    return "\n  ".join(lines)


def _curve(chance: Floats, right: Floats) -> Iterator[str]:
    order = np.argsort(-chance)
    for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0):
        told = order[: max(1, int(share * len(order)))]
        yield f"{share:.1f}:{1 - right[told].mean():.2f}@{chance[told[-1]]:.2f}"


def _plain(calibration: Calibration) -> dict[str, Any]:
    def regression(one: Regression) -> dict[str, Any]:
        weights = {name: round(value, 4) for name, value in one.weights.items()}
        return {"constant": round(one.constant, 4), "weights": weights}

    return {
        "sentence": regression(calibration.sentence),
        "answer": regression(calibration.answer),
        "refuse_below": round(calibration.refuse_below, 4),
    }


if __name__ == "__main__":
    typer.run(main)
