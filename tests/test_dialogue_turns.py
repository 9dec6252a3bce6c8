"""Whole dialogues, turn by turn: what each follow-up is understood as (tests/dialogues.txt)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.dialogue import standalone
from rag.text import without_courtesies
from rag.types import Message


def expected() -> Iterator[tuple[list[Message], str, str]]:
    """The turns before, what is typed, and what its rewrite has and has not."""
    told = (Path(__file__).parent / "dialogues.txt").read_text(encoding="utf-8")
    for dialogue in re.split(r"^# ", told, flags=re.MULTILINE)[1:]:
        said: list[Message] = []
        for line in dialogue.splitlines()[1:]:
            mark, text = line[:2], line[2:]
            if mark == "= ":
                yield said[:-1], said[-1]["content"], text
            elif mark in ("> ", "< "):
                said.append({"role": "user" if mark == "> " else "assistant", "content": text})


@pytest.mark.parametrize(("before", "typed", "wanted"), list(expected()))
def test_each_turn_of_a_dialogue_stands_alone(before, typed, wanted):
    bare = without_courtesies(typed)
    understood = standalone(bare, before)

    if wanted == "=":
        assert understood == bare
        return
    for words in wanted.split("; "):
        pattern = rf"\b{re.escape(words[1:])}\b" if words[0] == "!" else re.escape(words)
        found = re.search(pattern, understood, re.IGNORECASE)
        assert (found is None) == words.startswith("!"), f"{words!r} in {understood!r}"
