"""Questions to begin with, drawn from whatever is indexed.

Each of the questions that `rag` makes from the articles' own sentences is put to the embedded
reader, and only those that the articles answer are offered.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from rag import EVERYWHERE, Article, RagError, Scope, overviews, suggestions

if TYPE_CHECKING:
    from rag import Assistant

log = logging.getLogger(__name__)

WANTED = 4  # what fits a first screen, phone included
TRIED = 12  # of what sentences tell, put to the reader at most: each costs an answer
MOST = TRIED + WANTED
ARTICLES = 40  # of a large folder, those whose sentences are looked at: 2 ms each


class Examples:
    """Example questions, worked out once for each state of the articles."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._for: tuple[list[str], int] | None = None  # documents, and what the first of them say
        self._questions: tuple[str, ...] = ()

    def get(self) -> tuple[str, ...]:
        """At most four questions that the articles answer; slow the first time."""
        with self._lock:
            try:
                documents = self._inside(EVERYWHERE)
                articles = self._articles(documents)
            except RagError as error:
                log.warning("no example questions: %s", error)
                return ()
            state = documents, hash(articles)
            if state != self._for:
                self._questions = self._answered(articles, EVERYWHERE)
                self._for = state
            return self._questions

    def last(self) -> tuple[str, ...]:
        """Those of the articles as they were before; at once."""
        return self._questions

    def near(self, documents: Sequence[str], scope: Scope = EVERYWHERE) -> tuple[str, ...]:
        """Questions that these articles answer, or if there are none any others inside `scope`."""
        try:
            inside = self._inside(scope)
            nearest = [document for document in dict.fromkeys(documents) if document in inside][:3]
            if found := self._answered(self._articles(nearest), scope, wanted=3):
                return found
            return self._answered(self._articles(inside), scope, wanted=3) if scope else self.get()
        except RagError as error:
            log.warning("no questions to offer: %s", error)
            return ()

    def _inside(self, scope: Scope) -> list[str]:
        return [
            info.document
            for info in self._assistant.articles()
            if scope.in_time(info.published)
            and (not scope.documents or info.document in scope.documents)
        ]

    def _articles(self, documents: Sequence[str]) -> tuple[Article, ...]:
        return tuple(self._assistant.article(document) for document in documents[:ARTICLES])

    def _answered(
        self, articles: Sequence[Article], scope: Scope, wanted: int = WANTED
    ) -> tuple[str, ...]:
        """Questions that are answered, each about another; where they are too few, what the
        articles say.
        """
        found: dict[str, str] = {}
        tried = 0
        try:
            for each in chain(islice(suggestions(articles), TRIED), overviews(articles)):
                if tried == MOST or len(found) == wanted:
                    break
                if each.about in found:
                    continue
                tried += 1
                answer = self._assistant.answer(each.question, scope=scope, answerer="reader")
                if each.is_met_by(answer):
                    found[each.about] = each.question
        except RagError as error:
            log.info("no example questions: %s", error)
        return tuple(found.values())
