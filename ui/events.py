"""What each event of the page calls, between Gradio's types and plain data.

Data of an event comes from the browser and is checked by the handlers that take it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import conversation, export, first
from ui.chat import Chat
from ui.examples import Examples
from ui.library import Library

if TYPE_CHECKING:
    from rag import Assistant

Post = dict[str, Any]  # a message to the browser: its `kind` and what that needs


class Events:
    """One method for each event, over one assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._chat = Chat(assistant)
        self._examples = Examples(assistant)
        self._library = Library(assistant)

    def hello(self) -> tuple[str, str, str, str]:
        """Head, notice, list, first screen; example questions follow in an event of their own."""
        return (
            first.head_html(self._assistant),
            self._library.status(),
            self._library.list(),
            first.welcome_html(self._assistant),
        )

    def examples(self) -> str:
        """The first screen with example questions, which take seconds to work out."""
        questions = self._examples.get()
        return first.welcome_html(self._assistant, questions)

    def ask(self, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, str]]:
        """The earlier turns once, then the new one as it grows."""
        for shown in self._chat.ask(_sent(event), str(request.session_hash)):
            yield gr.skip() if shown.past is None else shown.past, shown.live

    def stop(self, event: gr.EventData, request: gr.Request) -> None:
        """Stop a request of this session."""
        self._chat.stops.stop(str(request.session_hash), str(_sent(event).get("run", "")))

    def left(self, request: gr.Request) -> None:
        """The page was closed."""
        self._chat.stops.stop_session(str(request.session_hash))

    def show(self, event: gr.EventData) -> tuple[str | None, str]:
        """A kept conversation: earlier turns, last turn."""
        shown = self._chat.show(_sent(event))
        return shown.past, shown.live

    def instead(self, event: gr.EventData) -> Post:
        """Questions to offer after a refusal, from where it was searched."""
        documents = [str(name) for name in _sent(event).get("documents") or ()]
        try:
            scope = conversation.read_scope(_sent(event).get("scope"))
        except conversation.TurnError as error:
            return _told(f"{error}.", event)
        questions = self._examples.near(documents, scope)
        return {"kind": "instead", "questions": questions, "key": _sent(event).get("key")}

    def judge(self, event: gr.EventData) -> Post:
        """Keep a verdict."""
        return _told(self._chat.judge(_sent(event)), event)

    def export(self, event: gr.EventData) -> Post:
        """A conversation as a file for the browser to save."""
        try:
            turns = conversation.read_turns(_sent(event).get("turns"))
        except conversation.TurnError as error:
            return _told(f"{error}.", event)
        title = conversation.read_title(_sent(event).get("title"))
        if as_json := _sent(event).get("format") == "json":
            text = export.to_json(title, turns)
        else:
            text = export.to_markdown(title, turns, self._chat.shelf())
        return {
            "kind": "file",
            "name": f"{export.file_name(title)}.{'json' if as_json else 'md'}",
            "type": "application/json" if as_json else "text/markdown",
            "text": text,
            "key": _sent(event).get("key"),
        }

    def find(self, event: gr.EventData) -> str:
        """The articles that match what was typed."""
        return self._library.list(str(_sent(event).get("find", "")))

    def open(self, event: gr.EventData) -> str:
        """An article to read."""
        return self._library.open(_sent(event))

    def remove(self, event: gr.EventData) -> tuple[str, str, str]:
        """Take an article out: what came of it, the list, the first screen."""
        told = self._library.remove(str(_sent(event).get("document", "")))
        return told, self._library.list(), first.welcome_html(self._assistant)

    def reindex(self) -> Iterator[tuple[str, Any, Any]]:
        """Read the folder again: what comes of it, and at the end list and first screen."""
        yield from self._then_list(self._library.reindex())

    def add(self, files: list[str] | None) -> Iterator[tuple[str, Any, Any, Any]]:
        """Take files in; the drop area is emptied at the end."""
        paths = [Path(file) for file in files or ()]
        for told, articles, welcome in self._then_list(self._library.add(paths)):
            yield told, articles, welcome, gr.skip()
        yield gr.skip(), gr.skip(), gr.skip(), None

    def _then_list(self, telling: Iterator[str]) -> Iterator[tuple[Any, Any, Any]]:
        for told in telling:
            yield told, gr.skip(), gr.skip()
        before = self._examples.last()  # stay where they are until there are others
        yield gr.skip(), self._library.list(), first.welcome_html(self._assistant, before)


def _told(text: str, event: gr.EventData) -> Post:
    return {"kind": "told", "text": text, "key": _sent(event).get("key")}


def _sent(event: gr.EventData) -> Post:
    """What the browser sent with an event; nothing if it is of another form."""
    return event._data if isinstance(event._data, dict) else {}
