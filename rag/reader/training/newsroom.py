"""Invented news made a folder of articles, indexed, and questions asked of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rag.index import Index
from rag.reader.candidates import Candidate, weigh
from rag.reader.question import Question
from rag.reader.reading import Reading
from rag.settings import Settings
from rag.types import EVERYWHERE, Scope

PASSAGES = 8  # that an answer is read from


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Invented articles and what reads them, and their document names in the order given."""

    reading: Reading
    documents: tuple[str, ...]

    def weigh(self, question: str, *, scope: Scope = EVERYWHERE) -> list[Candidate]:
        """Every sentence of the passages found, best first, as the reader meets them."""
        return weigh_in(replace(self.reading, scope=scope), question)


def weigh_in(reading: Reading, question: str) -> list[Candidate]:
    """Every sentence of the passages found for `question`, best first."""
    return weigh(Question(question), reading.look_up(question, k=PASSAGES), reading)


@contextmanager
def reading_of(documents: Path) -> Iterator[Reading]:
    """Index a folder of articles for the time of the block, and give what reads them."""
    with tempfile.TemporaryDirectory() as work:
        settings = Settings(documents=documents, data=Path(work), answerer="reader")
        with Index.open(settings) as index:
            index.sync()
            yield Reading.of(index)


@contextmanager
def newsroom(raws: Sequence[Mapping[str, Any]]) -> Iterator[Newsroom]:
    """Write the articles into a folder for the time of the block, and open an index of it."""
    documents = tuple(f"{number:04}.txt" for number in range(len(raws)))
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "articles"
        folder.mkdir()
        for name, raw in zip(documents, raws, strict=True):
            text = f"{raw['title']}\n\n{raw['date']}\n\n{raw['text']}\n"
            (folder / name).write_text(text, "utf-8")
        with reading_of(folder) as reading:
            yield Newsroom(reading, documents)
