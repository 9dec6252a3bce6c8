"""The verdict on a claim, and the search for a better sentence when it does not stand."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.types import Evidence

log = logging.getLogger(__name__)

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
COVERED = 0.6
SUPPORTED = 0.5


class Support(Protocol):
    """How evidence bears on a claim: probabilities that sum to 1."""

    @property
    def supported(self) -> float: ...

    @property
    def refuted(self) -> float: ...

    @property
    def unknown(self) -> float: ...


class Judge(Protocol):
    """Says of each (claim, evidence) whether the second supports the first."""

    def support(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Support]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim stands; if not, `reason` says why in words for people who look."""

    supported: bool
    reason: str = ""
    score: float = 0.0  # in [0, 1]: the judge's probability, or the share of words found


@dataclass(frozen=True, slots=True)
class Proof:
    """A verdict and the evidence that it rests on; `mended` if that is not what was cited."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    mended: bool = False


def check(
    claim: str, evidence: Sequence[str], *, context: Sequence[str] = (), judge: Judge | None = None
) -> Verdict:
    """Say whether `claim` is borne out by the sentences of `evidence` taken together.

    `context` is what surrounds them (title, date, neighbouring sentences): names and dates may come
    from it, numbers and what is said about them may not.
    """
    if not evidence:
        return Verdict(False, "it cites nothing")
    told = {w.casefold() for text in (*evidence, *context) for w in _WORD.findall(text)}
    words = _WORD.findall(claim)
    alien = [w for w in words if w[0].isdigit() and w.casefold() not in told]
    if alien:
        return Verdict(False, f"the number {alien[0]} is not in the sentences that it cites")
    long = [w for w in words if len(w) > 3]
    share = sum(w.casefold() in told for w in long) / len(long) if long else 0.0
    if judge is not None:
        score = judge.support([(claim, " ".join(evidence))])[0].supported
        return Verdict(score >= SUPPORTED, "" if score >= SUPPORTED else "unsupported", score)
    return Verdict(share >= COVERED, "" if share >= COVERED else "its words are not there", share)


def prove(
    claim: str, cited: Sequence[Evidence], pool: Sequence[Evidence], *, judge: Judge | None = None
) -> Proof:
    """Hold `claim` against what it cites; if it does not stand, against the best of `pool`."""
    verdict = check(claim, [e.sentence.text for e in cited], judge=judge)
    if verdict.supported:
        return Proof(verdict, tuple(cited))
    for one in pool:
        other = check(claim, [one.sentence.text], judge=judge)
        if other.supported:
            return Proof(other, (one,), mended=True)
    return Proof(verdict)


def embedded_judge() -> Judge | None:
    """The embedded encoder, or None where its files are missing."""
    from rag.errors import ModelDamaged
    from rag.reader.encoder import Encoder

    try:
        return Encoder.load()
    except ModelDamaged as error:
        log.warning("claims are verified by rules alone: %s", error)
        return None
