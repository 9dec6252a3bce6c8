"""What questions are answered from: one edition and the keyword index made from it.

A view is replaced as a whole when the index changes its edition (opened.py), so that what one
call reads is of one edition. A question makes several calls: articles may change, leave or move to
another edition between two of them, and whoever asks must bear that what was found is gone.

Elsewhere: how hits are ranked (rag/retrieve.py).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.storage.edition import Edition
from rag.storage.keywords import Keywords, KeywordsError, KeywordWriter, query_terms
from rag.storage.records import Stored, passage_key
from rag.storage.server_keywords import NoWriter, ServerKeywords
from rag.text import edits, stem, words
from rag.types import Article, Omission, Passage, Scope

if TYPE_CHECKING:
    from rag.storage.search import Vectors

log = logging.getLogger(__name__)

AnyKeywords = Keywords | ServerKeywords
AnyWriter = KeywordWriter | NoWriter

LONG_WORD = 8  # letters; shorter words differ by one letter from too many others
LOOKED_AT = 10  # passages in which a misspelt word is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that one search or both returned, with their scores."""

    passage: Passage
    dense: float | None
    keyword: float | None


@dataclass(frozen=True, slots=True)
class Holding:
    """Passages that hold some words, by document and place."""

    passages: tuple[Passage, ...] = ()
    all: bool = False  # whether there are no others

    @property
    def documents(self) -> frozenset[str]:
        """The articles that they are of."""
        return frozenset(passage.document for passage in self.passages)


@dataclass(frozen=True, slots=True)
class View:
    """An edition as it is read. Safe for many threads."""

    edition: Edition
    keywords: AnyKeywords | None  # None while it cannot be had: search is by meaning alone

    def article(self, document: str) -> Article | None:
        """The article as it was read; None if there is none."""
        row, body = self.edition.whole([document]).get(document, (None, ""))
        if row is None or row.skipped:
            return None
        group = self.edition.voice(row.voice)
        return Article(
            document,
            body,
            title=row.title,
            publisher=row.publisher,
            author=row.author,
            published=row.published,
            omissions=tuple(Omission(*pair) for pair in json.loads(row.omissions)),
            copies=tuple(sorted(each.document for each in group if each.document != document)),
        )

    def unknown(self, documents: Sequence[str]) -> list[str]:
        """Those of `documents` that are not articles here."""
        rows = self.edition.rows(documents)
        return [d for d in documents if d not in rows or rows[d].skipped]

    def passages_of(self, document: str) -> list[Passage]:
        """The article's passages, in order.

        Looked up by their keys: by the document's name Chroma takes 0.1 s among a million.
        """
        row = self.edition.rows([document]).get(document)
        if row is None or row.skipped:
            return []
        keys = [passage_key(document, row.revision, number) for number in range(row.passages)]
        found = self.edition.passages(keys)
        if len(found) < len(keys):  # replaced since its row was read
            found = live(self.edition, self.edition.passages_of([document]))
        told = (replace(each.passage, voice=row.voice) for each in found)
        return sorted(told, key=lambda passage: passage.start)

    def find(self, query: str, n: int, *, scope: Scope, vector: Vectors | None) -> list[Found]:
        """At most `n` passages near `vector` and at most `n` by words, in no order."""
        near = [] if vector is None else self.edition.search.nearest(vector, n, scope=scope)
        worded = self._worded(query, n, scope)
        here = {each.key for each in near}
        more = self.edition.passages([key for key in worded if key not in here])
        return [
            Found(each.passage, each.cosine, worded.get(each.key))
            for each in live(self.edition, [*near, *more])
        ]

    def holding(self, terms: Sequence[str], *, scope: Scope) -> Holding:
        """The passages that hold every term, as many as Chroma gives in one answer."""
        if self.keywords is None:
            return Holding()
        most = self.edition.limits.read
        keys = self.keywords.holding_all(terms, most, scope=scope)
        found = [each.passage for each in live(self.edition, self.edition.passages(keys))]
        in_order = sorted(found, key=lambda passage: passage.key)
        return Holding(tuple(in_order), all=len(keys) < most)

    def nearest_word(self, typed: str) -> str | None:
        """The word that `typed` seems to mean, as an article writes it; see `Index`."""
        wanted = "".join(word.text for word in words(typed))
        distance = 1 if len(wanted) < LONG_WORD else 2
        if self.keywords is None or self.keywords.holding_all([stem(wanted)]):
            return None
        keys = self.keywords.like(wanted, distance=distance, n=LOOKED_AT)
        found: dict[tuple[int, int, str], str] = {}
        for each in live(self.edition, self.edition.passages(keys)):
            for word in words(each.passage.text):
                if (apart := edits(wanted, word.text)) <= distance:
                    rank = (apart, -self.keywords.frequency(stem(word.text)), word.text)
                    found[rank] = each.passage.text[word.start : word.end]
        return found[min(found)] if found else None

    def _worded(self, query: str, n: int, scope: Scope) -> dict[str, float]:
        if self.keywords is None:
            return {}
        return dict(self.keywords.search(query_terms(query), n, scope=scope))


def live(edition: Edition, found: Sequence[Stored]) -> list[Stored]:
    """Those that count now, with their article's voice."""
    rows = edition.rows(list({each.passage.document for each in found}))
    return [
        replace(each, passage=replace(each.passage, voice=rows[each.passage.document].voice))
        for each in found
        if each.counts(rows.get(each.passage.document))
    ]


def keywords_in_step(folder: Path, edition: Edition) -> AnyKeywords | None:
    """The keyword index of `edition` in `folder`, or None if it does not match the edition."""
    if edition.sparse:
        return ServerKeywords(_place(folder, edition), edition)
    try:
        keywords = Keywords.open(_place(folder, edition))
    except KeywordsError as error:
        log.info("the keyword index is missing or damaged", exc_info=error)
        return None
    return keywords if keywords.stamp in {edition.settled, edition.state.revision} else None


def keywords_mended(folder: Path, edition: Edition) -> AnyKeywords:
    """The keyword index of `edition`, brought into step if need be.

    The batches that it lacks are put in if they are still known; else it is made anew. Only who
    holds the index's folder for writing may call this.

    Raises:
        KeywordsError, OSError: it cannot be written.
    """
    if (found := keywords_in_step(folder, edition)) is not None:
        return found
    stamp = edition.settled
    with suppress(KeywordsError):
        keywords = Keywords.open(_place(folder, edition))
        if (changed := edition.changed_since(keywords.stamp)) is not None:
            with keywords.writer() as writer:
                writer.forget(changed)
                writer.add(live(edition, edition.passages_of(changed)))
                writer.commit(stamp)
            return keywords
    keywords = Keywords.create(_place(folder, edition))
    with keywords.writer() as writer:
        for page in edition.all_passages():
            writer.add(live(edition, page))
        writer.commit(stamp)
    return keywords


def _place(folder: Path, edition: Edition) -> Path:
    return folder / f"keywords-{edition.state.number:06}"
