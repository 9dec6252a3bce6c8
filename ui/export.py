"""A conversation as a file, Markdown with footnotes or JSON; an answer for the clipboard.

Texts of articles and people are escaped, so that the file shows the characters that were said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from rag import Citation, scope_text
from ui import markdown
from ui.conversation import Turn
from ui.words import Shelf, source_of


def to_json(title: str, turns: Sequence[Turn]) -> str:
    """Everything that was kept, for programs."""
    return json.dumps(
        {"title": title, "turns": [turn.to_dict() for turn in turns]},
        ensure_ascii=False,
        indent=2,
    )


def to_markdown(title: str, turns: Sequence[Turn], shelf: Shelf) -> str:
    """Questions as headings, answers with footnotes that hold the quotations.

    Footnotes are numbered through the whole file; a sentence cited twice is one footnote.
    """
    notes: dict[tuple[str, int, int], tuple[int, Citation]] = {}
    parts = [f"# {escape(title)}"]
    for turn in turns:
        parts.append(f"## {escape(turn.question)}")
        if turn.scope:
            parts.append(f"*{escape(scope_text(turn.scope))}*")
        if turn.answer:
            parts.append(_with_footnotes(turn.answer.text, turn.answer.citations, notes))
        if turn.note:
            parts.append(f"*{escape(turn.note)}*")
    for number, citation in notes.values():
        source = source_of(citation, shelf)
        parts.append(f"[^{number}]: “{escape(citation.quote)}” {escape(source)}")
    return "\n\n".join(parts) + "\n"


def copy_text(turn: Turn, shelf: Shelf) -> str:
    """The answer as plain text with its quotations beneath, as it goes to the clipboard."""
    answer = turn.answer
    if not answer:
        return ""
    quotes = [f"[{c.marker}] “{c.quote}” ({source_of(c, shelf)})" for c in answer.citations]
    said = markdown.to_plain(answer.text)
    return "\n".join([said, "", *quotes]) if quotes else said


def file_name(title: str) -> str:
    """A name for a file of this title, safe on every system."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    return "-".join(part for part in kept.split("-") if part)[:60] or "conversation"


def escape(text: str) -> str:
    """Return `text` on one line as Markdown that shows the same characters."""
    safe = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]#|~$])", r"\\\1", safe)


def _with_footnotes(
    text: str,
    citations: Sequence[Citation],
    notes: dict[tuple[str, int, int], tuple[int, Citation]],
) -> str:
    numbers: dict[int, int] = {}
    for citation in citations:
        key = (citation.document, citation.start, citation.end)
        number, _ = notes.setdefault(key, (len(notes) + 1, citation))
        numbers[citation.marker] = number
    parts = []
    for kind, value in markdown.tokens(text):
        if kind == "marker" and int(value) in numbers:
            parts.append(f"[^{numbers[int(value)]}]")
        elif kind in ("bold", "em"):
            parts.append("**" if kind == "bold" else "*")
        elif kind == "marker":
            parts.append(escape(f"[{value}]"))
        else:
            parts.append(_escape_lines(value))
    return "".join(parts)


def _escape_lines(text: str) -> str:
    """`escape` that keeps white space, since paragraphs and lists are part of the answer."""
    return "".join(part if part.isspace() else escape(part) for part in re.split(r"(\s+)", text))
