"""Whether two people are said to be kin: "no relation of", "her brother".

Articles say in passing that bearers of one surname are not related, seldom in a question's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.text import names, names_in, same_name

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question

_GENERAL = r"(?:related|relati(?:ve|on)s?|family|kin|siblings?)"
_NEAREST = (
    r"(?:brothers?|sisters?|sons?|daughters?|fathers?|mothers?|cousins?|uncles?|aunts?|nephews?|"
    r"nieces?|husbands?|wi(?:fe|ves)|twins?|grand(?:sons?|daughters?|fathers?|mothers?))"
    r"(?:-in-law)?"
)
_NAME = "@"  # what stands for a name in a question held against `_ASKED`
_CALLED = rf"(?:\w+ ){{0,2}}{_NAME}"  # "the painter Ann Poe"
# Whose kin somebody is, and nothing that they did: not "killed by her husband".
_ASKED = re.compile(
    rf"^(?:is|are|was|were) {_CALLED}(?: and {_CALLED})? (?:(?:also|really) )?"
    rf"(?:(?:an?|any|the) |{_NAME}['’]s? )?(?:{_GENERAL}|{_NEAREST})(?: and {_NEAREST})?"
    rf"(?: members?)?(?: (?:of|to) (?:each other|one another|{_CALLED}))?$",
    re.IGNORECASE,
)
_UNRELATED = re.compile(
    rf"\b(?:not|no|nor|neither|never)\b(?: \w+){{0,2}} {_GENERAL}\b(?! members?\b)", re.IGNORECASE
)
_IS_KIN = re.compile(rf"\b{_NEAREST}\b", re.IGNORECASE)
_BETWEEN = 60  # characters from the word for the kin to the name of whose it is


def unrelated(asked: Question, found: Sequence[Candidate]) -> Candidate | None:
    """The sentence that says of the two people asked about that they are not related."""
    if not _asks(asked):
        return None
    saying = (c for c in found if _UNRELATED.search(c.text))
    return next((c for c in saying if _holds_both(asked, c)), None)


def kin(asked: Question, found: Sequence[Candidate]) -> Candidate | None:
    """The sentence that calls one of the two the other's brother, wife or the like."""
    if not _asks(asked):
        return None
    wanted = {word.group().casefold() for word in _IS_KIN.finditer(asked.plain)}
    for candidate in found:
        text = candidate.text
        for word in _IS_KIN.finditer(text):
            if wanted and word.group().casefold() not in wanted:
                continue
            beside = text[max(0, word.start() - _BETWEEN) : word.end() + _BETWEEN]
            if _is_anothers(asked, text, word.end()):
                continue
            if _names_one(asked, beside) and _holds_both(asked, candidate):
                return candidate
    return None


def _asks(asked: Question) -> bool:
    plain = asked.plain.rstrip(" ?")
    for name in reversed(names(plain)):
        plain = f"{plain[: name.start]}{_NAME}{plain[name.end :]}"
    return len(asked.names) > 1 and bool(_ASKED.search(plain))


def _is_anothers(asked: Question, text: str, end: int) -> bool:
    """Whether the word for kin that ends at `end` goes with a third person's name."""
    behind = next((n.text for n in names(text) if 0 < n.start - end <= len(", ")), "")
    return bool(behind) and not any(same_name(behind, name) for name in asked.names)


def _names_one(asked: Question, text: str) -> bool:
    """Whether a text names one of those asked about in full."""
    return any(name in text for name in asked.names if " " in name)


def _holds_both(asked: Question, candidate: Candidate) -> bool:
    """Whether the passage has both by their own first words: they may share a surname."""
    held = names_in(candidate.evidence.passage.whole)
    return all(any(name.split()[0] in other.split() for other in held) for name in asked.names)
