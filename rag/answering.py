"""The one path of a question: dialogue, collection, retrieve, model or reader, Answer.

What asks nothing of the articles is answered by dialogue, what asks about the folder itself by
collection, and for neither is a model asked. The embedded reader answers where no model is
configured; also where one fails or nothing that it wrote could be proved, and then the answer says
so.

Elsewhere: each step (rag/dialogue/, rag/collection/, rag/retrieve.py, rag/llm/ with rag/verify/,
rag/reader/), and what is held open for them (rag/assistant.py).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag import collection, dialogue
from rag.compose import assemble, escape, refusal
from rag.errors import ModelProblem
from rag.retrieve import retrieve
from rag.text import without_courtesies
from rag.types import Answer, Hit, Message, Scope

if TYPE_CHECKING:
    from rag.index import Index
    from rag.llm import Bill, ModelWriter
    from rag.reader import Reader

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """One question, and who and what there is to answer it."""

    question: str  # as it was put
    history: Sequence[Message]
    scope: Scope
    index: Index
    reader: Reader
    writer: ModelWriter | None  # None where the reader answers alone
    k: int  # passages that are retrieved
    cancel: threading.Event
    on_state: Callable[[str], None] | None

    def answers(self) -> Iterator[Answer]:
        """Yield the answer as it grows; none where `cancel` was set before there was any."""
        bare = without_courtesies(self.question)
        bill = self.writer.bill() if self.writer else None
        for step in self._steps(bare, bill):
            answer = bill.on(step) if bill else step
            as_put = answer.question.casefold() == bare.casefold()
            yield replace(answer, question=self.question) if as_put else answer

    def _steps(self, typed: str, bill: Bill | None) -> Iterator[Answer]:
        """The path itself; `typed` is without courtesies. `bill` is told what a model is sent."""
        clock = _Clock()
        if said := dialogue.reply(typed):
            answer = assemble("not_found", [], question=typed, remarks=[said])
            yield clock.stamp(answer, "dialogue")
            return
        meant = self._meant(typed, bill, clock)
        if self.cancel.is_set():  # an embedder of an API would be sent the question
            return
        if meant.found:
            yield clock.stamp(meant.found, "collection")
            return
        hits = self._hits(meant.question, self.scope)
        clock.lap("retrieve")
        handed_over = None
        if self.writer and hits:
            shown = self._shown(meant.question, hits)
            handed_over = yield from self._written(
                self.writer, meant.question, shown, bill=bill, clock=clock
            )
            if not handed_over:
                return
            clock.lap("model")
        answer = self._read(meant, hits)
        yield clock.stamp(handed_over.to(answer) if handed_over else answer, "reader")

    # What is meant

    def _meant(self, typed: str, bill: Bill | None, clock: _Clock) -> _Meant:
        """What is asked. A model reads the conversation only if rules do not answer by then."""
        typed = dialogue.correct_spelling(typed, self.index)
        typed = dialogue.with_cities_named(typed, self.index)
        question = dialogue.standalone(typed, self.history)
        cited = dialogue.asks_of_the_cited(question, self.history)
        if cited and (told := self._of_the_cited(typed, cited, clock)):
            return _Meant(told.question, "", told)
        found = self._of_the_folder(question, clock)
        if not found and self.writer and self.history:
            question = self._standalone(self.writer, typed, bill) or question
            found = self._of_the_folder(question, clock)
        return _Meant(question, dialogue.as_typed(typed, question), found)

    def _standalone(self, writer: ModelWriter, typed: str, bill: Bill | None) -> str:
        """The question as the model makes it stand alone; empty if it could not be asked."""
        try:
            return writer.standalone(typed, self.history, cancel=self.cancel, bill=bill)
        except ModelProblem as problem:
            log.warning("the model could not read the conversation: %s", problem)
            return ""

    def _of_the_folder(self, question: str, clock: _Clock) -> Answer | None:
        if self.history:
            clock.lap("dialogue")
        if self.cancel.is_set():
            return None
        return collection.answer(question, self.index, scope=self.scope)

    def _of_the_cited(self, typed: str, asked: dialogue.OfTheCited, clock: _Clock) -> Answer | None:
        """What is asked of the first article that the reader cites for the last question."""
        before = dialogue.correct_spelling(asked.source, self.index)
        found = self._of_the_folder(before, clock)
        if self.cancel.is_set():
            return None
        source = found or self._read(_Meant(before, "", None), self._hits(before, self.scope))
        for cited in source.citations[:1]:
            alone = replace(self.scope, documents=(cited.document,))
            question = asked.of(cited.title or cited.document)
            return collection.answer(question, self.index, scope=alone)
        return refusal(typed, "The last answer cites no article.")

    # Retrieve

    def _hits(self, question: str, scope: Scope) -> list[Hit]:
        return retrieve(self.index, question, k=self.k, scope=scope)

    def _shown(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """What a model is shown: of the article that is named up to half, then of all, k in all."""
        one = collection.within(question, self.index, self.scope)
        if not one:
            return list(hits)
        named = self._hits(one.question, one.scope)[: max(1, self.k // 2)]
        known = {hit.key for hit in named}
        return [*named, *(hit for hit in hits if hit.key not in known)][: self.k]

    # The model

    def _written(
        self,
        writer: ModelWriter,
        question: str,
        hits: Sequence[Hit],
        *,
        bill: Bill | None,
        clock: _Clock,
    ) -> Generator[Answer, None, _HandedOver | None]:
        """Yield what the model writes; return why the reader must answer instead, if it must."""
        last: Answer | None = None
        try:
            for last in writer.write(
                dialogue.with_capitals(question, hits),
                hits,
                history=self.history,
                cancel=self.cancel,
                on_state=self.on_state,
                bill=bill,
            ):
                yield clock.stamp(last, "model")
        except ModelProblem as problem:
            log.warning("the model failed: %s", problem)
            log.debug("its cause", exc_info=problem)
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

    # The reader

    def _read(self, meant: _Meant, hits: Sequence[Hit]) -> Answer:
        """The reader's answer: of the article that is named, if one is, else of all articles.

        Where it finds nothing, the one to what else may have been meant.
        """
        if one := collection.within(meant.question, self.index, self.scope):
            answer = self._read_in(one.question, self._hits(one.question, one.scope), one.scope)
            if answer.status != "not_found":
                return replace(answer, question=meant.question)
        answer = self._read_in(meant.question, hits, self.scope)
        if answer.status == "not_found" and meant.otherwise:
            hits = self._hits(meant.otherwise, self.scope)
            answer = self._read_in(meant.otherwise, hits, self.scope)
        return answer

    def _read_in(self, question: str, hits: Sequence[Hit], scope: Scope) -> Answer:
        asked = dialogue.in_full(dialogue.with_capitals(question, hits), hits)
        return self.reader.read(asked, hits, scope=scope)


@dataclass(frozen=True, slots=True)
class _Meant:
    """A question as it is understood."""

    question: str
    otherwise: str  # what to ask where the articles have nothing on it; empty for nothing
    found: Answer | None  # the answer, if it asks about the folder itself


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
            stood_in_for=self.model,
            failure=self.failure,
        )


class _Clock:
    """Seconds by stage of one answer."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = self._laps.get(stage, 0.0) + now - self._last
        self._last = now

    def stamp(self, answer: Answer, stage: str) -> Answer:
        now = time.perf_counter()
        laps = {**self._laps, stage: now - self._last, "total": now - self._began}
        return replace(answer, timings={**answer.timings, **laps})
