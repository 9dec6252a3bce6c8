"""What stands above and under an article: its headline, who wrote it, who edited it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.collection.described import is_one, meant
from rag.collection.listing import (
    KIND,
    LISTED,
    THING,
    label,
    left_out,
    none_such,
)
from rag.compose import assemble, escape, refusal, with_head
from rag.types import Answer, ArticleInfo, Draft, Evidence, Scope

if TYPE_CHECKING:
    from rag.index import Index

_HEADLINE = re.compile(
    rf"^what(?:'s| is| was) the (?P<line>headline|title)s? (?:of|for|above) (?:the )?"
    rf"(?P<what>.*{THING}.*?)\s*\??$",
    re.IGNORECASE,
)
_ITS = rf"(?P<what>.*\b(?:{THING}|{KIND})\b.*?)"
_SIGNED = tuple(
    re.compile(asked, re.IGNORECASE)
    for asked in (
        r"^who (?:(?:is|was) (?:credited|named) (?:with|for|as) (?:having )?)?"
        r"(?P<line>wrote|written|writing|author(?:ed|ing)|edit(?:ed|ing)|translat(?:ed|ing))\b"
        rf"{_ITS}\??$",
        rf"^(?:who|whose name|what name)\b[^,]{{0,30}}? (?P<line>author|writer|editor|translator)\b"
        rf"{_ITS}\??$",
        rf"^(?:which|what) (?P<line>author|writer|editor|translator) (?:is|was) "
        rf"(?:named|given|credited)\b{_ITS}\??$",
        rf"^by whom (?:is|was|were) {_ITS} (?P<line>written|edited|translated)\s*\??$",
    )
)
# The line of each role, and what to call who is named in it.
_ROLES = {
    "edit": (re.compile(r"\bedit(?:ed|ing) by (?P<who>[^.;|()]{3,60})", re.IGNORECASE), "editor"),
    "tran": (
        re.compile(r"\btranslat(?:ed|ion) by (?P<who>[^.;|()]{3,60})", re.IGNORECASE),
        "translator",
    ),
}

_NEAREST = 3  # articles that may be meant where the best names nobody


def answer(question: str, index: Index, *, scope: Scope) -> Answer | None:
    """Answer a question for a headline or a byline, or return None if it is not one."""
    tries = (asked.match(question) for asked in (_HEADLINE, *_SIGNED))
    found = next((found for found in tries if found), None)
    if found is None:
        return None
    line, what = found["line"].lower(), found["what"]
    if line != "headline" and not is_one(what, index, scope):
        return None
    if line in ("headline", "title"):
        return _headline(question, what, index, scope)
    return _signed(question, what, line[:4], index, scope)


def _headline(question: str, what: str, index: Index, scope: Scope) -> Answer:
    asked_of = meant(what, index, scope)
    drafts = [
        Draft(f"**{escape(info.title)}**", (Evidence(passage, passage.sentences[0]),))
        for info in asked_of[:LISTED]
        for passage in index.passages_of(info.document)[:1]
        if info.title
    ]
    if not drafts:
        return (
            refusal(question, "That article has no headline.")
            if asked_of
            else none_such(question, what)
        )
    more = left_out(len(asked_of) - LISTED)
    return assemble("answered", drafts, question=question, remarks=more, bullets=len(drafts) > 1)


def _signed(question: str, what: str, role: str, index: Index, scope: Scope) -> Answer:
    """Who stands in a `role` under the article that is meant, or else under the next nearest."""
    asked_of = meant(what, index, scope)
    lines = [(info, _line(info, role, index)) for info in asked_of[:LISTED]]
    unsigned = [info for info, line in lines if not line]
    stated = [info for info in unsigned if info.author and role not in _ROLES]
    drafts = [line for _, line in lines if line]
    drafts += [draft for info in stated for draft in _stated(info, index)]
    if not drafts and len(asked_of) == 1:
        nearest = meant(what, index, scope, most=_NEAREST)[1:]
        drafts = [draft for info in nearest if (draft := _line(info, role, index, named=True))][:1]
    by_page = [
        f"The author of “{escape(info.name)}” is named by its page, not by its text."
        for info in stated[:5]
    ]
    missing = _nobody([info for info in unsigned if info not in stated], role)
    if not asked_of:
        return none_such(question, what)
    if not drafts:
        return refusal(question, *by_page, *missing)
    return assemble(
        "answered",
        drafts,
        question=question,
        remarks=[*left_out(len(asked_of) - LISTED), *by_page, *missing],
        missing=missing,
        bullets=len(drafts) > 1,
    )


def _nobody(unsigned: Sequence[ArticleInfo], role: str) -> list[str]:
    """What is said of articles that name nobody in a role."""
    called = _ROLES[role][1] if role in _ROLES else "author"
    return [f"“{escape(info.name)}” names no {called}." for info in unsigned[:5]]


def _line(info: ArticleInfo, role: str, index: Index, *, named: bool = False) -> Draft | None:
    """The line of an article that names who had a role in it; `named`: with the article's name."""
    for passage in index.passages_of(info.document):
        for sentence in passage.sentences:
            who = ""
            if role not in _ROLES:
                who = info.author if info.author.casefold() in sentence.text.casefold() else ""
            elif found := _ROLES[role][0].search(sentence.text):
                who = found["who"].strip()
            if who:
                of = label(passage) if named else ""
                text = f"{of}“{escape(sentence.text)}”"
                return with_head(who, text, (Evidence(passage, sentence),), by=": ")
    return None


def _stated(info: ArticleInfo, index: Index) -> list[Draft]:
    """The author whom only the page's data name, with the article's first sentence."""
    return [
        with_head(info.author, f"“{escape(opening.text)}”", (Evidence(passage, opening),), by=": ")
        for passage in index.passages_of(info.document)[:1]
        for opening in passage.sentences[:1]
    ]
