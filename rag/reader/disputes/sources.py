"""Two figures from two sources in one article: "the police counted 4,000, the organisers 15,000".

The article itself says that they differ; whoever asks is shown both, not the first alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.reader.candidates import around
from rag.reader.disputes.accounts import figure, is_of_its_kind
from rag.reader.disputes.newer import change
from rag.reader.say import Said
from rag.text import Quantity, undated_numbers, word_set, words
from rag.types import Evidence

if TYPE_CHECKING:
    from rag.reader.candidates import Candidate
    from rag.reader.encoder import Encoder
    from rag.reader.question import Question

# Logit of a figure of the next sentence, read closely, against "no answer here". No development
# case comes to it: of ten such figures made up for it eight are taken, and of ten that count
# something else three; with -7 seven and two, with -11 nine and four.
COUNTS_THE_SAME = -9.0

_SOURCES = word_set(
    "police organisers organizers union unions company management government ministry officials "
    "authorities brigade coastguard county council city hospital doctors rebels army military "
    "opposition campaigners protesters residents owner owners operator prosecutors prosecution "
    "defence lawyers experts expert newspaper agency office witnesses reporters charity museum"
)
_REPORTED = re.compile(
    r"\b(?:sa(?:id|ys)|count(?:s|ed)?|estimate[sd]?|reckon(?:s|ed)?|according to|believe[sd]?|"
    r"puts? (?:\w+ ){1,4}at|found|sp(?:oke|eaks) of|claim(?:s|ed)?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:](?!\d)|\b(?:but|while|whereas|and)\b")


def two_sources(
    question: Question, best: Candidate, *, encoder: Encoder
) -> tuple[Said, Said] | None:
    """The figure that answers and the one that another source gives in the same breath.

    The same sentence or the next one must report both, each with a source of its own. A question
    that names a source asks for its figure alone.
    """
    mine = figure(question, best)
    if mine is None or _SOURCES & {word.text for word in words(question.plain)}:
        return None
    source = _sources_of(best.text, mine)
    for evidence in filter(None, (best.evidence, best.evidence.after)) if source else ():
        text, together = evidence.sentence.text, evidence is best.evidence
        for other in undated_numbers(text):
            if (
                _count_one_thing(text, other, mine, together=together)
                and change(text, other, mine) == change(best.text, mine, other) == "none"
                and _sources_of(text, other) - source
                and (together or _answers(question, evidence, other, encoder))
            ):
                here = Said(mine.text, (best.evidence,))
                there = Said(other.text, (evidence,))
                first = not together or mine.start < other.start
                return (here, there) if first else (there, here)
    return None


def _count_one_thing(text: str, other: Quantity, mine: Quantity, *, together: bool) -> bool:
    """Whether two figures count one thing; of two in one sentence, either may leave it unnamed."""
    return is_of_its_kind(text, other, mine) or (together and is_of_its_kind(text, mine, other))


def _sources_of(text: str, quantity: Quantity) -> frozenset[str]:
    """Who is said to give a figure, in its own clause; empty where nothing is reported."""
    if not _REPORTED.search(text):
        return frozenset()
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, quantity.start)), default=0)
    after = _CLAUSE.search(text, quantity.end)
    clause = text[start : after.start() if after else len(text)]
    return _SOURCES & {word.text for word in words(clause)}


def _answers(question: Question, evidence: Evidence, other: Quantity, encoder: Encoder) -> bool:
    text, start = around(evidence)
    place = evidence.sentence.start - start + other.start
    reading = encoder.read(question.plain, [text])[0]
    return reading.score(place, place + len(other.text)) >= COUNTS_THE_SAME
