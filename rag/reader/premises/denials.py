"""What a sentence denies, refuses or undoes: the words of denial in it and what they go with.

Rules over English: "not" goes with the next verb, "denied" and "abandoned" with a clause, "was
called off" with what stands before it. Elsewhere: what follows for a question
(rag/reader/premises/deeds.py), the same for claims, by stems alone (rag/verify/facts.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.text import AUXILIARY, BE, CONTRACTED, HAVE, MODAL, Word, is_past, telling_words, word_set

# How many telling words a word of denial reaches: "not" goes with the next verb, while what is
# denied or abandoned is told in a clause of its own.
_REACH = {"not": 2, "refuse": 2, "deny": 5, "undo": 4}
_CUE = re.compile(
    r"\b(?:(?P<not>not|never|no one|no(?! (?:longer|more)\b|\.? ?\d)|neither|nor|nobody|none|"
    r"nothing)"
    r"|(?P<refuse>refus(?:e[sd]?|ing)|declin(?:e[sd]?|ing)|fail(?:s|ed|ing)?)(?= to\b)"
    r"|(?P<deny>den(?:y|ies|ied|ying)|rul(?:e|es|ed|ing) out)"
    r"|(?P<undo>abandon(?:s|ed|ing)?|drop(?:s|ped|ping)?|(?:gave|given|gives?|giving) up|"
    r"cancel(?:s|led|ed|ling)?|call(?:s|ed|ing)? off|scrap(?:s|ped|ping)?|shelv(?:e[sd]?|ing)|"
    r"withdr(?:aws?|ew|awn|awing)|postpon(?:e[sd]?|ing)|put(?:s|ting)? off|collaps(?:e[sd]?|ing)|"
    r"turn(?:s|ed|ing)? down|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?))\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|never|neither|nor|no(?!\.? ?\d)|without|refus(?!e\b)\w+|refuse(?= to\b)|"
    r"den(?:y|ies|ied|ying)|reject\w*|"
    r"dismiss\w*|declin\w+|rul\w+ out|instead|contrary|fail\w*|distanc\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
_OWN_DENIAL = re.compile(
    r"\b(?:says?|said|insist(?:s|ed)?|maintain(?:s|ed)?|assert(?:s|ed)?) (?:that )?"
    r"(?:it|he|she|they) (?:\w+ ){1,2}(?:not|never|neither|no)\b|"
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)) (?:any|all|having|doing|being|responsibility)\b"
)
BREAK = re.compile(
    r"[,;:.!?“”\"()–—]|\b(?:but|although|though|because|while|which|who|if|until|before|after|"
    r"when|since|and)\b",
    re.IGNORECASE,
)
# A refusal that was overcome ("had first refused to concede") and a word that is not the last one.
_OVERCOME = re.compile(r"\b(?:had (?:\w+ )?|first |initially )$", re.IGNORECASE)
_ADJECTIVE = re.compile(r"\b(?:the|an?|its|their|his|her)\s$", re.I)  # "the abandoned match"
# "The match was called off in Lund", and not "The hall called off the match".
_INTRANSITIVE = re.compile(
    r"\s*(?:$|[,.;:!?–—)”\"])|\s+(?:in|on|at|by|after|until|till|for|because|as|when|with|over|"
    r"last|this|next|yesterday|today|again|twice)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    rf"\b(?:{AUXILIARY})\s$",
    re.IGNORECASE,
)
# "Denied that the drills were aimed at anybody": there were drills.
_OF_A_CLAUSE = re.compile(rf"\s+that\b.*?\b(?:{BE}|{HAVE}|{MODAL})\b")
# Where no more is told than that it was, the deed is the clause's subject: "that a raid was made".
_HAPPENED = word_set(
    "taken took take place happened occurred existed held carried made conducted launched staged "
    "planned given paid"
)
_NOBODY = frozenset({"nobody", "no one", "none"})
_FOR_NOW = re.compile(r"\b(?:so far|yet|for now|until now|for the time being|at first)\b", re.I)


@dataclass(frozen=True, slots=True)
class Denial:
    """A word of denial and what it denies."""

    cue: str  # "not", "refuse", "deny" or "undo"
    words: tuple[Word, ...]  # the telling words that it goes with
    surely: tuple[Word, ...]  # those of them that nobody reads otherwise: "nobody was hurt"
    overcome: bool
    main: bool  # whether it denies the sentence: "did not burn", and no "one and not the other"


@lru_cache(maxsize=4096)
def denials(text: str) -> tuple[Denial, ...]:
    """Return the denials of `text`, places counted with its contractions written out."""
    return tuple(_each_denial(CONTRACTED.sub(" not", text)))


def first_denial(text: str) -> int:
    """Where the first word of denial stands, 0 where there is none."""
    cue = _CUE.search(CONTRACTED.sub(" not", text))
    return cue.start() if cue else 0


def denies(text: str) -> bool:
    """Whether a sentence has words that deny or refuse something, whatever it is.

    Not the same words as in `denials`, which "instead" and "without" are none of, since they go
    with no deed, while "nobody" and "called off" are.

    >>> denies("She distanced herself."), len(denials("She distanced herself."))
    (True, 0)
    >>> denies("Nobody was hurt."), len(denials("Nobody was hurt."))
    (False, 1)
    >>> denies("They refused it."), denies("Refuse workers met.")
    (True, False)
    >>> denies("It is the no. 1 port."), len(denials("It is the no. 1 port."))
    (False, 0)
    """
    return bool(_DENIAL.search(text))


def is_own_denial(text: str) -> bool:
    """Whether somebody denies in `text` what they are said to have done themselves: their word.

    >>> is_own_denial("Norland says it has neither armed nor paid them.")
    True
    >>> is_own_denial("Norland denied any part in it."), is_own_denial("The mill did not burn.")
    (True, False)
    """
    return bool(_OWN_DENIAL.search(text))


def is_for_now(text: str) -> bool:
    """Whether a sentence tells how things stand for the time being: what it denies may yet be done.

    >>> is_for_now("Nobody has been held so far."), is_for_now("Nobody was held.")
    (True, False)
    """
    return bool(_FOR_NOW.search(text))


def _each_denial(text: str) -> Iterator[Denial]:
    for cue in _CUE.finditer(text):
        kind, before = cue.lastgroup or "", text[: cue.start()]
        if kind == "undo" and _ADJECTIVE.search(before):
            continue
        behind = _behind(text, cue)
        to_do = [w for w in behind if text[: w.start].endswith(" to ")]
        sure = to_do if kind == "undo" else behind[: cue.group().lower() in _NOBODY]
        yield Denial(
            kind,
            words=(*_denied(kind, behind, to_do), *_undone_before(text, cue)),
            surely=tuple(sure),
            overcome=kind != "undo" and bool(_OVERCOME.search(before)),
            main=bool(_AUXILIARY.search(before)) and not BREAK.search(before.replace(",", " ")),
        )


def _behind(text: str, cue: re.Match[str]) -> list[Word]:
    """The telling words behind a word of denial that it reaches, in its clause."""
    kind = cue.lastgroup or ""
    end = BREAK.search(text, cue.end())
    stop = end.start() if end else len(text)
    reached = [w for w in telling_words(text) if cue.end() <= w.start < stop][: _REACH[kind]]
    if kind == "deny" and (verb := _OF_A_CLAUSE.match(text, cue.end(), stop)):
        told = [w for w in reached if w.start >= verb.end()]
        return told if {w.text for w in told} - _HAPPENED else reached
    return reached


def _denied(kind: str, behind: Sequence[Word], to_do: Sequence[Word]) -> list[Word]:
    """Those of the words behind it that a word of denial denies: not what hangs on the deed, as
    in "denied having known of a fault".
    """
    if kind not in {"deny", "undo"}:
        return list(behind)
    return [*behind[:1], *(w for w in behind[1:] if w in to_do or _is_verbal(w.text))]


def _undone_before(text: str, cue: re.Match[str]) -> list[Word]:
    """What stands before a word that undoes it: "the match" of "The match was called off"."""
    if cue.lastgroup != "undo" or not _INTRANSITIVE.match(text, cue.end()):
        return []
    begin = max((m.end() for m in BREAK.finditer(text, 0, cue.start())), default=0)
    return [w for w in telling_words(text) if begin <= w.start < cue.start()][-3:]


def _is_verbal(word: str) -> bool:
    return is_past(word) or word.endswith("ing")
