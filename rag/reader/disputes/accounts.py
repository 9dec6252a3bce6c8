"""What other articles make of the figure that the best sentence gives.

The same count stands in many articles: in the same words, in others, or as another number. How
likely such a number answers the question too is weighed by a logistic regression
(rag/reader/calibration.py): what the encoder makes of it, read with its neighbours, what it counts,
how near it is. Of those that do, one is another account of the matter, and the two are at odds; one
from a later article that says that it is newer ("has risen to", "instead of", "in all"), or that
answers what is asked of today, has taken the place of the first, and nobody disagrees.

Elsewhere: answers that are names, places or days (agreement.py, rivals.py), the words for what is
newer (newer.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from rag.reader.candidates import around, names_met
from rag.reader.disputes.agreement import apart, is_anothers
from rag.reader.disputes.newer import asks_of_then, asks_toll, change
from rag.reader.measures import measures
from rag.text import (
    STOP_WORDS,
    Quantity,
    numbers,
    same_quantity,
    stems,
    undated_numbers,
    word_set,
    words,
)
from rag.types import Evidence

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.disputes.newer import Change
    from rag.reader.encoder import Encoder
    from rag.reader.question import Question
    from rag.reader.reading import Reading
    from rag.types import Passage

SAME_STORY = 0.1  # of the rarer words of two articles, by their weight; see the model card
UNDATED = 0.2  # the same, where no dates tell whether they appeared together
NAMED = 0.5  # share of the question's names that such an article has, in full or in another form
# Two counts of one thing are hardly further apart; 4,000 and 15,000 are not. With 3, 10 and without
# it the 599 development cases are answered the same, with 2 one more passes; without it 12 taken to
# hospital are another count of 2,000 marchers (tests/test_reader_accounts.py).
SAME_ORDER = 5.0
READ = 12  # sentences read closely
LIKELY = 0.6  # chance of a figure that answers too; see the model card
# Logit, read closely, of a figure whose sentence gives the other as the one before: with -11 and -7
# the 599 development cases are answered the same.
REPLACES = -9.0
NONE_LEFT = 5.0  # how far a count that fell to 0 is from any other, where doubled is .7
UNREAD, SUREST = -14.0, 8.0  # the lowest logit that counts, and a very high one
ALIKE = 0.25  # cosine of two words for one thing: homes and households .34, people and rescues .0
UNNAMED = 0.3  # the same, where a number stands without what it counts
HEAD_WORDS = 2  # telling words after a number among which is the word for what it counts
SMALL = 20  # counts up to here stand in every article, of one thing or another
HOURS = 24
RECENT_YEARS = range(1900, 2101)

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
_NOW = re.compile(r"\b(?:is|are|do|does|has|have)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:()“”\"–—]")


@dataclass(frozen=True, slots=True)
class Account:
    """A sentence of another article with a figure of its own."""

    evidence: Evidence
    quantity: Quantity
    change: Change = "none"
    signals: Mapping[str, float] = field(default_factory=dict)
    chance: float = 0.0  # that the figure answers the question too

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
            for quantity in undated_numbers(best.text)  # "3 May" is no count of three
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
    reading: Reading,
) -> list[Account]:
    """The other figures that answer the question, the likeliest first.

    One that says that it has taken the first one's place need not be likely to answer.
    """
    regression = reading.calibration.account

    def may_answer(each: Account) -> bool:
        surest = {**each.signals, "closely": SUREST}
        return each.change == "replaces" or regression.probability(surest) >= LIKELY

    told = []
    for each in weighed(question, best, found, reading, worth_reading=may_answer):
        chance = regression.probability(each.signals)
        replaces = each.change == "replaces" and each.signals["closely"] >= REPLACES
        if replaces or (each.change != "replaces" and chance >= LIKELY):
            told.append(replace(each, chance=chance))
    return sorted(told, key=lambda a: -a.chance)


def weighed(
    question: Question,
    best: Candidate,
    found: Sequence[Candidate],
    reading: Reading,
    *,
    worth_reading: Callable[[Account], bool] = lambda _: True,
) -> list[Account]:
    """The figures of other articles that may be of what the best sentence counts, with what speaks
    for each. Those not `worth_reading` by the rest of that are left out.
    """
    mine = figure(question, best)
    if mine is None:
        return []
    here, encoder = best.evidence.passage, reading.encoder
    counted = _head(best.text, mine)
    whole = " ".join(passage.text for passage in reading.index.passages_of(here.document))
    every: list[Account] = []
    for passages in same_story(question, best, found, reading):
        text = " ".join(passage.text for passage in passages)
        agrees = _has(text, mine, counted, encoder)
        every += [
            each
            for each in _figures_in(passages, mine)
            if each.change != "none"
            or not (agrees or _has(whole, each.quantity, each.head, encoder))
        ]
    fitting = [
        a
        for a in every
        if question.can_hold(text := a.evidence.sentence.text)
        and not is_anothers(question, a.evidence, a.quantity.start)
        and (question.wants != "number" or measures(question.plain, a.quantity, text))
    ]
    judged = _with_signals(question, best, fitting, found, encoder)
    promising = sorted(filter(worth_reading, judged), key=_promise, reverse=True)[:READ]
    return _read_closely(question, promising, encoder)


def newest(question: Question, best: Candidate, others: Sequence[Account]) -> Account | None:
    """The figure that has taken the place of the best sentence's, from the latest article."""
    mine, since = figure(question, best), best.evidence.passage.published
    if mine is None or since is None or asks_of_then(question.plain):
        return None
    later = [
        (when, each.chance, each)
        for each in others
        if (when := each.evidence.passage.published) is not None
        and when > since
        and (each.change == "replaces" or not (question.times or question.spans))
        and (
            each.change != "none"
            or _grown(question, mine, each.quantity)
            or (_of_today(question) and apart(best.evidence.passage, each.evidence.passage))
        )
    ]
    return max(later, key=lambda item: item[:2])[2] if later else None


def rival(question: Question, best: Candidate, others: Sequence[Account]) -> Account | None:
    """The likeliest figure that is another than the best sentence's; None where either is the newer
    one.
    """
    mine, here = figure(question, best), best.evidence.passage
    if mine is None:
        return None
    at_odds = (
        each
        for each in others
        if each.change == change(best.text, mine, each.quantity) == "none"
        and not (_of_today(question) and apart(here, each.evidence.passage))
        and not _grown(question, each.quantity, mine)
    )
    return next(at_odds, None)


def _of_today(question: Question) -> bool:
    """Whether a question asks what is so: prices, ages and staffs change with the years."""
    return bool(_NOW.search(question.plain)) and not question.times


def _grown(question: Question, earlier: Quantity, later: Quantity) -> bool:
    """Whether a figure may be an older one grown: of the dead and the injured, more are found."""
    return not later.unit and later.value > earlier.value and asks_toll(question.plain)


def same_story(
    question: Question, best: Candidate, found: Sequence[Candidate], reading: Reading
) -> Iterator[tuple[Passage, ...]]:
    """The passages of each article, by another voice, that tells of the same matter."""
    here, index = best.evidence.passage, reading.index
    near = reading.like(here, per_article=1)
    documents = [*(c.evidence.passage.document for c in found), *(hit.document for hit in near)]
    articles = [index.passages_of(document) for document in dict.fromkeys(documents)]
    mine = _stems(index.passages_of(here.document))
    others = [
        (passages, _stems(passages))
        for passages in articles
        if passages and passages[0].witness != best.witness
    ]
    rarity = index.rarity(mine.union(*(theirs for _, theirs in others)))

    def weight(some: set[str]) -> float:
        return sum(rarity[stem] ** 2 for stem in some)

    for passages, theirs in others:
        shared = weight(mine & theirs) / max(1e-9, min(weight(mine), weight(theirs)))
        dated = here.published and passages[0].published
        if (
            shared >= (SAME_STORY if dated else UNDATED)
            and names_met(question, passages[0].title, *(p.text for p in passages)) >= NAMED
        ):
            yield passages


def _stems(passages: Sequence[Passage]) -> set[str]:
    titles = [passage.title for passage in passages[:1]]
    return set(stems(" ".join([*titles, *(passage.text for passage in passages)])))


def _figures_in(passages: Sequence[Passage], mine: Quantity) -> Iterator[Account]:
    """The figures of an article that may be of what `mine` counts, by their unit and size."""
    for passage in passages:
        for sentence in passage.sentences:
            for quantity in undated_numbers(sentence.text):
                said = change(sentence.text, quantity, mine)
                if said == "replaces" or _could_be_of_one(sentence.text, quantity, mine):
                    yield Account(Evidence(passage, sentence), quantity, said)


def _could_be_of_one(text: str, quantity: Quantity, mine: Quantity) -> bool:
    return is_of_its_kind(text, quantity, mine) and not any(
        same_quantity(each, mine) for each in undated_numbers(text)
    )


def is_of_its_kind(text: str, quantity: Quantity, mine: Quantity) -> bool:
    """Whether a figure of `text` is another of the unit and of the order of `mine`."""
    low, high = sorted((quantity.value, mine.value))
    return (
        quantity.unit == mine.unit
        and not same_quantity(quantity, mine)
        and low > 0
        and high <= SAME_ORDER * low
        and not _PART.match(text, quantity.end)
        and not (not quantity.unit and quantity.value in RECENT_YEARS)
        and not _is_hour(text, quantity)
    )


def _is_hour(text: str, quantity: Quantity) -> bool:
    """Whether a bare number is a time of day: "at a quarter past four on Monday"."""
    bare = not quantity.unit and quantity.value <= HOURS and not _head(text, quantity)
    return bare and bool(_HOUR.search(text[: quantity.start]))


def _head(text: str, quantity: Quantity) -> tuple[str, ...]:
    """The words after a number that tell what it counts: "seven agreements" of seven.

    () where another word stands between: in "seven were signed", none is counted by name.
    """
    clause = _CLAUSE.split(text[quantity.end :], maxsplit=1)[0]
    following = islice((word.text for word in words(clause)), HEAD_WORDS)
    return tuple(takewhile(lambda word: word not in STOP_WORDS, following))


def _likeness(counted: Sequence[str], head: Sequence[str], encoder: Encoder) -> float:
    """How far two runs of words may name one thing; one that names nothing may be of any."""
    if not counted or not head:
        return UNNAMED
    if _PEOPLE & set(counted) and _PEOPLE & set(head):
        return 1.0
    return float((encoder.word_vectors(list(counted)) @ encoder.word_vectors(list(head)).T).max())


def _has(text: str, quantity: Quantity, counted: Sequence[str], encoder: Encoder) -> bool:
    """Whether a text has the figure, of the same thing as far as can be told."""
    return any(
        same_quantity(each, quantity)
        and (each.value > SMALL or _likeness(counted, _head(text, each), encoder) >= ALIKE)
        for each in undated_numbers(text)
    )


def _with_signals(
    question: Question,
    best: Candidate,
    every: Sequence[Account],
    found: Sequence[Candidate],
    encoder: Encoder,
) -> Iterator[Account]:
    """Each account with what speaks for it before it is read."""
    mine = figure(question, best)
    if mine is None:
        return
    known = {c.evidence.key: c for c in found}
    asked = set(question.terms)
    counted, things = _head(best.text, mine), _asked_for(question)
    for each in every:
        before = known.get(each.evidence.key)
        shared = asked.intersection(stems(each.evidence.sentence.text))
        signals = {
            "closely": UNREAD,
            "alike": max(_likeness(words, each.head, encoder) for words in (counted, things)),
            "ratio": _ratio(each.quantity, mine),
            "in_words": float(bool(before and each.quantity.text in before.words)),
            "covers": len(shared) / max(1, len(asked)),
            "best_span": best.signals["span"],
            "apart": float(apart(best.evidence.passage, each.evidence.passage)),
        }
        yield replace(each, signals=signals)


def _ratio(other: Quantity, mine: Quantity) -> float:
    """How far apart two figures are, of which `mine` is above 0."""
    return abs(math.log(other.value / mine.value)) if other.value > 0 else NONE_LEFT


def _promise(each: Account) -> tuple[bool, float]:
    return each.change == "replaces", each.signals["covers"] + each.signals["in_words"]


def _read_closely(question: Question, chosen: Sequence[Account], encoder: Encoder) -> list[Account]:
    """The accounts with what the encoder makes of them, read with their neighbours."""
    near = [around(each.evidence) for each in chosen]
    readings = encoder.read(question.plain, [text for text, _ in near])
    told = []
    for each, (_, start), reading in zip(chosen, near, readings, strict=True):
        place = each.evidence.sentence.start - start + each.quantity.start
        sure = reading.score(place, place + len(each.quantity.text))
        told.append(replace(each, signals={**each.signals, "closely": max(sure, UNREAD)}))
    return told


def _asked_for(question: Question) -> tuple[str, ...]:
    """The words for what a question counts: "how many people" asks for people."""
    found = _HOW_MANY.search(question.plain)
    return tuple(found[1].lower().split()) if found else ()
