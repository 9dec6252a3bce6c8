"""When somebody was born or died, told by the years of a life: "Ann Poe (1931-2004)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reader.say import behind
from rag.reader.told import Told
from rag.text import MONTH, names, same_name

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question

SHORTEST = 25  # years of a life; most terms of office and most projects last less

_ASKED = re.compile(
    r"^(?:when|(?:in )?(?:what|which) year|what year) (?:was|did) .+ (?P<end>born|die)\W*$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?P<born>1\d{3}|20\d\d) ?[-–—] ?(?P<die>1\d{3}|20\d\d)\b")
_BETWEEN = re.compile(r" ?\(|,(?: [^,;.()]{1,35},)? ")  # a name and the years of the life
_DAY = rf"(?:(?:{MONTH})\b|\d{{1,2}} |(?:1\d|20)\d\d)"
# "Born in Hay, she moved in 1956" does not tell when.
_STATED = {
    "born": re.compile(
        rf"\bborn\b(?: (?:in|at|near) [A-Z]\w+(?:,? [A-Z]\w+)*,?)? (?:on|in) {_DAY}", re.IGNORECASE
    ),
    "die": re.compile(rf"\bdied\b[^.;]{{0,60}}? (?:on|in) {_DAY}", re.IGNORECASE),
}

_WHEN_OR_WHERE = re.compile(
    r"^(?:when|where|(?:in |on )?(?:what|which) (?:year|day|date|month|town|city|country|place)) "
    r"(?:was|did) .+ (?P<end>born|die)\b",
    re.IGNORECASE,
)
_SPEAKS_OF = {
    "born": re.compile(r"\b(?:born|birth\w*|native)\b", re.IGNORECASE),
    "die": re.compile(
        r"\b(?:d(?:ied?|ies|ying|ead|eaths?)|kill\w*|pass(?:ed|es) away|succumb\w*|fatal\w*|"
        r"funeral|buried|burial|murder\w*|assassinat\w*|drown\w*|execut\w+|shot|hanged|perish\w*|"
        r"obituary|slain|stabbed|crash\w*|lost (?:his|her|their) (?:life|lives))\b",
        re.IGNORECASE,
    ),
}


def tells_no_end(question: str, sentence: str) -> bool:
    """Whether a sentence has no word for the birth or death of which `question` asks when or where.

    >>> tells_no_end("When did Ann Poe die?", "Ann Poe drove the last tram in 1949.")
    True
    >>> tells_no_end("When did Ann Poe die?", "Ann Poe was shot in 1949.")
    False
    """
    found = _WHEN_OR_WHERE.match(question)
    if not found:
        return False
    spoken = _SPEAKS_OF[found["end"].lower()].search(sentence)
    return not spoken and not any(_is_life(years) for years in _YEARS.finditer(sentence))


def of_a_life(asked: Question, every: Sequence[Candidate]) -> Told | None:
    """The year in which somebody was born or died, from the years of the life behind the name; None
    where no such years are asked for or told, or a sentence tells the day or the year itself.
    """
    found = _ASKED.match(asked.plain)
    if not found or not asked.names:
        return None
    end = found["end"].lower()
    if any(_STATED[end].search(c.text) and c.signals["named_near"] == 1 for c in every):
        return None
    for candidate in every:
        for name in names(candidate.text):
            years = _life_behind(candidate.text, name.end)
            if years and any(same_name(name.text, other) for other in asked.names):
                return Told((behind(candidate.evidence, head=years[end]),), "answered")
    return None


def _life_behind(text: str, place: int) -> re.Match[str] | None:
    """The years of a life behind a name that ends at `place`: "Ann Poe, mapmaker, 1931-2004".

    "Ann Poe led the 2019-2021 talks" tells of no life.
    """
    between = _BETWEEN.match(text, place)
    years = _YEARS.match(text, between.end()) if between else None
    return years if years and _is_life(years) else None


def _is_life(years: re.Match[str]) -> bool:
    return int(years["die"]) - int(years["born"]) >= SHORTEST
