"""What a question holds itself: names typed without capitals, and what its own pronouns mean.

A pronoun stands for something in its own question if a person or thing is named before it and a
new clause begins between them ("the ship when it sank"), or if it owns something and follows
whose it is ("did the band choose its name").

Elsewhere: what the other pronouns stand for in the turns before (referents.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.dialogue.turns import Turn, kind
from rag.embed import is_common_word
from rag.text import (
    AUXILIARY,
    DO,
    HAVE,
    ROLE,
    STOP_WORDS,
    can_be_person,
    is_person,
    names,
    names_in,
    words,
)

SHORTEST_SLIP = 4  # letters; a shorter word is like too many others
_BY_A_PERSON = re.compile(
    rf"\b(?:the|an?|['’]s?)\b (?:[\w-]+ ){{0,3}}?(?:{ROLE})s?\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"\b(?:that|which|who|when|while|if|because|and|or|but|after|before|until|since|than|as|where|"
    r"each|once|so)\b|[?!;]\s",
    re.IGNORECASE,
)
_A_THING = re.compile(r"\b(?:the|an?|each|every) [\w-]+", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:[\w-]+(?<![su'])s|people|police|men|women|children)\b", re.IGNORECASE)
_DOER = re.compile(
    r"\b(?:did|does|do) (?!(?:it|they|that|this|he|she|you|we)\b)\w+|"
    r"^(?:how many|which|what) (?!(?:is|was|does|has)\b)[\w-]+s\b "
    rf"(?!(?:{DO}|{HAVE}|will)\b)|"
    r"^how many people\b",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(r"^(?:according to|despite|in|with|after|for|by|on|at)\s+$", re.IGNORECASE)
_ACTS = re.compile(
    rf" (?:{AUXILIARY})\b",
    re.IGNORECASE,
)
_MADE_A_VERB = re.compile(r"i[sz](?:e|es|ed|ing)$")  # summary, summarise; emphasis, emphasize
OWNING = frozenset({"his", "her", "hers", "its", "their", "theirs"})


def is_english(word: str) -> bool:
    """Whether `word`, or what its ending or "re-" was put to, is a common one: "replayed".

    >>> is_english("summarise"), is_english("emphasizing"), is_english("mishustn")
    (True, True, False)
    """
    base = re.sub(r"(?:ed|ing|er|e?s)$", "", word.lower())
    again = base.removeprefix("re")
    forms = [word, base, f"{base}e", again, f"{again}e", word.replace("ys", "yz")]  # "analysed"
    if made := _MADE_A_VERB.search(word.lower()):
        forms += [word.lower()[: made.start()] + ending for ending in ("", "y", "is", "e")]
    return any(is_common_word(form) for form in forms if len(form) >= SHORTEST_SLIP)


def names_something(question: str, said: Sequence[Turn] = ()) -> bool:
    """Whether `question` has a name, be it one of `said` or an uncommon word, without capitals."""
    return bool(names(question)) or _unknown(question) or _names_again(question, said)


def _names_again(text: str, said: Sequence[Turn]) -> bool:
    """Whether a name that the turns' questions have stands in `text`: whole, or a surname."""
    typed = f" {' '.join(word.text for word in words(text))} "
    for name in {name for turn in said for name in names_in(f"x {turn.question}")}:
        last = name.split()[-1] if is_person(name) else name
        if f" {last.lower()} " in typed and last.lower() not in STOP_WORDS:
            return True
    return False


def _unknown(text: str) -> bool:
    shown = (text[word.start : word.end] for word in words(text))
    return any(len(w) >= SHORTEST_SLIP and w.isalpha() and not is_english(w) for w in shown)


def means_its_own(question: str, pronoun: re.Match[str]) -> bool:
    """Whether `pronoun` in `question` stands for something that `question` itself names."""
    before, behind = question[: pronoun.start()], question[pronoun.end() :]
    word = pronoun.group().lower()
    owns = word in OWNING and re.match(r" \w", behind) is not None
    if owns and _AFTERWARDS.match(before) and re.search(r", .*[A-Z]", behind):
        return True
    if kind(word) in ("he", "she"):
        return _BY_A_PERSON.search(before) is not None or _unknown(before)
    named = bool(names(before)) or _unknown(before)
    if owns and (named or _DOER.search(before)):
        return True
    # "Does Norland support it?" does not ask whether Norland supports Norland.
    clause = _CLAUSE.search(before, _end_of_first(before, several=kind(word) == "they"))
    return bool(clause or (named and _ACTS.match(question, pronoun.end())))


def is_of_another_clause(question: str, pronoun: re.Match[str]) -> bool:
    """Whether a person is named in a clause before that of `pronoun`: "was Poe ill, or did they ask
    him". In one clause it would be "himself".
    """
    before = question[: pronoun.start()]
    joints = [joint.start() for joint in _CLAUSE.finditer(before)]
    return bool(joints) and any(
        can_be_person(name.text) and name.end <= joints[-1] for name in names(before)
    )


def _end_of_first(before: str, *, several: bool) -> int:
    """Where the first that `before` names ends, a name or else a thing; its length for none."""
    if found := names(before):
        return found[0].end
    if _unknown(before):
        return 0
    first = (_SEVERAL if several else _A_THING).search(before)
    return first.end() if first else len(before)
