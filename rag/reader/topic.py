"""What is told of a thing that a question only names: "What do the articles say about oil?".

Any sentence with all words of the name tells something of it, sure answer or not. A topic that
holds a question of its own ("about how it began") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rag.reader.compound.lists import best_apart
from rag.text import ABOUT, Mention, dates, stems, telling, word_set, words

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.types import ArticleInfo

SENTENCES = 3  # told at most
LONGEST = 4  # telling words of a topic

_ABOUT = r"(?:about|regarding|concerning)"
_ON = rf"(?:{ABOUT})"
_TELLERS = (  # "the report" may be one that they tell of
    r"(?:articles?|documents?|texts?|stories|sources|(?:news)?papers|reports|pieces|files|news)"
)
_ASKED = re.compile(
    rf"^(?:what (?:else )?(?:do|does|did|can) (?:(?:all )?(?:the|these|those|this|your|my) "
    rf"{_TELLERS}|it|you|we|i) (?:(?:say|know|have|tell(?: us| me)?|report|mention) {_ON}|"
    rf"(?:write|read|find|learn) {_ABOUT})|"
    r"what(?: else)?(?:['’]?s| is| was| has been| gets) "
    rf"(?:(?:there|known|told|reported) {_ON}|(?:said|written|mentioned) {_ABOUT})|"
    rf"(?:(?:is|are|was) there |do (?:you|the {_TELLERS}) (?:have |know |say |mention )?)?"
    rf"(?:anything|something|any (?:information|news|details|mention)|information|news|details) "
    rf"(?:there |said |known |in the {_TELLERS} )?{_ON}|"
    r"(?:what|how) about|tell me about|(?:explain|describe|outline)(?: to me| for me)?|"
    r"what happened (?:in|at|near|around|on)(?= (?:the )?(?-i:[A-Z]|\d))|"
    r"(?:summari[sz]e|sum up|(?:give me )?(?:an? )?(?:\w+ )?(?:summary|overview) of)"
    r"(?: what (?:is|was|has been) (?:said|known|told|written|reported) about)?) "
    r"(?P<topic>.+?)"
    r"(?:,? (?:to me|for me|in (?:simple|plain|short|a few|your own) \w+|briefly|in short|"
    r"(?:like|as if) i['’]?(?:m| am| were)\b.*)){0,2}[\s?.!]*$",
    re.IGNORECASE,
)
_IN = "in "  # "May" alone is none of a text's dates
_ASKS = word_set("who whom whose what which when where why how whether if that")


def topic(question: str) -> str:
    """The thing that `question` names and asks nothing further of; "" where it asks something.

    >>> topic("What do the articles say about the peace plan?"), topic("Anything on Lund?")
    ('the peace plan', 'Lund')
    >>> topic("What does Ann Poe say about the plan?"), topic("What is known about who did it?")
    ('', '')
    """
    found = _ASKED.match(question.strip())
    if not found:
        return ""
    asks = any(word.text in _ASKS for word in words(found["topic"]))
    told = telling(found["topic"])
    names_one = _days(found["topic"]) or told
    return found["topic"] if names_one and len(told) <= LONGEST and not asks else ""


def on_topic(named: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of `found`, best first, that have every telling word of `named` in some form,
    and tell of the day or month that it has, each thing said once; at most `SENTENCES`.
    """
    days = _days(named)
    wanted = set(stems(_without(named, days)))
    on_it = [
        c
        for c in found
        if not c.evidence.sentence.is_heading
        and (days or wanted)
        and wanted <= set(stems(c.text))
        and all(any(_is_on(day, told) for told in dates(c.text)) for day in days)
    ]
    return best_apart(on_it, most=SENTENCES, share=0.0) if on_it else []


def published_on(named: str, listed: Iterable[ArticleInfo]) -> list[ArticleInfo] | None:
    """The articles of a topic's day, month or year, whose names have its other words; None for a
    topic without any.
    """
    days = [day for day in _days(named) if day.month or day.year]
    if not days:
        return None
    wanted = set(stems(_without(named, _days(named))))
    return [
        info
        for info in listed
        if info.published
        and wanted <= set(stems(info.name))
        and all(day.can_be(Mention.of(info.published)) for day in days)
    ]


def _days(named: str) -> tuple[Mention, ...]:
    """The days, months or years that a topic has."""
    return dates(_IN + named)


def _without(named: str, days: Sequence[Mention]) -> str:
    """A topic without its days."""
    told = _IN + named
    for day in reversed(days):
        told = told[: day.start] + told[day.end :]
    return told


def _is_on(day: Mention, told: Mention) -> bool:
    """Whether a sentence's date is the one asked for, told as finely as it is asked for."""
    return day.can_be(told) and not day.is_finer_than(told)
