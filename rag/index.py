"""The index of a folder of articles: open it, bring it up to date, read from it.

Any number of threads may read while one writes, each with an `Index` of its own or with the same.
Between processes many may read or one may write (rag/storage/locks.py), unless a Chroma server
keeps them apart.

Elsewhere: what is open, and how it is looked at anew (rag/storage/opened.py), what is asked of it
(rag/storage/view.py), what a run of indexing does (rag/storage/sync.py), how hits are ranked
(rag/retrieve.py).
"""

from __future__ import annotations

import logging
import math
import os
import shutil
import weakref
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import blake2b
from shlex import quote
from typing import TYPE_CHECKING, Self

from rag.embed import embedder_of
from rag.errors import IndexDamaged, IndexProblem, NoDocuments, UnknownDocument
from rag.storage.keywords import KeywordsError, query_terms
from rag.storage.lease import holder
from rag.storage.locks import unwritable
from rag.storage.opened import Opened, closed
from rag.storage.view import Found, Holding, View
from rag.types import (
    Article,
    ArticleInfo,
    IndexProgress,
    IndexReport,
    IndexStatus,
    Passage,
    Scope,
    Skipped,
)

if TYPE_CHECKING:
    from rag.embed import AnyEmbedder
    from rag.settings import Settings
    from rag.storage.records import State

log = logging.getLogger(__name__)

LAYOUT = "index-3"  # a change of what is stored makes every index be made again


class Index:
    """An open index. Use it from any thread; close it to let other processes write.

    One that is thrown away is closed, too. What is asked of a closed one raises IndexClosed.
    """

    def __init__(self, settings: Settings, *, embedder: AnyEmbedder | None = None) -> None:
        self.settings = settings
        self.embedder = embedder or embedder_of(settings)
        self.folder = settings.index_folder
        self._user = object()  # who we are to what is open
        self._shared = Opened.of(settings, self._user)
        self._thrown_away = weakref.finalize(self, self._shared.leave_soon, self._user)
        self._thrown_away.atexit = False  # at its end the process lets go of all
        self._listed: tuple[str, tuple[ArticleInfo, ...]] | None = None
        self._compared: State | None = None  # whose folder was found to hold some of its articles

    @classmethod
    def open(cls, settings: Settings, *, embedder: AnyEmbedder | None = None) -> Self:
        """Open the index of `settings.data`; one that is not there yet is empty.

        A damaged index opens too: reading it raises IndexDamaged, and `sync(rebuild=True)` mends.

        Raises:
            BadSetting: the embedder is a model of an API, and none is configured.
            IndexBusy: another process is writing to it.
            IndexProblem: the Chroma server does not answer.
        """
        index = cls(settings, embedder=embedder)
        try:
            index._opened.open()
        except BaseException:
            index.close()
            raise
        return index

    def close(self) -> None:
        """Let go of the index; harmless a second time."""
        self._thrown_away.detach()
        self._shared.leave(self._user)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _opened(self) -> Opened:
        if not self._thrown_away.alive:
            raise closed()
        return self._shared

    # Writing

    def sync(
        self,
        *,
        progress: Callable[[IndexProgress], None] | None = None,
        rebuild: bool = False,
    ) -> IndexReport:
        """Bring the index up to date with the folder of documents; see rag/storage/sync.py.

        With `rebuild` everything is read anew into a second index that then takes the place of
        the first, damaged or not.

        Raises:
            NoDocuments: the folder is missing or holds nothing readable; the index stays, which
                the message says if there is one.
            IndexBusy: another process uses the index.
            IndexDamaged: it cannot be read; `rebuild` makes it anew.
            IndexUnwritable: no room or no right to write; what was written so far stands.
        """
        with self._opened.writing(wait_s=self.settings.busy_wait_s) as alone:
            try:
                return self._sync(progress, alone=alone, rebuild=rebuild)
            except NoDocuments as error:
                raise NoDocuments(f"{error}{self._stays()}") from error
            except IndexDamaged:
                if not rebuild or self.settings.chroma_url:
                    raise
                self._opened.move_aside()  # what is damaged cannot even be written beside
                return self._sync(progress, alone=alone, rebuild=rebuild)

    def _sync(
        self, progress: Callable[[IndexProgress], None] | None, *, alone: bool, rebuild: bool
    ) -> IndexReport:
        from rag.storage.sync import Sync

        sync = Sync(self.settings, self.embedder, self.fingerprint, progress)
        sync.look()
        store = self._opened.to_write(rebuild=rebuild)
        who = holder(self.folder, alone=alone)
        try:
            with store.alone(who, self.settings.busy_wait_s):
                report = sync.run(store, self._opened.begun, rebuild=rebuild)
        except KeywordsError as error:
            fault = error.__cause__
            os_error = fault if isinstance(fault, OSError) else OSError(str(fault))
            raise unwritable(self.folder, os_error) from error
        except OSError as error:
            raise unwritable(self.folder, error) from error
        finally:
            self._opened.look(may_write=True)
        for aside in self.folder.glob("damaged-*"):
            shutil.rmtree(aside, ignore_errors=True)
        return report

    def _stays(self) -> str:
        """What to add where nothing could be indexed; a folder is more likely away than emptied."""
        if self._opened.view is None or self.empty:
            return ""
        if self.settings.chroma_url:
            return " The index stays as it was."
        return f" The index stays as it was; to empty it, delete {str(self.folder)!r}."

    @property
    def fingerprint(self) -> str:
        """What the index is made with; another one calls for another index."""
        from rag.clean import CLEANER
        from rag.split import SPLITTER

        parts = "\n".join((LAYOUT, self.embedder.fingerprint, SPLITTER, CLEANER))
        return blake2b(parts.encode(), digest_size=8).hexdigest()

    # Reading

    def look(self) -> None:
        """See what other processes have written to the server; where a question begins.

        Raises:
            IndexAway: the server does not answer, or refuses.
        """
        if self.settings.chroma_url:
            self._opened.look()

    def check_folder(self) -> None:
        """See that what is indexed is of the folder that the settings name.

        It is if that folder was indexed last, even if it is away at the moment, and if it holds
        any of the articles: then it was moved. On a server the index's name says whose it is, and
        those who share it may have the folder elsewhere, or nowhere.

        Raises:
            IndexProblem: it is another folder's.
        """
        if not self.settings.chroma_url:
            self._opened.read(self._check_folder, otherwise=None)

    @property
    def empty(self) -> bool:
        """Whether there is no article to answer from."""
        return self._opened.read(lambda view: view.edition.count() == 0, otherwise=True)

    @property
    def outdated(self) -> str:
        """Why the index should be made anew, in a sentence; empty if it need not."""
        return self._opened.read(self._outdated, otherwise="")

    def articles(self) -> tuple[ArticleInfo, ...]:
        """Every article, by document."""
        return self._opened.read(self._articles, otherwise=())

    def article(self, document: str) -> Article:
        """The article as it was read.

        Raises:
            UnknownDocument: it is not indexed, or is no text.
        """
        if not isinstance(document, str):
            raise UnknownDocument(f"A document is named by a text, not by {document!r}.")
        article = None
        if _is_text(document):
            article = self._opened.read(lambda view: view.article(document), otherwise=None)
        if article is None:
            raise UnknownDocument.among(document, (info.document for info in self.articles()))
        return article

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """The article's passages, in order; none if it is not indexed.

        While a question is answered an article may leave, or be split anew: what a caller has
        found in it need not be here any more.
        """
        return tuple(self._opened.read(lambda view: view.passages_of(document), otherwise=()))

    def unknown(self, documents: Sequence[str]) -> list[str]:
        """Those of `documents` that are not indexed."""
        texts = [document for document in documents if _is_text(document)]
        unknown = self._opened.read(lambda view: view.unknown(texts), otherwise=texts)
        return [*unknown, *(document for document in documents if not _is_text(document))]

    def find(self, query: str, n: int, *, scope: Scope) -> list[Found]:
        """At most `n` passages by meaning and at most `n` by words, in no order."""

        def search(view: View) -> list[Found]:
            if view.edition.state.embedder != self.embedder.fingerprint:
                log.warning("the index was made by another embedder; searching by words alone")
                return view.find(query, n, scope=scope, vector=None)
            return view.find(query, n, scope=scope, vector=self.embedder.embed_query(query))

        return self._opened.read(search, otherwise=[])

    def status(self) -> IndexStatus:
        """How the index stands against the folder of documents; changes nothing."""
        from rag.storage.known import compare
        from rag.storage.register import known_files

        known = self._opened.read(lambda view: known_files(self.folder, view.edition), otherwise={})
        view = self._opened.view
        found = compare(
            self.settings.documents,
            known,
            data=self.settings.data,
            limit_mb=self.settings.file_limit_mb,
        )
        in_vain = {d: each.reason for d, each in known.items() if each.reason}
        return IndexStatus(
            documents=str(self.settings.documents),
            data=str(self.settings.data),
            fingerprint=view.edition.state.fingerprint if view else "",
            embedder=self.embedder.name,
            articles=sum(not each.reason for each in known.values()),
            passages=sum(each.passages for each in known.values()),
            keyword_engine=_engine(view),
            new=found.new,
            changed=found.changed,
            gone=found.gone,
            skipped=tuple(
                Skipped(d, reason) for d, reason in sorted({**in_vain, **found.unfit}.items())
            ),
            problem=found.problem,
            collection=self.settings.index_name,
            server=self.settings.chroma_url,
            indexed_from=view.edition.state.folder if view else "",
            outdated=self._outdated(view) if view else "",
        )

    # Words

    def document_frequency(self, terms: Iterable[str]) -> dict[str, int]:
        """How many passages hold each term (a stem of rag/text/) in their text."""
        wanted = list(terms)

        def count(view: View) -> dict[str, int]:
            keywords = view.keywords
            return {term: 0 if keywords is None else keywords.frequency(term) for term in wanted}

        return self._opened.read(count, otherwise=dict.fromkeys(wanted, 0))

    @property
    def passage_count(self) -> int:
        """How many passages there are to find."""
        return self._opened.read(
            lambda view: 0 if view.keywords is None else view.keywords.count(), otherwise=0
        )

    def rarity(self, terms: Collection[str]) -> dict[str, float]:
        """How telling each term is: BM25's idf, the highest for one that no passage holds."""
        total = self.passage_count
        held = self.document_frequency(terms)
        return {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in held.items()}

    def mentions(self, name: str) -> bool:
        """Whether some passage holds every word of `name`, in any inflection."""
        terms = query_terms(name)
        return self._opened.read(
            lambda view: view.keywords is None or bool(view.keywords.holding_all(terms)),
            otherwise=True,
        )

    def holding(self, name: str, *, scope: Scope) -> Holding:
        """The passages that hold every word of `name`, in any inflection; see rag/storage/view.py.

        They may hold it in their article's title alone.
        """
        terms = query_terms(name)
        return self._opened.read(lambda view: view.holding(terms, scope=scope), otherwise=Holding())

    def nearest_word(self, typed: str) -> str | None:
        """The word of an article that `typed` seems to mean, as it is written there.

        None if some passage holds `typed` itself, or no word is near enough.
        """
        return self._opened.read(lambda view: view.nearest_word(typed), otherwise=None)

    def _check_folder(self, view: View) -> None:
        from rag.storage.known import in_folder, none_is_in
        from rag.storage.register import known_files

        state = view.edition.state
        if state.folder in {"", self.settings.folder} or state == self._compared:
            return
        documents = self.settings.documents
        known = known_files(self.folder, view.edition)
        if none_is_in(known, lambda document: os.path.lexists(documents / document)):
            _, problem = in_folder(documents, data=self.settings.data)
            if problem:
                raise IndexProblem(f"{problem} What is indexed is of {state.folder!r}.")
            raise IndexProblem(
                f"The index in {str(self.folder)!r} holds articles of {state.folder!r}, of which "
                f"none is in {str(documents)!r}. Ask with RAG_DOCUMENTS={quote(state.folder)}, "
                f"replace what is indexed with `pullquote index --documents "
                f"{quote(str(documents))}`, or keep both with another RAG_DATA."
            )
        self._compared = state

    def _outdated(self, view: View) -> str:
        if view.edition.state.embedder != self.embedder.fingerprint:
            why = (
                f"with another embedder than {self.embedder.name!r} and is searched by words alone"
            )
        elif view.edition.state.fingerprint != self.fingerprint:
            why = "by another version of Pullquote"
        else:
            return ""
        return f"The index was made {why}; `pullquote index` makes it anew."

    def _articles(self, view: View) -> tuple[ArticleInfo, ...]:
        revision = view.edition.state.revision
        if self._listed is None or self._listed[0] != revision:
            from rag.storage.register import articles

            growing = self._opened.growing
            listed = articles(self.folder, view.edition, growing=growing)
            if growing or view.edition.settled != revision:
                return listed  # in the middle of a batch, ours or another's, it is of no revision
            self._listed = (revision, listed)
        return self._listed[1]


def _is_text(document: str) -> bool:
    """Whether a document can have that name: no half-characters, which Chroma would fail on."""
    return document == document.encode(errors="replace").decode()


def _engine(view: View | None) -> str:
    if view is None or view.keywords is None:
        return "none"
    return "Chroma" if view.edition.sparse else "tantivy"
