"""Who says each sentence of an article: its speakers, and all that the article calls them.

News names a speaker beside a verb of saying ("said Ann Poe, the harbour master"), goes on with a
pronoun or with what the speaker is ("she said", "the harbour master added"), and lets a quotation
run on without either. The rules follow these habits, as the attribution of quotations in news does
(O'Keefe et al., "A Sequence Labelling Approach to Quote Attribution", EMNLP 2012, whose rule-based
baseline they resemble): the words beside the verb, else whoever the words point back to, else
whoever spoke last.

Elsewhere: the parts of a sentence (clauses.py), and which quotation answers a question (quotes.py).
Not promised: that every quotation finds its speaker. One that does not has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rag.reader.people.clauses import (
    described_as,
    head_noun,
    subject_of,
    unquoted,
    without_role,
)
from rag.reader.people.saying import SAYS
from rag.text import (
    OFFICE,
    OWNS,
    Name,
    can_be_person,
    is_person,
    is_role,
    names,
    same_name,
    telling,
)

_LOOKED_BACK = 3  # sentences in which the one that a pronoun points back to is sought

_PRONOUN = re.compile(r"(?:[a-z]+ ){0,3}(he|she|they|it)$", re.IGNORECASE)
_ACCORDING = re.compile(r"\b[Aa]ccording to ([^,.;:“”\"]+)")
_INSIDE = re.compile(  # "a clerk at the failed society Poe Mutual"
    r"(?:^|,)\s*(?:the|an?|its|his|her|their|one|another)\s[^,]*"
    r"\b(?:of|at|for|in|from|with|by|to|on)\b[^,]*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r" (?:of|from|in|at|for|had|has|also|later|then|himself|herself|and)\b")
_NOT_HEAD = re.compile(r"\b(?:of|for|at|in|from|with|by|near|outside|to)\s+(?:the\s+)?$")
_DEFINITE = re.compile(r"(?:the|its|his|her|their)\b", re.IGNORECASE)
_OWNED = re.compile(r"(?:its|his|her|their)\b", re.IGNORECASE)
_MALE, _FEMALE = re.compile(r"\bMr\.? $"), re.compile(r"\b(?:Mrs|Ms|Miss)\.? $")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a sentence."""

    name: str  # the fullest that the article has; "" where it gives none
    called: frozenset[str]  # the words by which the article calls it, as written, the name's too
    is_a: frozenset[str]  # of those, in small letters, the nouns that say what it is: "director"
    named: int  # number of the sentence that names it: the one that is said, or one before


@dataclass(slots=True)
class _Known:
    """A bearer of a name in one article."""

    name: str
    called: set[str] = field(default_factory=set)
    is_a: set[str] = field(default_factory=set)
    seen: list[int] = field(default_factory=list)  # sentences that name it
    person: bool = False
    gender: str = ""  # "he" or "she" where "Mr" or "Ms" tells

    def call(self, phrase: str) -> None:
        """Take in that the article calls the bearer by `phrase`: "the director of the line"."""
        self.called |= _telling(phrase)
        if noun := head_noun(phrase):
            self.is_a.add(noun)

    def speaking(self, named: int) -> Speaker:
        return Speaker(self.name, frozenset(self.called), frozenset(self.is_a), named)


@lru_cache(maxsize=128)
def speakers(sentences: tuple[str, ...]) -> tuple[tuple[Speaker, ...], ...]:
    """Return, for each of an article's `sentences` in order, who says it; the surest first.

    >>> told = speakers(("“It is safe,” said Ann Poe, the engineer.", "“Very,” she added."))
    >>> [who[0].name for who in told]
    ['Ann Poe', 'Ann Poe']
    """
    return _Article(sentences).attributed()


class _Article:
    """One article's sentences, and whom they have named so far."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences
        self._plain, self._within = unquoted(sentences)
        self._known: list[_Known] = []
        self._named = [self._met(i, text) for i, text in enumerate(self._plain)]

    def attributed(self) -> tuple[tuple[Speaker, ...], ...]:
        found: list[tuple[Speaker, ...]] = []
        for i, plain in enumerate(self._plain):
            told = tuple(dict.fromkeys(self._speakers(i, plain, found)))
            if not told and self._only_quoted(i) and found:
                told = found[-1]
            found.append(told)
        for i in reversed(range(len(found) - 1)):  # “One. Two,” she said.
            if not found[i] and self._only_quoted(i) and self._within[i + 1]:
                found[i] = found[i + 1]
        return tuple(found)

    def _only_quoted(self, i: int) -> bool:
        """Whether all words of a sentence are a quotation's."""
        return not re.search(r"\w", self._plain[i]) and bool(re.search(r"\w", self._sentences[i]))

    def _met(self, number: int, text: str) -> list[tuple[Name, _Known]]:
        """The names of a sentence with their bearers, who are learnt here with what they are."""
        met = []
        for found in names(text):
            name, role = without_role(found)
            one = next((k for k in self._known if _same(k, text, name)), None)
            if one is None:
                one = _Known(name.text)
                self._known.append(one)
            elif len(name.text) > len(one.name):
                one.name = name.text
            one.seen.append(number)
            one.person = one.person or _is_persons(text, name)
            before = text[: name.start]
            gender = "he" if _MALE.search(before) else "she" if _FEMALE.search(before) else ""
            one.gender = one.gender or gender
            one.called |= _telling(name.text)
            for phrase in (role, *described_as(text, name)):
                one.call(phrase)
            met.append((name, one))
        return met

    def _speakers(
        self, i: int, text: str, before: Sequence[tuple[Speaker, ...]]
    ) -> Iterator[Speaker]:
        for found in SAYS.finditer(text):
            subject = subject_of(text, found)
            if subject is None:
                continue
            if who := self._who(i, *subject, before):
                yield who
        for found in _ACCORDING.finditer(text):
            if who := self._who(i, found.start(1), found.end(1), before):
                yield who

    def _who(
        self, i: int, start: int, end: int, before: Sequence[tuple[Speaker, ...]]
    ) -> Speaker | None:
        """Whom the subject at [start, end) of sentence `i` means."""
        text = self._plain[i][start:end].strip(" ,")
        if pronoun := _PRONOUN.match(text):
            return self._meant(i, start, pronoun[1].lower(), before)
        inside = [(n, k) for n, k in self._named[i] if start <= n.start < end]
        heads = [(n, k) for n, k in inside if self._heads(i, n, start, end)]
        persons = [k for n, k in heads if k.person]
        if heads:
            likely = persons or [k for n, k in heads]
            known = likely[0] if "," in text else likely[-1]
            return known.speaking(i)
        noun = head_noun(text)
        if not noun:
            return None
        if is_role(noun):
            person = self._bridged(i, text, noun, before)
            if person:
                person.call(text)
                return person.speaking(self._shown(person, i))
        return Speaker("", _telling(text), frozenset({noun}), i)

    def _heads(self, i: int, name: Name, start: int, end: int) -> bool:
        """Whether a name is what its phrase is about: not "Poe's brother", "the mayor of Poe"."""
        text = self._plain[i]
        owns = OWNS.match(text, name.end)
        before, after = text[start : name.start], text[name.end : end]
        described = re.match(r" [a-z]", after) and not _GOES_ON.match(after)
        of_another = _INSIDE.search(before) or _NOT_HEAD.search(before)
        return not owns and not described and not of_another

    def _bridged(
        self, i: int, phrase: str, noun: str, before: Sequence[tuple[Speaker, ...]]
    ) -> _Known | None:
        """The person whom "the coach" means: one who is called so, or the one last spoken of."""
        if not _DEFINITE.match(phrase):
            return None
        told = [k for k in self._known if k.person and noun in k.is_a]
        seen = [k for k in told if any(place <= i for place in k.seen)]
        if seen:
            return max(seen, key=lambda k: max(place for place in k.seen if place <= i))
        return self._last(i, "", before) if not told and not _OWNED.match(phrase) else None

    def _last(self, i: int, gender: str, before: Sequence[tuple[Speaker, ...]]) -> _Known | None:
        """The person last spoken of before sentence `i`: who spoke, or whom it is about."""
        for place in range(i - 1, max(-1, i - 1 - _LOOKED_BACK), -1):
            spoke = [k for s in before[place] for k in self._known if k.name == s.name]
            text = self._plain[place]
            about = [k for n, k in self._named[place] if self._is_subject(text, n, gender)]
            for known in (*spoke, *about):
                if known.person and not (gender and known.gender and known.gender != gender):
                    return known
        return None

    def _is_subject(self, text: str, name: Name, gender: str) -> bool:
        """Whether a pronoun of a later sentence can mean a name: no owner, and no other before it
        is "he" already.
        """
        same = gender and re.search(rf"\b{gender}\b", text[: name.start], re.IGNORECASE)
        return not same and not OWNS.match(text, name.end)

    def _meant(
        self, i: int, start: int, pronoun: str, before: Sequence[tuple[Speaker, ...]]
    ) -> Speaker | None:
        """Whom a pronoun means: a person of its own sentence, or of those before."""
        if pronoun in ("he", "she"):
            own = [k for n, k in self._named[i] if n.end <= start and k.person]
            if self._plain[i].lower().startswith(f"{pronoun} "):
                own = []  # the same as the one before
            own = [k for k in own if not k.gender or k.gender == pronoun]
            known = own[0] if own else self._last(i, pronoun, before)
            if known is None:
                return None
            shown = i if own else self._shown(known, i)
            return known.speaking(shown)
        if own := [k for n, k in self._named[i] if n.end <= start and not k.person]:
            return own[0].speaking(i)
        for place in range(i - 1, max(-1, i - 1 - _LOOKED_BACK), -1):
            bodies = [s for s in before[place] if not self._is_person(s)]
            if bodies:
                return bodies[0]
        return None

    def _is_person(self, speaker: Speaker) -> bool:
        return any(k.person for k in self._known if k.name == speaker.name)

    def _shown(self, known: _Known, i: int) -> int:
        """The nearest sentence up to `i` that names somebody."""
        return max((place for place in known.seen if place <= i), default=i)


def _is_persons(text: str, name: Name) -> bool:
    """Whether a name is a person's by its form or by the title or office before it."""
    before = text[: name.start]
    if any(found.end() >= name.start - 1 for found in OFFICE.finditer(before)):
        return True
    return is_person(name.text) or (_MALE.search(before) or _FEMALE.search(before)) is not None


def _same(known: _Known, text: str, name: Name) -> bool:
    """Whether a name is `known`'s: a part of one only where both are people's."""
    if known.name == name.text:
        return True
    personal = can_be_person(name.text) or _is_persons(text, name)
    return personal and can_be_person(known.name) and same_name(known.name, name.text)


def _telling(text: str) -> frozenset[str]:
    """The words of a text that say something, as they are written there."""
    return frozenset(text[word.start : word.end] for word in telling(text))
