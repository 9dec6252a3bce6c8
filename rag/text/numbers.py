"""Numbers that a text says, in figures or in words, with what they count or measure.

`Quantity` objects are equal when value and unit are: "$190 billion" and "190bn dollars".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from rag.text.grammar import MODAL
from rag.text.words import normalised


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number said in a text.

    `unit` is "" for a plain number or a count of things; else a currency ("dollar"), "%", a
    measure or span of time in the singular ("kilometre", "month"), "th" for an ordinal, "o'clock"
    for a time of day in hours, or "decade" for "1990s".
    """

    value: float
    unit: str = ""
    text: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def _numbered(text: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * i for i, word in enumerate(text.split())}


_UP_TO_NINE = _numbered("one two three four five six seven eight nine", 1)
_TEENS = _numbered(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10
)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_VALUES: dict[str, float] = {**_UP_TO_NINE, **_TEENS, **_TENS, "a": 1, "an": 1}
_ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
)
_PARTS = {"hal": 2, "thi": 3, "qua": 4, "fif": 5, "ten": 10}
_SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6}
_SCALES |= {"mln": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12}
_SCALES |= {"tn": 1e12, "trn": 1e12, "lakh": 1e5, "crore": 1e7}
_CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₽": "ruble", "₹": "rupee"}
_CURRENCIES |= {"₴": "hryvnia", "₺": "lira", "usd": "dollar", "eur": "euro", "gbp": "pound"}
_CURRENCIES |= {"rmb": "yuan", "cny": "yuan", "rub": "ruble", "jpy": "yen", "rs": "rupee"}
# Currencies by their names in the singular; none that is a common word too ("won", "real").
_MONEY = (
    "dollar euro pound yuan ruble yen rupee franc hryvnia lira crown krona krone koruna króna "
    "zloty forint peso rand shekel dirham riyal rial baht rupiah cent penny dinar denar leu lari "
    "dram manat tenge cedi naira shilling birr kwacha metical dalasi kyat taka ringgit afghani "
    "guarani quetzal lempira boliviano bolivar gourde escudo guilder kuna"
)
_WHOSE_MONEY = (
    r"US|U\.S\.|American|Australian|British|Canadian|CFA|Chinese|Czech|Danish|Egyptian|Hong Kong|"
    r"Icelandic|Indian|Jamaican|Kenyan|Mexican|New Zealand|Norwegian|Pacific|Polish|Russian|Saudi|"
    r"Singapore|Sudanese|Swedish|Swiss|Taiwan|Tanzanian|Tunisian|Turkish|Ugandan"
)
_UNITS = {  # as written, in the singular: as compared
    **_CURRENCIES,
    "rouble": "ruble",
    "renminbi": "yuan",
    "%": "%",
    "percent": "%",
    "per cent": "%",
    "pct": "%",
    "°": "degree",  # of either scale
    "c": "degree",
    "f": "degree",
    "g": "gram",
    "min": "minute",
    "hr": "hour",
    "yr": "year",
    "centurie": "century",
    "km": "kilometre",
    "kilometer": "kilometre",
    "meter": "metre",
    "cm": "centimetre",
    "mm": "millimetre",
    "ft": "foot",
    # As "100 miles an hour" is read.
    "mph": "mile",
    "km/h": "kilometre",
    "kmh": "kilometre",
    "kph": "kilometre",
    "kg": "kilogram",
    "tonne": "ton",
    "liter": "litre",
    "ml": "millilitre",
    "kw": "kilowatt",
    "mw": "megawatt",
    "gw": "gigawatt",
    "feet": "foot",
    "inche": "inch",
    # plurals that no rule makes
    "pence": "penny",
    "kroner": "krone",
    "kronor": "krona",
    "krónur": "króna",
    "lei": "leu",
}
_UNITS |= {
    unit: unit
    for unit in _numbered(
        f"{_MONEY} second minute hour day week month year decade century point kilometre metre "
        "centimetre millimetre mile yard foot inch gram kilogram ton litre millilitre gallon "
        "barrel acre hectare degree kilowatt megawatt gigawatt",
        0,
    )
}
_UNITS["percentage point"] = "percentage point"
MONEY = frozenset(_MONEY.split())
TIME_SPANS = frozenset(
    {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"}
)
LENGTHS = frozenset(
    {"kilometre", "metre", "centimetre", "millimetre", "mile", "yard", "foot", "inch"}
)
WEIGHTS = frozenset({"gram", "kilogram", "ton"})

_SCALE_WORD = "(?:dozen|hundred|thousand|lakh|million|crore|billion|trillion)"
_PIECE = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UP_TO_NINE)}))?"
    rf"|{'|'.join(_TEENS)}|{'|'.join(_UP_TO_NINE)})"
)
_SIGN = r"(?:(?:US|HK|NZ|AU|A|C|S)?\$|[€£¥₽₹₴₺]|(?:USD|EUR|GBP|RMB|CNY|RUB|JPY|Rs\.?)[ \u00a0]?)"
_NUMBER = re.compile(
    r"(?<![\w.,:/])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?"
    r"(?:[ \u00a0]?(?P<half>[ap])\.?m\b)?(?![\d:])"
    r"|(?<![\w.,:/])(?P<hour2>1[0-2]|0?[1-9])(?:\.(?P<minute2>[0-5]\d))?[ \u00a0]?"
    r"(?P<half2>[ap])\.?m\b"
    r"|(?<![\w.,:/])(?P<decade>[12]\d\d0)['’]?s\b"
    r"|(?<![\w.,:/])(?P<nth>\d{1,6})(?:st|nd|rd|th)\b"
    rf"|(?<![\w.,:/])(?:(?<![\w)])(?P<minus>[-−]))?(?P<sign>{_SIGN})?"
    r"(?P<figures>\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+|\d+)"
    r"(?P<fraction>\.\d+|,\d{1,2})?(?![.,]?\d)"
    r"|\b(?P<top>one|two|three|four)[ -](?P<part>halves|thirds?|quarters?|fifths?|tenths?)\b"
    r"|\b(?:an? )?(?P<part2>half|(?<=a )third|(?<=a )quarter|(?<=a )fifth|(?<=a )tenth)(?= of\b)"
    rf"|\b(?:(?P<tens>{'|'.join(_TENS)})[ -])?(?P<ordinal>{'|'.join(_ORDINALS)})\b"
    rf"|\b(?P<spelled>(?:(?:half )?an?(?=[ -]{_SCALE_WORD}\b)"
    rf"|{_PIECE}\b(?:[ -]and[ -]a[ -]half\b)?)"
    rf"(?:(?:[ -]{_SCALE_WORD}\b)+(?:(?: and)? {_PIECE}\b)?)*)",
    re.IGNORECASE,
)
_SCALE = re.compile(
    rf"(?:[ \u00a0\u202f-]?({_SCALE_WORD}|mln|mn|bn|trn|tn)s?|([kmb]))(?![^\W_])",
    re.IGNORECASE,
)
# A length, where "3.5m" is else a number of millions.
_OF_A_LENGTH = re.compile(
    r"[ \u00a0-](?:tall|high|deep|wide|long|thick|above|below|away|apart|finals?|races?|sprints?|"
    r"relays?|hurdles|freestyle|butterfly|backstroke|breaststroke|medley|peaks?|waves?|walls?)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[ \u00a0\u202f-]?(?:(%|°(?:[ \u00a0\u202f]?[CF](?![^\W_]))?|"
    r"(?<=\d)(?-i:[CF])(?![^\W_])|(?-i:g)(?![^\W_]))|"
    rf"(?:(?:{_WHOSE_MONEY})[ -])?"
    rf"({'|'.join(sorted((u for u in _UNITS if u[1:]), key=len, reverse=True))})s?"
    r"(?![^\W_]))",
    re.IGNORECASE,
)
_PRONOUN_BEFORE = re.compile(
    r"\b(?:no|the|this|that|any|each|which|every|some|another)[ -]\Z", re.I
)
_PRONOUN_AFTER = re.compile(
    rf"[’']|[ -](?:of|another|who|whom|that|which|{MODAL}|is|was|has|had|"
    r"or|and|to|by|in|on|at|for|with|as|side|hand)\b|\s*[.,;:!?)]|\s*\Z"
)
_NAME_BEFORE = re.compile(r"(?<![A-Za-z])(?:[A-Z]{1,6}|[A-Z][a-z])[-‑–]\Z")  # F-16, COVID-19, Su-35


def numbers(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of `text` in order; parts of names ("F-16") are none.

    Vague ones ("dozens") are left out, and "more than 70" is 70.

    >>> [(q.value, q.unit) for q in numbers("more than 70, 90 per cent, 10-point, seventy")]
    [(70.0, ''), (90.0, '%'), (10.0, 'point'), (70.0, '')]
    >>> numbers("$190 billion") == numbers("190bn dollars")
    True
    """
    found = []
    match = _NUMBER.search(text)
    while match:
        quantity = _quantity(text, match)
        if quantity:
            found.append(quantity)
        match = _NUMBER.search(text, quantity.end if quantity else match.end())
    return tuple(found)


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Whether both can mean the same: equal values, and units that do not contradict.

    "100m" is a hundred metres as well as a hundred million.

    >>> same_quantity(numbers("29 meetings")[0], numbers("the 29th meeting")[0])
    True
    """
    return any(
        (a == b or "" in (a, b)) and math.isclose(x, y, rel_tol=1e-9)
        for x, a in _readings(one)
        for y, b in _readings(other)
    )


def _readings(number: Quantity) -> list[tuple[float, str]]:
    """What a number can be: its value and unit, and those of its other reading."""
    found = [(number.value, number.unit)]
    if number.text[-1:] == "m" and number.unit in ("", "metre"):
        metres = number.unit == "metre"
        found.append((number.value * 1e6, "") if metres else (number.value / 1e6, "metre"))
    return found


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    said = {key: normalised(value) for key, value in match.groupdict().items() if value}
    if "figures" in said:
        return _in_figures(text, match, said)
    if "spelled" in said:
        return _in_words(text, start, end, said["spelled"])
    if hour := said.get("hour") or said.get("hour2"):
        value, unit = _time_of_day(int(hour), said), "o'clock"
    elif "decade" in said:
        value, unit = float(said["decade"]), "decade"
    elif part := said.get("part") or said.get("part2"):
        value, unit = _VALUES[said.get("top", "a")] / _PARTS[part[:3]], ""
    elif "nth" in said:
        value, unit = float(said["nth"]), "th"
    else:
        value, unit = float(_TENS.get(said.get("tens", ""), 0) + _ORDINALS[said["ordinal"]]), "th"
    return Quantity(value, unit, text[start:end], start, end)


def _in_figures(text: str, match: re.Match[str], said: dict[str, str]) -> Quantity | None:
    start, end = match.span()
    if _NAME_BEFORE.search(text[max(0, start - 8) : start]):
        return None
    fraction = said.get("fraction", "").replace(",", ".")
    value = float(re.sub(r"\D", "", said["figures"]) + fraction)
    if math.isinf(value):  # of more than 308 figures
        return None
    if _is_metres(text, match, said):
        return Quantity(value, "metre", text[start : end + 1], start, end + 1)
    while scale := _SCALE.match(text, end):  # "2 lakh crore"
        value, end = value * _SCALES[normalised(scale[1] or scale[2])], scale.end()
    unit, end = _unit(text, end, said.get("sign", ""))
    if text[end : end + 1].isalnum():  # "5G", "4x4"
        return None
    value = round(-value if "minus" in said else value, 6)
    return Quantity(value, unit, text[start:end], start, end)


def _is_metres(text: str, match: re.Match[str], said: dict[str, str]) -> bool:
    """Whether "100m" is a length: "1.8m tall", "the 100m final", "2,000m"."""
    m = _SCALE.match(text, match.end())
    if "sign" in said or m is None or m[2] != "m":
        return False
    return "," in said["figures"] or bool(_OF_A_LENGTH.match(text, m.end()))


def _in_words(text: str, start: int, end: int, said: str) -> Quantity | None:
    total = current = 0.0
    for word in re.split(r"[ -]", said):
        scale = _SCALES.get(word, 0)
        if word == "half":
            current += 0.5
        elif scale >= 1_000:
            total, current = total + current * scale, 0.0
        elif scale:
            current *= scale
        elif word not in ("and", "a", "an"):
            current += _VALUES[word]
        elif word != "and":
            current = current or 1.0
    unit, after = _unit(text, end, "")
    if said == "one" and not unit:  # "one of the biggest", "no one", "this one"
        before = text[max(0, start - 9) : start]
        if _PRONOUN_BEFORE.search(before) or _PRONOUN_AFTER.match(text[end : end + 12]):
            return None
    return Quantity(total + current, unit, text[start:after], start, after)


def _unit(text: str, end: int, sign: str) -> tuple[str, int]:
    """The unit that follows, or that the sign before the number is; and where it ends."""
    if sign:
        return _CURRENCIES.get(sign.strip(" \u00a0."), "dollar"), end  # "hk$" is dollars too
    match = _UNIT.match(text, end)
    if match is None:
        return "", end
    written = (match[1] or match[2]).lower().replace("-", " ")
    written = "°" if written.startswith("°") else written
    return _UNITS.get(written) or _UNITS[normalised(written)], match.end()  # "LİRA", "krónur"


def _time_of_day(hour: int, said: dict[str, str]) -> float:
    half = said.get("half") or said.get("half2")
    hours = hour % 12 + (12 if half == "p" else 0) if half else hour
    return hours + int(said.get("minute") or said.get("minute2") or 0) / 60
