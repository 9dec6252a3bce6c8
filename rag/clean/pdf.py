"""A PDF to blocks: the text of its pages as paragraphs, running heads and page numbers left out.

A PDF can be small and unfold without end. Pages, characters and seconds are bounded, and pypdf
bounds each stream.

Elsewhere: joining lines (rag/clean/layout.py).
Not promised: columns in the order in which a person reads them; scanned pages have no text.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from time import monotonic
from typing import TYPE_CHECKING, Any

from rag.clean.about import About
from rag.clean.blocks import Block
from rag.clean.layout import paragraphs
from rag.clean.repair import repair
from rag.errors import BadDocument

if TYPE_CHECKING:
    from pypdf import PageObject

# An article has a few pages; a book of 2,000 is read, and nothing that takes longer than this.
_MOST_PAGES = 2_000
_MOST_CHARACTERS = 10_000_000
# Of one page's drawing; an article's page has some thousand operands. pypdf's own bounds let one
# page take half a minute and 900 MB, these 6 s and 200 MB.
_BOUNDS: dict[str, Any] = {
    "lzw_maximum_output_length": 10_000_000,
    "run_length_maximum_output_length": 10_000_000,
    "zlib_maximum_output_length": 10_000_000,
    "brotli_maximum_output_length": 10_000_000,
    "stream_parsing_work_maximum_count": 500_000,
}
_LONGEST_S = 20.0
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page |seite |p\. ?)?[-–— ]*\d{1,4}[-–— ]*(?:(?:of|/|von) ?\d{1,4})?", re.I
)

# pypdf meets broken files with errors of every kind.
_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError),
    *(NotImplementedError, OSError, RecursionError, TypeError, ValueError),
)


class _TooMuchError(Exception):
    """The PDF unfolds to more than is read."""


def pdf_blocks(raw: bytes, *, document: str) -> tuple[list[Block], About]:
    """The blocks of a PDF in the order of its pages, and what its metadata states.

    Raises:
        BadDocument: it is encrypted, malformed, without text or unfolds without end.
    """
    pages, title = _pages(raw, document)
    if not any(page.strip() for page in pages):
        raise BadDocument(
            f"{document!r} holds no text, as a scan does; make its text readable (OCR) first."
        )
    lines = [[line.strip() for line in repair(page).split("\n")] for page in pages]
    repeated = _repeated(lines)
    kept, left_out = [], []
    for page in lines:
        edges = _edges(page)
        for n, line in enumerate(page):
            reason = _reason(line, repeated) if n in edges else ""
            if reason:
                left_out.append(Block(line, reason=reason))
            else:
                kept.append(line)
    blocks = paragraphs("\n".join(kept), wrapped=True)
    named = Block(title).key
    printed = any(block.key == named for block in blocks[:5])
    return blocks + left_out, About(title=title if named and printed else "")


def _pages(raw: bytes, document: str) -> tuple[list[str], str]:
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import (
        DependencyError,
        DeprecationError,
        FileNotDecryptedError,
        LimitReachedError,
        PyPdfError,
    )

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # faults are told by BadDocument
    until = monotonic() + _LONGEST_S

    def watch(*_: object) -> None:
        if monotonic() > until:
            raise _TooMuchError

    try:
        with apply_configuration(**_BOUNDS):
            reader = PdfReader(BytesIO(raw), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise _encrypted(document)
            texts = list(_texts(reader.pages, watch))
            title = str(reader.metadata.title or "") if reader.metadata else ""
    except (_TooMuchError, LimitReachedError) as error:
        raise BadDocument(
            f"{document!r} unfolds to more than an article holds; save the article alone."
        ) from error
    except FileNotDecryptedError as error:
        raise _encrypted(document) from error
    except _FAULTS as error:
        raise _malformed(document) from error
    # The last two are no PyPdfError: a filter under its old short name, a cipher that is not here.
    except (PyPdfError, DeprecationError, DependencyError) as error:
        raise _malformed(document) from error
    return texts, " ".join(repair(title).split())


def _texts(pages: Iterable[PageObject], watch: Callable[..., None]) -> Iterator[str]:
    size = 0
    for n, page in enumerate(pages):
        text = page.extract_text(visitor_operand_before=watch)
        watch()
        size += len(text)
        if n >= _MOST_PAGES or size > _MOST_CHARACTERS:
            raise _TooMuchError
        yield text


def _encrypted(document: str) -> BadDocument:
    return BadDocument(f"{document!r} is encrypted; save a copy without a password.")


def _malformed(document: str) -> BadDocument:
    return BadDocument(f"{document!r} is not a PDF that can be read; save it anew or as text.")


def _edges(page: list[str]) -> list[int]:
    """Where a page has its first and last lines, blank ones aside."""
    printed = [n for n, line in enumerate(page) if line]
    return printed[:2] + printed[-2:]


def _repeated(pages: list[list[str]]) -> set[str]:
    """Lines at the edges of most pages, or of most left or right ones, numbers aside: the running
    heads and feet."""
    edges = [{_DIGITS.sub("#", page[n]) for n in _edges(page)} for page in pages]
    found = set()
    for side in (edges, edges[::2], edges[1::2]):
        seen = Counter(line for lines in side for line in lines)
        found |= {line for line, n in seen.items() if n >= 2 and n > len(side) / 2}
    return found


def _reason(line: str, repeated: set[str]) -> str:
    if _PAGE_NUMBER.fullmatch(line):
        return "page number"
    return "running head" if _DIGITS.sub("#", line) in repeated else ""
