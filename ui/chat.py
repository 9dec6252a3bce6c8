"""Asking, stopping, showing again: what the page does with a conversation.

Handlers are plain generators and functions over plain data, tested without a browser. A
conversation comes in with each request and goes back out; nothing of it stays here but the
switch that stops a running answer.

Elsewhere: how it looks (ui/render_turns.py), wiring to Gradio (ui/page.py).
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rag import Answer, RagError
from ui import conversation, feedback, render_turns
from ui.background import driven
from ui.conversation import MAX_QUESTION, MAX_TURNS, Turn, TurnError
from ui.words import OUR_FAULT, Shelf

if TYPE_CHECKING:
    from rag import Assistant

log = logging.getLogger(__name__)

UNREADABLE = "This conversation was kept by another version of Pullquote and cannot be shown."
REMEMBERED_STOPS = 1_000  # stops of requests that have not come up in the queue yet


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: earlier turns (None: as they are) and the latest one, as HTML."""

    past: str | None
    live: str


class Stops:
    """The switches that stop running answers, one for each request of each session."""

    def __init__(self) -> None:
        self._switches: OrderedDict[tuple[str, str], threading.Event] = OrderedDict()
        self._lock = threading.Lock()

    def switch(self, session: str, run: str) -> threading.Event:
        """The switch of a request; on already if its stop came before it did."""
        with self._lock:
            switch = self._switches.setdefault((session, run), threading.Event())
            while len(self._switches) > REMEMBERED_STOPS:
                self._switches.popitem(last=False)
            return switch

    def stop(self, session: str, run: str) -> None:
        """Stop a request of this session; others cannot be reached."""
        self.switch(session, run).set()

    def stop_session(self, session: str) -> None:
        """Stop everything that a page asked for before it was closed."""
        with self._lock:
            for (owner, _), switch in self._switches.items():
                if owner == session:
                    switch.set()

    def forget(self, session: str, run: str) -> None:
        """The request is done."""
        with self._lock:
            self._switches.pop((session, run), None)


class Chat:
    """The conversation's handlers over one assistant, for any number of sessions."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.stops = Stops()

    def ask(self, data: Mapping[str, Any], session: str) -> Iterator[Shown]:
        """Answer `data["question"]` after `data["turns"]`, sentence by sentence.

        `data` comes from the browser: question, turns, scope, run.
        """
        run = str(data.get("run", ""))
        shelf = self.shelf()
        question = str(data.get("question", "")).strip()
        past: str | None = None
        try:
            turns = conversation.read_turns(data.get("turns", []))
            past = render_turns.conversation(turns, shelf)
            scope = conversation.read_scope(data.get("scope"))
        except TurnError as error:
            failed = Turn(question, state="failed", note=f"{error}.")
            yield Shown(past, render_turns.turn_html(failed, shelf, run=run))
            return
        turn = Turn(question, scope=scope, state="waiting", asked=_now())
        switch = self.stops.switch(session, run)
        try:
            for grown, state in self._grow(turn, turns, switch):
                yield Shown(past, render_turns.turn_html(grown, shelf, run=run, state=state))
                past = None
        finally:
            switch.set()  # the page is gone, or the answer is done
            self.stops.forget(session, run)

    def show(self, data: Mapping[str, Any]) -> Shown:
        """A conversation that the browser kept, citations alive."""
        run = str(data.get("run", ""))
        try:
            turns = conversation.read_turns(data.get("turns", []))
        except TurnError:
            log.warning("a kept conversation could not be read")
            log.debug("its cause", exc_info=True)
            return Shown("", render_turns.failed_html(UNREADABLE, run=run))
        shelf = self.shelf()
        if not turns:
            return Shown("", render_turns.nothing_html(run=run))
        *earlier, last = turns
        return Shown(
            render_turns.conversation(earlier, shelf), render_turns.turn_html(last, shelf, run=run)
        )

    def judge(self, data: Mapping[str, Any]) -> str:
        """Keep a thumb, up or down, with what it judges; returns what to tell the person."""
        try:
            turn = conversation.read_turn(data.get("turn"))
        except TurnError:
            return "This answer could not be read, so nothing was stored."
        verdict, reason = data.get("verdict"), str(data.get("reason", ""))
        if not turn.answer or verdict not in ("up", "down"):
            return "There is no answer to judge."
        try:
            feedback.append(
                self._assistant.settings.data / feedback.FILE,
                feedback.row(turn, turn.answer, verdict, reason, _now()),
            )
        except OSError as error:
            log.warning("feedback could not be stored: %s", error)
            return f"Your verdict could not be stored: {error.strerror or error}."
        return "Stored, thank you."

    def shelf(self) -> Shelf:
        """The articles by document; none while the index cannot be read, which the answer says."""
        try:
            return {info.document: info for info in self._assistant.articles()}
        except RagError as error:
            log.warning("the articles could not be listed: %s", error)
            return {}

    def _grow(
        self, turn: Turn, turns: Sequence[Turn], switch: threading.Event
    ) -> Iterator[tuple[Turn, str]]:
        """The turn as it grows, with what is being waited for; the last is settled."""
        if not turn.question:
            yield replace(turn, state="failed", note="Type a question first."), ""
            return
        if len(turn.question) > MAX_QUESTION:
            note = f"A question may have {MAX_QUESTION:,} characters; this has more."
            yield replace(turn, state="failed", note=note), ""
            return
        if len(turns) >= MAX_TURNS:
            note = f"A conversation has {MAX_TURNS} questions at most; start a new one for this."
            yield replace(turn, state="failed", note=note), ""
            return
        yield turn, ""
        try:
            for news in _streamed(self._assistant, turn, turns, switch):
                if isinstance(news, str):
                    yield turn, news
                else:
                    turn = replace(turn, answer=news)
                    yield turn, ""
        except RagError as error:
            yield replace(turn, state="failed", note=str(error)), ""
        except Exception:  # the last line of defence: a person gets a sentence, the log the cause
            log.exception("an answer failed")
            yield replace(turn, state="failed", note=OUR_FAULT), ""
        else:
            if switch.is_set():
                yield replace(turn, state="stopped", note="Stopped."), ""
            else:
                yield replace(turn, state="done"), ""


def _streamed(
    assistant: Assistant, turn: Turn, turns: Sequence[Turn], switch: threading.Event
) -> Iterator[Answer | str]:
    """What a running answer reports: answers as they grow, and words on what it waits for.

    A thread of its own drives the stream, so that a stop is seen while a model is silent.
    """

    def work(tell: Callable[[Answer | str], None]) -> None:
        said = conversation.history(turns)
        growing = assistant.stream(
            turn.question, said, scope=turn.scope, cancel=switch, on_state=tell
        )
        for answer in growing:
            tell(answer)

    return driven(work, name="answer", stop=switch)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
