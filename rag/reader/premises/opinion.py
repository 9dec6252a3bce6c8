"""Yes or no: which of the sentences found says so to a question that takes one of them.

A yes must tell the very deed as done, by whom the question names, at its time; a no must be the
last word of the articles on it. The encoder judges whether a sentence, in what stands about it,
supports or refutes the question's claim (claim.py), and is believed only when it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from rag.reader.candidates import with_neighbours
from rag.reader.disputes.agreement import apart
from rag.reader.people.meetings import is_meeting_of_others
from rag.reader.people.saying import only_speaks, says, speaks
from rag.reader.premises.claim import claim_of
from rag.reader.premises.deeds import COVERS, Deeds, with_before
from rag.reader.premises.denials import denials, denies, is_for_now
from rag.reader.premises.doers import done_by_another
from rag.reader.premises.identity import Identity
from rag.reader.premises.kinship import kin, unrelated
from rag.reader.premises.objection import BESIDE_BEST, objection
from rag.reader.premises.premise import Premise, share
from rag.text import dates, names, names_in, same_name, telling_words
from rag.verify.facts import mismatch, setting

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.encoder import Encoder
    from rag.reader.question import Question

YES_BY_READING, NO_BY_READING = 0.5, 0.4  # of the encoder, supported less refuted
SAID_COVERS = 0.8  # of the question's words, for a yes that the encoder need not confirm
# A yes that is wrong costs more than none. On 1,488 questions of the kept tenth of the invented
# news, asked of all its passages, and 57 of the seeds the words gave 22 yeses of 66 rightly, the
# encoder 16 of 21, and noes 25 of 34 and 42 of 48; with these 14 of 17, 12 of 14, 17 of 19 and 36
# of 39.
SAID_SCORE, SAID_SUPPORTED = 0.1, 0.2  # of a sentence that says yes in so many words
READ_SCORE, YES_ALONE = 0.05, 0.1  # of one that the encoder takes for a yes
READ_NO_SCORE = 0.03  # of one that it takes for a no
NO_BY_WORDS = 0.6  # of the encoder, refuted less supported, where the words deny
# Of the encoder, of a sentence by itself that says the opposite: of 12 such pairs made up for it 11
# are told with both sides; of the 599 development cases none is answered otherwise.
AGAINST_OTHER = 0.5

_BOUND = re.compile(
    r"\b(?:since|before|after|until)\b(?: \w+){0,2} ?$|\bsince\b[^,;]*$", re.IGNORECASE
)
_ANYBODY = re.compile(r"\b(?:anyone|anybody|any (?:people|person))\b", re.IGNORECASE)
_ANYONE = re.compile(r"\bany(?:one|body|on|bodi)\b", re.IGNORECASE)  # and the stems of these
_NONE_OF_SOME = re.compile(  # "No members of the public were hurt": others may have been
    r"^No (?!one\b|body\b|people\b|persons?\b|injur|casualt|deaths?\b|victims?\b|lives\b)\w+"
)


@dataclass(frozen=True, slots=True)
class Held:
    """Which sentence says yes to a claim and which says no; None where none is sure."""

    yes: Candidate | None = None
    no: Candidate | None = None


def opinion(asked: Question, found: Sequence[Candidate], encoder: Encoder) -> Held:
    """Which of `found`, sorted, best first, says yes to a yes-or-no question and which says no.

    What the words decide comes first, if the encoder does not think otherwise; else what the
    encoder makes of the best sentence, whose yes must tell the question's deed as done and whose no
    must be the last word on it.
    """
    if not found or (_ANYBODY.search(asked.plain) and _NONE_OF_SOME.match(found[0].text)):
        return Held()
    told = _Opinions(Deeds(Premise(asked), found, encoder), encoder)
    if no := unrelated(asked, found):
        return Held(no=no)
    if no := objection(asked, found, encoder):
        return told.with_other_side(Held(no=no if told.refuted(no) >= NO_BY_WORDS else None))
    identity = Identity.of(claim_of(asked.plain))
    called = identity.told(found) if identity else None
    if identity and not called and (other := identity.other(found)):
        return Held(no=other)
    if yes := told.sure(called) or told.sure(kin(asked, found)) or told.in_so_many_words():
        return told.with_other_side(Held(yes=yes))
    best, other = found[0], _of_another_witness(found)
    held, against = told.read(best), told.read(other) if other else Held()
    return told.with_other_side(
        Held(
            yes=held.yes or (against.yes if held.no else None),
            no=held.no or (against.no if held.yes else None),
        )
    )


def _someone(claim: str) -> str:
    """`claim` with "someone" for "anyone", of which the encoder knows less."""
    return _ANYONE.sub(lambda any_: f"{'S' if any_[0][0] == 'A' else 's'}omeone", claim)


def _of_another_witness(found: Sequence[Candidate]) -> Candidate | None:
    """The best sentence of another article than the best one's, if it is nearly as good."""
    best = found[0]
    return next(
        (c for c in found if c.witness != best.witness and c.score >= BESIDE_BEST * best.score),
        None,
    )


class _Opinions:
    """Takes sentences for a yes or a no."""

    def __init__(self, told: Deeds, encoder: Encoder) -> None:
        self._told = told
        self._premise = told.premise
        self._encoder = encoder

    @property
    def _claims(self) -> tuple[str, str]:
        """The two forms in which the encoder judges a yes."""
        asked = f"{self._premise.asked.plain.rstrip(' ?')}? Yes."
        return _someone(self._premise.claim), _someone(asked)

    def read(self, candidate: Candidate) -> Held:
        """The yes or the no of one sentence, by the encoder."""
        held = by_reading(self._claims, candidate, self._encoder)
        yes, no = held.yes, held.no
        if yes and not (
            yes.score >= READ_SCORE
            and self.is_done(yes, by_name=False)
            and self.supported(yes) >= YES_ALONE
        ):
            yes = None
        if no and no.score < READ_NO_SCORE:
            no = None
        if no and not self.is_last(no):
            against = self.with_other_side(Held(no=no))
            return against if against.yes else Held(yes=yes)
        return Held(yes=yes, no=no)

    def with_other_side(self, held: Held) -> Held:
        """A yes or a no alone with what another article says against it, if one surely does.

        Of two articles the later may know better: what was not yet done may have been done since,
        and what is so may have changed.
        """
        if held.yes and not held.no:
            yes = held.yes
            return Held(yes=yes, no=next(filter(self._says_no, self._beside(yes)), None))
        if held.no and not held.yes and not is_for_now(held.no.text):
            no = held.no
            return Held(yes=next(filter(self._says_yes, self._beside(no)), None), no=no)
        return held

    def _beside(self, said: Candidate) -> Iterator[Candidate]:
        """The sentences of other articles of the same days on what one says, best first."""
        here = said.evidence.passage
        for candidate in self._told.on_it:
            there = candidate.evidence.passage
            if candidate.witness != said.witness and not apart(here, there):
                yield candidate

    def _says_no(self, candidate: Candidate) -> bool:
        return (
            self._premise.main_deed in self._told.denied(candidate, sure=True)
            and not is_for_now(candidate.text)
            and -self.supported(candidate) >= AGAINST_OTHER
        )

    def _says_yes(self, candidate: Candidate) -> bool:
        told = [term for term in self._premise.terms if not _ANYONE.fullmatch(term)]
        return (
            candidate.score >= READ_SCORE
            and share(told, with_before(candidate)) >= SAID_COVERS
            and self.supported(candidate) >= AGAINST_OTHER
            and self.is_done(candidate, by_name=False)
        )

    def supported(self, candidate: Candidate) -> float:
        """How much the encoder takes the sentence alone for a yes, in [-1, 1]."""
        return max(leaning(self._claims, candidate.text, self._encoder))

    def refuted(self, candidate: Candidate) -> float:
        """How much it takes the sentence, alone or with what stands about it, for a no."""
        texts = (candidate.text, with_neighbours(candidate), candidate.evidence.passage.text)
        return -min(min(leaning(self._claims, text, self._encoder)) for text in texts)

    def sure(self, said: Candidate | None) -> Candidate | None:
        """The sentence, if the encoder takes it for a yes too."""
        return said if said and self.supported(said) >= SAID_SUPPORTED else None

    def in_so_many_words(self) -> Candidate | None:
        """The sentence that has nearly all words of the claim and nothing against it."""
        claim = self._premise.claim
        for candidate in self._told.on_it if claim else ():
            if (
                share(self._premise.terms, with_before(candidate)) >= SAID_COVERS
                and candidate.signals["near"] >= COVERS
                and candidate.score >= SAID_SCORE
                and self.is_done(candidate)
                and self.supported(candidate) >= SAID_SUPPORTED
                and not mismatch(claim, [candidate.text], setting([candidate.evidence]))
            ):
                return candidate
        return None

    def is_done(self, candidate: Candidate, *, by_name: bool = True) -> bool:
        """Whether a sentence tells the deed that a yes-or-no question asks about.

        In the deed's own word or one for the same; else, `by_name` false, in whatever words, but
        not as a mere plan.
        """
        deed = self._premise.main_deed
        if self._is_of_another(candidate) or self._is_at_another_time(candidate.text):
            return False
        if any(denial.cue == "deny" for denial in denials(candidate.text)):
            return bool(denials(self._premise.asked.plain))
        asked = self._premise.asked
        for name in asked.names[:1]:
            if says(asked.plain):  # "Did Norland say …": it must be heard
                if not speaks(name, candidate.text):
                    return False
            elif only_speaks(name, candidate.text):
                return False  # of the sanctions that a minister speaks of he need not be a target
        if not deed or self._told.tells(candidate, deed):
            return True
        held = {word.text for word in telling_words(candidate.text)}
        return not by_name and not any(self._told.one_deed(deed, word) for word in held)

    def _is_at_another_time(self, text: str) -> bool:
        """Whether the time that is asked about only bounds what is told: "since 2022"."""
        asked = self._premise.asked
        same = [day for day in dates(text) if any(day.can_be(own) for own in asked.times)]
        bounds = [bool(_BOUND.search(text[: day.start])) for day in same]
        return bool(bounds) and all(bounds) and not _BOUND.search(asked.plain)

    def _is_of_another(self, candidate: Candidate) -> bool:
        """Whether a sentence tells of somebody else what the claim says of its subject."""
        claim = self._premise.claim
        if is_meeting_of_others(self._premise.asked.plain, candidate.text):
            return True
        if identity := Identity.of(claim):
            return not identity.is_told_in(candidate.text)
        deed = self._premise.main_deed
        return bool(self._premise.subject) and done_by_another(claim, deed, candidate.text)

    def is_last(self, denying: Candidate) -> bool:
        """Whether no newer sentence tells what `denying` denies."""
        denied = self._told.denied(denying, sure=True)
        return not denied or any(self._told.is_last_on(denying, deed) for deed in denied)


def by_reading(claims: Sequence[str], best: Candidate, encoder: Encoder) -> Held:
    """What the best sentence says to a yes-or-no question by the encoder's opinion alone.

    It is read with its neighbours and in its passage, against all forms of the claim. The sentence
    need not have the question's words, and the opinion must be the clearer: of a yes more than of a
    no, which few passages that are merely silent get. "Without elaborating" supports no yes.
    """
    texts = (with_neighbours(best), best.evidence.passage.text)
    held = fmean(each for text in texts for each in leaning(claims, text, encoder))
    return Held(
        yes=best if held >= YES_BY_READING and denies(best.text) == denies(claims[-1]) else None,
        no=best if -held >= NO_BY_READING else None,
    )


def leaning(claims: Sequence[str], text: str, encoder: Encoder) -> list[float]:
    """How much a text supports each claim less how much it refutes it, in [-1, 1]."""
    pairs = [(_in_the_words_of(text, claim), text) for claim in claims if claim]
    return [form.supported - form.refuted for form in encoder.support(pairs)]


def _in_the_words_of(text: str, claim: str) -> str:
    """`claim` with its names as `text` writes them: the encoder knows no Kiev for Kyiv."""
    written = names_in(text)
    for name in names(claim):
        own = next((other for other in written if same_name(name.text, other)), name.text)
        if len(own.split()) == len(name.text.split()):
            claim = claim.replace(name.text, own)
    return claim
