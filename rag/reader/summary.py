"""The course of an article, or of a matter over several, in a few of its own sentences.

Sentences are chosen for being near the question and near the whole, and unlike those already
chosen (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998), then told in the order
in which the articles tell them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.types import Evidence, Hit

if TYPE_CHECKING:
    from rag.embed import AnyEmbedder
    from rag.index import Index

SENTENCES = 5
ONE_ARTICLE = 0.5  # share of the hits' scores that makes one article the matter itself
SHORTEST_WORDS = 8  # headings, bylines and datelines do not sum anything up
_NEAR = 0.4  # of the best hit's score; a matter is told in few passages
_ASKED = 0.6  # how much nearness to the question counts beside nearness to the whole
_NOVELTY = 0.3  # how much likeness to what is chosen counts against a sentence


def summary(question: str, hits: Sequence[Hit], index: Index) -> list[Evidence]:
    """Return up to `SENTENCES` sentences that sum up what `question` names, in reading order."""
    weight: defaultdict[str, float] = defaultdict(float)
    for hit in hits:
        weight[hit.document] += hit.score
    document, most = max(weight.items(), key=lambda item: item[1])
    whole = "article" in question.lower() or most >= ONE_ARTICLE * sum(weight.values())
    near = [hit for hit in hits if hit.score >= _NEAR * hits[0].score]
    passages = index.passages_of(document) if whole else near
    pool = [
        Evidence(passage, sentence)
        for passage in passages
        for sentence in passage.sentences
        if sum(word.isalpha() for word in sentence.text.split()) >= SHORTEST_WORDS
    ]
    return _chosen(question, pool, index.embedder, opening=whole)


def _chosen(
    question: str, pool: Sequence[Evidence], embedder: AnyEmbedder, *, opening: bool
) -> list[Evidence]:
    if not pool:
        return []
    vectors = embedder.embed([question, *(e.sentence.text for e in pool)])
    asked, told = vectors[0], vectors[1:]
    centre = told.mean(0)
    worth = _ASKED * (told @ asked) + (1 - _ASKED) * (told @ centre)
    chosen = [0] if opening else [int(worth.argmax())]  # a news story opens with its sum
    while len(chosen) < min(SENTENCES, len(pool)):
        likeness = (told @ told[chosen].T).max(1)
        value = (1 - _NOVELTY) * worth - _NOVELTY * likeness
        value[chosen] = float("-inf")
        chosen.append(int(value.argmax()))
    picked = [pool[i] for i in chosen]
    return sorted(picked, key=lambda e: e.key)
