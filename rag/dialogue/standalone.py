"""A question made to stand alone: what a follow-up leaves out, from the turns before.

Rules, no model. A follow-up is known by a pronoun without a name ("when was he elected?"), by a
continuation ("and in 2023?", "what about Shoigu?"), by a bare question word ("why?"), or by what
it asks of the turn before ("who says so?", "anything else?"). What it leaves out is taken from
the last question, itself made to stand alone, and from its answer. Anything else is a new subject
and stays as typed; one that says that it is loses those words.

A pronoun that its own question explains stays too, and so does a surname, where nothing else
has to be said.

Elsewhere: what pronouns stand for in the turns before (referents.py) and in the question itself
(antecedents.py), what a follow-up leaves out (ellipsis.py), questions in other words (phrasing.py);
a configured model does the same with its own words (rag/llm/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.dialogue.again import without_length
from rag.dialogue.casing import with_capitals_of
from rag.dialogue.cited import OfTheCited, of_the_cited
from rag.dialogue.ellipsis import completed, leaning, pointed
from rag.dialogue.ones import with_noun
from rag.dialogue.referents import pronouns
from rag.dialogue.smalltalk import reply
from rag.dialogue.subjects import that_event
from rag.dialogue.turns import Turn
from rag.text import verb_in_full, without_courtesies
from rag.types import MARKER, Message

_NEW_SUBJECT = re.compile(
    r"^(?:(?:ok(?:ay)?|now|so|and|but|well|thanks|thank you)\b[,.!]?\s*)*(?:(?:on )?(?:an? |the )?"
    r"(?:(?:completely|totally|entirely|quite) )?(?:different|new|separate|unrelated) "
    r"(?:topic|subject|question|matter|note|story|thing)|"
    r"another (?:topic|subject|story)|(?:a )?change of (?:topic|subject)|"
    r"(?:changing|to change|let(?:['’]s| us) change) (?:the )?(?:topic|subject)|unrelated|"
    r"let(?:['’]s| us) talk about something else|on another (?:topic|subject|note)|"
    r"(?:topic|subject) change|moving on)"
    r"(?:(?: now| then| here)?(?![–-]\w)\s*[:,.!;–—-]+\s*)(?:but\s+)?",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^(?=\w)(?:(?:and|but|so|or|also)\b(?![–-]\w)[\s,]*)?(?:(?:what|how) about\b[\s,]*)?",
    re.IGNORECASE,
)
LOOKED_BACK = 8  # turns in which what a follow-up leaves out is sought


def standalone(question: str, history: Sequence[Message]) -> str:
    """Return `question` with what it takes from `history` (oldest first) written out.

    A question that needs nothing comes back as it is.
    """
    return _resolve(question.strip(), _turns(history))


def asks_of_the_cited(question: str, history: Sequence[Message]) -> OfTheCited | None:
    """What `question` asks of the article that the last answer of `history` cites, if it does."""
    return of_the_cited(_CONTINUES.sub("", verb_in_full(question.strip())), _turns(history))


def _turns(history: Sequence[Message]) -> list[Turn]:
    """The last of what was said, each question as it is understood."""
    said: list[Turn] = []
    idle = False  # whether what is answered next asked nothing
    for message in history:
        if message["role"] == "user" and (idle := bool(reply(_unmarked(message["content"])))):
            continue
        if message["role"] == "user":
            typed = verb_in_full(without_courtesies(_unmarked(message["content"])))
            meant = without_length(_resolve(typed, said[-LOOKED_BACK:]))
            said.append(Turn(meant, typed=typed))
        elif message["role"] == "assistant" and said and not idle:
            said[-1] = _answered(said[-1], message["content"])
    return said[-LOOKED_BACK:]


def as_typed(question: str, understood: str) -> str:
    """Return `question` where `understood` only adds the matter of the conversation in brackets.

    Empty otherwise. Where the articles have nothing on the two together, the question may have been
    a new one.

    >>> as_typed("Who won?", "Who won (the ferry race)?"), as_typed("Who won it?", "Who won it?")
    ('Who won?', '')
    """
    put = f"{question.rstrip(' ?.')} (".casefold()
    added = understood.casefold().startswith(put) and understood.endswith(")?")
    return question if added else ""


def _answered(turn: Turn, answer: str) -> Turn:
    bold = re.match(r"\s*\*\*(.+?)\*\*", answer)
    told = _unmarked(answer)
    return replace(
        turn,
        question=with_capitals_of(turn.question, told),
        head=_unmarked(bold[1]) if bold else "",
        answer=told,
    )


def _unmarked(text: str) -> str:
    """An earlier turn without markers and Markdown."""
    return re.sub(r"[*_`>\\]", "", MARKER.sub("", text)).strip()


def _resolve(typed: str, said: Sequence[Turn]) -> str:
    if not said or not typed:
        return typed
    if changed := _NEW_SUBJECT.match(typed):
        return _capitalised(typed[changed.end() :]) or typed
    told = "\n".join(text for turn in said for text in (turn.question, turn.answer))
    question = with_capitals_of(typed, told)
    asked = verb_in_full(question)
    rest = _CONTINUES.sub("", asked) or asked
    if of_the_cited(rest, said):
        return _capitalised(rest)
    resolved = completed(rest, said, continues=rest != asked)
    if not resolved:
        resolved = pronouns(that_event(with_noun(rest, said), said[-1]), said)
        resolved = pointed(resolved, said) if resolved != rest else rest
    if resolved == rest:
        resolved = leaning(rest, said, continues=rest != asked)
    needs_nothing = resolved.casefold() == typed.casefold()
    return typed if needs_nothing else _capitalised(resolved)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
