"""Dates as pages write them, read only where they can mean one day.

"05/06/2023" is two days, one on each side of the Atlantic, and is not read, nor is "24.05.23",
which begins with the year in some countries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rag.text import normalised

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januari janvier janv enero gennaio janeiro stycznia января",
            "february feb februar februari février févr fevrier febrero febbraio fevereiro lutego"
            " февраля",
            "march mar märz mars maart marts marzo março marca марта",
            "april apr avril abril aprile kwietnia апреля",
            "may mai mei maj mayo maio maggio maja мая",
            "june jun juni juin junio junho giugno czerwca июня",
            "july jul juli juillet juil julio julho luglio lipca июля",
            "august aug augusti augustus août agosto sierpnia августа",
            "september sept sep septembre septiembre setembro settembre września сентября",
            "october oct oktober okt octobre octubre outubro ottobre października октября",
            "november nov novembre noviembre novembro listopada ноября",
            "december dec dezember desember dez décembre déc diciembre dezembro dicembre grudnia"
            " декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)([.-])(?P<month>[01]\d)\2(?P<day>[0-3]\d)(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)年(?P<month>[01]?\d)月(?P<day>[0-3]?\d)日",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)/(?P<month>[01]?\d)/(?P<day>[0-3]?\d)(?!\d)",
        rf"(?<!\d){_DAY}[ -]+(?:de |of )?{_MONTH},?[ -]+(?:de )?{_YEAR}(?!\d)",
        rf"\b{_MONTH}[ -]+{_DAY},?[ -]+{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.\s?{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>[0-3]?\d)([/-])(?P<month>[0-3]?\d)\2{_YEAR}(?!\d)",
    )
)
_EITHER_FIRST = re.compile(r"\d\d?[/-]\d\d?[/-]")  # the day or the month
_LONGEST = 80  # characters of a line that is a date
# Possessive (`++`), so that nothing is taken apart anew: "11.11.11." can be read in as many ways as
# there are subsets of its marks.
_BESIDE_A_DATE = re.compile(
    r"(?:t?\d{1,2}[:.h]\d\d(?:[:.]\d\d(?:\.\d+)?)?z?"
    r"|\b(?:a\.?m|p\.?m|uhr|gmt|utc|est|edt|et|pst|pdt|cet|cest|ist|bst|msk|z|t|at|on|um|à|a)\b"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|[+-]\d{2}:?\d{2}"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|[\s,.|()\[\]·•–—-])++",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """Where a date stands in a text; `day` is None where it can mean two days, or none."""

    day: date | None
    start: int
    end: int


def written_date(text: str) -> WrittenDate | None:
    """The first date written in `text`, read or not, or None."""
    found = [match for pattern in _WRITTEN if (match := pattern.search(text))]
    if not found:
        return None
    first = min(found, key=lambda match: match.start())
    return WrittenDate(_day(first), first.start(), first.end())


def date_in(text: str) -> date | None:
    """The first date written in `text`, or None."""
    found = written_date(text)
    return found.day if found else None


def is_beside_a_date(text: str) -> bool:
    """Whether the text is a weekday, an hour or a time zone, such as dates are given with."""
    return _BESIDE_A_DATE.fullmatch(text) is not None


def is_a_date(text: str) -> bool:
    """Whether the text is a date, weekday and hour aside, be it one that can mean two days."""
    return _alone(text) is not None


def only_a_date(text: str) -> date | None:
    """The date that `text` consists of, weekday and hour aside, or None."""
    found = _alone(text)
    return found.day if found else None


def _alone(text: str) -> WrittenDate | None:
    """The date of a text that holds nothing else."""
    found = written_date(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    rest = f"{text[: found.start]} {text[found.end :]}"
    return found if not rest.strip() or is_beside_a_date(rest) else None


def _day(match: re.Match[str]) -> date | None:
    written = match["month"].casefold()
    month = _MONTHS.get(written) or _MONTHS.get(normalised(written)) or int(written)  # APRİL
    day = int(match["day"])
    exchangeable = _EITHER_FIRST.match(match.group()) is not None
    if exchangeable and month <= 12 and day <= 12 and day != month:
        return None
    if month > 12:
        month, day = day, month
    try:
        return date(int(match["year"]), month, day)
    except ValueError:
        return None
