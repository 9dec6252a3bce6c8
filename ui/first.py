"""The first screen: who answers, what there is to ask."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from rag import RagError, Skipped
from ui import render_turns
from ui.render_articles import reason

if TYPE_CHECKING:
    from rag import Assistant


NAMED = 3  # files of which the first screen says why they are not read


def head_html(assistant: Assistant) -> str:
    """Who answers, and where the conversation and the articles go; both hosts are of one API."""
    model, where, embedded_at = assistant.model, assistant.where, assistant.embedder_where
    if model:
        sent = "all articles" if embedded_at else "passages"
        name = "The model" if model == "the model" else escape(model)  # it begins the sentence
        said = f"<b>{name}</b> writes; the conversation and {sent} go to {escape(where)}"
    else:
        said = "<b>Embedded reader</b>, on this machine"
        if embedded_at:
            said += f"; to be searched, questions and all articles go to {escape(embedded_at)}"
    return (
        '<div class="top"><h1 class="unseen">Pullquote</h1>'
        '<button type="button" class="quiet narrow" data-do="rail" aria-expanded="false">'
        "Contents</button>"
        f'<p class="who" role="status">{said}</p></div>'
    )


def welcome_html(assistant: Assistant, questions: tuple[str, ...] = ()) -> str:
    """The first screen of a conversation: what can be asked here."""
    try:
        count = len(assistant.articles())
        skipped = () if count else assistant.status().skipped
    except RagError as error:
        told = escape(str(error))
        return f'<div class="welcome"><h2>The articles cannot be read</h2><p>{told}</p></div>'
    if not count:
        folder = escape(str(assistant.settings.documents))
        return (
            '<div class="welcome"><h2>No articles yet</h2><p>Drop text, Markdown, HTML or PDF '
            f"files under “Articles”, or put them into <code>{folder}</code> and read the folder "
            f"again.</p>{_unread(skipped)}</div>"
        )
    articles = "one article" if count == 1 else f"{count:,} articles"
    offered = render_turns.questions_html(questions) if questions else ""
    return (
        f'<div class="welcome"><h2>Ask {articles}</h2>'
        "<p>Every sentence of an answer carries the words that prove it. "
        f"Where the articles do not say, you are told so.</p>{offered}</div>"
    )


def _unread(skipped: Sequence[Skipped]) -> str:
    """Why files that are in the folder are no articles."""
    told = [f"<p>{escape(reason(each))}</p>" for each in skipped[:NAMED]]
    if (more := len(skipped) - NAMED) > 0:
        told.append(f"<p>… and {more:,} more.</p>")
    return "".join(told)
