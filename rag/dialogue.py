"""A question made to stand alone: follow-ups resolved from the turns before, typing errors mended.

Rules, no model. A follow-up is known by a pronoun without a name ("when was he elected?"), by a
continuation ("and in 2023?", "what about Shoigu?") or by a bare question word ("why?"). What it
leaves out is taken from the last question, itself made to stand alone, and from the names in the
last answer. Anything else is a new subject and stays as typed.

Elsewhere: a configured model does the same with its own words (rag/llm/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.embed import is_common_word
from rag.text import STOP_WORDS, dates, words
from rag.text import names as names_in
from rag.types import MARKER, Message

if TYPE_CHECKING:
    from rag.index import Index

_CONTINUES = re.compile(
    r"^(?:and|but|so|or|also|what about|how about|and what about|and how about)\b[\s,]*",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:and |but |so )?(?:who|whom|whose|when|where|why|how|how (?:many|much|long|old|often)|"
    r"(?:in |on |at )?(?:what|which) \w+|by whom|with whom|to whom|since when|how so|what for)"
    r"(?: (?:was|is|were|are|did|does|do) (?:that|this|so))?\s*\??$",
    re.IGNORECASE,
)
_PERSON_PRONOUN = re.compile(r"\b(he|him|she|her|his|hers|himself|herself)\b", re.IGNORECASE)
_PLACE_PRONOUN = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )\bthere\b(?! (?:is|are|was|were|be)\b)",
    re.IGNORECASE,
)
_THING_PRONOUN = re.compile(r"\b(it|its|they|them|their|theirs|itself|themselves)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"^(?:(?:was|is|were|are|did|does|has|have)\s+)?(?:that|this|those|these)\b(?!\s+\w+\s+of)|"
    r"\b(?:about|after|before|of|to|on|at|in|during|from|for|with)\s+"
    r"(?:that|this|those|these)\s*\??$|"
    r"\b(?:that|this|those|these|the same)\s+(?:visit|trip|meeting|talks?|attack|raid|plan|deal|"
    r"day|time|year|month|week|place|person|man|woman|statement|article|event|call|summit|ones?)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE
)
SHORTEST_SLIP = 4  # letters; a shorter word is like too many others
_POSSESSIVE = frozenset({"his", "her", "hers", "its", "their", "theirs"})
_ORGANISATION = re.compile(
    r"(ministry|agency|university|council|nations|party|news|republic|union|house|office|bank|"
    r"committee|court|army|forces|group|company|corp|inc|department|organi[sz]ation|association|"
    r"institute|school|congress|parliament|kremlin|times|post|states|kingdom|federation)s?$",
    re.IGNORECASE,
)
_AT_A_PLACE = re.compile(
    r"\b(?:in|at|to|from|near|around|into|outside|across)\s+(?:the\s+)?$", re.I
)
_TIME_PHRASE = re.compile(
    r"\b(?:(?:so far\s+)?(?:last|this|next|the (?:previous|following|same))\s+"
    r"(?:week|month|year|day|spring|summer|autumn|fall|winter|decade|century)|so far|"
    r"(?:in|on|since|before|after|by|until|during)\s+(?:(?:early|late|mid)\s+)?(?:\d{4}|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:\s+\d{1,4})?|today|yesterday|tomorrow|now)\b",
    re.IGNORECASE,
)

# Each earlier turn is looked through again for every turn after it.
names = lru_cache(maxsize=256)(names_in)


def standalone(question: str, history: Sequence[Message]) -> str:
    """Return `question` with what it takes from `history` (oldest first) written out.

    A question that needs nothing comes back as it is.
    """
    said: list[tuple[str, str]] = []  # (question made to stand alone, its answer)
    for message in history:
        text = _plain(message["content"])
        if message["role"] == "user":
            said.append((_resolve(text, said), ""))
        elif message["role"] == "assistant" and said:
            said[-1] = (said[-1][0], text)
    return _resolve(question.strip(), said)


def correct_spelling(question: str, index: Index) -> str:
    """Return `question` with slips of the pen mended to words that the articles hold.

    Only a word that is no common English one, occurs in no article, and differs by a letter or
    two from one that does is changed; the answer shows the question as understood.
    """
    mended = question
    for word in reversed(words(question)):
        typed = question[word.start : word.end]
        if len(typed) < SHORTEST_SLIP or not typed.isalpha() or is_common_word(typed):
            continue
        known = index.nearest_word(typed)
        if known and known[0].casefold() == typed[0].casefold():
            mended = mended[: word.start] + known + mended[word.end :]
    return mended


def _resolve(question: str, said: Sequence[tuple[str, str]]) -> str:
    if not said or not question:
        return question
    previous, _ = said[-1]
    rest = _CONTINUES.sub("", question)
    if _BARE.match(question):
        return _with_topic(question, previous)
    if rest != question and _is_fragment(rest):
        return _substituted(rest, previous)
    resolved = _pronouns(rest, said)
    if resolved == rest == question:
        if _is_fragment(question) and not names(question):
            resolved = _substituted(question, previous)
        elif _POINTS_BACK.search(question):
            resolved = _with_topic(question, previous)
    return resolved[:1].upper() + resolved[1:] if resolved != question else question


def _plain(text: str) -> str:
    """An earlier turn without markers and Markdown."""
    return re.sub(r"[*_`>\\]", "", MARKER.sub("", text)).strip()


def _is_fragment(text: str) -> bool:
    """Whether `text` is too short, and without a verb of asking, to be a question by itself."""
    tokens = [w.text for w in words(text)]
    asks = {"who", "what", "when", "where", "why", "how", "which", "whose", "whom"}
    verbs = {"is", "are", "was", "were", "did", "do", "does", "has", "have", "had", "will", "can"}
    if not tokens or len(tokens) > 7:
        return False
    return not (set(tokens[:1]) & (asks | verbs) and len(tokens) > 2) and not (
        set(tokens) & verbs and set(tokens) & asks
    )


def _with_topic(question: str, previous: str) -> str:
    """A bare question word put to the last question's matter: "When?" after "Who visited X?"."""
    asks = re.sub(r"[\s?]+$", "", _CONTINUES.sub("", question))
    topic = re.sub(
        r"^(?:who|what|when|where|why|how(?: (?:many|much|long|often))?|which)\s+",
        "",
        previous,
        flags=re.IGNORECASE,
    ).rstrip(" ?.")
    link = " " if _AUXILIARY.match(topic) else ": "
    return f"{asks[:1].upper()}{asks[1:]}{link}{topic}?"


def _substituted(fragment: str, previous: str) -> str:
    """The last question with `fragment` in the place of what it is a kind of.

    "And in 2023?" takes the place of a time, "and Shoigu?" of a name; what has no place to
    take is added at the end.
    """
    fragment = fragment.rstrip(" ?.")
    fragment = re.sub(r"^(?:for|of|with|by)\s+", "", fragment, flags=re.IGNORECASE)
    base = previous.rstrip(" ?.")
    if _TIME_PHRASE.search(fragment) or dates(fragment):
        if old := _TIME_PHRASE.search(base):
            return f"{base[: old.start()]}{fragment}{base[old.end() :]}?"
        return f"{base} {fragment}?"
    old_names = names(base)
    if names(fragment) and old_names:
        place = bool(re.match(r"(?:in|at|to|from)\s", fragment, re.IGNORECASE))
        last = old_names[-1]
        if place:
            placed = [n for n in old_names if _AT_A_PLACE.search(base[: n.start])]
            last = placed[-1] if placed else last
            fragment = re.sub(r"^(?:in|at|to|from)\s+", "", fragment, flags=re.IGNORECASE)
        before = base[: last.start]
        if re.search(r"['’]s$", fragment):
            before = re.sub(r"\bthe $", "", before)
        return f"{before}{fragment}{base[last.end :]}?"
    return f"{base}, {fragment}?"


def _pronouns(question: str, said: Sequence[tuple[str, str]]) -> str:
    """`question` with its pronouns replaced by the names that they stand for."""
    own = [n.text for n in names(question)]
    resolved = question
    found = _PERSON_PRONOUN.search(question)
    if found and not any(_is_person(n) for n in own) and (person := _last_person(said)):
        resolved = _replaced(resolved, found, person)
    found = _PLACE_PRONOUN.search(resolved)
    if found and (place := _last_place(said)):
        resolved = f"{resolved[: found.start()]}in {place}{resolved[found.end() :]}"
    found = _THING_PRONOUN.search(question)
    if found and resolved == question and not own and (thing := _thing(said)):
        resolved = _replaced(resolved, found, thing)
    return resolved


def _replaced(question: str, found: re.Match[str], name: str) -> str:
    pronoun = found.group().lower()
    owns = pronoun in _POSSESSIVE and not (
        pronoun == "her" and not re.match(r"\s+\w", question[found.end() :])
    )
    return f"{question[: found.start()]}{name}{'’s' if owns else ''}{question[found.end() :]}"


def _last_person(said: Sequence[tuple[str, str]]) -> str:
    """The person last spoken of: in the questions first, then in their answers.

    A full name goes before a lone word, which may be a place.
    """
    for fits in (_is_person, _may_be_person):
        for question, answer in reversed(said):
            for text in (question, answer):
                fitting = [
                    n.text
                    for n in names(text)
                    if fits(n.text) and not _AT_A_PLACE.search(text[: n.start])
                ]
                if fitting:
                    return fitting[-1] if text is question else fitting[0]
    return ""


def _last_place(said: Sequence[tuple[str, str]]) -> str:
    for question, answer in reversed(said):
        for text in (answer, question):
            for name in names(text):
                if _AT_A_PLACE.search(text[: name.start]) and not _is_person(name.text):
                    return name.text
    return ""


def _thing(said: Sequence[tuple[str, str]]) -> str:
    """What "it" or "they" stand for: the last question's own matter."""
    question, _ = said[-1]
    others = [n for n in names(question) if not _is_person(n.text)]
    phrase = re.search(
        r"\bthe ((?:[a-z-]+ ){0,3}[a-z-]+?)(?= (?:of|in|at|on|for|to|with|by|from|is|was|were|are|"
        r"that|which|who)\b|[?.,]|$)",
        question,
    )
    if phrase and phrase.group(1) not in STOP_WORDS:
        return f"the {phrase.group(1)}"
    return others[-1].text if others else ""


def _is_person(name: str) -> bool:
    """Whether a name looks like a person's: two or three words, none of an organisation."""
    parts = name.split()
    return 2 <= len(parts) <= 4 and not any(_ORGANISATION.search(part) for part in parts)


def _may_be_person(name: str) -> bool:
    """Whether a lone word can be a surname: no country, no people, no organisation."""
    from babel import Locale

    known = {territory.casefold() for territory in Locale("en").territories.values()}
    plain = name.casefold()
    return (
        " " not in name
        and len(name) > 2  # "US", "UN"
        and not name.isupper()
        and not plain.endswith(("ese", "ian", "ish", "ean"))
        and plain not in known
        and not _ORGANISATION.search(name)
    )
