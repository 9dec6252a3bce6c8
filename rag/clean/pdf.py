"""A PDF to blocks: the text of its pages as paragraphs, running heads and page numbers left out.

Where a paragraph ends is told by the distance of its lines and by the size of their letters, and
where these say nothing by the layout of the text.

A PDF can be small and unfold without end. Pages, characters and seconds are bounded, and pypdf
bounds each stream.

Elsewhere: joining lines (rag/clean/layout.py).
Not promised: columns in the order in which a person reads them; scanned pages have no text.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING, Any

from rag.clean.about import About
from rag.clean.blocks import OUTSIDE, Block
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
_LARGER = 1.12  # times the size of other letters: a headline, not the same font rounded
_APART = 1.4  # times the usual distance of lines; programs put 1.5 to 2 between paragraphs
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page |seite |p\. ?)?[-–— ]*\d{1,4}[-–— ]*(?:(?:of|/|von) ?\d{1,4})?", re.I
)
# "11/24/26, 12:02 AM" with the page's title, "https://…" with "1/3" or "Page 1 of 3"
_WHEN_PRINTED = re.compile(
    r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AP]\.?M\b\.?)?", re.I
)
_WHERE_FROM = re.compile(
    r"(?:\b(?:https?|file)://\S+)?\s*(?:(?:\bpage )?\b\d{1,4} ?(?:/|of|von|sur|de) ?\d{1,4})?\s*\Z",
    re.I,
)
_PRINTED_FROM = re.compile(
    r".*(?:\b(?:https?|file)://\S+|\d{1,4} ?(?:/|of|von|sur|de) ?\d{1,4})", re.I
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
    if not any(pages):
        raise BadDocument(
            f"{document!r} holds no text, as a scan does; make its text readable (OCR) first."
        )
    lines = _with_gaps(pages)
    repeated = _repeated(lines)
    kept: list[str] = []
    left_out = []
    for page in lines:
        edges = _edges(page)
        about = _put_by_a_browser([page[n] for n in edges], title)
        if kept and Block(kept[-1]).ends_a_sentence:
            kept.append("")
        for n, line in enumerate(page):
            reason = _reason(line, repeated, about) if n in edges else ""
            if reason:
                left_out.append(Block(line, reason=reason))
            else:
                kept.append(line)
    blocks = paragraphs("\n".join(kept), wrapped=True)
    named = Block(title).key
    printed = any(block.key == named for block in blocks[:5])
    return blocks + left_out, About(title=title if named and printed else "")


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line; 0 if it is not known how large its letters are or how high it lies."""

    text: str
    size: float = 0.0
    base: float = 0.0
    gap: bool = False  # below a blank line

    def is_as_large_as(self, other: _Line) -> bool:
        """Whether their letters are of one size, or it is not known."""
        small, large = sorted((self.size, other.size))
        return not small or large < _LARGER * small


def _with_gaps(pages: Sequence[Sequence[_Line]]) -> list[list[str]]:
    """The lines of the pages, blank ones between paragraphs, a headline's lines as one."""
    every = [pair for page in pages for pair in pairwise(page)]
    sizes = Counter(line.size for page in pages for line in page for _ in line.text)
    usual = sizes.most_common(1)[0][0]
    steps = Counter(
        round(a.base - b.base, 1) for a, b in every if a.size == b.size == usual and a.base > b.base
    )
    step = steps.most_common(1)[0][0] if steps else 0.0
    found = []
    for page in pages:
        lines = ["", page[0].text] if page and page[0].gap else [line.text for line in page[:1]]
        for above, line in pairwise(page):
            down = above.base - line.base if above.base and line.base else 0.0
            headline = above.size > _LARGER * usual and above.is_as_large_as(line)
            if headline and not line.gap and 0 < down < _APART * _APART * line.size:
                lines[-1] += f" {line.text}"
                continue
            apart = step and down > _APART * step and not line.text[0].islower()
            if line.gap or apart or not above.is_as_large_as(line):
                lines.append("")
            lines.append(line.text)
        found.append(lines)
    return found


def _pages(raw: bytes, document: str) -> tuple[list[list[_Line]], str]:
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


def _texts(pages: Iterable[PageObject], watch: Callable[..., None]) -> Iterator[list[_Line]]:
    size = 0
    for n, page in enumerate(pages):
        parts = _parts(page, watch)
        size += sum(len(part.text) for part in parts)
        if n >= _MOST_PAGES or size > _MOST_CHARACTERS:
            raise _TooMuchError
        yield _lines(parts)


def _parts(page: PageObject, watch: Callable[..., None]) -> list[_Line]:
    """The parts of a page as they are set; the whole text where they do not make it up."""
    parts: list[_Line] = []

    def note(text: str, cm: Sequence[float], tm: Sequence[float], _: object, of: float) -> None:
        base = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        parts.append(_Line(text, round(abs(of * tm[3] * cm[3]), 1), base))

    text = page.extract_text(visitor_operand_before=watch, visitor_text=note)
    watch()
    return parts if "".join(part.text for part in parts) == text else [_Line(text)]


def _lines(parts: Sequence[_Line]) -> list[_Line]:
    """The lines that the parts of a page make; each is as large and as high as its longest part."""
    found: list[list[_Line]] = [[]]
    for part in parts:
        for n, text in enumerate(part.text.split("\n")):
            if n:
                found.append([])
            if text.strip():  # what follows a line's end in one part lies lower than that says
                found[-1].append(replace(part, text=text, base=0.0 if n else part.base))
            elif text and found[-1]:
                found[-1].append(_Line(text))
    texts = repair("\n".join("".join(part.text for part in line) for line in found)).split("\n")
    if len(texts) != len(found):
        found = [[] for _ in texts]
    lines: list[_Line] = []
    gap = False
    for line, text in zip(found, map(str.strip, texts), strict=True):
        if text:
            longest = max(line, key=lambda part: len(part.text.strip()), default=_Line(text))
            lines.append(replace(longest, text=text, gap=gap))
        gap = not text
    return lines


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


def _put_by_a_browser(edges: Sequence[str], title: str) -> set[str]:
    """What browsers print about a page: when, its title, its address, the number of the page."""
    if not any(_PRINTED_FROM.fullmatch(line) for line in edges):
        return set()
    found = set()
    for line in edges:
        rest = Block(_WHEN_PRINTED.sub("", _WHERE_FROM.sub("", line))).key
        if rest != Block(line).key and (not rest or rest in Block(title).key):
            found.add(line)
    return found


def _reason(line: str, repeated: set[str], about: set[str]) -> str:
    if line in about:
        return OUTSIDE
    if _PAGE_NUMBER.fullmatch(line):
        return "page number"
    return "running head" if _DIGITS.sub("#", line) in repeated else ""
