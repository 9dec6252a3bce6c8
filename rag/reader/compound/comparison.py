"""A comparison taken apart: what is asked of each side, and in which respects.

"How do the plans of May and June differ in cost and in length?" has two sides and two respects:
four things to look up. Each form of words that compares stands here with what is made of it.

Elsewhere: where one side ends and the other begins (rag/reader/compound/pair.py), the sentences
that tell them (rag/reader/compound/side_by_side.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from rag.reader.compound.coordination import LONGEST, of_each
from rag.reader.compound.pair import (
    Pair,
    filled_in,
    first_side,
    opens_a_side,
    two_named,
    two_sides,
    with_thing,
)
from rag.text import BE, DO, HAVE, names, normalised, word_set

# A comparative, and what asks for the measure of it.
MEASURES = {
    "more": "how many",
    "fewer": "how many",
    "less": "how much",
    "larger": "how large",
    "bigger": "how big",
    "smaller": "how large",
    "greater": "how great",
    "higher": "how high",
    "lower": "how high",
    "taller": "how tall",
    "longer": "how long",
    "shorter": "how long",
    "older": "how old",
    "younger": "how old",
    "heavier": "how heavy",
    "lighter": "how heavy",
    "faster": "how fast",
    "slower": "how fast",
    "dearer": "how expensive",
    "cheaper": "how expensive",
    "earlier": "when",
    "later": "when",
    "sooner": "when",
    "deeper": "how deep",
    "wider": "how wide",
    "farther": "how far",
    "further": "how far",
}
COMPARATIVES = frozenset(MEASURES) | word_set(
    "better worse stronger weaker richer poorer hotter colder warmer cooler safer busier closer "
    "nearer harder easier louder quieter newer thicker thinner wetter drier"
)
_NAMED_MEASURES = {  # what asks for the measure that a side names: "the age of Ann"
    "age": "how old is",
    "height": "how tall is",
    "length": "how long is",
    "weight": "how heavy is",
    "size": "how large is",
    "population": "how many people live in",
}
_MEASURED = re.compile(
    rf"(?:the )?(?P<noun>{'|'.join(_NAMED_MEASURES)})s? of (?P<whose>.+)", re.IGNORECASE
)
_COMPARATIVE = rf"(?P<than>{'|'.join(MEASURES)})"
_BE = rf"(?:{BE}|will)"
_DO = rf"(?:{DO}|{HAVE}|will|would)"
_ASKS = r"(?:for |at |in )?(?:how|what|which|when|where|who)\b"

_THAN = re.compile(
    rf"(?P<verb>{_BE})\s(?P<before>(?:\S+\s)+?){_COMPARATIVE}\b\s?(?P<rest>.*?)\s?than\s(?P<b>.+)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:please )?(?:set|put|hold|place|lay) (?P<a>.+?) (?:beside|next to|alongside|against|"
    r"side by side with) (?P<b>[^:]+?)(?::.*)?",
    re.IGNORECASE,
)
_HELD_APART = re.compile(
    r"\s(?:differ(?:ent)?|compare)\b\s?"
    r"(?:(?P<prep>in terms of|as to|in|on|over|about|regarding)\s(?P<told>.+)|.*)$",
    re.IGNORECASE,
)
_AND_IN = re.compile(r"(?:,|,?\s(?:and|or))\s(?:(?:in|on|over|about|as to)\s)?", re.IGNORECASE)
_AND_ASKED = re.compile(rf",?\s(?:and|or)\s(?={_ASKS})")
_EACH = re.compile(r"\s(?:(?:in |at |on |for )?each(?: (?:time|case|one|of them|side))?)\b", re.I)
_TWO_OCCASIONS = re.compile(r"\bthe two (?:times|occasions)\s", re.IGNORECASE)
_ONLY_NAME = re.compile(r"(?:['’]s)?$")


@dataclass(frozen=True, slots=True)
class Respect:
    """One respect in which things are compared: the question about all, and about each."""

    whole: str
    each: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides of a comparison, as it names them, and what is asked of them."""

    sides: tuple[str, ...]  # none where the question only says that there are two
    respects: tuple[Respect, ...]
    is_open: bool = False  # any difference will do


def comparison(question: str) -> Comparison | None:
    """Return what `question` compares, and in which respects; None where it names no two sides.

    >>> comparison("How do the Crown and Parliament differ on tax?").respects[0].each
    ('What does the Crown say about tax?', 'What does Parliament say about tax?')
    >>> comparison("Did more people see the first match or the one in June?").respects[0].each
    ('How many people did see the first match?', 'How many people did see the match in June?')
    """
    if len(question) > LONGEST:
        return None
    plain = question.strip().rstrip(" ?.")
    if beside := _BESIDE.fullmatch(plain):
        plain = f"Compare {beside['a']} and {beside['b']}"
    matches = ((form.fullmatch(plain), taken_apart) for form, taken_apart in _FORMS)
    told = (taken_apart(**found.groupdict()) for found, taken_apart in matches if found)
    return next(filter(None, told), None)


def measured(question: str) -> Comparison | None:
    """Return what a yes-or-no question says that one thing exceeds another in; None for others.

    >>> measured("Is the Tern bigger than the Gull?").respects[0].each
    ('How big is the Tern?', 'How big is the Gull?')
    >>> measured("Were more than 70 people hurt?")
    """
    found = len(question) <= LONGEST and _THAN.fullmatch(question.strip().rstrip(" ?."))
    if not found or not opens_a_side(found["b"]):
        return None
    if found["rest"]:
        return _whether(**found.groupdict())
    sides = found["before"].strip(), filled_in(found["b"], found["before"])
    return _asked_of(sides, f"{_how(found['than'])} {found['verb'].lower()} {{}}")


def of_subjects(question: str) -> Comparison | None:
    """Return `question` as one about each of the subjects that it joins; None where it has one."""
    subjects = of_each(question)
    if not subjects:
        return None
    each = tuple(asked for _, asked in subjects)
    return Comparison(tuple(side for side, _ in subjects), (Respect(question, each),))


# The forms, in the order in which they are tried; the first that finds its sides is taken. Each is
# a pattern of the whole question, whose named groups are the parameters of the function below it.
# Where two would match, the narrower stands first: "before or after" before what merely has "or",
# "unlike" before "change between", "how far apart" before any topic with a colon, and all of these
# before `_together`, which takes nearly every "how do" and "compare". Two names anywhere come last.

_Build = TypeVar("_Build", bound=Callable[..., Comparison | None])
_FORMS: list[tuple[re.Pattern[str], Callable[..., Comparison | None]]] = []


def _form(pattern: str) -> Callable[[_Build], _Build]:
    """Take what is below for questions that are of `pattern`, in capitals or not."""

    def added(taken_apart: _Build) -> _Build:
        _FORMS.append((re.compile(pattern, re.IGNORECASE), taken_apart))
        return taken_apart

    return added


@_form(
    r"(?:which|what)\s(?:[a-z]+\s)?(?:came|was|happened|took place|began|started|opened)\s"
    r"(?:first|last)[,:]\s(?P<a>.+?),?\sor\s(?P<b>.+)"
)
def _which_first(a: str, b: str) -> Comparison:
    """ "Which came first, A or B?" """
    return _asked_of((a, b), "when was {}")


@_form(rf"(?P<question>(?P<verb>{_BE}|{_DO})\s(?P<a>.+?)\sbefore or after\s(?P<b>.+))")
def _before_or_after(question: str, verb: str, a: str, b: str) -> Comparison:
    """ "Did A happen before or after B?" """
    each = _asked(f"when {verb.lower()} {a}"), _asked(f"when was {b}")
    return Comparison((a, b), (Respect(_asked(question), each),))


@_form(
    rf"(?P<verb>{_BE}|{_DO})\s(?P<before>(?:\S+\s)*?){_COMPARATIVE}\b\s?(?P<rest>.*?),?\sor\s"
    r"(?P<b>.+)"
)
def _whether(verb: str, before: str, than: str, rest: str, b: str) -> Comparison | None:
    """ "Did more people see A or B?" """
    a, rest = first_side(f" {rest}", b)
    if not a:
        return None
    measure, verb = _how(than), verb.lower()
    if told := before.strip():  # "Was the sum larger", "Did it cost more"
        measure = "how much" if measure == "how many" else measure
        frame = f"{measure} {verb} {told} {rest} {{}}"
    else:
        counted, _, deed = rest.strip().partition(" ")
        frame = f"{measure} {counted} {verb} {deed} {{}}"
    return _asked_of((a, filled_in(b, a)), frame)


@_form(
    rf"(?P<verb>{_DO})\s(?P<a>\S.*?)\sor\s(?P<b>(?:the\s)?\S+)\s(?P<deed>[a-z]+)\s{_COMPARATIVE}\s"
    r"(?P<counted>[a-z]+)\b\s?(?P<rest>.*)"
)
def _either(verb: str, a: str, b: str, deed: str, than: str, counted: str, rest: str) -> Comparison:
    """ "Does A or B have more seats?" """
    return _asked_of((a, b), f"{_how(than)} {counted} {verb.lower()} {{}} {deed} {rest}")


@_form(
    r"(?:which|who|what)\s(?:of\s(?:the\s)?(?:two\s)?[a-z]+\s)?(?P<thing>[a-z ]*?)\s?"
    rf"(?P<verb>{_BE}|[a-z]+)\s{_COMPARATIVE}\b(?P<rest>[^,:]*)[,:]\s(?P<a>.+?),?\sor\s(?P<b>.+)"
)
def _which(thing: str, verb: str, than: str, rest: str, a: str, b: str) -> Comparison:
    """ "Which trip was longer, A or B?" """
    a, b = with_thing(a, thing.strip()), with_thing(b, thing.strip())
    measure, verb = _how(than), verb.lower()
    is_so = re.fullmatch(_BE, verb) is not None
    frame = f"{measure} {verb} {{}} {rest}" if is_so else f"{{}} {verb} {measure} {rest}"
    return _asked_of((a, filled_in(b, a)), frame)


@_form(
    r"(?P<question>(?:how (?:much |far )?|in (?:what|which) (?:ways?|respects?) )"
    rf"(?:{_BE}|{_DO})\s(?P<a>.+?)\s(?:differ(?:ent|s)?\s(?:from|to|than)|unlike)\s(?P<b>.+))"
)
def _apart(question: str, a: str, b: str) -> Comparison:
    """ "How is A unlike B?" """
    return replace(_in_respects(question, (a, filled_in(b, a))), is_open=True)


@_form(rf"(?P<where>.*?)\bhow far apart {_BE}\s(?P<who>.+?)\s(?:on|over|about|in)\s(?P<matter>.+)")
def _far_apart(where: str, who: str, matter: str) -> Comparison:
    """ "How far apart were the two on the price?" """
    return Comparison((), (Respect(_asked(f"{where} what did {who} want on {matter}"), ()),))


@_form(rf"(?:please )?(?:compare |contrast )?(?P<topic>[^:]+):\s(?P<asked>{_ASKS}.+)")
def _asked_of_each(topic: str, asked: str) -> Comparison:
    """ "Compare A and B: how many came to each, and when?" """
    about = _TWO_OCCASIONS.sub("", topic)
    sides = (two_sides(topic) or ()) if about == topic else ()
    respects = (
        Respect(_asked(f"{each}, {about}"), tuple(_asked(f"{each}, {side}") for side in sides))
        for each in (_EACH.sub("", part) for part in _AND_ASKED.split(asked))
    )
    return Comparison(sides, tuple(respects))


@_form(
    rf"(?P<question>how (?:much )?{_DO}\s(?P<topic>.+?)\s(?:differ|change|vary)\s"
    r"(?:between|from)\s(?P<both>.+))"
)
def _between(question: str, topic: str, both: str) -> Comparison | None:
    """ "How did the price change between A and B?" """
    sides = two_sides(both)
    return _in_respects(question, sides, topic=topic) if sides else None


@_form(
    r"(?P<question>(?:(?:please )?(?:compare|contrast)|what (?:is|are|was|were) the differences?"
    r"(?: there)? between|(?:how (?:much )?|in (?:what|which) (?:ways?|respects?) )"
    rf"(?:{_BE}|{_DO})|what (?:is|are|was|were) (?=the (?:stance|position|view)))\s(?P<both>.+))"
)
def _together(question: str, both: str) -> Comparison | None:
    """ "How do A and B differ in cost and in length?" """
    joined, respects = _without_respects(both)
    topic, _, told = joined.rpartition(": ")
    sides = two_sides(told)
    if sides is None:
        return None
    is_open = not respects and joined != both
    return replace(_in_respects(question, sides, respects, topic=topic), is_open=is_open)


@_form(r"(?P<question>(?s:.+))")
def _named(question: str) -> Comparison | None:
    """ "Where do A and B disagree?" """
    sides = two_named(question)
    return _in_respects(question, sides) if sides else None


# What they are made of


def _asked_of(sides: Pair, frame: str) -> Comparison:
    """The comparison by one question, of which `frame` is the form, with "{}" for a side."""
    each = tuple(_asked(frame.replace("{}", side)) for side in sides)
    return Comparison(sides, (Respect(_asked(frame.replace("{}", " or ".join(sides))), each),))


def _in_respects(
    question: str, sides: Pair, respects: tuple[str, ...] = (), *, topic: str = ""
) -> Comparison:
    if not respects:
        each = tuple(_asked(f"{topic}: {side}" if topic else _measure_of(side)) for side in sides)
        return Comparison(sides, (Respect(_asked(question), each),))
    told = tuple(
        Respect(
            _asked(f"how do {sides[0]} and {sides[1]} differ {respect}"),
            tuple(_asked(_of_the_side(side, respect)) for side in sides),
        )
        for respect in respects
    )
    return Comparison(sides, told)


def _without_respects(both: str) -> tuple[str, tuple[str, ...]]:
    """Return what is compared, and the respects: "in cost", "in length"."""
    found = _HELD_APART.search(both)
    if not found:
        return both, ()
    respects = _AND_IN.split(found["told"]) if found["told"] else []
    return both[: found.start()], tuple(f"{found['prep']} {each}" for each in respects)


def _how(comparative: str) -> str:
    return MEASURES[normalised(comparative)]


def _measure_of(side: str) -> str:
    """What asks for the measure that a side names: "the age of Ann" is how old she is."""
    found = _MEASURED.fullmatch(side)
    return f"{_NAMED_MEASURES[normalised(found['noun'])]} {found['whose']}" if found else side


def _of_the_side(side: str, respect: str) -> str:
    """A name's opinion "on" something is what it says about it; a thing's is part of it."""
    preposition, _, matter = respect.partition(" ")
    called = names(side)
    if preposition in {"on", "about", "over"} and called and _ONLY_NAME.match(side, called[0].end):
        return f"what does {side} say about {matter}"
    return f"{side} {respect}"


def _asked(told: str) -> str:
    """A question of `told`: a capital, single spaces, a question mark."""
    plain = " ".join(told.split()).rstrip(" ?.,")
    return f"{plain[:1].upper()}{plain[1:]}?"
