"""The other articles that a person lets the answer come from, and what reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.retrieve import retrieve
from rag.types import EVERYWHERE, Hit, Scope

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.encoder import Encoder
    from rag.types import Passage

LOOKED_AT = 8  # passages like another, whose articles may tell of the same


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where other accounts of a matter are looked for."""

    index: Index
    encoder: Encoder
    scope: Scope = EVERYWHERE

    def like(self, passage: Passage, *, per_article: int = LOOKED_AT) -> list[Hit]:
        """The passages most like `passage`, itself among them, best first."""
        return retrieve(
            self.index, passage.text, k=LOOKED_AT, per_article=per_article, scope=self.scope
        )
