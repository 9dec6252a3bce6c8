"""Slips of the pen in a question, mended to words that the articles hold or that are common."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rag.dialogue.antecedents import SHORTEST_SLIP, is_english
from rag.text import edits, normalised, verb_in_full, words

if TYPE_CHECKING:
    from spellchecker import SpellChecker

    from rag.index import Index

LEFT_OUT = 10  # times likelier than any other slip
# Times: a word that is typed so much more rarely than its neighbour is a slip for it. From 10 to
# 1,000 the 602 development cases of both folders are answered the same.
RARER = 100


def correct_spelling(question: str, index: Index) -> str:
    """Return `question` with slips of the pen mended to words that the articles hold.

    Only a word that is no English one, occurs in no article, and differs by a letter or two from
    one that does is changed; or else, unless it is typed as a name, by one slip from a word of the
    dictionary. The answer shows the question as understood.
    """
    question = mended = verb_in_full(question)
    for word in reversed(words(question)):
        typed = question[word.start : word.end]
        if len(typed) < SHORTEST_SLIP or not typed.isalpha() or is_english(typed):
            continue
        if meant := _meant(typed, index):
            mended = mended[: word.start] + meant + mended[word.end :]
    return mended


def _meant(typed: str, index: Index) -> str | None:
    """The word that `typed` seems to be; None where it may be right or is like no other."""
    if index.mentions(typed):
        return None
    near = index.nearest_word(typed)
    if near and near[0].casefold() != typed[0].casefold():
        near = None
    if not typed.islower():
        return near
    if near and edits(typed, near.lower()) == 1 and _is_likelier(near.lower(), typed):
        return near
    if typed in _dictionary():
        return None
    alike = [w for w in _dictionary().candidates(typed) or () if w[0] == typed[0] and w != typed]
    if any(normalised(word) == typed for word in alike):
        return None
    return max(alike, key=lambda word: _likelihood(word, typed), default=near)


def _likelihood(meant: str, typed: str) -> float:
    """How often `meant` is used; letters are left out more often than put in: "killd"."""
    usage = _dictionary().word_usage_frequency(meant)
    return usage * LEFT_OUT if len(meant) > len(typed) else usage


def _is_likelier(near: str, typed: str) -> bool:
    """Whether a word of the articles is meant by `typed`, which may be a word too: "minster"."""
    usage = _dictionary().word_usage_frequency
    return typed not in _dictionary() or usage(near) > RARER * usage(typed)


@cache
def _dictionary() -> SpellChecker:
    """160,000 English words; loaded in 0.3 s, at the first word that is no common one."""
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)
