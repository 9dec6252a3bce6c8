"""Whether two answers to one question are the same, are two facts, or contradict each other.

The same fact in other words (70 and seventy, Kiev and Kyiv) is one answer. Different words from
two articles on the same event, each of which holds only its own, are a dispute. Anything else is
two facts, both told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from rag.reader.people.owners import is_of_another_person
from rag.text import (
    dates,
    names,
    numbers,
    same_name,
    same_quantity,
    stems,
    undated_numbers,
    words,
)

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question
    from rag.types import Evidence, Passage

Relation = Literal["same", "disputed", "different"]

# Share of the rarer things (names, numbers, days, telling words) that two passages on one event
# have in common; see the model card.
SAME_EVENT = 0.22
SAME_NEWS = timedelta(days=7)  # between two articles that tell of an event as it stands
FEWEST = 3  # words that tell something, in a sentence that can say another's again
OTHER_SHARE = 0.4  # of the best sentence's score, for one on another event to be told beside it
EVERY_WORD = 0.9  # of the question that its passage holds, near ones in part
SURE = 0.0  # logit of the answer's words: likelier than "no answer here"
SURE_OF_WHO = 2.0  # the same, of a name: a sentence has many, and two may have done it


def relation(question: Question, one: Candidate, other: Candidate) -> Relation:
    """How the answers of two sentences, by different witnesses, stand to each other."""
    if same_answer(question, one.words, other.words):
        return "same"
    if question.wants == "other" or not _both_sure(question, one, other):
        return "different"
    here, there = one.evidence.passage.text, other.evidence.passage.text
    if (
        holds(question, here, other.words)
        or holds(question, there, one.words)
        or is_anothers(question, other.evidence, other.text.find(other.words))
    ):
        return "different"
    if apart(one.evidence.passage, other.evidence.passage):
        return "different"  # a later article may know better, or tell of another time
    if question.wants == "time" and not _at_odds(one.words, other.words):
        return "different"  # "this time" and "next week" are told from different days
    return "disputed" if share_in_common(question, here, there) >= SAME_EVENT else "different"


def is_anothers(question: Question, evidence: Evidence, start: int) -> bool:
    """Whether what stands at `start` of a sentence is "his" or "her" own who is not asked about."""
    ahead = evidence.before.sentence.text if evidence.before else ""
    return is_of_another_person(question.plain, evidence.sentence.text, start, ahead)


def apart(one: Passage, other: Passage) -> bool:
    """Whether two articles appeared so far apart that the later one may know better."""
    here, there = one.published, other.published
    return here is not None and there is not None and abs(here - there) > SAME_NEWS


def _at_odds(one: str, other: str) -> bool:
    """Whether two texts name days that cannot be one: a Monday and a Tuesday, not a month."""
    return any(a.is_at_odds_with(b) for a in dates(one) for b in dates(other))


def _both_sure(question: Question, one: Candidate, other: Candidate) -> bool:
    sure = SURE_OF_WHO if question.wants == "person" else SURE
    return all(c.signals["span"] >= sure and c.signals["span_fits"] for c in (one, other))


def elsewhere_too(
    question: Question, best: Candidate, found: Sequence[Candidate]
) -> list[Candidate]:
    """The best sentence of another article that gives another place, where the two are no dispute:
    two events of which either may be meant. `found` is sorted, best first.
    """
    if question.wants != "place":
        return []
    return [
        c
        for c in witnesses(found)
        if c.witness != best.witness
        and c.score >= OTHER_SHARE * best.score
        and c.signals["near_context"] >= EVERY_WORD
        and c.signals["span_fits"]
        and not c.signals["heading"]
        and not holds(question, best.evidence.passage.text, c.words)
        and relation(question, best, c) == "different"
    ][:1]


def same_answer(question: Question, one: str, other: str) -> bool:
    """Whether two short answers say the same."""
    if question.wants == "number":
        mine, theirs = numbers(one), numbers(other)
        if mine and theirs:
            return any(same_quantity(a, b) for a in mine for b in theirs)
    if question.wants == "time":
        days, others = dates(one), dates(other)
        if days and others:
            return any(a.can_be(b) for a in days for b in others)
    if question.wants in {"person", "place"}:
        called, others_called = names(one), names(other)
        if called and others_called:
            return any(same_name(a.text, b.text) for a in called for b in others_called)
    mine_stems, their_stems = set(stems(one)), set(stems(other))
    if not mine_stems or not their_stems:
        return one.casefold() == other.casefold()
    common = len(mine_stems & their_stems)
    return common / min(len(mine_stems), len(their_stems)) >= 0.5


def holds(question: Question, text: str, answer: str) -> bool:
    """Whether `text` itself holds what `answer` says."""
    if question.wants == "number":
        values = undated_numbers(text)
        return any(same_quantity(a, b) for a in numbers(answer) for b in values)
    called = names(answer)
    if question.wants in {"person", "place"} and called:
        return any(same_name(a.text, b.text) for a in called for b in names(text))
    return set(stems(answer)) <= set(stems(text))


def adds_nothing(one: str, other: str) -> bool:
    """Whether `other` has nearly all words that `one` has, as a text has those of its heading, and
    all its names and numbers.

    >>> adds_nothing("Ferry sinks off Lund", "The ferry Anna sank off Lund on Monday.")
    False
    >>> adds_nothing("Ties are strong, Poe says", "Mayor Ann Poe says that ties are very strong.")
    True
    """
    mine, theirs = set(stems(one)), set(stems(other))
    if len(mine) < FEWEST or len(mine & theirs) < 0.8 * len(mine):
        return False
    told, said = numbers(other), {word.text for word in words(other)}
    own = [name.text for name in names(one) if name.start or " " in name.text]
    called = {word.text for name in own for word in words(name)}
    return called <= said and all(any(same_quantity(a, b) for b in told) for a in numbers(one))


def same_sentence(one: str, other: str) -> bool:
    """Whether two sentences are nearly the same words, as in two prints of one agency text."""
    mine, theirs = set(stems(one)), set(stems(other))
    return len(mine & theirs) >= 0.8 * max(1, len(mine | theirs))


def share_in_common(question: Question, here: str, there: str) -> float:
    """Share of the telling words, but for the question's, that two passages have in common."""
    asked = set(question.terms)
    shorter = min(len(set(stems(text)) - asked) for text in (here, there))
    return len(common(question, here, there)) / max(1, shorter)


def common(question: Question, here: str, there: str) -> set[str]:
    """Stems of the telling words, but for the question's, that two passages have in common."""
    return set(stems(here)) & set(stems(there)) - set(question.terms)


def witnesses(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence of each witness, best first."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.witness, candidate)
    return list(best.values())
