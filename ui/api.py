"""The same answers for programs: endpoints of the page, and tools of its MCP server.

An endpoint takes and gives plain data, citations included; `/answer` can be followed as it
grows, each step whole and proved, or waited for. A tool gives the same as JSON text, because
Gradio hands a model the text of whatever a function returns; its docstring is what the model
reads about it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import api as register

from rag import Hit, Message, RagError, Scope, as_plain

if TYPE_CHECKING:
    from rag import Assistant

Plain = dict[str, Any]

MOST_PASSAGES = 50  # of one search


class Endpoints:
    """What programs may call, in plain data."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def answer(
        self,
        question: str,
        history: list[dict[str, str]] | None = None,
        documents: list[str] | None = None,
        published_from: str = "",
        published_to: str = "",
    ) -> Iterator[Plain]:
        """Answer a question, sentence by sentence, with a quotation for each.

        `history` is a list of {"role", "content"}, oldest first; `documents` and the two days
        (YYYY-MM-DD) limit the search. See `Answer.to_dict` for what comes back.
        """
        with _told():
            scope = Scope(_names(documents), _day(published_from), _day(published_to))
            said = cast("list[Message]", history or [])  # read and checked by the assistant
            for grown in self._assistant.stream(question, said, scope=scope):
                yield grown.to_dict()

    def search(self, query: str, k: int = 10) -> list[Plain]:
        """Find at most `k` passages that fit `query`, best first, with their scores."""
        with _told():
            if not isinstance(k, int) or not 1 <= k <= MOST_PASSAGES:
                raise _error(f"k is {k!r}; choose 1 to {MOST_PASSAGES}.")
            return [_without_sentences(hit) for hit in self._assistant.search(query, k=k)]

    def articles(self) -> list[Plain]:
        """List the articles: document, title, publisher, author and day of publication."""
        with _told():
            return [as_plain(info) for info in self._assistant.articles()]

    def article(self, document: str) -> Plain:
        """Read one article whole; offsets of citations belong to its `body`."""
        with _told():
            return as_plain(self._assistant.article(*_names([document])))


def add_endpoints(assistant: Assistant, *, at_once: int) -> None:
    """Register the endpoints on the Blocks being built; `at_once` run, the others wait."""
    endpoints = Endpoints(assistant)
    for endpoint in (endpoints.answer, endpoints.search, endpoints.articles, endpoints.article):
        _hide_from_mcp(endpoint)
        _register(endpoint, at_once)


def add_tools(assistant: Assistant, *, at_once: int) -> None:
    """Register the MCP server's tools on the Blocks being built."""
    endpoints = Endpoints(assistant)

    def ask_articles(
        question: str,
        documents: list[str] | None = None,
        published_from: str = "",
        published_to: str = "",
    ) -> str:
        """Answer a question from a collection of news articles, every sentence with its proof.

        Returns JSON: "text" with markers [n]; "status", which is "answered", "disputed" (articles
        contradict each other) or "not_found" (the articles do not say); "citations", each with
        marker, document, title, published and the exact quote; "missing", what the text says is
        not in the articles; "passages" that were looked at.

        Args:
            question: What to find out, as a question in plain words.
            documents: Search only these documents, as `list_articles` names them.
            published_from: Search only articles of this day or later, as YYYY-MM-DD.
            published_to: Search only articles of this day or earlier, as YYYY-MM-DD.
        """
        *_, last = endpoints.answer(question, None, documents, published_from, published_to)
        return _json(last)

    def search_articles(query: str, k: int = 10) -> str:
        """Find passages of the news articles that fit a query, best first.

        Returns JSON: a list of passages with document, title, published, text and score.

        Args:
            query: A question or keywords.
            k: At most so many passages, 1 to 50.
        """
        return _json(endpoints.search(query, k))

    def list_articles() -> str:
        """List the news articles.

        Returns JSON: a list with document (the name that other tools take), title, publisher,
        author and published.
        """
        return _json(endpoints.articles())

    def read_article(document: str) -> str:
        """Read one news article whole.

        Returns JSON: title, publisher, author, published and body.

        Args:
            document: Its name, as `list_articles` and citations give it.
        """
        return _json(endpoints.article(document))

    for tool in (ask_articles, search_articles, list_articles, read_article):
        _register(tool, at_once)


def _register(function: Any, at_once: int) -> None:
    register(
        function,
        api_name=function.__name__,
        concurrency_id="answers",
        concurrency_limit=at_once,
    )


def _hide_from_mcp(method: Any) -> None:
    method.__func__._mcp_type = "endpoint"  # Gradio lists only what is a "tool", or unmarked


@contextmanager
def _told() -> Iterator[None]:
    """Turn our errors into Gradio's, whose message reaches the client."""
    try:
        yield
    except RagError as error:
        raise _error(str(error)) from error


def _error(text: str) -> gr.Error:
    return gr.Error(text, print_exception=False)


def _json(value: Plain | list[Plain]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _without_sentences(hit: Hit) -> Plain:
    return {name: value for name, value in as_plain(hit).items() if name != "sentences"}


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise _error(f"{text!r} is not a day; write it as YYYY-MM-DD.") from error


def _names(documents: list[str] | None) -> tuple[str, ...]:
    """Names of documents, as far as they are names."""
    if not isinstance(documents or [], list) or any(
        not isinstance(d, str) for d in documents or []
    ):
        raise _error("Documents are a list of names, as /articles gives them.")
    return tuple(name.encode("utf-8", "replace").decode("utf-8") for name in documents or ())
