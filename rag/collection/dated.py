"""When articles were published: one, those of a time, the newest and the oldest."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rag.collection.described import described, is_one, meant
from rag.collection.listing import (
    KIND,
    LISTED,
    THING,
    articles_in,
    as_list,
    counted,
    introduced,
    left_out,
    none_such,
)
from rag.collection.mentions import mentioned
from rag.compose import assemble, escape, refusal, with_head
from rag.text import Mention, dates, in_words, tells_its_day
from rag.types import Answer, Draft, Evidence, Passage, Scope

if TYPE_CHECKING:
    from rag.index import Index

FIRST, LAST = date.min.toordinal(), date.max.toordinal()
_PUBLISHED = re.compile(
    rf"^(?:when (?:was|were|did)|what (?:is|was) the (?:publication |publishing )?date (?:of|for)|"
    rf"(?:on )?(?:what|which) (?:date|day) was|what date was)(?P<what>.*?\b{THING}\b.*?|.*?)"
    r"(?:\b(?:published|come out|appear|publish|posted|printed|released)\b.*)?\?*$",
    re.IGNORECASE,
)
_IS_PUBLISHED = re.compile(
    rf"\b(?:published|publication|publishing)\b|\b{THING} (?:come out|appear|posted|printed)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"^(?:(?:what(?:'s| is)|anything) new |"
    rf"(?:what|which) {THING} (?:were |was |are |is |came out |appeared )?(?:published )?|"
    rf"(?:list )?{THING} (?:published )?)"
    r"(?P<bound>since|after|before|from|in|on|between|until)\b(?P<when>.+?)"
    r"(?: (?:about|mentioning|(?:that|which) (?:mention|are about)) (?P<what>.+?))?\s*\??$",
    re.IGNORECASE,
)
# The same, with what they are about before the days.
_ABOUT_SINCE = re.compile(
    rf"^(?:(?:what|which|list|show)(?: me)? )?(?:all )?(?:the )?{THING} (?:(?:are |were )?about|"
    r"mention(?:ing)?|(?:that|which) (?:mention|are about)) (?P<what>.+?) (?:(?:that|which) )?"
    r"(?:were |was |are )?(?:published|dated) "
    r"(?P<bound>since|after|before|from|in|on|between|until)\b(?P<when>.+)$",
    re.IGNORECASE,
)
_BESIDE_DATES = re.compile(
    r"(?:\b(?:the|years?|months?|of|and|to|until|onwards?|on)\b|[\W_])*", re.I
)
_END = r"(?P<end>oldest|earliest|first|newest|latest|most recent|last)"
_AT_AN_END = re.compile(
    rf"^(?:(?:which|what)(?: {THING})?(?:['’]s| is| was| came out| were| are)?|show(?: me)?|list) "
    rf"(?:the )?(?:published )?{_END}(?: published)?(?: {THING})?\s*\??$",
    re.IGNORECASE,
)
_NEW = frozenset({"newest", "latest", "most recent", "last", "newer", "later", "more recent"})
# "Which is newer, the article on the fair or the interview?"
_OF_TWO = re.compile(
    rf"^(?:which|what)(?: {THING}| one)?(?:['’]s| is| was| came out) (?:the )?(?:published )?"
    r"(?P<end>newer|later|more recent|older|earlier|first|last)(?: published| one)?[,:;–—-]+ "
    rf"(?P<one>.*?\b(?:{THING}|{KIND})\b.*?),? or (?P<other>.*?\b(?:{THING}|{KIND}|one)\b.*?)\?*$",
    re.IGNORECASE,
)


def answer(question: str, index: Index, *, scope: Scope) -> Answer | None:
    """Answer a question for days of publication, or return None if it is not one."""
    told: Answer | None = None
    if found := _OF_TWO.match(question):
        told = _of_two(question, (found["one"], found["other"]), found["end"].lower(), index, scope)
    elif (found := _AT_AN_END.match(question)) and re.search(THING, question, re.IGNORECASE):
        told = _at_an_end(question, index, scope, found["end"].lower())
    elif (found := _ABOUT_SINCE.match(question) or _SINCE.match(question)) and (
        days := _dated(found["when"])
    ):
        first, last = _between(found["bound"].lower(), days)
        told = _by_date(question, found["what"] or "", index, scope, first, last)
    elif (
        _IS_PUBLISHED.search(question)
        and (found := _PUBLISHED.match(question))
        and is_one(found["what"], index, scope)
    ):
        told = _published(question, found["what"], index, scope)
    return told


def _between(bound: str, days: Sequence[Mention]) -> tuple[int, int]:
    """The first and the last day that are meant.

    In numbers: there is no date after 9999-12-31, and none before 0001-01-01.
    """
    first, last = (day.toordinal() for day in _range(days[0]))
    if bound == "between" and len(days) > 1:
        last = _range(days[1])[1].toordinal()
    elif bound in {"since", "from"}:
        last = LAST
    elif bound == "after":
        first, last = last + 1, LAST
    elif bound == "before":
        first, last = FIRST, first - 1
    elif bound == "until":
        first = FIRST
    return first, last


def _by_date(question: str, what: str, index: Index, scope: Scope, first: int, last: int) -> Answer:
    """The articles of some days, or those of them that mention `what`."""
    listed = [
        info
        for info in articles_in(index, scope)
        if info.published and first <= info.published.toordinal() <= last
    ]
    remarks = _undated(index, scope)
    if not listed:
        return refusal(question, "No article is dated in that time.", *remarks)
    if what:
        days = [info.published for info in listed if info.published]
        of_the_time = replace(scope, published_from=min(days), published_to=max(days))
        return mentioned(question, what, index, of_the_time, remarks)
    lead = f"{counted(len(listed))} {'is' if len(listed) == 1 else 'are'} dated in that time."
    drafts = introduced(listed[:LISTED], index)
    return as_list(question, lead, drafts, len(listed) - len(drafts), remarks)


def _at_an_end(question: str, index: Index, scope: Scope, end: str) -> Answer:
    days = [info.published for info in articles_in(index, scope) if info.published]
    wanted = (max if end in _NEW else min)(days, default=None)
    listed = [info for info in articles_in(index, scope) if wanted and info.published == wanted]
    which = "newest" if end in _NEW else "oldest"
    lead = f"The {which} with a date {'is' if len(listed) == 1 else 'are'}:"
    drafts = introduced(listed[:LISTED], index)
    if not drafts:
        lead = "No article gives a date of publication."
        return as_list(question, lead, drafts, 0)
    return as_list(question, lead, drafts, len(listed) - len(drafts), _undated(index, scope))


def _of_two(
    question: str, both: Sequence[str], end: str, index: Index, scope: Scope
) -> Answer | None:
    """Which of two articles is the newer or the older; None unless both are found and dated."""
    listed = articles_in(index, scope)
    found = {info.document: info for what in both for info in described(what, index, scope, listed)}
    days = [info.published for info in found.values() if info.published]
    if len(found) < len(both) or len(days) < len(both):
        return None
    if len(set(days)) == 1:
        lead = "Both are of one day:"
    else:
        which = (max if end in _NEW else min)(
            found.values(), key=lambda info: info.published or date.min
        )
        lead = f"“{escape(which.name)}” is {'newer' if end in _NEW else 'older'}:"
    return as_list(question, lead, introduced(found.values(), index), 0)


def _undated(index: Index, scope: Scope) -> list[str]:
    undated = sum(info.published is None for info in articles_in(index, scope))
    note = f"{counted(undated)} {'gives' if undated == 1 else 'give'} no date of publication."
    return [note] if undated else []


def _published(question: str, what: str, index: Index, scope: Scope) -> Answer:
    drafts: list[Draft] = []
    remarks: list[str] = []
    missing: list[str] = []
    asked_of = meant(what, index, scope)
    for info in asked_of[:LISTED]:
        name = f"“{escape(info.name)}”"
        if info.published is None and (line := _as_written(index.passages_of(info.document))):
            day, evidence = line  # "03/04/2024", which can mean two days
            drafts.append(with_head(day, name, (evidence,), by=": "))
        elif info.published is None:
            missing.append(f"{name} gives no date of publication.")
            remarks.append(missing[-1])
        elif said := _saying(index.passages_of(info.document), info.published):
            drafts.append(with_head(in_words(info.published), name, (said,), by=": "))
        else:
            drafts += introduced([info], index)
            remarks.append("The day in brackets is that of the page, not of the text.")
    remarks = [*dict.fromkeys(remarks)][:5]
    if not asked_of:
        return none_such(question, what)
    if not drafts:
        return refusal(question, *remarks)
    return assemble(
        "answered",
        drafts,
        question=question,
        remarks=[*left_out(len(asked_of) - LISTED), *remarks],
        missing=[remark for remark in remarks if remark in missing],
        bullets=len(drafts) > 1,
    )


def _as_written(passages: Iterable[Passage]) -> tuple[str, Evidence] | None:
    """The day as an article writes it where it says no more, and the sentence; None if it does not.

    Its readers know which day "03/04/2024" is; nobody else does.
    """
    return next(
        (
            (days[0].text, Evidence(passage, sentence))
            for passage in passages
            for sentence in passage.sentences
            if tells_its_day(sentence.text) and (days := dates(sentence.text))
        ),
        None,
    )


def _saying(passages: Iterable[Passage], day: date) -> Evidence | None:
    """The sentence of an article that states `day`."""
    return next(
        (
            Evidence(passage, sentence)
            for passage in passages
            for sentence in passage.sentences
            for said in dates(sentence.text)
            if (said.year, said.month, said.day) == (day.year, day.month, day.day)
        ),
        None,
    )


def _dated(text: str) -> list[Mention]:
    """The dates of `text` that name a year, if it holds nothing else.

    "Since Monday" cannot be told without today, and "in 2019 reported the scandal" asks for more.
    """
    days = dates(text)
    for day in reversed(days):
        text = text[: day.start] + text[day.end :]
    return [said for said in days if said.year] if _BESIDE_DATES.fullmatch(text) else []


def _range(said: Mention) -> tuple[date, date]:
    """First and last day of what a date's words cover: a day, a month or a year."""
    year = said.year or date.min.year
    if not said.month:
        return date(year, 1, 1), date(year, 12, 31)
    if said.day:
        return date(year, said.month, said.day), date(year, said.month, said.day)
    return date(year, said.month, 1), date(year, said.month, monthrange(year, said.month)[1])
