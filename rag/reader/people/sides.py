"""What each side says on a matter: "Who was behind the raid? What does each side claim?".

The answer is not what is so but who says what. Of all that is said in the articles found, each
side's utterance that answers best is told, its speaker first; a government, its people and its
seat are one side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reader.people.asked_of import Saying
from rag.reader.people.quotes import Utterance, utterances_on
from rag.reader.question import Question
from rag.text import same_name, same_power

if TYPE_CHECKING:
    from rag.reader.reading import Reading
    from rag.types import Hit

SIDES = 3  # told, at most
ASIDE = 3.0  # how much less worth another side's utterance may be than the best

_SAY = r"(?:say|claim|tell|maintain|think|argue|allege|state|have to say|give)s?"
_ACCOUNT = r"(?:accounts?|versions?|views?|positions?|stor(?:y|ies)|claims?|takes?|arguments?)"
_EACH = r"(?:each|either|every|both|the two|the different|the various|all)"
_SIDE = r"(?:sides?|part(?:y|ies)|camps?|governments?|of them)"
_OF_EACH = (
    rf"(?:what (?:do|does|did) {_EACH} {_SIDE} {_SAY}|what {_EACH} {_SIDE} {_SAY}|"
    rf"{_EACH} {_SIDE}['’]?s? {_ACCOUNT}|the {_ACCOUNT} of {_EACH} {_SIDE}|"
    rf"what (?:is|are) {_EACH} {_SIDE}['’]?s? {_ACCOUNT})"
)
_ON_IT = r"(?: (?:about|on|of|to) (?:it|this|that|the matter))?"
_PLEASE = r"(?:(?:please )?(?:let me have|give me|tell me|show me|list|i want)\s+)?"
_AT_THE_END = re.compile(
    rf"^(?P<matter>.+?)[?:;,.–—-]\s*(?:and )?{_PLEASE}{_OF_EACH}{_ON_IT}[\s?.!]*$",
    re.IGNORECASE,
)
_AT_THE_START = re.compile(
    rf"^{_PLEASE}{_OF_EACH} (?:about|on|of) (?P<matter>.+?)[\s?.!]*$", re.IGNORECASE
)

_OF_ARTICLES = re.compile(  # "each of them" is then each article
    r"(?:\w+ ){0,3}(?:articles|reports|(?:news)?papers|stories|accounts)\b", re.IGNORECASE
)


def asks_each_side(question: str) -> str:
    """Return the matter on which `question` wants each side heard; "" where it wants no such.

    >>> asks_each_side("Who set the fire: what does each side claim?")
    'Who set the fire?'
    >>> asks_each_side("Who set the fire, and when?")
    ''
    >>> asks_each_side("Two papers tell who set the fire. What does each of them say?")
    ''
    """
    found = _AT_THE_END.match(question.strip()) or _AT_THE_START.match(question.strip())
    if not found or _OF_ARTICLES.match(found["matter"]):
        return ""
    return f"{found['matter'].rstrip(' ?:;,.–—-')}?"


def of_each_side(matter: str, hits: Sequence[Hit], reading: Reading) -> list[Utterance]:
    """Return what each side says on `matter`, best first; [] where only one side is heard."""
    told = utterances_on(Saying("", matter), Question(matter), hits, reading)
    chosen: list[Utterance] = []
    for each in told:
        if len(chosen) == SIDES or each.worth < told[0].worth - ASIDE:
            break
        if each.speaker.name and not any(_one_side(each, other) for other in chosen):
            chosen.append(each)
    return chosen if len(chosen) > 1 else []


def _one_side(one: Utterance, other: Utterance) -> bool:
    """Whether two speakers are one, or speak for one government; or one sentence is both's."""
    if one.evidence.key == other.evidence.key or same_name(one.speaker.name, other.speaker.name):
        return True
    return any(
        same_power(mine, theirs)
        for mine in one.speaker.called
        for theirs in other.speaker.called
        if mine[:1].isupper() and theirs[:1].isupper()
    )
