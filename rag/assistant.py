"""The assistant: an open index and, where one is configured, a language model.

A question takes one path: dialogue, collection, retrieve, reader or model, Answer. The reader says
the articles' own sentences; what a model claims is held against what it cites before it is said.
"Not in the articles" is an Answer with status "not_found", never an exception. A model that fails
hands over to the embedded reader, and the answer says so.

The module-level functions use one assistant that is made on first use from the environment's
settings, until `close`. Elsewhere: that path, step by step (rag/answering.py), the files of the
folder (rag/folder.py).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Self, get_args

from rag import folder
from rag.answering import Asking
from rag.asked import read_history, read_question, read_scope
from rag.embed import Embedder
from rag.errors import BadDocument, BadSetting, IndexProblem, ModelDamaged, NoDocuments
from rag.index import Index
from rag.reader import Reader
from rag.reader.encoder import Encoder
from rag.retrieve import retrieve
from rag.settings import Answerer, Settings
from rag.types import (
    EVERYWHERE,
    Answer,
    Article,
    ArticleInfo,
    Hit,
    IndexProgress,
    IndexReport,
    IndexStatus,
    Message,
    Scope,
    Skipped,
)

if TYPE_CHECKING:
    from rag.llm import ModelWriter

Progress = Callable[[IndexProgress], None]


class Assistant:
    """Answers from one folder of articles; hold it open and use it from any thread.

    Indexes the folder on the first question if it has no index yet. Several in one process share
    what is open of an index: each sees what another indexes. While any is open, no other process
    can index; `close`, the end of a `with`, or throwing it away lets go.

    Raises:
        BadSetting: the settings contradict each other.
        IndexProblem: the index is busy, damaged or cannot be written.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._check(self.settings.answerer)
        self._index = Index.open(self.settings)
        self._reader = Reader(self._index)
        self._writer: ModelWriter | None = None
        self._lock = threading.Lock()

    # Asking

    def answer(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        scope: Scope = EVERYWHERE,
        answerer: Answerer | None = None,
    ) -> Answer:
        """Answer `question`, understood in the light of `history` (oldest turn first).

        Raises:
            BadQuestion: the question is empty or too long, the history is no list of messages, or
                `scope` is no Scope.
            NoDocuments: there is nothing to answer from.
            UnknownDocument: `scope` names a document that is not indexed.
            IndexProblem: what is indexed is another folder's.
            BadSetting: there is no such answerer, or no model is configured for it.
            ModelProblem: the API that embeds the question (`RAG_EMBEDDER`) did not answer.
            ModelDamaged: a model file of the package is not the one that was shipped.
        """
        *_, last = self.stream(question, history, scope=scope, answerer=answerer)
        return last

    def stream(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        scope: Scope = EVERYWHERE,
        answerer: Answerer | None = None,
        cancel: threading.Event | None = None,
        on_state: Callable[[str], None] | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows; each is whole and cited, the last is complete.

        `cancel` stops a model's request on the wire, and no other is sent; `on_state` hears in a
        few words what is being waited for.
        """
        if answerer is not None:
            self._check(answerer)
        put, said, where = read_question(question), read_history(history), read_scope(scope)
        self._index_if_new()
        asking = Asking(
            put,
            said,
            where,
            index=self._index,
            reader=self._reader,
            writer=self._model(answerer or self.settings.answerer),
            k=self.settings.passages,
            cancel=cancel or threading.Event(),
            on_state=on_state,
        )
        yield from asking.answers()

    async def aanswer(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        scope: Scope = EVERYWHERE,
        answerer: Answerer | None = None,
    ) -> Answer:
        """`answer` for callers that are async; the work is done in a thread."""
        return await asyncio.to_thread(
            self.answer, question, history, scope=scope, answerer=answerer
        )

    async def astream(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        scope: Scope = EVERYWHERE,
        answerer: Answerer | None = None,
    ) -> AsyncIterator[Answer]:
        """`stream` for callers that are async; leaving the loop stops the model."""
        cancel = threading.Event()
        growing = self.stream(question, history, scope=scope, answerer=answerer, cancel=cancel)
        try:
            while (answer := await asyncio.to_thread(next, growing, None)) is not None:
                yield answer
        finally:
            cancel.set()

    def search(self, query: str, *, k: int = 10, scope: Scope = EVERYWHERE) -> list[Hit]:
        """Return at most `k` passages, best first, with the scores that ranked them.

        Raises:
            BadQuestion: the query is empty or too long, `k` is below 1, or `scope` is no Scope.
            UnknownDocument: `scope` names a document that is not indexed.
            IndexProblem: what is indexed is another folder's.
            ModelProblem: the API that embeds the query (`RAG_EMBEDDER`) did not answer.
        """
        wanted, where = read_question(query), read_scope(scope)
        self._index_if_new()
        return retrieve(self._index, wanted, k=k, scope=where)

    # The articles

    def articles(self) -> tuple[ArticleInfo, ...]:
        """Every indexed article, by document.

        Raises:
            IndexProblem: what is indexed is another folder's.
        """
        self._index.check_folder()
        return self._index.articles()

    def article(self, document: str) -> Article:
        """The article as it was read and cleaned.

        Raises:
            UnknownDocument: it is not indexed.
            IndexProblem: what is indexed is another folder's.
        """
        self._index.check_folder()
        return self._index.article(document)

    def index(self, *, progress: Progress | None = None, rebuild: bool = False) -> IndexReport:
        """Bring the index up to date with the folder; unchanged files are not touched.

        Raises:
            NoDocuments: the folder is missing or holds nothing readable; the index stays.
            IndexProblem: it is busy, damaged or cannot be written; the index stays.
        """
        return self._index.sync(progress=progress, rebuild=rebuild)

    def add(self, paths: Sequence[Path], *, progress: Progress | None = None) -> IndexReport:
        """Copy files into the folder of documents and index them.

        A file that cannot be read as an article is not kept, and is reported as skipped; one
        whose name is taken by another text gets a number behind its name. Where an error ends
        it, no copy stays but of what was indexed by then.

        Raises:
            IndexUnwritable: the folder of documents takes no more, or the index does not.
            IndexProblem: the index is busy or damaged.
        """
        from rag.read import check

        skipped, copies = [], []
        try:
            for path in paths:
                try:
                    check(path, limit_mb=self.settings.file_limit_mb)
                except BadDocument as error:
                    skipped.append(Skipped(path.name, str(error)))
                    continue
                if copy := folder.put(path, self.settings.documents):
                    copies.append(copy)
            if len(skipped) == len(paths):
                return IndexReport(skipped=tuple(skipped))
            report = self.index(progress=progress)
        except BaseException:
            self._take_back(copies)
            raise
        return replace(report, skipped=(*skipped, *report.skipped))

    def remove(self, document: str) -> Path | None:
        """Take an article out: its file moves to `removed/` under the data folder.

        Returns where it is then; None if there was none any more. Where the index cannot follow,
        the file moves back.

        Raises:
            UnknownDocument: it is not indexed.
            NoDocuments: it was the last article, or the folder is not there.
            IndexUnwritable: the file cannot be moved, or the index cannot be written.
            IndexProblem: the index is busy or damaged.
        """
        self.article(document)
        aside = self.settings.data / "removed" / document
        path = folder.file_of(document, self.settings.documents)
        moved = folder.move(path, aside) if path.exists() else None
        try:
            self.index()
        except NoDocuments as error:
            if moved is None:
                raise
            raise NoDocuments(
                f"{document!r} was the last article; its file is in {aside.parent}. "
                "The index stays as it was until another article is there."
            ) from error
        except BaseException:
            if moved is not None:
                folder.move(moved, path)
            raise
        return moved

    @property
    def is_indexed(self) -> bool:
        """Whether there is anything to answer from yet; cheap at any size."""
        return not self._index.empty

    @property
    def outdated(self) -> str:
        """Why the index should be made anew, in a sentence; empty if it need not."""
        return self._index.outdated

    def status(self) -> IndexStatus:
        """What is indexed and how it stands against the folder; changes nothing."""
        return self._index.status()

    # The model

    @property
    def model(self) -> str | None:
        """The language model's name, or None if the reader answers alone."""
        writer = self._model(self.settings.answerer)
        return writer.name if writer else None

    @property
    def where(self) -> str:
        """The language model's host, to which the conversation and passages go; '' without one."""
        writer = self._model(self.settings.answerer)
        return writer.where if writer else ""

    @property
    def embedder_where(self) -> str:
        """The host to which every article and question goes to be embedded; '' if they stay."""
        return self._index.embedder.where

    def close(self) -> None:
        """Let go of the index, which other processes may write then; harmless a second time.

        What is asked afterwards raises IndexClosed.
        """
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _index_if_new(self) -> None:
        self._index.look()
        self._index.check_folder()
        if self._index.empty:
            with self._lock:
                if self._index.empty:
                    self._index.sync()

    def _check(self, answerer: Answerer) -> None:
        if answerer not in get_args(Answerer):
            known = ", ".join(map(repr, get_args(Answerer)))
            raise BadSetting(f"No answerer is called {answerer!r}; choose one of {known}.")
        if answerer == "model" and not self.settings.model_configured:
            raise BadSetting(
                "The answerer is 'model' but no model is configured: set OPENAI_API_KEY or "
                "OPENAI_BASE_URL, or choose 'reader' (RAG_ANSWERER)."
            )

    def _model(self, answerer: Answerer) -> ModelWriter | None:
        if answerer == "reader" or not self.settings.model_configured:
            return None
        with self._lock:
            if self._writer is None:
                from rag.llm import ModelWriter

                self._writer = ModelWriter(self.settings)
            return self._writer

    def _take_back(self, copies: Sequence[Path]) -> None:
        """Delete what was copied into the folder, but not what an answer may quote already."""
        try:
            left = self._index.unknown([copy.name for copy in copies])
        except IndexProblem:  # it answers nothing
            left = [copy.name for copy in copies]
        for copy in copies:
            if copy.name in left:
                with suppress(OSError):
                    copy.unlink()


def warm_up(settings: Settings) -> None:
    """Begin to load the embedded models in the background, for who will ask soon.

    In a process made for one question this saves the time that the index takes to open. What
    goes wrong is told when the models are used. The process waits for it at its end: to leave
    while the runtime loads a model would abort it.
    """
    # Imported here and not in the thread: two threads that import numpy at once can each meet it
    # half-made.
    for heavy in ("onnxruntime", "tokenizers"):
        import_module(heavy)

    def load() -> None:
        with suppress(ModelDamaged):
            Embedder().warm_up()
            Encoder.load(threads=settings.cores)

    threading.Thread(target=load, name="warm-up").start()


_making = threading.Lock()


def _shared() -> Assistant:
    with _making:  # two first questions at once must not make two, each in the other's way
        return _made()


@cache
def _made() -> Assistant:
    return Assistant()


def close() -> None:
    """Let go of the shared assistant's index; the next question makes another assistant.

    That one reads the environment's settings anew. Harmless if there is none.
    """
    with _making:
        if _made.cache_info().currsize:
            _made().close()
            _made.cache_clear()


def answer(question: str, history: Sequence[Message] = (), *, scope: Scope = EVERYWHERE) -> Answer:
    """Answer `question` with the shared assistant; see `Assistant.answer`."""
    return _shared().answer(question, history, scope=scope)


def stream(
    question: str, history: Sequence[Message] = (), *, scope: Scope = EVERYWHERE
) -> Iterator[Answer]:
    """Yield the growing answer of the shared assistant; see `Assistant.stream`."""
    return _shared().stream(question, history, scope=scope)


async def aanswer(
    question: str, history: Sequence[Message] = (), *, scope: Scope = EVERYWHERE
) -> Answer:
    """`answer` for callers that are async."""
    return await _shared().aanswer(question, history, scope=scope)


def astream(
    question: str, history: Sequence[Message] = (), *, scope: Scope = EVERYWHERE
) -> AsyncIterator[Answer]:
    """`stream` for callers that are async."""
    return _shared().astream(question, history, scope=scope)
