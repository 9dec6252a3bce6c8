"""Words that are looked for in a text: inflected, or as other forms of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text import OFFICE, akin, is_person, names, stem, words


@dataclass(frozen=True, slots=True)
class Term:
    """A word of what is looked for or of a text: its stem, and how it is written."""

    stem: str
    written: str

    @property
    def is_name(self) -> bool:
        """Whether it is written as names are."""
        return self.written[0].isupper()

    def is_met_by(self, word: Term) -> bool:
        """Whether `word` is this one, inflected or another form of the same name."""
        both_names = self.is_name and word.is_name
        return self.stem == word.stem or (both_names and akin(self.written, word.written))


def terms(text: str) -> list[Term]:
    """The words of a text, in order."""
    return [Term(stem(word.text), text[word.start : word.end]) for word in words(text)]


def places(wanted: Sequence[Term], text: str) -> dict[Term, int]:
    """Where in a text, counted in words, each of the wanted words stands first, if it does."""
    said = terms(text)
    found = {}
    for want in wanted:
        at = next((i for i, word in enumerate(said) if want.is_met_by(word)), -1)
        if at < 0 and want.written.isupper() and len(want.written) > 1:
            at = _in_full(want.written, text)
        if at >= 0:
            found[want] = at
    return found


def _in_full(initials: str, text: str) -> int:
    """Where in a text, counted in words, the name or office of some initials stands; -1 for none.

    "The PM" is the Prime Minister, but "UN" is not Uta Nilsen.
    """
    found = [office.span() for office in OFFICE.finditer(text)]
    found += [
        (name.start, name.end)
        for name in names(text)
        if len(initials) > 2 or not is_person(name.text)
    ]
    for start, end in found:
        if initials == "".join(re.findall(r"\b[A-Z]", text[start:end])):
            return len(words(text[:start]))
    return -1
