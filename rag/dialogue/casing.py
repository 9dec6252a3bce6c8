"""Names that were typed without their capitals, as the articles write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.text import NOUNS_TOO, PAST_FORMS, STOP_WORDS, VERBS, is_person, names, words
from rag.types import Hit

_SENTENCES = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“-])")
_ENDS = frozenset({"north", "south", "east", "west"})  # of lands; the Far East is nobody's surname
_WORDS_TOO = STOP_WORDS | VERBS | NOUNS_TOO | PAST_FORMS
LONGEST = 4  # words of a name that are looked for together
_HOW = re.compile(r"\bhow $", re.IGNORECASE)  # "how old": no name stands there
_BEGINS = re.compile(r"(?:\A|[.!?:;…“\"‘'(—–-])\s*\Z")


def with_capitals(question: str, hits: Sequence[Hit]) -> str:
    """Return `question` with the capitals of the names in `hits` that it writes without any.

    A name of one word counts where it stands within a sentence, and its word nowhere in the hits
    without a capital: "bank" is no slip for "Bank".
    """
    return _mended(question, [sentence.text for hit in hits for sentence in hit.sentences])


def with_capitals_of(question: str, answer: str) -> str:
    """Return `question` with the capitals of the names in its `answer`, told in whole sentences.

    >>> with_capitals_of("did bo ek win?", "Then Bo Ek won.")
    'did Bo Ek win?'
    """
    return _mended(question, _SENTENCES.split(answer))


def _mended(question: str, sentences: Sequence[str]) -> str:
    typed = [word for word in words(question) if question[word.start : word.end].islower()]
    if not {word.text for word in typed} - STOP_WORDS:
        return question
    known = _names_of(sentences)
    place, changed = 0, question
    while place < len(typed):
        for size in range(min(LONGEST, len(typed) - place), 0, -1):
            run = typed[place : place + size]
            name = known.get(" ".join(word.text for word in run))
            asked = size == 1 and _HOW.search(question[: run[0].start])
            if name and not asked and len(name) == run[-1].end - run[0].start:
                changed = changed[: run[0].start] + name + changed[run[-1].end :]
                place += size
                break
        else:
            place += 1
    return changed


def _names_of(sentences: Sequence[str]) -> dict[str, str]:
    """Every name of some sentences by its words as they are compared."""
    small = {
        word.text
        for sentence in sentences
        for word in words(sentence)
        if sentence[word.start : word.end].islower()
    } | STOP_WORDS
    found = {
        " ".join(word.text for word in words(name)): name
        for sentence in sentences
        for name in _names_within(sentence)
    }
    no_names = small | _ENDS
    return {key: name for key, name in found.items() if key not in no_names}


def _names_within(sentence: str) -> Iterator[str]:
    """The names of a sentence and the surnames, which may stand first ("Xi Jinping"); names of one
    word only where no sentence begins.
    """
    if sentence[-1:] not in ".!?”\"’'":  # a heading may be all in capitals
        return
    for name in names(sentence):
        if " " in name.text or not _BEGINS.search(sentence[: name.start]):
            yield name.text
        if is_person(name.text):
            first, *_, last = name.text.split()
            yield last
            if first.lower() not in _WORDS_TOO:  # "mark" is no Mark
                yield first
