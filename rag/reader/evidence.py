"""Weigh every sentence of the passages found: how well does it answer the question?

Several things speak for a sentence: the encoder finds the answer's words in it, the encoder says
that its passage answers at all, it and its surroundings hold the question's rare words and its
names, it is like the question in meaning, and it holds the sort of words that are wanted. A
logistic regression weighs them (rag/reader/calibration.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.reader.calibration import Calibration, logit
from rag.text import names, same_name, stem, stems, words
from rag.types import Evidence, Hit

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.encoder import Encoder, PassageReading
    from rag.reader.likeness import Likeness
    from rag.reader.question import Question

_NO_SPAN = -20.0  # logit where the encoder finds no words at all; real ones lie in [-20, 20]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer, and what speaks for it."""

    evidence: Evidence
    words: str  # the answer's own words in it; "" where the encoder found none
    signals: Mapping[str, float]
    score: float = 0.0  # probability that the sentence answers

    @property
    def text(self) -> str:
        return self.evidence.sentence.text

    @property
    def voice(self) -> str:
        """Whose word it is: near-copies of one text are one witness."""
        return self.evidence.passage.voice or self.evidence.passage.document


def weigh(
    question: Question,
    hits: Sequence[Hit],
    *,
    index: Index,
    encoder: Encoder,
    likeness: Likeness,
    calibration: Calibration,
) -> list[Candidate]:
    """Return a Candidate for each sentence of `hits`, best first."""
    if not hits:
        return []
    readings = encoder.read(question.plain, [hit.text for hit in hits])
    rarity = index.rarity(question.terms)
    sentences = [sentence.text for hit in hits for sentence in hit.sentences]
    similar = iter(likeness.of(question.text, sentences))
    found = (
        candidate
        for hit, reading in zip(hits, readings, strict=True)
        for candidate in _of_passage(question, hit, reading, rarity, similar)
    )
    scored = [replace(one, score=calibration.sentence.probability(one.signals)) for one in found]
    return sorted(scored, key=lambda c: (-c.score, c.evidence.key))


def names_met(question: Question, text: str) -> float:
    """Share of the question's names that `text` holds, in any form; 1 where it has none."""
    if not question.names:
        return 1.0
    held = [name.text for name in names(text)]
    met = sum(any(same_name(name, other) for other in held) for name in question.names)
    return met / len(question.names)


def _of_passage(
    question: Question,
    hit: Hit,
    reading: PassageReading,
    rarity: Mapping[str, float],
    similar: Iterator[float],
) -> Iterator[Candidate]:
    around = f"{hit.title} {hit.text}"
    around_stems = {"", *stems(around)}
    context = _covered(question, rarity, around)
    named = names_met(question, around)
    for sentence in hit.sentences:
        span = reading.best(sentence.start - hit.start, sentence.end - hit.start)
        said = hit.text[span.start : span.end] if span else ""
        signals = {
            "span": max(span.score, _NO_SPAN) if span else _NO_SPAN,
            "answerable": logit(reading.answerable),
            "coverage": _covered(question, rarity, sentence.text),
            "context": context,
            "likeness": next(similar),
            "fits": float(question.could_be(sentence.text)),
            "span_fits": float(question.could_be(said) and question.counted in around_stems),
            "named": named,
            "retrieved": hit.score,
        }
        yield Candidate(Evidence(hit, sentence), said, signals)


def _covered(question: Question, rarity: Mapping[str, float], text: str) -> float:
    """Share of the question's words, weighed by rarity, that `text` holds."""
    total = sum(rarity[term] for term in question.terms)
    if not total:
        return 0.0
    held = {stem(word.text) for word in words(text)}
    return sum(rarity[term] for term in question.terms if term in held) / total
