"""Sentences that say the very thing asked is not known, or was not said.

News tells what it could not find out: "The company did not say who had been in command", "Why the
motor burnt out could not be established", "A new date has not been named". Such a sentence is no
answer to "Who was in command?", and the best proof that the articles hold none.

Rules over English: a phrase of not knowing or not telling, and what stands in the place of its
object, or of its subject in the passive, by the sort of thing that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.reader.measures import wants_money
from rag.reader.naming import unnamed
from rag.reader.question import Question
from rag.reader.say import is_sure
from rag.text import BE, DO, HAVE, MODAL, dates, root, telling_words, word_set

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.encoder import Encoder

NEXT_BEST = 3  # sentences whose articles are taken to be on the matter
LOOKED_AT = 40  # sentences, best first, among which that one may be
# Chosen on the development questions of both folders: of 341 that articles answer or correct, seven
# have such a sentence in sight, and none is held to be left open; eight of those refused are.
NEAR = 0.25  # cosine of two words for one thing: "teacher" and "lessons" are at .30
LESS = 0.5  # by how much less of the question's matter may stand about it than about the best one
LESS_BARE = 0.2  # the same, where its own words do not say what is left open ("He was not named")
FIRST_WORDS = 5  # of a thing left open, that say of what sort it is
_SAYS_SORT = word_set(
    "name names named identity date dates day hour time reason reasons cause causes motive figure "
    "figures number sum amount estimate new other colleague man woman person people victim"
)

_NOT = rf"(?:{DO}|{HAVE}|{MODAL})(?:n['’]t| not| never)(?: yet)?"
_TELL = (
    r"(?:say|said|tell|told(?: \w+)?|reveal(?:ed)?|disclosed?|know|give|given|"
    r"names?|named|explain(?:ed)?|specif(?:y|ied)|identif(?:y|ied))"
)
# With what is not told behind it, or before it where nothing follows ("Where, he did not say.").
_UNTOLD = re.compile(
    rf"\b(?:{_NOT}(?: (?:wish|want) to)? {_TELL}|"
    r"(?:declin|refus)(?:ed|es|ing) to (?:say|name|give|put|disclose|reveal|specify|identify)|"
    r"would not be drawn on|(?:would not|declin(?:ed|es|ing) to) comment on|"
    r"too (?:early|soon) to (?:say|tell)|(?:gave|given|giving) (?:no|neither)|"
    r"(?:nobody|no one) (?:knows|knew)|without (?:saying|giving|naming))\b",
    re.IGNORECASE,
)
_SILENT = re.compile(rf"\b{_NOT}(?: (?:wish|want) to)? (?:say|said|disclosed?|revealed?)\b", re.I)
# With what is not known before it.
_UNKNOWN = re.compile(
    r"\b(?:(?:is|are|was|were|(?:has|have|had)(?= \w+ (?:\w+ )?been))"
    r"(?:n['’]t| still not| not| never)(?: yet)?(?: been)? "
    r"(?:known|named|given|disclosed|established|identified|explained|settled|fixed|set|decided|"
    r"announced|made public|published|clear|revealed)|"
    r"could not be (?:established|determined|known|named|identified|explained)|"
    r"(?:is|are|was|were|remains?|remained) "
    r"(?:unknown|unclear|undecided|unnamed|unidentified|unexplained|being examined))\b",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(rf", [^,.;]{{1,40}},(?= (?:{BE}|{HAVE}|would|will)\b)")
_PAUSE = re.compile(r"[.;:!?”\"()–—]|,? (?:and|but|though|although|as|because|since) ", re.I)
# What may be untold, by the words that say so.
_SORTS = {
    "name": re.compile(r"\b(?:who|whom|whose name|names?|identity)\b", re.I),
    "which": re.compile(r"\b(?:which|who|names?)\b", re.I),
    "time": re.compile(r"\b(?:when|dates?|hour|what day|how soon|what time|timetable)\b", re.I),
    "place": re.compile(r"\bwhere(?:abouts)?\b", re.I),
    "cause": re.compile(r"\b(?:why|causes?|reasons?|motives?|what|how)\b", re.I),
    "sum": re.compile(
        r"\b(?:how much|prices?|fees?|costs?|sums?|figures?|estimates?|amounts?|value|what)\b", re.I
    ),
    "whether": re.compile(r"\b(?:whether|if)\b", re.I),
    "number": re.compile(r"\b(?:how (?!much)\w+|numbers?|figures?)\b", re.I),
}
_WHICH = re.compile(
    r"^(?:(?:from|by|for|to|with|of|in|on|at) )?(?:which|what (?!is\b|are\b|was\b|were\b|did\b|"
    r"does\b|do\b|has\b|have\b|had\b|will\b|would\b|can\b|could\b))",
    re.IGNORECASE,
)
_WHO = re.compile(r"^(?:who|whose|whom|(?:what|which) (?:person|man|woman))\b", re.I)
_CAUSED = re.compile(
    r"^what (?:\w+ )?(?:started|caused|made|sparked|triggered|set off|went wrong)\b", re.I
)
_NAMING = re.compile(r"\b(?:named?|names|identif\w+)$", re.I)


def leaves_open(asked: Question, found: Sequence[Candidate], encoder: Encoder) -> Candidate | None:
    """The sentence that says of the very thing asked that it is not known or was not told.

    `found` is sorted, best first. The sentence must stand in an article of the best ones, on as
    much of the question's matter as the best has, and what it leaves open must be in the question.
    """
    sort = sort_asked(asked)
    if not sort or not found:
        return None
    documents = {c.evidence.passage.document for c in found[:NEXT_BEST]}
    return next(
        (
            candidate
            for candidate in found[:LOOKED_AT]
            if candidate.evidence.passage.document in documents
            and any(
                _is_asked(thing, asked, encoder)
                and _is_on_matter(candidate, found[0], bare=not _own_words(thing))
                for thing in things_left_open(sort, candidate.text)
            )
        ),
        None,
    )


def _is_on_matter(candidate: Candidate, best: Candidate, *, bare: bool) -> bool:
    """Whether a sentence and what stands before it hold nearly as much of the question as the best
    one does, and no sure answer holds as much by itself.
    """
    held = candidate.signals["near_before"]
    if held < best.signals["near_before"] - (LESS_BARE if bare else LESS):
        return False
    return not (bare and is_sure(best) and best.signals["near"] >= held - LESS_BARE)


def is_silent(sentence: str) -> bool:
    """Whether `sentence` says of somebody that they did not tell: that denies no deed.

    >>> is_silent("It has not said at what price."), is_silent("It was not sold.")
    (True, False)
    """
    return bool(_SILENT.search(sentence))


def sort_asked(asked: Question) -> str:
    """What sort of thing `asked` wants, of those that news says it does not know; "" for others.

    >>> sort_asked(Question("What caused the fire?")), sort_asked(Question("Was there a fire?"))
    ('cause', 'whether')
    """
    plain, wants = asked.plain, asked.wants
    sorts = (
        ("cause", asked.kind == "reason" or _CAUSED.search(plain)),
        ("whether", asked.kind == "yes_no"),
        ("", asked.kind != "fact"),
        ("sum" if wants_money(plain) else "number", wants == "number"),
        ("name", _WHO.search(plain) or unnamed(plain)),
        (wants, wants in {"time", "place"}),
        ("which", _WHICH.search(plain)),
    )
    return next((sort for sort, holds in sorts if holds), "")


def things_left_open(sort: str, sentence: str) -> list[str]:
    """The things of `sort` that `sentence` says are not known or were not told.

    >>> things_left_open("name", "The line did not say who was in command.")
    ['who was in command']
    >>> things_left_open("time", "The line did not say who was in command.")
    []
    """
    return [
        thing
        for thing in _not_told(sentence)
        if _SORTS[sort].search(" ".join(thing.split()[:FIRST_WORDS]))
    ]


def _not_told(sentence: str) -> Iterator[str]:
    for cue in _UNTOLD.finditer(sentence):
        told = _PARENTHESIS.sub("", sentence[cue.end() :])
        after = _PAUSE.split(told, maxsplit=1)[0].strip()
        naming = "name of " if _NAMING.search(cue.group()) else ""
        yield naming + (after or _before(sentence, cue.start()))
    for cue in _UNKNOWN.finditer(sentence):
        naming = "name of " if _NAMING.search(cue.group()) else ""
        yield naming + _before(sentence, cue.start())


def _before(sentence: str, end: int) -> str:
    return _PAUSE.split(sentence[:end])[-1].strip()


def _own_words(thing: str) -> list[str]:
    """The words of a thing left open that say which it is."""
    dated = [(day.start, day.end) for day in dates(thing)]
    return [
        w.text
        for w in telling_words(thing)
        if w.text.isalpha()
        and w.text not in _SAYS_SORT
        and not any(start <= w.start < end for start, end in dated)
    ]


def _is_asked(thing: str, asked: Question, encoder: Encoder) -> bool:
    """Whether such words are the question's, or near them: all, or of three and more two thirds."""
    words_asked = [word for word in asked.written.values() if word.isalpha()]
    known = {root(word) for word in words_asked}
    own = _own_words(thing)
    others = [word for word in own if root(word) not in known]
    if not others or not words_asked:
        return not others
    cosine = encoder.word_vectors(others) @ encoder.word_vectors(words_asked).T
    foreign = int((cosine.max(axis=1) < NEAR).sum())
    return foreign <= (len(own) // 3 if others != own else 0)
