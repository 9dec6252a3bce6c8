"""The two sides that a phrase joins, each told in full.

"The French and the German plans" are the French plans and the German plans. Where either side
begins and ends is told from names, dates and the words between them; what the second leaves out
("the one in June") is filled in from the first.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rag.text import DETERMINER, PREPOSITION, dates, names

Pair = tuple[str, str]

_AGAINST = r"or|versus|vs\.?|with|to|against|than"
_HALVES = tuple(re.compile(j, re.I) for j in (rf"\s(?:{_AGAINST})\s", r"\sand\s(?:of\s)?"))
_BETWEEN_NAMES = re.compile(
    rf"(?:['’]s?)?[\s,]*\b(?:and|{_AGAINST})\s+(?:(?:of|in|for|by|from|the|that|those)\s+)*",
    re.IGNORECASE,
)
_BETWEEN_TIMES = re.compile(
    r"\s(?:and|or|versus|vs\.?|with|to|than)\s(?:(?:in|of)\s)?", re.IGNORECASE
)
_COMPARING = re.compile(  # what stands about two names and belongs to neither
    r"\b(?:please )?(?:compare|contrast|(?:what (?:is|are) )?the differences? between|"
    r"in what ways? (?:do|does|did)|how (?:do|does|did) (?=.*\bdiffer))|"
    r"\bdiffer(?:s|ed|ent(?:ly)?)?\b|\bboth\b",
    re.IGNORECASE,
)
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:so far )?\b(?:last|this|next|the previous) (?:year|month|week|season|summer|winter|spring|"
    r"autumn)\b",
    re.IGNORECASE,
)
_WHICH_OF_TWO = (
    r"(?:first|second|third|fourth|old|new|earlier|later|last|latest|former|previous|current|"
    r"original|final|preliminary|larger|smaller|upper|lower)"
)
_ONE_OF_TWO = re.compile(rf"(?:the )?{_WHICH_OF_TWO}(?:\s(?P<noun>[a-z].*))?", re.IGNORECASE)
_BEFORE_THING = re.compile(rf"\b{_WHICH_OF_TWO}\s(?=\w)", re.IGNORECASE)  # not "the Cup final"
_STAND_IN = re.compile(r"\b(?:the\s)?(?:ones?|that|those)(?=\s|$)", re.IGNORECASE)
_OWNER_ALONE = re.compile(r"(?P<owner>[\w’'-]+['’]s)(?=\s(?:in|to|of|on|at|from|for|with|by)\b|$)")
_OWNER_AND_THING = re.compile(r"(?:the )?[\w’'-]+['’]s? [a-z]+", re.IGNORECASE)
_HEAD = re.compile(r"(?P<head>.*\b[a-z]+ of )(?P<own>.+)")
_ABOUT = re.compile(r"\s(?:of|about|on)\s.*")
_SAYS_WHICH = re.compile(
    r"\s(?:that|which|who|whom|whose|in|on|at|of|from|for|to|by|with|between|before|after)\s.*"
)
_PREPOSITION = re.compile(rf"(?:{PREPOSITION})\b", re.IGNORECASE)
_DETERMINER = re.compile(rf"(?:{DETERMINER})\b", re.IGNORECASE)
_DETERMINED = re.compile(rf"^(?:{_DETERMINER.pattern}|\S+['’]s?)\s", re.IGNORECASE)
_A_SIDE = re.compile(
    rf"(?!an?\b)(?:{_PREPOSITION.pattern}|{_DETERMINER.pattern}|(?-i:[A-Z]))", re.IGNORECASE
)


def two_sides(phrase: str) -> Pair | None:
    """Return the two sides that `phrase` joins; None where it joins none, or more.

    >>> two_sides("the plans of May and June 2024")
    ('the plans of May 2024', 'the plans of June 2024')
    >>> two_sides("the number of men and women")
    ('the number of men', 'the number of women')
    >>> two_sides("the flood")
    """
    if found := two_named(phrase) or _two_times(phrase):
        return found
    for joint in _HALVES:
        halves = joint.split(phrase)
        if len(halves) == 2:
            first = _with_noun(halves[0], halves[1])
            return first, filled_in(_with_head(halves[1], first), first)
    return None


def two_named(text: str) -> Pair | None:
    """Return the two sides of `text` that names tell apart; it may be a whole question.

    >>> two_named("Compare the French and the German plans")
    ('the French plans', 'the German plans')
    """
    for one, other in pairwise(names(text)):
        between = text[one.end : other.start]
        if _BETWEEN_NAMES.fullmatch(between):
            before = _THE.sub("", text[: one.start])
            before += "the " if between.split()[-1] == "the" else ""
            sides = (text[: one.end] + text[other.end :], before + text[other.start :])
            first, second = (" ".join(_COMPARING.sub(" ", s).split()).rstrip(" ?.") for s in sides)
            return first, second
    return None


def _two_times(text: str) -> Pair | None:
    told = [(m.start, m.end, m.year) for m in dates(text)]
    told += [(m.start(), m.end(), None) for m in _SPAN.finditer(text)]
    for (start, end, year), (other, until, other_year) in pairwise(sorted(told)):
        if _BETWEEN_TIMES.fullmatch(text[end:other]):
            first = f"{text[start:end]}{f' {other_year}' if other_year and not year else ''}"
            return text[:start] + first + text[until:], text[:start] + text[other:]
    return None


def _with_noun(first: str, second: str) -> str:
    """ "The first and the second meeting": the first meeting."""
    bare, other = _ONE_OF_TWO.fullmatch(first), _ONE_OF_TWO.fullmatch(second)
    if bare and other and not bare["noun"] and other["noun"]:
        return f"{first} {other['noun']}"
    return first


def _with_head(second: str, first: str) -> str:
    """ "The number of men and women": the number of women."""
    found = _HEAD.match(first)
    if found is None or " of " in second:
        return second
    alike = bool(_DETERMINER.match(second)) == bool(_DETERMINER.match(found["own"]))
    return f"{found['head']}{second}" if alike else second


def filled_in(second: str, first: str) -> str:
    """Return the second side with what it leaves out: what the first is called, or is about.

    >>> filled_in("the one in June", "the first match in May")
    'the match in June'
    >>> filled_in("Bo's account", "Ann's account of the fire")
    "Bo's account of the fire"
    >>> filled_in("the old one", "the new law"), filled_in("in 2019", "the turnout")
    ('the old law', 'the turnout in 2019')
    """
    if (about := _ABOUT.search(first)) and _OWNER_AND_THING.fullmatch(second):
        return f"{second}{about.group()}"
    led = _PREPOSITION.match(first)
    if _PREPOSITION.match(second) and not led:
        second = f"the one {second}"
    stand_in = _STAND_IN.search(second)
    if not stand_in:
        return second
    head = _SAYS_WHICH.sub("", first[led.end() :].strip() if led else first)
    for mention in reversed(dates(head)):
        head = head[: mention.start] + head[mention.end :]
    head = _BEFORE_THING.sub("", head)
    if stand_in.start() and "one" in stand_in.group():  # "the old one": of what is not told again
        head = _DETERMINED.sub("", head)
    return _STAND_IN.sub(" ".join(head.split()), second, count=1)


def with_thing(side: str, thing: str) -> str:
    """Return `side` with the `thing` that its owner has.

    >>> with_thing("Ann's to Hay", "trip")
    "Ann's trip to Hay"
    """
    return _OWNER_ALONE.sub(rf"\g<owner> {thing}", side) if thing else side


def opens_a_side(words: str) -> bool:
    """Whether a side can begin so: "the Gull", "in May", "Lund", not "a mile" or "expected"."""
    return _A_SIDE.match(words) is not None


def first_side(before: str, second: str) -> Pair:
    """Return the side that ends the words `before` "or", and what stands before it.

    Where it begins is told from how the second does; ("", before) where that is not found.

    >>> first_side("people came in May", "in June")
    ('in May', 'people came')
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
