"""Did the search bring what proves the answer?

A proof group is what one needed thing rests on: alternatives, any of which will do. A passage
holds a piece of evidence if it covers half of the quote's place in the article. Passages that
repeat one another are counted once, at their first rank.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import Case, Evidence
from evals.reply import Passage, Reply
from evals.store import Library
from evals.text import Span, fold, locate

DEPTH = 5  # what an answer is usually read from


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How the ranking did; every field is None where a case has no evidence to find."""

    hit: float | None = None  # any evidence at any rank
    recall: float | None = None  # proof groups found in the first DEPTH
    everything: float | None = None  # all groups in the first DEPTH
    mrr: float | None = None
    ndcg: float | None = None


def retrieval(case: Case, reply: Reply, library: Library, *, k: int = DEPTH) -> Retrieval:
    """Score the passages of `reply` against the evidence of `case`.

    A reply without passages is not scorable: it was answered without a search.
    """
    groups = case.proofs
    ranked = distinct(reply.passages)
    if not groups or not ranked:
        return Retrieval()
    found = [
        {g for g, group in enumerate(groups) if any(holds(p, e, library) for e in group)}
        for p in ranked
    ]
    gains = _gains(found)
    first = next((rank for rank, gain in enumerate(gains, 1) if gain), None)
    near = set().union(*found[:k])
    return Retrieval(
        hit=float(first is not None),
        recall=len(near) / len(groups),
        everything=float(len(near) == len(groups)),
        mrr=1 / first if first else 0.0,
        ndcg=_dcg(gains[:k]) / _dcg(_best_gains(found, len(groups))[:k]),
    )


def distinct(passages: Sequence[Passage]) -> list[Passage]:
    """Drop passages whose words were already seen, in this document or a copy of it."""
    seen: set[str] = set()
    kept = []
    for passage in passages:
        key, _ = fold(passage.text)
        if key not in seen:
            seen.add(key)
            kept.append(passage)
    return kept


def holds(passage: Passage, evidence: Evidence, library: Library) -> bool:
    """Whether `passage` covers at least half of where `evidence` stands."""
    if passage.document != evidence.document:
        return False
    place = place_of(evidence, library)
    if place is None:
        return fold(evidence.quote)[0] in fold(passage.text)[0]
    return 2 * passage.span.overlap(place) >= place.end - place.start


def place_of(evidence: Evidence, library: Library) -> Span | None:
    """Where the evidence stands in the article as it was indexed; None if it does not."""
    article = library.get(evidence.document)
    return locate(evidence.quote, article.body) if article else None


def _gains(found: Sequence[set[int]]) -> list[int]:
    """How many groups each rank brings that no earlier one brought."""
    seen: set[int] = set()
    gains = []
    for groups in found:
        gains.append(len(groups - seen))
        seen |= groups
    return gains


def _best_gains(found: Sequence[set[int]], total: int) -> list[int]:
    """The gains of the best order of these passages, missing groups each on one of their own."""
    left = [set(groups) for groups in found]
    seen: set[int] = set()
    gains = []
    while left:
        best = max(left, key=lambda groups: len(groups - seen))
        if not best - seen:
            break
        gains.append(len(best - seen))
        seen |= best
        left.remove(best)
    return gains + [1] * (total - len(seen))


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
