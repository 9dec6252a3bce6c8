"""What a conversation is about: its matter, its things and its places, by rules.

Elsewhere: people (rag/people.py), where the words stand that these take the place of
(rag/referents.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.people import ACTS, AT_A_PLACE, answering, asks_person, is_person, people
from rag.phrasing import NOUNS_TOO, VERBS, statement
from rag.text import STOP_WORDS, Name
from rag.turns import Turn, names

_ASKS_THING = re.compile(
    r"\b(?:which|what)(?:['’]s| (?:is|was|are|were))? (?:the )?"
    r"(?:names? of|title of|[\w-]+ called)|"
    r"\b(?:which|what) (?!year|month|day|date|time|way|kind|sort|type|else|other|happened|part\b)"
    r"(?:[a-z-]+ ){0,2}?[a-z-]{3,} (?:is|was|are|were|did|does|do|has|have)\b",
    re.IGNORECASE,
)
_NO_NOUNS = STOP_WORDS | (VERBS - NOUNS_TOO) | {"worth", "like", "able", "ready"}
_BOTH = re.compile(r",? (?:and|&|meet(?: with)?|met(?: with)?) ")
_NOUN_PHRASE = re.compile(
    r"\b(?P<owner>the|a|an|this|that|these|those|"
    r"(?:[A-Z][\w’'-]{0,30}\s){0,3}[A-Z][\w-]{0,30}['’]s?) "
    r"(?P<noun>(?:[\w-]+ ){0,3}?[\w-]+?)"
    r"(?= (?:of|in|at|on|for|to|with|by|from|after|before|during|is|was|were|are|has|have|had|"
    r"that|which|who|and|or|when)\b|[?.,]|$)"
)
_COMPLEMENT = re.compile(
    r"^ (?:of|at|in|on|between|for|with|near) (?:the )?"
    r"[A-Z][\w’'-]*(?: (?:and |of )?[A-Z][\w’'-]*)*"
)


def place(said: Sequence[Turn]) -> str:
    """The place last spoken of, without its preposition."""
    for turn in reversed(said):
        if re.match(r"where\b", turn.question, re.IGNORECASE) and names(turn.head):
            return names(turn.head)[0].text
        for text in (turn.answer, turn.question):
            for name in names(text):
                if AT_A_PLACE.search(text[: name.start]) and not is_person(name.text):
                    return name.text
    return ""


def thing(said: Sequence[Turn], *, several: bool = False) -> str:
    """What "it", or with `several` "they", stands for: no person, unless several."""
    for turn in reversed(said):
        if several and (both := _both(turn.question)):
            return both
        wanted = _ASKS_THING.search(turn.question) or (several and asks_person(turn.question))
        if wanted and (new := _new_thing(turn, several=several)):
            return new
        phrase = noun_phrase(turn.question)
        if phrase and (not several or re.search(r"(?<!s)s\b", phrase)):
            return phrase
        persons = people(turn.question) if ACTS.search(turn.question) else []
        for name in names(turn.question):
            no_person = not is_person(name.text) and name.text not in persons
            if (several or no_person) and (name.start or " " in name.text):
                return name.text
    return ""


def _both(text: str) -> str:
    """The two who are named together: "Ann Poe and Jon Ray"."""
    found = names(text)
    for one, other in pairwise(found):
        if _BOTH.fullmatch(text[one.end : other.start]):
            return f"{one.text} and {other.text}"
    return ""


def _new_thing(turn: Turn, *, several: bool) -> str:
    """The name in the answer that the question does not have."""
    if several and names(turn.head):
        return turn.head
    for text in (turn.head, turn.answer):
        for name in names(text):
            if not is_person(name.text) and name.text.lower() not in turn.question.lower():
                return name.text
    return ""


def noun_phrase(question: str) -> str:
    """What `question` is about where it says so with a noun: "the pay strike at Poe Steel"."""
    for found in _NOUN_PHRASE.finditer(question):
        noun = _without_verb(found["noun"])
        if noun and noun not in STOP_WORDS:
            owner = found["owner"]
            owner = "the" if owner.lower() in ("a", "an", "the") else owner
            whole = f"{owner} {noun}"
            after = question[found.start("noun") + len(noun) :]
            complement = _COMPLEMENT.match(after)
            return whole + (complement.group() if complement else "")
    return ""


def _without_verb(noun: str) -> str:
    """The words before a verb that ends them: "raid planned" in "Was the raid planned?"."""
    before, _, last = noun.rpartition(" ")
    verb = last in VERBS - NOUNS_TOO or re.search(r"ed$|^held$|^made$", last)
    return before if verb else noun


def topic(said: Sequence[Turn]) -> str:
    """What the last question is about, in a few words: its noun or its names."""
    for turn in reversed(said):
        if noted := re.search(r" \(([^()]+)\)\?$", turn.question):
            return noted[1]
        named = [n for n in names(turn.question) if n.start or " " in n.text]
        phrase = noun_phrase(turn.question)
        if named:
            both = _both(turn.question) or _with_noun(turn.question, named[0])
            return phrase if names(phrase) else both
    return noun_phrase(said[-1].question) if said else ""


def _with_noun(question: str, name: Name) -> str:
    """`name` with the names and common nouns that it goes before: "Port Poe harbour"."""
    end = name.end
    if joined := re.compile(r"(?:-| and | & )[A-Z][\w-]+").match(question, end):
        end = joined.end()
    if re.search(r"\b(?:did|do|does)\s+$", question[: name.start], re.IGNORECASE):
        return question[name.start : end]
    while word := re.compile(r" ([a-z]{3,})\b").match(question, end):
        if word[1] in _NO_NOUNS or word[1].endswith(("ed", "ing")):
            break
        end = word.end()
    return question[name.start : end]


def matter(turn: Turn) -> str:
    """What the turn's question takes for granted, as a clause, or what it is about."""
    return statement(turn.question, answering(turn)) or topic([turn])
