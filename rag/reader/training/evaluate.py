"""Measure a reader on questions and claims that it was not trained on.

Every figure comes with its n. The test sets are half of SQuAD 2.0's half dev set and the articles
of newwiki kept aside, a tenth of the invented news (spans, answerability; the last also claims),
FEVER-symmetric, and claims made from the passages of the first by corrupt.py (support). The AUC is
the chance that an answerable pair scores above an unanswerable one.
"""

from __future__ import annotations

import re
import string
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.reader.encoder import Encoder, PassageReading
from rag.reader.training import corrupt, data, negatives, windows
from rag.reader.training.draws import dice
from rag.reader.training.regression import area_under_roc


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the card: what was measured, how much, on how many."""

    name: str
    value: float
    n: int

    def __str__(self) -> str:
        return f"{self.name}: {self.value:.3f} (n={self.n})"


@dataclass(frozen=True, slots=True)
class Asked:
    """A test question, its passage, the right answers (none: unanswerable) and its article's
    others.
    """

    question: str
    passage: str
    answers: tuple[str, ...]
    siblings: tuple[str, ...] = ()


def open_model(model: Path, tokenizer: Path, *, workers: int = 2) -> Encoder:
    """Return an encoder over any file of export.py, its sha256 unasked."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    words = Tokenizer.from_file(str(tokenizer))
    words.no_padding()
    words.no_truncation()
    return Encoder(session, words, workers=workers)


def squad2(folder: Path) -> list[Asked]:
    """Return the questions of SQuAD 2.0's half dev set that are not trained on."""
    found = []
    for article in data.squad2_articles(folder, test=True):
        passages = tuple(p["context"] for p in article["paragraphs"])
        for paragraph in article["paragraphs"]:
            others = tuple(p for p in passages if p != paragraph["context"])
            for qa in paragraph["qas"]:
                answers = tuple(dict.fromkeys(a["text"] for a in qa["answers"]))
                found.append(Asked(qa["question"].strip(), paragraph["context"], answers, others))
    return found


def newwiki(folder: Path) -> list[Asked]:
    """Return the questions on the articles of newwiki kept aside; siblings are passages near by."""
    passages = data.newwiki_aside(folder)
    place = {passage: i for i, passage in enumerate(passages)}
    found = []
    for raw in data.open_rows(folder, "train/qa/squadshifts_newwiki"):
        if (at := place.get(raw["passage"])) is not None:
            near = tuple(p for p in passages[max(0, at - 8) : at + 9] if p != raw["passage"])
            answers = tuple(dict.fromkeys(a["text"] for a in raw["answers"]))
            found.append(Asked(raw["question"].strip(), raw["passage"], answers, near))
    return found


def invented() -> list[Asked]:
    """Return the questions on the invented news that is not trained on, yes-or-no ones left out."""
    return [
        Asked(question, raw["text"], answers)
        for raw in data.invented(test=True)
        for question, answers in [
            *((question, (answer,)) for question, answer in raw["answerable"]),
            *((question, ()) for question in raw["near"]),
        ]
    ]


def sample(asked: Sequence[Asked], n: int | None, *, seed: int = 7) -> list[Asked]:
    """Return `n` of them, always the same; all for None."""
    if n is None or n >= len(asked):
        return list(asked)
    return dice("test", seed).sample(list(asked), n)


def normalised(answer: str) -> list[str]:
    """Return the words of an answer as SQuAD's official script compares them."""
    bare = "".join(c for c in answer.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


def f1(found: str, right: Sequence[str]) -> float:
    """Return the best word overlap of `found` with one of the right answers."""
    best = 0.0
    mine = normalised(found)
    for answer in right:
        theirs = normalised(answer)
        if not mine or not theirs:
            best = max(best, float(mine == theirs))
            continue
        shared = sum((Counter(mine) & Counter(theirs)).values())
        best = max(best, 2 * shared / (len(mine) + len(theirs)))
    return best


def exact(found: str, right: Sequence[str]) -> float:
    return float(any(normalised(found) == normalised(answer) for answer in right))


def _read(encoder: Encoder, pairs: Sequence[tuple[str, str]]) -> list[PassageReading]:
    grouped: dict[str, list[int]] = {}
    for place, (question, _) in enumerate(pairs):
        grouped.setdefault(question, []).append(place)
    found: list[PassageReading | None] = [None] * len(pairs)
    for question, places in grouped.items():
        readings = encoder.read(question, [pairs[i][1] for i in places])
        for place, reading in zip(places, readings, strict=True):
            found[place] = reading
    return [one for one in found if one is not None]


def _signals(readings: Sequence[PassageReading]) -> dict[str, NDArray[np.float64]]:
    head = np.array([r.answerable for r in readings]).clip(1e-6, 1 - 1e-6)
    span = np.array([best.score if (best := r.best()) else -30.0 for r in readings])
    head = np.log(head / (1 - head))
    return {"head": head, "span": span, "both": head + span / 2}


def spans(encoder: Encoder, asked: Sequence[Asked], name: str) -> list[Figure]:
    """Return F1 and EM of the best span, "no answer" not being allowed."""
    asked = [one for one in asked if one.answers]
    readings = _read(encoder, [(one.question, one.passage) for one in asked])
    said = [
        one.passage[best.start : best.end] if (best := r.best()) else ""
        for one, r in zip(asked, readings, strict=True)
    ]
    n = len(asked)
    scored = list(zip(said, asked, strict=True))
    return [
        Figure(f"{name} span F1", sum(f1(s, a.answers) for s, a in scored) / n, n),
        Figure(f"{name} span EM", sum(exact(s, a.answers) for s, a in scored) / n, n),
    ]


def answerable(encoder: Encoder, asked: Sequence[Asked], name: str) -> list[Figure]:
    """Return the AUC against unanswerable questions, and against other passages of the article.

    "nearest" is the sibling that shares most rare words with the question, "any" a random one.
    """
    held = [one for one in asked if one.answers]
    posed = [one for one in asked if not one.answers]
    rng = dice("test", 11)
    nearest, any_other = [], []
    known: dict[tuple[str, ...], negatives.Neighbours] = {}
    for one in held:
        if not one.siblings:
            continue
        if one.siblings not in known:
            known[one.siblings] = negatives.Neighbours(one.siblings)
        near = known[one.siblings].without_answer(one.question, (one.passage,), one.answers, k=1)
        clean = [s for s in one.siblings if not any(a.lower() in s.lower() for a in one.answers)]
        nearest += [(one.question, near[0])] if near else []
        any_other += [(one.question, rng.choice(clean))] if clean else []
    own = _signals(_read(encoder, [(one.question, one.passage) for one in held]))
    kinds = {
        "adversarial": [(one.question, one.passage) for one in posed],
        "nearest of the article": nearest,
        "any of the article": any_other,
    }
    found = []
    for kind, pairs in kinds.items():
        if pairs:
            low = _signals(_read(encoder, pairs))
            for signal, values in low.items():
                value = area_under_roc(list(own[signal]), list(values))
                n = len(held) + len(pairs)
                found.append(Figure(f"{name} answerable AUC, {kind}, {signal}", value, n))
    return found


def symmetric(folder: Path) -> list[tuple[str, str, bool]]:
    """Return FEVER-symmetric as (claim, evidence, supported)."""
    return [
        (raw["claim"], raw["evidence"], raw["label"] == "SUPPORTS")
        for raw in data.open_rows(folder, "fever-symmetric")
    ]


def made_claims(folder: Path, *, n: int, seed: int = 5) -> list[tuple[str, str, bool, str]]:
    """Return claims on squad2's test passages as (claim, evidence, supported, kind of change).

    Half are sentences rephrased by rule, half the same with one fact changed.
    """
    rng = dice("test", seed)
    passages = sorted({one.passage for one in squad2(folder)})
    found: list[tuple[str, str, bool, str]] = []
    while len(found) < n:
        passage = rng.choice(passages)
        parts = windows.sentences(passage)
        place = rng.randrange(len(parts))
        sentence = passage[slice(*parts[place])]
        if not 8 <= len(sentence.split()) <= 40:
            continue
        around = slice(max(0, place - 1), place + 2)
        evidence = " ".join(passage[a:b] for a, b in parts[around])
        claim = corrupt.rephrase(sentence, rng)
        if len(found) % 2:
            changed = corrupt.corrupt(claim, rng, context=passage)
            if changed:
                found.append((changed[0], evidence, False, changed[1]))
        else:
            found.append((claim, evidence, True, "none" if claim == sentence else "rephrased"))
    return found


def support(encoder: Encoder, folder: Path, *, n: int | None) -> list[Figure]:
    """Return accuracies of supported or not, even between the two, and AUCs."""
    found = []
    pairs = symmetric(folder)
    pairs = pairs if n is None else dice("test", 3).sample(pairs, min(n, len(pairs)))
    told = encoder.support([(claim, evidence) for claim, evidence, _ in pairs])
    right = [
        (t.supported > t.refuted) == is_so for t, (_, _, is_so) in zip(told, pairs, strict=True)
    ]
    found.append(Figure("FEVER-symmetric accuracy", sum(right) / len(right), len(right)))
    found += _invented_claims(encoder)
    made = made_claims(folder, n=n or 3000)
    told = encoder.support([(claim, evidence) for claim, evidence, _, _ in made])
    ok = [(t.supported > 0.5) == m[2] for t, m in zip(told, made, strict=True)]
    found.append(Figure("made claims accuracy", sum(ok) / len(ok), len(ok)))
    true = [t.supported for t, m in zip(told, made, strict=True) if m[2]]
    false = [t.supported for t, m in zip(told, made, strict=True) if not m[2]]
    found.append(Figure("made claims AUC", area_under_roc(true, false), len(made)))
    for kind in sorted({m[3] for m in made}):
        own = [good for good, m in zip(ok, made, strict=True) if m[3] == kind]
        found.append(Figure(f"made claims accuracy, {kind}", sum(own) / len(own), len(own)))
    return found


def _invented_claims(encoder: Encoder) -> list[Figure]:
    """Return accuracy and AUC on the claims about the invented news that is not trained on."""
    told: dict[str, list[float]] = {}
    for kind in ("true", "false"):
        pairs = [(claim, raw["text"]) for raw in data.invented(test=True) for claim in raw[kind]]
        told[kind] = [one.supported for one in encoder.support(pairs)]
    n = len(told["true"]) + len(told["false"])
    right = sum(s > 0.5 for s in told["true"]) + sum(s <= 0.5 for s in told["false"])
    return [
        Figure("invented news claims accuracy", right / n, n),
        Figure("invented news claims AUC", area_under_roc(told["true"], told["false"]), n),
    ]


def latency(encoder: Encoder, folder: Path, *, rounds: int = 20) -> Figure:
    """Return the median seconds to read six passages of about 130 words."""
    rng = dice("test", 2)
    long = [one for one in squad2(folder) if 120 <= len(one.passage.split()) <= 140]
    passages = rng.sample(sorted({one.passage for one in long}), 6)
    times = []
    for one in rng.sample(long, rounds):
        began = time.perf_counter()
        encoder.read(one.question, passages)
        times.append(time.perf_counter() - began)
    return Figure("seconds to read six passages of 130 words", float(np.median(times)), rounds)


def evaluate(encoder: Encoder, folder: Path, *, n: int | None = None) -> list[Figure]:
    """Return all figures; `n` bounds the questions of each set for a quick look."""
    wiki, fresh, news = sample(squad2(folder), n), sample(newwiki(folder), n), invented()
    return [
        *spans(encoder, wiki, "SQuAD 2.0"),
        *spans(encoder, fresh, "newwiki"),
        *spans(encoder, news, "invented news"),
        *answerable(encoder, wiki, "SQuAD 2.0"),
        *answerable(encoder, fresh, "newwiki"),
        *answerable(encoder, news, "invented news"),
        *support(encoder, folder, n=n),
        latency(encoder, folder),
    ]
