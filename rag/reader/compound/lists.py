"""Lists as articles tell them: several things in one sentence, or one after another.

"Bread, salt and oil" is a list by itself. Where sentences tell it, the next begin with words that
go on from the first: "Several asked about noise. Others wanted the chimney kept."
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reader.disputes.agreement import adds_nothing, same_sentence
from rag.text import BE, HAVE
from rag.types import Evidence

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate

# Chosen on the development questions.
SENTENCES = 4  # told of a list, at most
ENUMERATES_SHARE = 0.5  # of the best sentence's score, for one that lists things to be taken alone
SHARE = 0.35  # of the best sentence's score, for the further items
SOON = 2  # sentences after one that lists, in which the list can go on

# No clause is an item: "Ann, once head of the bank, was fined and ..." lists nothing.
_CLAUSE = (
    rf"(?:{BE}|{HAVE}|will|would|said|says|who|whom|which|that|but|so|when|where|"
    r"while|because|after|before|if|he|she|it|they)\b"
)
_WORD = rf"(?!{_CLAUSE})[^\s,;:.()]+"
_ITEM = rf"(?:{_WORD} ){{0,5}}?{_WORD}"
_ENUMERATION = re.compile(rf"{_ITEM}, {_ITEM},? (?:and|or|as well as) {_WORD}")  # its last three
_SETTING = re.compile(  # "On Monday, the mayor and the council met" lists nothing either
    r"(?:On|In|At|By|For|With|After|Before|During|Since|Under|Meanwhile|However|Later|Earlier|But|"
    r"And)\b[^,]*,\s"
)
_GOES_ON = re.compile(
    r"(?:(?:still |yet )?others?|another|the (?:other|others|rest|second|third|fourth|last)|"
    r"a (?:second|third|fourth|further)|also|besides|in addition|moreover|furthermore|finally|"
    r"second(?:ly)?|third(?:ly)?|lastly)\b",
    re.IGNORECASE,
)


def enumerates(sentence: str) -> bool:
    """Whether a sentence lists three or more things.

    >>> enumerates("They sell bread, salt and oil."), enumerates("They sell bread and salt.")
    (True, False)
    """
    led = _SETTING.match(sentence)
    return bool(_ENUMERATION.search(sentence, led.end() if led else 0))


def _going_on(candidate: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of `found` that go on from a candidate's, soon after it in its passage."""
    known = {c.evidence.key: c for c in found}
    sentences = candidate.evidence.passage.sentences
    at = sentences.index(candidate.evidence.sentence)
    told: list[Candidate] = []
    for place, sentence in enumerate(sentences[at + 1 :], start=at + 1):
        if place > at + SOON:
            break
        next_one = known.get(Evidence(candidate.evidence.passage, sentence).key)
        if next_one and _GOES_ON.match(sentence.text) and not sentence.is_heading:
            told.append(next_one)
            at = place
    return told


def listed(found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that list the items together, or those that they are spread over."""
    for candidate in found:
        if candidate.score < ENUMERATES_SHARE * found[0].score:
            break
        on = _going_on(candidate, found)
        if (enumerates(candidate.text) or on) and not candidate.evidence.sentence.is_heading:
            return [candidate, *on][:SENTENCES]
    spread = [each for c in best_apart(found) for each in (c, *_going_on(c, found))]
    return list({c.evidence.key: c for c in spread}.values())[:SENTENCES]


def best_apart(
    found: Sequence[Candidate], *, most: int = SENTENCES, share: float = SHARE
) -> list[Candidate]:
    """The best sentences that differ, at most `most`, each with `share` of the score of the best:
    what a list is spread over, or what a fact needs beside its sentence. Left out are the same one
    in two articles and one that only says again what the others say.
    """
    best = found[0]
    chosen: list[Candidate] = []
    for candidate in found:
        if len(chosen) == most or candidate.score < share * best.score:
            break
        if chosen and candidate.signals["heading"]:  # it says again what its article says
            continue
        if not any(
            same_sentence(candidate.text, other.text) or adds_nothing(candidate.text, other.text)
            for other in chosen
        ):
            chosen.append(candidate)
    return chosen
