"""Which articles mention something, with the sentences that do.

A thing is mentioned by a sentence that has all of its words, inflected or as other forms of a
name: "Norway's PM" by "the Norwegian Prime Minister". Of a longer description ("the visit of
Norway's PM to Oslo") the words may stand in one passage; then the answer says no more than that.

Those that have the very words are counted by the keyword index, as many as it gives; other forms
are found among the passages nearest to them, so that a count that stands on these is "at least".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.collection.listing import LISTED, THING, as_list, counted, label
from rag.collection.terms import Term, places, terms
from rag.compose import escape, refusal
from rag.dialogue import with_capitals
from rag.retrieve import retrieve
from rag.text import DO, QUESTION_WORD, STOP_WORDS
from rag.types import Answer, Draft, Evidence, Passage, Scope, Sentence

if TYPE_CHECKING:
    from rag.index import Index

_MENTION = re.compile(
    rf"^(?:which|what|how many|list|name|show|find|do(?: any)?|does any|is there an?|are there any)"
    rf"(?: me)?(?: of)?(?: all)?(?: the| these| those)? {THING}(?: that| which)? "
    r"(?:mention(?:s|ed|ing)?|discuss(?:es|ed|ing)?|talks? about|talking about|speaks? of|covers?|"
    r"refers? to|deals? with|contains?|names?|cites?|quotes?|(?:is|are) about|about|"
    r"brings? up|touch(?:es)? (?:up)?on|looks? at|writes? (?:about|of)|tells? (?:about|of)|"
    r"reports? (?:on|about)|(?:says?|has|have) (?:something|anything) (?:on|about))"
    rf"\s+(?!(?:{QUESTION_WORD}|whether|if|that)\b)(?P<what>.+?)\s*\??$",
    re.IGNORECASE,
)
_APPEARS = re.compile(
    rf"^(?:in )?(?:which|what|how many) (?:of the )?{THING} (?:{DO}|is|are) (?P<what>.+?) "
    r"(?:appear|occur|feature|come up|mentioned|named|quoted|cited|discussed|covered)(?: in)?"
    r"\s*\??$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[\s,]+(?:that|which|who|whom|whose|where|when)\s.+$", re.IGNORECASE)
_DESCRIBES = 3  # telling words that make a description, not a thing's name


def answer(question: str, index: Index, *, scope: Scope) -> Answer | None:
    """Answer a question for articles that mention something, or return None if it is not one."""
    found = _MENTION.match(question) or _APPEARS.match(question)
    return mentioned(question, found["what"], index, scope) if found else None


def mentioned(
    question: str, what: str, index: Index, scope: Scope, remarks: Sequence[str] = ()
) -> Answer:
    """The articles of a scope that mention `what`; `remarks` are on the scope."""
    what = what.strip(" ?.“”\"'")
    hits = retrieve(index, what, k=LISTED, scope=scope, per_article=LISTED)
    for described in dict.fromkeys((what, _CLAUSE.sub("", what))):
        wanted = [
            term for term in terms(with_capitals(described, hits)) if term.stem not in STOP_WORDS
        ]
        if not wanted:
            continue
        held = index.holding(described, scope=scope)
        passages = list({each.key: each for each in (*hits, *held.passages)}.values())
        said = _first_of_each(_by_sentence(wanted, passages))
        near = _first_of_each(_by_passage(wanted, passages)) if len(wanted) >= _DESCRIBES else {}
        whole = held.all and held.documents >= said.keys() | near.keys()
        # Further down than was looked there may be other forms of the words.
        at_least = len(hits) == LISTED and not whole
        if said and near.keys() <= said.keys():
            verb = "mentions" if len(said) == 1 else "mention"
            return _listed(
                question, said, f"{verb} {escape(described)}", remarks, at_least=at_least
            )
        if near:
            verb = "has" if len(near) == 1 else "have"
            told = f"{verb} the words of “{escape(described)}”"
            return _listed(question, near | said, told, remarks, at_least=at_least)
    return refusal(question, f"No article mentions {escape(what)}.", *remarks)


def _listed(
    question: str, drafts: dict[str, Draft], told: str, remarks: Sequence[str], *, at_least: bool
) -> Answer:
    number = counted(len(drafts))
    shown = [*drafts.values()][:LISTED]
    lead = f"At least {number.lower()} {told}." if at_least else f"{number} {told}."
    return as_list(question, lead, shown, len(drafts) - len(shown), remarks)


def _by_sentence(
    wanted: Sequence[Term], passages: Sequence[Passage]
) -> list[tuple[Passage, Sentence]]:
    """The sentences that have all that is wanted, those first that have it closest together."""
    found = [
        (max(at.values()) - min(at.values()), passage, sentence)
        for passage in passages
        for sentence in passage.sentences
        if (at := places(wanted, sentence.text)).keys() == set(wanted)
    ]
    return [(passage, sentence) for _, passage, sentence in sorted(found, key=lambda each: each[0])]


def _by_passage(
    wanted: Sequence[Term], passages: Sequence[Passage]
) -> list[tuple[Passage, Sentence]]:
    """Of each passage that has all that is wanted the sentence that has most of it."""
    return [
        (passage, max(passage.sentences, key=lambda sentence: len(places(wanted, sentence.text))))
        for passage in passages
        if places(wanted, passage.text).keys() == set(wanted)
    ]


def _first_of_each(found: Sequence[tuple[Passage, Sentence]]) -> dict[str, Draft]:
    """One draft for each article, from the first that is found of it."""
    drafts: dict[str, Draft] = {}
    for passage, sentence in found:
        text = f"{label(passage)}“{escape(sentence.text)}”"
        drafts.setdefault(passage.document, Draft(text, (Evidence(passage, sentence),)))
    return drafts
