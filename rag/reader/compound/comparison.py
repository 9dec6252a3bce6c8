"""A comparison taken apart: what is asked of each side, and in which respects.

"How do the plans of May and June differ in cost and in length?" has two sides and two respects:
four things to look up. What stands on either side is told from the words that hold them apart
("from", "unlike", "than", "or") or that join them ("and"), and words left out of the second
("the one in June") are filled in from the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.reader.compound.coordination import LONGEST, of_each
from rag.text import dates, names

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
_MEASURED = tuple(
    (re.compile(rf"(?:the )?(?:{noun}) of (?P<whose>.+)", re.IGNORECASE), asked)
    for noun, asked in (
        ("ages?", "how old is"),
        ("heights?", "how tall is"),
        ("lengths?", "how long is"),
        ("weights?", "how heavy is"),
        ("sizes?", "how large is"),
        ("populations?", "how many people live in"),
    )
)
_COMPARATIVE = rf"(?P<than>{'|'.join(MEASURES)})"
_BE = r"(?:is|are|was|were|will)"
_DO = r"(?:do|does|did|will|would|has|have|had)"
_WHETHER = re.compile(
    rf"(?P<verb>{_BE}|{_DO})\s(?P<before>(?:\S+\s)*?){_COMPARATIVE}\b\s?(?P<rest>.*?),?\sor\s(?P<b>.+)",
    re.IGNORECASE,
)
_EITHER = re.compile(
    rf"(?P<verb>{_DO})\s(?P<a>\S.*?)\sor\s(?P<b>(?:the\s)?\S+)\s(?P<deed>[a-z]+)\s{_COMPARATIVE}\s"
    r"(?P<counted>[a-z]+)\b\s?(?P<rest>.*)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"(?:which|who|what)\s(?:of\s(?:the\s)?(?:two\s)?[a-z]+\s)?(?P<thing>[a-z ]*?)\s?"
    rf"(?P<verb>{_BE}|[a-z]+)\s{_COMPARATIVE}\b(?P<rest>[^,:]*)[,:]\s(?P<a>.+?),?\sor\s(?P<b>.+)",
    re.IGNORECASE,
)
_WHICH_FIRST = re.compile(
    r"(?:which|what)\s(?:[a-z]+\s)?(?:came|was|happened|took place|began|started|opened)\s"
    r"(?:first|last)[,:]\s(?P<a>.+?),?\sor\s(?P<b>.+)",
    re.IGNORECASE,
)
_BEFORE_OR_AFTER = re.compile(
    rf"(?P<verb>{_BE}|{_DO})\s(?P<a>.+?)\sbefore or after\s(?P<b>.+)", re.IGNORECASE
)
_THAN = re.compile(
    rf"(?P<verb>{_BE})\s(?P<before>(?:\S+\s)+?){_COMPARATIVE}\b\s?(?P<rest>.*?)\s?than\s(?P<b>.+)",
    re.IGNORECASE,
)
_APART = re.compile(
    rf"(?:how (?:much |far )?|in (?:what|which) (?:ways?|respects?) )(?:{_BE}|{_DO})\s(?P<a>.+?)\s"
    r"(?:differ(?:ent|s)?\s(?:from|to|than)|unlike)\s(?P<b>.+)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"(?:(?:please )?(?:compare|contrast)|what (?:is|are|was|were) the differences?(?: there)? "
    rf"between|(?:how (?:much )?|in (?:what|which) (?:ways?|respects?) )(?:{_BE}|{_DO})|"
    rf"what (?:is|are|was|were) (?=the (?:stance|position|view)))\s(?P<both>.+)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:please )?(?:set|put|hold|place|lay) (?P<a>.+?) (?:beside|next to|alongside|against|"
    r"side by side with) (?P<b>[^:]+?)(?::.*)?",
    re.IGNORECASE,
)
_HOW_FAR_APART = re.compile(
    rf"(?P<where>.*?)\bhow far apart {_BE}\s(?P<who>.+?)\s(?:on|over|about|in)\s(?P<matter>.+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"how (?:much )?{_DO}\s(?P<topic>.+?)\s(?:differ|change|vary)\s(?:between|from)\s(?P<both>.+)",
    re.IGNORECASE,
)
_HELD_APART = re.compile(r"\s(?:differ(?:ent)?|compare)\b\s?(?P<respects>.*)$", re.IGNORECASE)
_RESPECTS = re.compile(
    r"(?P<prep>in terms of|as to|in|on|over|about|regarding)\s(?P<told>.+)", re.I
)
_AND_IN = re.compile(r"(?:,|,?\s(?:and|or))\s(?:(?:in|on|over|about|as to)\s)?", re.IGNORECASE)
_COMPARING = re.compile(
    r"\b(?:please )?(?:compare|contrast|(?:what (?:is|are) )?the differences? between|"
    r"in what ways? (?:do|does|did)|how (?:do|does|did) (?=.*\bdiffer))|"
    r"\bdiffer(?:s|ed|ent(?:ly)?)?\b|\bboth\b",
    re.IGNORECASE,
)
_ONLY_NAME = re.compile(r"(?:['’]s)?$")
_TOPIC_AND_QUESTIONS = re.compile(
    r"(?:please )?(?:compare |contrast )?(?P<topic>[^:]+):\s(?P<asked>(?:for |at |in )?"
    r"(?:how|what|which|when|where|who)\b.+)",
    re.IGNORECASE,
)
_AND_ASKED = re.compile(r",?\s(?:and|or)\s(?=(?:for |at |in )?(?:how|what|which|when|where|who)\b)")
_EACH = re.compile(r"\s(?:(?:in |at |on |for )?each(?: (?:time|case|one|of them|side))?)\b", re.I)
_TWO_OCCASIONS = re.compile(r"\bthe two (?P<times>times|occasions)\s", re.IGNORECASE)
_AGAINST = re.compile(r"\s(?:with|to|against|versus|vs\.?|than|or)\s", re.IGNORECASE)
_AND = re.compile(r"\sand\s(?:of\s)?", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(
    r"(?:['’]s?)?[\s,]*\b(?:and|or|versus|vs\.?|with|to|against|than)\s+"
    r"(?:(?:of|in|for|by|from|the|that|those)\s+)*",
    re.IGNORECASE,
)
_BETWEEN_TIMES = re.compile(
    r"\s(?:and|or|versus|vs\.?|with|to|than)\s(?:(?:in|of)\s)?", re.IGNORECASE
)
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_ONE_OF_TWO = (
    r"(?:the )?(?:first|second|third|old|new|earlier|later|last|latest|former|previous|current|"
    r"original|final|preliminary|larger|smaller|upper|lower)"
)
_BARE_WHICH_ONE = re.compile(_ONE_OF_TWO, re.IGNORECASE)
_WHICH_ONE = re.compile(rf"{_ONE_OF_TWO}\s(?P<noun>[a-z].*)", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|last|latest|earlier|later|previous)\b", re.I)
_STAND_IN = re.compile(r"\b(?:the\s)?(?:ones?|that|those)(?=\s|$)", re.IGNORECASE)
_OWNER_ALONE = re.compile(r"(?P<owner>[\w’'-]+['’]s)(?=\s(?:in|to|of|on|at|from|for|with|by)\b|$)")
_OWNER_AND_THING = re.compile(r"(?:the )?[\w’'-]+['’]s? [a-z]+", re.IGNORECASE)
_ABOUT = re.compile(r"\s(?:of|about|on)\s.*")
_SAYS_WHICH = re.compile(
    r"\s(?:that|which|who|whom|whose|in|on|at|of|from|for|to|by|with|between|before|after)\s.*"
)
_PREPOSITION = re.compile(r"(?:in|at|on|by|for|to|from|with|under|of|after|before|during)\b", re.I)
_DETERMINER = re.compile(r"(?:the|an?|his|her|its|their|this|that|those|these)\b", re.IGNORECASE)
_A_SIDE = re.compile(
    rf"(?!an?\b)(?:{_PREPOSITION.pattern}|{_DETERMINER.pattern}|(?-i:[A-Z]))", re.IGNORECASE
)
_SPAN = re.compile(
    r"(?:so far )?\b(?:last|this|next|the previous) (?:year|month|week|season|summer|winter|spring|"
    r"autumn)\b",
    re.IGNORECASE,
)


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
    for form, taken_apart in _FORMS:
        if (found := form.fullmatch(plain)) and (told := taken_apart(found)):
            return told
    two = _two_names(plain)
    return _in_respects(plain, two) if two else None


def measured(question: str) -> Comparison | None:
    """Return what a yes-or-no question says that one thing exceeds another in; None for others.

    >>> measured("Is the Tern bigger than the Gull?").respects[0].each
    ('How big is the Tern?', 'How big is the Gull?')
    >>> measured("Were more than 70 people hurt?")
    """
    found = len(question) <= LONGEST and _THAN.fullmatch(question.strip().rstrip(" ?."))
    if not found or not _A_SIDE.match(found["b"]):
        return None
    if found["rest"]:
        return _whether(found)
    sides = found["before"].strip(), _filled_in(found["b"], found["before"])
    frame = f"{MEASURES[found['than'].lower()]} {found['verb'].lower()} {{}}"
    return Comparison(sides, (_respect(frame, sides),))


def _whether(found: re.Match[str]) -> Comparison | None:
    """ "Did more people see A or B?" """
    a, rest = _first_side(f" {found['rest']}", found["b"])
    if not a:
        return None
    b = _filled_in(found["b"], a)
    measure, verb = MEASURES[found["than"].lower()], found["verb"].lower()
    if told := found["before"].strip():  # "Was the sum larger", "Did it cost more"
        measure = "how much" if measure == "how many" else measure
        frame = f"{measure} {verb} {told} {rest} {{}}"
    else:
        counted, _, deed = rest.strip().partition(" ")
        frame = f"{measure} {counted} {verb} {deed} {{}}"
    return Comparison((a, b), (_respect(frame, (a, b)),))


def _either(found: re.Match[str]) -> Comparison:
    """ "Does A or B have more seats?" """
    a, b, verb = found["a"], found["b"], found["verb"].lower()
    measure = MEASURES[found["than"].lower()]
    frame = f"{measure} {found['counted']} {verb} {{}} {found['deed']} {found['rest']}"
    return Comparison((a, b), (_respect(frame, (a, b)),))


def _which(found: re.Match[str]) -> Comparison:
    """ "Which trip was longer, A or B?" """
    thing = found["thing"].strip()
    a, b = (_OWNER_ALONE.sub(rf"\g<owner> {thing}", found[s]) if thing else found[s] for s in "ab")
    b = _filled_in(b, a)
    measure, verb, rest = MEASURES[found["than"].lower()], found["verb"].lower(), found["rest"]
    is_so = re.fullmatch(_BE, verb) is not None
    frame = f"{measure} {verb} {{}} {rest}" if is_so else f"{{}} {verb} {measure} {rest}"
    return Comparison((a, b), (_respect(frame, (a, b)),))


def of_subjects(question: str) -> Comparison | None:
    """Return `question` as one about each of the subjects that it joins; None where it has one."""
    subjects = of_each(question)
    if not subjects:
        return None
    each = tuple(asked for _, asked in subjects)
    return Comparison(tuple(side for side, _ in subjects), (Respect(question, each),))


def _when(found: re.Match[str]) -> Comparison:
    """ "Which came first, A or B?" """
    sides = found["a"], found["b"]
    return Comparison(sides, (_respect("when was {}", sides),))


def _before_or_after(found: re.Match[str]) -> Comparison:
    """ "Did A happen before or after B?" """
    sides = found["a"], found["b"]
    each = f"when {found['verb'].lower()} {sides[0]}", f"when was {sides[1]}"
    return Comparison(sides, (Respect(_asked(found.string), tuple(map(_asked, each))),))


def _apart(found: re.Match[str]) -> Comparison:
    """ "How is A unlike B?" """
    sides = found["a"], _filled_in(found["b"], found["a"])
    return replace(_in_respects(found.string, sides), is_open=True)


def _far_apart(found: re.Match[str]) -> Comparison:
    """ "How far apart were the two on the price?" """
    wanted = f"{found['where']} what did {found['who']} want on {found['matter']}"
    return Comparison((), (Respect(_asked(wanted), ()),))


def _between(found: re.Match[str]) -> Comparison | None:
    """ "How did the price change between A and B?" """
    two = _two(found["both"])
    return _in_respects(found.string, two, topic=found["topic"]) if two else None


def _together(found: re.Match[str]) -> Comparison | None:
    """ "How do A and B differ in cost and in length?" """
    both, respects = _without_respects(found["both"])
    topic, _, told = both.rpartition(": ")
    two = _two(told)
    if two is None:
        return None
    is_open = not respects and both != found["both"]
    return replace(_in_respects(found.string, two, respects, topic=topic), is_open=is_open)


def _asked_of_each(found: re.Match[str]) -> Comparison:
    """ "Compare A and B: how many came to each, and when?" """
    asked = [_EACH.sub("", each) for each in _AND_ASKED.split(found["asked"])]
    topic = found["topic"]
    about = _TWO_OCCASIONS.sub("", topic)
    sides = (_two(topic) or ()) if about == topic else ()
    respects = (
        Respect(_asked(f"{each}, {about}"), tuple(_asked(f"{each}, {side}") for side in sides))
        for each in asked
    )
    return Comparison(sides, tuple(respects))


def _in_respects(
    question: str, sides: tuple[str, str], respects: tuple[str, ...] = (), *, topic: str = ""
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


def _measure_of(side: str) -> str:
    """What asks for the measure that a side names: "the age of Ann" is how old she is."""
    for noun, asked in _MEASURED:
        if found := noun.fullmatch(side):
            return f"{asked} {found['whose']}"
    return side


def _of_the_side(side: str, respect: str) -> str:
    """A name's opinion "on" something is what it says about it; a thing's is part of it."""
    preposition, _, matter = respect.partition(" ")
    called = names(side)
    if preposition in {"on", "about", "over"} and called and _ONLY_NAME.match(side, called[0].end):
        return f"what does {side} say about {matter}"
    return f"{side} {respect}"


def _respect(frame: str, sides: tuple[str, str]) -> Respect:
    """The question of which `frame` is the form, with "{}" where a side stands."""
    each = tuple(_asked(frame.replace("{}", side)) for side in sides)
    return Respect(_asked(frame.replace("{}", " or ".join(sides))), each)


def _asked(told: str) -> str:
    """A question of `told`: a capital, single spaces, a question mark."""
    plain = " ".join(told.split()).rstrip(" ?.,")
    return f"{plain[:1].upper()}{plain[1:]}?"


def _without_respects(both: str) -> tuple[str, tuple[str, ...]]:
    """Return what is compared, and the respects: "in cost", "in length"."""
    found = _HELD_APART.search(both)
    if not found:
        return both, ()
    told = _RESPECTS.fullmatch(found["respects"])
    respects = _AND_IN.split(told["told"]) if told else []
    return both[: found.start()], tuple(f"{told['prep']} {each}" for each in respects if told)


def _two(both: str) -> tuple[str, str] | None:
    """The two sides that a phrase joins."""
    if two := _two_names(both) or _two_times(both):
        return two
    for joint in (_AGAINST, _AND):
        halves = joint.split(both)
        if len(halves) == 2:
            first = _with_noun(halves[0], halves[1])
            return first, _filled_in(_with_head(halves[1], first), first)
    return None


def _two_names(text: str) -> tuple[str, str] | None:
    """ "The French and the German plans": the French plans, the German plans."""
    for one, other in pairwise(names(text)):
        between = text[one.end : other.start]
        if _BETWEEN_NAMES.fullmatch(between):
            before = _THE.sub("", text[: one.start])
            before += "the " if between.split()[-1] == "the" else ""
            sides = (text[: one.end] + text[other.end :], before + text[other.start :])
            first, second = (" ".join(_COMPARING.sub(" ", s).split()).rstrip(" ?.") for s in sides)
            return first, second
    return None


def _two_times(text: str) -> tuple[str, str] | None:
    """ "The plans of May and June 2024": the plans of May 2024, the plans of June 2024."""
    told = [(m.start, m.end, m.year) for m in dates(text)]
    told += [(m.start(), m.end(), None) for m in _SPAN.finditer(text)]
    for (start, end, year), (other, until, other_year) in pairwise(sorted(told)):
        if _BETWEEN_TIMES.fullmatch(text[end:other]):
            first = f"{text[start:end]}{f' {other_year}' if other_year and not year else ''}"
            return text[:start] + first + text[until:], text[:start] + text[other:]
    return None


def _with_noun(first: str, second: str) -> str:
    """ "The first and the second meeting": the first meeting."""
    told = _WHICH_ONE.fullmatch(second)
    return f"{first} {told['noun']}" if told and _BARE_WHICH_ONE.fullmatch(first) else first


def _with_head(second: str, first: str) -> str:
    """ "The number of men and women": the number of women."""
    found = re.match(r"(?P<head>.*\b[a-z]+ of )(?P<own>.+)", first)
    if found is None or " of " in second:
        return second
    alike = bool(_DETERMINER.match(second)) == bool(_DETERMINER.match(found["own"]))
    return f"{found['head']}{second}" if alike else second


def _filled_in(second: str, first: str) -> str:
    """The second side with what it leaves out: what the first is called, or is about.

    "The one in June" is the match in June; beside "Ann's account of the fire", "Bo's account" is
    of the fire too.
    """
    if (about := _ABOUT.search(first)) and _OWNER_AND_THING.fullmatch(second):
        return f"{second}{about.group()}"
    if not _STAND_IN.search(second):
        return second
    led = _PREPOSITION.match(first)
    head = _SAYS_WHICH.sub("", first[led.end() :].strip() if led else first)
    for mention in reversed(dates(head)):
        head = head[: mention.start] + head[mention.end :]
    head = _ORDINAL.sub("", head)
    return _STAND_IN.sub(" ".join(head.split()), second, count=1)


def _first_side(before: str, second: str) -> tuple[str, str]:
    """Where the first side begins in the words before "or", told from how the second does.

    Returns that side and what stands before it; ("", before) where none is found.
    """
    start = -1
    if _SPAN.match(second) and (told := [m.start() for m in _SPAN.finditer(before)]):
        start = told[-1]
    elif preposition := _PREPOSITION.match(second):
        start = before.lower().rfind(f" {preposition.group().lower()} ")
    elif _DETERMINER.match(second):
        found = _DETERMINER.search(before)
        start = found.start() if found else -1
    elif days := dates(before):
        start = days[-1].start
    elif called := names(before):
        start = called[-1].start
    return (before[start:].strip(), before[:start]) if start >= 0 else ("", before)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Comparison | None]], ...] = (
    (_WHICH_FIRST, _when),
    (_BEFORE_OR_AFTER, _before_or_after),
    (_WHETHER, _whether),
    (_EITHER, _either),
    (_WHICH, _which),
    (_APART, _apart),
    (_HOW_FAR_APART, _far_apart),
    (_TOPIC_AND_QUESTIONS, _asked_of_each),
    (_BETWEEN, _between),
    (_TOGETHER, _together),
)
