"""Grave events and plain details that a question asks for and no article on its matter tells.

A death or a theft is never left to be guessed: a report that has one says so, in one of a few
words. So are some details: a turnout, a hospital, a speed. Where the passages on the matter have
none of those words, it is not told, and a sentence about something else would answer a question
that nobody may ask: the hospital where she works is not where she trained. Milder events and most
details go by too many words for their absence to mean anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.text import OFFICE

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.candidates import Candidate
    from rag.reader.question import Question

ON_MATTER = 0.1  # by how much less of the question's words a passage may have than the best one


@dataclass(frozen=True, slots=True)
class _Event:
    noun: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    other: re.Pattern[str]  # phrases with the same words in another sense

    def is_asked_in(self, question: str) -> bool:
        return self.asked.search(self.other.sub(" ", question)) is not None


def _event(noun: str, asked: str, told: str, *, other: str = r"(?!)") -> _Event:
    return _Event(
        noun,
        re.compile(rf"\b(?:{asked})\b", re.IGNORECASE),
        re.compile(rf"\b(?:(?:{asked})\b|{told})", re.IGNORECASE),
        re.compile(rf"\b(?:{other})\b", re.IGNORECASE),
    )


_LIFELESS = (  # what is killed or dies in a manner of speaking
    r"(?:deals?|plans?|bills?|talks|projects?|ideas?|proposals?|mergers?|bids?|motions?|hopes?|laws?|"
    r"schemes?|rumou?rs?|traditions?|languages?|trade|careers?|programmes?|programs?|shows?)"
)
_A = r"(?:(?:the|an?|its|their|his|her|any|\S+['’]s?) )?"
_EVENTS = (
    _event(
        "a death",
        r"die[sd]?|dying|deaths?|deadly|kill(?:s|ed|ing)?|murder(?:s|ed)?|perish\w*",
        r"dead|fatal|lost (?:his|her|their|its) li(?:fe|ves)|lives|bod(?:y|ies)\b|victim|"
        r"funeral|buried|obituar|mourn|widow|assassinat|shot|execut|drown|toll\b|slain",
        other=rf"kill(?:s|ed|ing)? (?:off )?{_A}(?:\w+ )?{_LIFELESS}(?![-'’])|"
        rf"{_LIFELESS} (?:\w+ )?die[sd]?|death (?:penalty|row|threats?)",
    ),
    _event(
        "an injury",
        r"injur(?:y|ies|ed)|hurt|wound(?:s|ed)",
        r"casualt|hospital|burn(?:s|t|ed)\b|broke|broken|treated|shot|hit\b|bruis|cut\b|cuts\b|"
        r"sprain|fractur|concuss|harm|maim|scald|unhurt|uninjured|victim",
        # "hurt sales", but not "hurt?", "hurt in the fire"
        other=r"hurt (?!(?:in|by|at|on|when|while|during|as|after|and|or|from|before|near|outside|"
        r"inside|badly|seriously)\b)\w+|injury time",
    ),
    _event(
        "a theft",
        r"steal(?:s|ing)?|stole|stolen|thefts?|thie(?:f|ves)|rob(?:bed|bers?|bery)|"
        r"burgl(?:ed|ars?|ary)|loot(?:ed|ers?)?",
        r"heist|raid|pickpocket|shoplift|embezzl|break-in|broke in|missing|vanish|disappear|"
        r"taken from|took from|made off|made away|got away",
        other=rf"st(?:eal(?:s|ing)?|olen?) {_A}(?:show|headlines?|limelight|spotlight|thunder|"
        r"march|lead|win|victory|points?|hearts?|ball|base|scene|match|game)",
    ),
    _event(
        "a suspension",
        r"suspended|suspension|banned",
        r"suspend|ban\b|bans\b|disqualif|barred|sent off|red card|excluded|halt|fro(?:ze|zen)\b|"
        r"paus|stopped|on hold|interrupt|postpon",
        other=r"suspended (?:\w+ )?(?:sentence|term)|suspension bridge",
    ),
    _event(
        "a turnout",
        r"turn-?out",
        r"turned out|turning out|took part|taken part|went to the polls|stayed (?:away|at home)|"
        r"abst[ae]|(?:registered|eligible) voters|entitled to vote|electorate|cast (?:a|their)\b",
    ),
    _event(
        "a count of votes",
        r"(?:by )?how many votes|by what margin",
        r"votes?\b|voters?\b|ballots?\b|margin|majority|poll",
    ),
    _event(
        "a training",
        r"where (?:did|was|were|had|has) (?:\S+ ){1,5}?(?:train|study|graduate|qualify|trained|"
        r"educated|studied|go to (?:school|university|college))",
        r"train(?!s?\b)|train(?= (?:as|to|at|under|in|with|together)\b)|studied|studying|student|"
        r"graduat|degree|diploma|educat|qualif|alumn|learn(?:t|ed)|apprentic|drill|exercis|"
        r"pupil (?:at|of)|doctorate|ph\.?d",
    ),
    _event(
        "a hospital",
        r"(?:which|what) (?:hospital|clinic)|name of the (?:hospital|clinic)",
        r"hospital|clinic|infirmar|medical cent|surgery|ward\b|sanatorium",
    ),
    _event(
        "a speed",
        r"how fast (?:was|is|were|are|did|does|do|can|could|had|has) (?:\S+ ){1,6}?"
        r"(?:go|going|travel\w*|driv\w*|mov\w*|sail\w*|fly\w*)|(?:what|which) speed",
        r"(?:an|per|a) (?:hour|second|minute)|km/h|kph|mph|knots?\b|speed",
    ),
    _event(
        "a predecessor",
        r"predecessors?|who came before|"
        rf"who (?:was|were|had been) (?:\S+ ){{0,4}}?{OFFICE.pattern} (?:\S+ ){{0,4}}?before "
        r"(?-i:[A-Z])\S+|"
        r"whom? (?:did|does|will|has|had|is|was) (?:\S+ ){1,5}?(?:replac\w+|succeed\w*|"
        r"tak\w+ over from)|who (?:\S+ )?(?:replaced|succeeded|took over from)",
        r"replac|succe(?:ed(?:s|ed|ing)?|ssors?)\b|took over|taken over|predecessor|outgoing|"
        rf"(?:former|previous|ex)[ -](?:\w+ ){{0,3}}{OFFICE.pattern}|before (?:him|her)\b|"
        r"stepped down|resign|retir|sacked|oust|removed (?:from|as)|c[ao]me on\b|substitut|"
        r"in place of|stood in|stepped in",
        other=rf"succeeded in \w+ing|(?:replaced|succeeded) (?:the|an?|its|their|his|her) "
        rf"(?!(?:\w+ )?{OFFICE.pattern})\w+",
    ),
)


def no_word_of(asked: Question, found: Sequence[Candidate], index: Index) -> str:
    """The grave event that `asked` takes for granted and no article on its matter tells.

    Empty if there is none. `found` are the sentences of all passages found for the question; their
    articles are read whole.
    """
    events = [event for event in _EVENTS if event.is_asked_in(asked.plain)]
    if not events or not found:
        return ""
    best = max(c.signals["near_context"] for c in found)
    on_matter = {
        c.evidence.passage.document for c in found if c.signals["near_context"] >= best - ON_MATTER
    }
    text = "\n".join(
        f"{passage.title}\n{passage.text}"
        for document in sorted(on_matter)
        for passage in index.passages_of(document)
    )
    return next((event.noun for event in events if not event.told.search(text)), "")
