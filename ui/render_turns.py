"""A conversation as HTML: questions, answers with their markers, disputes, refusals.

Pure functions from values to strings. Every piece of text is escaped, here or in
ui/markdown.py; what the page does with the `data-` attributes is in assets/js/.
Elsewhere: names and places as words (ui/words.py), what is copied (ui/export.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape

from rag import Answer, Citation, Claim, Hit, Scope, scope_text
from ui import export, markdown
from ui.conversation import Turn
from ui.words import Shelf, byline, name_of

NEAREST = 3  # passages shown with a refusal: what fits a screen beside the question
_MARKED = re.compile(  # a word, its markers, and the punctuation that goes before them
    r"(?P<word>[^\s<>]*)(?P<markers>(?: <button[^>]*>\d+</button>)+)(?P<stop>[.,;:!?]*)"
)
LONG_WORD = 30  # characters; a longer one is broken where it must be
LONG_QUESTION = 240  # characters; a longer one is set smaller, so that its answer is not far away
EXCERPT = 280  # characters of each


def conversation(turns: Sequence[Turn], shelf: Shelf) -> str:
    """Every turn, oldest first."""
    return "".join(turn_html(turn, shelf) for turn in turns)


def turn_html(turn: Turn, shelf: Shelf, *, run: str | None = None, state: str = "") -> str:
    """One turn. `state` says what is being waited for.

    `run` names the request that the turn answers; once settled, such a turn carries its own
    JSON, which the browser keeps. A browser has those of earlier turns.
    """
    kept = "" if run is None else f' data-run="{escape(run)}"'
    if run is not None and turn.state != "waiting":
        kept += f' data-turn="{escape(json.dumps(turn.to_dict(), ensure_ascii=False))}"'
    waiting = turn.state == "waiting"
    size = " long" if len(turn.question) > LONG_QUESTION else ""
    parts = [
        f'<article class="turn" data-state="{turn.state}"{kept} '
        f'aria-busy="{"true" if waiting else "false"}">',
        f'<div class="put"><h2 class="question{size}">{escape(turn.question)}</h2>'
        '<button type="button" class="quiet edit" data-do="edit">Edit</button></div>',
        _scope_line(turn.scope),
    ]
    if turn.answer:
        parts.append(answer_html(turn.answer, turn.question, shelf, instead=turn.instead))
    if waiting:
        parts.append(
            f'<p class="waiting"><span>{escape(state or "Searching the articles")}</span></p>'
        )
    elif turn.note:
        kind = "failed" if turn.state == "failed" else "note"
        parts.append(f'<p class="{kind}">{escape(turn.note)}</p>')
    if not waiting:
        parts.append(_foot(turn, shelf))
    parts.append("</article>")
    return "".join(parts)


def failed_html(message: str, *, run: str) -> str:
    """In place of a conversation that cannot be shown."""
    return f'<p class="failed" data-run="{escape(run)}" role="alert">{escape(message)}</p>'


def nothing_html(*, run: str) -> str:
    """A conversation without turns."""
    return f'<i data-run="{escape(run)}"></i>'


def answer_html(answer: Answer, asked: str, shelf: Shelf, *, instead: Sequence[str] = ()) -> str:
    """What was said, what it rests on, and the program's remarks."""
    if answer.status == "not_found":
        body = _refusal(answer, shelf, instead)
    elif answer.status == "disputed":
        body = _lead(answer) + _dispute(answer, shelf) + _remarks(answer)
    else:
        sources = _articles(answer.citations, shelf)
        body = _lead(answer) + _said(answer, shelf) + _remarks(answer) + sources
    return _understood(answer.question, asked) + f'<div class="answer">{body}</div>'


def marker_html(citation: Citation, shelf: Shelf) -> str:
    """The marker `[n]` as a button that shows the quotation and opens the article at it."""
    name = name_of(citation.document, citation.title, shelf)
    about = byline(citation.document, citation.published, shelf)
    label = f"Citation {citation.marker}: {', '.join(part for part in (name, about) if part)}"
    return (
        f'<button type="button" class="cite" data-do="open" data-marker="{citation.marker}" '
        f"{_place(citation.document, citation.start, citation.end, citation.quote)} "
        f'data-name="{escape(name)}" data-about="{escape(about)}" '
        f'aria-label="{escape(label)}">{citation.marker}</button>'
    )


def _said(answer: Answer, shelf: Shelf) -> str:
    """The claims; a head that only the first has is a headline."""
    lines = [_claim(claim.text, claim, shelf) for claim in answer.sentences]
    if [n for n, claim in enumerate(answer.sentences) if claim.head] == [0]:
        first = answer.sentences[0]
        head = f'<strong class="head">{escape(first.head)}<i> — </i></strong>'
        lines[0] = head + _claim(first.rest, first, shelf)
    return _in_lines(lines, bullets=answer.bullets)


def _in_lines(lines: Sequence[str], *, bullets: bool) -> str:
    if bullets:
        return f'<ul class="claims">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'
    return f'<p class="claims">{" ".join(lines)}</p>'


def _claim(text: str, claim: Claim, shelf: Shelf) -> str:
    """The text of `claim`, or what is shown of it, with its markers."""
    cited = {citation.marker: marker_html(citation, shelf) for citation in claim.citations}
    said = markdown.to_html(text, lambda n: cited.get(n, f"[{n}]"))
    return f'<span class="claim">{_MARKED.sub(_kept, said)}</span>'


def _kept(found: re.Match[str]) -> str:
    """Markers on the line of the word that they prove, after its punctuation."""
    word = found["word"] + found["stop"]
    markers = found["markers"].replace(" <button", "<button")
    if len(word) > LONG_WORD:
        return f"{word}{markers}"
    return f'<span class="keep">{word}{markers}</span>'


def _dispute(answer: Answer, shelf: Shelf) -> str:
    """Each side in a column, and below them what speaks for none: the answer to another part."""
    sides: dict[str, list[Claim]] = {}
    for claim in answer.sentences:
        sides.setdefault(claim.side, []).append(claim)
    others = sides.pop("", [])
    columns = []
    for side, claims in sides.items():
        said = "".join(f"<p>{_claim(claim.rest, claim, shelf)}</p>" for claim in claims)
        heading = f"<h3>{escape(side)}</h3>"
        sources = _articles(_cited(claims), shelf)
        columns.append(f'<section class="side">{heading}{said}{sources}</section>')
    shown = f'<div class="sides">{"".join(columns)}</div>'
    if others:
        lines = [_claim(claim.text, claim, shelf) for claim in others]
        shown += _in_lines(lines, bullets=len(lines) > 1) + _articles(_cited(others), shelf)
    return shown


def _cited(claims: Sequence[Claim]) -> list[Citation]:
    return [citation for claim in claims for citation in claim.citations]


def _refusal(answer: Answer, shelf: Shelf, instead: Sequence[str]) -> str:
    said = markdown.to_html(answer.text, "[{}]".format)
    parts = [f'<p class="refused">{said}</p>']
    if answer.passages:
        nearest = "".join(_near(hit, shelf) for hit in answer.passages[:NEAREST])
        parts.append(f'<h3>The nearest passages</h3><ul class="nearest">{nearest}</ul>')
    if instead:
        parts.append(f"<h3>What these articles can tell you</h3>{questions_html(instead)}")
    return "".join(parts)


def questions_html(questions: Sequence[str]) -> str:
    """Questions as buttons that ask them."""
    items = "".join(
        f'<li><button type="button" data-do="ask" data-question="{escape(question)}">'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    return f'<ul class="questions">{items}</ul>'


def _near(hit: Hit, shelf: Shelf) -> str:
    name = name_of(hit.document, hit.title, shelf)
    excerpt = hit.in_a_line  # the title is below
    if len(excerpt) > EXCERPT:
        excerpt = excerpt[:EXCERPT].rsplit(" ", 1)[0] + "\N{NO-BREAK SPACE}…"
    about = byline(hit.document, hit.published, shelf)
    return (
        f'<li><button type="button" data-do="open" '
        f"{_place(hit.document, hit.start, hit.end, hit.text)}>"
        f'<span class="excerpt">{escape(excerpt)}</span>'
        f'<span class="from"><cite>{escape(name)}</cite> {escape(about)}</span></button></li>'
    )


def _articles(citations: Sequence[Citation], shelf: Shelf) -> str:
    """The articles behind `citations`, each once, in the order of their markers."""
    by_document: dict[str, list[Citation]] = {}
    for citation in citations:
        by_document.setdefault(citation.document, []).append(citation)
    items = []
    for document, cited in by_document.items():
        first = cited[0]
        numbers = ", ".join(str(n) for n in sorted({citation.marker for citation in cited}))
        about = byline(document, first.published, shelf)
        items.append(
            f'<li><button type="button" data-do="open" data-marker="{first.marker}" '
            f"{_place(document, first.start, first.end, first.quote)}>"
            f'<span class="numbers">{numbers}</span>'
            f"<cite>{escape(name_of(document, first.title, shelf))}</cite>"
            f'<span class="about">{escape(about)}</span></button></li>'
        )
    return f'<ul class="sources" aria-label="Articles cited">{"".join(items)}</ul>'


def _place(document: str, start: int, end: int, quote: str) -> str:
    return (
        f'data-document="{escape(document)}" data-start="{start}" data-end="{end}" '
        f'data-quote="{escape(quote)}"'
    )


def _lead(answer: Answer) -> str:
    if not answer.lead:
        return ""
    return f'<p class="lead">{markdown.to_html(answer.lead, "[{}]".format)}</p>'


def _remarks(answer: Answer) -> str:
    return "".join(
        f'<p class="remark">{markdown.to_html(remark, "[{}]".format)}</p>'
        for remark in answer.remarks
    )


def _understood(question: str, asked: str) -> str:
    if not question or question.strip().casefold() == asked.strip().casefold():
        return ""
    if len(question) > LONG_QUESTION:
        return (
            '<details class="understood"><summary>Understood with what was said before</summary>'
            f"{escape(question)}</details>"
        )
    return f'<p class="understood">Understood as: {escape(question)}</p>'


def _scope_line(scope: Scope) -> str:
    return f'<p class="scope">{escape(scope_text(scope))}</p>' if scope else ""


def _foot(turn: Turn, shelf: Shelf) -> str:
    answer = turn.answer
    said = _answered_by(answer) if answer else ""
    judged = ""
    if answer:
        up, down = (str(turn.verdict == verdict).lower() for verdict in ("up", "down"))
        judged = (
            '<button type="button" class="quiet" data-do="copy" '
            f'data-copy="{escape(export.copy_text(turn, shelf))}">Copy</button>'
            '<button type="button" class="quiet thumb" data-do="judge" data-verdict="up" '
            f'aria-pressed="{up}" aria-label="Good answer">Good</button>'
            '<button type="button" class="quiet thumb" data-do="judge" data-verdict="down" '
            f'aria-pressed="{down}" aria-label="Bad answer">Bad</button>'
        )
    return (
        f'<footer class="foot"><span class="by">{escape(said)}</span>'
        f'<span class="acts">{judged}'
        '<button type="button" class="quiet last" data-do="retry">Retry</button>'
        '<button type="button" class="quiet last" data-do="undo">Undo</button></span></footer>'
        f"{_left_out(answer) if answer else ''}"
    )


def _answered_by(answer: Answer) -> str:
    who = (
        "Embedded reader"
        if answer.answered_by == "reader"
        else f"{answer.answered_by}, held against the articles"
    )
    parts = [who]
    if answer.sent_to:
        shown = answer.answered_by != "reader" or answer.stood_in_for
        sent = "conversation and passages" if shown else "conversation"
        parts.append(f"{sent} sent to {answer.sent_to}")
    if seconds := answer.timings.get("total"):
        parts.append(f"{seconds:.{1 if seconds >= 0.1 else 2}f} s")
    if answer.usage and answer.usage.cost is not None:
        parts.append(f"cost {answer.usage.cost:.5f}")
    return " · ".join(parts)


def _left_out(answer: Answer) -> str:
    if not answer.dropped:
        return ""
    items = "".join(
        f"<li><q>{escape(dropped.text)}</q> {escape(dropped.reason)}</li>"
        for dropped in answer.dropped
    )
    count = len(answer.dropped)
    title = "1 sentence left out" if count == 1 else f"{count} sentences left out"
    return f'<details class="dropped"><summary>{title}</summary><ul>{items}</ul></details>'
