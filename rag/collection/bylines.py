"""What stands above and under an article: its headline, who wrote, edited and published it."""

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
_WHO = "author|writer|editor|translator|publisher"
_ITS = rf"(?P<what>.*\b(?:{THING}|{KIND})\b.*?)"
_SIGNED = tuple(
    re.compile(asked, re.IGNORECASE)
    for asked in (
        r"^who (?:(?:is|was) (?:credited|named) (?:with|for|as) (?:having )?)?"
        r"(?P<line>wrote|written|writing|author(?:ed|ing)|edit(?:ed|ing)|translat(?:ed|ing)|"
        r"publish(?:ed|ing))\b"
        rf"{_ITS}\??$",
        rf"^(?:who|whose name|what name)\b[^,]{{0,30}}? (?P<line>{_WHO})\b{_ITS}\??$",
        rf"^(?:which|what) (?P<line>{_WHO}) (?:is|was) "
        rf"(?:named|given|credited)\b{_ITS}\??$",
        r"^(?:which|what) (?:news ?)?(?:paper|agency|magazine|station|site|publisher) "
        rf"(?P<line>published)\b{_ITS}\??$",
        rf"^by whom (?:is|was|were) {_ITS} (?P<line>written|edited|translated|published)\s*\??$",
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

_PUBLISHER = "publisher"
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
    stated = [info for info in unsigned if _named(info, role)]
    drafts = [line for _, line in lines if line]
    drafts += [draft for info in stated for draft in _stated(info, role, index)]
    if not drafts and len(asked_of) == 1:
        nearest = meant(what, index, scope, most=_NEAREST)[1:]
        drafts = [draft for info in nearest if (draft := _line(info, role, index, named=True))][:1]
    by_page = [
        f"The {_called(role)} of “{escape(info.name)}” is named by its page, not by its text."
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
    return [f"“{escape(info.name)}” names no {_called(role)}." for info in unsigned[:5]]


def _called(role: str) -> str:
    """What to call who is named in a role."""
    return (
        _ROLES[role][1]
        if role in _ROLES
        else _PUBLISHER
        if _PUBLISHER.startswith(role)
        else "author"
    )


def _named(info: ArticleInfo, role: str) -> str:
    """Who an article is known to be by, or its paper; "" where only a line of its text tells."""
    if role in _ROLES:
        return ""
    return info.publisher if _called(role) == _PUBLISHER else info.author


def _line(info: ArticleInfo, role: str, index: Index, *, named: bool = False) -> Draft | None:
    """The line of an article that names who had a role in it; `named`: with the article's name."""
    for passage in index.passages_of(info.document):
        for sentence in passage.sentences:
            who = ""
            if role not in _ROLES:
                known = _named(info, role)
                who = known if known.casefold() in sentence.text.casefold() else ""
            elif found := _ROLES[role][0].search(sentence.text):
                who = found["who"].strip()
            if who:
                of = label(passage) if named else ""
                text = f"{of}“{escape(sentence.text)}”"
                return with_head(who, text, (Evidence(passage, sentence),), by=": ")
    return None


def _stated(info: ArticleInfo, role: str, index: Index) -> list[Draft]:
    """Whom only the page's data name, with the article's first sentence."""
    who = _named(info, role)
    return [
        with_head(who, f"“{escape(opening.text)}”", (Evidence(passage, opening),), by=": ")
        for passage in index.passages_of(info.document)[:1]
        for opening in passage.sentences[:1]
    ]
