"""Measure follow-ups: how near the rules come to people's rewrites of questions in conversations.

    python benchmarks/followups.py canard-dev.json.gz [--half tuned|reported|both] [--misses N]

CANARD's people rewrote the questions of conversations about Wikipedia pages so that each stands
alone. They saw the page's title and section, which its file gives first: here these are a first
turn, "Tell me about TITLE." and its answer. Earlier questions go in as they were typed. Whole
conversations fall by seed into two halves; the rules were tuned on the one, the other is reported.

For copying the question and for `standalone`, over all questions and over those that people
changed:

    names    share of questions whose rewrite holds every name that only people's rewrite added
    recall   of the names in people's rewrites, the share that the rewrite holds
    precision  of the names in the rewrite, the share that people's rewrite holds
    added    F1 of the words that people added and those that the rewrite added
    rouge-1, rouge-l  F1 of all words, without and with their order
    exact    share with the same words in the same order

and how often a question that people left alone is changed. Case and marks are not compared.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean

from rag.dialogue import standalone
from rag.text import names, words
from rag.types import Message

SEED = 20190604


@dataclass(frozen=True, slots=True)
class Turn:
    """A question in its conversation, and what people made of it."""

    conversation: str
    history: tuple[Message, ...]
    question: str
    human: str

    @property
    def needs_none(self) -> bool:
        """Whether people left the question as it was."""
        return bag(self.question) == bag(self.human)


@dataclass(frozen=True, slots=True)
class Score:
    """How near one rewrite comes to people's; None where there is nothing to compare."""

    names: float | None
    recall: float | None
    precision: float | None
    added: float
    rouge_1: float
    rouge_l: float
    exact: float


def turns(path: Path) -> list[Turn]:
    """The questions of CANARD's file, in order."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = json.load(file)
    for row in rows:
        title, section, *said = row["History"]
        spoken = [f"Tell me about {title}.", f"{section}.", *said]
        history = tuple(
            Message(role="assistant" if place % 2 else "user", content=text)
            for place, text in enumerate(spoken)
        )
        found.append(Turn(row["QuAC_dialog_id"], history, row["Question"], row["Rewrite"]))
    return found


def halves(found: Sequence[Turn]) -> tuple[list[Turn], list[Turn]]:
    """The tuned half and the reported half, by whole conversations."""
    conversations = sorted({turn.conversation for turn in found})
    Random(SEED).shuffle(conversations)
    tuned = set(conversations[: len(conversations) // 2])
    return (
        [turn for turn in found if turn.conversation in tuned],
        [turn for turn in found if turn.conversation not in tuned],
    )


def bag(text: str) -> list[str]:
    """The words of `text` as they are compared."""
    return [word.text for word in words(text)]


def f1(common: int, mine: int, theirs: int) -> float:
    """The harmonic mean of precision and recall; 1 where both sides are empty."""
    return 2 * common / (mine + theirs) if mine + theirs else 1.0


def longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for mine in one:
        before = 0
        for place, theirs in enumerate(other, start=1):
            kept = row[place]
            row[place] = before + 1 if mine == theirs else max(row[place], row[place - 1])
            before = kept
    return row[-1]


def score(turn: Turn, rewrite: str) -> Score:
    """Hold `rewrite` against people's."""
    typed, mine, theirs = bag(turn.question), bag(rewrite), bag(turn.human)
    wanted, said = _names(turn.human), _names(rewrite)
    new = [name for name in wanted if not set(name) <= set(typed)]
    added, asked = Counter(mine) - Counter(typed), Counter(theirs) - Counter(typed)
    return Score(
        names=float(all(set(name) <= set(mine) for name in new)) if new else None,
        recall=_share(set(name) <= set(mine) for name in wanted),
        precision=_share(set(name) <= set(theirs) for name in said),
        added=f1((added & asked).total(), added.total(), asked.total()),
        rouge_1=f1((Counter(mine) & Counter(theirs)).total(), len(mine), len(theirs)),
        rouge_l=f1(longest_common(mine, theirs), len(mine), len(theirs)),
        exact=float(mine == theirs),
    )


def _names(text: str) -> list[tuple[str, ...]]:
    return [tuple(bag(name.text)) for name in names(text)]


def _share(held: Iterable[bool]) -> float | None:
    found = list(held)
    return fmean(found) if found else None


COLUMNS = ("names", "recall", "precision", "added", "rouge_1", "rouge_l", "exact")


def show(title: str, scores: Sequence[Score]) -> None:
    """Print one row: each column's mean over the questions that it applies to."""
    cells = []
    for column in COLUMNS:
        values = [v for s in scores if (v := getattr(s, column)) is not None]
        cells.append(f"{fmean(values):9.1%}" if values else f"{'–':>9}")
    print(f"{title:30} {len(scores):5} {' '.join(cells)}")


def copied(question: str, _: Sequence[Message]) -> str:
    """The question as it was typed."""
    return question


def main() -> None:
    """Print the table, and on request the questions farthest from people's rewrites."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("canard", type=Path, help="CANARD's file, gzipped JSON.")
    parser.add_argument("--half", choices=("tuned", "reported", "both"), default="both")
    parser.add_argument("--misses", type=int, default=0, help="Misses of the tuned half to show.")
    chosen = parser.parse_args()
    tuned, reported = halves(turns(chosen.canard))
    parts = {"tuned": tuned, "reported": reported}
    ways: dict[str, Callable[[str, Sequence[Message]], str]] = {
        "copied": copied,
        "standalone": standalone,
    }
    print(f"{'':30} {'n':>5} " + " ".join(f"{column:>9}" for column in COLUMNS))
    for half, part in parts.items():
        if chosen.half not in (half, "both"):
            continue
        for way, made in ways.items():
            scored = [(turn, score(turn, made(turn.question, turn.history))) for turn in part]
            show(f"{half}, {way}, all", [s for _, s in scored])
            show(f"{half}, {way}, need", [s for t, s in scored if not t.needs_none])
        alone = [turn for turn in part if turn.needs_none]
        changed = [t for t in alone if bag(standalone(t.question, t.history)) != bag(t.question)]
        print(f"{half}: {len(changed)} of {len(alone)} that people left alone are changed")
    for turn, rewrite in _missed(tuned)[: chosen.misses]:
        print(f"\n  {' | '.join(m['content'] for m in turn.history[-4:])}")
        print(f"  typed: {turn.question}\n  human: {turn.human}\n  rules: {rewrite}")


def _missed(part: Sequence[Turn]) -> list[tuple[Turn, str]]:
    """Questions whose rewrite adds none of the right words, or any wrong ones, in seeded order."""
    made = [(turn, standalone(turn.question, turn.history)) for turn in part]
    missed = [(turn, rewrite) for turn, rewrite in made if score(turn, rewrite).added < 0.5]
    Random(SEED).shuffle(missed)
    return missed


if __name__ == "__main__":
    main()
