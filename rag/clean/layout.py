"""Lines to paragraphs: what the layout of a plain text says about where paragraphs end.

Most pages saved as text hold a paragraph on each line. Mail, wire copy and PDF break lines at a
width instead; there, lines are joined again, and words divided at the line's end with them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rag.clean.blocks import Block
from rag.clean.wordings import MAIL_HEADER
from rag.text import word_set

_SPACES = re.compile(r" {2,}")
_BULLET = re.compile(r"(?:[*•‣▪·–—-]|\(?(?P<number>\d{1,2})[.)])\s+(?=\S)")
_HYPHEN = re.compile(r"\w-$")
_FIRST_WORD = re.compile(r"\w+")
_DIVIDED = re.compile(r"[^\W\d_]{2,}-$")
_ENDED = re.compile(r"[.!?:…][\"'”’»)\]]*$")

# After these a hyphen at the line's end is more likely the word's own.
_PREFIXES = word_set(
    "all anti co cross ex far half high long low mid multi non post pre pro self short so two "
    "three uk us well year"
)
# Before these it is as well: "Kremlin-backed".
_SECOND_PARTS = word_set(
    "backed based controlled driven friendly funded led occupied owned related run speaking"
    " sponsored"
)
# A line that ends with one of these is not whole, whatever the next begins with.
_LEADING_ON = word_set(
    "a an and are as at be been by for from had has have his her in is its of on or our than that"
    " the their to was were which who will with would"
)
# "by Jane Roe", an address, "page 3: …"
_LABEL = re.compile(r"by [A-Z]|\S+://|www\.|\S+@|[\w ]{1,20}:")
# "00:01:02,500 --> 00:01:04,000" and what may be written about the words below it
_CUE = re.compile(r"(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3} --> (?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}.{0,100}")
_VOICE = re.compile(r"<v(?:\.\w+)? ([^<>]{1,60})>")
_CUE_TAG = re.compile(r"</?(?:[ibucv]|font|ruby|rt|lang)\b[^<>]{0,60}>", re.IGNORECASE)
_SPEAKS = re.compile(r"(?:[-–—] ?|[A-ZÀ-Þ][\w .’'-]{0,40}: )(?=\S)")
_NAME_ALONE = re.compile(r"(?:By )?[A-ZÀ-Þ][\w.’'-]*(?: (?:and )?[A-ZÀ-Þ][\w.’'-]*){1,4}")
_NARROW, _NARROWEST = 40, 28  # characters; a telephone's mail, half a page's column
_SECOND_NAMED = word_set("and or und oder et y")  # "the morning- and evening papers"


def paragraphs(text: str, *, wrapped: bool = False) -> list[Block]:
    """The blocks of a plain text, in order; `wrapped` where its lines are surely not paragraphs."""
    lines = _single_spaced([_SPACES.sub(" ", line.strip(" ")) for line in text.split("\n")])
    if sum(_CUE.fullmatch(line) is not None for line in lines) > 1:
        return _subtitles(lines)
    width = _ninth_tenth([len(line) for line in lines if line]) if wrapped else wrap_width(lines)
    bullets = [found for line in lines if (found := _BULLET.match(line))]
    numbers = {int(found["number"]) for found in bullets if found["number"]}
    groups: list[tuple[list[str], bool]] = []  # the lines of a block, and whether a gap is above
    gap = True
    torn = _torn(lines)
    for n, line in enumerate(lines):
        if not line:
            gap = True
        elif (
            not gap
            and not (len(groups) == 1 and _is_signed(groups[0][0], line, width))
            and not _is_item(line, groups[-1][0][-1], numbers)
            and (n in torn or _continues(groups[-1][0][-1], line, width))
        ):
            groups[-1][0].append(line)
        else:
            groups.append(([line], gap))
            gap = False
    return [Block(joined(group), gap=gap) for group, gap in groups]


def _subtitles(lines: list[str]) -> list[Block]:
    """What is said in a film, sentence by sentence, without the times at which it is shown."""
    said: list[list[str]] = [[]]
    times: list[str] = []
    for line, below in pairwise([*lines, ""]):
        if _CUE.fullmatch(line) or (_CUE.fullmatch(below) and line.isalnum()) or line == "WEBVTT":
            times.append(line)
        elif text := _CUE_TAG.sub("", _VOICE.sub(r"\1: ", line)).strip():
            if _SPEAKS.match(text):
                said.append([])
            said[-1].append(text)
            if _ENDED.search(text):
                said.append([])
    shown = [Block(joined(group)) for group in said if group]
    return [*shown, Block("\n".join(times), reason="subtitle times")]


def _torn(lines: list[str]) -> set[int]:
    """Which lines go on with a sentence that the line above begins and that ends by a stop.

    The items of a list have none; nor have a byline and the office below it.
    """
    found: set[int] = set()
    run: list[int] = []
    for n, (above, line) in enumerate(pairwise(lines), start=1):
        if not (run or (above[:1] and not above[0].islower() and above.count(" ") > 1)):
            continue
        if _goes_on(above, line):
            run.append(n)
            if _ENDED.search(line):
                found.update(run)
                run = []
        else:
            run = []
    return found


def _goes_on(above: str, line: str) -> bool:
    """Whether a line is in the middle of a sentence that the one above it has not ended."""
    if not line or not above or _ENDED.search(above) or MAIL_HEADER.match(line):
        return False
    small = line[0].islower() and not (_LABEL.match(line) and not _ENDED.search(line))
    return small or above.rsplit(" ", 1)[-1] in _LEADING_ON


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
    if width < _NARROW:  # a list may be so, but its items do not end as sentences
        last = [a for a, b in pairwise([*lines, ""]) if a and not b]
        broken = broken and sum(bool(_ENDED.search(line)) for line in last) > 0.25 * len(last)
    return width if broken and _NARROWEST <= width <= 110 else 0


def _single_spaced(lines: list[str]) -> list[str]:
    """`lines` without the blank one below each, where a text is printed with double spacing."""
    printed = [line for line in lines if line]
    beside = sum(bool(a and b) for a, b in pairwise(lines))
    if len(printed) < 6 or beside or not wrap_width(printed):
        return lines
    torn = [a for a, b in pairwise(printed) if not _ENDED.search(a) and b[0].islower()]
    if len(torn) < 0.25 * len(printed):
        return lines
    return [line for a, line in pairwise(["", *lines]) if line or not a]


def _ninth_tenth(lengths: list[int]) -> int:
    """The longest length, a few lines aside that are wider than the column."""
    return sorted(lengths)[int(len(lengths) * 0.9)] if lengths else 0


def _is_item(line: str, previous: str, numbers: set[int]) -> bool:
    """Whether a line begins an item of a list. A lone number within a sentence does not: "on May
    24. The vote"."""
    bullet = _BULLET.match(line)
    if bullet is None or bullet["number"] is None:
        return bullet is not None
    number = int(bullet["number"])
    return bool(_ENDED.search(previous) or {number - 1, number + 1} & numbers)


def _is_signed(headline: list[str], line: str, width: int) -> bool:
    """Whether a line is a name below the first line of a text, which had room for one word more."""
    above = headline[0]
    return (
        len(headline) == 1
        and len(above) + len(line.split(" ", 1)[0]) < width
        and above.rsplit(" ", 1)[-1] not in _LEADING_ON
        and _NAME_ALONE.fullmatch(line) is not None
    )


def _continues(previous: str, line: str, width: int) -> bool:
    if MAIL_HEADER.match(line):
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
        last, word = parts[-1], _FIRST_WORD.match(line)
        if word is None or not _HYPHEN.search(last) or word[0] in _SECOND_NAMED:
            parts.append(" ")
        elif _DIVIDED.search(last[-40:]) and word[0][0].islower() and word[0] not in _SECOND_PARTS:
            head = last[:-1].rsplit(" ", 1)[-1]
            if "-" not in head and head.casefold() not in _PREFIXES:
                parts[-1] = last[:-1]
        parts.append(line)
    return "".join(parts)
