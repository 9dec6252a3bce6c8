"""How an answer is worded: the articles' own sentences, and no word of the reader's own.

A sentence that speaks of a bare surname or of "last year" is told with what makes it plain: the
full name that its article gives before, the day its article was published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.collection.listing import title_and_day
from rag.compose import escape, with_head
from rag.text import (
    AUXILIARY,
    BE,
    HAVE,
    MONTH,
    NOUNS_TOO,
    VERBS,
    WEEKDAY,
    in_words,
    is_past,
    root,
    words,
)
from rag.types import Draft, Evidence

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate

HEAD_WORDS = 12  # longer answers are read in their sentence, not put before it
HEAD_SURE = 2.0  # logit of the answer's words from which they go first
HELD_SURE = -2.0  # the same, from which they are held to what other articles say

_RELATIVE = re.compile(
    rf"\b(?:(?:last|this|next|previous|past|coming)\s+(?:week|month|year|spring|summer|autumn|fall|"
    rf"winter|{WEEKDAY}|{MONTH})|today|yesterday|tomorrow|so far this year|{WEEKDAY}|"
    r"(?:a|\d+|two|three) (?:days?|weeks?|months?|years?) (?:ago|earlier))\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"^(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its|At that time|After that)\b|"
    r"[,”\"]\s*(?:he|she|they) (?:said|added|told|noted|wrote|stressed)\b"
)
# A name, a place, a day or a number has none of these in it.
_CLAUSE = re.compile(rf"\b(?:{BE}|{HAVE}|will|would|met|said|says|told|held|went|came)\b")
_A_VERB = re.compile(AUXILIARY)
_VERBS = frozenset(map(root, VERBS - NOUNS_TOO))
_YES_OR_NO = re.compile(
    r"(?:[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}: )?(?:(?P<yes>Yes|Certainly|Of course|Absolutely)|"
    r"No(?=[,.;:—–!]| [—–])|Never(?=[,.!])|"
    r"Not (?:yet|now|really|at all|(?:at|for) the (?:moment|time being)|any ?more|currently|"
    r"(?:so )?far)(?=[,.;:—–!]))",
)
# "Highest in May and lowest in July": what is behind the "and" is told of something else.
_GOES_ON = re.compile(r" (?:and|but) (?:[a-z]+ly )?[a-z]+ (?:in|on|at|during) ")
_WANTS_NOUN = re.compile(
    r"\b(?:the|an?|of|in|on|for|his|her|its|their|first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth|tenth)$",
    re.IGNORECASE,
)
_EDGES = " \t\n,;:.–—-“”\"'’‘()"


@dataclass(frozen=True, slots=True)
class Said:
    """A short answer, or who gives it, with the sentences that say so, at least one."""

    words: str
    evidence: tuple[Evidence, ...]


def is_sure(candidate: Candidate, *, least: float = HEAD_SURE) -> bool:
    """Whether the answer's own words are sure enough to be said first."""
    return candidate.signals["span"] >= least and bool(candidate.signals["span_fits"])


def headed(candidate: Candidate) -> Draft:
    """The answer's own words in bold, then the sentence that holds them."""
    words = _GOES_ON.split(_bare(candidate.words), maxsplit=1)[0]
    said = as_written(candidate.evidence)
    if (
        not is_sure(candidate)
        or len(words.split()) > HEAD_WORDS
        or len(words) > 0.8 * len(candidate.text)
        or _CLAUSE.search(words)
        or _is_cut_short(words, candidate.text)
    ):
        return said
    return with_head(words, said.text, said.evidence)


def _bare(words: str) -> str:
    """The words without the marks about them; a bracket within is closed, or left out if it was
    cut: "80 metres (262 ft)"."""
    bare = words.strip(_EDGES)
    if bare.count("(") <= bare.count(")"):
        return bare
    behind = words[words.index(bare) + len(bare) :]
    return f"{bare})" if ")" in behind else bare[: bare.rindex("(")].strip(_EDGES)


def _is_cut_short(words: str, text: str) -> bool:
    """Whether the noun is left out that the last of some words belongs to: "during the fifth"."""
    after = text[text.find(words) + len(words) :]
    return bool(_WANTS_NOUN.search(words) and re.match(r" [a-z]", after))


def as_written(evidence: Evidence, *, source: bool = False) -> Draft:
    """The sentence as it stands in its article, with what makes it plain.

    One that only points back ("he said", "They claim") comes with the sentence before it.
    """
    told = [evidence]
    if before := pointed_at(evidence):
        told.insert(0, before)
    text = " ".join(escape(each.sentence.text) for each in told)
    return Draft(text + _plainer(evidence, source=source), tuple(told))


def pointed_at(evidence: Evidence) -> Evidence | None:
    """The sentence before one that points back to it, where they stand in one passage; the question
    before a bare answer ("Not yet.").
    """
    before, text = evidence.before, evidence.sentence.text
    if before is None or before.sentence.is_heading:
        return None
    replies = before.sentence.is_question and is_bare_reply(text)
    return before if replies or _POINTS_BACK.search(text) else None


def is_bare_reply(text: str) -> bool:
    """Whether a sentence is understood with the question alone that it answers."""
    return bool(says_yes_or_no(text)) or not _has_verb(text)


def says_yes_or_no(text: str) -> str:
    """Whether a sentence begins, behind who speaks, with a "yes" or a "no": which, or "".

    >>> says_yes_or_no("Yes, within a week."), says_yes_or_no("Ann Poe: Not yet.")
    ('Yes', 'No')
    >>> says_yes_or_no("No member came."), says_yes_or_no("Not that it matters, yes.")
    ('', '')
    """
    found = _YES_OR_NO.match(text)
    return "" if not found else "Yes" if found["yes"] else "No"


def _has_verb(text: str) -> bool:
    return any(
        _A_VERB.fullmatch(word.text) or is_past(word.text) or root(word.text) in _VERBS
        for word in words(text)
    )


def sided(said: Said) -> Draft:
    """One side of a dispute: its answer, where it is said and when, the sentences that say it."""
    words = _bare(said.words)
    source = title_and_day(said.evidence[0].passage)
    where = f" ({source})" if source else ""
    told = " ".join(escape(evidence.sentence.text) for evidence in said.evidence)
    opening = f"**{escape(words)}**{where}: "
    return Draft(f"{opening}“{told}”", said.evidence, side=words, opening=opening)


def newer(said: Said) -> Draft:
    """An answer that has taken an older one's place, with the day of its article."""
    told = as_written(said.evidence[0], source=True)
    return with_head(_bare(said.words), told.text, told.evidence)


def behind(evidence: Evidence, *, head: str) -> Draft:
    """The sentence behind a word of the reader's own (yes or no) or a name."""
    said = as_written(evidence)
    return with_head(head, said.text, said.evidence)


def _plainer(evidence: Evidence, *, source: bool) -> str:
    passage = evidence.passage
    if source and (label := title_and_day(passage)):
        return f" ({label})"
    if passage.published and _RELATIVE.search(evidence.sentence.text):
        return f" ({in_words(passage.published)})"
    return ""
