"""One place or person under two names: Belgrade where another article has Belgorod, Jon for Jan.

Two articles tell of one event in much the same words, and where one has a name the other has one
that looks like it; neither has the other's. Whichever is right, a person who asks where it
happened, or who it was, is shown both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING

from rag.reader.candidates import names_met
from rag.reader.disputes.agreement import SAME_EVENT, share_in_common
from rag.reader.say import HELD_SURE, Said, is_sure
from rag.text import names_in, same_name, telling
from rag.types import Evidence, Passage

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question
    from rag.reader.reading import Reading

SHORTEST = 5  # letters of a name; Iran and Iraq are alike by chance
# Belgorod and Belgrade: .75; unrelated places with one initial: mostly below .5. From .6 to .75 the
# 602 development cases of both folders are answered the same, with .8 one fewer passes, and with .5
# two are answered otherwise.
ALIKE = 0.65
ENDING = 2  # letters in which a country and its people differ: Russia, Russian
FULL = 2  # words of a name that is one person's

_EITHER = re.compile(
    r"\b(?P<one>[A-Z][\w’-]+),? or (?:(?:in|near|at|by|from|to|of) )?(?:the )?"
    r"(?P<other>[A-Z][\w’-]+)"
)

_WHETHER_IN = re.compile(
    r"(?:is|was|were|did|has|have)\b.+? (?:in|at|near|on) (?:the )?(?P<where>[A-Z][\w’-]+)"
    r"(?: (?:region|province|district|area|city|town|village|itself))?[\s?.!]*",
    re.IGNORECASE,
)


def rivals(
    question: Question, found: Sequence[Candidate], reading: Reading
) -> tuple[Said, Said] | None:
    """Return the two names with a sentence for each, the best sentence's article first.

    `found` is sorted, best first, and not empty. The event is looked for in the best sentence's
    passage and in the ones beside it. A sure answer that is neither of the two stands, if it is a
    name: "a border region" does not.
    """
    index = reading.index
    for here in _beside(found[0].evidence.passage, index):
        for there in reading.like(here):
            same_event = share_in_common(question, here.text, there.text) >= SAME_EVENT
            about_both = all(names_met(question, part.text) == 1 for part in (here, there))
            if there.witness == here.witness or not same_event or not about_both:
                continue
            for mine, theirs in _pairs(here, there):
                if is_sure(found[0]) and _is_a_name(found[0].words) and mine not in found[0].text:
                    continue
                if not _holds(index, here, theirs) and not _holds(index, there, mine):
                    return (
                        _side(question, here, mine, there.text, found, index),
                        _side(question, there, theirs, here.text, found, index),
                    )
    return None


def choice_between(
    question: Question, found: Sequence[Candidate], reading: Reading
) -> tuple[Said, Said] | None:
    """Return two names of one place with a sentence for each, where two articles on one event have
    one each: those that a question leaves open ("Hay or Haye?"), or the one that it asks whether
    something was there ("Was the fire in Hay?") and its rival.

    `found` is sorted, best first. The names are alike: whichever article is right, neither has the
    other's.
    """
    index, passages = reading.index, list(dict.fromkeys(c.evidence.passage for c in found))
    for one, other in _left_open(question, passages):
        here, there = ([p for p in passages if name in _words(p)] for name in (one, other))
        for mine, theirs in product(here, there):
            if (
                mine.witness != theirs.witness
                and share_in_common(question, mine.text, theirs.text) >= SAME_EVENT
                and not _holds(index, mine, other)
                and not _holds(index, theirs, one)
            ):
                return (
                    _side(question, mine, one, theirs.text, found, index),
                    _side(question, theirs, other, mine.text, found, index),
                )
    return None


def _left_open(question: Question, passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """The two names that may be meant for one: both the question's, or its place and a rival."""
    if either := _EITHER.search(question.plain):
        if alike(either["one"], either["other"]):
            yield either["one"], either["other"]
        return
    asked = _WHETHER_IN.fullmatch(question.plain)
    if asked and list(question.names) == [asked["where"]]:
        told = dict.fromkeys(name for passage in passages for name in _words(passage))
        yield from ((asked["where"], name) for name in told if alike(asked["where"], name))


def namesakes(
    question: Question, found: Sequence[Candidate], reading: Reading
) -> tuple[Said, Said] | None:
    """Return the full name that answers and the one that another article gives the same person.

    `found` is sorted, best first, and not empty. One of the two words of the name is the same and
    the other looks like it. Namesakes there are many: the passages must tell of one event.
    """
    best, index = found[0], reading.index
    here = best.evidence.passage
    mine = next((n for n in names_in(best.text) if n in best.words and " " in n), "")
    if (
        not mine
        or not is_sure(best, least=HELD_SURE)
        or any(same_name(mine, asked) for asked in question.names)
    ):
        return None
    for there in reading.like(here):
        if (
            there.witness == here.witness
            or share_in_common(question, here.text, there.text) < SAME_EVENT
        ):
            continue
        for name in dict.fromkeys(names_in(there.text)):
            if (
                miswritten(mine, name)
                and not _holds(index, here, name, in_full=True)
                and not _holds(index, there, mine, in_full=True)
            ):
                other = _side(question, there, name, here.text, found, index)
                return Said(mine, (best.evidence,)), other
    return None


def miswritten(one: str, other: str) -> bool:
    """Whether two full names are alike in one word and the same in the rest.

    >>> miswritten("Jonas Tell", "Jonah Tell"), miswritten("Ann Karsen", "Ann Carsens")
    (True, True)
    >>> miswritten("Jonas Tell", "Sarah Tell"), miswritten("Jonas Tell", "Jonas Tell")
    (False, False)
    """
    mine, theirs = one.casefold().split(), other.casefold().split()
    if len(mine) < FULL or len(mine) != len(theirs) or same_name(one, other):
        return False
    differ = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return len(differ) == 1 and SequenceMatcher(None, *differ[0]).ratio() >= ALIKE


def _is_a_name(answer: str) -> bool:
    """Whether the telling words of an answer all have their capitals: "in New York".

    >>> _is_a_name("in New York"), _is_a_name("the Russian border region")
    (True, False)
    """
    return all(answer[word.start].isupper() for word in telling(answer))


def _beside(passage: Passage, index: Index) -> list[Passage]:
    """The passage, the one after it and the one before it."""
    whole = index.passages_of(passage.document)
    place = next((i for i, each in enumerate(whole) if each.start == passage.start), None)
    if place is None:  # the article has been indexed anew in between
        return [passage]
    return [whole[i] for i in (place, place + 1, place - 1) if 0 <= i < len(whole)]


def alike(one: str, other: str) -> bool:
    """Whether two names look like one name written twice, and are not forms of one another.

    >>> alike("Belgorod", "Belgrade"), alike("Russia", "Russian"), alike("Moscow", "Beijing")
    (True, False, False)
    """
    a, b = one.casefold(), other.casefold()
    shortest = min(len(a), len(b))
    if shortest < SHORTEST or a[0] != b[0] or same_name(one, other):
        return False
    matcher = SequenceMatcher(None, a, b)
    stem = matcher.find_longest_match(0, len(a), 0, len(b))
    one_form = stem.a == stem.b == 0 and stem.size >= shortest - ENDING
    return not one_form and matcher.ratio() >= ALIKE


def _pairs(here: Passage, there: Passage) -> Iterator[tuple[str, str]]:
    for mine in _words(here):
        for theirs in _words(there):
            if alike(mine, theirs):
                yield mine, theirs


def _words(passage: Passage) -> list[str]:
    return list(dict.fromkeys(n for n in names_in(passage.text) if " " not in n))


def _holds(index: Index, passage: Passage, name: str, *, in_full: bool = False) -> bool:
    """Whether the passage's article has the name anywhere; `in_full`, not as a surname alone."""
    whole = index.passages_of(passage.document)
    held = (n for part in whole for n in names_in(part.text) if " " in n or not in_full)
    return any(same_name(name, other) for other in held)


def _side(
    question: Question,
    passage: Passage,
    name: str,
    other: str,
    found: Sequence[Candidate],
    index: Index,
) -> Said:
    """The sentence of the article that has the name, answers, and fits the `other` account."""
    scores = {candidate.evidence.key: candidate.score for candidate in found}
    told = [
        Evidence(part, sentence)
        for part in (*index.passages_of(passage.document), passage)
        for sentence in part.sentences
        if name in sentence.text
    ]

    def worth(each: Evidence) -> float:
        return scores.get(each.key, 0.0) + share_in_common(question, each.sentence.text, other)

    return Said(name, (max(told, key=worth),))
