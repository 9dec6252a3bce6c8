"""Which sentences tell the sides of a comparison: one for all, or one for each.

A sentence that itself holds the sides apart ("62 turbines instead of 84", "Ann asked for eight
years, while Bo offered two") is the whole answer. Elsewhere each side has a sentence of its own,
chosen together, so that no sentence speaks for two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations, product
from typing import TYPE_CHECKING

from rag.reader.compound import lists
from rag.reader.compound.comparison import MEASURES
from rag.reader.disputes.agreement import same_sentence, witnesses
from rag.reader.say import pointed_at
from rag.text import names, names_in, same_name, same_power, undated_numbers

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question

Pool = Sequence["Candidate"]  # sentences for one side, best first, headings last
Choice = Sequence["Candidate | None"]  # a sentence for each side, or none

# Chosen on the development questions.
LOOKED_AT = 4  # sentences of each side that are weighed against those of the others
AT_ONCE = 0.5  # of the best sentence's score, for another to be taken in its place
SET_APART = 2  # sentences of differences told, at most
DIFFERENCES = 2  # words of difference in each
OCCASION = timedelta(days=30)  # between articles on two occasions of one sort
ON_AN_OCCASION = 0.2  # of the best sentence's score, for the sentence of another occasion
# What a sentence for a side is worth by whom it names.
ITS_OWN, BOTH, NOBODY, THE_OTHER = 1.0, 0.9, 0.8, 0.3

_OF_TWO = re.compile(r"\b(?:two|both|each side)\b", re.IGNORECASE)
_COUNT = (
    r"\W?\d|an?\b|half\b|twice\b|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|"
    r"eleven\b|twelve\b|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_HOLDS_APART = re.compile(  # "more than 70 people" compares nothing
    rf"\bthan (?!{_COUNT})|\b(?:while|whereas|instead of|rather than|unlike|compared (?:with|to)|"
    r"as against|(?:up|down|rose|fell|drops?|grew) from)\b|\bfrom \W?\d[\d.,]*\b.{0,20}?\bto \W?\d|"
    r"\bthen\b.{3,80}\b(?:now|this time|today)\b|;",
    re.IGNORECASE,
)
_UNLIKE = re.compile(
    rf"\b(?:{'|'.join(MEASURES)}|this time|not a copy|unlike|in contrast|instead of|whereas|"
    r"no longer|different(?:ly)?|differs?|contrast|then(?=\b.{3,80}\b(?:now|this time|today)\b))\b",
    re.IGNORECASE,
)


def told_at_once(pools: Sequence[Pool], sides: Sequence[str]) -> Candidate | None:
    """The sentence that tells all sides by itself, if one does and hardly any is better."""
    own = _own_names(sides)
    for pool in pools:
        best = max((candidate.score for candidate in pool), default=0.0)
        for candidate in pool:
            if candidate.score < AT_ONCE * best:
                continue
            text, heading = candidate.text, candidate.evidence.sentence.is_heading
            if not heading and _HOLDS_APART.search(text) and _tells_all(text, own):
                return candidate
    return None


def one_each(
    pools: Sequence[Pool], sides: Sequence[str], *, by_name: bool = False
) -> list[Candidate | None]:
    """A sentence for each side, no two the same; the choice that is worth most together.

    None for a side whose sentences are all worse than half as good as its best, which another has.
    With `by_name` a sentence must name its side, as one must that tells what somebody said.
    """
    own = _own_names(sides)
    looked_at: list[list[Candidate | None]] = []
    for pool, called in zip(pools, own, strict=True):
        told = [c for c in pool if not (by_name and called) or _names_one(_in_full(c), called)]
        good = [c for c in told if c.score >= AT_ONCE * told[0].score]
        looked_at.append([*good[:LOOKED_AT], None])

    def worth(choice: Choice) -> float:
        return sum(c.score * _fit(_in_full(c), own, side) for side, c in enumerate(choice) if c)

    choices: list[Choice] = [c for c in product(*looked_at) if _all_differ(c)]
    best: Choice = max(choices, key=worth)
    return list(best)


def _all_differ(choice: Choice) -> bool:
    told = [c.text for c in choice if c]
    return not any(same_sentence(one, other) for one, other in combinations(told, 2))


def each_occasion(found: Pool) -> list[Candidate]:
    """The best sentence of each occasion: of articles that lie a month apart, or have no day."""
    chosen: list[Candidate] = []
    for candidate in found:
        if candidate.score < ON_AN_OCCASION * found[0].score:
            break
        day = candidate.evidence.passage.published
        days = [other.evidence.passage.published for other in chosen]
        if not chosen or (day and all(told and abs(day - told) > OCCASION for told in days)):
            chosen.append(candidate)
    return chosen


def set_apart(found: Pool) -> list[Candidate]:
    """The sentences that are made of differences: "a larger battery and a little more weight".

    They have two or more words of difference, and stand in the best sentence's article, in a
    passage with all of the question's names.
    """
    return [
        c
        for c in found
        if len(set(_UNLIKE.findall(c.text.lower()))) >= DIFFERENCES
        and c.signals["named"] == 1
        and c.evidence.passage.document == found[0].evidence.passage.document
        and not c.evidence.sentence.is_heading
    ][:SET_APART]


def _in_full(candidate: Candidate) -> str:
    """The sentence with the one that it points back to ("she said")."""
    before = pointed_at(candidate.evidence)
    return f"{before.sentence.text} {candidate.text}" if before else candidate.text


def _own_names(sides: Sequence[str]) -> list[list[str]]:
    """The names of each side that no other side has."""
    called = [names_in(side) for side in sides]
    return [
        [n for n in own if not any(n in other for at, other in enumerate(called) if at != place)]
        for place, own in enumerate(called)
    ]


def _names_one(text: str, own: Sequence[str]) -> bool:
    held = names(text)
    return any(same_power(name, other.text) for name in own for other in held)


def _tells_all(text: str, own: Sequence[Sequence[str]]) -> bool:
    """Whether a sentence has each side's name, or two numbers of a sort where they have none."""
    if own and all(own):
        return all(_names_one(text, one) for one in own)
    units = Counter(number.unit for number in undated_numbers(text))
    return max(units.values(), default=0) >= 2


def _fit(text: str, own: Sequence[Sequence[str]], side: int) -> float:
    mine = _names_one(text, own[side])
    others = any(_names_one(text, one) for at, one in enumerate(own) if at != side)
    if mine:
        return BOTH if others else ITS_OWN
    return THE_OTHER if others else NOBODY


def spread_over(asked: Question, found: Sequence[Candidate]) -> list[Candidate]:
    """One sentence for each thing compared: each name, each article, then the next best."""
    chosen: list[Candidate] = []
    for name in asked.names:
        about = (c for c in found if any(same_name(name, other) for other in names_in(c.text)))
        if (first := next(about, None)) and first not in chosen:
            chosen.append(first)
    most = 2 if _OF_TWO.search(asked.plain) else lists.SENTENCES
    for candidate in [*witnesses(found), *found]:
        if len(chosen) >= most:
            break
        if candidate.score < lists.SHARE * found[0].score:
            continue
        if not any(same_sentence(candidate.text, other.text) for other in chosen):
            chosen.append(candidate)
    return chosen
