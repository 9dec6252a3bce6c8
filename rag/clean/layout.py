"""Lines to paragraphs: what the layout of a plain text says about where paragraphs end.

Most pages saved as text hold a paragraph on each line. Mail, wire copy and PDF break lines at a
width instead; there, lines are joined again, and words divided at the line's end with them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rag.clean.blocks import Block
from rag.clean.wordings import MAIL_HEADER
from rag.text.names import word_set

_SPACES = re.compile(r" {2,}")
_BULLET = re.compile(r"(?:[*•‣▪·–—-]|\(?\d{1,2}[.)])\s+(?=\S)")
_DIVIDED = re.compile(r"[^\W\d_]{2,}-$")
_ENDED = re.compile(r"[.!?:…][\"'”’»)\]]*$")

# After these a hyphen at the line's end is more likely the word's own.
_PREFIXES = word_set(
    "all anti co cross ex far half high long low mid multi non post pre pro self short so two "
    "three uk us well"
)


def paragraphs(text: str, *, wrapped: bool = False) -> list[Block]:
    """The blocks of a plain text, in order; `wrapped` where its lines are surely not paragraphs."""
    lines = [_SPACES.sub(" ", line.strip(" ")) for line in text.split("\n")]
    width = _ninth_tenth([len(line) for line in lines if line]) if wrapped else wrap_width(lines)
    groups: list[tuple[list[str], bool]] = []  # the lines of a block, and whether a gap is above
    gap = True
    for line in lines:
        if not line:
            gap = True
        elif not gap and _continues(groups[-1][0][-1], line, width):
            groups[-1][0].append(line)
        else:
            groups.append(([line], gap))
            gap = False
    return [Block(joined(group), gap=gap) for group, gap in groups]


def wrap_width(lines: list[str]) -> int:
    """The width at which lines were broken, or 0 where each line is a whole paragraph."""
    pairs = [(a, b) for a, b in pairwise(lines) if a and b]
    if len(pairs) < 3:
        return 0
    width = _ninth_tenth([len(a) for a, _ in pairs])
    after = [b for a, b in pairs if not _ENDED.search(a) and len(a) > 0.6 * width]
    # Broken text breaks in the middle of most sentences, and goes on in small letters, nouns in
    # German aside; lists and verse do not. Pages of paragraphs hardly ever break, and these are far
    # wider than the few short lines that stand together about them.
    capital = sum(line[0].isupper() for line in after)
    wide = sum(len(line) > 1.5 * width for line in lines)
    broken = len(after) >= 0.5 * len(pairs) and wide <= 0.25 * len(pairs)
    broken = broken and capital < 0.8 * len(after)
    return width if broken and 40 <= width <= 110 else 0


def _ninth_tenth(lengths: list[int]) -> int:
    """The longest length, a few lines aside that are wider than the column."""
    return sorted(lengths)[int(len(lengths) * 0.9)] if lengths else 0


def _continues(previous: str, line: str, width: int) -> bool:
    if _BULLET.match(line) or MAIL_HEADER.match(line):
        return False
    if width:
        # The next word would have fitted: the line was ended on purpose.
        room = width - len(previous) - 1
        return len(line.split(" ", 1)[0]) > room or not (
            _ENDED.search(previous) or room > 0.4 * width
        )
    return line[0].islower() and len(previous) > 60 and previous[-1:].isalnum()


def joined(lines: list[str]) -> str:
    """The lines of one paragraph as one, divided words whole again."""
    parts = lines[:1]
    for line in lines[1:]:
        last = parts[-1]
        if _DIVIDED.search(last[-40:]) and line[:1].islower():
            head = last[:-1].rsplit(" ", 1)[-1]
            if "-" not in head and head.casefold() not in _PREFIXES:
                parts[-1] = last[:-1]
        else:
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
