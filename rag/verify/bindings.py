"""What a number or a deed goes with: a part of a whole, one group and not the other, one person.

Each check finds a claim that has all the words of its evidence, with two of them exchanged. It
objects only where the evidence binds the words the other way; where it is silent, nothing is said.

Elsewhere: whether a number or a name stands in the evidence at all (rag/verify/facts.py).
Not promised: that every exchange is found; a sentence may bind its words in many other ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.text import (
    STOP_WORDS,
    Name,
    Quantity,
    is_past,
    names,
    numbers,
    root,
    same_name,
    same_quantity,
    telling,
    undated_numbers,
    word_set,
    words,
)

# "31 of the hall's 64 stalls", "31 out of 64", "three in every ten"
_OF_A_WHOLE = re.compile(r"\s+(?:\w+\s+)?(?:of|in every)\s+(?:[\w'’]+\s+){0,3}\Z", re.I)
_OF_IT = re.compile(r"\bof\s+(?:[\w'’]+\s+){0,3}\Z", re.I)
_OF_THEM = re.compile(r"\s+of (?:them|whom|which|these|those)\b([^,;:.!?]*)", re.I)
_PARTLY = re.compile(
    r"\b(?:of (?:them|whom|which|these|those)|some|several|many|most\w*|half|"
    r"majority|minority|mainly|largely|partly|includ\w+|among)\b",
    re.I,
)
# "81 per cent of the modern animals", "12 patients in the first group"
_GROUP = re.compile(
    r"\s+(?:\w+\s+)?(?:of|in|among|for|from)\s+(?:(?:the|its|their|those|all)\s+)?(\w+)", re.I
)
_CLAUSE = re.compile(r"[^,;:.!?]*")
_IS_DONE = re.compile(
    r"(?:,?\s+who)?\s+(?:was|were|is|are|has been|have been|had been|will be)\s+(?:\w+ly\s+)?(\w+)",
    re.I,
)
_BEFORE_A_SUBJECT = re.compile(r"(?:\A|[,;:.!?“\"]|\b(?:that|and|but|or|when|while|as|said))\s*\Z")
_JOINED = re.compile(  # two more words: "and her brother Bob"
    r"(?:[,;]|\b(?:and|or|nor|then|like|with|than|both|before|after|alongside"
    r"|(?:so|as|neither) (?:was|were|is|are|did|had))(?: \w+){0,2})\s*\Z",
    re.I,
)
_JOINS = re.compile(
    r",? (?:and|or|as well as|like|with) (?:(?:the|his|her) )?|, |,? (?:too|also|likewise)\b.*",
    re.S,
)


# What is counted ends a run of words behind its number: "two hypersonic missile experts".
_OF_SOME = re.compile(r"\s+of (?:the|its|his|her|their|our|these|those)\b", re.I)
_RUN = re.compile(r"(?:[\s-]+[^\W\d_][\w’'-]*){1,5}")
_MANY = re.compile(r"\w{2,}[a-rt-z]s|(?:\w*wo)?men|people|children", re.I)
_ONE = re.compile(  # what stands before a thing of which there is one: "the new mayor"
    r"\b(?:an?|one|the|its|his|her|their|our|[^\W\d_]+[’']s)\s+(?:[\w’'-]+\s+){0,2}\Z", re.I
)
_SINGULAR = {"men": "man", "women": "woman", "people": "person", "children": "child"}
# Words for what may have a name of its own beside: "seven sailors" are seven people.
_ANYONE = frozenset(
    map(root, word_set("person man woman child others times things parts kinds ways cases sides"))
)
_ALONE = re.compile(r"(?:an?|one)\s", re.I)
_TOGETHER = re.compile(r"\b(?:and|with|both|each|other|another|second|two)\b", re.I)
_ADDED = re.compile(r"(?:,|\b(?:and|or|plus|with|as well as|along with|alongside))\s*\Z", re.I)
# "Ann Lee, 34", "Ann Lee (34)", "Ann Lee, aged 34"
_AGED = re.compile(r"(?:,| \(|,? is|,? was)\s*(?:aged\s+)?(\d{1,3})(?=[,)]|\.?\s*\Z|\s+years old)")


def misbound(claim: str, evidence: Sequence[str]) -> str:
    """Say what `claim` binds otherwise than the sentences of `evidence`; "" if nothing."""
    return (
        _whole_for_part(claim, evidence)
        or _other_thing(claim, evidence)
        or _said_twice(claim, evidence)
        or _other_age(claim, evidence)
        or _other_group(claim, evidence)
        or _other_person(claim, evidence)
    )


def _whole_for_part(claim: str, evidence: Sequence[str]) -> str:
    """Look for "64 were destroyed" or "64 of 31" where 31 of 64 were."""
    said = numbers(claim)
    turned = [(whole, part) for part, whole in _parts(claim)]
    for text in evidence:
        for part, whole, told in _shares(text):
            if any(same_quantity(part, a) and same_quantity(whole, b) for a, b in turned):
                return f"the sentences that it cites say {part.text} of {whole.text}"
            if any(same_quantity(part, one) for one in said) or _PARTLY.search(claim):
                continue
            taken = [
                one
                for one in said
                if same_quantity(whole, one) and not _OF_IT.search(claim[: one.start])
            ]
            if any(told and told <= _told_of(claim, one) for one in taken):
                return f"the sentences that it cites say this of {part.text}, not {whole.text}"
    return ""


def _parts(text: str) -> Iterator[tuple[Quantity, Quantity]]:
    for one, other in pairwise(numbers(text)):
        if _OF_A_WHOLE.match(text[one.end : other.start]):
            yield one, other


def _shares(text: str) -> Iterator[tuple[Quantity, Quantity, set[str]]]:
    """(part, whole, what is said of the part alone), wherever `text` gives both."""
    for part, whole in _parts(text):
        if part.value < whole.value:
            for verb in _verbs_about(text, part.start, whole.end):
                yield part, whole, {verb}
    for whole, part in pairwise(numbers(text)):
        found = _OF_THEM.match(text, part.end)
        if found and part.value < whole.value:
            others = _roots(text[: part.start] + text[found.end() :])
            yield part, whole, _roots(found[1]) - others


def _told_of(claim: str, one: Quantity) -> set[str]:
    """What is said in the clause of a number, behind it or as the verb before it."""
    return {*_verbs_about(claim, one.start, one.end), *_roots(_following(claim, one.end))}


def _verbs_about(text: str, start: int, end: int) -> set[str]:
    """The verb right before a place in `text` and the first one behind it in its clause."""
    before = [word.text for word in telling(text[:start])[-1:]]
    behind = [word.text for word in words(_following(text, end)) if is_past(word.text)][:1]
    return {root(word) for word in (*before, *behind) if is_past(word)}


def _following(text: str, end: int) -> str:
    found = _CLAUSE.match(text, end)
    return found[0] if found else ""


def _roots(text: str) -> set[str]:
    return {root(word.text) for word in telling(text)}


def _other_group(claim: str, evidence: Sequence[str]) -> str:
    """Look for "81% of the ancient" where 81% are of the modern, another share of the ancient."""
    held = [pair for text in evidence for pair in _groups(text)]
    for said, group in _groups(claim):
        theirs = [one for one, other in held if other == group and one.unit == said.unit]
        elsewhere = [other for one, other in held if same_quantity(one, said)]
        if theirs and elsewhere and not any(same_quantity(one, said) for one in theirs):
            return f"the sentences that it cites say {said.text} of another group"
    return ""


def _groups(text: str) -> list[tuple[Quantity, str]]:
    found = [(one, _GROUP.match(text, one.end)) for one in numbers(text)]
    return [
        (one, root(group[1].lower()))
        for one, group in found
        if group and group[1].lower() not in STOP_WORDS
    ]


def _other_thing(claim: str, evidence: Sequence[str]) -> str:
    """Look for "two mayors" where there are one and two clerks, "40 cows" where 12 and 40 barns."""
    held = [pair for text in evidence for pair in _counted(text)]
    for said, thing in _counted(claim):
        theirs = [one for one, other in held if other == thing]
        elsewhere = [other for one, other in held if same_quantity(one, said)]
        if any(same_quantity(one, said) for one in theirs):
            continue
        if elsewhere and not _ANYONE & {thing, *elsewhere}:
            wrong = bool(theirs) or any(_beside_others(thing, said, text) for text in evidence)
        else:
            wrong = not elsewhere and _are_fewer(thing, said, claim, evidence)
        if wrong:
            return f"the sentences that it cites do not count this with {said.text}"
    return ""


def _counted(text: str) -> list[tuple[Quantity, str]]:
    """(number, root of the plural that it counts)"""
    found = []
    for one in undated_numbers(text):
        of = _OF_SOME.match(text, one.end)
        run = _RUN.match(text, of.end() if of else one.end)
        things: list[str] = []
        for word in words(run[0]) if run and not one.unit else ():
            many = [thing for thing in things if _MANY.fullmatch(thing)]
            if word.text in STOP_WORDS or (many and is_past(word.text)):
                break
            things.append(word.text)
        if many := [thing for thing in things if _MANY.fullmatch(thing)]:
            found.append((one, root(_SINGULAR.get(many[-1], many[-1]))))
    return found


def _ones(thing: str, text: str) -> list[tuple[int, int, str]]:
    """(start, end, what stands before) of each such thing that a text has one of: "the mayor"."""
    return [
        (before.start(), word.end, before[0])
        for word in words(text)
        if root(word.text) == thing
        and not _MANY.fullmatch(word.text)
        and (before := _ONE.search(text[: word.start]))
        and not numbers(before[0])[1:]
    ]


def _beside_others(thing: str, said: Quantity, text: str) -> bool:
    """Whether `text` adds one such thing to others of which it has the number that is said."""
    ones = _ones(thing, text)
    return len(ones) < said.value and any(
        same_quantity(other, said)
        and (
            (end <= other.start and _ADDED.search(text[: other.start]))
            or (start >= other.end and _ADDED.search(text[:start]))
        )
        for other, _ in _counted(text)
        for start, end, _ in ones
    )


def _are_fewer(thing: str, said: Quantity, claim: str, evidence: Sequence[str]) -> bool:
    """Whether a claim has two where the evidence has one alone: "Two men", "A man"."""
    there = " ".join(evidence)
    known = re.search(r"\b(?:the|these|those|both)\s+\Z", claim[: said.start], re.I)
    ones = _ones(thing, there)
    alone = len(ones) == 1 and _ALONE.match(ones[0][2]) and not _TOGETHER.search(there)
    return said.value == 2 and bool(alone) and not known


def _said_twice(claim: str, evidence: Sequence[str]) -> str:
    """Look for "40 of its 40 clerks" where 40 of 74 are: one number in the place of another."""
    mine, theirs = undated_numbers(claim), undated_numbers(" ".join(evidence))
    for one in mine:
        lost = any(
            other.unit == one.unit and not any(same_quantity(other, n) for n in mine)
            for other in theirs
        )
        times = [sum(same_quantity(one, n) for n in side) for side in (mine, theirs)]
        if lost and one.value > 2 and times[0] > times[1] > 0:
            return f"the sentences that it cites say {one.text} of one thing alone"
    return ""


def _other_age(claim: str, evidence: Sequence[str]) -> str:
    """Look for "Ann, 52" where Ann is 34 and it is Bob who is 52."""
    held = [pair for text in evidence for pair in _aged(text)]
    for name, age in _aged(claim):
        ages = {other for one, other in held if same_name(one, name)}
        if ages and age not in ages:
            return f"the sentences that it cites say {age} of another than {name}"
    return ""


def _aged(text: str) -> list[tuple[str, str]]:
    found = [(name, _AGED.match(text, name.end)) for name in names(text)]
    return [(name.text, age[1]) for name, age in found if age]


def _other_person(claim: str, evidence: Sequence[str]) -> str:
    """Look for "Ann was sent off" where the evidence names Ann, but it was Bob who was."""
    for one, verb in _done_to(claim):
        held = [pair for text in evidence for pair in _done_to(text) if pair[1] == verb]
        if not held or any(same_name(one.text, other.text) for other, _ in held):
            continue
        told = [root(word.text) for text in evidence for word in words(text)]
        if told.count(verb) > len(held):  # of someone else in another way: "the river flooded it"
            continue
        if not any(_beside(one, text) for text in evidence):
            return f"the sentences that it cites say this of {held[0][0].text}, not {one.text}"
    return ""


def _done_to(text: str) -> list[tuple[Name, str]]:
    """(name, root of the verb) wherever something is done to a person or thing by name."""
    found = [(name, _IS_DONE.match(text, name.end)) for name in names(text)]
    return [
        (name, root(done[1].lower()))
        for name, done in found
        if done and is_past(done[1].lower()) and _BEFORE_A_SUBJECT.search(text[: name.start])
    ]


def _beside(one: Name, text: str) -> bool:
    """Whether a name may share what is said of another: "Ann and Bob were", "Bob was, then Ann"."""
    named = names(text)
    ends = [*(name.start for name in named[1:]), len(text)]  # one too many where nobody is named
    return any(
        same_name(one.text, name.text)
        and (_JOINED.search(text[: name.start]) or _JOINS.fullmatch(text[name.end : end]))
        for name, end in zip(named, ends, strict=False)
    )
