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
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.collection.listing import LISTED, THING, as_list, counted, label
from rag.compose import escape, refusal
from rag.dialogue import with_capitals
from rag.retrieve import retrieve
from rag.text import OFFICE, STOP_WORDS, akin, is_person, names, stem, words
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
    r"\s+(?!(?:who|whom|whose|what|which|when|where|why|how|whether|if|that)\b)(?P<what>.+?)\s*\??$",
    re.IGNORECASE,
)
_APPEARS = re.compile(
    rf"^(?:in )?(?:which|what|how many) (?:of the )?{THING} (?:does|do|is|are|did) (?P<what>.+?) "
    r"(?:appear|occur|feature|come up|mentioned|named|quoted|cited|discussed|covered)(?: in)?"
    r"\s*\??$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[\s,]+(?:that|which|who|whom|whose|where|when)\s.+$", re.IGNORECASE)
_DESCRIBES = 3  # telling words that make a description, not a thing's name


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of what is looked for or of a text: its stem, and how it is written."""

    stem: str
    written: str

    def is_met_by(self, word: _Term) -> bool:
        """Whether `word` is this one, inflected or another form of the same name."""
        both_names = self.written[0].isupper() and word.written[0].isupper()
        return self.stem == word.stem or (both_names and akin(self.written, word.written))


def answer(question: str, index: Index, *, scope: Scope) -> Answer | None:
    """Answer a question for articles that mention something, or return None if it is not one."""
    found = _MENTION.match(question) or _APPEARS.match(question)
    return _mentions(question, found["what"], index, scope) if found else None


def _mentions(question: str, what: str, index: Index, scope: Scope) -> Answer:
    what = what.strip(" ?.“”\"'")
    hits = retrieve(index, what, k=LISTED, scope=scope, per_article=LISTED)
    for described in dict.fromkeys((what, _CLAUSE.sub("", what))):
        wanted = [
            term for term in _terms(with_capitals(described, hits)) if term.stem not in STOP_WORDS
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
            return _listed(question, said, f"{verb} {escape(described)}", at_least=at_least)
        if near:
            verb = "has" if len(near) == 1 else "have"
            told = f"{verb} the words of “{escape(described)}”"
            return _listed(question, near | said, told, at_least=at_least)
    return refusal(question, f"No article mentions {escape(what)}.")


def _listed(question: str, drafts: dict[str, Draft], told: str, *, at_least: bool) -> Answer:
    number = counted(len(drafts))
    shown = [*drafts.values()][:LISTED]
    lead = f"At least {number.lower()} {told}." if at_least else f"{number} {told}."
    return as_list(question, lead, shown, len(drafts) - len(shown))


def _terms(text: str) -> list[_Term]:
    return [_Term(stem(word.text), text[word.start : word.end]) for word in words(text)]


def _by_sentence(
    wanted: Sequence[_Term], passages: Sequence[Passage]
) -> list[tuple[Passage, Sentence]]:
    """The sentences that have all that is wanted, those first that have it closest together."""
    found = [
        (max(places) - min(places), passage, sentence)
        for passage in passages
        for sentence in passage.sentences
        if len(places := _places(wanted, sentence.text)) == len(wanted)
    ]
    return [(passage, sentence) for _, passage, sentence in sorted(found, key=lambda each: each[0])]


def _by_passage(
    wanted: Sequence[_Term], passages: Sequence[Passage]
) -> list[tuple[Passage, Sentence]]:
    """Of each passage that has all that is wanted the sentence that has most of it."""
    return [
        (passage, max(passage.sentences, key=lambda sentence: len(_places(wanted, sentence.text))))
        for passage in passages
        if len(_places(wanted, passage.text)) == len(wanted)
    ]


def _places(wanted: Sequence[_Term], text: str) -> list[int]:
    """Where in a text, counted in words, each of the wanted words stands first, if it does."""
    said = _terms(text)
    places = []
    for want in wanted:
        at = next((i for i, word in enumerate(said) if want.is_met_by(word)), -1)
        if at < 0 and want.written.isupper() and len(want.written) > 1:
            at = _in_full(want.written, text)
        if at >= 0:
            places.append(at)
    return places


def _in_full(initials: str, text: str) -> int:
    """Where in a text, counted in words, the name or office of some initials stands; -1 for none.

    "The PM" is the Prime Minister, but "UN" is not Uta Nilsen.
    """
    found = [office.span() for office in OFFICE.finditer(text)]
    found += [
        (name.start, name.end)
        for name in names(text)
        if len(initials) > 2 or not is_person(name.text)
    ]
    for start, end in found:
        if initials == "".join(re.findall(r"\b[A-Z]", text[start:end])):
            return len(words(text[:start]))
    return -1


def _first_of_each(found: Sequence[tuple[Passage, Sentence]]) -> dict[str, Draft]:
    """One draft for each article, from the first that is found of it."""
    drafts: dict[str, Draft] = {}
    for passage, sentence in found:
        text = f"{label(passage)}“{escape(sentence.text)}”"
        drafts.setdefault(passage.document, Draft(text, (Evidence(passage, sentence),)))
    return drafts
