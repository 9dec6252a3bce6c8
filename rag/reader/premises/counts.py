"""Numbers of a text with what they count or measure, to be held against another text's.

"The two-day visit" and "the week-long visit" measure one thing, and not alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.reader.moments import can_be_year
from rag.text import DO, Word, deed, numbers, stems, telling_words

ROUNDED, MANY = 0.1, 100  # "200,000 homes" is no objection to 210,000; "31st" is one to "29th"
BESIDE = 3  # telling words on either side of a number that say what it counts
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_SMALL, FEWEST = frozenset({"", "th"}), 2  # "one" and "the first" are often no count
_VAGUE = re.compile(
    r"\b(?:about|around|some|nearly|almost|over|than|least|most|to|roughly|last|past|next)\s$", re.I
)
_LASTS = re.compile(  # how long: "did the visit last two days", but not "in the last two days"
    rf"\b(?:{DO}|will|would|to) (?:[\w’']+ )*"
    r"(?!(?:the|her|his|its|their|our|my|your|these|those|in|over|during|for|of) )[\w’']+ last $",
    re.IGNORECASE,
)
_AWAY = re.compile(r"\s(?:ago|later|earlier|before|after|from now)\b", re.I)
_WHOLE = re.compile(
    r"\b(day|week|month|year)[- ]?long\b|"
    r"\b(?:an?|one) (?:whole|full|entire) (day|week|month|year)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the words about it, which tell what it counts or measures."""

    value: float
    unit: str
    before: frozenset[str]  # stems
    after: frozenset[str]
    own: frozenset[str]  # of the number itself and its unit

    def can_be(self, other: Count) -> bool:
        """Whether the other number is the same, or the same rounded."""
        units = self.unit == other.unit or (
            "" in (self.unit, other.unit) and "day" not in (self.unit, other.unit)
        )
        most = max(self.value, other.value)
        return units and abs(self.value - other.value) <= (ROUNDED * most if most >= MANY else 0)

    def is_of_same(self, other: Count) -> bool:
        """Whether both count or measure one thing."""
        if self.unit != other.unit or self.can_be(other):
            return False
        if self.unit and self.unit != "th":
            return bool((self.after | self.before) & (other.after | other.before))
        return bool(self.after & other.after)


@lru_cache(maxsize=4096)
def counts(text: str) -> tuple[Count, ...]:
    """Return the numbers of a text that can be held against another's; spans of time in days."""
    content = telling_words(text)
    found = []
    for number in numbers(text):
        before, after = text[: number.start], text[number.end : number.end + 10]
        if (_VAGUE.search(before[-12:]) and not _LASTS.search(before)) or _AWAY.match(after):
            continue
        if can_be_year(number) or (number.unit in _SMALL and number.value < FEWEST):
            continue
        beside = _beside(content, number.start, number.end)
        days = _DAYS.get(number.unit)
        found.append(
            Count(
                number.value * (days or 1),
                "day" if days else number.unit,
                *beside,
                frozenset(stems(number.text)),
            )
        )
    for whole in _WHOLE.finditer(text):
        span = (whole[1] or whole[2]).lower()
        beside = _beside(content, whole.start(), whole.end())
        found.append(Count(_DAYS[span], "day", *beside, frozenset(stems(whole[0]))))
    return tuple(found)


def _beside(content: Sequence[Word], start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """What stands for the telling words before and behind a place of their text."""
    before = [deed(word.text) for word in content if word.end <= start][-BESIDE:]
    after = [deed(word.text) for word in content if word.start >= end][:BESIDE]
    return frozenset(before), frozenset(after)
