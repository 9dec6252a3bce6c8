"""The turns of a conversation, and what the pronouns in its questions stood for.

Elsewhere: which of their names are people's (people.py), what they are about
(subjects.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

_KINDS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
}


_NAMED_WHOLE = re.compile(
    r"^(?i:(?:(?:can|could) you |please )?tell (?:me|us) about|who (?:is|was)) "
    r"(?P<name>(?:[Tt]he )?[A-Z][^,()?]*?)(?:,.*)?(?: \(.*\))?[?.!\s]*$"
)
LONGEST_NAME = 6  # words


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as understood, its answer, its bold head if it has one, and what was typed."""

    question: str
    head: str = ""
    answer: str = ""
    typed: str = ""


def kind(pronoun: str) -> str:
    """The pronoun that stands for all forms of `pronoun`: "he" for "his"; "" for other words."""
    return _KINDS.get(pronoun.lower(), "")


@lru_cache(maxsize=256)
def meant(turn: Turn) -> Mapping[str, str]:
    """What the pronouns that were typed in `turn` were taken for, by their kinds."""
    typed, understood = turn.typed.split(), turn.question.split()
    found: dict[str, str] = {}
    matched = SequenceMatcher(None, typed, understood, autojunk=False)
    for change, i, j, k, n in matched.get_opcodes():
        kinds = [known for word in typed[i:j] if (known := kind(re.sub(r"\W+$", "", word)))]
        if change == "replace" and len(kinds) == 1 and j - i == 1:
            found[kinds[0]] = re.sub(r"(?:['’]s?)?[?.,!]*$", "", " ".join(understood[k:n]))
    for pronoun, owned in pairwise(typed):  # "their names" as "the names of the men who fled"
        noun = re.escape(re.sub(r"\W+$", "", owned))
        of = kind(pronoun) and re.search(rf"\bthe {noun} of (the .+?)\W*$", turn.question)
        if of:
            found.setdefault(kind(pronoun), of[1])
    return found


def named_whole(question: str) -> str:
    """The name that is all that `question` asks about: "Ann of the Hill" of "Who is …?"; or ""."""
    found = _NAMED_WHOLE.match(question)
    owned = found and re.search(r"['’]s? ", found["name"])
    whole = found["name"] if found and not owned else ""
    return whole if len(whole.split()) <= LONGEST_NAME else ""
