"""What a number measures, held against what a question asks to be measured.

"How tall are the towers?" wants a length, and neither a distance ("27 kilometres off the port")
nor a depth ("40 metres deep"); "How many years did she get?" no age; "How much will she get?" a sum
of money and no span of time. A question that names no measure takes any number.

Elsewhere: what is counted (counts.py).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from rag.text import (
    AUXILIARY,
    LENGTHS,
    MONEY,
    SMALL_NUMBER,
    TIME_SPANS,
    WEEKDAY,
    WEIGHTS,
    Quantity,
    numbers,
)

_SUMS = (
    r"how much (?:money|(?:\w+ ){1,8}?(?:cost|pay|paid|spend|spent|earn|earned|worth|fetch|"
    r"owe|owed|charge|charged|fined|raise|raised))|how expensive|price|costs?|fee|earn|"
    r"salary|wages?|budget|(?:amount|sum) of money|in (?:dollars|euros|pounds|crowns)|"
    r"(?:dollar|euro|pound|money) (?:value|amount|sum)|"
    rf"how much (?:{AUXILIARY}) (?:\w+ ){{1,6}}?(?:get|receive)(?! (?:\w+ ){{0,2}}of)|"
    rf"what (?:{AUXILIARY}) .{{1,60}}\b(?:spend|pay)"
)
_CHANGES = (
    r"f[ae]ll(?:en)?|dropp?(?:ed)?|r[io]se(?:n)?|gr[eo]wn?|clim\w+|slid\w*|slip\w*|plung\w+|surg\w+"
)
_STEPS = frozenset({"%", "point", "percentage point", "degree"})
_SOUGHT = tuple(
    (re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), units)
    for asked, units in (
        (_SUMS, MONEY),
        (r"percentage|per ?cent|proportion|what (?:share|fraction|part) of", frozenset({"%"})),
        (r"how (?:tall|deep|wide)", LENGTHS),  # a fever or a fine may be high as well
        (rf"how far\b.{{0,80}}\b(?:{_CHANGES})", MONEY | LENGTHS | _STEPS),
        (r"how far\b.{0,80}\b(?:behind|ahead|apart|clear)", LENGTHS | TIME_SPANS | _STEPS | {""}),
        (r"how far|how long", LENGTHS | TIME_SPANS),
        (r"how heavy|how much (?:\w+ ){1,8}?weigh", WEIGHTS),
    )
)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
UNITS = MONEY | TIME_SPANS | LENGTHS | WEIGHTS
_COUNTS = re.compile(r"\bhow many\s+((?:[\w.’'-]+\s*){1,4})", re.IGNORECASE)
_NO_MORE_COUNTED = re.compile(r"\b(?:of|an?|per|each|every)\b", re.IGNORECASE)
_BEFORE_UNIT = re.compile(
    r"(?:[ -](?!people|men|women|of|in|for|and|or)[a-z.]+(?<!s)){1,2}[ -](\w+)"
)
_VERB = re.compile(rf"\s*\b(?:{AUXILIARY}|there|that|who|in|on|at|to|from|by|with|for)\b.*", re.I)
_AGE_ASKED = re.compile(r"\b(?:old|ages?|aged|young|younger|older)\b", re.IGNORECASE)
_OF_AGE = re.compile(r"[- ](?:years?[- ])?old\b", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged? (?:of |from |over |under )?|under-|(?:people|persons?|those|children|boys|girls|"
    r"kids|(?:any|every)(?:one|body)|m[ae]n|wom[ae]n|adults|pensioners|youths|teenagers|students|"
    r"pupils|visitors|residents) (?:under|over|below|above) )$",
    re.IGNORECASE,
)
_SPELLED = (
    rf"(?:[a-z]+ty-)?(?:{SMALL_NUMBER}|[a-z]+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
)
_YEARS = rf"(?:1[01]\d|\d{{1,2}}|{_SPELLED})"
# What an age may be followed by: "she was 87 last week", but not "she was 87 metres up".
_NOTHING_COUNTED = (
    r"(?=\s*(?:$|[.,;:!?)“”\"](?!\d)|(?:and|but|or|when|who|while|as|at|on|in|last|this|next|"
    r"old|now|then|today|by|before|after|with)\b))"
)
_NO_TALLY = "".join(rf"(?<!\b{word} )" for word in ("toll", "score", "total", "number", "figure"))
_TELLS_AGE = re.compile(
    "|".join(
        (
            r"\b(?:aged?\b|born\b|(?:day|week|month|year|decade|century)s?[ -]old|birthday\b)",
            rf"\b[a-z]+ of (?:\d{{1,3}}|{_SPELLED})\b(?! (?!(?:was|has|is)\b)[a-z]+s\b)",
            r", \d{1,3}(?=[,.;](?!\d)| (?:and|who|from|of|was|is|has|had)\b)",
            r"(?-i:[A-Z]\S+ [A-Z])\S+ \(\d{1,3}\)",
            rf"{_NO_TALLY}\b(?:is|was|were|are|be|turn(?:s|ed|ing)?|over|under|just|only|nearly|"
            rf"almost) {_YEARS}\b{_NOTHING_COUNTED}",
            rf"\bat (?:1[3-9]|[2-9]\d){_NOTHING_COUNTED}",  # "at nine" is an hour
            r"\b\d+ or (?:over|older|above|under|younger)\b",
            r"\b(?:founded|built|established|opened|formed|made|created|erected|planted|laid|"
            r"completed|carved|painted|written|dat(?:es?|ed|ing))\b"
            r"[^.;]{0,40}?\b(?:(?:1\d|20)\d\d|years ago)\b",
            r"\bdat(?:es?|ed|ing) back\b",
            r"\d,\d{3} years ago\b",
            r"\b(?:[a-z]+(?:th|first|second|third)|\d+(?:st|nd|rd|th))[- ]century\b",
        )
    ),
    re.IGNORECASE,
)
_IN_HER_SIXTIES = re.compile(
    r"\bin (?:his|her|their|its) (?:(?:early|mid|late)[ -])?(?:\d0s|[a-z]+ties|teens)\b"
)
_BARE_AGE = re.compile(_YEARS, re.IGNORECASE)
_ROOM = re.compile(  # "can take 310 passengers", of whom fewer may have been aboard
    r"\b(?:(?:can|could|able to) (?:take|carry|hold|seat|fit|sleep|accommodate)|"
    r"(?:room|space|capacity|seats?|berths?) (?:for|of)) (?:(?:up to|about) )?$",
    re.IGNORECASE,
)
_ROOM_ASKED = re.compile(
    r"\b(?:can|could|able|room|space|capacity|seat\w*|berths?|hold|fit|sleep|accommodate|big|large)\b",
    re.IGNORECASE,
)
_LENGTH_ASKED = re.compile(r"\bhow (?:far|tall|high|deep|wide|long)\b", re.IGNORECASE)
_METRES = re.compile(r"[ \u00a0]?m\b(?! [a-z]+s\b)")
_EXTENT_ASKED = re.compile(r"\bhow (tall|high|deep|wide|long)\b", re.IGNORECASE)
_EXTENT = re.compile(r"[- ](tall|high|deep|thick|wide|broad|long)\b", re.IGNORECASE)
_ALIKE = {"high": "tall", "thick": "deep", "broad": "wide"}
_AWAY = re.compile(
    r"\s+(?:off|from|away|outside|offshore|inland|upstream|downstream|(?-i:(?:above|below) [A-Z])|"
    r"(?:to the )?(?:north|south|east|west)(?:[- ]?(?:east|west))?\b)",
    re.IGNORECASE,
)
_UNIT_OF_TIME = r"(?:minute|hour|night|day|week|fortnight|month|year|season|decade)"
_OFTEN_ASKED = re.compile(r"\bhow (?:often|frequently|regularly)\b", re.IGNORECASE)
_OFTEN = re.compile(
    rf"\b(?:(?:every|each|per) (?:(?:other|few|second|third|\w+ day) |\w+ )?{_UNIT_OF_TIME}s?|"
    r"(?:once|twice|times?) an? (?:hour|night|day|week|fortnight|month|year|season|decade)|"
    r"daily|nightly|hourly|weekly|fortnightly|monthly|quarterly|yearly|annually|annual|"
    rf"(?:on (?=\w+days\b)|every |each ){WEEKDAY}s?|"
    r"twice(?! (?:the|as)\b)|rarely|seldom|regularly|occasionally)\b",
    re.IGNORECASE,
)
_LASTING_ASKED = re.compile(
    r"\bhow long\b(?! (?:is|are|was|were) (?:the|an?|this|that|its|his|her|their) (?:[\w-]+ ){0,2}"
    r"[\w-]+(?<!ed)\s*\??$)",
    re.IGNORECASE,
)
_LASTING = re.compile(
    rf"\b(?:until|till|overnight|all (?:day|night|week|month|year|season)|"
    r"(?:for|at least|about|over|under|nearly|almost|only|than) (?:an?|another|several|many|some|"
    rf"a few|the whole|the next) {_UNIT_OF_TIME}s?|for (?:several |many )?{_UNIT_OF_TIME}s|"
    rf"from (?:\d+|{WEEKDAY}|"
    r"(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*)\b.{0,20}? to)\b",
    re.IGNORECASE,
)
_SINCE_ASKED = re.compile(r"\bhow long (?:has|have|had)\b", re.IGNORECASE)
_SINCE = re.compile(r"(?<!time )(?<!est )\bsince\b", re.IGNORECASE)
_HOW_MUCH_TIME = re.compile(
    r"\bhow much (?:[\w’'-]+ )?(?:time|notice|experience|leave|holiday|sleep|delay|warning)\b"
    r"(?! (?:pay|money)\b)",
    re.IGNORECASE,
)
_HOW_MUCH_LONGER = re.compile(
    r"\bhow much (?:longer|later|earlier|sooner|older|younger|of)\b", re.IGNORECASE
)
_HOW_MUCH = re.compile(r"\bhow much\b", re.IGNORECASE)


def measures(question: str, quantity: Quantity, text: str) -> bool:
    """Whether `quantity`, said in `text`, is of the sort that `question` asks for."""
    if _LENGTH_ASKED.search(question):
        quantity = _in_metres(quantity, text)
    if quantity.unit == "th" or _is_of_another_sort(question, quantity, text):
        return False
    if _HOW_MANY.search(question):
        unit = unit_counted(question)
        if unit in UNITS:
            return unit in {quantity.unit, _unit_after(quantity, text)}
        year = not quantity.unit and re.fullmatch(r"(?:19|20)\d\d", quantity.text)
        return not year and quantity.unit.removeprefix("percentage ") in {"", "%", unit}
    if _HOW_MUCH_TIME.search(question):
        return quantity.unit in TIME_SPANS | {"%"}
    for asked, units in _SOUGHT:
        if asked.search(question):
            return quantity.unit in units or (units == {"%"} and 0 < quantity.value < 1)
    return True


def _in_metres(quantity: Quantity, text: str) -> Quantity:
    """`quantity` as a length where it stands before an "m": "22.4m", but not "40m copies"."""
    millions = quantity.text[-1:] == "m"
    metres = _METRES.match(text, quantity.end - millions)
    if quantity.unit or not metres:
        return quantity
    value = quantity.value / (1e6 if millions else 1)
    return replace(quantity, value=value, unit="metre", end=metres.end())


def behind_how_many(question: str) -> str:
    """The words behind "how many" up to the verb: "former mayors"; "" where nothing is counted."""
    found = _COUNTS.search(question)
    return _VERB.sub("", found[1]) if found else ""


@lru_cache(maxsize=512)
def unit_counted(question: str) -> str:
    """The unit of measure in which "how many …" counts; "" where it counts things.

    >>> unit_counted("How many more years did he get?"), unit_counted("How many ferries sank?")
    ('year', '')
    """
    said = _NO_MORE_COUNTED.split(behind_how_many(question), maxsplit=1)[0].split()
    for place, word in enumerate(said, start=1):
        unit = _unit(word)
        if unit and (place == len(said) or unit != word.lower()):  # no "second homes"
            return unit
    return ""


@lru_cache(maxsize=512)
def _unit(word: str) -> str:
    """The unit of measure that `word` is, by its usual name; "" if it is none.

    >>> _unit("tonnes"), _unit("ferries")
    ('ton', '')
    """
    return next((q.unit for q in numbers(f"9 {word}")), "")


def _unit_after(quantity: Quantity, text: str) -> str:
    """The unit that stands a word or two behind a bare number: "two more years"."""
    found = None if quantity.unit else _BEFORE_UNIT.match(text, quantity.end)
    return _unit(found[1]) if found else ""


def tells_in_words(question: str, text: str) -> bool:
    """Whether a text tells without a number how often or how long something is, as asked.

    >>> tells_in_words("How often does it run?", "It runs daily.")
    True
    >>> tells_in_words("How long is the bridge?", "It is shut until May.")
    False
    """
    return any(
        asked.search(question) and bool(told.search(text))
        for asked, told in (
            (_OFTEN_ASKED, _OFTEN),
            (_LASTING_ASKED, _LASTING),
            (_SINCE_ASKED, _SINCE),
        )
    )


def tells_age(text: str) -> bool:
    """Whether somebody's or something's age stands in a text, or the year it is counted from.

    >>> tells_age("Ann Poe, who is 42, came."), tells_age("Ann Poe met 42 people.")
    (True, False)
    """
    told = _TELLS_AGE.search(text) or _BARE_AGE.fullmatch(text)
    return bool((told and numbers(text)) or _IN_HER_SIXTIES.search(text))


def wants_money(question: str) -> bool:
    """Whether `question` asks for a sum of money."""
    return not _HOW_MUCH_TIME.search(question) and any(
        units is MONEY and asked.search(question) for asked, units in _SOUGHT
    )


def _is_of_another_sort(question: str, quantity: Quantity, text: str) -> bool:
    """Whether the words about a quantity say that it measures something else than is asked."""
    after = text[quantity.end :]
    if _OF_AGE.match(after) or _AGED.search(text[: quantity.start]):
        return not _AGE_ASKED.search(question)
    if _ROOM.search(text[: quantity.start]):
        return not _ROOM_ASKED.search(question)
    if quantity.unit in TIME_SPANS and _HOW_MUCH.search(question):
        return not (_HOW_MUCH_TIME.search(question) or _HOW_MUCH_LONGER.search(question))
    sought = _EXTENT_ASKED.search(question)
    if not sought or quantity.unit not in LENGTHS:
        return False
    if own := _EXTENT.match(after):
        return _dimension(own[1]) != _dimension(sought[1])
    return sought[1].lower() != "long" and bool(_AWAY.match(after))


def _dimension(extent: str) -> str:
    return _ALIKE.get(extent.lower(), extent.lower())
