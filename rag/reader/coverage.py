"""How much of what a question asks about a text holds: by the letter, and nearly.

A question rarely uses its article's words: "accused" where the article has "charged". Word vectors
of the encoder's own table say how near two words are; a word that is near one of the question's
counts in part. Numbers and names count by the letter alone: Monday is near Wednesday.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rag.reader.sorts import of_one_sort
from rag.text import stem, telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.reader.encoder import Encoder
    from rag.reader.question import Question

# Cosine of two words about the table's mean: unrelated words lie about .05, "raid" and "attack" at
# .27, "purchase" and "buy" at .75.
FAR, CLOSE = 0.15, 0.55
MOST = 0.9  # what a near word counts for at most
# Of 23 answerable development questions that count something, 20 best sentences have its word or
# stand beside it, and the others are at .28, .33 and .51.
SPOKEN_OF = 0.3


class Coverage:
    """Holds texts against one question's words, weighed by how rare they are in the articles."""

    def __init__(
        self,
        question: Question,
        rarity: Mapping[str, float],
        encoder: Encoder,
        texts: Iterable[str],
    ) -> None:
        """`texts` are those that will be asked about: their words are looked up together."""
        self._rarity = {term: rarity[term] for term in question.terms}
        self._total = sum(self._rarity.values())
        self._words = {text: telling(text) for text in dict.fromkeys(texts)}
        held = {word.text for found in self._words.values() for word in found}
        asked = {s: w for s, w in question.written.items() if w.isalpha()}
        self._places = {term: i for i, term in enumerate(asked)}
        self._near = _nearness(
            encoder, list(asked.values()), sorted(w for w in held if w.isalpha())
        )

    def held(self, *texts: str) -> float:
        """Share of the question's words that `texts` together hold, inflected or not, in [0, 1]."""
        held = {stem(word.text) for text in texts for word in self._words[text]}
        met = sum(rare for term, rare in self._rarity.items() if term in held)
        return met / self._total if self._total else 0.0

    def near(self, *texts: str) -> float:
        """The same, a near word counted in part."""
        if not self._total:
            return 0.0
        found = {word.text for text in texts for word in self._words[text]}
        held = {stem(word) for word in found}
        near = [self._near[word] for word in found if word in self._near]
        met = 0.0
        for term, rare in self._rarity.items():
            if term in held:
                met += rare
            elif near and (place := self._places.get(term)) is not None:
                met += rare * max(float(values[place]) for values in near)
        return met / self._total


def speaks_of(things: Iterable[str], text: str, encoder: Encoder) -> bool:
    """Whether a text has one of some words, one for things of its sort, or one near it."""
    asked, held = list(things), [word.text for word in telling(text) if word.text.isalpha()]
    alike = {other for thing in asked for other in of_one_sort(thing)}
    if not held or alike & {*map(stem, held)}:
        return bool(held)
    cosine = encoder.word_vectors(held) @ encoder.word_vectors(asked).T
    return bool(cosine.max() >= SPOKEN_OF)


def _nearness(
    encoder: Encoder, asked: list[str], held: list[str]
) -> dict[str, NDArray[np.float32]]:
    """For each of `held`, how near it is to each of `asked`, from 0 to MOST: shape (asked,)."""
    if not asked or not held:
        return {}
    import numpy as np

    cosine = encoder.word_vectors(held) @ encoder.word_vectors(asked).T
    near = np.clip((cosine - FAR) / (CLOSE - FAR), 0.0, MOST)
    return dict(zip(held, near.astype(np.float32), strict=True))
