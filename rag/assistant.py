"""The assistant: an open index and, where one is configured, a language model.

A question takes one path: dialogue, collection, retrieve, reader or model, Answer. The reader says
the articles' own sentences; what a model claims is held against what it cites before it is said.
"Not in the articles" is an Answer with status "not_found", never an exception. A model that fails
hands over to the embedded reader, and the answer says so.

The module-level functions use one assistant that is made on first use from the environment's
settings. Elsewhere: each step (rag/dialogue/, rag/collection/, rag/retrieve.py, rag/reader/,
rag/llm/ with rag/verify/), the files of the folder (rag/folder.py).
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self, get_args

from rag import collection, dialogue, folder
from rag.asked import read_history, read_question
from rag.compose import assemble, escape
from rag.embed import Embedder
from rag.errors import (
    BadDocument,
    BadSetting,
    IndexProblem,
    ModelDamaged,
    ModelProblem,
    NoDocuments,
)
from rag.index import Index
from rag.reader import Reader
from rag.reader.encoder import Encoder
from rag.retrieve import retrieve
from rag.settings import Answerer, Settings
from rag.text import without_courtesies
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

log = logging.getLogger(__name__)

Progress = Callable[[IndexProgress], None]


class Assistant:
    """Answers from one folder of articles; hold it open and use it from any thread.

    Indexes the folder on the first question if it has no index yet.

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
            BadQuestion: the question is too long, or the history is no list of messages.
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
        put, history = read_question(question), read_history(history)
        self._index_if_new()
        bare = without_courtesies(put)
        writer = self._model(answerer or self.settings.answerer)
        for answer in self._answers(
            bare, history, scope=scope, writer=writer, cancel=cancel, on_state=on_state
        ):
            as_put = answer.question.casefold() == bare.casefold()
            yield replace(answer, question=put) if as_put else answer

    def _answers(
        self,
        typed: str,
        history: Sequence[Message],
        *,
        scope: Scope,
        writer: ModelWriter | None,
        cancel: threading.Event | None,
        on_state: Callable[[str], None] | None,
    ) -> Iterator[Answer]:
        clock = _Clock()
        cancel = cancel or threading.Event()
        if said := dialogue.reply(typed):
            answer = assemble("not_found", [], question=typed, remarks=[said])
            yield clock.stamp(answer, "dialogue")
            return
        asked = self._understood(typed, history, writer, cancel)
        if history:
            clock.lap("dialogue")
        if cancel.is_set():  # an embedder of an API would be sent the question
            return
        if found := collection.answer(asked.question, self._index, scope=scope):
            yield clock.stamp(found, "collection")
            return
        hits = retrieve(self._index, asked.question, k=self.settings.passages, scope=scope)
        clock.lap("retrieve")
        handed_over = None
        if writer and hits:
            question = dialogue.with_capitals(asked.question, hits)
            growing = writer.write(
                question, hits, history=history, cancel=cancel, on_state=on_state
            )
            handed_over = yield from _written(growing, writer, clock)
            if not handed_over:
                return
            clock.lap("model")
        answer = self._read(asked, hits, scope)
        yield clock.stamp(handed_over.to(answer) if handed_over else answer, "reader")

    def _understood(
        self,
        typed: str,
        history: Sequence[Message],
        writer: ModelWriter | None,
        cancel: threading.Event,
    ) -> _Asked:
        typed = dialogue.correct_spelling(typed, self._index)
        typed = dialogue.with_cities_named(typed, self._index)
        if not history:
            return _Asked(typed)
        question = self._standalone(typed, history, writer, cancel)
        return _Asked(question, dialogue.as_typed(typed, question))

    def _read(self, asked: _Asked, hits: Sequence[Hit], scope: Scope) -> Answer:
        """The embedded reader's answer; where it finds nothing, the one to what else was meant."""
        if one := collection.within(asked.question, self._index, scope):
            its = retrieve(self._index, one.question, k=self.settings.passages, scope=one.scope)
            question = dialogue.with_capitals(one.question, its)
            answer = self._reader.read(question, its, scope=one.scope)
            if answer.status != "not_found":
                return replace(answer, question=asked.question)
        question = dialogue.with_capitals(asked.question, hits)
        answer = self._reader.read(question, hits, scope=scope)
        if answer.status == "not_found" and asked.otherwise:
            hits = retrieve(self._index, asked.otherwise, k=self.settings.passages, scope=scope)
            question = dialogue.with_capitals(asked.otherwise, hits)
            answer = self._reader.read(question, hits, scope=scope)
        return answer

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
            BadQuestion: the query is too long, or `k` is below 1.
            UnknownDocument: `scope` names a document that is not indexed.
            IndexProblem: what is indexed is another folder's.
            ModelProblem: the API that embeds the query (`RAG_EMBEDDER`) did not answer.
        """
        wanted = read_question(query)
        self._index_if_new()
        return retrieve(self._index, wanted, k=k, scope=scope)

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
        """Let go of the index; other processes may use it then."""
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

    def _standalone(
        self,
        question: str,
        history: Sequence[Message],
        writer: ModelWriter | None,
        cancel: threading.Event,
    ) -> str:
        if writer:
            try:
                return writer.standalone(question, history, cancel=cancel)
            except ModelProblem as problem:
                log.warning("the model could not read the conversation: %s", problem)
        return dialogue.standalone(question, history)


class _Clock:
    """Seconds by stage of one answer."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = now - self._last
        self._last = now

    def stamp(self, answer: Answer, stage: str) -> Answer:
        now = time.perf_counter()
        laps = {**self._laps, stage: now - self._last, "total": now - self._began}
        return replace(answer, timings={**answer.timings, **laps})


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is understood."""

    question: str
    otherwise: str = ""  # what to ask where the articles have nothing on it


@dataclass(frozen=True, slots=True)
class _HandedOver:
    """Why the reader answers in a model's place, and what the model's answer left behind."""

    model: str
    remark: str
    last: Answer | None
    failure: str = ""

    def to(self, answer: Answer) -> Answer:
        """The reader's answer, which tells of it."""
        return replace(
            answer,
            text=f"{answer.text}\n\n{self.remark}",
            remarks=(*answer.remarks, self.remark),
            dropped=self.last.dropped if self.last else (),
            usage=self.last.usage if self.last else None,
            stood_in_for=self.model,
            failure=self.failure,
        )


def _written(
    growing: Iterator[Answer], writer: ModelWriter, clock: _Clock
) -> Generator[Answer, None, _HandedOver | None]:
    """Yield what a model writes; return why the reader must answer instead, if it must."""
    last: Answer | None = None
    try:
        for last in growing:
            yield clock.stamp(last, "model")
    except ModelProblem as problem:
        log.warning("the model failed: %s", problem, exc_info=problem)
        remark = f"{problem} The embedded reader answered instead."
        return _HandedOver(writer.name, remark, last, failure=str(problem))
    if last is None or last.sentences or not last.dropped:
        return None
    return _HandedOver(
        writer.name,
        f"Nothing that {escape(writer.name)} wrote could be proved from the articles; "
        "the embedded reader answered instead.",
        last,
    )


def warm_up(settings: Settings) -> None:
    """Begin to load the embedded models in the background, for who will ask soon.

    In a process made for one question this saves the time that the index takes to open. What
    goes wrong is told when the models are used. The process waits for it at its end: to leave
    while the runtime loads a model would abort it.
    """
    # Imported here and not in the thread: two threads that import numpy at once can each meet it
    # half-made.
    import onnxruntime  # noqa: F401
    import tokenizers  # noqa: F401

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
