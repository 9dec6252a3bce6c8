"""Whether sources support a claim, decided without a model, the same way every time.

A claim that stands in the sources word for word is supported. Of any other, most content words
must occur in them, and nothing may clash: a number they do not hold, a name they do not hold, a
negation more or less. Clashes are what makes a paraphrase false; missing words alone make it
doubtful.

The measure was made against the corruptions and rewritings of evals/mutations.py, which
`selfcheck` repeats; it does not read meaning, so some changed roles ("A told B" for "B told A")
and many changed verbs pass it (docs/evals.md tells how many).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from evals.numbers import numbers
from evals.text import STOP_WORDS, fold, sentences, stems, words

# Rewritings of evals/mutations.py keep at least two thirds of the content words; a claim with
# fewer of them in its sources is about something else.
ENOUGH_WORDS = 0.6

_LEAD = re.compile(r"(?P<lead>[^—:!?“\"]{1,90}?)(?: [—–-]|:) (?P<rest>.+)", re.DOTALL)
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?:\s+(?:of\s+the\s+|of\s+)?[A-Z][\w’'-]*)*")
_NEGATING = (
    "not no never neither nor none nobody nothing without cannot isn't wasn't aren't weren't "
    "deny denies denied refuse refuses refused reject rejects rejected fail fails failed "
    "don't doesn't didn't won't wouldn't can't couldn't hasn't haven't hadn't"
)
_NEGATION = frozenset(_NEGATING.split())
# Ends in which a people's name differs from its country's: they prove each other.
_OF_A_PEOPLE = re.compile(r"(?:ians?|eans?|ans?|ns?|ese|ish|is?|s)\Z")
# Capitalised without being a name, or so general that a program may add them.
_ORDINARY = (
    "The A An In On At It He She They His Her Its Their This That These Those According But And "
    "However Meanwhile Officially Yes No As After Before Later Of By For From With Also One Two "
    "Three Four Five Six Seven Eight Nine Ten Some More Most Both Neither All Each When While "
    "Where Who What Which There Here I We You If So Not Then Article Articles"
)
_NO_NAMES = frozenset(_ORDINARY.split())


@dataclass(frozen=True, slots=True)
class Support:
    """How far sources carry a claim: `coverage` of its content words, and what clashes."""

    coverage: float
    clashes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the claim may stand on these sources."""
        return self.coverage >= ENOUGH_WORDS and not self.clashes


def support(claim: str, sources: Sequence[str], *, context: Sequence[str] = ()) -> Support:
    """Hold `claim` (plain words) against `sources` taken together; no sources carry nothing.

    `context` is what else was looked at: it tells whether a claim's first word is a name.
    """
    together = "\n".join(sources)
    if not claim.strip() or not together.strip():
        return Support(0.0)
    if fold(claim)[0] in fold(together)[0]:
        return Support(1.0)
    if len(parts := _parts(claim)) > 1:
        held = [support(part, sources, context=context) for part in parts]
        return Support(min(h.coverage for h in held), tuple(c for h in held for c in h.clashes))
    clashes = (
        *_numbers(claim, together),
        *_names(claim, together, context),
        *_negation(claim, together),
        *_swapped(claim, together),
    )
    have = set(stems(together))
    wanted = stems(claim)
    coverage = sum(w in have for w in wanted) / len(wanted) if wanted else 1.0
    return Support(coverage, clashes)


def _parts(claim: str) -> tuple[str, ...]:
    """What of a claim is held for itself: its sentences, and a short answer before a dash."""
    parts = sentences(claim)
    if len(parts) == 1 and (lead := _LEAD.match(claim)):
        return (lead["lead"], lead["rest"])
    return parts


@lru_cache(maxsize=2048)
def names(text: str) -> tuple[str, ...]:
    """The names in `text`: runs of capitalised words, without those that only begin sentences."""
    found = []
    for match in _NAME.finditer(text):
        parts = match.group().split()
        while parts and parts[0] in _NO_NAMES:
            parts = parts[1:]
        if parts:
            found.append(" ".join(parts))
    return tuple(dict.fromkeys(found))


def _numbers(claim: str, sources: str) -> list[str]:
    there = [n.value for n in numbers(sources)]
    return [
        f"number {n.text!r}"
        for n in numbers(claim)
        if not any(abs(n.value - value) < 1e-9 for value in there)
    ]


def _names(claim: str, sources: str, context: Sequence[str]) -> list[str]:
    there = _name_words(sources)
    known = {part for text in (sources, *context) for name in names(text) for part in name.split()}
    openings = {words_[0] for s in sentences(claim) if (words_ := s.split())}
    return [
        f"name {name!r}"
        for name in names(claim)
        if not _name_words(name) <= there and (name not in openings or name in known)
    ]


@lru_cache(maxsize=2048)
def _name_words(text: str) -> frozenset[str]:
    return frozenset(_rooted(word) for word in words(text))


def _rooted(word: str) -> str:
    """The part of a word that "Italy" and "Italian", or "Sweden" and "Swedish", share."""
    return _OF_A_PEOPLE.sub("", word).rstrip("aeiouy") if len(word) > 4 else word


def _negation(claim: str, sources: str) -> list[str]:
    """A negation that the nearest source sentence lacks, or the other way round."""
    nearest = max(sentences(sources), key=lambda s: _shared(claim, s), default="")
    if 2 * _shared(claim, nearest) < len(set(stems(claim))):
        return []  # it tells of something else, and its negations are its own
    said, there = _negations(claim), _negations(nearest)
    if said > there:
        return ["negation added"]
    if there > said and _shared(claim, nearest) > 0.9 * len(set(stems(nearest))):
        return ["negation lost"]
    return []


def _swapped(claim: str, sources: str) -> list[str]:
    """Names in another order amid words in the same order: who did what to whom is changed."""
    for sentence in (part for whole in sentences(sources) for part in _parts(whole)):
        if _shared(claim, sentence) < 0.8 * len(set(stems(claim))):
            continue
        both = _in_names(claim) & _in_names(sentence)
        in_claim, in_source = (_order(text, both) for text in (claim, sentence))
        if in_claim != in_source and _same_order(_rest(claim, both), _rest(sentence, both)):
            return [f"names swapped: {' '.join(in_claim)}"]
    return []


def _in_names(text: str) -> frozenset[str]:
    return frozenset(w for name in names(text) for w in words(name) if w not in STOP_WORDS)


def _order(text: str, chosen: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(w for w in words(text) if w in chosen))


def _rest(text: str, taken: frozenset[str]) -> list[str]:
    return [w for w in words(text) if w not in taken and w not in STOP_WORDS]


def _same_order(claim: Sequence[str], sentence: Sequence[str]) -> bool:
    """Whether most words of `claim` stand in `sentence` in the same order."""
    blocks = SequenceMatcher(None, claim, sentence, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= 0.8 * len(claim)


def _shared(one: str, other: str) -> int:
    return len(set(stems(one)) & set(stems(other)))


def _negations(text: str) -> int:
    return sum(w in _NEGATION for w in words(text))
