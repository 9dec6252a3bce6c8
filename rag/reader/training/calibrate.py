"""Fit the reader's calibration on folders of articles with questions, and measure it on others.

Each question is asked of its whole folder, as a user would. The sentence regression learns to put
the sentences that prove the answer before the other candidates (a conditional logit over the
candidates of a question: McFadden, 1974), then how likely a sentence of a given worth is one
(Platt, 1999). The answer regression learns whether the best sentence is right, so its probability
can be read as "telling this would be true"; questions that the articles do not answer are in it.
Fitted on are the folders named and the invented news that the encoder was not trained on; what is
printed for them is cross-validated by story.

    python -m rag.reader.training.calibrate \
        --folder seeds:evals/cases --folder evals/second/articles:evals/second/cases --write

`--public` measures on open retrieval over SQuAD 2.0 (Rajpurkar et al., 2018, arXiv:1806.03822), the
half of the half dev set that nothing was trained on: its paragraphs become a folder of articles.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
import yaml

from rag.dialogue import correct_spelling
from rag.reader.calibration import PATH, Calibration, Regression
from rag.reader.candidates import NOT_READ, Candidate
from rag.reader.reading import Reading
from rag.reader.refusal import ANSWER_SIGNALS, signals
from rag.reader.training import figures
from rag.reader.training.data import invented, squad2_articles
from rag.reader.training.newsroom import newsroom, reading_of, weigh_in
from rag.reader.training.regression import Floats, area_under_roc, fit, rank
from rag.types import Scope

SENTENCE_SIGNALS = (
    "span",
    "near_before",
    "near_context",
    "likeness",
    "fits",
    "span_fits",
    "named_near",
    "timed",
    "retrieved",
    "heading",
)
FOLDS = 8
NO_SINGLE_FACT = frozenset(
    {"collection", "summarise", "comparison", "conflict", "false_premise"}
)  # kinds of case whose answer is no one sentence

PARAGRAPHS = 3  # of SQuAD, in one article of the folder made of it: a short news story
# People ask more questions that have an answer than not, and few that were written to trick:
TRICKS = 0.25  # share of the set's unanswerable questions that is kept
COMPANY = 24  # other passages among which an invented one is looked for
HIDDEN = 0.2  # share of the answerable ones whose own document is left out of the search


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a public or invented set, and the article of the folder it was asked of."""

    text: str
    document: str
    answers: tuple[str, ...]  # empty where there is none
    around: str  # the words of the paragraph just about the first answer


@dataclass(frozen=True, slots=True)
class Seen:
    """A question as the reader met it: candidates, best last known first, and which are right."""

    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    story: str = ""  # cases of one story are alike: they are left out of a fit together
    answerable: bool = True


def best_threshold(chance: Floats, right: Floats) -> float:
    """Return the threshold with most right answers less wrong ones told (CRAG's truthfulness)."""
    order = np.argsort(-chance)
    worth = np.cumsum(np.where(right[order] > 0, 1, -1))
    return float(chance[order][int(worth.argmax())])


def main(
    folder: Annotated[
        list[str], typer.Option(help="DOCUMENTS:CASES to fit on; several may be named.")
    ],
    *,
    unseen: Annotated[list[str] | None, typer.Option(help="DOCUMENTS:CASES to measure on.")] = None,
    public: Annotated[
        Path | None, typer.Option(help="Folder of the public sets, to measure on SQuAD.")
    ] = None,
    refuse_below: Annotated[
        float | None, typer.Option(help="The threshold; by truthfulness without.")
    ] = None,
    write: Annotated[bool, typer.Option(help="Write model/calibration.json.")] = False,
) -> None:
    """Fit on the folders, print what cross-validation and the unseen ones say."""
    seen = {name: folder_seen(name) for name in folder}
    seen["invented news"] = list(_invented_seen())
    every = [one for several in seen.values() for one in several]
    told = dict(_cross_validated(every))
    for name, several in seen.items():
        typer.echo(f"{name}, cross-validated by story: {_measured([told[id(s)] for s in several])}")
    beside = list(figures.figures_of())
    typer.echo(f"other figures, cross-validated by story: {figures.told_apart(beside)}")
    calibration = replace(fitted(every), account=figures.fitted_to(beside))
    below = _threshold(list(told.values())) if refuse_below is None else refuse_below
    calibration = replace(calibration, refuse_below=below)
    others = {name: folder_seen(name) for name in unseen or ()}
    if public:
        others["SQuAD 2.0"] = list(_public_seen(public))
    for name, several in others.items():
        typer.echo(f"{name}, unseen: {_measured([_told(s, calibration) for s in several])}")
    typer.echo(f"refuse below {calibration.refuse_below:.3f}")
    if write:
        write_calibration(calibration)


@dataclass(frozen=True, slots=True)
class Told:
    """What a calibration makes of a question."""

    seen: Seen  # its candidates sorted anew
    chance: float


def _told(seen: Seen, calibration: Calibration) -> Told:
    again = _rescored(seen, calibration.sentence)
    return Told(again, calibration.answer.probability(signals(again.candidates)))


def _cross_validated(every: Sequence[Seen]) -> Iterator[tuple[int, Told]]:
    """Yield each question's id and what a calibration that never saw its story makes of it."""
    stories = sorted({one.story for one in every})
    random.Random(0).shuffle(stories)
    for fold in range(FOLDS):
        left_out = set(stories[fold::FOLDS])
        calibration = fitted([one for one in every if one.story not in left_out])
        for one in every:
            if one.story in left_out:
                yield id(one), _told(one, calibration)


def folder_seen(name: str) -> list[Seen]:
    """Ask every case of "DOCUMENTS:CASES" that one sentence can answer, or none.

    Raises:
        BadParameter: no case is found there; to fit without it would be another calibration.
    """
    found = list(_folder_seen(name))
    if not found:
        raise typer.BadParameter(f"{name!r} gives no question; it should be DOCUMENTS:CASES.")
    return found


def _folder_seen(name: str) -> Iterator[Seen]:
    documents, _, cases = name.partition(":")
    with reading_of(Path(documents)) as reading:
        for path in sorted(Path(cases).glob("*.yaml")):
            story = yaml.safe_load(path.read_text("utf-8"))
            for case in story["cases"]:
                if "question" in case and case["kind"] not in NO_SINGLE_FACT:
                    yield from _case_seen(case, f"{name}/{story['story']}", reading)


def _case_seen(case: Mapping[str, Any], story: str, reading: Reading) -> Iterator[Seen]:
    question = correct_spelling(case["question"], reading.index)
    candidates = tuple(weigh_in(reading, question))
    expect = case["expect"]
    answerable = expect["type"] != "abstain"
    gold = [_bare(quote) for quote in _quotes(expect)] if answerable else []
    right = tuple(any(_same(_bare(c.text), quote) for quote in gold) for c in candidates)
    if candidates:
        yield Seen(candidates, right, story, answerable)


def _quotes(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from [part] if key == "quote" else _quotes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _quotes(part)


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _same(sentence: str, quote: str) -> bool:
    """Whether a sentence is the gold quotation, the best part of it, or holds it."""
    return quote in sentence or (sentence in quote and 2 * len(sentence) >= len(quote))


def fitted(every: Sequence[Seen]) -> Calibration:
    """Return the calibration with the sentences and answers that fit the questions best; the rest
    of it is as it was.
    """
    told = [s for s in every if any(s.right)]
    rows = [
        np.array([[c.signals[name] for name in SENTENCE_SIGNALS] for c in s.candidates])
        for s in told
    ]
    labels = [np.array(s.right, dtype=np.float64) for s in told]
    first = rank(rows, labels)
    scale, closely = _read_closely(told, [one @ first for one in rows])
    weights = np.append(scale * first, closely)
    names = (*SENTENCE_SIGNALS, "closely")
    every_row = np.array([[c.signals[name] for name in names] for s in told for c in s.candidates])
    constant, platt = fit((every_row @ weights)[:, None], np.concatenate(labels))
    sentence = Regression(constant, dict(zip(names, (weights * platt[0]).tolist(), strict=True)))
    again = [_rescored(s, sentence) for s in every]
    heads = np.array([[signals(s.candidates)[n] for n in ANSWER_SIGNALS] for s in again])
    constant, weights = fit(heads, np.array([float(s.right[0]) for s in again]))
    answer = Regression(constant, dict(zip(ANSWER_SIGNALS, weights.tolist(), strict=True)))
    return replace(Calibration.load(), sentence=sentence, answer=answer)


def _read_closely(told: Sequence[Seen], worth: Sequence[Floats]) -> tuple[float, float]:
    """Return the weights of the `worth` of a sentence and of its close reading, where it has one.

    Among those read only: that a sentence is among them is owed to its worth.
    """
    rows, labels = [], []
    for seen, own in zip(told, worth, strict=True):
        read = [i for i, c in enumerate(seen.candidates) if c.signals["closely"] > NOT_READ]
        right = np.array([float(seen.right[i]) for i in read])
        if right.any():
            rows.append(np.array([[own[i], seen.candidates[i].signals["closely"]] for i in read]))
            labels.append(right)
    scale, closely = rank(rows, labels)
    return float(scale), float(closely)


def _rescored(seen: Seen, sentence: Regression) -> Seen:
    scored = [
        (replace(c, score=sentence.probability(c.signals)), r)
        for c, r in zip(seen.candidates, seen.right, strict=True)
    ]
    scored.sort(key=lambda pair: (-pair[0].score, pair[0].evidence.key))
    return replace(seen, candidates=tuple(c for c, _ in scored), right=tuple(r for _, r in scored))


def _threshold(told: Sequence[Told]) -> float:
    chance = np.array([one.chance for one in told])
    return best_threshold(chance, np.array([float(one.seen.right[0]) for one in told]))


def _measured(told: Sequence[Told]) -> str:
    answerable = [one.seen for one in told if any(one.seen.right)]
    first = np.mean([s.right[0] for s in answerable])
    second = np.mean([any(s.right[:2]) for s in answerable])
    ranks = [1 / (1 + s.right.index(True)) for s in answerable]
    chance = np.array([one.chance for one in told])
    right = np.array([float(one.seen.right[0]) for one in told])
    holds = np.array([float(one.seen.answerable) for one in told])
    lines = [
        f"{len(told)} questions, {int(holds.sum())} answerable, {len(answerable)} with their "
        "sentence among the passages",
        f"hit@1 {first:.3f}  hit@2 {second:.3f}  MRR {np.mean(ranks):.3f}",
        f"AUC of right answers {area_under_roc(chance[right > 0], chance[right == 0]):.3f}, "
        f"of answerable questions {area_under_roc(chance[holds > 0], chance[holds == 0]):.3f}",
        "coverage:risk@chance " + "  ".join(_curve(chance, right)),
        "refused of the unanswerable/of the answerable, below: "
        + "  ".join(_refused(chance, holds)),
    ]
    return "\n  ".join(lines)


def _refused(chance: Floats, holds: Floats) -> Iterator[str]:
    for below in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        kept = chance < below
        yield f"{below}: {kept[holds == 0].mean():.2f}/{kept[holds > 0].mean():.2f}"


def _public_seen(data: Path, *, count: int = 400, seed: int = 7) -> Iterator[Seen]:
    """Ask questions of SQuAD 2.0's unseen half, its paragraphs made articles."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as work:
        asked = _written(squad2_articles(data, test=True), Path(work) / "articles")
        with reading_of(Path(work) / "articles") as reading:
            documents = [info.document for info in reading.index.articles()]
            yield from _see(reading, _sample(asked, documents, count, rng))


def _written(articles: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, list[Asked]]:
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


def _invented_seen(*, count: int = 400, seed: int = 7) -> Iterator[Seen]:
    """Ask questions of the invented news that is not trained on, all of it made a folder."""
    rng = random.Random(seed)
    kept = invented(test=True)
    raws = [*kept, *invented(test=False)]
    with newsroom(raws) as room:
        told = dict(zip(room.documents, raws, strict=True))
        stories: defaultdict[str, set[str]] = defaultdict(set)
        retold: defaultdict[str, set[str]] = defaultdict(set)
        for document, raw in told.items():
            stories[raw.get("story", document)].add(document)
            retold[raw.get("event", document)].add(document)
        unseen = zip(kept, room.documents, strict=False)
        asked = [one for raw, document in unseen for one in _of_invented(raw, document)]
        chosen = rng.sample(asked, min(count, len(asked)))
        scopes = []
        for one in chosen:
            # Asked of one passage, a question says too little to be found among a thousand.
            raw = told[one.document]
            among = {*stories[raw.get("story", one.document)], *rng.sample(room.documents, COMPANY)}
            # Another report on the same event may answer as well.
            among -= retold[raw.get("event", one.document)] - {one.document}
            scopes.append(Scope(tuple(sorted(among))))
        yield from _see(room.reading, zip(chosen, scopes, strict=True))


def _of_invented(raw: Mapping[str, Any], document: str) -> Iterator[Asked]:
    for question, answer in raw["answerable"]:
        start = raw["text"].index(answer)
        around = raw["text"][max(0, start - 15) : start + len(answer) + 15]
        yield Asked(question, document, (answer,), around)
    for question in raw["near"]:
        yield Asked(question, document, (), "")


def _sample(
    asked: Mapping[str, Sequence[Asked]], documents: Sequence[str], count: int, rng: random.Random
) -> list[tuple[Asked, Scope]]:
    """Questions with where to look: for some answerable ones, everywhere but in their document."""
    every = [
        one
        for title in sorted(asked)
        for one in asked[title]
        if one.answers or rng.random() < TRICKS
    ]
    chosen = rng.sample(every, min(count, len(every)))
    return [
        (one, Scope(tuple(d for d in documents if d != one.document)))
        if one.answers and rng.random() < HIDDEN
        else (one, Scope())
        for one in chosen
    ]


def _see(reading: Reading, chosen: Iterable[tuple[Asked, Scope]]) -> Iterator[Seen]:
    for one, scope in chosen:
        candidates = tuple(weigh_in(replace(reading, scope=scope), one.text))
        if candidates:
            there = not scope.documents or one.document in scope.documents
            right = tuple(there and _is_right(one, c) for c in candidates)
            holds = there and bool(one.answers)
            yield Seen(candidates, right, story=one.document, answerable=holds)


def _is_right(one: Asked, candidate: Candidate) -> bool:
    """Whether the sentence is the one that holds the gold answer."""
    if not one.answers or candidate.evidence.passage.document != one.document:
        return False
    text = " ".join(candidate.text.split())
    near = set(one.around.casefold().split())
    shared = near & set(text.casefold().split())
    return any(answer in text for answer in one.answers) and len(shared) >= 0.6 * len(near)


def _curve(chance: Floats, right: Floats) -> Iterator[str]:
    order = np.argsort(-chance)
    for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0):
        told = order[: max(1, int(share * len(order)))]
        yield f"{share:.1f}:{1 - right[told].mean():.2f}@{chance[told[-1]]:.2f}"


def write_calibration(calibration: Calibration) -> None:
    """Write model/calibration.json."""

    def regression(one: Regression) -> dict[str, Any]:
        weights = {name: round(value, 4) for name, value in one.weights.items()}
        return {"constant": round(one.constant, 4), "weights": weights}

    plain = {
        "sentence": regression(calibration.sentence),
        "answer": regression(calibration.answer),
        "account": regression(calibration.account),
        "about": regression(calibration.about),
        "refuse_below": round(calibration.refuse_below, 4),
        "foreign_below": round(calibration.foreign_below, 4),
    }
    PATH.write_text(json.dumps(plain, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    typer.run(main)
