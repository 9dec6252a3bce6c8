"""Questions put to one article: "What does the article about the ferry say about the ice?".

It is named by its file, by a part of that name ("article 003"), or described as "the article about
…" (described.py); Article 51 of a charter is none. The rest of the question is asked of it alone,
or of all articles of a paper, where that is named; where nothing else is asked, it is summed up.
Where it does not answer, the question is asked of all. A language model is put the whole question
instead, with passages of the one that is named before those of all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rag.collection.described import described
from rag.collection.listing import KIND, articles_in, named
from rag.text import ABOUT, BE, DO, telling
from rag.types import ArticleInfo, Scope

if TYPE_CHECKING:
    from rag.index import Index

_FILE = r"(?:(?:the|this|that) )?(?:(?:article|document|file|text) )?\S+\.(?:txt|md|html?|pdf)\b"
# By a number or a part of its file's name; "Article 5" is a charter's, "Article 005" is none.
_NUMBER = (
    r"(?:the )?(?:(?-i:article)|document|file|article(?= 0))(?: number| no\.?)? "
    r"#?(?:\d+|[\w-]*\d[\w-]*_[\w-]+)"
)
_PART_OF_NAME = r"#?[\w-]*\d[\w-]*"  # where nothing but an article can be meant
_OF_ITS_OWN = r"(?:about|on|that|which|from|by|titled|called|headed|quoting|citing|with|[“\"‘'])"
_CALLED = (
    r"(?:the|this|that) (?:(?!(?:in|according|to|the|of)\b)[\w’'-]+ ){0,3}?"
    rf"(?:article {_OF_ITS_OWN}|(?:document|file|text|story|piece) (?:about|on|titled|called) )"
    rf".{{1,120}}?|(?:the|this|that) (?:(?!(?:in|according|to|the|of)\b)[\w’'-]+ ){{0,3}}?{KIND}"
    r"(?: (?:with|of|by)(?: (?-i:[A-Z])[\w.’'-]*){1,4})?"
)
_ONE = rf"(?P<one>{_FILE}|{_NUMBER}|{_CALLED})"
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


_WHOLE = tuple(
    re.compile(asked, re.IGNORECASE)
    for asked in (
        r"(?:please )?(?:sum up|summari[sz]e|outline|(?:give me |write )?(?:an? |the )?(?:\w+ )?"
        r"(?:summary|overview|gist|(?:main|key) points) of) "
        rf"(?P<one>{_FILE}|{_NUMBER}|{_PART_OF_NAME})(?P<length>,? (?:in|using) .+)?",
        rf"what (?:{DO}) (?P<one>{_FILE}|{_NUMBER}|{_PART_OF_NAME}) "
        r"(?:say|tell(?: us| me)?|report)",
        rf"what(?:['’]?s| is) (?:in )?(?P<one>{_FILE}|{_NUMBER}|{_PART_OF_NAME})(?: about)?",
        rf"tell me about (?P<one>{_FILE}|{_NUMBER})",
    )
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
    if whole := next((found for form in _WHOLE if (found := form.fullmatch(plain))), None):
        listed = articles_in(index, scope)
        if one := named(whole["one"], listed) or _by_part_of_name(whole["one"], listed):
            length = whole.groupdict().get("length") or ""
            only = replace(scope, documents=(one[0].document,))
            return Within(f"Summarise the article{length}.", only)
    for form in (_ABOUT, _FIRST, _LAST, *_OF_A_PAPER):
        found = form.fullmatch(plain)
        if not found:
            continue
        told = found.groupdict()
        rest = f"What is said about {told['about']}" if "about" in told else told["rest"]
        if not _asks_more(rest):
            continue
        meant = _of_paper if form in _OF_A_PAPER else _meant
        if documents := meant(found["one"], index, scope):
            alone = replace(scope, documents=documents)
            return Within(f"{rest[:1].upper()}{rest[1:]}?", alone)
    return None


def _of_paper(one: str, index: Index, scope: Scope) -> tuple[str, ...]:
    """The documents of the paper that `one` is."""
    called = _without_the(one)
    listed = articles_in(index, scope)
    return tuple(i.document for i in listed if i.publisher and _without_the(i.publisher) == called)


def _without_the(paper: str) -> str:
    return paper.casefold().removeprefix("the ")


def _asks_more(question: str) -> bool:
    """Whether a question has a word besides those that ask."""
    return bool(telling(question))


def _meant(one: str, index: Index, scope: Scope) -> tuple[str, ...]:
    """The document that `one` names: by its file, or else by its words; () for none."""
    listed = articles_in(index, scope)
    found = (
        named(one, listed) or _by_part_of_name(one, listed) or described(one, index, scope, listed)
    )
    return tuple(info.document for info in found[:1])


def _by_part_of_name(one: str, listed: Sequence[ArticleInfo]) -> list[ArticleInfo]:
    """The article that a part of its file's name calls so, where one only fits: the name without
    its ending, the beginning of that up to a "_", or the number in the beginning.
    """
    said = one.rsplit(maxsplit=1)[-1].lstrip("#").casefold()
    said = str(int(said)) if said.isdecimal() else said
    for part in zip(*(_names_of_file(info.document) for info in listed), strict=True):
        fitting = [info for info, each in zip(listed, part, strict=True) if each == said]
        if fitting:
            return fitting if len(fitting) == 1 else []
    return []


def _names_of_file(document: str) -> tuple[str, str, str]:
    """The parts of a file's name that can call it, in small letters, a number without zeros.

    >>> _names_of_file("2024/Fair-03_12d2.txt"), _names_of_file("007_a1.txt")
    (('fair-03_12d2', 'fair-03', '3'), ('007_a1', '7', '7'))
    """
    name = PurePosixPath(document).stem.casefold()
    begins = name.split("_")[0]
    told = re.findall(r"[0-9]+", begins)
    number = str(int(told[0])) if len(told) == 1 else ""
    return name, number if begins.isdecimal() else begins, number
