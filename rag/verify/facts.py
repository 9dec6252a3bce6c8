"""What a claim may not get wrong, whatever its words: numbers, dates, names, links, negation.

Each check compares the claim with the sentences that it cites. Their surroundings (title, date,
neighbouring sentences) help only to say who "he" or what day "Wednesday" is.

Elsewhere: which days a sentence gives (rag/verify/days.py), what a number or a deed goes with
(rag/verify/bindings.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from rag.text import (
    CONTRACTED,
    PASSIVE,
    STOP_WORDS,
    Mention,
    Quantity,
    dates,
    deed,
    is_people,
    land,
    names,
    names_in,
    normalised,
    root,
    same_name,
    same_quantity,
    undated_numbers,
    words,
)
from rag.types import Evidence
from rag.verify.bindings import misbound
from rag.verify.days import days_given, fits
from rag.verify.vocabulary import (
    DENYING,
    GRAVE,
    MUTUAL,
    NAYSAYING,
    NOT,
    OPENERS,
    OPPOSITE,
    PAIR,
    POINTS_BACK,
    REACH,
    REGIONS,
    REPORTED,
    URL,
)

_BEFORE_OR_AFTER = re.compile(r"\b(?:before|after)\b", re.IGNORECASE)
_ORDER = frozenset(map(root, ("before", "after")))
_REGIONS = frozenset(REGIONS.values())
_BEFORE = 2  # sentences before a cited one in which "he" and "the ministry" are looked for


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds cited sentences in their articles."""

    titles: tuple[str, ...] = ()
    around: tuple[str, ...] = ()  # neighbouring sentences
    published: tuple[date, ...] = ()
    points_back: bool = False  # whether a sentence needs the others to tell who or what is meant


NOWHERE = Setting()


def setting(cited: Sequence[Evidence]) -> Setting:
    """The surroundings of cited sentences, as far as their passages reach."""
    around: list[str] = []
    for one in cited:
        every = one.passage.sentences
        at = every.index(one.sentence) if one.sentence in every else 0
        around += [s.text for s in every[max(0, at - _BEFORE) : at]]
    return Setting(
        tuple(dict.fromkeys(f"{e.passage.title} {e.passage.publisher}".strip() for e in cited)),
        tuple(dict.fromkeys(around)),
        tuple(dict.fromkeys(e.passage.published for e in cited if e.passage.published)),
        any(_points_back(one.sentence.text) for one in cited),
    )


def _points_back(text: str) -> bool:
    """Whether "he", "the ministry" or the like comes before any name in a sentence."""
    found = POINTS_BACK.search(text)
    if not found:
        return False
    named = names(text)
    return not named or found.start() < named[0].start


@dataclass(frozen=True, slots=True)
class _Read:
    """What a text says, worked out once: the same sentences are held against many claims."""

    text: str
    words: frozenset[str]
    stems: frozenset[str]  # of content words; those of dates are compared as dates
    runs: frozenset[str]  # words and what two or three make when they are written as one
    names: tuple[str, ...]
    roots: frozenset[str]  # of names and words, so that "Chinese" is found by "China"
    dates: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]  # those that are not part of a date
    denied: frozenset[str]
    said: frozenset[str]  # stems that stand at least once without a denial
    denies: bool


@lru_cache(maxsize=4096)
def _read(text: str) -> _Read:
    every = [word.text for word in words(text)]
    own = frozenset(every)
    named = names_in(text)
    days = dates(text)
    within = [(mention.start, mention.end) for mention in days]
    denied, said, denies = _denied(text)
    dated = {w.text for w in words(text) if any(a <= w.start < b for a, b in within)}
    proper = {word.text for name in named for word in words(name)}
    content = (w for w in own - dated if w not in STOP_WORDS and w not in OPENERS)
    return _Read(
        text,
        own,
        frozenset((word in proper and _land(word)) or root(word) for word in content),
        frozenset("".join(every[i : i + n]) for n in (1, 2, 3) for i in range(len(every))),
        named,
        frozenset(map(_rooted, (*named, *own - _pronouns(text)))) - {""},
        days,
        undated_numbers(text),
        denied,
        said,
        denies,
    )


def _pronouns(text: str) -> set[str]:
    """The words of a text that are no place although one is written so: "He told us", not "US"."""
    written = {text[word.start : word.end] for word in words(text) if word.text == "us"}
    return {"us"} if written == {"us"} else set()


def mismatch(claim: str, evidence: Sequence[str], where: Setting = NOWHERE) -> str:
    """Say what in `claim` the sentences of `evidence` do not bear out; "" if there is nothing."""
    said, held = _read(claim), _read("\n".join(evidence))
    return (
        _links(said, held)
        or _dates(said, held, where)
        or _numbers(said, held)
        or _names(said, held, where)
        or _polarity(said, held)
        or _opposites(said, held)
        or _roles(claim, evidence)
        or misbound(claim, evidence)
        or _accuses(said, held, where)
        or _reports(said, held, where)
    )


def coverage(claim: str, evidence: Sequence[str], where: Setting = NOWHERE) -> float:
    """The share of the claim's content words that its evidence has; half for its surroundings."""
    said = _read(claim).stems
    if not said:
        return 0.0
    held = frozenset().union(*(_read(text).stems for text in evidence))
    near = frozenset().union(*(_read(text).stems for text in (*where.titles, *where.around)))
    return (len(said & held) + 0.5 * len(said & (near - held))) / len(said)


def _links(claim: _Read, held: _Read) -> str:
    for link in URL.findall(claim.text):
        if link.rstrip(".,;:!?)") not in held.text:
            return f"the address {link} is not in the sentences that it cites"
    return ""


def _numbers(claim: _Read, held: _Read) -> str:
    for said in claim.quantities:
        follows = claim.text[said.end :]
        pair = said.text.isalpha() and said.value in (1.0, 2.0) and PAIR.match(follows)
        if not pair and not any(same_quantity(said, other) for other in held.quantities):
            return f"the number {said.text} is not in the sentences that it cites"
    return ""


def _dates(claim: _Read, held: _Read, where: Setting) -> str:
    if not claim.dates:
        return ""
    known = days_given(held.text, held.dates, where.published)
    for said in claim.dates:
        if not any(fits(said, other) for other in known):
            return f"the date {said.text} is not in the sentences that it cites"
    return ""


def _names(claim: _Read, held: _Read, where: Setting) -> str:
    """Names stand in the evidence, its title, or, if it says "he", in what is before it.

    Not if a name of the evidence has gone: then the claim has put another one in its place.
    """
    alien = [n for n in claim.names if normalised(n) not in OPENERS and not _stands_in(n, held)]
    if alien:
        replaced = [n for n in held.names if not _is_people(n) and not _stands_in(n, claim)]
        near = (*where.titles, *(where.around if where.points_back else ()))
        around = [] if replaced else [_read(text) for text in near]
        alien = [name for name in alien if not any(_stands_in(name, near) for near in around)]
    return f"the name {alien[0]} is not in the sentences that it cites" if alien else ""


def _stands_in(name: str, place: _Read) -> bool:
    return (
        all(word.text in place.words for word in words(name))
        or any(same_name(name, other) for other in place.names)
        or "".join(word.text for word in words(name)) in place.runs  # "Walmart", "Wal-Mart"
        or _rooted(name) in place.roots
    )


def _rooted(name: str) -> str:
    """A land's name and its people's alike, "China", "Chinese"; else without an "s"."""
    plain = normalised(name)
    return _land(name) or (plain.removesuffix("s") if len(plain) > 4 else plain)


def _is_people(name: str) -> bool:
    """Whether a name is a people's, and often left out: "Chinese Premier Li"."""
    return is_people(name) or normalised(name).removesuffix("s") in REGIONS


def _land(name: str) -> str:
    """The country or region that is named, or whose people; "" if it is none that is known."""
    plain = normalised(name)
    if plain in _REGIONS:
        return plain
    return REGIONS.get(plain) or REGIONS.get(plain.removesuffix("s")) or land(plain)


def _polarity(claim: _Read, held: _Read) -> str:
    """Look for a word that is denied on one side and never on the other."""
    if turned := (claim.said - claim.denied) & (held.denied - held.said):
        return f"the sentences that it cites deny what it says ({min(turned)}…)"
    if turned := (claim.denied - claim.said) & (held.said - held.denied):
        return f"it denies what the sentences that it cites say ({min(turned)}…)"
    if claim.denies and not held.denies and not NAYSAYING.search(held.text):
        return "it denies something, and the sentences that it cites deny nothing"
    return ""


def _opposites(claim: _Read, held: _Read) -> str:
    """Look for a word where the evidence has only its opposite."""
    if claim.denies or held.denies:  # "did not rise" may well be "fell"
        return ""
    mine, theirs = (one.stems | frozenset(map(root, one.words)) for one in (claim, held))
    for said in (mine - theirs) & OPPOSITE.keys():
        there = OPPOSITE[said] & (theirs - mine)
        if there and (said not in _ORDER or _of_one_thing(claim.text, held.text)):
            return f"the sentences that it cites say the opposite ({min(there)}…)"
    return ""


def _of_one_thing(claim: str, held: str) -> bool:
    """Whether the same words stand behind a claim's "before" or "after" as behind the evidence's:
    that the flood came before the vote says that the vote came after the flood.
    """
    behind = [_read(_BEFORE_OR_AFTER.split(text, maxsplit=1)[-1]).stems for text in (claim, held)]
    return bool(behind[0] & behind[1])


def _accuses(claim: _Read, held: _Read, where: Setting) -> str:
    """Look for a crime that neither the evidence nor what is about it speaks of."""
    known = _about(held, where)
    for said in claim.stems & GRAVE.keys():
        if not GRAVE[said] & known:
            return f"the sentences that it cites do not speak of it ({said}…)"
    return ""


def _reports(claim: _Read, held: _Read, where: Setting) -> str:
    """Look for a saying of which the evidence has not one word."""
    known = {deed(stem) for stem in _about(held, where)}
    for found in REPORTED.finditer(claim.text):
        said = _read(found[1])
        if said.denies or "too" in said.words:  # "too early to tell" may well be "not yet known"
            continue
        if said.stems and not (said.names or said.quantities or {*map(deed, said.stems)} & known):
            return "the sentences that it cites have nothing of what it says was said"
    return ""


def _about(held: _Read, where: Setting) -> frozenset[str]:
    """The stems of the evidence and of what stands about it."""
    near = (_read(text).stems for text in (*where.titles, *where.around))
    return held.stems.union(*near)


def _roles(claim: str, evidence: Sequence[str]) -> str:
    """Look for two names that have changed sides of a verb: who blames, and who is blamed."""
    for one, verb, other in _who_did_what(claim):
        deeds = [deed for text in evidence for deed in _who_did_what(text) if deed[1] == verb]
        same_way = any(_is_one(one, a) or _is_one(other, b) for a, _, b in deeds)
        turned = any(_is_one(one, b) and _is_one(other, a) for a, _, b in deeds)
        if turned and not same_way:
            return f"the sentences that it cites have {other} and {one} the other way round"
    return ""


@lru_cache(maxsize=4096)
def _who_did_what(text: str) -> tuple[tuple[str, str, str], ...]:
    """(name before, stem, name after) for each content word between two names of `text`.

    Partners have no order, as in a meeting; nor has a people's name, which stands for an adjective.
    """
    found = []
    whole = [name for name in names(text) if not _is_people(name.text)]
    for one, other in pairwise(whole):
        between = text[one.end : other.start]
        passive = bool(PASSIVE.search(between))
        for word in words(between):
            verb = root(word.text)
            if word.text in STOP_WORDS or verb in MUTUAL:
                continue
            pair = (other.text, one.text) if passive else (one.text, other.text)
            found.append((pair[0], verb, pair[1]))
    return tuple(found)


def _is_one(one: str, other: str) -> bool:
    return same_name(one, other) or _rooted(one) == _rooted(other)


def _denied(text: str) -> tuple[frozenset[str], frozenset[str], bool]:
    """(stems that a "not", "refused" or the like goes with, stems without one, whether any is)."""
    denied: set[str] = set()
    said: set[str] = set()
    left, denies = 0, False
    for word in words(CONTRACTED.sub(" not", text)):
        if word.text in NOT or word.text in DENYING:
            if word.text in DENYING:  # "did not refuse" is no refusal
                (denied if left > 0 else said).add(root(word.text))
            left, denies = REACH, True
        elif word.text not in STOP_WORDS:
            (denied if left > 0 else said).add(root(word.text))
            left -= 1
    return frozenset(denied), frozenset(said), denies
