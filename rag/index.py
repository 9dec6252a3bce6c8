"""The index of a folder of articles: open it, bring it up to date, read from it.

Chroma holds the truth (rag/store.py); the keyword index is made from it and is mended here when
the two do not match. Any number of threads may read while one writes. Between processes many may
read or one may write (rag/locks.py), unless a Chroma server keeps them apart.

Elsewhere: what a run of indexing does (rag/sync.py), how hits are ranked (rag/retrieve.py).
"""

from __future__ import annotations

import json
import logging
import math
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from rag.embed import Embedder
from rag.errors import (
    IndexBusy,
    IndexDamaged,
    IndexUnwritable,
    UnknownDocument,
)
from rag.keywords import Keywords, KeywordsError, edits, query_terms
from rag.locks import FolderLock, unwritable
from rag.records import Row, Stored
from rag.store import Edition, EditionGone, Store, needs_mending
from rag.text import stem, words
from rag.types import (
    Article,
    ArticleInfo,
    IndexProgress,
    IndexReport,
    IndexStatus,
    Omission,
    Passage,
    Scope,
    Skipped,
)

if TYPE_CHECKING:
    from rag.embed_api import ApiEmbedder
    from rag.settings import Settings
    from rag.store import Vectors

    AnyEmbedder = Embedder | ApiEmbedder

log = logging.getLogger(__name__)
T = TypeVar("T")
S = TypeVar("S")

LAYOUT = "index-1"  # a change of what is stored makes every index be made again
LONG_WORD = 8  # letters; shorter words differ by one letter from too many others
LOOKED_AT = 10  # passages in which a misspelt word is looked for
REFRESH_S = 1.0  # how stale the view of a server that others write to may be


@dataclass(frozen=True, slots=True)
class View:
    """What questions are answered from; replaced as a whole."""

    edition: Edition
    keywords: Keywords | None  # None while it cannot be had: search is by meaning alone


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that one search or both returned, with their scores."""

    passage: Passage
    dense: float | None
    keyword: float | None


class Index:
    """An open index. Use it from any thread; close it to let other processes write."""

    def __init__(self, settings: Settings, *, embedder: AnyEmbedder | None = None) -> None:
        self.settings = settings
        self.embedder = embedder or _embedder(settings)
        self.folder = settings.data / "index"
        self._lock = FolderLock(
            self.folder, wait_s=settings.busy_wait_s, shared=not settings.chroma_url
        )
        self._writing = threading.Lock()
        self._loading = threading.RLock()
        self._store: Store | None = None
        self._view: View | None = None
        self._damage: IndexDamaged | None = None
        self._looked = 0.0
        self._listed: tuple[str, tuple[ArticleInfo, ...]] | None = None

    @classmethod
    def open(cls, settings: Settings, *, embedder: AnyEmbedder | None = None) -> Self:
        """Open the index of `settings.data`; one that is not there yet is empty.

        A damaged index opens too: reading it raises IndexDamaged, and `sync(rebuild=True)` mends.

        Raises:
            IndexBusy: another process is writing to it.
            IndexProblem: the Chroma server does not answer.
        """
        index = cls(settings, embedder=embedder)
        index._lock.acquire()
        try:
            index._load()
        except BaseException:
            index.close()
            raise
        return index

    def close(self) -> None:
        """Let go of the index; harmless a second time."""
        with self._loading:
            if self._store:
                self._store.close()
            self._store = self._view = None
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing

    def sync(
        self,
        *,
        progress: Callable[[IndexProgress], None] | None = None,
        rebuild: bool = False,
    ) -> IndexReport:
        """Bring the index up to date with the folder of documents; see rag/sync.py.

        With `rebuild` everything is read anew into a second index that then takes the place of
        the first, damaged or not.

        Raises:
            NoDocuments: the folder is missing or holds nothing readable; the index stays.
            IndexBusy: another process uses the index.
            IndexDamaged: it cannot be read; `rebuild` makes it anew.
            IndexUnwritable: no room or no right to write; what was written so far stands.
        """
        from rag.sync import Sync

        with self._writing, self._lock.writing():
            sync = Sync(self.settings, self.embedder, self.fingerprint, progress)
            sync.look()
            store, aside = self._open_to_write(rebuild=rebuild)
            try:
                report = sync.run(store, self._begun, rebuild=rebuild)
            except KeywordsError as error:
                fault = error.__cause__
                os_error = fault if isinstance(fault, OSError) else OSError(str(fault))
                raise unwritable(self.folder, os_error) from error
            finally:
                self._load(may_write=True)
            if aside:
                shutil.rmtree(aside, ignore_errors=True)
        return report

    @property
    def fingerprint(self) -> str:
        """What the index is made with; another one calls for another index."""
        from rag.clean import CLEANER
        from rag.split import SPLITTER

        parts = "\n".join((LAYOUT, self.embedder.fingerprint, SPLITTER, CLEANER))
        return blake2b(parts.encode(), digest_size=8).hexdigest()

    # Reading

    @property
    def empty(self) -> bool:
        """Whether there is no article to answer from."""
        return self._read(lambda view: not len(view.edition), otherwise=True)

    def articles(self) -> tuple[ArticleInfo, ...]:
        """Every article, by document."""
        return self._read(self._articles, otherwise=())

    def article(self, document: str) -> Article:
        """The article as it was read.

        Raises:
            UnknownDocument: it is not indexed.
        """

        def get(view: View) -> Article | None:
            row = view.edition.rows([document]).get(document)
            if row is None or row.skipped:
                return None
            body = view.edition.bodies([document])[document]
            left_out = tuple(Omission(*pair) for pair in json.loads(row.omissions))
            group = view.edition.voice(row.voice)
            return Article(
                document,
                body,
                title=row.title,
                publisher=row.publisher,
                author=row.author,
                published=row.published,
                omissions=left_out,
                copies=tuple(sorted(r.document for r in group if r.document != document)),
            )

        if (article := self._read(get, otherwise=None)) is None:
            raise UnknownDocument(f"{document!r} is not indexed; see `pullquote status`.")
        return article

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """The article's passages, in order.

        Raises:
            UnknownDocument: it is not indexed.
        """
        if self.unknown([document]):
            raise UnknownDocument(f"{document!r} is not indexed; see `pullquote status`.")

        def get(view: View) -> list[Stored]:
            return _live(view.edition, view.edition.passages_of([document]))

        found = self._read(get, otherwise=[])
        return tuple(sorted((each.passage for each in found), key=lambda p: p.start))

    def unknown(self, documents: Sequence[str]) -> list[str]:
        """Those of `documents` that are not indexed."""

        def missing(view: View) -> list[str]:
            rows = view.edition.rows(documents)
            return [d for d in documents if d not in rows or rows[d].skipped]

        return self._read(missing, otherwise=list(documents))

    def find(
        self, query: str, n: int, *, scope: Scope, vector: Vectors | None = None
    ) -> list[Found]:
        """At most `n` passages by meaning and at most `n` by words, in no order."""

        def search(view: View) -> list[Found]:
            edition = view.edition
            near: list[Stored] = []
            if edition.state.embedder == self.embedder.fingerprint:
                unit = self.embedder.embed_query(query) if vector is None else vector
                near = edition.nearest(unit, n, scope=scope)
            else:
                log.warning("the index was made by another embedder; searching by words alone")
            worded = self._by_words(view, query, n, scope)
            here = {each.key for each in near}
            more = edition.passages([key for key in worded if key not in here])
            return [
                Found(each.passage, each.cosine, worded.get(each.key))
                for each in _live(edition, [*near, *more])
            ]

        return self._read(search, otherwise=[])

    def status(self) -> IndexStatus:
        """How the index stands against the folder of documents; changes nothing."""
        from rag.known import compare, known_files

        known = self._read(lambda view: known_files(self.folder, view.edition), otherwise={})
        view = self._view
        found = compare(self.settings.documents, known)
        return IndexStatus(
            documents=str(self.settings.documents),
            data=str(self.settings.data),
            fingerprint=view.edition.state.fingerprint if view else "",
            embedder=self.embedder.name,
            articles=sum(not each.reason for each in known.values()),
            passages=sum(each.passages for each in known.values()),
            keyword_engine="tantivy" if view and view.keywords else "none",
            new=found.new,
            changed=found.changed,
            gone=found.gone,
            skipped=tuple(Skipped(d, each.reason) for d, each in known.items() if each.reason),
        )

    # Words

    def document_frequency(self, terms: Iterable[str]) -> dict[str, int]:
        """How many passages hold each term (a stem of rag/text.py) in their text."""
        wanted = list(terms)
        keywords = self._keywords()
        return {term: keywords.frequency(term) if keywords else 0 for term in wanted}

    @property
    def passages(self) -> int:
        """How many passages there are to find."""
        keywords = self._keywords()
        return len(keywords) if keywords else 0

    def rarity(self, terms: Collection[str]) -> dict[str, float]:
        """How telling each term is: BM25's idf, the highest for one that no passage holds."""
        total = self.passages
        held = self.document_frequency(terms)
        return {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in held.items()}

    def mentions(self, name: str) -> bool:
        """Whether some passage holds every word of `name`, in any inflection."""
        keywords = self._keywords()
        return keywords is None or bool(keywords.holding_all(query_terms(name)))

    def nearest_word(self, typed: str) -> str | None:
        """The word of an article that `typed` seems to mean, as it is written there.

        None if some passage holds `typed` itself, or no word is near enough.
        """
        wanted = "".join(word.text for word in words(typed))
        distance = 1 if len(wanted) < LONG_WORD else 2

        def nearest(view: View) -> str | None:
            keywords = view.keywords
            if keywords is None or keywords.holding_all([stem(wanted)]):
                return None
            keys = keywords.like(wanted, distance=distance, n=LOOKED_AT)
            found = {
                (apart, -keywords.frequency(stem(word.text)), word.text): text[
                    word.start : word.end
                ]
                for each in _live(view.edition, view.edition.passages(keys))
                for text in [each.passage.text]
                for word in words(text)
                if (apart := edits(wanted, word.text)) <= distance
            }
            return found[min(found)] if found else None

        return self._read(nearest, otherwise=None)

    def _by_words(self, view: View, query: str, n: int, scope: Scope) -> dict[str, float]:
        if view.keywords is None:
            return {}
        try:
            return dict(view.keywords.search(query_terms(query), n, scope=scope))
        except KeywordsError as error:
            log.warning("searching by meaning alone: the keyword index is damaged", exc_info=error)
            return {}

    def _keywords(self) -> Keywords | None:
        return self._read(lambda view: view.keywords, otherwise=None)

    def _articles(self, view: View) -> tuple[ArticleInfo, ...]:
        revision = view.edition.state.revision
        if self._listed is None or self._listed[0] != revision:
            rows = [row for row in view.edition.all_rows() if not row.skipped]
            self._listed = (revision, _infos(rows))
        return self._listed[1]

    # What is open

    def _read(self, work: Callable[[View], T], *, otherwise: S) -> T | S:
        """`work` on the current view; `otherwise` if there is no index yet."""
        if self._damage:
            raise self._damage
        if self.settings.chroma_url and time.monotonic() - self._looked > REFRESH_S:
            self._load()
        view = self._view
        if view is None:
            return otherwise
        try:
            return work(view)
        except EditionGone:  # swapped for a newer one since the view was taken
            if self._view is view:
                self._load()
            return work(self._view) if self._view else otherwise

    def _load(self, *, may_write: bool = False) -> None:
        """Look at what there is, and take it as the view."""
        with self._loading:
            self._looked = time.monotonic()
            chroma = self.folder / "chroma"
            if not self.settings.chroma_url and not (chroma / "chroma.sqlite3").exists():
                self._view = None
                return
            try:
                if self._store is None:
                    self._store = self._opened(may_write=may_write)
                live = next((e for e in self._store.editions() if e.state.live), None)
                self._view = View(live, self._words_of(live, may_write=may_write)) if live else None
                self._damage = None
            except IndexDamaged as damage:
                self._view, self._damage = None, damage

    def _opened(self, *, may_write: bool) -> Store:
        chroma, url = self.folder / "chroma", self.settings.chroma_url
        if may_write or url or not needs_mending(chroma):
            return Store.open(chroma, url)
        with self._lock.writing():
            return Store.open(chroma, url)

    def _open_to_write(self, *, rebuild: bool) -> tuple[Store, Path | None]:
        """Chroma, opened for writing, and where a damaged folder was moved to, if there was one."""
        self._load(may_write=True)
        aside = None
        if self._damage:
            if not rebuild:
                raise self._damage
            if self._store:
                self._store.close()
            aside = self.folder / f"damaged-{time.time_ns()}"
            (self.folder / "chroma").rename(aside)
            self._store, self._view, self._damage = None, None, None
        if self._store is None:
            self._store = self._opened(may_write=True)
        return self._store, aside

    def _begun(self, edition: Edition) -> Keywords:
        """The keyword index to write to; a first edition answers while it grows."""
        keywords = self._keywords_for_writing(edition)
        if edition.state.live:
            self._view = View(edition, keywords)
        return keywords

    def _words_of(self, edition: Edition, *, may_write: bool) -> Keywords | None:
        """The keyword index of `edition`, mended if need be; None if that is impossible now."""
        if self._view and (old := self._view.keywords) and old.stamp == edition.state.revision:
            return old
        try:
            found = Keywords.open(self._keyword_folder(edition))
            if found.stamp == edition.state.revision:
                return found
        except KeywordsError as error:
            log.info("the keyword index is missing or damaged", exc_info=error)
        try:
            if may_write:
                return self._keywords_for_writing(edition)
            with self._lock.writing(wait_s=0):
                return self._keywords_for_writing(edition)
        except (IndexBusy, IndexUnwritable, KeywordsError, OSError) as error:
            log.warning("searching by meaning alone: the keyword index is not at hand (%s)", error)
            return None

    def _keywords_for_writing(self, edition: Edition) -> Keywords:
        """The keyword index of `edition` in step with it: mended, or made anew."""
        state = edition.state
        folder = self._keyword_folder(edition)
        try:
            keywords = Keywords.open(folder)
            if keywords.stamp == state.revision:
                return keywords
            if keywords.stamp == state.previous:
                with keywords.writer() as writer:
                    writer.forget(state.pending)
                    writer.add(_live(edition, edition.passages_of(state.pending)))
                    writer.commit(state.revision)
                return keywords
        except KeywordsError:
            log.info("the keyword index is made again from Chroma")
        keywords = Keywords.create(folder)
        with keywords.writer() as writer:
            for page in edition.all_passages():
                writer.add(_live(edition, page))
            writer.commit(state.revision)
        return keywords

    def _keyword_folder(self, edition: Edition) -> Path:
        return self.folder / f"keywords-{edition.state.number:06}"


def _embedder(settings: Settings) -> AnyEmbedder:
    if settings.embedder == "embedded":
        return Embedder(threads=settings.cores)
    from rag.embed_api import ApiEmbedder

    return ApiEmbedder(settings)


def _live(edition: Edition, found: Sequence[Stored]) -> list[Stored]:
    """Those that count now, with their article's voice."""
    rows = edition.rows(list({each.passage.document for each in found}))
    return [
        replace(each, passage=replace(each.passage, voice=rows[each.passage.document].voice))
        for each in found
        if each.counts(rows.get(each.passage.document))
    ]


def _infos(rows: Sequence[Row]) -> tuple[ArticleInfo, ...]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row.voice, []).append(row.document)
    return tuple(
        ArticleInfo(
            row.document,
            row.name,
            title=row.title,
            publisher=row.publisher,
            author=row.author,
            published=row.published,
            copies=tuple(sorted(d for d in groups[row.voice] if d != row.document)),
        )
        for row in sorted(rows, key=lambda row: row.document)
    )
