"""Whether a sentence tells that somebody is what a yes-or-no question says, or does what it says.

The encoder takes a sentence that has the right words for a yes: "Is Ann Roe the mayor of Lund?"
by "Ann Roe met the mayor of Lund", "Did Norland release a plan?" by "Sudland released a plan".
Here the words must stand as such a sentence has them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.reader.people.introductions import Office, role_before
from rag.reader.premises.denials import denials
from rag.text import STOP_WORDS, Name, names, same_name, same_power, stem, words
from rag.verify.vocabulary import PASSIVE, root

if TYPE_CHECKING:
    from rag.reader.evidence import Candidate

BESIDE = 4  # words between a name and what its bearer is called

_IS_A = re.compile(
    r"^(?:The )?(?P<who>[A-Z].*?) (?:is|was|are|were) (?:still |now |currently )?"
    r"(?P<what>(?:the|an?|[A-Z][\w.]*['’]s?) .+?)\.?$"
)
_OF_ANOTHER = re.compile(
    r"\b(?:of|in|at|to|with|by|for|from|on|near|against|about|between|and)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_A_NOUN = re.compile(r"\b(?:an?|the|his|her|their|its|['’]s) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_MUTUAL = frozenset(
    map(root, ("meet", "talk", "speak", "negotiate", "agree", "sign", "marry", "play", "trade"))
)  # who did it with Ann Roe did it as much as she
_OWNS = re.compile(r"['’]s?\b|['’]\s|-")
_A_NEW_CLAUSE = re.compile(r"[;:]|, (?:but|while|and|which|who)\b| (?:but|while|that|which|who) ")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a statement says that somebody or something is: "Ann Roe is the mayor of Lund."."""

    who: str
    what: str

    @classmethod
    def of(cls, claim: str) -> Identity | None:
        """The identity that `claim` states; None where it states something else."""
        found = _IS_A.match(claim)
        named = found and next(iter(names(found["who"])), None)
        if not found or not named or named.text != found["who"]:
            return None
        return cls(found["who"], found["what"])

    @property
    def office(self) -> Office | None:
        """The office that it is, if it is one."""
        return Office.asked(f"Who is {self.what}?")

    def is_told_in(self, text: str) -> bool:
        """Whether a sentence calls them so: before the name, or soon behind it."""
        meant = [name for name in names(text) if same_name(self.who, name.text)]
        if office := self.office:
            return any(office.is_held_by(text, name.start) for name in meant)
        called = {stem(w.text) for w in words(self.what) if w.text not in STOP_WORDS}
        return bool(called) and any(called <= _beside(text, name) for name in meant)

    def told(self, found: Sequence[Candidate]) -> Candidate | None:
        """The sentence that calls them so and denies nothing."""
        saying = (c for c in found if self.is_told_in(c.text) and not denials(c.text))
        return next(saying, None)

    def other(self, found: Sequence[Candidate]) -> Candidate | None:
        """The sentence that names somebody else as the holder of the office."""
        office = self.office
        for candidate in found if office else ():
            for name in names(candidate.text):
                if office and office.is_held_by(candidate.text, name.start):
                    return None if same_name(self.who, name.text) else candidate
        return None


def _beside(text: str, name: Name) -> set[str]:
    """The stems of the words about a name, as far as its clause goes."""
    clauses = [0, *(mark.end() for mark in _A_NEW_CLAUSE.finditer(text)), len(text)]
    start = max(place for place in clauses[:-1] if place <= name.start)
    end = min(place for place in clauses[1:] if place >= name.end)
    before = [word for word in words(text) if start <= word.start and word.end <= name.start]
    behind = [word for word in words(text) if name.end <= word.start and word.end <= end]
    return {stem(word.text) for word in (*before[-BESIDE:], *behind[:BESIDE])}


def done_by_another(claim: str, deed: str, text: str) -> bool:
    """Whether a sentence tells the deed of a claim of somebody else than the claim's first name.

    Those who can be the doers are the names before the deed, in its clause, that nothing is of and
    that belong to nothing. Where there are none ("He said so") it is not told of another.
    """
    first = next(iter(names(claim)), None)
    if not first or not deed or claim[: first.start].strip().lower() not in {"", "the"}:
        return False
    if _OWNS.match(claim, first.end) or PASSIVE.search(claim):
        return False
    told = [word for word in words(text) if root(word.text) == root(deed)]
    doers: list[str] = []
    for word in told:
        begins = max((m.end() for m in _A_NEW_CLAUSE.finditer(text, 0, word.start)), default=0)
        before = [n for n in names(text) if begins <= n.start and n.end <= word.start]
        if _A_NOUN.search(text[: word.start]):  # "Ann Roe held a visit", whoever stands before
            before = before[-1:]
        doers += [
            name.text
            for name in before
            if not _OWNS.match(text, name.end) and not _OF_ANOTHER.search(text[: name.start])
        ]
        behind = re.compile(r"\bby (?:the )?").search(text, word.end)
        doers += [n.text for n in names(text) if behind and n.start == behind.end()]
    if doers:
        return not any(_are_same(first, doer) for doer in doers)
    return root(deed) not in _MUTUAL and _is_merely_beside(first, text)


def _are_same(name: Name, other: str) -> bool:
    return same_name(name.text, other) or same_power(name.text, other)


def _is_merely_beside(subject: Name, text: str) -> bool:
    """Whether a sentence has a claim's subject, but nowhere as one who does or is something: "He
    talked with Ann Roe", "the offensive in Norland".
    """
    own = [name for name in names(text) if _are_same(subject, name.text)]
    begins = [text[: n.start].rstrip().removesuffix(role_before(text, n.start)) for n in own]
    return bool(own) and all(_OF_ANOTHER.search(f"{before.rstrip()} ") for before in begins)
