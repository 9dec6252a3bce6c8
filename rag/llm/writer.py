"""A language model's answer, shown sentence by sentence as each is proved.

Every Answer that `write` yields is whole: nothing but verified sentences, each with its citations.
So what was proved before a model broke off is in the last Answer that came before the ModelProblem.

Elsewhere: one request (rag/llm/wire.py), proof of a sentence (rag/verify/), what a caller does when
the model fails (rag/answering.py).
Not promised: that a model says all that the articles hold.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rag.errors import ModelProblem
from rag.llm import prompt
from rag.llm.bill import Bill
from rag.llm.draft import AnswerSoFar
from rag.llm.failure import CUT, EMPTY, FILTERED, STRANGE, UNNAMED, CallError, Failure, plain, spent
from rag.llm.parser import Parser
from rag.llm.wire import Call, StoppedError, host
from rag.settings import Settings
from rag.text import asks, is_people, names_in, same_name, same_power
from rag.types import Answer, Hit, Message
from rag.verify import Judge, embedded_judge

log = logging.getLogger(__name__)

OnState = Callable[[str], None]
_REPLY_MAX = 400  # characters; a longer "question" is an answer or a speech
_WORDS = re.compile(r"\w+")


class ModelWriter:
    """Writes answers with the configured model; safe to use from many threads.

    Making one sends nothing. `judge` is who says whether evidence supports a claim; by default the
    embedded encoder, or if there is none, rules over words alone.
    """

    def __init__(
        self, settings: Settings, *, judge: Judge | None = None, backoff_s: float = 0.5
    ) -> None:
        self._settings = settings
        self._given_judge = judge
        self._backoff_s = backoff_s
        self._name = settings.model
        self._unknown_options: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The model's name; "the model" until the server was first asked for one."""
        return self._name or UNNAMED

    @property
    def where(self) -> str:
        """The host to which the conversation and the passages are sent."""
        return host(self._settings)

    def bill(self) -> Bill:
        """A new bill for one answer, at the configured prices."""
        return Bill(self._settings.price_in, self._settings.price_out)

    def standalone(
        self,
        question: str,
        history: Sequence[Message],
        *,
        cancel: threading.Event | None = None,
        bill: Bill | None = None,
    ) -> str:
        """Return `question` so that it can be understood without `history`; "" if that failed.

        The model only rewrites: a reply that is empty, overlong or no question, that brings in a
        name or number of its own or loses one that was asked about, is not used. If `cancel` is
        set, the request ends on the wire, and `question` comes back as it is. What the call used is
        added to `bill`.

        Raises:
            ModelProblem: the model did not answer; it is not asked again, but for options that it
                does not know.
        """
        if not history:
            return question
        system, user = prompt.to_stand_alone(question, history)
        try:
            again = _Again(cancel or threading.Event(), _unheard, retries=0)
            reply = self._reply(system, user, again, bill)
        except StoppedError:
            return question
        return _rewritten(reply, question, " ".join(turn["content"] for turn in history))

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        history: Sequence[Message] = (),
        cancel: threading.Event | None = None,
        on_state: OnState | None = None,
        bill: Bill | None = None,
    ) -> Iterator[Answer]:
        """Yield the growing answer; the last one is complete, with what was dropped and spent.

        What the calls used is added to `bill`, and all that is on it is the answer's usage.
        Status not_found means that the model said so, or that nothing it said stood (then
        `dropped` holds it). If `cancel` is set, the request ends on the wire and no more is
        yielded. `on_state` hears why the call is repeated.

        Raises:
            ModelProblem: the model failed, also after asking again; what was yielded stands.
        """
        cancel = cancel or threading.Event()
        say = on_state or _unheard
        bill = bill or self.bill()
        task = _Task(question, hits, len(hits), history, bill, time.perf_counter())
        again = _Again(cancel, say, retries=self._settings.model_retries)
        with suppress(StoppedError):
            while True:
                try:
                    yield from self._once(task, cancel)
                except CallError as failed:
                    if failed.failure.kind == "too_long" and len(task.hits) > 1:
                        task.hits = task.hits[: len(task.hits) // 2]
                        say(f"{plain(self.name)} cannot read that much; asking with less text.")
                    else:
                        self._mend(failed, again)
                else:
                    return

    def complete(self, system: str, user: str) -> str:
        """Return the model's reply to a prompt of the caller's own, as it came and unproved.

        Raises:
            ModelProblem: the model failed, also after asking again.
        """
        again = _Again(threading.Event(), _unheard, retries=self._settings.model_retries)
        return self._reply(system, user, again, None)

    def served(self) -> str:
        """Return the model's name: the settings', or else the first that the server lists.

        Raises:
            ModelProblem: the server lists none, or does not answer.
        """
        try:
            with Call(self._settings) as call:
                return self._model(call)
        except CallError as failed:
            raise self._problem(failed) from failed

    def _reply(self, system: str, user: str, again: _Again, bill: Bill | None) -> str:
        while True:
            try:
                with Call(self._settings, again.cancel, bill) as call:
                    model = self._model(call)
                    return "".join(call.stream(model, system, user, self._options()))
            except CallError as failed:
                self._mend(failed, again)

    def _mend(self, failed: CallError, again: _Again) -> None:
        """Make ready to ask again: without an option that the model does not know, or after a wait.

        Raises:
            ModelProblem: asking again would not help, or has not.
            StoppedError: `cancel` was set during the wait.
        """
        failure = failed.failure
        if failure.option and failure.option not in self._unknown_options:
            self._unknown_options |= {failure.option}
            return
        wait_s = failure.waits(again.tries, retries=again.retries, backoff_s=self._backoff_s)
        if wait_s is None:
            raise self._problem(failed) from failed
        again.tries += 1
        again.say(
            f"{plain(self.name)} {failure.what}; asking again in {wait_s:.1f} s "
            f"({again.tries} of {again.retries})."
        )
        log.info("asking %s again: %s", self.name, failed)
        if again.cancel.wait(wait_s):
            raise StoppedError

    def _problem(self, failed: CallError) -> ModelProblem:
        return failed.failure.problem(self.name, self.where)

    def _once(self, task: _Task, cancel: threading.Event) -> Iterator[Answer]:
        """Ask once; yield an Answer whenever a sentence was proved, and the complete one.

        Asked again, the model must first catch up, and the complete answer keeps what was shown.
        """
        numbered = prompt.number(task.hits)
        parser = Parser(len(numbered.evidence))
        so_far = AnswerSoFar(numbered, self._judge)
        task.shown = task.shown or so_far
        heard = False
        with Call(self._settings, cancel, task.bill) as call:
            model = self._model(call)
            system, user = prompt.to_write(task.question, numbered, task.history)
            for piece in call.stream(model, system, user, self._options()):
                if not heard:
                    heard = True
                    task.lap("first_word")
                for said in parser.feed(piece):
                    if so_far.take(said) and so_far.proved >= task.shown.proved:
                        task.shown = so_far
                        yield self._answer(task, so_far)
            finish = call.spent.finish
        for said in parser.close(whole=finish not in (None, "length", "content_filter")):
            so_far.take(said)
        if finish is None:
            raise CallError(CUT if heard else STRANGE)
        if so_far.nothing:
            raise CallError(_silence(finish, self._settings.model_max_tokens))
        task.timings["verify"] = so_far.seconds
        so_far.keep(task.shown)
        yield self._answer(task, so_far, finish)

    def _answer(self, task: _Task, so_far: AnswerSoFar, finish: str = "") -> Answer:
        """The answer so far; the complete one where the model's reason to end it is given."""
        remarks = []
        if finish == "length":
            remarks.append(
                f"The model's answer was cut at {self._settings.model_max_tokens} tokens; "
                "raise RAG_MODEL_MAX_TOKENS for longer ones."
            )
        if finish and len(task.hits) < task.offered:
            remarks.append(
                f"The model could read only {len(task.hits)} of {task.offered} passages at once."
            )
        return so_far.answer(
            task.question,
            task.hits,
            self.name,
            complete=bool(finish),
            remarks=remarks,
            usage=task.bill.usage,
            timings=task.timings,
        )

    def _model(self, call: Call) -> str:
        if not self._name:
            self._name = call.first_model()
        return self._name

    def _options(self) -> dict[str, Any]:
        """What is asked of the server besides the messages; None for what it does not know."""
        options: dict[str, Any] = {
            "temperature": 0.0,
            "max_tokens": self._settings.model_max_tokens,
            "stream_options": {"include_usage": True},
        }
        if "max_tokens" in self._unknown_options:
            options["max_completion_tokens"] = options["max_tokens"]
        return options | dict.fromkeys(self._unknown_options)

    @cached_property
    def _judge(self) -> Judge | None:
        return self._given_judge or embedded_judge(threads=self._settings.cores)


@dataclass(slots=True)
class _Again:
    """How often one thing was asked again, how often it may be, and who hears of it."""

    cancel: threading.Event
    say: OnState
    retries: int
    tries: int = 0


@dataclass(slots=True)
class _Task:
    """What is to be answered, since when, and by how much it was so far."""

    question: str
    hits: Sequence[Hit]
    offered: int  # passages, before some were left out for a small context
    history: Sequence[Message]
    bill: Bill
    began: float
    timings: dict[str, float] = field(default_factory=dict)
    shown: AnswerSoFar | None = None  # of the times that the model was asked, what proved most

    def lap(self, stage: str) -> None:
        self.timings[stage] = time.perf_counter() - self.began


def _silence(finish: str, max_tokens: int) -> Failure:
    if finish == "content_filter":
        return FILTERED
    return spent(max_tokens) if finish == "length" else EMPTY


def _rewritten(reply: str, typed: str, said: str) -> str:
    """The question in a model's reply to `typed`, or '' if the reply is anything else."""
    parser = Parser(0)
    lines = [said.text for said in (*parser.feed(reply), *parser.close())]
    question = " ".join(lines).strip(" \"'“”`")
    if not question or len(lines) > 1 or len(question) > _REPLY_MAX:
        return ""
    if not asks(question) and (asks(typed) or question.endswith((".", "!"))):
        return ""
    known = {word.casefold() for word in _WORDS.findall(f"{said} {typed}")}
    told = _WORDS.findall(question)
    own = [w for w in told[1:] if (w[0].isupper() or w[0].isdigit()) and w.casefold() not in known]
    return "" if own or _lost(typed, question, said) else question


def _lost(typed: str, question: str, said: str) -> bool:
    """Whether a name or a figure of `typed` is gone; a people's name may have stood for another's,
    "the Norwegian premier"."""
    kept = {word.casefold() for word in _WORDS.findall(question)}
    named = {word.casefold() for name in names_in(said) for word in _WORDS.findall(name)}
    put = names_in(question)
    for name in names_in(typed):
        if not is_people(name) and not any(same_name(name, o) or same_power(name, o) for o in put):
            return True
    return any(
        word.casefold() not in kept and (word.isdigit() or (word.islower() and word in named))
        for word in _WORDS.findall(typed)
    )


def _unheard(_: str) -> None:
    """Nobody listens to the state of the call."""
