"""What a question is read with, and where: the index, the network, what was fitted, the scope.

Whatever looks further than the sentences that it is given takes a `Reading` and looks up there.

Elsewhere: the search itself (rag/retrieve.py), what the sentences found are worth (candidates.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from rag.reader.calibration import Calibration
from rag.reader.encoder import Encoder
from rag.reader.likeness import Likeness
from rag.retrieve import retrieve
from rag.types import EVERYWHERE, Hit, Scope

if TYPE_CHECKING:
    from rag.index import Index
    from rag.types import Passage

LOOKED_AT = 8  # passages like another, whose articles may tell of the same


@dataclass(frozen=True, slots=True)
class Reading:
    """The means of reading in one index; safe to use from many threads."""

    index: Index
    likeness: Likeness
    calibration: Calibration
    scope: Scope = EVERYWHERE

    @classmethod
    def of(cls, index: Index) -> Self:
        """The means of reading everywhere in `index`.

        Raises:
            ModelDamaged: the calibration is missing or is not one.
        """
        return cls(index, Likeness(index.embedder), Calibration.load())

    @property
    def encoder(self) -> Encoder:
        """The network that reads, loaded when something is first read."""
        return Encoder.load(threads=self.index.settings.cores)

    def look_up(self, query: str, *, k: int, per_article: int = 3) -> list[Hit]:
        """At most `k` passages of the scope, best first, as `retrieve` finds them."""
        return retrieve(self.index, query, k=k, scope=self.scope, per_article=per_article)

    def like(self, passage: Passage, *, per_article: int = LOOKED_AT) -> list[Hit]:
        """The passages most like `passage`, itself among them, best first."""
        return self.look_up(passage.text, k=LOOKED_AT, per_article=per_article)
