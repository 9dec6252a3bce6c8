"""Questions about the collection itself, answered from the index and cited.

How many articles there are is told here; when one was published or what is new since a day by
dated.py, which mention something by mentions.py, who wrote one by bylines.py. described.py finds
the article that is meant, listing.py lists them. Everything else is None: an ordinary question,
which the embedded reader puts to all articles or to the one that it names (within.py).
Within dates that no article has, every question is one: that nothing was searched is no finding.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.collection import bylines, dated, mentions
from rag.collection.listing import ARTICLE, LISTED, THING, articles_in, as_list, counted, introduced
from rag.collection.within import within
from rag.compose import refusal
from rag.types import Answer, Scope

if TYPE_CHECKING:
    from rag.index import Index

__all__ = ["answer", "within"]

_HOLDING = r"(?:collection|folder|index|library|archive|set|database)"
_COUNT = re.compile(
    rf"^(?:how many {THING}(?: (?:are there|do you have|do we have|is there|are indexed|"
    rf"are(?= in\b)|have you(?: got| read)?|can you see))?(?: in (?:the|this|your|my) {_HOLDING})?"
    rf"(?: in (?:total|all)| altogether|(?: in)? here| (?:right )?now| so far)?|"
    rf"list (?:all )?(?:the |your )?{THING}|"
    rf"(?:what|which) {THING} (?:are there|do you have|are indexed|have you(?: got| read)?|"
    rf"can you see)|what(?:'s| is) in (?:the|this|your) {_HOLDING})\s*\??$",
    re.IGNORECASE,
)
# Of pieces and reports only where it is said whose they are, or no more than that they are.
_OURS = re.compile(rf"\b(?:{ARTICLE}|{_HOLDING}|indexed|you|we|your|t?here)\b", re.IGNORECASE)


def answer(question: str, index: Index, *, scope: Scope) -> Answer | None:
    """Answer a question about the collection, or return None if it is not one."""
    if remark := _nothing_in_time(index, scope):
        return refusal(question, remark)
    asked = question.strip()
    if _COUNT.match(asked) and _OURS.search(asked):
        return _all(asked, index, scope)
    told = (about.answer(asked, index, scope=scope) for about in (dated, mentions, bylines))
    return next((answer for answer in told if answer), None)


def _nothing_in_time(index: Index, scope: Scope) -> str:
    """That no article is inside the scope's dates, and how many have none; empty if one is."""
    if not (scope.published_from or scope.published_to) or articles_in(index, scope):
        return ""
    anytime = articles_in(index, Scope(scope.documents))
    if not anytime:
        return ""
    none = "None of the chosen articles" if scope.documents else "No article"
    undated = sum(info.published is None for info in anytime)
    if not undated:
        return f"{none} was published in that time."
    left_out = "article has no date and was" if undated == 1 else "articles have no date and were"
    return f"{none} was published in that time; {undated} {left_out} left out."


def _all(question: str, index: Index, scope: Scope) -> Answer:
    listed = articles_in(index, scope)
    lead = f"{counted(len(listed))} {'is' if len(listed) == 1 else 'are'} indexed."
    drafts = introduced(listed[:LISTED], index)
    return as_list(question, lead, drafts, len(listed) - len(drafts))
