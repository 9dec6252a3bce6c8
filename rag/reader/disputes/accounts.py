"""What other articles make of the figure that the best sentence gives.

The same count stands in many articles: in the same words, in others, or as another number. Read
closely, a sentence with its neighbours tells whether its number answers the question too. Of those
that do, one from the same days is another account of the matter, and the two are at odds; one from
a later article that says that it is newer ("has risen to", "instead of", "in all") has taken the
place of the first, and nobody disagrees.

Elsewhere: answers that are names, places or days (agreement.py, rivals.py), the words for what is
newer (newer.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from rag.reader.disputes.agreement import apart, telling
from rag.reader.disputes.newer import asks_of_then, asks_toll, change
from rag.reader.evidence import names_met
from rag.retrieve import retrieve
from rag.text import STOP_WORDS, Quantity, dates, numbers, same_quantity, words
from rag.text.names import word_set
from rag.types import Evidence

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.disputes.newer import Change
    from rag.reader.encoder import Encoder
    from rag.reader.evidence import Candidate
    from rag.reader.question import Question
    from rag.types import Passage

LOOKED_AT = 8  # passages like the best sentence's, whose articles may tell of the same
SAME_STORY = 0.1  # of the rarer words of two articles, by their weight; see the model card
UNDATED = 0.2  # the same, where no dates tell whether they appeared together
NAMED = 0.5  # share of the question's names that such an article has, in full or in another form
SAME_ORDER = 5.0  # two counts of one thing are hardly further apart; 4,000 and 15,000 are not
READ = 12  # sentences read closely
ANSWERS = -9.0  # logit of a figure, read closely, against "no answer here"
REPLACES = -9.0  # the same, of a figure whose sentence gives the other as the one before
ALIKE = 0.25  # cosine of two words for one thing: homes and households .34, people and rescues .0
HEAD_WORDS = 2  # telling words after a number among which is the word for what it counts
SMALL = 20  # counts up to here stand in every article, of one thing or another
HOURS = 24
FIRST_YEAR, LAST_YEAR = 1900, 2100

_NOT_COUNTS = frozenset({"th", "o'clock", "decade"})
_PEOPLE = word_set(
    "people person persons men women children residents inhabitants locals villagers passengers "
    "travellers crew sailors members staff workers employees strikers demonstrators protesters "
    "marchers supporters fans spectators visitors guests patients victims students pupils "
    "soldiers troops fighters militants officers officials diplomats"
)
_PART = re.compile(r"\s+of (?:the|them|these|those|its|his|her|their|our|whom|which|us)\b")
_HOW_MANY = re.compile(r"\bhow many ((?:more |other )?[a-z-]+(?: [a-z-]+s\b)?)", re.IGNORECASE)
_HOUR = re.compile(r"\b(?:past|to|at|until|till|by|before|after|since|from) $", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:()“”\"–—]")


@dataclass(frozen=True, slots=True)
class Account:
    """A sentence of another article with a figure of its own."""

    evidence: Evidence
    quantity: Quantity
    change: Change = "none"
    sure: float = REPLACES  # logit of the figure as the question's answer, read closely

    @property
    def words(self) -> str:
        return self.quantity.text

    @property
    def head(self) -> tuple[str, ...]:
        return _head(self.evidence.sentence.text, self.quantity)


def figure(question: Question, best: Candidate) -> Quantity | None:
    """The figure that answers, with its place in the sentence, where the answer is one."""
    if question.wants not in {"number", "other"}:
        return None
    said = [q for q in numbers(best.words) if question.wants == "number" or q.unit]
    return next(
        (
            quantity
            for quantity in numbers(best.text)
            if any(same_quantity(quantity, each) for each in said)
            and quantity.unit not in _NOT_COUNTS
            and quantity.value > 0
        ),
        None,
    )


def accounts(
    question: Question,
    best: Candidate,
    found: Sequence[Candidate],
    *,
    index: Index,
    encoder: Encoder,
) -> list[Account]:
    """The other figures that may answer the question, the surest first."""
    mine = figure(question, best)
    if mine is None:
        return []
    here = best.evidence.passage
    counted = _head(best.text, mine)
    asked_for = _HOW_MANY.search(question.plain)
    things = tuple(asked_for[1].lower().split()) if asked_for else ()
    whole = " ".join(passage.text for passage in index.passages_of(here.document))
    every: list[Account] = []
    for passages in same_story(question, best, found, index):
        text = " ".join(passage.text for passage in passages)
        told = [
            each
            for each in _told(passages, mine)
            if each.quantity.unit
            or each.change == "replaces"
            or _one_thing(counted, each.head, things, encoder)
        ]
        agrees = _has(text, mine, counted, encoder)
        every += [
            each
            for each in told
            if each.change != "none"
            or not (agrees or _has(whole, each.quantity, each.head, encoder))
        ]
    return _read(question, every, found, encoder)


def newest(question: Question, best: Candidate, others: Sequence[Account]) -> Account | None:
    """The figure that has taken the place of the best sentence's, from the latest article."""
    mine, since = figure(question, best), best.evidence.passage.published
    if mine is None or since is None or asks_of_then(question.plain):
        return None
    later = [
        (when, each.sure, each)
        for each in others
        if (when := each.evidence.passage.published) is not None
        and when > since
        and (each.change == "replaces" or not (question.times or question.spans))
        and (each.change != "none" or _grown(question, mine, each.quantity))
    ]
    return max(later, key=lambda item: item[:2])[2] if later else None


def rival(question: Question, best: Candidate, others: Sequence[Account]) -> Account | None:
    """The surest figure of the same days that is another than the best sentence's.

    None where the best sentence is the newer of the two.
    """
    mine, here = figure(question, best), best.evidence.passage
    if mine is None:
        return None
    at_odds = (
        each
        for each in others
        if each.change == change(best.text, mine, each.quantity) == "none"
        and not apart(here, each.evidence.passage)
        and not _grown(question, each.quantity, mine)
    )
    return next(at_odds, None)


def _grown(question: Question, earlier: Quantity, later: Quantity) -> bool:
    """Whether a figure may be an older one grown: of the dead and the injured, more are found."""
    return not later.unit and later.value > earlier.value and asks_toll(question.plain)


def same_story(
    question: Question, best: Candidate, found: Sequence[Candidate], index: Index
) -> Iterator[tuple[Passage, ...]]:
    """The passages of each article, by another voice, that tells of the same matter."""
    here = best.evidence.passage
    near = retrieve(index, here.text, k=LOOKED_AT, per_article=1)
    documents = [*(c.evidence.passage.document for c in found), *(hit.document for hit in near)]
    articles = [index.passages_of(document) for document in dict.fromkeys(documents)]
    mine = _stems(index.passages_of(here.document))
    others = [
        (passages, _stems(passages))
        for passages in articles
        if (passages[0].voice or passages[0].document) != best.voice
    ]
    rarity = index.rarity(mine.union(*(stems for _, stems in others)))

    def weight(stems: set[str]) -> float:
        return sum(rarity[stem] ** 2 for stem in stems)

    for passages, stems in others:
        shared = weight(mine & stems) / max(1e-9, min(weight(mine), weight(stems)))
        text = " ".join(passage.text for passage in passages)
        dated = here.published and passages[0].published
        if (
            shared >= (SAME_STORY if dated else UNDATED)
            and names_met(question, passages[0].title, text) >= NAMED
        ):
            yield passages


def _stems(passages: Sequence[Passage]) -> set[str]:
    return telling(" ".join([passages[0].title, *(passage.text for passage in passages)]))


def _told(passages: Sequence[Passage], mine: Quantity) -> Iterator[Account]:
    """The figures of an article that may be of what `mine` counts, by their unit and size."""
    for passage in passages:
        for sentence in passage.sentences:
            days = dates(sentence.text)
            for quantity in numbers(sentence.text):
                if any(day.start <= quantity.start < day.end for day in days):
                    continue
                said = change(sentence.text, quantity, mine)
                if said == "replaces" or _could_be_of_one(sentence.text, quantity, mine):
                    yield Account(Evidence(passage, sentence), quantity, said)


def _could_be_of_one(text: str, quantity: Quantity, mine: Quantity) -> bool:
    return of_one_sort(text, quantity, mine) and not any(
        same_quantity(each, mine) for each in numbers(text)
    )


def of_one_sort(text: str, quantity: Quantity, mine: Quantity) -> bool:
    """Whether a figure of `text` is another of the unit and of the order of `mine`."""
    low, high = sorted((quantity.value, mine.value))
    return (
        quantity.unit == mine.unit
        and not same_quantity(quantity, mine)
        and low > 0
        and high <= SAME_ORDER * low
        and not _PART.match(text, quantity.end)
        and not (not quantity.unit and FIRST_YEAR <= quantity.value <= LAST_YEAR)
        and not _is_hour(text, quantity)
    )


def _is_hour(text: str, quantity: Quantity) -> bool:
    """Whether a bare number is a time of day: "at a quarter past four on Monday"."""
    bare = not quantity.unit and quantity.value <= HOURS and not _head(text, quantity)
    return bare and bool(_HOUR.search(text[: quantity.start]))


def _head(text: str, quantity: Quantity) -> tuple[str, ...]:
    """The words after a number that tell what it counts: "seven agreements" of seven.

    None where another word stands between: in "seven were signed", none is counted by name.
    """
    clause = _CLAUSE.split(text[quantity.end :], maxsplit=1)[0]
    following = islice((word.text for word in words(clause)), HEAD_WORDS)
    return tuple(takewhile(lambda word: word not in STOP_WORDS, following))


def _one_thing(
    mine: Sequence[str], theirs: Sequence[str], asked: Sequence[str], encoder: Encoder
) -> bool:
    """Whether what two numbers count may be one thing: alike, or both like what is asked for."""
    return _alike(mine or asked, theirs, encoder) or (
        bool(asked) and _alike(mine, asked, encoder) and _alike(theirs, asked, encoder)
    )


def _alike(counted: Sequence[str], head: Sequence[str], encoder: Encoder) -> bool:
    """Whether two runs of words may name one thing; one that names nothing may be of any."""
    if not counted or not head:
        return True
    if _PEOPLE & set(counted) and _PEOPLE & set(head):
        return True
    cosine = encoder.word_vectors(list(counted)) @ encoder.word_vectors(list(head)).T
    return bool(cosine.max() >= ALIKE)


def _has(text: str, quantity: Quantity, counted: Sequence[str], encoder: Encoder) -> bool:
    """Whether a text has the figure, of the same thing as far as can be told."""
    return any(
        same_quantity(each, quantity)
        and (each.value > SMALL or _alike(counted, _head(text, each), encoder))
        for each in numbers(text)
    )


def _read(
    question: Question, every: Sequence[Account], found: Sequence[Candidate], encoder: Encoder
) -> list[Account]:
    """Those that answer when they are read with their neighbours, the surest first."""
    scores = {c.evidence.key: c for c in found}
    asked = set(question.terms)

    def promise(each: Account) -> tuple[bool, float]:
        known = scores.get(each.evidence.key)
        covers = len(asked & telling(each.evidence.sentence.text)) / max(1, len(asked))
        return each.change == "replaces", covers + (known.score if known else 0.0)

    fitting = [a for a in every if question.could_be(a.evidence.sentence.text)]
    chosen = sorted(fitting, key=promise, reverse=True)[:READ]
    texts, starts = zip(*(around(a.evidence) for a in chosen), strict=True) if chosen else ((), ())
    readings = encoder.read(question.plain, list(texts))
    told = []
    for each, start, reading in zip(chosen, starts, readings, strict=True):
        place = each.evidence.sentence.start - start + each.quantity.start
        sure = reading.score(place, place + len(each.quantity.text))
        known = scores.get(each.evidence.key)
        if known and each.quantity.text in known.words:
            sure = max(sure, known.signals["span"])
        if sure >= (REPLACES if each.change == "replaces" else ANSWERS):
            told.append(replace(each, sure=sure))
    return sorted(told, key=lambda a: -a.sure)


def around(evidence: Evidence) -> tuple[str, int]:
    """The sentence with its neighbours in their passage, and where they begin in the article."""
    passage, sentences = evidence.passage, evidence.passage.sentences
    place = sentences.index(evidence.sentence)
    start = sentences[max(0, place - 1)].start
    end = sentences[min(len(sentences) - 1, place + 1)].end
    return passage.text[start - passage.start : end - passage.start], start
