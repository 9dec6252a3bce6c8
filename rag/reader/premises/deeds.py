"""Which sentences tell a deed that a question asks about, plan it or deny it, and which last.

A deed is told in its own word, by another form of it ("broke", "broken") or by a word that means
nearly the same; it is denied by "not", "failed to", "denied" and their like (denials.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rag.reader.premises.denials import BREAK, Denial, denials
from rag.reader.premises.premise import Premise, share
from rag.text import (
    CONTRACTED,
    Word,
    akin,
    is_another,
    is_past,
    names_in,
    root,
    stem,
    telling_words,
)
from rag.text import deed as kind_of

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.encoder import Encoder
    from rag.types import Passage

COVERS = 0.6  # of the question's words, in a sentence with its title and the one before it
CLOSE = 0.5  # cosine of two words that tell one deed: "convicted", "acquitted" are at .47
AS_MUCH = 0.25  # of the question's other words, that a sentence may lack that tells the deed

_LOOKED_BACK = 40  # characters before a deed in which a word makes it a plan
_PLANNED = re.compile(
    r"\b(?:(?i:will|would|could|might|should|shall|if|plan\w*|propos\w+|hop(?:e[sd]?|ing)|"
    r"agree[sd]? to|due|expect\w*)|may)\b|\bto (?:(?:be|have|[a-z]+ly|[a-z]+ and) )*$"
)
_TO_BE_AND = re.compile(r"\bbe [^,;.]*\band (?:\w+ )?$")  # "will be shut and sold"
# "Condemnation" does not tell who condemned whom.
_NOUN = re.compile(r"(?:[ai]tion|ment|[ae]nce)s?$")
_PLANS = frozenset(map(stem, ("plan", "bid", "proposal", "scheme", "attempt", "offer")))
_FULFILS = frozenset(
    map(stem, ("buy", "purchase", "acquire", "take", "takeover", "merge", "build", "built"))
)


class Deeds:
    """The sentences found for a question, best first, held to the deeds of its premise."""

    def __init__(self, premise: Premise, found: Sequence[Candidate], encoder: Encoder) -> None:
        self.premise = premise
        self.found = found
        self.on_it = [c for c in found if names_all(premise.asked.names, c.evidence.passage)]
        self._encoder = encoder

    def tells(self, candidate: Candidate, deed: str) -> bool:
        """Whether a sentence has `deed` as done, neither denied nor merely planned."""
        text = CONTRACTED.sub(" not", candidate.text)
        denied = denials(candidate.text)
        open_ = {w.start for d in denied if not d.overcome for w in d.words}
        past = {w.start for d in denied if d.overcome for w in d.words}
        for word in telling_words(text):
            if word.start in open_ or not self.one_deed(deed, word.text):
                continue
            if _NOUN.search(word.text) and not _NOUN.search(deed):
                continue
            if word.start in past or not _is_planned(text, word):
                return True
        return False

    def denied(self, candidate: Candidate, *, sure: bool) -> list[str]:
        """The question's words that a sentence denies or undoes.

        A bid or a plan that is dropped is a purchase or a building that never was.
        """
        found: list[str] = []
        for denial in denials(candidate.text):
            if denial.overcome or (denial.cue == "not" and not sure and not denial.surely):
                continue
            if denial.cue in {"not", "refuse"} and not self._is_of_own_deed(denial, candidate.text):
                continue
            found += [
                deed
                for deed in self.premise.core
                if any(self.one_deed(deed, word.text) for word in denial.words)
            ]
            of_it = share(self.premise.terms, candidate.text) > 0
            if of_it and denial.cue == "undo" and {root(w.text) for w in denial.words} & _PLANS:
                found += [deed for deed in self.premise.core if root(deed) in _FULFILS]
        return found

    def _is_of_own_deed(self, denial: Denial, text: str) -> bool:
        """Whether a sentence denies the very deed: it has most of it, and the denied word is of it.

        "It is no secret" denies no leak of secrets, nor "did not cross the bridge" what it is.
        """
        core = self.premise.core
        denied = next((w.text for w in denial.words if not w.text.endswith("ly")), "")
        told = [d for d in core if any(self.one_deed(d, word.text) for word in telling_words(text))]
        return 2 * len(told) > len(core) and any(self.one_deed(d, denied) for d in core)

    def surely_denies(self, candidate: Candidate) -> bool:
        """Whether a sentence denies a word of the claim in a way that needs no second opinion."""
        return any(
            self.one_deed(deed, word.text)
            for denial in denials(candidate.text)
            for word in denial.surely
            for deed in self.premise.core
        )

    def is_last_on(self, candidate: Candidate, deed: str) -> bool:
        """Whether no sentence on about as much of the question, and no older, tells it as done."""
        when, rest = _day(candidate), self.rest(candidate, deed) - AS_MUCH
        return not any(
            _day(other) >= when and self.rest(other, deed) >= rest and self.tells(other, deed)
            for other in self.on_it
            if other is not candidate
        )

    def on_matter(self, candidate: Candidate, deed: str) -> bool:
        """Whether it is on what the question asks about `deed`: it has most of its words."""
        return max(candidate.signals["near_before"], self.rest(candidate, deed)) >= COVERS

    def rest(self, candidate: Candidate, deed: str) -> float:
        """Share of the question's other words that a sentence has with its title and neighbour."""
        rest = [term for term in self.premise.terms if term != stem(deed)]
        return share(rest, with_before(candidate))

    def one_deed(self, one: str, other: str) -> bool:
        """Whether two words are forms of one, or mean nearly the same."""
        here, there = root(one), root(other)
        if here == there or kind_of(one) == kind_of(other):
            return True
        if not (one.isalpha() and other.isalpha()):
            return False
        vectors = self._encoder.word_vectors([one, other])
        return float(vectors[0] @ vectors[1]) >= CLOSE


def _is_planned(text: str, deed: Word) -> bool:
    """Whether a deed is told as one to come: "will move to Lund and sell", not "and sold"."""
    before = text[max(0, deed.start - _LOOKED_BACK) : deed.start]
    if is_past(deed.text) and not _TO_BE_AND.search(before):
        before = before[max((mark.start() for mark in BREAK.finditer(before)), default=0) :]
    return bool(_PLANNED.search(before))


def names_all(called: Sequence[str], passage: Passage) -> bool:
    """Whether a passage has each of these names in some form: "Russia" for "Russian"."""
    held = [*names_in(passage.title), *names_in(passage.text)]
    return all(
        any(akin(name, other) and not is_another(name, other, held) for other in held)
        for name in called
    )


def with_before(candidate: Candidate) -> str:
    """The sentence with its article's title and the sentence before it."""
    before = candidate.evidence.before
    ahead = before.sentence.text if before else ""
    return f"{candidate.evidence.passage.title}. {ahead} {candidate.text}"


def _day(candidate: Candidate) -> date:
    return candidate.evidence.passage.published or date.min
