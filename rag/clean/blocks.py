"""A text on its way to becoming an article: blocks, each kept or left out for a reason.

Every cleaning step takes blocks and returns blocks; none drops one, so that the body and the
omissions together hold the whole text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from rag.types import Omission

Kind = Literal["text", "title", "heading", "caption", "row"]
OUTSIDE = "outside the article"  # the reason of what a page has about it

_TERMINAL = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*$")
_WORD = re.compile(r"\w+")


class TooLongError(Exception):
    """A document with more parts than an article has; the message counts them."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or line. `reason` says why it is left out; empty if it is kept."""

    text: str
    kind: Kind = "text"
    gap: bool = True  # parted from the block before by a blank line
    reason: str = ""

    def without(self, reason: str) -> Block:
        """This block, left out. The first reason stands."""
        return self if self.reason else replace(self, reason=reason)

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def key(self) -> str:
        """Equal for texts that differ only in case, marks and spaces."""
        return " ".join(_WORD.findall(self.text.casefold()))

    @property
    def ends_a_sentence(self) -> bool:
        return _TERMINAL.search(self.text) is not None

    @property
    def headline_like(self) -> bool:
        """Short and without a final stop; a question or an exclamation may be a headline."""
        if not self.text or len(self.text) > 220 or self.words > 30:
            return False
        return not self.text.rstrip("\"'”’»)]").endswith((".", ":", ";", ",", "…", "。"))


def omissions(blocks: list[Block]) -> tuple[Omission, ...]:
    """What was left out, in the text's order; neighbours with one reason are one omission."""
    runs = groupby(blocks, key=lambda block: block.reason)
    return tuple(
        Omission("\n".join(block.text for block in run), reason) for reason, run in runs if reason
    )
