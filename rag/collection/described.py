"""Which article a description is of: "the article about the ferry" is one, or there is none.

Of the articles nearest to the words, those fit that have all of them, inflected or as other forms
of a name, and not in passing; or that have its names and are like it in meaning. The best has most
of them in its title, its file's name and its opening.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rag.collection.listing import KIND, articles_in, is_an_article, named, naming
from rag.collection.terms import Term, places, terms
from rag.retrieve import retrieve
from rag.types import ArticleInfo, Scope

if TYPE_CHECKING:
    from rag.index import Index

NEAREST = 5  # articles among which the one that is described is looked for
_OF_A_KIND = re.compile(rf"\b(?:the|this|that) (?:[\w’'-]+ ){{0,3}}?{KIND}\b", re.IGNORECASE)
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
    found: list[tuple[int, int, float, str]] = []
    near = retrieve(index, on, k=NEAREST, scope=scope, per_article=1)
    scores = {hit.document: hit.score for hit in near}
    for info in listed:  # "recipe-stew.txt" need not have the word
        if info.document not in scores and len(places(wanted, _called(info))) == len(set(wanted)):
            scores[info.document] = 0.0
    for document, score in scores.items():
        if document not in by_document:  # it came since the list was made
            continue
        called = _called(by_document[document])
        sentences = [s.text for p in index.passages_of(document) for s in p.sentences]
        at_top = len(places(wanted, " ".join([called, *sentences[:_OPENING]])))
        if _fits(wanted, on, [called, *sentences], index, at_top=at_top):
            found.append((at_top, len(places(wanted, called)), score, document))
    found.sort(key=lambda each: each[:3], reverse=True)
    return [by_document[document] for *_, document in found][:most]


def _called(info: ArticleInfo) -> str:
    """The title of an article, and the words of its file's name: "recipe", "stew"."""
    of_file = re.sub(r"[\W_]+", " ", PurePosixPath(info.document).stem)
    return f"{info.title} {of_file}"


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


def is_one(what: str, index: Index, scope: Scope) -> bool:
    """Whether `what` is an article or several, by its kind too: "the interview with Ann Lund"."""
    if is_an_article(what, index, scope):
        return True
    of_a_kind = _OF_A_KIND.search(what) is not None
    return of_a_kind and bool(described(what, index, scope, articles_in(index, scope)))


def meant(what: str, index: Index, scope: Scope, *, most: int = 1) -> list[ArticleInfo]:
    """The articles that `what` speaks of: all if it names none, those of files that it names, or
    else the best that fit it.
    """
    listed = articles_in(index, scope)
    if not naming(what):
        return listed
    return named(what, listed) or described(what, index, scope, listed, most=most)
