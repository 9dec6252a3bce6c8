"""The times that a text tells, held against those that a question asks for.

"At what time did it sink?" wants an hour and "In which year?" a year; any other "when" takes a day,
a year or words like "last week" and "in six years' time". What is told of another year answers
nothing, nor does what was where "When will it?" is asked.

Elsewhere: the dates themselves (rag/text/dates.py).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.text import IRREGULAR, SMALL_NUMBER, WEEKDAY, Quantity, dates, numbers

if TYPE_CHECKING:
    from rag.types import Passage

_SPAN = re.compile(
    r"\b(last|this|next|previous|coming)\s+(week|month|year|summer|winter|spring|autumn|season)\b",
    re.IGNORECASE,
)


def spans(text: str) -> tuple[tuple[str, str], ...]:
    """Return the spans of time that `text` tells from the day it was written.

    >>> spans("so far this year, and last month")
    (('this', 'year'), ('last', 'month'))
    """
    return tuple((which.lower(), unit.lower()) for which, unit in _SPAN.findall(text))


_FIRST_YEAR, _LAST_YEAR = 1000, 2100


def can_be_year(number: Quantity) -> bool:
    """Whether a number can be a year or a decade: "2023", "1990s", but not "1,500 km"."""
    return number.unit in {"", "decade"} and _FIRST_YEAR <= number.value <= _LAST_YEAR


_SPOKE = re.compile(
    r"\b(?:said|says|told \w+|announced|reported|added|wrote|confirmed)"
    r"(?: (?:late|early))?(?: on)? $"
)
_SINCE = re.compile(r"\bsince (?:the |last |early |late |mid-)?$", re.IGNORECASE)
_SINCE_ASKED = re.compile(r"\b(?:since|how long|last|latest|before|previous\w*)\b", re.IGNORECASE)


def is_another_time(question: str, before: str) -> bool:
    """Whether a day after the words `before` is, unasked, that on which somebody spoke, or the one
    since which something has been so.
    """
    return bool(_SPOKE.search(before)) or (
        bool(_SINCE.search(before)) and not _SINCE_ASKED.search(question)
    )


_CLOCK = re.compile(r"\b(?:what time|what hour|which hour|time of (?:the )?day)\b", re.IGNORECASE)
_HOURS = rf"(?:{SMALL_NUMBER}|1[0-2]|[1-9])"
# "At nine", "half past nine"; not "at nine shops", "up by nine" nor "eleven to two".
_HOUR = re.compile(
    r"\b(?:noon|midday|midnight|"
    rf"(?<!by )(?:half|quarter|five|ten|twenty(?:-five)?) (?:past|to) {_HOURS}\b(?! [a-z]+s\b)|"
    rf"{_HOURS} (?:o['’]?clock|in the (?:morning|afternoon|evening)|at night)\b|"
    r"\d{1,2}\.\d\d ?[ap]\.?m\b|at \d{1,2}\.\d\d(?!\d)(?! ?(?:%|per\b|[a-z]+s\b))|"
    rf"(?:at|until|till) {_HOURS}(?!['’-])(?=\s*(?:$|[.,;:!?)](?!\d)|"
    r"(?:and|or|but|to|on|in|sharp|tonight|today|tomorrow|every|each|daily|local)\b)))",
    re.IGNORECASE,
)
_FIGURES_OF_HOUR = re.compile(r"\b\d{1,2}[.:]\d\d(?!\d)")
_YEAR_FROM_HERE = re.compile(
    r"\b(?:(?:last|this|next|past|previous|following|same|earlier|later|coming) year|"
    r"years? (?:ago|earlier|later|before|after))\b",
    re.IGNORECASE,
)
_FINENESS = tuple(
    (re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), part)
    for asked, part in (
        (r"(?:what|which) (?:\w+ )?year", "year"),
        (r"(?:what|which) (?:week)?day of the week|(?:what|which) weekday", "weekday"),
        (r"(?:what|which) (?:\w+ )?date|(?:what|on) the (?:exact )?date", "day"),
    )
)
_ON_A_DAY = re.compile(r"\b(?:what|which) (?:exact )?day\b(?! of)", re.IGNORECASE)
_A_DAY = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:same|next|previous|following|first|last|second|third)"
    r" day|day (?:before|after|earlier|later)|days? ago|eve)\b",
    re.IGNORECASE,
)
_UNIT_OF_TIME = r"(?:minute|hour|day|week|fortnight|month|year|decade)"
_RELATIVE_TIME = re.compile(
    rf"\b(?:{WEEKDAY}|today|yesterday|tomorrow|tonight|overnight|"
    r"(?:last|this|that|next|past|previous|following|same|earlier|later|coming)\s+(?:\w+\s+)?"
    r"(?:week|month|year|day|spring|summer|autumn|fall|winter|decade|century|night|morning|"
    r"afternoon|evening|fortnight)s?|in the (?:\w+ )?(?:morning|afternoon|evening|night)|"
    r"(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+th|first|second|third)[- ]century|"
    r"in the (?:\d+(?:st|nd|rd|th)|[a-z]+(?:th|first|second|third)|first|second|third) "
    r"(?:minute|hour|half|lap|round|over|inning)|"
    rf"within (?:(?:the next|about) )?(?:an?|{_HOURS}|\d{{1,3}}) {_UNIT_OF_TIME}s?|"
    rf"(?<!time )in an? {_UNIT_OF_TIME}(?! of)|"
    rf"in (?:{_HOURS}|\d{{1,3}}) {_UNIT_OF_TIME}s?['’] time|"
    # "The first in six years" tells no time.
    rf"(?:will|again|due|to)\b[^.;]{{0,60}} in (?:{_HOURS}|\d{{1,3}}) {_UNIT_OF_TIME}s?|"
    r"(?:days?|weeks?|months?|years?|hours?|century|centuries|decades?)\s+(?:ago|earlier|later|"
    r"before|after)|since|until|after|before|during|\d{1,2}:\d\d|weekend|dawn|dusk|noon|midnight|"
    r"on the \d{1,2}(?:st|nd|rd|th)|(?:start|beginning|middle|end) of (?:the |this |next |last )?"
    r"(?:week|month|year|decade|century|season)|(?:in|by|until|before|after|since|at|on) "
    r"(?:the |early |late )?(?:spring|summer|autumn|winter|easter|christmas|ramadan|new year))\b",
    re.IGNORECASE,
)
# Years that no calendar of ours has: "in 987", "AD 79", "44 BC".
_EARLY_YEAR = re.compile(
    r"\bin \d{3}(?=\s*(?:$|[.,;:)](?!\d)|(?:and|by|when|after|to|as|under|at|on|in)\b))|"
    r"\b(?:AD|CE) \d+\b|\b\d+ (?:AD|BC|BCE|CE)\b"
)


def tells_time(question: str, text: str) -> bool:
    """Whether a text tells a time as finely as the question asks for it.

    >>> tells_time("When did it sink?", "It sank on Monday.")
    True
    >>> tells_time("At what time did it sink?", "It sank on Monday.")
    False
    """
    told, units = dates(text), {q.unit for q in numbers(text)}
    of_an_hour = "o'clock" in units or bool(_HOUR.search(text))
    of_a_year = "decade" in units or bool(_EARLY_YEAR.search(text))
    if _CLOCK.search(question):
        return of_an_hour or bool(_FIGURES_OF_HOUR.search(text))
    for asked, part in _FINENESS:
        if asked.search(question):
            given = any(getattr(time, part) is not None for time in told)
            of_a_year = of_a_year or bool(_YEAR_FROM_HERE.search(text))
            return given or (part == "year" and of_a_year)
    if _ON_A_DAY.search(question):
        of_a_day = any(time.day is not None or time.weekday is not None for time in told)
        return of_a_day or bool(_A_DAY.search(text))
    return bool(told) or of_an_hour or of_a_year or bool(_RELATIVE_TIME.search(text))


_YEARS_OFF = {"last": -1, "previous": -1, "next": 1, "coming": 1}
_IN_A_YEAR = re.compile(
    r"\b(?:in|of|by|since|until|than|with|to|during|for|before|after) (?:\w+ )?(?:1\d|20)\d\d\b",
    re.IGNORECASE,
)
_SEASON = re.compile(r"\b((?:1\d|20)\d\d)[-–/](?:\d\d)?(\d\d)\b(?![-–/]\d)")


def is_of_another_year(question: str, sentence: str, passage: Passage) -> bool:
    """Whether `sentence` tells of other years than `question`, and its passage not of those.

    "Last year" is the year before the article's, and so on: no other year is told by it. An
    article that names no year tells of its own.
    """
    years, told = _years(question), _years(sentence)
    if not years or years & told:
        return False
    if not told and not (passage.published and _IN_A_YEAR.search(question)):
        return False  # "the 1888 bridge" is of no year
    near = _years(passage.whole)
    if passage.published:
        said = {_YEARS_OFF.get(which, 0) for which, _ in spans(passage.text)}
        near |= {passage.published.year + off for off in (0, *said)}
    return not years & near


def _years(text: str) -> set[int]:
    """The years that a text names; both of "2019-20"."""
    seconds = {int(first) + 1: int(last) for first, last in _SEASON.findall(text)}
    ends = {year for year, last in seconds.items() if year % 100 == last}
    return ends | {time.year for time in dates(text) if time.year}


# What is still to come, as it is asked for and as it is told.
_TO_COME = re.compile(
    r"^(?:when|where|how (?:many|much|long)|what(?: \w+)?) will\b|"
    r"^when (?:is|are)\b.*\b(?:going|coming|next|again|returning)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will|would|shall|should|(?-i:may)|might|could|plan\w*|due|schedul\w+|expect\w*|next|coming|"
    r"later|soon|until|by|from|set (?:to|for)|(?:is|are|was|were) to|to be|hope[sd]?|aim\w*|"
    r"invit\w+|agreed|intend\w*|want\w*|announced|(?:re)?opens?|starts?|begins?|ends?|returns?|resumes?)\b",
    re.IGNORECASE,
)
# "Lund play Hay on Saturday" is to come, in the present; "said" and "told" only lead up to it.
_PASTS = "|".join(sorted({*IRREGULAR} - {"said", "told"}))
_PAST = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bthe )(?<!\ba )\b(?!hundred\b)"
    rf"(?:was|were|had|did|beat|ran|[a-z]+(?<!e)ed|{_PASTS})\b"
)


def is_of_the_past(question: str, sentence: str) -> bool:
    """Whether `sentence` tells only what was, where what is to come is asked for.

    >>> is_of_the_past("When will Lund play Hay?", "Lund beat Hay on Saturday.")
    True
    >>> is_of_the_past("When will Lund play Hay?", "Lund play Hay on Saturday.")
    False
    """
    if not _TO_COME.search(question) or _PLANNED.search(sentence):
        return False
    return bool(_PAST.search(sentence))
