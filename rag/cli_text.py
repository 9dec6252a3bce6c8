"""Answers, articles, passages and reports as text for the terminal, and what keeps text from
steering it.

Elsewhere: the commands (rag/cli.py).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from rag.asked import scope_text
from rag.text import in_words
from rag.types import (
    EVERYWHERE,
    Answer,
    Article,
    ArticleInfo,
    Citation,
    Hit,
    IndexReport,
    IndexStatus,
    Scope,
)

SHOWN = 160  # characters of a passage
NEAREST = 3  # passages shown with a refusal
_NAMED = 10  # files named of those that are new, changed or gone
_MARKDOWN_ESCAPE = re.compile(r"\\([^\w\s]|_)")
_MARKDOWN_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
# In a file's name these would move the cursor, colour the screen or turn the line round.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text with what would steer a terminal spelt out."""
    return _CONTROLS.sub(lambda found: repr(found[0])[1:-1], _encodable(text))


def json_text(value: object) -> str:
    """The value as JSON that steers no terminal either: what would is escaped as JSON does it."""
    text = _encodable(json.dumps(value, ensure_ascii=False, indent=2))
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def answer_text(
    answer: Answer,
    *,
    embedder_where: str,
    scope: Scope = EVERYWHERE,
    names: Mapping[str, str] | None = None,
    bold: bool = False,
) -> str:
    """The answer, its quotations as the articles print them, where was searched, who answered, and
    what was sent where (`embedder_where`: the embedder's host, if it has one).

    `names` are those of articles without a title, by document. It is harmless already, but for the
    terminal's own signs for what is in bold type with `bold`.
    """
    said = harmless(answer.text)
    if bold:
        said = _MARKDOWN_BOLD.sub("\x1b[1m\\1\x1b[0m", said)
    said = _MARKDOWN_ESCAPE.sub(r"\1", said)
    proof = _below(answer, names or {})
    asked = f"“{answer.question}” · " if answer.question else ""
    last = f"{asked}answered by {_by(answer, embedder_where)}{_cost(answer)}"
    if scope:
        last = f"{scope_text(scope)}.\n{last}"
    return "\n\n".join([said, *filter(None, map(harmless, (proof, last)))])


def nameless(answer: Answer) -> bool:
    """Whether it shows an article without a title, which its first words must name."""
    titles = [each.title for each in answer.citations] + [each.title for each in _nearest(answer)]
    return not all(titles)


def _below(answer: Answer, names: Mapping[str, str]) -> str:
    def source(of: Citation | Hit) -> str:
        return _source(of.title or names.get(of.document, ""), of.published)

    lines = []
    for citation in answer.citations:
        about, document = source(citation), citation.document
        told = f"{about} ({document})" if about else document
        lines.append(f"[{citation.marker}] “{citation.quote}”\n    {told}")
    if nearest := _nearest(answer):
        lines.append("Nearest passages:")
        for hit in nearest:
            lines.append(f"  · {source(hit) or hit.document}")
            lines.append(f"    {_short(hit.in_a_line)}")
    return "\n".join(lines)


def _nearest(answer: Answer) -> Sequence[Hit]:
    return answer.passages[:NEAREST] if answer.status == "not_found" else ()


def _by(answer: Answer, embedder_where: str) -> str:
    at = f" at {answer.sent_to}" if answer.sent_to else ""
    if answer.answered_by != "reader":
        return f"{answer.answered_by}{at}"
    told = "the embedded reader, on this machine"
    if answer.stood_in_for:
        told += f", in place of {answer.stood_in_for}{at}"
    elif answer.sent_to:
        told += f"; the conversation went to {answer.sent_to} to be understood"
    if embedder_where:
        told += f"; articles and question went to {embedder_where} for the search"
    return told


def _cost(answer: Answer) -> str:
    cost = answer.usage.cost if answer.usage else None
    return "" if cost is None else f" · cost {cost:.5f}"


def _source(name: str, published: date | None) -> str:
    return ", ".join(part for part in (name, in_words(published)) if part)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]}…"


def article_text(article: Article, *, left_out: bool) -> str:
    """What is known of the article, its body, and if asked for what was left out, and why."""
    parts = [
        f"{label}: {value}"
        for label, value in (
            ("Document", article.document),
            ("Title", article.title),
            ("Publisher", article.publisher),
            ("Author", article.author),
            ("Published", article.published),
            ("Same text in", ", ".join(article.copies)),
        )
        if value
    ]
    parts += ["", article.body]
    if left_out:
        parts += ["", "Left out:"]
        parts += [f"- {o.text!r}\n    {o.reason}" for o in article.omissions] or ["- nothing"]
    return "\n".join(parts)


def hits_text(hits: Sequence[Hit]) -> str:
    """Two lines a passage: its scores and place, its first words."""

    def score(value: float | None) -> str:
        return "    —" if value is None else f"{value:5.2f}"

    return "\n".join(
        f"{h.score:5.2f}  dense {score(h.dense)}  keyword {score(h.keyword)}  "
        f"{h.document} [{h.start}:{h.end}]\n       {_short(h.in_a_line)}"
        for h in hits
    )


def changes_text(state: IndexStatus) -> str:
    """How the folder differs from the index that answered; empty if it does not.

    Nor is anything said of a server's index that is shared by a machine without its folder.
    """
    gone = len(state.gone)
    if state.server and gone >= state.articles:
        return ""
    if not Path(state.documents).is_dir():
        return f"{state.documents!r} is not there now; what was read from it before was searched."
    if not (state.new or state.changed or gone):
        return ""
    return (
        f"The folder has changed since it was indexed: {len(state.new)} new, "
        f"{len(state.changed)} changed, {gone} gone; run `pullquote index`."
    )


def undated_text(articles: Sequence[ArticleInfo], scope: Scope) -> str:
    """How many of the articles a scope of days leaves out for want of one; empty if none."""
    count = sum(
        info.published is None and (not scope.documents or info.document in scope.documents)
        for info in articles
    )
    if not count:
        return ""
    left_out = "article gives no date and was" if count == 1 else "articles give no date and were"
    return f"{count} {left_out} left out; ask without --since and --until to search all."


def report_text(report: IndexReport) -> str:
    """What a run of indexing did, and which files it skipped."""
    lines = [
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, "
        f"{report.unchanged} unchanged; {report.passages} passages in {report.seconds:.1f} s."
    ]
    lines += [f"Skipped {skip.document!r}: {skip.reason}" for skip in report.skipped]
    return "\n".join(lines)


def _folder_text(state: IndexStatus) -> str:
    if state.indexed_from in {"", os.path.realpath(state.documents)}:
        return state.documents
    return f"{state.documents}; {state.indexed_from} was indexed last"


def _place_text(state: IndexStatus) -> str:
    if not state.server:
        return state.data
    return f"{state.collection} on {state.server}; what is derived from it in {state.data}"


def status_text(state: IndexStatus, *, model: str | None, where: str, embedder_where: str) -> str:
    """What is indexed, where, and how it stands against the folder."""
    writer = f"{model} at {where}" if model else "none configured"
    embedder = f"{state.embedder} at {embedder_where}" if embedder_where else state.embedder
    lines = [
        f"Documents:    {_folder_text(state)}",
        f"Index:        {_place_text(state)}",
        f"Articles:     {state.articles} in {state.passages} passages",
        f"Fingerprint:  {state.fingerprint}",
        f"Embedder:     {embedder}",
        f"Keywords:     {state.keyword_engine}",
        f"Model:        {writer}",
    ]
    lines += filter(None, (state.problem, state.outdated))
    for label, names in (("New", state.new), ("Changed", state.changed), ("Gone", state.gone)):
        if names:
            told = f"{label} since the last run of `pullquote index`: {', '.join(names[:_NAMED])}"
            more = len(names) - _NAMED
            lines.append(f"{told} and {more} more" if more > 0 else told)
    lines += [f"Skipped {skip.document!r}: {skip.reason}" for skip in state.skipped]
    return "\n".join(lines)
