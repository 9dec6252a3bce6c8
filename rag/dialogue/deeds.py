"""What somebody did, as a thing that can be spoken of: "Poe’s visit to Velm".

Elsewhere: the things that a question calls by a noun (subjects.py).
Not promised: other deeds than those below.
"""

from __future__ import annotations

import re
from functools import cache

from rag.dialogue.phrasing import plain
from rag.text import AUXILIARY, PREPOSITION, root, word_set, words

EVENTS = word_set(
    "accident arrest assault attack ballot battle blast bombing ceasefire clash collapse crash "
    "conference drought earthquake eclipse election explosion famine final fire flood game hearing "
    "incident incursion invasion launch march match meeting merger murder offensive operation "
    "outbreak protest raid rally referendum rescue robbery shooting siege strike storm summit "
    "takeover talks theft tournament treaty trial trip visit vote war wedding"
)
_NOUNS = """apologise:apology to; arrest:arrest of; attack:attack on; bomb:bombing of; die:death;
    dismiss:dismissal of; elect:election of; evacuate:evacuation of; explode:explosion;
    invade:invasion of; kill:killing of; launch:launch of;
    meet:meeting with; merge:merger with; murder:murder of; raid:raid on; rescue:rescue of;
    resign:resignation; retire:retirement; shell:shelling of; sink:sinking of; speak:talk with;
    steal:theft of; talk:talk with;
    travel:trip; visit:visit to"""
_DONE = re.compile(rf"(?:^|^.*? (?-i:(?=[a-z])))(?P<aux>{AUXILIARY}) (?P<rest>.+)$", re.IGNORECASE)
_WHO = re.compile(r"^who (?P<verb>[a-z]+) (?P<rest>.+)$", re.IGNORECASE)
_NOTE = re.compile(r" \([^()]*\)$|^\w+ was it that\b.*$")  # what stands there is no question
_WITH = re.compile(r" (?:to|with) (?=[A-Z]|the\b)")
_NO_OBJECT = re.compile(rf"(?:$| (?:{PREPOSITION}|last|this|yesterday|today)\b)")
LONGEST_SUBJECT = 5  # words


def deed(question: str) -> str:
    """What `question` asks the circumstances of, as a thing; "" where it is no known deed.

    >>> deed("When did Ann Poe visit Velm?"), deed("Who attacked Velm?"), deed("Was Poe arrested?")
    ('Ann Poe’s visit to Velm', 'the attack on Velm', 'the arrest of Poe')
    """
    asked = _NOTE.sub("", plain(question))
    if found := _WHO.match(asked):
        noun = _nouns().get(root(found["verb"]), "")
        return f"the {noun} {found['rest']}" if " " in noun else ""
    found = _DONE.match(asked)
    first = words(found["rest"])[:1] if found else ()
    if found and first and (noun := _nouns().get(root(first[0].text), "")):
        return f"the {noun.split(maxsplit=1)[0]}{found['rest'][first[0].end :]}"
    for word in words(found["rest"])[1 : LONGEST_SUBJECT + 1] if found else ():
        if found and word.text in found["rest"] and (noun := _nouns().get(root(word.text), "")):
            return _of(found["aux"], found["rest"], noun, word.start, word.end)
    return _of_doers(asked)


@cache  # made when it is first asked for: importing loads no stemmer
def _nouns() -> dict[str, str]:
    pairs = (line.strip().split(":") for line in _NOUNS.split(";"))
    return {root(verb): noun for verb, noun in pairs}


def _of(auxiliary: str, rest: str, noun: str, start: int, end: int) -> str:
    """The deed `noun` of the subject of `rest`, whose verb stands from `start` to `end`."""
    doer, behind = rest[:start].rstrip(), rest[end:]
    bare = noun.split(maxsplit=1)[0]
    if auxiliary.lower() in ("is", "are", "was", "were") and " " in noun:
        return f"the {noun} {doer}{behind}"
    owner = f"{doer}{'’' if doer.endswith('s') else '’s'}"
    if joined := _WITH.match(behind):
        return f"{owner} {noun} {behind[joined.end() :]}"
    return f"{owner} {bare if _NO_OBJECT.match(behind) else noun}{behind}"


def _of_doers(asked: str) -> str:
    """The event that has its doers' name: "the raid of Velm" of "the raiders of Velm"."""
    for found in re.finditer(r"\bthe ([a-z]+ers)\b((?: (?:of|in|on) [A-Z][\w-]*)?)", asked):
        for event in (found[1][:-3], found[1][:-2]):
            if event in EVENTS:
                return f"the {event}{found[2]}"
    return ""
