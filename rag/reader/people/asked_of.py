"""Whose words a question asks for, on what, and whether a speaker is the one it asks about.

"The coach" is whom an article calls so; Norway speaks by its officials, and "Moscow said" is
Russia's word.

Elsewhere: who says each sentence (attribution.py), which of them answers (quotes.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reader.people.attribution import Speaker
from rag.reader.people.saying import SAY, SAY_OR_DO
from rag.reader.question import Question
from rag.text import (
    DO,
    HAVE,
    akin,
    can_be_person,
    country,
    is_person,
    names,
    names_in,
    normalised,
    same_name,
    same_power,
    stem,
    stems,
    telling,
    word_set,
)
from rag.types import Passage

SPEAKS_FOR = 0.9  # how well an official of a country is the country that is asked about
BESIDE = 0.8  # of a word that calls a speaker, where only the speaker's article has it

_AS = r"(?:once |then |later |also |\w+ly )?"
_DOES = rf"(?:{DO}|{HAVE}|would|will)"
_WHAT_SAID = (
    re.compile(
        rf"^(?:what|how|why|which|whom|who)\b.*?\b{_DOES} (?P<who>[^,?]+?) "
        rf"{_AS}(?-i:{SAY})\b(?P<about>.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:what|how) {_DOES} (?P<who>[^,?]+?) {_AS}(?-i:{SAY_OR_DO})\b(?P<about>.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^what (?:reason|explanation|answer|comment|advice|reply|response|excuse|warning|"
        rf"promise)s?\b.*?\b{_DOES} (?P<who>[^,?]+?) (?:give|offer|make|have|cite)\b(?P<about>.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^what (?:is|was|were|are) (?P<who>[^,?]+?)['’]s? (?:\w+ )?(?:reaction|response|answer|"
        r"reply|comment|view|opinion|verdict|words|advice|explanation|position(?! (?:in|at|as)\b)|"
        r"stance|message|warning|promise)s?\b"  # no response time
        r"(?P<about>$| (?:to|on|about|of|over|for|against|towards?|when|if|after|before|in|at|as|"
        r"that|regarding|concerning)\b.*)$",
        re.IGNORECASE,
    ),
)
_WHO_SAID = re.compile(
    r"^who (?:else )?(?:was it (?:who|that) )?(?:has |had )?"
    r"(?:(?:said|says|told|thought|thinks|stated|declared|claimed|claims)\b|"
    r"(?=(?:called|described|compared|likened|warned|promised|denied|denies|accused|announced|"
    r"stressed|argued|joked|insisted|admitted|explained|complained|predicted|believed|believes|"
    r"criticised|criticized|praised|thanked|commented|suggested|felt)\b))(?P<about>.+)$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^“”\"]*\b[a-z][^“”\"]*)[”\"]")  # no title: "Red Dust"
_OF = re.compile(r"\b(?:of|for|at|in|from|to|on|with|near|who|that)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Saying:
    """Whose words a question asks for, or with no `who` for the one who said something."""

    who: str
    about: str

    @classmethod
    def of(cls, question: str) -> Saying | None:
        """What `question` asks of what was said; None where it asks nothing of the kind."""
        asked = question.strip().rstrip("?. ")
        for form in _WHAT_SAID:
            found = form.search(asked)
            if found and Question(asked[: found.start("who")]).wants == "other":
                return cls(found["who"].strip(), found["about"].strip())
        if found := _WHO_SAID.search(asked):
            return cls("", found["about"].strip())
        return None

    def is_of(self, text: str) -> bool:
        """Whether a text has the words that the question quotes; True for one that quotes none.

        >>> asked = Saying.of("Who said “no limits”?")
        >>> asked.is_of("“There are no limits,” Poe said."), asked.is_of("Poe said it was hard.")
        (True, False)
        """
        said = {*stems(text)}
        return all({*stems(quoted)} <= said for quoted in _QUOTED.findall(self.about))

    def fit(self, speaker: Speaker, article: frozenset[str]) -> float:
        """How well `speaker` is the one asked about, by name or by what it is called; 0 for not.

        "The mayor of Poe" may be just "the mayor" in an article that has Poe among its words; the
        lawyer of Ann Poe is none in one that does not speak of her.
        """
        head = _OF.split(self.who, maxsplit=1)[0].strip()
        own = names(f"x {head}")
        if own and own[-1].end == len(head) + 2:
            return _bears(own[-1].text, speaker)
        told = [word.text for word in telling(head)]
        if set(told) and set(told) <= {word.lower() for word in speaker.name.split()}:
            return 1.0  # a name typed without capitals
        called = {plain_stem(word) for word in speaker.called}
        if not told or plain_stem(told[-1]) not in {plain_stem(noun) for noun in speaker.is_a}:
            return 0.0
        named = names(f"x {self.who}")
        if any(is_person(n.text) and plain_stem(n.text.split()[-1]) not in article for n in named):
            return 0.0
        places = {plain_stem(word) for name in named for word in name.text.split()} & article
        every = [word.text for word in telling(self.who)]
        met = sum(
            1.0
            if plain_stem(w) in called or _is_of(w, speaker)
            else BESIDE * (plain_stem(w) in places)
            for w in every
        )
        return met / len(every)


_APART = word_set(  # who is of another side, though called by this one's name
    "ally allies critic critics opponent opponents rival rivals enemy enemies neighbours"
)


def _bears(name: str, speaker: Speaker) -> float:
    """How well `speaker` bears a name, or speaks for the body or country of that name."""
    if speaker.name and same_name(_land(name), _land(speaker.name)):
        return 1.0
    if _APART & {word.lower() for word in speaker.called}:
        return 0.0
    parts = {normalised(word) for word in name.split()}
    if len(parts) > 1 and parts <= {normalised(word) for word in speaker.called}:
        return SPEAKS_FOR
    no_person = country(name) or not can_be_person(name)
    return SPEAKS_FOR if no_person and _is_of(name, speaker) else 0.0


def _land(name: str) -> str:
    """The country whose government sits in `name`, or `name`: "Moscow said" is Russia's word."""
    return country(name).removeprefix("the ") or name


def _is_of(name: str, speaker: Speaker) -> bool:
    """Whether a country or body is among the words that a speaker is called by, in any form."""
    return any(same_power(name, word) for word in speaker.called if word[0].isupper())


def plain_stem(word: str) -> str:
    """A word as those that call a speaker are compared: "U.S." is "us"."""
    return stem(word.lower().replace(".", ""))


_ABOUT = re.compile(r"(?:about|on|regarding|concerning)\b")


def said_on(question: str) -> list[str]:
    """The names about which a question asks what somebody said; [] where it asks no such thing.

    >>> said_on("What did the mayor of Hay say about Lund?"), said_on("What did Poe call Hay Hill?")
    (['Lund'], [])
    """
    saying = Saying.of(question)
    if saying is None or not saying.who or not _ABOUT.match(saying.about):
        return []
    return [*names_in(f"x {saying.about}")]


def speaks_of_any(called: Sequence[str], passages: Sequence[Passage]) -> bool:
    """Whether one of some names stands in some passages or their titles, in any form."""
    held = {
        name.text
        for passage in passages
        for text in (passage.title, passage.text)
        for name in names(text)
    }
    return any(akin(name, other) or same_power(name, other) for name in called for other in held)
