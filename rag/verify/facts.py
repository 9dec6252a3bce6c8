"""What a claim may not get wrong, whatever its words: numbers, dates, names, links, negation.

Each check compares the claim with the sentences that it cites. Their surroundings (title, date,
neighbouring sentences) help only to say who "he" or what day "Wednesday" is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from rag.text import (
    STOP_WORDS,
    Mention,
    Quantity,
    dates,
    names,
    normalised,
    numbers,
    same_name,
    same_quantity,
    stem,
    stems,
    words,
)
from rag.types import Evidence

_BEFORE, _AFTER = 2, 1  # neighbouring sentences in which "he" and "the ministry" are looked for
_URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|net|info|io|ru|example)\b\S*", re.I)
_PAIR = re.compile(
    r"\s*(?:(?:neighbou?ring|warring)\s+)?"
    r"(?:countr|nation|side|leader|part(?:y|ies)|state|men\b|neighbou?r|capital|power|government|"
    r"people|of them|articles?\b)",
    re.I,
)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|himself|herself|itself|themselves|"
    r"we|our|us|i|my|me|this|these|those|both|there|who|which|"
    r"the (?:two|three|latter|former|pair|duo|sides?|countr\w+|nations?|leaders?|minist\w+|"
    r"president|premier|chairman|spokes\w+|official|envoy|diplomat|governor|general|commander|"
    r"company|group|party|city|region|town|village|country|government|kremlin|army|military|"
    r"visit|meeting|talks|summit|agreement|deal|plan|attack|raid|incident|statement|war|conflict|"
    r"invasion|trip|deal|man|woman|suspects?))\b",
    re.I,
)
_LAST_YEAR = re.compile(r"\b(?:last|previous|past) year\b|\ba year (?:ago|earlier)\b", re.I)
_NEXT_YEAR = re.compile(r"\b(?:next|coming|following) year\b", re.I)
_LAST_MONTH = re.compile(r"\b(?:last|previous|past) month\b", re.I)
_NEXT_MONTH = re.compile(r"\bnext month\b", re.I)
_DAY_AWAY = ((re.compile(r"\byesterday\b", re.I), -1), (re.compile(r"\btomorrow\b", re.I), 1))
_NOT_WORDS = "not no never none nobody nothing neither nor without cannot hardly barely unable"
_NOT = frozenset(_NOT_WORDS.split())
_DENYING_WORDS = "deny refuse reject fail lack decline dismiss prevent avoid prohibit ban forbid"
_DENYING = frozenset(stem(word) for word in _DENYING_WORDS.split())
_CONTRACTED = re.compile(r"(?<=[a-z])n['’]t\b", re.I)
_REACH = 2  # content words after "not" that it is taken to negate
_ROOT = re.compile(r"(?:ians?|eans?|ans?|ns?|ese|ish|is?|s)\Z")
_BRITISH = {"british": "united kingdom", "briton": "united kingdom", "britons": "united kingdom"}
_PEOPLES = _BRITISH | {
    "american": "united states",
    "americans": "united states",
    "french": "france",
    "dutch": "netherlands",
    "german": "germany",
    "germans": "germany",
    "greek": "greece",
    "spanish": "spain",
    "swiss": "switzerland",
    "turkish": "turkey",
    "polish": "poland",
    "danish": "denmark",
    "swedish": "sweden",
    "finnish": "finland",
    "irish": "ireland",
    "welsh": "wales",
    "scottish": "scotland",
    "western": "west",
    "eastern": "east",
    "european": "europe",
    "soviet": "soviet union",
    "kremlin": "moscow",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds cited sentences in their articles."""

    titles: tuple[str, ...] = ()
    around: tuple[str, ...] = ()  # neighbouring sentences
    published: tuple[date, ...] = ()

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join((*self.titles, *self.around))


NOWHERE = Setting()


def setting(cited: Sequence[Evidence]) -> Setting:
    """The surroundings of cited sentences, as far as their passages reach."""
    around: list[str] = []
    for one in cited:
        every = one.passage.sentences
        at = every.index(one.sentence) if one.sentence in every else 0
        around += [s.text for s in every[max(0, at - _BEFORE) : at + 1 + _AFTER]]
    return Setting(
        tuple(dict.fromkeys(f"{e.passage.title} {e.passage.publisher}".strip() for e in cited)),
        tuple(dict.fromkeys(around)),
        tuple(dict.fromkeys(e.passage.published for e in cited if e.passage.published)),
    )


@dataclass(slots=True)
class _Held:
    """The cited sentences, read once for all checks."""

    text: str
    where: Setting
    said: frozenset[str] = field(init=False)
    named: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.said = frozenset(word.text for word in words(self.text))
        self.named = tuple(name.text for name in names(self.text))


def objection(claim: str, evidence: Sequence[str], where: Setting = NOWHERE) -> str:
    """Say what in `claim` the sentences of `evidence` do not bear out; "" if there is nothing."""
    held = _Held("\n".join(evidence), where)
    for check in (_links, _dates, _numbers, _names, _polarity):
        if reason := check(claim, held):
            return reason
    return ""


def coverage(claim: str, evidence: Sequence[str], where: Setting = NOWHERE) -> float:
    """The share of the claim's content words that its evidence has; half for its surroundings."""
    said = set(stems(claim))
    if not said:
        return 0.0
    held = {s for text in evidence for s in stems(text)}
    near = set(stems(where.text)) - held
    return (len(said & held) + 0.5 * len(said & near)) / len(said)


def _links(claim: str, held: _Held) -> str:
    for link in _URL.findall(claim):
        if link.rstrip(".,;:!?)") not in held.text:
            return f"the address {link} is not in the sentences that it cites"
    return ""


def _numbers(claim: str, held: _Held) -> str:
    known = _quantities(held.text)
    for said in _quantities(claim):
        pair = said.text.isalpha() and said.value in (1.0, 2.0) and _PAIR.match(claim[said.end :])
        if not pair and not any(same_quantity(said, other) for other in known):
            return f"the number {said.text} is not in the sentences that it cites"
    return ""


def _quantities(text: str) -> list[Quantity]:
    """The numbers of `text` that are not part of a date."""
    taken = [(mention.start, mention.end) for mention in dates(text)]
    return [q for q in numbers(text) if not any(a <= q.start < b for a, b in taken)]


def _dates(claim: str, held: _Held) -> str:
    said = dates(claim)
    if not said:
        return ""
    known = _days(held)
    for mention in said:
        if not any(_fits(mention, other) for other in known):
            return f"the date {mention.text} is not in the sentences that it cites"
    return ""


def _days(held: _Held) -> list[Mention]:
    """The dates that the evidence gives, as they stand and as its article's date completes them."""
    found = list(dates(held.text))
    for published in held.where.published:
        found.append(_mention(published))
        for mention in dates(held.text):
            found += _completed(mention, published)
        for pattern, days in _DAY_AWAY:
            if pattern.search(held.text):
                found.append(_mention(published + timedelta(days)))
        if _LAST_YEAR.search(held.text):
            found.append(Mention(year=published.year - 1))
        if _NEXT_YEAR.search(held.text):
            found.append(Mention(year=published.year + 1))
        for pattern, months in ((_LAST_MONTH, -1), (_NEXT_MONTH, 1)):
            if pattern.search(held.text):
                year, month = divmod(published.year * 12 + published.month - 1 + months, 12)
                found.append(Mention(year=year, month=month + 1))
    return found


def _completed(mention: Mention, published: date) -> Iterable[Mention]:
    if mention.weekday is not None and mention.day is None:
        ahead = (mention.weekday - published.weekday()) % 7
        return (_mention(published + timedelta(ahead)), _mention(published + timedelta(ahead - 7)))
    if mention.month is not None and mention.year is None:
        years = (published.year, published.year + (1 if mention.month < published.month else -1))
        return (Mention(year, mention.month, mention.day) for year in years)
    return ()


def _mention(day: date) -> Mention:
    return Mention(day.year, day.month, day.day, day.weekday())


def _fits(said: Mention, known: Mention) -> bool:
    """Whether `known` gives all that `said` says."""
    pairs = (
        (said.year, known.year),
        (said.month, known.month),
        (said.day, known.day),
        (said.weekday, _weekday(known)),
    )
    return all(one is None or one == other for one, other in pairs)


def _weekday(mention: Mention) -> int | None:
    if mention.weekday is not None or None in (mention.year, mention.month, mention.day):
        return mention.weekday
    try:
        return date(mention.year or 1, mention.month or 1, mention.day or 1).weekday()
    except ValueError:  # "31 June"
        return None


def _names(claim: str, held: _Held) -> str:
    alien = [n.text for n in names(claim) if not _named(n.text, held.said, held.named)]
    if not alien:
        return ""
    if _POINTS_BACK.search(held.text) or held.where.titles != ("",):
        near = held.where.text if _POINTS_BACK.search(held.text) else "\n".join(held.where.titles)
        said = frozenset(word.text for word in words(near))
        named = tuple(name.text for name in names(near))
        alien = [name for name in alien if not _named(name, said, named)]
    return f"the name {alien[0]} is not in the sentences that it cites" if alien else ""


def _named(name: str, said: frozenset[str], named: Sequence[str]) -> bool:
    own = [word.text for word in words(name)]
    if all(word in said for word in own) or any(same_name(name, other) for other in named):
        return True
    rooted = _rooted(name)
    return any(rooted == _rooted(other) for other in (*named, *said)) and bool(rooted)


def _rooted(name: str) -> str:
    """A country's name and its people's alike: "China", "Chinese"; "Ukraine", "Ukrainian"."""
    plain = normalised(name)
    plain = _PEOPLES.get(plain, plain)
    if plain in ("us", "u.s.", "u.s", "usa", "america"):
        return "united states"
    if plain in ("uk", "britain", "great britain"):
        return "united kingdom"
    return _ROOT.sub("", plain).rstrip("aeiouy") if len(plain) > 4 else plain


def _polarity(claim: str, held: _Held) -> str:
    """Look for a word that is denied on one side and never on the other."""
    denied, said = _denied(claim)
    denied_there, said_there = _denied(held.text)
    if turned := (said - denied) & (denied_there - said_there):
        return f"the sentences that it cites deny what it says ({min(turned)}…)"
    if turned := (denied - said) & (said_there - denied_there):
        return f"it denies what the sentences that it cites say ({min(turned)}…)"
    return ""


def _denied(text: str) -> tuple[set[str], set[str]]:
    """(stems that a "not", "refused" or the like goes with, stems that stand without one)."""
    denied: set[str] = set()
    said: set[str] = set()
    left = 0
    for word in words(_CONTRACTED.sub(" not", text)):
        root = stem(word.text)
        if word.text in _NOT or root in _DENYING:
            left = _REACH
        elif word.text not in STOP_WORDS:
            (denied if left > 0 else said).add(root)
            left -= 1
    return denied, said
