"""Dates, months, years and days of the week that a text names, and a date in words."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from rag.text.grammar import MONTH
from rag.text.numbers import Quantity, numbers

_MONTHS = [month[:3] for month in MONTH.split("|")]
_IN_SMALL_LETTERS = MONTH.replace("march|", "").replace("may|", "")  # these are verbs
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as far as a text gives it; equal to another that gives the same.

    `weekday` counts from 0 for Monday. `month` without `year` is a month of some year.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    text: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @classmethod
    def of(cls, day: date) -> Mention:
        """A day of the calendar, with its day of the week."""
        return cls(day.year, day.month, day.day, day.weekday())

    def can_be(self, other: Mention) -> bool:
        """Whether nothing that both give differs, and something agrees.

        >>> Mention(2023, 5).can_be(Mention(month=5, day=3)), Mention(2023).can_be(Mention(month=5))
        (True, False)
        """
        return bool(self._beside(other)) and not self.is_at_odds_with(other)

    def is_at_odds_with(self, other: Mention) -> bool:
        """Whether something that both give differs: a Monday and a Tuesday, not a Monday in May."""
        return any(mine != its for mine, its in self._beside(other))

    def is_finer_than(self, other: Mention) -> bool:
        """Whether it gives a year, a month or a day where `other` gives none."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return any(mine is not None and its is None for mine, its in pairs)

    def _beside(self, other: Mention) -> list[tuple[int, int]]:
        """What both give, part by part."""
        pairs = (
            (self.year, other.year),
            (self.month, other.month),
            (self.day, other.day),
            (self.weekday, other.weekday),
        )
        return [(mine, its) for mine, its in pairs if mine is not None and its is not None]


_MONTH = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|"
    r"JAN(?:UARY)?|FEB(?:RUARY)?|MARCH|APR(?:IL)?|MAY|JUNE|JULY|AUG(?:UST)?|SEPT?(?:EMBER)?|"
    r"OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?|"
    rf"{_IN_SMALL_LETTERS})\b"
    r"(?:(?<=Jan|Feb|Mar|Apr|Aug|Sep|Oct|Nov|Dec|ept)\.)?"
)
_YEAR = r"(?P<{0}>1[0-9]\d\d|20\d\d|21\d\d)(?![\d,.]?\d|%)"
_DAY = r"(?P<{0}>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_GAP = r"[ \u00a0\u202f]+"
_DATE = re.compile(
    # The second year of a range counts: "1939-1945".
    r"(?<![\w$€£.,:/])(?:(?<!\d-)|(?<=\b[12]\d{3}-)(?=[12]\d{3}\b(?!-)))(?:"
    rf"{_DAY.format('d1')}{_GAP}(?:of )?{_MONTH.format('m1')}(?:,?{_GAP}{_YEAR.format('y1')})?"
    rf"|{_MONTH.format('m2')}{_GAP}(?:the )?{_DAY.format('d2')}(?:,?{_GAP}{_YEAR.format('y2')})?"
    rf"|{_MONTH.format('m3')},?{_GAP}(?:of )?{_YEAR.format('y3')}"
    r"|(?P<y4>\d{4})(?P<sep4>[-/.])(?P<m4>0[1-9]|1[0-2])(?P=sep4)(?P<d4>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?P<p5>\d{1,2})(?P<sep>[./-])(?P<q5>\d{1,2})(?P=sep)(?P<y5>\d{4})(?!\d)"
    rf"|{_MONTH.format('m6')}"
    r"|(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|mon|tues|wednes|thurs|fri|satur|sun)day)"
    rf"s?\b|{_YEAR.format('y7')}(?!s\b))"
)
# "May" and "March" are also words: alone, they need one of these before them.
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|from|during|last|this|next|early|late|mid|to|and|or|"
    r"through|before|after|between|for|every|each)[ -]|,\s?|\()\Z",
    re.IGNORECASE,
)
_AFTER_COUNT = re.compile(  # "2000 soldiers", "1500 km", "2000 Russian troops"
    r"[ \u00a0-](?:million|billion|percent|per cent|km|miles?|dollars?|euros?|people|men|women|"
    r"troops|of the|(?!was\b|is\b|has\b|as\b|its\b|this\b|elections?\b|talks\b|levels\b)[a-z]+s\b)"
)
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|by|before|after|during|year|late|early|mid|summer|winter|spring|"
    r"autumn|fall|from|the|and|to)[ -]|[(,/–-]\s?)\Z",
    re.IGNORECASE,
)


def dates(text: str) -> tuple[Mention, ...]:
    """Return what `text` names of the calendar, in order.

    A date in figures alone ("5/4/2023") gives only its year where day and month could be
    exchanged. "Last week" and the like are not dates.

    >>> dates("On May 24, 2023 and in June")
    (Mention(year=2023, month=5, day=24, weekday=None, text='May 24, 2023', start=3, end=15), \
Mention(year=None, month=6, day=None, weekday=None, text='June', start=23, end=27))
    """
    return tuple(
        mention for match in _DATE.finditer(text) if (mention := _mention(text, match)) is not None
    )


_PUBLISHED = re.compile(
    r"\b(?:(?:first|last|originally|article|story|page) )*"
    r"(?:publish(?:ed)?|publication|posted|updated?|modified|edited)(?: (?:date|time|on|at))*\b",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"\bT?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?Z?|\b(?:am|pm|at|uhr|gmt|utc|[bci]st|"
    r"ce?st|[cemp][ds]t|msk)\b|\b\d+ (?:min(?:ute)?|hour|day|week)s? ago\b"
    r"|\b\d{1,2}/\d{1,2}/\d\d\b",
    re.IGNORECASE,
)
_BESIDE_PUBLISHED = re.compile(r"(?:[\W_]|\b(?:in|by|the|of|and)\b|\b[A-ZÀ-Þ][\w’'.-]*)*")
_LONGEST_IMPRINT = 120  # characters


def tells_its_day(text: str, published: date | None = None) -> bool:
    """Whether a line only tells when its article was published or changed; the day alone does if it
    is the day of publication that is known.

    >>> tells_its_day("Published: 03/04/2024 | World"), tells_its_day("Updated 2 hours ago")
    (True, True)
    >>> tells_its_day("3 May 2024"), tells_its_day("3 May 2024", date(2024, 5, 3))
    (False, True)
    >>> tells_its_day("Published on 3 May 2024, the report blames the mayor.")
    False
    """
    if len(text) > _LONGEST_IMPRINT:
        return False
    days = dates(text)
    rest = text
    for day in reversed(days):
        rest = rest[: day.start] + rest[day.end :]
    bare = _HOUR.sub("", _PUBLISHED.sub("", rest))
    labelled = bool(_PUBLISHED.search(text) and (days or _HOUR.search(rest)))
    if labelled and _PUBLISHED.match(text):
        return bool(_BESIDE_PUBLISHED.fullmatch(bare))
    known = published and any(
        (day.year, day.month, day.day) == (published.year, published.month, published.day)
        for day in days
    )
    return bool(known or labelled) and not re.search(r"\w", bare)


def undated_numbers(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of `text` that are no part of a date, in order.

    >>> [number.text for number in undated_numbers("On 3 May 2023 it shut 40 shops")]
    ['40']
    """
    days = dates(text)
    return tuple(
        number
        for number in numbers(text)
        if not any(day.start <= number.start < day.end for day in days)
    )


def in_words(day: date | None) -> str:
    """A date as people write it, "24 May 2023"; empty if there is none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    parts = {name: said for name, said in match.groupdict().items() if said}
    if ("m6" in parts and _is_no_month(text, match)) or (
        "y7" in parts and _is_no_year(text, match)
    ):
        return None
    year = next((int(said) for name, said in parts.items() if name[0] == "y"), None)
    month = next((_month(said) for name, said in parts.items() if name[0] == "m"), None)
    day = next((int(said) for name, said in parts.items() if name[0] == "d"), None)
    if "p5" in parts:
        day, month = _in_figures(int(parts["p5"]), int(parts["q5"]), dots=parts["sep"] == ".")
        if (day or 1) > 31 or (month or 1) > 12:
            return None
    if day and day > monthrange(year or 2024, month or 1)[1]:  # 2024 has a 29 February
        day = None
    weekday = parts.get("weekday")
    return Mention(
        year=year,
        month=month,
        day=day,
        weekday=_WEEKDAYS.index(weekday.lower()) if weekday else None,
        text=match.group(),
        start=match.start(),
        end=match.end(),
    )


def _is_no_month(text: str, match: re.Match[str]) -> bool:
    """Whether a month's name that stands alone is another word: "may", "June Smith"."""
    alone, after = match.group(), text[match.end() : match.end() + 2]
    shy = alone.lower() in ("may", "march", "mar") or alone.islower()
    shy = shy or re.match(r" [A-Z]", after) is not None
    if shy and not _BEFORE_MONTH.search(text[max(0, match.start() - 12) : match.start()]):
        return True
    return after[:1] == "-" or after[:1].isalnum()


def _is_no_year(text: str, match: re.Match[str]) -> bool:
    """Whether a year's figures that stand alone count something: "2000 soldiers"."""
    before = text[max(0, match.start() - 12) : match.start()]
    after = text[match.end() : match.end() + 16]
    counted = _AFTER_COUNT.match(after) and not _BEFORE_YEAR.search(before)
    many = re.match(r"[ \u00a0](?:million|billion)", after)
    return bool(counted or after[:1].isalpha() or many)


def _in_figures(first: int, second: int, *, dots: bool) -> tuple[int | None, int | None]:
    """Day and month of a date in figures; neither where they could be exchanged."""
    if dots or first > 12:
        return first, second
    return (second, first) if second > 12 else (None, None)


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return _MONTHS.index(name[:3].lower()) + 1
