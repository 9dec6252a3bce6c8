"""Weigh every sentence of the passages found: how well does it answer the question?

Several things speak for a sentence: the encoder finds the answer's words in it, the encoder says
that its passage answers at all, it and its surroundings hold the question's rare words and its
names, it is like the question in meaning, and it holds the sort of words that are wanted. A
logistic regression weighs them (rag/reader/calibration.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.reader.calibration import Calibration, logit
from rag.reader.coverage import Coverage
from rag.reader.moments import spans
from rag.text import (
    Mention,
    akin,
    country,
    dates,
    is_another,
    names_in,
    power,
    same_name,
    same_power,
    stems,
    tells_its_day,
)
from rag.types import Evidence, Hit, Passage

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.encoder import Encoder, PassageReading
    from rag.reader.question import Question
    from rag.reader.reading import Reading

_NO_SPAN = -20.0  # logit where the encoder finds no words at all; real ones lie in [-20, 20]
COMPARED = 16  # sentences held against the question in meaning; those behind them do not answer
_UNLIKE = 0.2  # likeness of a sentence that is not looked at
NOT_READ = -14.0  # logit of an answer in sentences that are not read closely: below all others
OF_ARTICLE = 24  # passages of an article in which its people's full names are looked for
WORTH_READING = 0.1  # of the best one's score: with .2 and less, none of 1,356 came first by it
READ_CLOSELY = 6  # sentences read again with their neighbours alone: is the answer there at all?
# What asks for the day of an article, which proves nothing else.
_OF_PUBLICATION = re.compile(
    r"\b(?:publi\w+|updat\w+|posted|dated?|issued|articles?|report(?:s|ed)?|story)\b", re.IGNORECASE
)
_OF_A_QUESTION = re.compile(r"\b(?:ask(?:s|ed|ing)?|questions?)\b", re.IGNORECASE)


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
    def witness(self) -> str:
        """Whose word it is: near-copies of one text are one witness."""
        return self.evidence.passage.witness

    def in_doubt(self) -> Candidate:
        """The same, its words never surely the answer's: they are not said in bold."""
        return replace(self, signals={**self.signals, "span_fits": 0.0})


def weigh(question: Question, hits: Sequence[Hit], reading: Reading) -> list[Candidate]:
    """Return a Candidate for each sentence of `hits`, best first.

    All are weighed by their words and by what the encoder makes of their passages. Embedding a
    sentence that was never asked about costs more than reading it, so only the best of these are
    held against the question in meaning, and the best of those read again. The others stay behind
    them, in the order that they had.
    """
    if not hits:
        return []
    found = _by_words_and_passage(question, hits, reading)
    near = _with_likeness(question, found[:COMPARED], reading)
    return [*_read_closely(question, near, reading), *found[COMPARED:]]


def _by_words_and_passage(
    question: Question, hits: Sequence[Hit], reading: Reading
) -> list[Candidate]:
    called = names_by_article(hits)
    index, encoder = reading.index, reading.encoder
    asked = [(as_called(question, hit.text, hit.document, index), hit.text) for hit in hits]
    sentences = [sentence.text for hit in hits for sentence in hit.sentences]
    texts = ["", *(hit.title for hit in hits), *sentences]
    coverage = Coverage(question, index.rarity(question.terms), encoder, texts)
    found = (
        candidate
        for hit, read in zip(hits, _readings(encoder, asked), strict=True)
        for candidate in _of_passage(question, hit, read, coverage, called[hit.document])
    )
    return _sorted(found, reading.calibration)


def names_by_article(hits: Iterable[Hit]) -> Mapping[str, Sequence[str]]:
    """The names that the hits of each document have, those of their titles too."""
    called: defaultdict[str, list[str]] = defaultdict(list)
    for hit in hits:
        called[hit.document] += [*names_in(hit.title), *names_in(hit.text)]
    return called


def of_named_articles(
    question: Question, found: Sequence[Candidate], index: Index
) -> Sequence[Candidate]:
    """`found` without the sentences of articles that have none of the question's names in any
    form, where another of them has one.
    """
    naming: dict[str, bool] = {}
    for document in dict.fromkeys(c.evidence.passage.document for c in found):
        if not question.names:
            break
        texts = (f"{p.title}\n{p.text}" for p in index.passages_of(document)[:OF_ARTICLE])
        held = {name for text in texts for name in names_in(text)}
        naming[document] = any(same_power(n, other) for n in question.names for other in held)
    if not any(naming.values()):
        return found
    return [c for c in found if naming[c.evidence.passage.document]]


def _with_likeness(
    question: Question, found: Sequence[Candidate], reading: Reading
) -> list[Candidate]:
    """`found` weighed anew with how like the question each is in meaning."""
    similar = reading.likeness.of(question.text, [one.text for one in found])
    alike = (
        replace(one, signals={**one.signals, "likeness": like})
        for one, like in zip(found, similar, strict=True)
    )
    return _sorted(alike, reading.calibration)


def _read_closely(
    question: Question, found: Sequence[Candidate], reading: Reading
) -> list[Candidate]:
    """`found` with the best weighed anew, each read with its neighbours alone."""
    least = WORTH_READING * max((c.score for c in found), default=0.0)
    worth = [c for c in found[:READ_CLOSELY] if c.score >= least]
    near = [(with_neighbours(c), c.evidence.passage.document) for c in worth]
    asked = [(as_called(question, *one, reading.index), one[0]) for one in near]
    closely = (
        replace(one, signals={**one.signals, "closely": logit(read.answerable)})
        for one, read in zip(worth, _readings(reading.encoder, asked), strict=True)
    )
    return [*_sorted(closely, reading.calibration), *found[len(worth) :]]


def as_called(question: Question, text: str, document: str, index: Index) -> str:
    """The question with people and governments called as `text`, of an article, calls them, for the
    encoder.

    An article that has named Ann Poe goes on with "Poe": of a text that has only the surname, the
    encoder holds that it may be another's.
    """
    asked = question.plain
    for name in question.names:
        if name in text:
            continue
        if called := _power_as_in(text, name):
            asked = re.sub(rf"(?:\bthe )?\b{re.escape(name)}(?!\w)", called, asked)
        if " " not in name:
            continue
        own = name.split()
        if short := next((held for held in names_in(text) if held in own), None):
            bearers = [full for full in full_names(document, index) if same_name(full, short)]
            if bearers and all(same_name(full, name) for full in bearers):
                asked = asked.replace(name, short)
    return asked


def full_names(document: str, index: Index) -> list[str]:
    """The names of several words that an article has in its first `OF_ARTICLE` passages."""
    article = index.passages_of(document)[:OF_ARTICLE]
    return [name for part in article for name in names_in(part.whole) if " " in name]


def _power_as_in(text: str, name: str) -> str:
    """The country or the seat by which `text` calls the government that `name` stands for, where it
    has no form of `name`; "" for other names.
    """
    held = names_in(text)
    if any(akin(name, other) for other in held):
        return ""
    called = [other for other in held if same_power(name, other)]
    return (country(name) or next((n for n in called if country(n)), "")) if called else ""


def _readings(encoder: Encoder, pairs: Sequence[tuple[str, str]]) -> list[PassageReading]:
    """Read pairs of a question and a text, those of one question together."""
    read: dict[tuple[str, str], PassageReading] = {}
    for asked in dict.fromkeys(asked for asked, _ in pairs):
        texts = [text for own, text in pairs if own == asked]
        for text, reading in zip(texts, encoder.read(asked, texts), strict=True):
            read[asked, text] = reading
    return [read[pair] for pair in pairs]


def around(evidence: Evidence) -> tuple[str, int]:
    """The sentence with its neighbours in their passage, and where they begin in the article."""
    begin = evidence.passage.start
    start = (evidence.before or evidence).sentence.start
    end = (evidence.after or evidence).sentence.end
    return evidence.passage.text[start - begin : end - begin], start


def with_neighbours(candidate: Candidate) -> str:
    """The sentence with the one before and the one after it, of its passage."""
    return around(candidate.evidence)[0]


def _sorted(found: Iterable[Candidate], calibration: Calibration) -> list[Candidate]:
    scored = [replace(one, score=calibration.sentence.probability(one.signals)) for one in found]
    return sorted(scored, key=lambda c: (-c.score, c.evidence.key))


def names_met(question: Question, *texts: str, article: Sequence[str] = ()) -> float:
    """Share of the question's names that `texts` hold, in any form; 1 where it has none.

    `article` are the names that the whole article has: a bare surname in it is whoever it gives
    in full, and not another of that surname.
    """
    if not question.names:
        return 1.0
    held = [name for text in texts for name in names_in(text)]
    met = sum(
        any(
            (same_name(name, other) and not is_another(name, other, article))
            or (power(name) and power(name) == power(other))
            for other in held
        )
        for name in question.names
    )
    return met / len(question.names)


def time_met(question: Question, sentence: str, passage: Passage) -> float:
    """Share of the question's days, months, years and spans that fit, in [0, 1]; 1 without any.

    A day may stand anywhere in the passage or be that of the article; "last year" must be the
    sentence's own, and counts half where the sentence tells no span.
    """
    asked = [*question.times, *question.spans]
    if not asked:
        return 1.0
    told = [*dates(passage.whole)]
    if passage.published:
        told.append(Mention(passage.published.year, passage.published.month))
    own = spans(sentence)
    met = [float(any(time.can_be(other) for other in told)) for time in question.times]
    met += [float(span in own) if own else 0.5 for span in question.spans]
    return sum(met) / len(met)


def _of_passage(
    question: Question,
    hit: Hit,
    read: PassageReading,
    coverage: Coverage,
    article: Sequence[str],
) -> Iterator[Candidate]:
    words_here = {"", *stems(f"{hit.title} {hit.text}")}
    named = names_met(question, hit.title, hit.text, article=article)
    whole = [hit.title, *(sentence.text for sentence in hit.sentences)]
    in_passage = {"held_context": coverage.held(*whole), "near_context": coverage.near(*whole)}
    before = ""
    of_itself = _OF_PUBLICATION.search(question.text)
    for sentence in hit.sentences:
        if not of_itself and tells_its_day(sentence.text, hit.published):
            continue
        if sentence.is_question and not _OF_A_QUESTION.search(question.text):
            before = sentence.text
            continue
        span = read.best(sentence.start - hit.start, sentence.end - hit.start)
        said = hit.text[span.start : span.end] if span else ""
        signals = {
            "span": max(span.score, _NO_SPAN) if span else _NO_SPAN,
            "answerable": logit(read.answerable),
            "near": coverage.near(sentence.text),
            "near_before": coverage.near(hit.title, before, sentence.text),
            **in_passage,
            "likeness": _UNLIKE,
            "closely": NOT_READ,
            "fits": float(question.suits(sentence.text)),
            "span_fits": float(
                question.can_hold(said)
                and question.counted in words_here
                and not (span and question.is_another_time(hit.text[: span.start]))
            ),
            "named": named,
            "named_near": names_met(question, hit.title, before, sentence.text, article=article),
            "timed": time_met(question, sentence.text, hit),
            "retrieved": hit.score,
            "heading": float(sentence.is_heading),
        }
        yield Candidate(Evidence(hit, sentence), said, signals)
        before = sentence.text
