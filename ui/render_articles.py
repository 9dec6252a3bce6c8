"""Articles as HTML: one to read, with marks by offset, and the list of all.

Pure functions from values to strings; every piece of text is escaped.
Elsewhere: conversations (ui/render_turns.py), what the buttons do (assets/js/acts.js).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from rag import Article, ArticleInfo, IndexProgress, IndexReport, IndexStatus, Skipped, in_words

NAMED = 3  # files added that are named; of more the number says enough
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of an article's body to mark, strongly where `exact`; `label` numbers it."""

    start: int
    end: int
    label: str = ""
    exact: bool = False


def article_html(
    article: Article, *, marks: Sequence[Mark] = (), note: str = "", key: str = ""
) -> str:
    """The whole article with its marks; where two overlap, the earlier of `marks` wins.

    The marked text is the body's own: joined, the pieces of a mark are `body[start:end]`.
    `key` names the request, so that the page notices when the same is opened again.
    """
    about = " · ".join(
        part for part in (article.publisher, article.author, in_words(article.published)) if part
    )
    paragraphs = [
        _paragraph(article, found.start(), found.end(), _pieces(article.body, *found.span(), marks))
        for found in _PARAGRAPH.finditer(article.body)
    ]
    headed = not article.title or any(part.startswith("<h1") for part in paragraphs)
    heading = "" if headed else f'<h1 class="name">{escape(article.title)}</h1>'
    sheet = (
        f'<p class="about">{escape(about)}</p>{_note(note)}{heading}{"".join(paragraphs)}'
        f'<p class="file">{escape(article.document)}</p>{_copies(article)}{_omissions(article)}'
    )
    return _framed(sheet, label=article.name, key=key)


def failed_html(message: str, *, key: str = "") -> str:
    """In place of an article that cannot be shown."""
    return _framed(_note(message), label="Article", key=key)


def _framed(sheet: str, *, label: str, key: str) -> str:
    return (
        f'<div class="article" data-key="{escape(key)}">'
        f'<div class="bar"><span class="which" aria-hidden="true">{escape(label)}</span>'
        '<span class="steps"></span>'
        '<button type="button" class="quiet" data-do="close" aria-label="Close the article">'
        "Close</button></div>"
        f'<div class="sheet" tabindex="0" role="region" aria-label="{escape(label)}">{sheet}</div>'
        "</div>"
    )


def list_html(articles: Sequence[ArticleInfo], *, total: int, found: int, find: str = "") -> str:
    """The list: a tick box, title, publisher and date of each; `found` of `total` match `find`.

    The page asks for it again where `find` is not what its box says.
    """
    rows = "".join(_row(info) for info in articles)
    more = ""
    if found > len(articles):
        more = (
            f'<p class="more">{found - len(articles):,} more; search for a title to see them.</p>'
        )
    elif not found and total:
        more = '<p class="more">No article matches.</p>'
    hint = '<p class="hint">Tick articles to search only those.</p>' if found else ""
    return f'{hint}<ul class="articles" data-find="{escape(find)}">{rows}</ul>{more}'


def _row(info: ArticleInfo) -> str:
    document, name = escape(info.document), escape(info.name)
    # The day first: a narrow list cuts what is behind.
    about = " · ".join(part for part in (in_words(info.published), info.publisher) if part)
    remove = (
        f'<button type="button" class="quiet remove" data-do="remove" data-document="{document}" '
        f'data-name="{name}" aria-label="Remove {name}">Remove</button>'
    )
    return (
        f'<li data-document="{document}">'
        f'<input type="checkbox" data-do="tick" data-document="{document}" '
        f'aria-label="Search in {name}">'
        f'<button type="button" class="title" data-do="open" data-document="{document}">'
        f'<span class="name">{name}</span><span class="about"><span class="of">'
        f'{escape(about or info.document)}</span><span class="cited"></span></span></button>'
        f"{remove}</li>"
    )


def progress_html(progress: IndexProgress) -> str:
    """How far indexing has come."""
    left = f", about {_duration(progress.left_s)} left" if progress.left_s >= 1 else ""
    return (
        f'<p class="indexing" role="status">Reading {progress.done:,} of {progress.total:,}{left}'
        f'<progress max="{max(progress.total, 1)}" value="{progress.done}"></progress></p>'
    )


def report_html(report: IndexReport, refused: Sequence[Skipped] = ()) -> str:
    """What an upload or a new indexing did, with a reason for each file left out.

    `refused` are files that did not get as far as the folder.
    """
    skipped_files = (*refused, *report.skipped)
    counts = [
        f"{len(documents):,} {word}"
        for documents, word in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.removed, "removed"),
        )
        if documents
    ]
    if 0 < len(report.added) <= NAMED:  # an upload's name may have been taken by another text
        counts[0] += f" ({escape(', '.join(report.added))})"
    said = ", ".join(counts) if counts else "Nothing has changed"
    left_out = "".join(f"<li>{escape(reason(skipped))}</li>" for skipped in skipped_files)
    reasons = f'<ul class="skipped">{left_out}</ul>' if left_out else ""
    if skipped_files and not counts:
        said = "Not added"
    return f'<div class="report" role="status"><p>{said}.</p>{reasons}</div>'


def problem_html(message: str) -> str:
    """A sentence for the person: what is wrong and what to do next."""
    return f'<div class="report problem" role="alert"><p>{escape(message)}</p></div>'


def removed_html(document: str, kept: Path | None) -> str:
    """After an article was taken out; `kept` is where its file is, if there was one."""
    file = f"is kept in {escape(str(kept.parent))}" if kept else "was not there any more"
    said = f"Removed {escape(document)}. Its file {file}."
    return f'<div class="report" role="status"><p>{said}</p></div>'


def status_html(status: IndexStatus) -> str:
    """A line where the folder and the index differ; nothing where they agree."""
    parts = [
        f"{len(documents):,} {word}"
        for documents, word in (
            (status.new, "new"),
            (status.changed, "changed"),
            (status.gone, "gone"),
        )
        if documents
    ]
    if not parts:
        return ""
    return (
        f'<p class="stale" role="status">The folder has changed: {", ".join(parts)}. '
        '<button type="button" class="quiet" data-do="reindex">Read it again</button></p>'
    )


def _paragraph(article: Article, start: int, end: int, inside: str) -> str:
    is_first = not article.body[:start].strip()
    if is_first and article.title and article.body[start:end].strip() == article.title:
        return f'<h1 class="name">{inside}</h1>'
    return f"<p>{inside}</p>"


def _pieces(body: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """body[start:end] as HTML, cut where a mark begins or ends; of two marks the first wins."""
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = {start, end}
    for mark in here:
        cuts |= {max(start, mark.start), min(end, mark.end)}
    pieces = []
    for left, right in pairwise(sorted(cuts)):
        text = escape(body[left:right])
        over = next((m for m in here if m.start <= left and right <= m.end), None)
        if over is None:
            pieces.append(text)
            continue
        kind = "exact" if over.exact else "cited"
        label = f' data-label="{escape(over.label)}"' if over.label and right == over.end else ""
        pieces.append(f'<mark class="{kind}" data-start="{over.start}"{label}>{text}</mark>')
    return "".join(pieces)


def _note(note: str) -> str:
    return f'<p class="note" role="status">{escape(note)}</p>' if note else ""


def _copies(article: Article) -> str:
    if not article.copies:
        return ""
    return f'<p class="file">The same text is in {escape(", ".join(article.copies))}.</p>'


def _omissions(article: Article) -> str:
    if not article.omissions:
        return ""
    items = "".join(
        f"<li><q>{escape(omission.text)}</q> {escape(omission.reason)}</li>"
        for omission in article.omissions
    )
    return (
        '<details class="omissions"><summary>Left out when the file was read</summary>'
        f"<ul>{items}</ul></details>"
    )


def reason(skipped: Skipped) -> str:
    """Why a file was left out; most reasons name it already."""
    if skipped.document in skipped.reason:
        return skipped.reason
    return f"{skipped.document}: {skipped.reason}"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
