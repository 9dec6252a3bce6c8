"""What a question takes for granted, in the parts that sentences are held against.

"Why was the ward shut?" takes it for granted that it was: a claim, whose deeds are the words that
tell what is done. What is asked of a plan ("would", "was going to") takes nothing for granted, and
a question that denies something itself is left alone.

Elsewhere: which sentences tell or deny its deeds (deeds.py), object to it (objection.py), or say
yes to it (opinion.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rag.dialogue.phrasing import parted
from rag.reader.premises.claim import claim_of
from rag.reader.premises.denials import denials
from rag.text import (
    BE,
    DO,
    HAVE,
    MODAL,
    OFFICE,
    deed,
    names,
    numbers,
    root,
    same_name,
    stem,
    telling_words,
    words,
)

if TYPE_CHECKING:
    from rag.reader.question import Question

_OPEN = re.compile(
    r"\b(?:would|could|might|may|should|if|plan(?:s|ned|ning)? to|going to|propos\w+|intend\w*|"
    r"mean(?:s|t)? to|want\w*|hop(?:e[sd]?|ing)|expect\w*)\b",
    re.IGNORECASE,
)
# What somebody says about a matter may be that it is not so.
_SAID_ABOUT = re.compile(
    rf"^what (?:else )?(?:{DO}|{HAVE})\b.{{1,80}}?"
    r"\b(?:say|said|state|stated|tell|told|announced?|declared?|remark(?:ed)?|comment(?:ed)?)\b"
    r".{0,40}?\b(?:about|on|regarding|concerning|over)\b",
    re.IGNORECASE,
)
_BEFORE_SUBJECT = re.compile(r"(?:(?:has|have|had) )?(?:the )?", re.IGNORECASE)
_AFTER_SUBJECT = re.compile(rf"\b(?:{BE}|{HAVE}|can|will)\b")
_AFTER_AUXILIARY = re.compile(rf"^(?:{DO}|{MODAL})(?:n['’]t| not)? (.+)", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    map(
        stem,
        ("finally", "eventually", "actually", "really", "suddenly", "reportedly", "apparently"),
    )
)
_PREPOSITION = re.compile(
    r"\b(?:in|on|at|to|for|from|with|by|about|over|after|before|during|when|while|as|into|under|"
    r"against|near|inside|behind|because)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Premise:
    """What one question takes for granted."""

    asked: Question

    @cached_property
    def claim(self) -> str:
        return claim_of(self.asked.plain)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Stems of the question's telling words: what was "finally" done was done."""
        return tuple(term for term in self.asked.terms if term not in _SAYS_NOTHING)

    @cached_property
    def deeds(self) -> tuple[str, ...]:
        """The words of the question that are neither names nor numbers nor days."""
        within = [(n.start, n.end) for n in numbers(self.asked.plain)]
        within += [(day.start, day.end) for day in self.asked.times]
        dated = {
            w.text for w in words(self.asked.plain) if any(a <= w.start < b for a, b in within)
        }
        own = {w.text for w in telling_words(self.asked.plain)}
        return tuple(
            word
            for word in self.asked.written.values()
            if word in own - dated and stem(word) in self.terms and not OFFICE.fullmatch(word)
        )

    @cached_property
    def core(self) -> tuple[str, ...]:
        """Those of the claim's subject, verb and object: what hangs on a preposition behind the
        verb ("tickets for the fight") is not what is told to have happened.
        """
        place = 0
        for word in _PREPOSITION.finditer(self.claim):
            held = {w.text for w in words(self.claim[: word.start()])}
            place = word.start()
            if held & set(self.deeds) or word.group().lower() == "about":
                break
        else:
            place = len(self.claim)
        held = {word.text for word in words(self.claim[:place])}
        if _AFTER_SUBJECT.search(self.claim):
            held.add(self.main_deed)
        return tuple(deed for deed in self.deeds if deed in held)

    @cached_property
    def main_deed(self) -> str:
        """The first of them after the subject, as far as can be told where that ends."""
        inverted = _AFTER_AUXILIARY.match(self.asked.plain)
        _, predicate = parted(inverted[1]) if inverted else ("", "")
        told = predicate or _AFTER_SUBJECT.split(self.claim, maxsplit=1)[-1]
        after = {word.text for word in words(told)}
        return next((deed for deed in self.deeds if deed in after), "")

    @cached_property
    def is_open(self) -> bool:
        """Whether nothing is taken for granted: a plan is asked about, a denial, or an opinion."""
        plain = self.asked.plain
        return bool(_OPEN.search(plain) or _SAID_ABOUT.search(plain) or denials(plain))

    @cached_property
    def subject(self) -> str:
        """The name with which the claim begins; "" where it begins with none.

        Its first letter is a capital in any case: "Coffee cause cancer." A name is one in the
        question too, unless that is in small letters.
        """
        first = next(iter(names(self.claim)), None)
        if not first or not _BEFORE_SUBJECT.fullmatch(self.claim[: first.start]):
            return ""
        known = self.asked.plain.islower() or any(
            same_name(first.text, name) for name in self.asked.names
        )
        return first.text if known else ""


def share(terms: Sequence[str], text: str) -> float:
    """Share of some stems that a text has, an irregular verb or another word for it included."""
    held = {form(word.text) for word in words(text) for form in (stem, root, deed)}
    return sum(term in held or deed(term) in held for term in terms) / len(terms) if terms else 0.0
