"""Which article a description is of: "the article about the ferry" is one, or there is none.

Of the articles nearest to the words, those fit that have all of them, inflected or as other forms
of a name, and not in passing; or that have its names and are like it in meaning. The best has most
of them in its title and opening.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.collection.listing import articles_in, named, naming
from rag.collection.terms import Term, places, terms
from rag.retrieve import retrieve
from rag.types import ArticleInfo, Scope

if TYPE_CHECKING:
    from rag.index import Index

NEAREST = 5  # articles among which the one that is described is looked for
_OPENING = 3  # sentences that tell with the title what an article is about
# Likeness of a description to the sentence most like it, from which an article is meant that lacks
# words of it. Of 133 descriptions of articles that no folder holds ("a bank robbery"), none is
# taken for another's from here, 4 from .46 and 11 from .42; of 86 that one does hold, 14 fit none,
# 11 and 4.
_LIKE = 0.48


def described(
    what: str, index: Index, scope: Scope, listed: Sequence[ArticleInfo], *, most: int = 1
) -> list[ArticleInfo]:
    """Of the articles of a scope, `listed`, those that fit a description, best first.

    Of the 86 the best is right for 80; by nearness alone, which parts equals, for 78.
    """
    on = naming(what)
    wanted = terms(on)
    if not wanted:
        return []
    by_document = {info.document: info for info in listed}
    found: list[tuple[int, float, str]] = []
    for hit in retrieve(index, on, k=NEAREST, scope=scope, per_article=1):
        sentences = [s.text for p in index.passages_of(hit.document) for s in p.sentences]
        at_top = len(places(wanted, " ".join([hit.title, *sentences[:_OPENING]])))
        if _fits(wanted, on, [hit.title, *sentences], index, at_top=at_top):
            found.append((at_top, hit.score, hit.document))
    found.sort(key=lambda each: each[:2], reverse=True)
    # One that came since the list was made is left out.
    return [by_document[document] for *_, document in found if document in by_document][:most]


def _fits(
    wanted: Sequence[Term], on: str, texts: Sequence[str], index: Index, *, at_top: int
) -> bool:
    """Whether an article of `texts` is what is `wanted`; one word beyond the top is in passing."""
    standing = places(wanted, " ".join(texts))
    if len(standing) == len(set(wanted)):
        return bool(at_top) or len(wanted) > 1
    if any(term.is_name and term not in standing for term in wanted):
        return False
    vectors = index.embedder.embed([on.lower(), *(text for text in texts if text)])
    return float((vectors[1:] @ vectors[0]).max()) >= _LIKE


def meant(what: str, index: Index, scope: Scope, *, most: int = 1) -> list[ArticleInfo]:
    """The articles that `what` speaks of: all if it names none, those of files that it names, or
    else the best that fit it.
    """
    listed = articles_in(index, scope)
    if not naming(what):
        return listed
    return named(what, listed) or described(what, index, scope, listed, most=most)
