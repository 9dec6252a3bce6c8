"""The deed that a question asks about, told of another place: "a raid in Lund" for one in Marn.

A town may lie in the country that is asked about, and a visit to somebody is no place: only what
stands where a place does, and what the articles call no people by, is held against the question.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.reader.premises.deeds import COVERS, Deeds, names_all
from rag.reader.premises.denials import BREAK
from rag.reader.premises.premise import share
from rag.text import OF_A_PEOPLE, akin, names, names_in, stems, telling_words

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate

_WHERE = re.compile(
    r"\b(?:in|near|outside|"
    r"(?:visits?|travel\w*|trips?|flew|went|goes|came|comes?|journeys?) to)\s$",
    re.I,
)
_END_OF = re.compile(
    r"\b(?P<end>north|south|east|west)(?:ern (?:(?:part|end|side|half)s? of (?:the )?)?|"
    r" (?:(?:part|end|side) )?of (?:the )?)(?P<land>[A-Z][\w’-]*)"
)
_OPPOSITE_END = {"north": "south", "south": "north", "east": "west", "west": "east"}
_OWNS = re.compile(r"['’]")


def told_elsewhere(told: Deeds) -> Candidate | None:
    """The sentence that tells the same deed of the same people, in another place."""
    asked = told.premise.asked
    for place in _places(asked.plain):
        if not _is_a_town(place, told):
            continue
        telling = _telling_of_the_same(place, told)
        if any(akin(place, other) for c in telling for other in _places(c.text)):
            continue
        rest = [t for t in asked.terms if t not in stems(place)]
        for candidate in telling:
            if (
                any(_is_where(other, candidate.text, told) for other in _places(candidate.text))
                and not any(akin(place, name) for name in names_in(candidate.text))
                and share(rest, candidate.evidence.passage.whole) >= COVERS
            ):
                return candidate
    return None


def told_of_another_end(told: Deeds) -> Candidate | None:
    """The sentence that tells of the other end of a land: "western Norland" for its east."""
    asked = told.premise.asked
    for end, place in _ends(asked.plain):
        for candidate in told.found:
            ends = _ends(candidate.text)
            if (
                (_OPPOSITE_END[end], place) in ends
                and (end, place) not in ends
                and names_all(asked.names, candidate.evidence.passage)
                and candidate.signals["near"] >= COVERS
            ):
                return candidate
    return None


def _telling_of_the_same(place: str, told: Deeds) -> list[Candidate]:
    """The sentences that tell the deed of somebody whom the question names, `place` apart, in a
    passage that names all of them.
    """
    others = [name for name in told.premise.asked.names if not akin(name, place)]
    return [
        c
        for c in told.found
        if names_all(others, c.evidence.passage)
        and any(akin(name, other) for name in others for other in names_in(c.text))
        and any(told.tells(c, deed) for deed in told.premise.deeds)
    ]


def _is_where(place: str, text: str, told: Deeds) -> bool:
    """Whether a sentence tells the question's deed of `place`, in one clause."""
    if _is_a_country(place, told):
        return False
    for name in names(text):
        if name.text == place:
            begin = max((m.end() for m in BREAK.finditer(text, 0, name.start)), default=0)
            clause = [w.text for w in telling_words(text) if begin <= w.start < name.start]
            if any(told.one_deed(deed, word) for deed in told.premise.deeds for word in clause):
                return True
    return False


def _is_a_town(name: str, told: Deeds) -> bool:
    """Whether something is told to be there ("a visit to Lund" may be one to a person), and it is
    no country.
    """
    if _is_a_country(name, told):
        return False
    return any(
        akin(name, other)
        for text in {c.evidence.passage.text for c in told.found}
        for other in _places(text)
    )


def _is_a_country(place: str, told: Deeds) -> bool:
    """Whether the articles call a people by its name ("Norwegian"): a town may lie in it."""
    return any(
        OF_A_PEOPLE.search(name) and akin(place, name) and name != place
        for text in {c.evidence.passage.text for c in told.found}
        for name in names_in(text)
    )


def _ends(text: str) -> set[tuple[str, str]]:
    """The ends of lands that a text names: {("east", "Norland")} for "the east of Norland"."""
    return {(found["end"].lower(), found["land"]) for found in _END_OF.finditer(text)}


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[str, ...]:
    """The names of a text that stand where a place does: "in Oslo", "to Oslo", not "in Oslo's"."""
    return tuple(
        name.text
        for name in names(text)
        if _WHERE.search(text[: name.start]) and not _OWNS.match(text, name.end)
    )
