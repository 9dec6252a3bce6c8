"""Capitals that a question describes, by the name that the articles use: "the Chinese capital"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.text import DO, capital_cities

if TYPE_CHECKING:
    from rag.index import Index

_WORD = r"(?:(?:\w\.){2,}|\w+)"  # "U.S.", but not the full stop behind "Norway"
_WORDS = rf"{_WORD}(?: {_WORD})?"
_CAPITAL = re.compile(
    # What asks which city it is already says so: "What is the capital of Peru?"
    r"(?<!\bis )(?<!\bwas )(?<!\bbe )(?<!\bas )"
    rf"(?:\bthe (?P<people>{_WORDS}) capital(?: city)?"
    rf"|\bthe capital(?: city)? of (?:the )?(?P<land>{_WORDS})"
    rf"|\b(?P<own>{_WORD})['’]s capital(?: city)?)"
    # Money is capital too: "the Chinese capital market".
    r"(?=['’]s\b|[?.!,;]|\Z| (?:in|on|at|to|from|by|for|with|after|before|during|and|or|as|"
    rf"{DO}|is|was|were|has|had|will|that|this|last|next|when|while|say|said|think|want)\b)",
    re.IGNORECASE,
)


def with_cities_named(question: str, index: Index) -> str:
    """Return `question` with "the Chinese capital" called Beijing, where an article calls it so."""

    def named(found: re.Match[str]) -> str:
        known = capital_cities(found["people"] or found["land"] or found["own"])
        return next((name for name in known if index.mentions(name)), found[0])

    return _CAPITAL.sub(named, question)
