"""Sentences that object to what a question takes for granted.

A sentence objects to "Why was the ward shut?" where it denies that deed ("The ward was not shut"),
tells that the plan came to nothing ("dropped its plan to shut the ward"), has what excludes the
deed ("acquitted" for "convicted"), or tells it with another number ("the two-day visit" for "the
week-long visit", counts.py) or of another place (places.py).

A wrong "not so" costs a reader more than a missing one: an objection must be on the question's
own matter, and be the last word of the articles on the deed.

Elsewhere: the same for claims (rag/verify/facts.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.reader.premises.counts import counts
from rag.reader.premises.deeds import Deeds, with_before
from rag.reader.premises.denials import denials, first_denial, is_for_now
from rag.reader.premises.places import told_elsewhere, told_of_another_end
from rag.reader.premises.premise import Premise, share
from rag.text import (
    AUXILIARY,
    CONTRACTED,
    DO,
    MODAL,
    akin,
    either_way,
    names,
    names_in,
    root,
    same_power,
    telling_words,
    told_roots,
)

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.encoder import Encoder, Support
    from rag.reader.question import Question

# Chosen on the development questions of both folders: of the 189 answerable ones that ask for a
# fact or a reason none is objected to, nor any of 43 others; of those with a false premise nine of
# 24 are, and eight of 29 others.
ALONE_COVERS = 0.4  # the same, of a sentence by itself that the encoder calls against the claim
PASSAGE_COVERS = 0.5  # the same, of the passage of a sentence whose doer the question names
AGAINST = 0.7  # of the encoder, where a denial does not go with a word of the question
PLAIN_NOT = 0.5  # of the encoder, that a sentence whose "not" goes with a word of it is against it
# A sentence's score, where the encoder alone is believed: with 0, .2 and .3 all 599 development
# cases are answered the same, with .5 one fewer passes.
ALONE_SCORE = 0.25
BESIDE_BEST = 0.5  # of the best sentence's score, where the encoder alone is believed
NUMBER_COVERS = 0.7  # of the question's words, for a sentence that has another number

# "They don't buy it because it is cheap": they do.
_NOT_BECAUSE = re.compile(r"(?:\bnot|n[’']t)\b[^.;,]* because\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|next)\b", re.I)  # "the 30th meeting" is to follow the 29th
_A_CLAUSE = re.compile(r"\w+ that\b")  # "denied that": of whomever
_WHO = re.compile(rf"(?P<whom>.*?),? who (?:(?:{AUXILIARY}|[a-z]+ly) )*$", re.DOTALL)
_BOUNDED = re.compile(r"\b(?:before|until|till|(?:earlier|sooner) than)\b(?P<bound>[^.;]*)", re.I)
_EXCLUDES = either_way(
    """accept/reject accept/refuse accept/dismiss approve/reject approve/refuse
    adopt/reject adopt/dismiss embrace/dismiss embrace/reject grant/refuse grant/reject allow/ban
    allow/forbid permit/ban support/oppose praise/condemn praise/criticize praise/accuse
    welcome/condemn welcome/criticize thank/accuse thank/blame admit/deny confirm/deny
    convict/acquit convict/clear"""
)


def objection(asked: Question, found: Sequence[Candidate], encoder: Encoder) -> Candidate | None:
    """The sentence that contradicts what `asked` takes for granted, if one surely does.

    `found` is sorted, best first.
    """
    premise = Premise(asked)
    if premise.is_open or not premise.deeds or not found:
        return None
    return _Objections(Deeds(premise, found, encoder), encoder).first()


def of_another(premise: Premise, text: str) -> bool:
    """Whether a sentence tells by its subject's name of somebody else than the claim's subject.

    That Norland denies having sent arms is no objection to "How many guns has Lund sent?", nor is
    "Poe said it was for people who were not born" to "When was Poe born?". "Do not sit on it" tells
    of nobody.
    """
    text = CONTRACTED.sub(" not", text)
    if text.startswith("Do not "):
        return True
    cue = first_denial(text)
    told, own = list(names_in(text)), list(names_in(text[:cue]))
    if who := _WHO.match(text[:cue]):
        told = [name.text for name in names(who["whom"]) if name.end == who.end("whom")]
        own = told or [who["whom"]]
    elif _A_CLAUSE.match(text, cue):
        own = []
    return bool(premise.subject and own) and not any(
        same_power(premise.subject, name) for name in told
    )


def tells_when(asked: Question, text: str) -> bool:
    """Whether a denial only tells when something is, as `asked`: "will not open before May"."""
    bound = _BOUNDED.search(text, first_denial(text)) if asked.wants == "time" else None
    return bound is not None and asked.can_hold(bound["bound"])


def _is_noun(word: str, question: str) -> bool:
    """Whether a word that can be a verb stands before a noun as one itself, nobody doing it.

    >>> _is_noun("refuse", "How many Lund refuse workers were on strike?")
    True
    >>> _is_noun("refuse", "Why were the Lund refuse workers on strike?")
    True
    >>> _is_noun("refuse", "Did Lund refuse talks?"), _is_noun("oppose", "Which towns oppose cuts?")
    (False, False)
    """
    before_noun = re.search(rf"\b{word} [a-z]+s\b", question)
    if not before_noun:
        return False
    done = rf"\b(?:(?:{DO}|{MODAL}|to|not|they|who)\b.*|[a-z]+s) {word}\b"
    return not re.search(done, question[: before_noun.end()], re.IGNORECASE)


class _Objections:
    """Looks among the sentences found for one that objects."""

    def __init__(self, told: Deeds, encoder: Encoder) -> None:
        self._told = told
        self._premise = told.premise
        self._encoder = encoder

    def first(self) -> Candidate | None:
        """The first sentence that surely objects."""
        return (
            self._excluding()
            or self._denying()
            or self._other_number()
            or told_elsewhere(self._told)
            or told_of_another_end(self._told)
        )

    def _denying(self) -> Candidate | None:
        standing = [
            c
            for c in self._told.on_it
            if denials(c.text)
            and not any(denial.overcome for denial in denials(c.text))
            and not _NOT_BECAUSE.search(c.text)
            and not of_another(self._premise, c.text)
        ]
        denying = [c for c in standing if self._premise.claim and self._can_object(c)]
        for candidate, judgement in zip(denying, self._judged(denying), strict=True):
            doubtful = judgement.refuted < judgement.supported
            if is_for_now(candidate.text):
                continue
            if doubtful and not self._told.surely_denies(candidate):
                continue
            denied = self._told.denied(candidate, sure=judgement.refuted >= PLAIN_NOT)
            on_it = [deed for deed in denied if self._told.on_matter(candidate, deed)]
            if any(self._told.is_last_on(candidate, deed) for deed in on_it):
                return candidate
            if not denied and judgement.refuted >= AGAINST and self._denies_all(candidate):
                return candidate
        return None

    def _can_object(self, candidate: Candidate) -> bool:
        """Whether a sentence that denies could object, were the encoder sure of it."""
        denied = self._told.denied(candidate, sure=True)
        on_it = any(self._told.on_matter(candidate, deed) for deed in denied)
        return on_it or self._denies_all(candidate)

    def _denies_all(self, candidate: Candidate) -> bool:
        """Whether a good sentence on the matter denies by its main verb, whichever its words."""
        return (
            bool(self._premise.core)
            and any(denial.main for denial in denials(candidate.text))
            and candidate.signals["near"] >= ALONE_COVERS
            and candidate.score >= max(ALONE_SCORE, BESIDE_BEST * self._told.found[0].score)
        )

    def _judged(self, found: Sequence[Candidate]) -> Iterator[Support]:
        """What each sentence makes of the claim, or of the question itself if that is clearer: the
        encoder takes a question for the claim that what it takes for granted is so.
        """
        claims = (self._premise.claim, self._premise.asked.plain)
        judged = self._encoder.support([(claim, c.text) for c in found for claim in claims])
        for by_claim, by_question in zip(judged[::2], judged[1::2], strict=True):
            yield max(by_claim, by_question, key=lambda held: held.refuted - held.supported)

    def _excluding(self) -> Candidate | None:
        """A sentence with a word that excludes one of the question's: "dismissed", "embraced"."""
        for asked in self._premise.core:
            others = _EXCLUDES.get(root(asked), frozenset())
            if not others or _is_noun(asked, self._premise.asked.plain):
                continue
            for candidate in self._told.on_it:
                held = told_roots(candidate.text)
                denied = {root(w.text) for d in denials(candidate.text) for w in d.words}
                if root(asked) in held or not held & others - denied:
                    continue
                if self._has_another_doer(candidate.text, others):
                    continue
                on_it = self._told.on_matter(candidate, asked)
                if not on_it and not self._of_the_doer(candidate, others):
                    continue
                if self._told.is_last_on(candidate, asked):
                    return candidate
        return None

    def _has_another_doer(self, text: str, verbs: frozenset[str]) -> bool:
        """Whether somebody else than the claim's subject is named before one of `verbs`."""
        verb = next((w for w in telling_words(text) if root(w.text) in verbs), None)
        doers = [n.text for n in names(text) if verb and n.end <= verb.start]
        subject = self._premise.subject
        return bool(subject and doers) and not any(same_power(subject, doer) for doer in doers)

    def _of_the_doer(self, candidate: Candidate, verbs: frozenset[str]) -> bool:
        """Whether whom the question names first does one of `verbs` in a sentence on its matter.

        "Lund has denied involvement in the incident" tells by its passage only which incident.
        """
        doer = next(iter(self._premise.asked.names), "")
        deed = next((w for w in telling_words(candidate.text) if root(w.text) in verbs), None)
        return (
            candidate.signals["near_context"] >= PASSAGE_COVERS
            and deed is not None
            and any(n.end <= deed.start and akin(doer, n.text) for n in names(candidate.text))
        )

    def _other_number(self) -> Candidate | None:
        """A sentence that counts or measures the same thing otherwise: "the two-day visit"."""
        if _TO_COME.search(self._premise.asked.plain):
            return None
        for asked in counts(self._premise.asked.plain):
            told = [q for c in self._told.on_it for q in counts(c.evidence.passage.text)]
            if any(asked.can_be(other) for other in told):
                continue
            rest = [t for t in self._premise.terms if t not in asked.own]
            for candidate in self._told.on_it:
                others = [q for q in counts(candidate.text) if asked.is_of_same(q)]
                if asked.unit == "th" and any(q.value > asked.value for q in others):
                    continue  # there was a 28th meeting before the 29th
                if others and share(rest, with_before(candidate)) >= NUMBER_COVERS:
                    return candidate
        return None
