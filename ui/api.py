"""The same answers for programs: endpoints of the page, and tools of its MCP server.

Every function becomes `/name` of the Gradio API; its docstring is what a client or a model
reads about it. Citations come as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import api as endpoint

from rag import Article, ArticleInfo, Hit, Message, RagError, Scope

if TYPE_CHECKING:
    from rag import Assistant

MOST_PASSAGES = 50  # of one search


def add_endpoints(assistant: Assistant, *, at_once: int) -> None:
    """Register the endpoints on the Blocks being built; `at_once` run, the others wait."""

    def answer(
        question: str,
        history: list[dict[str, str]] | None = None,
        documents: list[str] | None = None,
        published_from: str = "",
        published_to: str = "",
    ) -> dict[str, Any]:
        """Answer a question from the indexed news articles, with a quotation for each sentence.

        Args:
            question: What to find out, as a question in plain words.
            history: Earlier messages, oldest first, each with "role" and "content".
            documents: Search only these documents, as `list_articles` names them; none means all.
            published_from: Search only articles of this day or later, as YYYY-MM-DD.
            published_to: Search only articles of this day or earlier, as YYYY-MM-DD.

        Returns:
            text with markers [n]; status "answered", "disputed" (articles contradict each other)
            or "not_found" (the articles do not say); sentences; citations with marker, document,
            title, published, quote, start and end; passages that were looked at.
        """
        with _told():
            scope = _scope(documents, published_from, published_to)
            return assistant.answer(question, _messages(history), scope=scope).to_dict()

    def stream(
        question: str,
        history: list[dict[str, str]] | None = None,
        documents: list[str] | None = None,
        published_from: str = "",
        published_to: str = "",
    ) -> Iterator[dict[str, Any]]:
        """Like `answer`, growing sentence by sentence; each yield is whole, the last complete."""
        with _told():
            scope = _scope(documents, published_from, published_to)
            for grown in assistant.stream(question, _messages(history), scope=scope):
                yield grown.to_dict()

    def search(query: str, k: int = 10) -> list[dict[str, Any]]:
        """Find passages of the news articles that fit a query, best first, with scores.

        Args:
            query: A question or keywords.
            k: At most so many passages, 1 to 50.

        Returns:
            passages with document, title, publisher, published, text, start, end and score.
        """
        with _told():
            if not 1 <= k <= MOST_PASSAGES:
                raise gr.Error(f"k is {k}; choose 1 to {MOST_PASSAGES}.", print_exception=False)
            return [_plain(hit, leave="sentences") for hit in assistant.search(query, k=k)]

    def list_articles() -> list[dict[str, Any]]:
        """List the news articles: document, title, publisher, author and day of publication.

        Returns:
            one object for each article; `document` is the name that other tools take.
        """
        return [_plain(info) for info in assistant.articles()]

    def read_article(document: str) -> dict[str, Any]:
        """Read one news article whole.

        Args:
            document: Its name, as `list_articles` and citations give it.

        Returns:
            the article's body, to which the offsets of citations belong, and what is known of it.
        """
        with _told():
            return _plain(assistant.article(document))

    line: dict[str, Any] = {"concurrency_id": "answers", "concurrency_limit": at_once}
    for function in (answer, search, list_articles, read_article):
        endpoint(function, api_name=function.__name__, **line)
    endpoint(stream, api_name="stream", **line)


@contextmanager
def _told() -> Iterator[None]:
    """Turn our errors into Gradio's, whose message reaches the client."""
    try:
        yield
    except RagError as error:
        raise gr.Error(str(error), print_exception=False) from error


def _plain(value: Article | ArticleInfo | Hit, *, leave: str = "") -> dict[str, Any]:
    def plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {
            key: item.isoformat() if isinstance(item, date) else item
            for key, item in pairs
            if key != leave
        }

    return asdict(value, dict_factory=plain)


def _scope(documents: list[str] | None, published_from: str, published_to: str) -> Scope:
    return Scope(tuple(documents or ()), _day(published_from), _day(published_to))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise gr.Error(
            f"{text!r} is not a day; write it as YYYY-MM-DD.", print_exception=False
        ) from error


def _messages(history: list[dict[str, str]] | None) -> list[Message]:
    for message in history or ():
        if not isinstance(message.get("content"), str) or message.get("role") not in (
            "user",
            "assistant",
            "system",
        ):
            raise gr.Error(
                'A message of the history is {"role": "user" or "assistant", "content": text}.',
                print_exception=False,
            )
    return cast("list[Message]", history or [])
