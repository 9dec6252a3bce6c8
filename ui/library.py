"""The articles pane: list, read, add, remove, index again.

Handlers over plain data, tested without a browser. Elsewhere: what may be read and how
(`rag`), how it looks (ui/render_articles.py).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag import (
    Article,
    ArticleInfo,
    IndexProgress,
    IndexReport,
    RagError,
    Skipped,
    UnknownDocument,
)
from ui import render_articles
from ui.background import driven
from ui.render_articles import Mark
from ui.words import OUR_FAULT

if TYPE_CHECKING:
    from rag import Assistant, Settings

log = logging.getLogger(__name__)

SHOWN = 100  # rows of the list at once; more are found by typing
MAX_MARKS = 200  # of one article


class Library:
    """The pane's handlers over one assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def list(self, find: str = "") -> str:
        """The articles whose title, publisher, file or date holds every word of `find`."""
        try:
            articles = self._assistant.articles()
        except RagError as error:
            return render_articles.problem_html(str(error))
        found = matching(articles, find)
        return render_articles.list_html(
            found[:SHOWN], total=len(articles), found=len(found), find=find
        )

    def status(self) -> str:
        """A line if the folder and the index differ."""
        try:
            return render_articles.status_html(self._assistant.status())
        except RagError as error:
            return render_articles.problem_html(str(error))

    def open(self, data: Mapping[str, Any]) -> str:
        """An article to read, marked where `data` says: start, end, quote, others.

        Offsets come from the browser, which may have kept them since before the file changed:
        where the quotation is elsewhere now it is marked there, and where it is gone the
        reader is told.
        """
        key, document = str(data.get("key", "")), str(data.get("document", ""))
        quote = str(data.get("quote") or "")
        try:
            article = self._assistant.article(document)
        except UnknownDocument:
            cited = f" When it was cited it said: “{quote}”" if quote else ""
            told = f"{document or 'This article'} is not here any more.{cited}"
            return render_articles.failed_html(told, key=key)
        except RagError as error:
            return render_articles.failed_html(str(error), key=key)
        marks, note = [], ""
        if quote:
            found = _find(article, data)
            if found:
                marks.append(replace(found, exact=True))
            else:
                note = (
                    "This article has changed since it was cited: "
                    f"the quotation “{quote}” is not in it any more."
                )
        marks += [
            found
            for other in list(data.get("others") or ())[:MAX_MARKS]
            if isinstance(other, Mapping) and (found := _find(article, other))
        ]
        return render_articles.article_html(article, marks=marks, note=note, key=key)

    def add(self, paths: Sequence[Path]) -> Iterator[str]:
        """Take files into the folder and index them; yields progress, then what came of it."""
        settings = self._assistant.settings
        limit, most = settings.upload_limit_mb, settings.upload_limit_files
        taken = [path for path in paths if path.stat().st_size <= upload_bytes(settings)]
        refused = [
            Skipped(path.name, f"it is larger than {limit:g} MB, the most that the chat takes.")
            for path in paths
            if path not in taken
        ]
        if len(paths) > most:
            yield render_articles.problem_html(
                f"{len(paths)} files at once are too many; add at most {most}."
            )
        elif not taken:
            yield render_articles.report_html(IndexReport(skipped=tuple(refused)))
        else:
            yield from _worked(
                lambda progress: self._assistant.add(taken, progress=progress), refused
            )

    def reindex(self) -> Iterator[str]:
        """Bring the index up to date with the folder; yields progress, then what came of it."""
        yield from _worked(lambda progress: self._assistant.index(progress=progress))

    def remove(self, document: str) -> str:
        """Take an article out of the folder; its file is kept aside."""
        try:
            kept = self._assistant.remove(document)
        except RagError as error:
            return render_articles.problem_html(str(error))
        return render_articles.removed_html(document, kept)


def upload_bytes(settings: Settings) -> int:
    """The size of the largest file that may be added."""
    return int(settings.upload_limit_mb * 1_000_000)


def matching(articles: Sequence[ArticleInfo], find: str) -> list[ArticleInfo]:
    """The articles that hold every word of `find` in what the list shows of them."""
    words = find.casefold().split()

    def shown(info: ArticleInfo) -> str:
        parts = (info.name, info.publisher, info.author, info.document, str(info.published or ""))
        return " ".join(parts).casefold()

    return [info for info in articles if all(word in shown(info) for word in words)]


def _find(article: Article, wanted: Mapping[str, Any]) -> Mark | None:
    """Where the quotation that the browser kept is now."""
    quote, start = str(wanted.get("quote") or ""), _number(wanted.get("start"))
    if not quote:
        return None
    if article.body[start : start + len(quote)] != quote:
        start = article.body.find(quote)
    label = str(wanted.get("label") or "")
    return Mark(start, start + len(quote), label) if start >= 0 else None


def _number(value: object) -> int:
    try:
        return max(0, int(str(value)))
    except ValueError:
        return 0


def _worked(
    work: Callable[[Callable[[IndexProgress], None]], IndexReport],
    refused: Sequence[Skipped] = (),
) -> Iterator[str]:
    """Run `work` in a thread; yield its progress, then its report or what went wrong."""

    def told(tell: Callable[[IndexProgress | IndexReport], None]) -> None:
        tell(work(tell))

    try:
        for news in driven(told, name="index"):
            if isinstance(news, IndexProgress):
                yield render_articles.progress_html(news)
            else:
                yield render_articles.report_html(news, refused)
    except RagError as error:
        yield render_articles.problem_html(str(error))
    except Exception:  # the last line of defence: a person gets a sentence, the log the cause
        log.exception("indexing failed")
        yield render_articles.problem_html(OUR_FAULT)
