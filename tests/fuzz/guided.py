"""Inputs guided by the code that they reach, for the readers of files. By hand, never in a test.

    pip install atheris    # Linux and macOS, not for every Python; nothing else needs it
    python tests/fuzz/guided.py html -max_total_time=600 -max_len=4096 CORPUS

The first word names a reader: html, markdown, text, pdf, stream (a model's words), question. What
follows goes to libFuzzer; inputs that found something are kept in the folder CORPUS. A crash writes
its input to a file, which becomes an example in tests/test_fuzz_*.py.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["rag", "pypdf"]):
    from rag import RagError
    from rag.clean import clean
    from rag.compose import escape
    from rag.dialogue import standalone
    from rag.llm.parser import Parser
    from rag.split import passages, sentences
    from rag.text import dates, names, numbers
    from rag.types import MARKER


def read(suffix: str) -> Callable[[bytes], None]:
    """A file of this kind is an article with exact offsets, or is refused."""

    def one(raw: bytes) -> None:
        try:
            article = clean(raw, document=f"a{suffix}")
        except RagError:
            return
        found = sentences(article.body)
        end = 0
        for sentence in found:
            assert sentence.text == article.body[sentence.start : sentence.end]
            assert not article.body[end : sentence.start].strip()
            end = sentence.end
        assert tuple(s for passage in passages(article) for s in passage.sentences) == found

    return one


def stream(raw: bytes) -> None:
    """A model's words hold no marker of their own."""
    text = raw.decode("utf-8", "replace")
    parser = Parser(9)
    for said in (*parser.feed(text[::2]), *parser.feed(text[1::2]), *parser.close()):
        assert not MARKER.search(escape(said.text))


def question(raw: bytes) -> None:
    """A question and what was said before."""
    asked, _, before = raw.decode("utf-8", "replace").partition("\n")
    standalone(
        asked, [{"role": "user", "content": before}, {"role": "assistant", "content": asked}]
    )
    for find in (dates, names, numbers):
        for found in find(before):
            assert before[found.start : found.end] == found.text


READERS: dict[str, Callable[[bytes], None]] = {
    "html": read(".html"),
    "markdown": read(".md"),
    "text": read(".txt"),
    "pdf": read(".pdf"),
    "stream": stream,
    "question": question,
}

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], READERS[sys.argv[1]])
    atheris.Fuzz()
