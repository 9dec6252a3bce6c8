"""Cut passages: runs of whole sentences round an answer, beside it or without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from rag.reader.training import corrupt, negatives

_END = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]*[A-Z0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Gen|Col|Sen|Gov|Rev|vs|No|Inc|Ltd|Co|e\.g|i\.e|c|ca|approx)"
    r"|\b[A-Z])\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the sentences of `text`, good enough for cutting windows."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.start()]
        if "\n" not in match.group() and _ABBREVIATION.search(piece):
            continue
        end = match.start() + len(match.group().rstrip())
        if text[start:end].strip():
            found.append((start, end))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return found


def window(
    text: str, span: tuple[int, int] | None, rng: Random, *, least: int, most: int
) -> tuple[int, int]:
    """Return offsets of a run of whole sentences of `text` round `span`, or anywhere for None.

    It grows at random to both sides to a number of words drawn from least to most; a long sentence
    may take it past that.
    """
    parts = sentences(text)
    if not parts:
        return 0, len(text)
    wanted = rng.randint(least, most)
    if span is None:
        first = last = rng.randrange(len(parts))
    else:
        first = max((i for i, (a, _) in enumerate(parts) if a <= span[0]), default=0)
        last = max((i for i, (a, _) in enumerate(parts) if a < span[1]), default=first)
        last = max(first, last)
    sizes = [len(text[a:b].split()) for a, b in parts]
    size = sum(sizes[first : last + 1])
    while size < wanted and (first > 0 or last < len(parts) - 1):
        up = first > 0 and (last == len(parts) - 1 or rng.random() < 0.5)
        step = first - 1 if up else last + 1
        if size + sizes[step] > most + 20:
            break
        first, last = (step, last) if up else (first, step)
        size += sizes[step]
    return parts[first][0], parts[last][1]


_HEADING_MONTHS = ("January", "March", "May", "August", "October", "Dec", "Apr", "Jul", "Sept")


def heading(text: str, rng: Random) -> str:
    """Return a line such as stands above a stored passage: a title of names in it, often a date."""
    own = corrupt.names(text)[:4]
    title = " ".join(rng.sample(own, min(len(own), rng.choice((1, 2))))) or "Report"
    day = f"{rng.randint(1, 28)} {rng.choice(_HEADING_MONTHS)} {rng.randint(1995, 2025)}"
    return rng.choice(
        (f"{title}\n", f"{title} ({day})\n", f"{title}. {day}.\n", f"{title}\n{day}\n")
    )


def nearest(question: str, passage: str) -> tuple[int, int] | None:
    """Return the offsets of the sentence that shares most words with `question`.

    Where people wrote that a passage nearly answers, what nearly does must stay in its window.
    """
    asked = set(negatives.words(question))
    parts = sentences(passage)
    shared = [len(asked & set(negatives.words(passage[a:b]))) for a, b in parts]
    return parts[shared.index(max(shared))] if parts else None


def left(passage: str, told: Sequence[str]) -> str | None:
    """Return `passage` without the sentences that hold what was `told`, None if that is all or
    nothing.
    """
    parts = [passage[a:b] for a, b in sentences(passage)]
    low = [answer.lower() for answer in told]
    left = [part for part in parts if not any(answer in part.lower() for answer in low)]
    return " ".join(left) if left and len(left) < len(parts) else None


def cut(text: str, rng: Random, *, whole: int = 130) -> str:
    """Return a window of `text`, or all of it up to `whole` words."""
    if len(text.split()) <= whole:
        return text
    a, b = window(text, None, rng, least=60, most=120)
    return text[a:b]


def closely(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return the offsets of the sentences of `text` that `span` lies in, with those about them."""
    parts = sentences(text)
    inside = [i for i, (a, b) in enumerate(parts) if a < span[1] and b > span[0]]
    if not inside:
        return 0, len(text)
    return parts[max(0, inside[0] - 1)][0], parts[min(len(parts) - 1, inside[-1] + 1)][1]


def silent(
    question: str,
    passage: str,
    told: Sequence[str],
    others: Sequence[str],
    rng: Random,
    *,
    near: bool,
) -> list[str]:
    """Return up to three texts that do not answer `question`: the rest of its `passage` where that
    holds nothing of what was `told`, and two of `others`.

    Where `near`, each is cut to the sentence that shares most words with the question and those
    about it.
    """
    rest = left(passage, told)
    found = rng.sample(others, min(2, len(others)))
    found += [rest] if rest else []
    if near:
        return [text[slice(*closely(text, nearest(question, text) or (0, 1)))] for text in found]
    return [cut(text, rng) for text in found[-2:]]
