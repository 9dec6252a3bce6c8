"""What each step of the reader is worth: the development cases asked with one step after another
left out.

Printed for each step are how many answers change, how many cases pass only with it and how many
only without. A step that changes nothing is a candidate for removal, one that loses more than it
wins is a mistake. What the network and the search return is remembered, so that of all runs but the
first only the rules take time.

    python benchmarks/ablation.py seeds evals/cases
    python benchmarks/ablation.py evals/second/articles evals/second/cases --step refusal
"""

from __future__ import annotations

import argparse
import importlib
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from evals.cases import Case, load
from evals.run import AssistantAnswerer, ask, library_for, opened
from evals.verdict import judge
from rag.index import Index
from rag.reader.encoder import Encoder
from rag.settings import Settings

Passed = Mapping[str, tuple[bool, str]]  # by case: whether it passed, and the answer


def nothing(*_: object, **__: object) -> None:
    """Stand in for a step that tells something or None."""


def none_of(*_: object, **__: object) -> tuple[()]:
    """Stand in for a step that finds several."""
    return ()


def as_found(_: object, found: Sequence[object], *__: object) -> list[object]:
    """Stand in for a step that leaves out some of what was found."""
    return list(found)


# What the step does: the module, what it is called there, and what stands in for it.
STEPS: Mapping[str, tuple[str, str, object]] = {
    "names that no article has": ("reader", "missing_names", none_of),
    "all that cannot answer": ("reader", "that_fit", as_found),
    "the holder of the office asked for": ("fitting", "_of_the_office", as_found),
    "the name that is wanted": ("fitting", "unnamed", none_of),
    "the members of a group": ("fitting", "members_asked", nothing),
    "this year's, where it is wanted": ("fitting", "_of_the_span", as_found),
    "another's word, meeting, fate": ("fitting", "_OF_ANOTHER", ()),
    "what only says it again": ("fitting", "_but_restated", as_found),
    "a fact without its number or time": ("fitting", "_NO_FACT", ()),
    "what is to be counted": ("fitting", "counted_things", none_of),
    "both names of a choice": ("reader", "by_names", nothing),
    "a thing that is only named": ("reader", "_on_topic", nothing),
    "what an article leaves open": ("premises.verdict", "leaves_open", nothing),
    "objections": ("premises.verdict", "objection", nothing),
    "doubts": ("premises.verdict", "doubted", nothing),
    "events that no article tells of": ("premises.verdict", "no_word_of", nothing),
    "yes and no": ("premises.verdict", "judged_so", nothing),
    "a date told in passing": ("reader", "told_in_passing", nothing),
    "somebody's words": ("reader", "spoken", none_of),
    "who somebody is": ("reader", "who_it_is", nothing),
    "what each side says": ("reader", "_by_sides", none_of),
    "comparisons": ("reader", "_by_comparison", none_of),
    "which is larger": ("reader", "_by_measure", none_of),
    "several questions in one": ("reader", "_by_parts", none_of),
    "both of two subjects": ("reader", "of_subjects", nothing),
    "who is blamed, and denies it": ("reader", "contested", none_of),
    "another article's answer": ("reader", "another_answer", nothing),
    "two figures, neither sure": ("reader", "_said_all_the_same", nothing),
    "what others add": ("reader", "elsewhere_too", none_of),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--step", action="append", choices=STEPS, help="only this one; repeatable")
    chosen = parser.parse_args()
    cases = load(chosen.cases, split="dev")
    with tempfile.TemporaryDirectory() as data, _remembered():
        settings = Settings(documents=chosen.documents, data=Path(data), answerer="reader")
        with opened("reader", settings) as answerer:
            answerer.assistant.index()
            whole = _asked(cases, answerer)
            print(f"{sum(passed for passed, _ in whole.values())} of {len(cases)} pass", flush=True)
            print(f"{'without':36} changed  pass only with it  only without", flush=True)
            for step in chosen.step or STEPS:
                module, name, stand_in = STEPS[step]
                began = time.perf_counter()
                with patch.object(importlib.import_module(f"rag.reader.{module}"), name, stand_in):
                    print(_row(step, whole, _asked(cases, answerer)), end="")
                print(f"   {time.perf_counter() - began:.0f} s", flush=True)


def _row(step: str, whole: Passed, without: Passed) -> str:
    changed = sum(whole[case] != without[case] for case in whole)
    won = sum(whole[case][0] and not without[case][0] for case in whole)
    lost = sum(without[case][0] and not whole[case][0] for case in whole)
    return f"{step:36} {changed:7} {won:17} {lost:13}"


def _asked(cases: Sequence[Case], answerer: AssistantAnswerer) -> Passed:
    records = [ask(case, answerer) for case in cases]
    library = library_for(cases, records, answerer.assistant)
    return {
        case.id: (
            bool(judge(case, record, library).passed),
            record.reply.text if record.reply else record.error,
        )
        for case, record in zip(cases, records, strict=True)
    }


@contextmanager
def _remembered() -> Iterator[None]:
    """Let the network read and judge each pair once, and the search look up each query once.

    A pair is read the same whatever else is read with it.
    """
    read, support, find = Encoder.read, Encoder.support, Index.find
    found: dict[Any, Any] = {}

    def each(pairs: Sequence[Any], fresh: Callable[[Sequence[Any]], Sequence[Any]]) -> list[Any]:
        new = [pair for pair in dict.fromkeys(pairs) if pair not in found]
        found.update(zip(new, fresh(new) if new else (), strict=True))
        return [found[pair] for pair in pairs]

    def read_once(encoder: Encoder, question: str, passages: Sequence[str]) -> list[Any]:
        pairs = [("read", question, passage) for passage in passages]
        return each(pairs, lambda new: read(encoder, question, [pair[2] for pair in new]))

    def support_once(encoder: Encoder, pairs: Sequence[tuple[str, str]]) -> list[Any]:
        judged = [("support", *pair) for pair in pairs]
        return each(judged, lambda new: support(encoder, [pair[1:] for pair in new]))

    def find_once(index: Index, query: str, n: int, *, scope: Any) -> list[Any]:
        key = ("find", query, n, scope)
        if key not in found:
            found[key] = find(index, query, n, scope=scope)
        return list(found[key])

    with ExitStack() as kept:
        kept.enter_context(patch.object(Encoder, "read", read_once))
        kept.enter_context(patch.object(Encoder, "support", support_once))
        kept.enter_context(patch.object(Index, "find", find_once))
        yield


if __name__ == "__main__":
    main()
