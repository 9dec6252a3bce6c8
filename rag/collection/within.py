"""Questions put to one article: "What does the article about the ferry say about the ice?".

It is named by its file, or described as "the article about …" (described.py); Article 51 of a
charter is none. The rest of the question is asked of it alone; or of all articles of a paper, where
that is named. Where it does not answer, the question is asked of all. A language model is put the
whole question instead, with passages of the one that is named before those of all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.collection.described import described
from rag.collection.listing import articles_in, named
from rag.text import ABOUT, BE, DO, telling
from rag.types import Scope

if TYPE_CHECKING:
    from rag.index import Index

_FILE = r"(?:(?:the|this|that) )?(?:(?:article|document|file|text) )?\S+\.(?:txt|md|html?|pdf)\b"
_OF_ITS_OWN = r"(?:about|on|that|which|from|by|titled|called|headed|quoting|citing|with|[“\"‘'])"
_CALLED = (
    r"(?:the|this|that) (?:(?!(?:in|according|to|the|of)\b)[\w’'-]+ ){0,3}?"
    rf"(?:article {_OF_ITS_OWN}|(?:document|file|text|story|piece) (?:about|on|titled|called) )"
    r".{1,120}?"
)
_ONE = rf"(?P<one>{_FILE}|{_CALLED})"
_SAYS = r"(?:say|have to say|tell(?: us| me)?|report|mention|write|note|state|claim)"
_ABOUT = re.compile(
    rf"what (?:else )?(?:does|do|did) {_ONE},? {_SAYS} (?:{ABOUT}) "
    r"(?P<about>.+)",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"(?:according to|going by|in|from) {_ONE}, (?P<rest>.+)", re.IGNORECASE)
_LAST = re.compile(
    rf"(?P<rest>(?:who|whom|whose|what|when|where|why|how|which|{BE}|{DO}|has|have)"
    rf"\b.{{1,300}}?),? (?:according to|in) {_ONE}",
    re.IGNORECASE,
)


# The same of a paper's articles: "What does the Hay Post say about the fair?".
_PAPER = r"(?P<one>(?:the )?[A-Z].{1,60}?)"
_OF_A_PAPER = tuple(
    re.compile(asked)
    for asked in (
        rf"[Ww]hat (?:else )?(?:does|do|did|has) {_PAPER} (?:{_SAYS}|said|reported|written) "
        rf"(?:{ABOUT}) (?P<about>.+)",
        rf"(?:[Aa]ccording to|[Gg]oing by|[Ii]n) {_PAPER}, (?P<rest>.+)",
        rf"(?P<rest>.{{1,300}}?),? (?:according to|in) {_PAPER}",
    )
)


@dataclass(frozen=True, slots=True)
class Within:
    """A question and the one article that it is put to."""

    question: str
    scope: Scope


def within(question: str, index: Index, scope: Scope) -> Within | None:
    """What `question` asks of an article of `scope` that it names, or of a paper's; None where it
    names none.
    """
    plain = " ".join(question.split()).rstrip(" ?.")
    for form in (_ABOUT, _FIRST, _LAST, *_OF_A_PAPER):
        found = form.fullmatch(plain)
        if not found:
            continue
        told = found.groupdict()
        rest = f"What is said about {told['about']}" if "about" in told else told["rest"]
        if not _tells(rest):
            continue
        meant = _of_paper if form in _OF_A_PAPER else _meant
        if documents := meant(found["one"], index, scope):
            alone = replace(scope, documents=documents)
            return Within(f"{rest[:1].upper()}{rest[1:]}?", alone)
    return None


def _of_paper(one: str, index: Index, scope: Scope) -> tuple[str, ...]:
    """The documents of the paper that `one` is."""
    called = _plain(one)
    listed = articles_in(index, scope)
    return tuple(i.document for i in listed if i.publisher and _plain(i.publisher) == called)


def _plain(paper: str) -> str:
    return paper.casefold().removeprefix("the ")


def _tells(question: str) -> bool:
    """Whether a question has a word besides those that ask."""
    return bool(telling(question))


def _meant(one: str, index: Index, scope: Scope) -> tuple[str, ...]:
    """The document that `one` names: by its file, or else by its words; () for none."""
    listed = articles_in(index, scope)
    found = named(one, listed) or described(one, index, scope, listed)
    return tuple(info.document for info in found[:1])
