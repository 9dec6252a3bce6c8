"""How like a question sentences are in meaning, with the vectors of recent sentences kept.

The same few passages are asked about again and again; embedding their thirty sentences anew takes
longer than reading them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.embed import AnyEmbedder

KEPT = 8192  # vectors of 384 floats: 12 MB


class Likeness:
    """Cosine similarity of sentences to a question; safe to use from many threads."""

    def __init__(self, embedder: AnyEmbedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, question: str, sentences: Sequence[str]) -> list[float]:
        """One similarity in [-1, 1] for each of `sentences`, in their order."""
        with self._lock:
            known = {text: self._kept[text] for text in sentences if text in self._kept}
        new = [text for text in dict.fromkeys(sentences) if text not in known]
        asked, *vectors = self._embedder.embed([question, *new])
        known.update(zip(new, vectors, strict=True))
        with self._lock:
            for text, vector in known.items():
                self._kept[text] = vector
                self._kept.move_to_end(text)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return [float(known[text] @ asked) for text in sentences]
