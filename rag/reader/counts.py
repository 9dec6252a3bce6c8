"""What is counted: "how many ferries", "how much oil", and what became of the people counted.

"How many sank?" is not answered by how many were afloat, nor "How many Norwegian sailors died?" by
the Danes. A number counts what stands a few words behind it.

Elsewhere: numbers that measure, and their units (measures.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from rag.reader.measures import UNITS, behind_how_many, unit_counted
from rag.text import AUXILIARY, Quantity, land, numbers, stem, undated_numbers, words

FATE_WITHIN = 7  # words from a number to what became of those counted, read off made-up sentences
COUNTED_WITHIN = 3  # words from a number to what it counts: "four armored vehicles"

_PLURAL = re.compile(r"\b[a-z]{2,}[a-rt-z]s\b|\b(?:women|children)\b")
_NO_THINGS = frozenset({"times", "others", "was", "has", "does", "is", "this"})


def counted_things(question: str) -> tuple[str, ...]:
    """The things that `question` wants counted; none for people and for units of measure.

    >>> counted_things("How many former mayors came?"), counted_things("How many years did he get?")
    (('mayors',), ())
    """
    if unit_counted(question) in UNITS:
        return ()
    things = _PLURAL.findall(behind_how_many(question))
    return tuple(thing for thing in things if thing not in _NO_THINGS)


_COMPARED = (
    r"(?:long|larg|bigg|high|low|cheap|tall|fast|slow|furth|farth|lat|earli|old|young|small|bett)er|"
    r"worse"
)
_STUFF = re.compile(
    rf"\bhow much (?!(?:{AUXILIARY}|more|less)\b)(?:[\w-]+ )?"
    rf"(?P<stuff>(?!(?:money|time|of|worth|cash|pay|people|percent|{_COMPARED})\b)[a-z]{{3,}}) "
    rf"(?:{AUXILIARY})\b",
    re.IGNORECASE,
)


def measured_stuff(question: str) -> tuple[str, ...]:
    """The stuff of which `question` asks how much there is; none for money, time and the like.

    >>> measured_stuff("How much Velmish oil did Hay buy?"), measured_stuff("How much is it worth?")
    (('oil',), ())
    """
    found = _STUFF.search(question)
    return (found["stuff"],) if found else ()


def count_of(things: Iterable[str], text: str) -> str:
    """The number, as written, that stands before one of `things` in a text; "" unless it is one.

    >>> count_of(["vehicles"], "Four armored vehicles and five pickups were destroyed.")
    'Four'
    """
    wanted = {stem(thing.casefold()) for thing in things}
    found = [
        quantity.text
        for quantity in numbers(text)
        if quantity.unit != "th"
        and wanted & {stem(word.text) for word in words(text[quantity.end :])[:COUNTED_WITHIN]}
    ]
    return found[0] if len(found) == 1 else ""


# What stands between the numbers of two things listed together, and behind each.
_LISTED = re.compile(
    r".{2,40}(?:,|\b(?:and|or|plus|as well as|along with))"
    r"(?: (?:about|some|another|nearly|almost|at least|more than))?\s"
)
_THINGS = re.compile(
    r"[\s-](?:[\w’'-]+ ){0,2}?(?P<thing>[a-z]{2,}[a-rt-z]s|people|m[ae]n|wom[ae]n|children)\b"
)


def listed_with(things: Iterable[str], said: str, text: str) -> str:
    """The number of `things` in a text where `said` is that of others listed beside them; else "".

    >>> listed_with(["vehicles"], "five", "Four armored vehicles and five pickups were destroyed.")
    'Four'
    >>> listed_with(["games"], "three", "Lund lost three of their 38 games.")
    ''
    """
    at = {quantity.text: quantity for quantity in numbers(text)}
    other, count = at.get(next((q.text for q in numbers(said)), "")), at.get(count_of(things, text))
    if not other or not count or count.text in said:
        return ""
    first, second = sorted((other, count), key=lambda quantity: quantity.start)
    listed = _LISTED.fullmatch(text, first.end, second.start)
    things_of_both = _THINGS.match(text, first.end) and _THINGS.match(text, second.end)
    return count.text if listed and things_of_both else ""


def without_kinds(text: str) -> str:
    """A text that counts several things together without the words that say of what kind each is;
    "" for one that does not.

    >>> without_kinds("The fire burnt four armoured vehicles and five pickups.")
    'The fire burnt  vehicles and  pickups.'
    """
    told = undated_numbers(text)
    listed = {
        each
        for pair in pairwise(told)
        if _LISTED.fullmatch(text, pair[0].end, pair[1].start)
        and all(_THINGS.match(text, quantity.end) for quantity in pair)
        for each in pair
    }
    left = text if listed else ""
    for quantity in sorted(listed, key=lambda each: -each.start):
        if thing := _THINGS.match(text, quantity.end):
            left = left[: quantity.start] + left[thing.start("thing") - 1 :]
    return left


# What became of the people who are counted: the dead of a wreck are not those aboard.
_FATES = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"kill\w*|dead|died?|dying|deaths?|fatal\w*|perish\w*|bod(?:y|ies)|slain|"
        r"(?:lost|lose) (?:\w+ )?(?:life|lives)",
        r"injur\w*|wound\w*|hurt|hospital(?!s\b)\w*",
        r"arrest\w*|detain\w*|custody",
        r"missing|unaccounted",
        r"evacuat\w*|displac\w*|homeless|flee|fled",
        r"aboard|on board|passengers|crew",
        r"rescue\w*|surviv\w*|saved",
    )
)
_HOW_MANY_OF = re.compile(r"\bhow many (?P<whose>(?:[\w-]+ ){1,2})[a-z]+", re.IGNORECASE)


def counts_another_people(question: str, sentence: str) -> bool:
    """Whether those who met with a fate in `sentence` are another country's than `question` asks.

    >>> counts_another_people("How many Norwegian soldiers died?", "It killed 70 Danish sailors.")
    True
    >>> counts_another_people("How many Norwegian soldiers died?", "It killed 70 soldiers.")
    False
    """
    found = _HOW_MANY_OF.search(question)
    if not found or not any(fate.search(question) for fate in _FATES):
        return False
    asked = {land(word) for word in found["whose"].split()} - {""}
    counted = {
        land(word.text)
        for quantity in numbers(sentence)
        for word in words(sentence[quantity.end :])[:COUNTED_WITHIN]
    } - {""}
    return bool(asked and counted) and not asked & counted


_NONE = re.compile(
    r"\b(?:no(?! (?:more|further|other|new|longer|one else)\b)|none|nobody(?! else)|"
    r"not (?:a single|one))"
    r"(?P<of>(?: [\w’'-]+){1,5})",
    re.IGNORECASE,
)


def tells_none(question: str, sentence: str) -> bool:
    """Whether a sentence tells that nobody met with the fate of which `question` asks how many did.

    >>> tells_none("How many patients died?", "Two fell ill. No deaths occurred.")
    True
    >>> tells_none("How many patients died?", "No further deaths occurred; no one was hurt.")
    False
    """
    if not re.search(r"\bhow many\b", question, re.IGNORECASE):
        return False
    asked = _fates(question)
    return any(asked & _fates(none["of"]) for none in _NONE.finditer(sentence))


def tells_fate(question: str, sentence: str) -> bool:
    """Whether a sentence has a word for the fate of which `question` asks, in any clause."""
    return bool(_fates(question) & _fates(sentence))


def is_of_another_fate(question: str, sentence: str) -> bool:
    """Whether the people counted in `sentence` met with something else than `question` asks of.

    >>> is_of_another_fate("How many people were on board?", "The fire killed nine people.")
    True
    >>> is_of_another_fate("How many people were on board?", "There were 404 people on the ship.")
    False
    >>> is_of_another_fate("How many were missing?", "Two were not found: it sank with 40 aboard.")
    False
    """
    if not re.search(r"\bhow many\b", question, re.IGNORECASE):
        return False
    asked = _fates(question)
    counted = [_fates(_clause_about(q, sentence)) for q in undated_numbers(sentence) if not q.unit]
    return bool(asked) and all(
        told and not asked & told for told in (counted or [_fates(sentence)])
    )


def _fates(text: str) -> frozenset[re.Pattern[str]]:
    return frozenset(fate for fate in _FATES if fate.search(text))


_CLAUSE_BREAK = re.compile(r"[,;:]|\b(?:as|while|since|after|when|where|but)\b", re.IGNORECASE)


def _clause_about(quantity: Quantity, sentence: str) -> str:
    """The words before a number in its clause, and those soon after it."""
    before = _CLAUSE_BREAK.split(sentence[: quantity.start])[-1]
    after = sentence[quantity.end :]
    near = words(after)[:FATE_WITHIN]
    return f"{before} {after[: near[-1].end] if near else ''}"
