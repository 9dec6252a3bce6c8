"""Questions about the collection itself, answered from the index and cited.

Which articles mention something, how many there are, when one was published, who wrote it,
what is new since a day, which is the newest. Everything else is None: an ordinary question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rag.compose import assemble, escape
from rag.retrieve import retrieve
from rag.text import STOP_WORDS, Mention, dates, in_words, stem, words
from rag.types import Answer, ArticleInfo, Draft, Evidence, Passage, Scope

if TYPE_CHECKING:
    from rag.index import Index

_THING = (
    r"(?:articles?|documents?|stor(?:y|ies)|reports?|texts?|sources?|pieces?|files?|papers?|"
    r"publications?)"
)
_MENTION = re.compile(
    rf"^(?:which|what|how many|list|name|show|find|do any|does any|is there an?|are there any)"
    rf"(?: me)?(?: of)?(?: all)?(?: the| these| those)? {_THING}(?: that| which)? "
    r"(?:mention(?:s|ed|ing)?|discuss(?:es|ed|ing)?|talks? about|talking about|speaks? of|covers?|"
    r"refers? to|deals? with|contains?|names?|cites?|quotes?|(?:is|are) about|about|"
    r"brings? up|touch(?:es)? (?:up)?on|looks? at|writes? (?:about|of)|tells? (?:about|of)|"
    r"reports? (?:on|about)|says? something about|has anything (?:on|about)|have anything "
    r"(?:on|about))\s+(?P<what>.+?)\s*\??$",
    re.IGNORECASE,
)
_APPEARS = re.compile(
    rf"^(?:in )?(?:which|what|how many) (?:of the )?{_THING} (?:does|do|is|are|did) (?P<what>.+?) "
    r"(?:appear|occur|feature|come up|mentioned|named|quoted|cited|discussed|covered)(?: in)?"
    r"\s*\??$",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    rf"^what(?:'s| is| was) the (?:headline|title)s? (?:of|for|above) (?:the )?"
    rf"(?P<what>.*{_THING}.*?)\s*\??$",
    re.IGNORECASE,
)
_HOLDING = r"(?:collection|folder|index|library|archive|set|database)"
_COUNT = re.compile(
    rf"^(?:how many {_THING}(?: (?:are there|do you have|do we have|is there|are (?:in|indexed).*|"
    rf"have you(?: got| read)?|can you see))?(?: in (?:the|this|your|my) {_HOLDING})?"
    rf"(?: in (?:total|all)| altogether| here)?|list (?:all )?(?:the |your )?{_THING}|"
    rf"(?:what|which) {_THING} (?:are there|do you have|are indexed|have you(?: got| read)?|"
    rf"can you see)|what(?:'s| is) in (?:the|this|your) {_HOLDING})\s*\??$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    rf"^(?:when (?:was|were|did)|what (?:is|was) the (?:publication |publishing )?date (?:of|for)|"
    rf"(?:on )?(?:what|which) (?:date|day) was|what date was)(?P<what>.*?\b{_THING}\b.*?|.*?)"
    r"(?:\b(?:published|come out|appear|publish|posted|printed|released)\b.*)?\?*$",
    re.IGNORECASE,
)
_IS_PUBLISHED = re.compile(
    rf"\b(?:published|publication|publishing)\b|\b{_THING} (?:come out|appear|posted|printed)\b",
    re.IGNORECASE,
)
_WROTE = re.compile(
    rf"^who (?:wrote|edited|authored|is the (?:author|editor|writer) of|"
    rf"(?:is|was) the (?:author|editor))\b(?P<what>.*\b{_THING}\b.*)\?*$",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"^(?:what(?:'s| is) new|(?:what|which) {_THING} (?:were |was |are |is |came out |appeared )?"
    rf"(?:published )?|(?:list )?{_THING} (?:published )?|anything new )"
    r"(?P<bound>since|after|before|from|in|on|between|until)\b(?P<when>.+)$",
    re.IGNORECASE,
)
_END = r"(?P<end>oldest|earliest|first|newest|latest|most recent|last)"
_AT_AN_END = re.compile(
    rf"^(?:(?:which|what)(?: {_THING})?(?:['’]s| is| was| came out| were| are)?|show(?: me)?|list) "
    rf"(?:the )?(?:published )?{_END}(?: published)?(?: {_THING})?\s*\??$",
    re.IGNORECASE,
)
_NEW = frozenset({"newest", "latest", "most recent", "last"})
_EMPTY = re.compile(rf"{_THING}|publish(?:ed)?|called|titled")  # words that name no article
_LISTED = 50  # passages looked at for mentions; a longer list is of no use to a reader


def answer(question: str, index: Index, *, scope: Scope) -> Answer | None:
    """Answer a question about the collection, or return None if it is not one."""
    asked = question.strip()
    told: Answer | None = None
    if _COUNT.match(asked):
        told = _all(asked, index, scope)
    elif (found := _AT_AN_END.match(asked)) and re.search(_THING, asked, re.IGNORECASE):
        told = _at_an_end(asked, index, scope, found["end"].lower())
    elif (found := _SINCE.match(asked)) and (days := _dated(found["when"])):
        told = _by_date(asked, index, scope, found["bound"].lower(), days)
    elif found := _MENTION.match(asked) or _APPEARS.match(asked):
        told = _mentions(asked, found["what"], index, scope)
    elif found := _HEADLINE.match(asked):
        told = _headline(asked, found["what"], index, scope)
    elif _IS_PUBLISHED.search(asked) and (found := _PUBLISHED.match(asked)):
        told = _published(asked, found["what"], index, scope)
    elif found := _WROTE.match(asked):
        told = _author(asked, found["what"], index, scope)
    return told


def _in_scope(index: Index, scope: Scope) -> list[ArticleInfo]:
    return [
        info
        for info in index.articles()
        if (not scope.documents or info.document in scope.documents)
        and scope.in_time(info.published)
    ]


def _all(question: str, index: Index, scope: Scope) -> Answer:
    listed = _in_scope(index, scope)
    lead = f"{_count(len(listed))} {'is' if len(listed) == 1 else 'are'} indexed."
    drafts = [_introduced(info, index) for info in listed[:_LISTED]]
    return _list(question, lead, drafts, len(listed) - len(drafts))


def _by_date(
    question: str, index: Index, scope: Scope, bound: str, days: Sequence[Mention]
) -> Answer:
    first, last = _range(days[0])
    if bound == "between" and len(days) > 1:
        last = _range(days[1])[1]
    elif bound in {"since", "from"}:
        last = date.max
    elif bound == "after":
        first, last = last, date.max
    elif bound in {"before", "until"}:
        first, last = date.min, first
    listed = [
        info
        for info in _in_scope(index, scope)
        if info.published and first <= info.published <= last
    ]
    remarks = _undated(index, scope)
    if not listed:
        return assemble(
            "not_found",
            [],
            question=question,
            remarks=["No article is dated in that time.", *remarks],
        )
    lead = f"{_count(len(listed))} {'is' if len(listed) == 1 else 'are'} dated in that time."
    drafts = [_introduced(info, index) for info in listed[:_LISTED]]
    return _list(question, lead, drafts, len(listed) - len(drafts), remarks)


def _at_an_end(question: str, index: Index, scope: Scope, end: str) -> Answer:
    days = [info.published for info in _in_scope(index, scope) if info.published]
    wanted = (max if end in _NEW else min)(days, default=None)
    listed = [info for info in _in_scope(index, scope) if wanted and info.published == wanted]
    which = "newest" if end in _NEW else "oldest"
    lead = f"The {which} with a date {'is' if len(listed) == 1 else 'are'}:"
    drafts = [_introduced(info, index) for info in listed[:_LISTED]]
    if not drafts:
        lead = "No article gives a date of publication."
        return _list(question, lead, drafts, 0)
    return _list(question, lead, drafts, len(listed) - len(drafts), _undated(index, scope))


def _undated(index: Index, scope: Scope) -> list[str]:
    undated = sum(info.published is None for info in _in_scope(index, scope))
    note = f"{_count(undated)} {'gives' if undated == 1 else 'give'} no date of publication."
    return [note] if undated else []


def _mentions(question: str, what: str, index: Index, scope: Scope) -> Answer:
    what = re.sub(r"^(?:the|a|an|any|some)\s+", "", what.strip(" ?.“”\"'"), flags=re.IGNORECASE)
    wanted = {stem(w.text) for w in words(what) if w.text not in STOP_WORDS}
    found: dict[str, Draft] = {}
    for hit in retrieve(index, what, k=_LISTED, scope=scope, per_article=_LISTED):
        for sentence in hit.sentences:
            held = {stem(w.text) for w in words(sentence.text)}
            if wanted and wanted <= held and hit.document not in found:
                label = _label(hit)
                text = f"{label}“{escape(sentence.text)}”"
                found[hit.document] = Draft(text, (Evidence(hit, sentence),))
    if not found:
        return assemble(
            "not_found", [], question=question, remarks=[f"No article mentions {escape(what)}."]
        )
    verb = "mentions" if len(found) == 1 else "mention"
    return _list(question, f"{_count(len(found))} {verb} {escape(what)}.", [*found.values()], 0)


def _published(question: str, what: str, index: Index, scope: Scope) -> Answer:
    drafts, undated = [], []
    for info in _meant(what, index, scope):
        if info.published is None:
            undated.append(info)
            continue
        said = _saying(index.passages_of(info.document), info.published)
        text = f"**{in_words(info.published)}**: “{escape(info.name)}”"
        drafts.append(Draft(text, (said,)))
    remarks = [f"“{escape(i.name)}” gives no date of publication." for i in undated[:5]]
    if not drafts:
        return assemble("not_found", [], question=question, remarks=remarks or ["No such article."])
    return assemble("answered", drafts, question=question, remarks=remarks, bullets=len(drafts) > 1)


def _headline(question: str, what: str, index: Index, scope: Scope) -> Answer:
    drafts = [
        Draft(f"**{escape(info.title)}**", (Evidence(passage, passage.sentences[0]),))
        for info in _meant(what, index, scope)
        for passage in index.passages_of(info.document)[:1]
        if info.title
    ]
    if not drafts:
        return assemble(
            "not_found", [], question=question, remarks=["That article has no headline."]
        )
    return assemble("answered", drafts, question=question, bullets=len(drafts) > 1)


def _author(question: str, what: str, index: Index, scope: Scope) -> Answer:
    drafts, unsigned = [], []
    for info in _meant(what, index, scope):
        said = info.author and next(
            (
                Evidence(p, s)
                for p in index.passages_of(info.document)
                for s in p.sentences
                if info.author.casefold() in s.text.casefold()
            ),
            None,
        )
        if said:
            text = f"**{escape(info.author)}**: “{escape(said.sentence.text)}”"
            drafts.append(Draft(text, (said,)))
        else:
            unsigned.append(info)
    remarks = [f"“{escape(i.name)}” names no author." for i in unsigned[:5]]
    if not drafts:
        return assemble("not_found", [], question=question, remarks=remarks or ["No such article."])
    return assemble("answered", drafts, question=question, remarks=remarks, bullets=len(drafts) > 1)


def _meant(what: str, index: Index, scope: Scope) -> list[ArticleInfo]:
    """The articles that `what` speaks of: one by its words, or all if it names none."""
    listed = _in_scope(index, scope)
    topic = " ".join(
        word.text
        for word in words(what)
        if word.text not in STOP_WORDS and not _EMPTY.fullmatch(word.text)
    )
    if not topic:
        return listed
    named = [info for info in listed if info.document in what]
    if not named:
        best = retrieve(index, topic, k=1, scope=scope)
        named = [info for info in listed if best and info.document == best[0].document]
    return named


def _saying(passages: Iterable[Passage], day: date) -> Evidence:
    """The sentence of an article that states `day`, or its first one."""
    first = None
    for passage in passages:
        for sentence in passage.sentences:
            first = first or Evidence(passage, sentence)
            for said in dates(sentence.text):
                if (said.year, said.month, said.day) == (day.year, day.month, day.day):
                    return Evidence(passage, sentence)
    if first is None:
        raise ValueError("an article without sentences is never indexed")
    return first


def _introduced(info: ArticleInfo, index: Index) -> Draft:
    passage = index.passages_of(info.document)[0]
    day = f" ({in_words(info.published)})" if info.published else ""
    return Draft(f"{escape(info.name)}{day}", (Evidence(passage, passage.sentences[0]),))


def _label(passage: Passage) -> str:
    day = f", {in_words(passage.published)}" if passage.published else ""
    return f"*{escape(passage.title)}*{day}: " if passage.title else ""


def _dated(text: str) -> list[Mention]:
    """The dates in `text` that name a year; "since Monday" cannot be told without today."""
    return [said for said in dates(text) if said.year]


def _range(said: Mention) -> tuple[date, date]:
    """First and last day of what a date's words cover: a day, a month or a year."""
    year = said.year or date.min.year
    if not said.month:
        return date(year, 1, 1), date(year, 12, 31)
    if said.day:
        return date(year, said.month, said.day), date(year, said.month, said.day)
    after = date(year + said.month // 12, said.month % 12 + 1, 1)
    return date(year, said.month, 1), date.fromordinal(after.toordinal() - 1)


def _list(
    question: str, lead: str, drafts: Sequence[Draft], unlisted: int, remarks: Sequence[str] = ()
) -> Answer:
    if not drafts:
        return assemble("not_found", [], question=question, remarks=[lead])
    more = [f"… and {unlisted} more."] if unlisted > 0 else []
    return assemble(
        "answered", drafts, question=question, lead=lead, remarks=[*more, *remarks], bullets=True
    )


def _count(number: int) -> str:
    small = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    shown = small[number] if number < len(small) else f"{number:,}"
    return f"{shown} article{'' if number == 1 else 's'}"
