"""An assistant that says what a test tells it to, over articles of the test's own.

For states that the real one cannot be asked for: a dispute, a model that is slow or fails,
hostile words. What it says is assembled and checked by the program's own code.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rag import (
    EVERYWHERE,
    Answer,
    Article,
    ArticleInfo,
    Citation,
    Claim,
    Hit,
    IndexDamaged,
    IndexProgress,
    IndexReport,
    IndexStatus,
    NoDocuments,
    RagError,
    Scope,
    Settings,
    Skipped,
    UnknownDocument,
)


class Scripted:
    """The surface of `Assistant`. `replies` maps a question to an answer, an error or a reply."""

    def __init__(
        self,
        articles: Sequence[Article],
        replies: Mapping[str, Answer | RagError | Exception | list[Any]],
        *,
        data: Path = Path(".pullquote"),
        model: str | None = None,
        where: str = "",
        embedder_where: str = "",
    ) -> None:
        self.settings = Settings(documents=Path("articles"), data=data, port=0)
        self.model, self.where, self.embedder_where = model, where, embedder_where
        self._articles = {article.document: article for article in articles}
        self._replies = replies
        self.asked: list[tuple[str, list[Any], Scope]] = []
        self.indexed = 0

    def stream(
        self,
        question: str,
        history: Sequence[Any] = (),
        *,
        scope: Scope = EVERYWHERE,
        answerer: str | None = None,
        cancel: threading.Event | None = None,
        on_state: Callable[[str], None] | None = None,
    ) -> Iterator[Answer]:
        if answerer != "reader":
            self.asked.append((question, list(history), scope))
        reply = self._replies.get(question) or refusal(question, self._hits())
        for step in reply if isinstance(reply, list) else [reply]:
            if isinstance(step, Exception):
                raise step
            if isinstance(step, float):
                for _ in range(int(step / 0.02)):
                    if cancel and cancel.is_set():
                        return
                    time.sleep(0.02)
            elif isinstance(step, str):
                if on_state:
                    on_state(step)
            else:
                yield step

    def answer(self, question: str, history: Sequence[Any] = (), **options: Any) -> Answer:
        *_, last = self.stream(question, history, **options)
        return last

    def articles(self) -> tuple[ArticleInfo, ...]:
        return tuple(
            ArticleInfo(a.document, a.name, a.title, a.publisher, a.author, a.published, a.copies)
            for a in self._articles.values()
        )

    def article(self, document: str) -> Article:
        try:
            return self._articles[document]
        except KeyError as error:
            raise UnknownDocument(f"{document!r} is not indexed.") from error

    def search(self, query: str, *, k: int = 10, scope: Scope = EVERYWHERE) -> list[Hit]:
        return self._hits()[:k]

    def index(
        self, *, progress: Callable[[IndexProgress], None] | None = None, rebuild: bool = False
    ) -> IndexReport:
        self.indexed += 1
        if progress:
            progress(IndexProgress(1, 2, "a.txt", 10.0, 0.1))
        return IndexReport(unchanged=len(self._articles))

    def add(
        self, paths: Sequence[Path], *, progress: Callable[[IndexProgress], None] | None = None
    ) -> IndexReport:
        good = [path for path in paths if path.suffix == ".txt"]
        for path in good:
            self._articles[path.name] = Article(path.name, path.read_text(encoding="utf-8"))
        bad = tuple(Skipped(p.name, "it is not a text.") for p in paths if p not in good)
        return IndexReport(added=tuple(path.name for path in good), skipped=bad)

    def remove(self, document: str) -> Path | None:
        self.article(document)
        del self._articles[document]
        if not self._articles:
            raise NoDocuments(f"{document!r} was the last article.")
        return self.settings.data / "removed" / document

    def status(self) -> IndexStatus:
        return IndexStatus("articles", ".pullquote", "f", "e", len(self._articles), 1, "tantivy")

    def _hits(self) -> list[Hit]:
        return [hit(a) for a in self._articles.values()]


class Unreadable(Scripted):
    """An assistant whose index cannot be read, by any question or list."""

    told = "The index in '.pullquote' cannot be read; run `pullquote index --rebuild`."

    def __init__(self, **options: Any) -> None:
        super().__init__([], {}, **options)

    def stream(self, *_: Any, **__: Any) -> Iterator[Answer]:
        raise IndexDamaged(self.told)

    def articles(self) -> tuple[ArticleInfo, ...]:
        raise IndexDamaged(self.told)


def hit(article: Article) -> Hit:
    """The whole article as one passage."""
    return Hit(
        article.document,
        article.body,
        0,
        len(article.body),
        (),
        article.title,
        article.publisher,
        article.published,
        score=0.5,
    )


def cite(article: Article, quote: str, marker: int) -> Citation:
    """A citation of `quote`, where the article has it."""
    start = article.body.index(quote)
    return Citation(
        marker, article.document, article.title, article.published, quote, start, start + len(quote)
    )


def claim(
    text: str, citation: Citation, *, opening: str = "", head: str = "", side: str = ""
) -> Claim:
    """A claim that says `text`, without its marker, behind `opening`."""
    return Claim(f"{opening}{text} [{citation.marker}].", (citation,), side, head, opening)


def said(
    *claims: Claim | tuple[str, Citation],
    lead: str = "",
    remarks: Sequence[str] = (),
    **fields: Any,
) -> Answer:
    """An answer that says `claims`; of a pair the text is without its marker."""
    built = [each if isinstance(each, Claim) else claim(*each) for each in claims]
    disputed = any(each.side for each in built)
    joined = (
        "\n".join(f"- {each.text}" for each in built)
        if disputed
        else " ".join(each.text for each in built)
    )
    return Answer(
        text="\n\n".join(part for part in (lead, joined, *remarks) if part),
        status="disputed" if disputed else "answered",
        sentences=tuple(built),
        citations=tuple(dict.fromkeys(each.citations[0] for each in built)),
        lead=lead,
        bullets=disputed,
        remarks=tuple(remarks),
        **fields,
    )


def refusal(question: str, passages: Sequence[Hit] = ()) -> Answer:
    """The articles do not say."""
    return Answer(
        text="The articles do not say.",
        status="not_found",
        passages=tuple(passages),
        question=question,
    )


def two_articles() -> tuple[Article, Article]:
    """Two short articles that disagree."""
    first = Article(
        "bridge.txt",
        "Bridge opens to traffic\n\nThe bridge cost 12 million euros. It opened on Monday.",
        title="Bridge opens to traffic",
        publisher="The Courier",
        published=date(2023, 5, 1),
    )
    second = Article(
        "audit.txt",
        "Auditors: bridge cost more\n\nThe bridge cost 15 million euros, the auditors found.",
        title="Auditors: bridge cost more",
        publisher="Evening Post",
        published=date(2023, 6, 3),
    )
    return first, second
