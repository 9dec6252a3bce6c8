"""Slips of the pen in a question, mended to words that the articles hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.dialogue.antecedents import SHORTEST_SLIP, is_english
from rag.text import verb_in_full, words

if TYPE_CHECKING:
    from rag.index import Index


def correct_spelling(question: str, index: Index) -> str:
    """Return `question` with slips of the pen mended to words that the articles hold.

    Only a word that is no common English one, occurs in no article, and differs by a letter or
    two from one that does is changed; the answer shows the question as understood.
    """
    question = mended = verb_in_full(question)
    for word in reversed(words(question)):
        typed = question[word.start : word.end]
        if len(typed) < SHORTEST_SLIP or not typed.isalpha() or is_english(typed):
            continue
        known = index.nearest_word(typed)
        if known and known[0].casefold() == typed[0].casefold():
            mended = mended[: word.start] + known + mended[word.end :]
    return mended
