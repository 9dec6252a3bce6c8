"""Whose own it is that a sentence tells of: "Lund's own ten-point plan" is not Hay's plan.

A thing is called its owner's own to set it apart from another's, often from the one asked about.
"""

from __future__ import annotations

import re

from rag.reader.people.nationality import is_of_another
from rag.text import is_person, names_in, people_in, power, same_name, same_power, stems

_THING = r"(?P<what>[\w-]+(?: [\w-]+){0,2})"
_OWNED = (
    re.compile(rf"(?P<whose>[A-Z][\w-]+)['’]s? (?:own )?{_THING}"),
    re.compile(rf"(?P<whose>[A-Z]\w+(?:an|ese|ish|ch|[qnl]i)) {_THING}"),
    re.compile(
        rf"{_THING} (?:that|which) (?P<whose>[A-Z]\w+) (?:has |have |had )?"
        r"(?:published|released|presented|proposed|offered|put|made|drew|issued)\b"
    ),
)
_HIS = re.compile(r"\b(?:his|her)(?: own)?(?: [\w-]+)? ?$", re.IGNORECASE)
_OWN = re.compile(r"(?P<whose>[A-Z][\w-]+)['’]s? own (?P<what>[\w-]+(?: [\w-]+){0,3})")


def is_anothers_own(question: str, sentence: str, article: str = "") -> bool:
    """Whether `sentence` tells of somebody's own what `question` asks of another's.

    `article` tells whose president somebody is.

    >>> is_anothers_own("How many points has Hay's plan?", "Lund's own plan has ten points.")
    True
    >>> is_anothers_own("How many points has Lund's plan?", "Lund's own plan has ten points.")
    False
    """
    return any(
        set(stems(asked["what"])) & set(stems(told["what"]))
        and not _is_the_same(asked["whose"], told["whose"], article)
        for told in _OWN.finditer(sentence)
        for form in _OWNED
        for asked in form.finditer(question)
    )


def is_of_another_person(question: str, sentence: str, start: int, before: str) -> bool:
    """Whether what stands at `start` of `sentence` is his or hers who is not asked about: by the
    names before the pronoun, else by those of the sentence `before` it.

    >>> asked, told = "How long was Lund's visit?", "On his two-day visit he met the king."
    >>> is_of_another_person(asked, told, 7, "Jon Ray is in Hay.")
    True
    >>> is_of_another_person(asked, told, 7, "Ole Lund is in Hay.")
    False
    """
    owned = _HIS.search(sentence[:start])
    if not owned:
        return False
    people = people_in(question)
    near, far = ([*filter(is_person, names_in(t))] for t in (sentence[: owned.start()], before))
    owners = near or far or people_in(before)
    return bool(people and owners) and not any(
        same_name(asked, owner) for asked in people for owner in owners
    )


def _is_the_same(asked: str, told: str, article: str) -> bool:
    """Whether the owner told of is the one asked about, or its country's."""
    if same_power(asked, told):
        return True
    country = power(asked)
    return bool(country and not power(told)) and not is_of_another(country, told, article)
