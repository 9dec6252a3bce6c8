"""Whether a sentence tells that somebody is what a yes-or-no question says.

The encoder takes a sentence that has the right words for a yes: "Is Ann Roe the mayor of Lund?" by
"Ann Roe met the mayor of Lund". Here the words must stand as such a sentence has them.

Elsewhere: the same of what somebody does (doers.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.reader.people.offices import NOT_HEAD, Office
from rag.reader.premises.denials import denials
from rag.text import BE, Name, names, same_name, stem, telling, words

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate

BESIDE = 4  # words between a name and what its bearer is called

_IS_A = re.compile(
    r"^(?:The )?(?P<who>[A-Z].*?) (?P<verb>is|was|are|were) (?:still |now |currently )?"
    r"(?P<what>(?:the|an?|[A-Z][\w.]*['’]s?) .+?)\.?$"
)
# What stands behind a name and says what it is, in a statement or between commas.
_BEING = re.compile(
    rf"(?:, (?:who|which))? (?P<verb>{BE}|has been|have been|became|becomes?)"
    r"(?: (?:still|now|also|currently|once))? (?P<what>[^,.;:]+)"
)
_APPOSED = re.compile(r", (?P<what>(?!and\b)[^,.;:]+)(?=[,.;:]|$)")
_AHEAD = re.compile(r"(?:^|[,.;:“] )(?P<what>(?:[Tt]he|[Ii]ts|[A-Z][\w.]*['’]s?) [^,.;:]+), $")
_WAS = frozenset({"was", "were"})
_AND = re.compile(r"\band\b")  # "Ann Roe, the mayor and Bo Poe" may be three
_MANY = re.compile(r"an? ", re.IGNORECASE)  # "a judge": others are judges too
OWNS = re.compile(r"['’]s?\b|['’]\s|-")
A_NEW_CLAUSE = re.compile(r"[;:]|, (?:but|while|and|which|who)\b| (?:but|while|that|which|who) ")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a statement says that somebody or something is: "Ann Roe is the mayor of Lund."."""

    who: str
    what: str
    is_past: bool = False  # "was", which another may be now

    @classmethod
    def of(cls, claim: str) -> Identity | None:
        """The identity that `claim` states; None where it states something else."""
        found = _IS_A.match(claim)
        named = found and next(iter(names(found["who"])), None)
        if not found or not named or named.text != found["who"]:
            return None
        return cls(found["who"], found["what"], found["verb"] in _WAS)

    @property
    def office(self) -> Office | None:
        """The office that it is, if it is one."""
        return Office.asked(f"Who is {self.what}?")

    def is_told_in(self, text: str) -> bool:
        """Whether a sentence calls them so: right before the name, or behind it."""
        meant = [name for name in names(text) if same_name(self.who, name.text)]
        behind = [told for name in meant for told in self._told_behind(text, name)]
        if office := self.office:
            before = any(office.stands_before(text, name.start) for name in meant)
            ahead = [found["what"] for name in meant if (found := _apposed_to(text, name))]
            return before or any(office.heads(told) for told in (*ahead, *behind))
        called = {stem(w.text) for w in telling(self.what)}
        return bool(called) and (
            any(_is_called_ahead(text, name, called) for name in meant)
            or any(_is_called(told, called) for told in behind)
        )

    def _told_behind(self, text: str, name: Name) -> Iterator[str]:
        """What stands behind a name and says what its bearer is."""
        being, apposed = _BEING.match(text, name.end), _APPOSED.match(text, name.end)
        if being and (self.is_past or being["verb"] not in _WAS):
            yield being["what"]
        if apposed and not _AND.search(apposed["what"]):
            yield apposed["what"]

    def told(self, found: Sequence[Candidate]) -> Candidate | None:
        """The sentence that calls them so and denies nothing."""
        saying = (c for c in found if self.is_told_in(c.text) and not denials(c.text))
        return next(saying, None)

    def other(self, found: Sequence[Candidate]) -> Candidate | None:
        """The sentence that names somebody else as the holder of an office that one holds."""
        office = self.office
        if office is None or self.is_past or _MANY.match(self.what):
            return None
        for candidate in found:
            for name in names(candidate.text):
                if office.stands_before(candidate.text, name.start):
                    return None if same_name(self.who, name.text) else candidate
        return None


def _apposed_to(text: str, name: Name) -> re.Match[str] | None:
    """What a name stands behind between commas: "The mayor of Lund, Ann Roe, spoke."."""
    return _AHEAD.search(text[: name.start]) if text[name.end :][:1] in (",", ".") else None


def _is_called_ahead(text: str, name: Name, called: Set[str]) -> bool:
    """Whether the words right before a name call its bearer so: "pact member Norland".

    Not "They held a member, Norland said".
    """
    before = text[: name.start]
    if before.endswith(", ") and not _apposed_to(text, name):
        return False
    last = [stem(word.text) for word in words(A_NEW_CLAUSE.split(before)[-1])][-BESIDE:]
    return bool(last) and last[-1] in called <= set(last)


def _is_called(told: str, called: Set[str]) -> bool:
    """Whether what stands behind a name calls its bearer so: "a member of the pact".

    Not "a friend of the painter", "the painter's brother" or "suing the painter".
    """
    said = telling(told)[:BESIDE]
    own = [word for word in said if stem(word.text) in called]
    return (
        called <= {stem(word.text) for word in own}
        and not NOT_HEAD.search(told[: own[0].start])
        and not OWNS.match(told, own[-1].end)
    )
