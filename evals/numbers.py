"""Numbers in text, read for their value: "$190 billion", "seventy", "10-point", "90%".

A number is its value and its unit: "dollar", "percent", or the next word without its plural
("day" in "three-day visit"). Dates are read as plain numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ONES = _TO_NINETEEN.split()
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _TO_NINETY.split()
NUMBER_WORDS = {w: i for i, w in enumerate(_ONES)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_WORD_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<money>US\$|\$|USD\s?|€|£)?\s?"
    rf"(?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?:st|nd|rd|th)?"
    rf"|\b(?P<word>(?:{_WORD_NUMBER})(?:[-\s](?:{'|'.join(_ONES[1:10])}))?)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<scale>(?:[\s-]?(?:{'|'.join(_SCALES)})\b)*)"
    r"[\s-]*(?P<unit>%|per\s?cent\b|[^\W\d_]+)?",
    re.IGNORECASE,
)
_MONEY = {"dollar", "usd", "us"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read: `text` is what was written."""

    value: float
    unit: str
    text: str

    def is_same(self, value: float, *, unit: str = "", tolerance: float = 0.0) -> bool:
        """Whether this is `value` within `tolerance`, in `unit` where one is asked for."""
        return abs(self.value - value) <= tolerance + 1e-9 and (not unit or unit == self.unit)


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Number, ...]:
    """Every number in `text`, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        value = _value(match["digits"], match["word"])
        after = _AFTER.match(text, match.end())
        scaled, unit = after.group("scale", "unit") if after else ("", "")
        for scale in re.findall("|".join(_SCALES), scaled or "", re.IGNORECASE):
            value *= _SCALES[scale.lower()]
        said = f"{match.group()}{scaled or ''}".strip()
        found.append(Number(value, _unit(match["money"], unit), said))
    return tuple(found)


def _value(digits: str | None, word: str | None) -> float:
    if digits:
        return float(digits.replace(",", "").rstrip("."))
    return float(sum(NUMBER_WORDS[part] for part in re.split(r"[-\s]+", (word or "").lower())))


def _unit(money: str | None, after: str | None) -> str:
    if money and money.strip() in ("$", "US$", "USD"):
        return "dollar"
    unit = re.sub(r"\s", "", (after or "").lower())
    if unit in ("%", "percent"):
        return "percent"
    if unit.removesuffix("s") in _MONEY:
        return "dollar"
    return unit.removesuffix("s") if len(unit) > 3 else unit
