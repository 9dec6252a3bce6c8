"""Which articles are meant, and how they are shown in a list.

Elsewhere: what is asked about them (the other modules of this folder).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rag.compose import assemble, escape, refusal
from rag.text import OWNS, in_words, stems, telling
from rag.types import Answer, ArticleInfo, Draft, Evidence, Passage, Scope

if TYPE_CHECKING:
    from rag.index import Index

THING = (
    r"(?:articles?|documents?|stor(?:y|ies)|reports?|texts?|sources?|pieces?|files?|papers?|"
    r"publications?)"
)
# What is an article whatever is said of it; a report or a paper may well be one that they tell of.
ARTICLE = r"(?:articles?|documents?|files?|(?:stor(?:y|ies)|pieces?) (?:on|about))"
# What an article may be, and what an article that tells of none is seldom about.
KIND = (
    r"(?:press release|news release|interview|recipe|minutes|obituary|faq|blog(?: (?:post|entry))?|"
    r"abstract|editorial|op-ed|profile|essay|q&a)"
)
_IS_ONE = re.compile(
    rf"\b(?:{ARTICLE}|(?:this|these|those|your) {THING})\b|"
    r"\A\s*(?:it|this|they|these)(?: (?:one|all|both))?\s*\Z",
    re.IGNORECASE,
)
LISTED = 50  # articles or passages looked at for a list; a longer one is of no use to a reader
_ABOUT_IT = re.compile(rf"\b{THING} (?:about|on|of|that covers?) (.*\w)", re.IGNORECASE)
_EMPTY = re.compile(rf"{THING}|publish(?:ed)?|called|titled")  # words that name no article


def articles_in(index: Index, scope: Scope) -> list[ArticleInfo]:
    """The articles of a scope, by document."""
    return [
        info
        for info in index.articles()
        if (not scope.documents or info.document in scope.documents)
        and scope.in_time(info.published)
    ]


def is_an_article(what: str, index: Index, scope: Scope) -> bool:
    """Whether `what` is an article or several, or one's file, or words of its title."""
    if _IS_ONE.search(what):
        return True
    listed = articles_in(index, scope)
    said = set(stems(naming(what)))
    return bool(named(what, listed)) or bool(
        said and any(said <= {*stems(info.title), *stems(info.document)} for info in listed)
    )


def naming(what: str) -> str:
    """The words of `what` that tell one article from another, as they are written."""
    kept = (word for word in telling(what) if not _EMPTY.fullmatch(word.text))
    return " ".join(OWNS.sub("", what[word.start : word.end]) for word in kept)


def named(what: str, listed: Sequence[ArticleInfo]) -> list[ArticleInfo]:
    """The articles whose files `what` names; "11.txt" does not name "1.txt" too."""
    found = set()
    for document in sorted((info.document for info in listed), key=len, reverse=True):
        if document in what:  # the longest first, and taken out: "my report.txt", "report.txt"
            whole = rf"(?<![\w.-]){re.escape(document)}(?!\w|[./-]\w)"
            what, times = re.subn(whole, " ", what)
            found |= {document} if times else set()
    return [info for info in listed if info.document in found]


def introduced(listed: Iterable[ArticleInfo], index: Index) -> list[Draft]:
    """The names and days of articles, each with its first sentence as the proof."""
    return [
        Draft(f"{escape(info.name)}{_day(info.published)}", (Evidence(passage, opening),))
        for info in listed
        for passage in index.passages_of(info.document)[:1]
        for opening in passage.sentences[:1]
    ]


def _day(published: date | None) -> str:
    return f" ({in_words(published)})" if published else ""


def title_and_day(passage: Passage) -> str:
    """The title and day of a passage's article, as far as they are known."""
    title = f"*{escape(passage.title)}*" if passage.title else ""
    return ", ".join(filter(None, (title, in_words(passage.published))))


def label(passage: Passage) -> str:
    """The same as it stands before the article's words; nothing where it has no title."""
    return f"{title_and_day(passage)}: " if passage.title else ""


def none_such(question: str, what: str) -> Answer:
    """That there is no article as it is described."""
    about = _ABOUT_IT.search(what)
    told = f"No article is about {escape(about[1])}." if about else "No such article."
    return refusal(question, told)


def as_list(
    question: str, lead: str, drafts: Sequence[Draft], unlisted: int, remarks: Sequence[str] = ()
) -> Answer:
    """`lead` and the drafts as a list, with how many are not shown; not found if there are none."""
    if not drafts:
        return refusal(question, lead)
    remarks = [*left_out(unlisted), *remarks]
    return assemble("answered", drafts, question=question, lead=lead, remarks=remarks, bullets=True)


def left_out(unlisted: int) -> list[str]:
    """What is said of how many are not shown."""
    return [f"… and {unlisted} more."] if unlisted > 0 else []


def counted(number: int) -> str:
    """A number of articles in words, as it begins a sentence."""
    small = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    shown = small[number] if number < len(small) else f"{number:,}"
    return f"{shown} article{'' if number == 1 else 's'}"
