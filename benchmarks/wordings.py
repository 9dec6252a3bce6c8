"""What becomes of the answers when the same questions are put otherwise.

The development cases are asked as they stand, and again in small letters, without a question mark,
with slips of the pen, with a greeting, and so on: tests of invariance (Ribeiro et al., 2020,
arXiv:2005.04118). Printed is how many pass, and how many of those that passed as they stand no
longer do.

    python benchmarks/wordings.py seeds evals/cases
    python benchmarks/wordings.py evals/second/articles evals/second/cases
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evals.cases import Case, load
from evals.run import AssistantAnswerer, ask, library_for, opened
from evals.verdict import judge
from rag.settings import Settings

LONGEST_KEPT = 5  # letters; in longer words two letters are swapped


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("cases", type=Path)
    chosen = parser.parse_args()
    cases = [case for case in load(chosen.cases, split="dev") if case.question]
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(documents=chosen.documents, data=Path(data), answerer="reader")
        with opened("reader", settings) as answerer:
            answerer.assistant.index()
            as_is = _passing(cases, answerer, str)
            print(f"{'as it stands':24} {len(as_is):4} of {len(cases)} pass")
            for name, put in WORDINGS.items():
                passing = _passing(cases, answerer, put)
                lost, won = len(as_is - passing), len(passing - as_is)
                print(f"{name:24} {len(passing):4}   {lost} no longer, {won} only so", flush=True)


def _passing(
    cases: Sequence[Case], answerer: AssistantAnswerer, put: Callable[[str], str]
) -> set[str]:
    """The ids of the cases that pass when their questions are put so."""
    records = [
        ask(case.model_copy(update={"question": put(case.question or "")}), answerer)
        for case in cases
    ]
    library = library_for(cases, records, answerer.assistant)
    return {
        case.id
        for case, record in zip(cases, records, strict=True)
        if judge(case, record, library).passed
    }


def _with_a_slip(question: str) -> str:
    """`question` with two letters swapped in one of its longer words that are no names."""
    said = question.split()
    long = [n for n, word in enumerate(said) if len(word) > LONGEST_KEPT and word.islower()]
    long = [n for n in long if said[n].isalpha()]
    if not long:
        return question
    rng = random.Random(question)
    n = rng.choice(long)
    at = rng.randrange(1, len(said[n]) - 2)
    said[n] = said[n][:at] + said[n][at + 1] + said[n][at] + said[n][at + 2 :]
    return " ".join(said)


def _begun(question: str) -> str:
    return question[:1].lower() + question[1:]


WORDINGS: Mapping[str, Callable[[str], str]] = {
    "in small letters": str.lower,
    "in capitals": str.upper,
    "without its mark": lambda question: question.rstrip("? ."),
    "with a slip": _with_a_slip,
    "Hi! …": lambda question: f"Hi! {question}",
    "…, please?": lambda question: f"{question.rstrip('?')}, please?",
    "According to the articles": lambda q: f"According to the articles, {_begun(q)}",
    "Could you tell me …": lambda question: f"Could you tell me {_begun(question)}",
    "I was wondering …": lambda question: f"I was wondering {_begun(question).rstrip('?')}.",
}


if __name__ == "__main__":
    main()
