"""Follow-ups of a few words put into the last question: "in 2023?", "Shoigu?", "the police?".

A time takes the place of a time, a name that of a name; what has no place to take is added at the
end.

Elsewhere: which follow-ups are asked so (ellipsis.py), what "one" stands for (ones.py).
"""

from __future__ import annotations

import re

from rag.dialogue.again import ORDERS
from rag.dialogue.deeds import EVENTS
from rag.dialogue.people import AT_A_PLACE
from rag.dialogue.subjects import acting, noun_phrases, told_about
from rag.dialogue.turns import named_whole
from rag.text import (
    DO,
    MONTH,
    NOUNS_TOO,
    PAST_FORMS,
    PAST_OF,
    ROLE,
    SMALL_NUMBER,
    VERBS,
    WEEKDAY,
    can_be_person,
    dates,
    is_past,
    is_person,
    land,
    names,
    third_person,
    word_set,
    words,
)

LONGEST_FRAGMENT = 7  # words; a longer one is a question of its own
_ASKS = word_set("who what when where why how which whose whom")
_VERBS = word_set("is are was were did do does has have had will can")
_PRESENT = {
    "who": frozenset(map(third_person, VERBS)),
    "what": frozenset(map(third_person, VERBS - NOUNS_TOO)),  # "What plans?" is about plans
}
_TIME_PHRASE = re.compile(
    r"\b(?:(?:so far\s+)?(?:last|this|next|the (?:previous|following|same))\s+"
    r"(?:week|month|year|day|spring|summer|autumn|fall|winter|season|term|quarter|decade|century)|"
    r"so far|"
    r"(?:in|on|since|before|after|by|until|during)\s+(?:(?:early|late|mid)\s+)?(?:\d{4}|"
    rf"{MONTH}|{WEEKDAY})(?:\s+\d{{1,4}})?|"
    r"the (?:year|month|week|day) (?:before|after)|"
    rf"(?:an?|\d+|{SMALL_NUMBER}) (?:year|month|week|day)s? (?:ago|earlier|later)|"
    r"today|yesterday|tomorrow|now)\b",
    re.IGNORECASE,
)
HAPPENED = re.compile(r"^what (?:has |had )?happened(?! to\b)", re.IGNORECASE)
_CAUSED = re.compile(  # an event, and nothing else
    r"^what (?:caused|triggered|sparked|led to|set off|was the cause of)\b", re.IGNORECASE
)
_ORDER = re.compile(
    r"the (?:first|second|third|fourth|last|next|other|earlier|later|new|old|older|younger)",
    re.IGNORECASE,
)
_CIRCUMSTANCE = re.compile(
    r"(?:before|after|during|since|until|without|against|according|per)\b", re.IGNORECASE
)
_PLACED = re.compile(r"(?:in|at|to|from)\s+", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|on|at|to|from|near|for|with|by|of)\b", re.IGNORECASE)
_PHRASE_ENDS = r"$| (?:in|on|at|to|from|for|with|by|of|after|before|during)\b"
_SOMEBODY = re.compile(rf"^(?:the|a|an) (?:[a-z-]+ ){{0,2}}(?:{ROLE})s?$", re.IGNORECASE)
_SAYS = re.compile(
    rf"^(.*?\b(?:{DO}|has|have|will) )(.+?)( (?:say|said|think|thought|tell|told|want|wanted|"
    r"promise|promised|do|done)\b.*)$",
    re.IGNORECASE,
)
_ON = re.compile(r"^on ")
THE_ARTICLES_SAY = "What do the articles say about "
_SEVERAL = r"[a-z-]+(?<![su'’])s|people|women|men|children"
_COUNTS = re.compile(rf"((?:how many|which|what) )({_SEVERAL})(?= )", re.IGNORECASE)
_PLURAL = re.compile(rf"(?:.* )?(?:{_SEVERAL})")
_SUFFERED = re.compile(r"(?:(?<=\bwere )|(?<=\bwas ))(?:[a-z]+ed|hurt)\b")


def is_fragment(text: str) -> bool:
    """Whether `text` is too short, and without a verb of asking, to be a question by itself."""
    tokens = [re.sub(r"(?:['’]s|n['’]t)$", "", w.text) for w in words(text)]
    if not tokens or len(tokens) > LONGEST_FRAGMENT:
        return False
    begins_as_one = len(tokens) > 2 and tokens[0] in (_ASKS | _VERBS | ORDERS)
    asks = not (_ASKS.isdisjoint(tokens) or _VERBS.isdisjoint(tokens))
    states = bool(names(f"x {text}")) and not PAST_FORMS.isdisjoint(tokens[1:-1])
    return not (begins_as_one or asks or states or asks_deed(text))


def asks_deed(text: str) -> bool:
    """Whether `text` asks in two words who or what did something.

    >>> asks_deed("Who scored?"), asks_deed("What happens?"), asks_deed("Who else?")
    (True, True, False)
    """
    tokens = [word.text for word in words(text)]
    if len(tokens) != 2 or tokens[0] not in _PRESENT:
        return False
    asks, does = tokens
    return is_past(does) or does in PAST_OF.values() or does in _PRESENT[asks]


def without_time(text: str) -> str:
    """`text` without the times that it tells."""
    return re.sub(r"\s+", " ", _TIME_PHRASE.sub("", text)).strip(" ,")


def substituted(fragment: str, previous: str) -> str:
    """The last question with `fragment` in the place of what it is a kind of.

    "And in 2023?" takes the place of a time, "and Shoigu?" of a name; what has no place to
    take is added at the end.
    """
    fragment, base = _within(fragment), previous.rstrip(" ?.")
    if base.startswith(THE_ARTICLES_SAY):
        return f"{THE_ARTICLES_SAY}{_ON.sub('', fragment)}?"
    return (
        _of_another_order(fragment, base)
        or _at_another_time(fragment, base)
        or _with_another_name(fragment, base)
        or _by_another(fragment, base)
        or _of_others(fragment, base)
        or _of_the_same_sort(fragment, base)
        or _added(fragment, base)
    )


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()


def _within(fragment: str) -> str:
    """`fragment` as it is written within a question: "in 2023", "Shoigu" for "For Shoigu?"."""
    fragment = re.sub(
        r"^(?:In|On|At|To|From|The|A|An|By|For|Since|Before|After|Per|About|With|Under|During)\b",
        _lower,
        fragment.rstrip(" ?."),
    )
    if names(fragment):
        fragment = re.sub(r"^(?:for|of|with|by)\s+", "", fragment, flags=re.IGNORECASE)
    fragment = re.sub(r"^(?:(?:that|those) of|about) ", "", fragment)
    return re.sub(r"^(?=\d{4}$)", "in ", fragment)


def _of_another_order(fragment: str, base: str) -> str:
    """`base` with "the second" for its "the first fire", or "end" for the "begin" it ends with."""
    if _ORDER.fullmatch(fragment):
        asked = re.sub(rf"\b{_ORDER.pattern}(?= [a-z])", fragment, base, count=1, flags=re.I)
        return f"{asked}?" if asked != base else ""
    before, _, last = base.rpartition(" ")
    verbs = fragment in VERBS and last in VERBS and re.search(rf"\b(?:{DO})\b", before)
    return f"{before} {fragment}?" if verbs else ""


def _at_another_time(fragment: str, base: str) -> str:
    """`base` at the time that a fragment is; "" for a fragment that is none."""
    if not _TIME_PHRASE.search(fragment) and not dates(fragment):
        return ""
    if old := _TIME_PHRASE.search(base):
        return f"{base[: old.start()]}{fragment}{base[old.end() :]}?"
    return f"{base} {fragment}?"


def _with_another_name(fragment: str, base: str) -> str:
    """`base` with a fragment's name for its last one, a place for a place; "" without both."""
    old_names = names(base)
    if not names(fragment) or not old_names or _CIRCUMSTANCE.match(fragment):
        return ""
    placed = [n for n in old_names if AT_A_PLACE.search(base[: n.start])]
    if _PLACED.match(fragment):
        last = (placed or old_names)[-1]
        fragment = _PLACED.sub("", fragment)
    else:
        alike = [n for n in old_names if _alike(n.text, fragment)]
        last = (alike or old_names)[-1]
        noun = re.search(r" [a-z]+$", fragment)
        same_noun = noun and re.match(rf"{noun[0]}\b", base[last.end :])
        if not same_noun and not _fits(fragment, base, at_a_place=last in placed):
            return ""
        fragment = fragment[: noun.start()] if noun and same_noun else fragment
    before, after = base[: last.start], base[last.end :]
    if fragment.startswith("the "):
        before = before.removesuffix("the ")
    if re.search(r"['’]s?$", fragment):
        before = re.sub(r"\bthe $", "", before)
        after = re.sub(r"^['’]s?\b", "", after)
    return f"{before}{fragment}{after}?"


def _alike(name: str, fragment: str) -> bool:
    """Whether both name a person in full or both a country; or `fragment` has `name`."""
    bare = fragment.removeprefix("the ")
    both_persons = is_person(name) and is_person(bare)
    return both_persons or name in fragment or bool(land(name) and land(bare))


def _fits(fragment: str, base: str, *, at_a_place: bool) -> bool:
    """Whether `fragment` can be what `base` has a name of: no schools are a person, nor in one."""
    bare = re.sub(r"^the |['’]s?$", "", fragment)
    named = names(f"x {bare}")[0].text == bare
    head = re.split(_PHRASE_ENDS, bare)[0]
    if at_a_place:
        return not (named and is_person(bare))
    whole = named_whole(base)
    if can_be_person(whole) and not whole.startswith("the "):
        return acting(fragment) or (named and can_be_person(bare))
    return named or acting(fragment) or not _PLURAL.fullmatch(head)


def _by_another(fragment: str, base: str) -> str:
    """`base` said by whom a fragment is; "" where it is nobody or nothing is said."""
    somebody = _SOMEBODY.match(fragment) or (names(fragment) and is_person(fragment))
    said_by = _SAYS.match(base) if somebody else None
    return f"{said_by[1]}{fragment}{said_by[3]}?" if said_by else ""


def _of_others(fragment: str, base: str) -> str:
    """`base` with "women" for "men" that it counts, "injured" for "killed"; "" without either."""
    if re.fullmatch(r"[a-z]+ed|hurt", fragment) and (done := _SUFFERED.search(base)):
        return f"{base[: done.start()]}{fragment}{base[done.end() :]}?"
    if of_them := _COUNTS.match(base):
        what = fragment.removeprefix("the ")
        if _PLURAL.fullmatch(what) and acting(f"the {of_them[2]}") == acting(f"the {what}"):
            return f"{of_them[1]}{what}{base[of_them.end() :]}?"
    return ""


def _of_the_same_sort(fragment: str, base: str) -> str:
    """`base` with "the roof" for "the door", "the council" for "the mayor"; "" without either.

    Who acts takes the place of who acts, and a thing that of the last thing; so does "for the fair"
    that of "for the market", and "milk" that of "the price of bread".
    """
    if joined := _PREPOSITION.match(fragment):
        old = re.search(rf" {joined[0]} (?:the|an?) [\w-]+(?: [a-z-]+)?(?={_PHRASE_ENDS})", base)
        return f"{base[: old.start()]} {fragment}{base[old.end() :]}?" if old else ""
    if re.fullmatch(r"[a-z]+", fragment) and (of := re.search(r" of [a-z]+(?= |$)", base)):
        return f"{base[: of.start()]} of {fragment}{base[of.end() :]}?"
    if _CAUSED.match(base) and not EVENTS & set(fragment.lower().split()):
        return f"What happened to {fragment}?"
    if HAPPENED.match(base) or told_about(base) or not re.match(r"(?:the|an?) [a-z\d]", fragment):
        return ""
    phrases = [each for each in noun_phrases(base) if acting(each) == acting(fragment)]
    for phrase in reversed(phrases):
        noun = re.sub(r"^the | (?:in|at|on|near) [A-Z].*$", "", phrase)
        if _PLURAL.fullmatch(fragment) and re.search(
            rf"\b(?:is|was|has) the {re.escape(noun)}", base
        ):
            continue
        changed = re.sub(rf"\b(?:the|an?) {re.escape(noun)}", fragment, base, count=1)
        if noun.islower() and changed != base:
            return f"{changed}?"
    return ""


def _added(fragment: str, base: str) -> str:
    """`base` with a fragment that has no place in it to take; where it takes none, its own matter.

    What somebody said can be about it: "What did Poe say?", "What about the schools?".
    """
    if about := re.search(rf"\babout\s+(?!.*\b(?:{DO}|is|was)\b)", base):
        return f"{base[: about.end()]}{_ON.sub('', fragment)}?"
    joined = _PREPOSITION.match(fragment) or _CIRCUMSTANCE.match(fragment)
    if (happened := HAPPENED.match(base)) and not joined:
        return f"{happened[0]} to {fragment}{base[happened.end() :]}?"
    if joined or _SAYS.match(base):
        return f"{base}{'' if joined else ' about'} {fragment}?"
    return f"{THE_ARTICLES_SAY}{fragment}?"
