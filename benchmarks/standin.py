"""Vectors that cost next to nothing and still keep meaning, for corpora of a million passages.

The real embedder takes hours for 100,000 articles on two cores. Here each piece of its vocabulary
is embedded once, alone, and a text's vector is the mean of its pieces' vectors, the rare ones
counted more (the vocabulary is in the order of frequency). The vectors are the embedder's kind:
384 unit floats, near for texts that share words or speak of like things, and all different. They
find less than the real ones, so what is found with them is a lower bound; what searching them
costs is the same.

The table of pieces takes about a minute to make and is kept in the folder that is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.embed import CHARACTERS, Embedder, _shared_model

if TYPE_CHECKING:
    from rag.embed import Matrix


class StandIn(Embedder):
    """An embedder by a table; with `paid` the real one does its work too, for its time alone.

    Its fingerprint is the real one's, so that the command line opens the index that it made.
    """

    def __init__(self, folder: Path, *, paid: bool = False) -> None:
        super().__init__()
        self._table = _table(folder)
        self._paid = paid

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a text, as the real embedder does."""
        if self._paid:
            super().embed(texts)
        seen = [text[:CHARACTERS] for text in texts]
        tokenizer = _shared_model().tokenizer
        rows = [
            self._table[encoded.ids[1:-1] or [0]].mean(axis=0)
            for encoded in tokenizer.encode_batch_fast(seen)
        ]
        means = np.array(rows, dtype=np.float32).reshape(-1, self.dim)
        unit: Matrix = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def embed_query(self, text: str) -> Matrix:
        """Return the unit vector of a question."""
        vector: Matrix = self.embed([text])[0]
        return vector


def _table(folder: Path) -> Matrix:
    """One row for each piece of the vocabulary, float32, shape (30522, 384)."""
    path = folder / "pieces.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        model = _shared_model()
        pieces = [model.tokenizer.id_to_token(i) for i in range(model.tokenizer.get_vocab_size())]
        with ThreadPoolExecutor(2) as pool:
            rows = np.array(list(pool.map(model.vector, (p.removeprefix("##") for p in pieces))))
        rows -= rows.mean(axis=0)
        weights = np.log(2.0 + np.arange(len(rows)))[:, None]
        np.save(path, (rows * weights).astype(np.float32))
    table: Matrix = np.load(path)
    return table
