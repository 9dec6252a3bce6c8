"""Put cases to an answerer and keep every answer as it comes.

The turns of a conversation are really asked, one after the other; the last is kept. An answer
that does not come is kept as an error: the run is then incomplete, and never passes.

Elsewhere: where answers are kept (evals/store.py), what they are worth (evals/verdict.py).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from evals.cases import Case
from evals.errors import BadCases, BadRun
from evals.reply import Record, Reply
from evals.store import Article, RunFolder
from rag import Assistant, Message, ModelProblem, RagError, Settings, UnknownDocument

log = logging.getLogger(__name__)

Done = Callable[[Record], None]


class Answerer(Protocol):
    """Whatever answers questions under a name."""

    @property
    def name(self) -> str:
        """What it is called in tables."""
        ...

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Answer in the light of the turns before."""
        ...


@dataclass(frozen=True, slots=True)
class AssistantAnswerer:
    """The assistant, answering with its reader or with a language model."""

    name: str
    assistant: Assistant
    how: Literal["reader", "model"]

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Answer as the chat would, but for a model only what the reader did not say in its place.

        What a model wrote and could not prove is another matter: it did answer, and is scored by
        what the chat then shows.

        Raises:
            ModelProblem: the model did not answer.
        """
        answer = self.assistant.answer(question, history, answerer=self.how)
        if answer.failure:
            raise ModelProblem(f"the model did not answer: {answer.failure}")
        return Reply.of(answer)


def check_answerer(spec: str, settings: Settings) -> None:
    """See that `spec` can be opened, before the answerers before it are asked for hours.

    Raises:
        BadCases: there is no such answerer, or no model is configured for it.
    """
    how, _, model = spec.partition(":")
    if how not in ("reader", "model") or (how == "reader" and model):
        raise BadCases(f"there is no answerer {spec!r}; say reader, model or model:NAME.")
    if how == "model" and not settings.model_configured:
        raise BadCases(
            f"no model is configured for the answerer {spec!r}: set OPENAI_API_KEY or "
            "OPENAI_BASE_URL."
        )


@contextmanager
def opened(spec: str, settings: Settings) -> Iterator[AssistantAnswerer]:
    """Open the answerer called `spec`: "reader", "model", or "model:NAME".

    Raises:
        BadCases: there is no such answerer, or no model is configured for it.
        RagError: the assistant cannot be opened.
    """
    check_answerer(spec, settings)
    how, _, model = spec.partition(":")
    changed = {"answerer": how, **({"model": model} if model else {})}
    assistant = Assistant(settings.model_copy(update=changed))
    try:
        yield AssistantAnswerer(spec, assistant, "reader" if how == "reader" else "model")
    finally:
        assistant.close()


def ask(case: Case, answerer: Answerer) -> Record:
    """Put one case to `answerer`; only the last turn is timed."""
    history: list[Message] = []
    started = time.perf_counter()
    try:
        for question in case.asked[:-1]:
            text = answerer.answer(question, history).text
            history += [
                Message(role="user", content=question),
                Message(role="assistant", content=text),
            ]
        started = time.perf_counter()
        reply = answerer.answer(case.asked[-1], history)
    except RagError as error:
        return Record(case.id, answerer.name, error=str(error))
    except Exception as error:  # a fault of the program under test, which the run outlives
        log.exception("%s failed on %s", answerer.name, case.id)
        return Record(case.id, answerer.name, error=f"{type(error).__name__}: {error}")
    turns = [m["content"] for m in history]
    return Record(
        case=case.id,
        answerer=answerer.name,
        reply=reply,
        seconds=time.perf_counter() - started,
        earlier=tuple(zip(turns[::2], turns[1::2], strict=True)),
    )


def ask_all(
    cases: Sequence[Case], answerer: Answerer, folder: RunFolder, *, jobs: int = 1, done: Done
) -> None:
    """Ask what `folder` does not hold yet, `jobs` at a time; `done` hears of each answer.

    Stopped or killed, it goes on where it was: answers are kept as they come, errors are asked
    again.
    """
    have = {r.case for r in folder.records() if r.answerer == answerer.name and not r.error}
    left = [case for case in cases if case.id not in have]
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        pending = [pool.submit(ask, case, answerer) for case in left]
        try:
            for future in as_completed(pending):
                record = future.result()
                folder.append(record)
                done(record)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


@contextmanager
def reading(settings: Settings) -> Iterator[Callable[[str], str]]:
    """What gives an article's text by its document; the index opens for the first of them."""
    with ExitStack() as stack:

        @cache
        def assistant() -> Assistant:
            opened = stack.enter_context(Assistant(settings))
            opened.index()
            return opened

        yield lambda document: assistant().article(document).body


def check_articles(records: Iterable[Record], assistant: Assistant) -> None:
    """See that the articles are still those that `records` quote.

    Raises:
        BadRun: one has changed or left, and what it was cannot be told any more.
    """
    bodies: dict[str, str] = {}
    for reply in (record.reply for record in records if record.reply):
        seen = [(p.document, p.span, p.text) for p in reply.passages]
        for document, span, text in (
            *seen,
            *((c.document, c.span, c.quote) for c in reply.citations),
        ):
            if document not in bodies:
                bodies[document] = _body(document, assistant)
            if bodies[document][span.start : span.end] != text:
                raise BadRun(
                    f"{document!r} is not as it was when the run began, and its earlier answers "
                    "would be held against other words; start a new run."
                )


def _body(document: str, assistant: Assistant) -> str:
    try:
        return assistant.article(document).body
    except UnknownDocument:
        return ""


def library_for(
    cases: Iterable[Case], records: Iterable[Record], assistant: Assistant
) -> dict[str, Article]:
    """The articles that the gold names and that the answers cite or looked at."""
    wanted = {document for case in cases for document in case.documents}
    for record in records:
        if record.reply:
            wanted |= {c.document for c in record.reply.citations}
            wanted |= {p.document for p in record.reply.passages}
    library = {}
    for document in sorted(wanted):
        try:
            article = assistant.article(document)
        except UnknownDocument:
            continue  # told by the scorers as "not indexed", or as a citation of nothing
        published = article.published.isoformat() if article.published else ""
        library[document] = Article(article.body, article.title, published)
    return library


def is_complete(folder: RunFolder, *answerers: str) -> bool:
    """Whether every case of the run has an answer of each of `answerers`."""
    have = {(r.case, r.answerer) for r in folder.records() if r.reply}
    return {(c.id, name) for c in folder.cases for name in answerers} <= have
