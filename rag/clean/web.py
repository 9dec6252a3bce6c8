"""A web page to blocks: every visible text in the page's order, the article's kept.

trafilatura tells the article from the page; its verdict is laid over the page's own paragraphs,
so that what it drops is an omission and not lost. Scripts and styles are not text. Nothing is
fetched: neither images nor the addresses of document types.

Elsewhere: what the page's head states (rag/clean/head.py), furniture inside the article
(rag/clean/furniture.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import TYPE_CHECKING

from rag.clean.about import About, is_about_line
from rag.clean.blocks import OUTSIDE, Block, Kind, TooLongError
from rag.clean.head import stated
from rag.clean.layout import paragraphs
from rag.clean.repair import in_order, repair
from rag.text import word_set

if TYPE_CHECKING:
    from lxml.etree import _Element

_SILENT = word_set("audio head iframe math noscript object script style svg template video")
_CONTROLS = word_set("button dialog form input label nav option select textarea")
_ASIDE = word_set("aside footer")
_INLINE = word_set(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark picture q "
    "rb rp rt ruby s samp small source span strike strong sub sup time tt u var wbr"
)
_HEADINGS = word_set("h1 h2 h3 h4 h5 h6")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PARAGRAPHS = word_set("p blockquote li dd dt pre h1 h2 h3 h4 h5 h6 figcaption")
_PARTS = _HEADINGS | {"p", "div"}
_BREAK = "\v"  # where the page has <br>; repaired text holds none
_SPACES = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_REFERENCES = re.compile(r"(?:&#?\w{1,8};){32,}")
_LONGEST_CELL = 200  # characters; a table with longer ones is layout, not data
# A long report has 5,000 tags. 100,000 took 15 to 60 s and up to 200 MB, and a page of 2 MB can
# have 600,000.
MOST_TAGS = 100_000
_DEEPEST = 250  # elements inside one another; libxml2's own bound, unless it is told to lift it
_ENOUGH = 20  # words that trafilatura must find to be believed


@dataclass(slots=True)
class _Piece:
    """A visible block of the page and where it stood."""

    text: str
    tag: str
    within: frozenset[str]
    parent: int  # number of the element that holds it, to tell siblings
    links: int  # characters inside links
    cells: str = ""  # of a table's row: its words without the columns' names


class _Writer:
    """Collects the text of the open elements until one that is a block of its own ends."""

    def __init__(self) -> None:
        self.pieces: list[_Piece] = []
        self._text: list[str] = []
        self._links = 0
        self._open = [(0, "", frozenset[str]([""]))]  # number, tag, tags from outermost to this
        self._number = 0

    def open(self, tag: str) -> None:
        self.flush()
        self._number += 1
        *_, within = self._open[-1]
        self._open.append((self._number, tag, within | {tag}))

    def close(self) -> None:
        self.flush()
        self._open.pop()

    def write(self, text: str | None, *, link: bool = False) -> None:
        self._text.append(text or "")
        self._links += len(text or "") if link else 0

    def write_rows(self, rows: list[tuple[str, str]]) -> None:
        *_, within = self._open[-1]
        self.pieces += [_Piece(row, "tr", within, self._number, 0, cells) for row, cells in rows]

    def flush(self) -> None:
        lines = [_SPACES.sub(" ", line).strip() for line in "".join(self._text).split(_BREAK)]
        links, self._text, self._links = self._links, [], 0
        number, tag, within = self._open[-1]
        holder = self._open[-2][0] if tag in _PARAGRAPHS and len(self._open) > 1 else number
        self.pieces += [_Piece(text, tag, within, holder, links) for text in _broken(lines)]


def web_blocks(page: str) -> tuple[list[Block], About]:
    """The blocks of a page in its order, and what its head states of the article.

    Raises:
        TooLongError: it has more tags than are read.
    """
    from lxml import etree, html

    if page.count("<") > MOST_TAGS:
        raise TooLongError(f"{MOST_TAGS:,} tags")
    page = _NO_TEXT.sub("", page)  # the parser would stop at a NUL
    page = in_order(_REFERENCES.sub(_spelled_out, page))
    # Bytes, because a page may name an encoding that is no longer its own.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing in it
        return [], About()
    if any("depth" in fault.message for fault in parser.error_log) or _is_deep(tree):
        # The rest of the page was not parsed, or every paragraph is looked for through all of it.
        return paragraphs(repair(_flattened(page))), About()
    facts = stated(tree)
    blocks = _judged(_pieces(tree), _main_text(page), facts)
    return _repaired(blocks, facts)


def _repaired(blocks: list[Block], facts: About) -> tuple[list[Block], About]:
    """Both repaired as one text: what became of a mark shows only in many places."""
    texts = [block.text for block in blocks] + [facts.title, facts.publisher, facts.author]
    mended = repair("\n".join(texts)).split("\n")
    if len(mended) != len(texts):  # mojibake that hid a line break
        mended = [" ".join(repair(text).split()) for text in texts]
    *bodies, title, publisher, author = (_SPACES.sub(" ", text).strip() for text in mended)
    return (
        [replace(block, text=text) for block, text in zip(blocks, bodies, strict=True) if text],
        replace(facts, title=title, publisher=publisher, author=author),
    )


def _flattened(page: str) -> str:
    """A page nested too deep for the parser, its tags taken out."""
    text = re.sub(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)", " ", page)
    text = re.sub(r"(?i)</?(?:p|div|h[1-6]|li|tr|table|br|article)\b[^<>]{0,500}>", "\n", text)
    return unescape(re.sub(r"</?[A-Za-z!][^<>]{0,500}>", " ", text))


def _spelled_out(references: re.Match[str]) -> str:
    """Runs of accents may be written as references, too."""
    return escape(unescape(references[0]))


def _is_deep(tree: _Element) -> bool:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def _pieces(tree: _Element) -> list[_Piece]:
    """Every visible text of the page. Walks without recursion: pages may nest without end."""
    from lxml import etree

    writer = _Writer()
    silent: list[_Element] = []
    anchors = 0  # open around what is read
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and not silent:
            if tag not in _INLINE:
                writer.open("hidden" if _is_hidden(element) else tag)
            anchors += tag == "a"
            rows = _rows(element) if tag == "table" else []
            writer.write_rows(rows)
            if tag in _SILENT or rows:
                silent.append(element)
            else:
                writer.write(_BREAK if tag == "br" else element.text, link=anchors > 0)
        elif event == "end" and (not silent or silent[-1] is element):
            silent = []
            if tag not in _INLINE:
                writer.close()
            anchors -= tag == "a"
            writer.write(element.tail, link=anchors > 0)
    writer.flush()
    return writer.pieces


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _broken(lines: list[str]) -> Iterable[str]:
    """Lines parted by <br>: two of them, or one behind a finished sentence, end a paragraph."""
    paragraph: list[str] = []
    for line in lines:
        if paragraph and (not line or Block(paragraph[-1]).ends_a_sentence):
            yield " ".join(paragraph)
            paragraph = []
        if line:
            paragraph.append(line)
    if paragraph:
        yield " ".join(paragraph)


def _rows(table: _Element) -> list[tuple[str, str]]:
    """A table's rows as lines that can be read and quoted, each with the words of its cells; [] if
    the table is mere layout."""
    if next(table.iterdescendants("table", "form"), None) is not None:
        return []
    pieces = [[_pieces(cell) for cell in row.iter("td", "th")] for row in table.iter("tr")]
    rows = [[" ".join(piece.text for piece in cell) for cell in row] for row in pieces]
    rows = [row for row in rows if any(row)]
    if not rows or any(_is_layout(cell) for row in pieces for cell in row):
        return []
    caption = [_SPACES.sub(" ", "".join(c.itertext())).strip() for c in table.iter("caption")]
    lines = table_lines(rows, headed=_has_header(table))
    cells = map(" ".join, rows[-len(lines) :])
    return [(line, line) for line in caption if line] + list(zip(lines, cells, strict=True))


def _is_layout(cell: list[_Piece]) -> bool:
    """Whether a cell holds a part of the page; of data it may hold one paragraph."""
    paragraphs = sum(piece.tag in _PARTS for piece in cell)
    return paragraphs > 1 or sum(len(piece.text) for piece in cell) > _LONGEST_CELL


def _has_header(table: _Element) -> bool:
    first = next(table.iter("tr"), None)
    return first is not None and {c.tag for c in first if isinstance(c.tag, str)} == {"th"}


def table_lines(rows: list[list[str]], *, headed: bool) -> list[str]:
    """Each row with its columns' names: "Country: China; Trade: $190 billion"."""
    if not headed or len(rows) < 2:
        return [": ".join(row) if len(row) == 2 else "; ".join(filter(None, row)) for row in rows]
    names, *rest = rows
    lines = []
    for row in rest:
        if len(row) != len(names):
            lines.append("; ".join(filter(None, row)))
            continue
        cells = zip(names, row, strict=True)
        lines.append("; ".join(f"{n}: {c}" if n else c for n, c in cells if n or c))
    return lines


def _main_text(page: str) -> list[str]:
    """The lines that trafilatura takes for the article, as keys; [] if it finds too little."""
    import logging

    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its verdict is all we want
    found = extract(
        page,
        output_format="txt",
        include_comments=False,
        include_tables=True,
        include_formatting=False,
        with_metadata=False,
        deduplicate=False,
    )
    lines = (found or "").split("\n")
    keys = [key for line in lines if (key := Block(line).key)]
    return keys if sum(key.count(" ") + 1 for key in keys) >= _ENOUGH else []


def _judged(pieces: list[_Piece], main: list[str], facts: About) -> list[Block]:
    title_at = _title_at(pieces, facts.title)
    whole, lines = " ".join(main), set(main)
    chosen = set()
    for n, piece in enumerate(pieces):
        key = Block(piece.cells or piece.text).key
        if key and (key in lines or (key.count(" ") >= 4 and key in whole)):
            chosen.add(n)
    if not main:
        chosen = {n for n, p in enumerate(pieces) if _reads_as_prose(p)}
        chosen = chosen or {n for n, p in enumerate(pieces) if _may_be_prose(p)}
    chosen |= _beside(pieces, chosen)
    first, last = min(chosen, default=0), max(chosen, default=-1)
    first = min(first, title_at) if title_at >= 0 else first
    blocks = []
    for n, piece in enumerate(pieces):
        block = Block(piece.text, _kind(piece, title=n == title_at))
        inside = first <= n <= last
        kept = n == title_at or n in chosen or (inside and _is_the_articles_own(piece))
        if "hidden" in piece.within:
            block = block.without("hidden on the page")
        elif piece.within & (_CONTROLS - {"form"}):
            block = block.without("page controls")
        elif not kept:
            block = block.without(OUTSIDE)
        blocks.append(block)
    return blocks


def _beside(pieces: list[_Piece], chosen: set[int]) -> set[int]:
    """Paragraphs among chosen ones of the same parent, and rows of the same table, which
    trafilatura dropped as too short or as repeated."""
    parents = {pieces[n].parent for n in chosen if pieces[n].tag in ("p", "tr")}
    return {
        n
        for n, piece in enumerate(pieces)
        if piece.parent in parents
        and (piece.tag in ("p", "blockquote", "tr") or piece.tag in _HEADINGS)
        and not piece.within & _ASIDE
        and 2 * piece.links <= len(piece.text)
    }


def _is_the_articles_own(piece: _Piece) -> bool:
    """A date, a byline, a table or a caption that states a fact, among its paragraphs."""
    if piece.within & _ASIDE:
        return False
    if piece.tag == "tr":
        return True
    caption = piece.tag == "figcaption" or "figcaption" in piece.within
    return is_about_line(piece.text) or (caption and len(piece.text.split()) >= 6)


def _reads_as_prose(piece: _Piece) -> bool:
    block = Block(piece.text)
    return block.ends_a_sentence and block.words >= 8 and _may_be_prose(piece)


def _may_be_prose(piece: _Piece) -> bool:
    return 2 * piece.links <= len(piece.text) and not piece.within & (_ASIDE | _CONTROLS)


def _kind(piece: _Piece, *, title: bool) -> Kind:
    if title:
        return "title"
    if piece.tag in _HEADINGS:
        return "heading"
    if piece.tag == "tr":
        return "row"
    return "caption" if "figcaption" in piece.within else "text"


def _title_at(pieces: list[_Piece], title: str) -> int:
    """Where the page prints its title: the heading that the head names, or its only h1."""
    key = Block(title).key
    same = [n for n, p in enumerate(pieces) if key and Block(p.text).key == key]
    first = [n for n in same if pieces[n].tag in _HEADINGS] or same
    if first:
        return first[0]
    h1 = [n for n, p in enumerate(pieces) if p.tag == "h1" or "h1" in p.within]
    return h1[0] if len(h1) == 1 and not title else -1
