"""Markdown to blocks: the words without the markup, link addresses and front matter left out.

Elsewhere: HTML inside is only stripped of its tags; a whole page is web.py's work.
"""

from __future__ import annotations

import re
from html import unescape

from rag.clean.about import About
from rag.clean.blocks import Block
from rag.clean.dates import date_in
from rag.clean.layout import joined
from rag.clean.repair import repair
from rag.clean.web import table_lines

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?m)^(\w{1,80})[ \t]{0,20}:[ \t]*(.+)")  # an indented one is of a picture
_HEADING = re.compile(r"(#{1,6})[ \t]+")
_UNDERLINE = re.compile(r"(?:=+|-+)$")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}$")
_ITEM = re.compile(r"(?:([-*+])|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_FENCE = re.compile(r"(?P<sign>`{3,}|~{3,})[ \t]*(?P<info>[^`~]*)$")
_DEFINITION = re.compile(r"\[[^\]]{1,80}\]:[ \t]*\S+.*$")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\(([^()\s]{0,500})[^()\n]{0,200}\)")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,500}(?:\([^()\s]{0,100}\))?)[^()\n]{0,200}\)"
)
_REFERENCE = re.compile(  # "[1][2]" are two notes
    r"(?<!\\)\[(?!\d{1,3}\]\[\d)([^\[\]\n]{1,300})\]\[([^\[\]\n]{0,80})\]"
)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])([^*_\n]{0,1000}?)(?<=[^\s\\])\1(?![\w*])")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>|<!--(?:(?!<!--).){0,1000}?-->")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")


def markdown_blocks(text: str) -> tuple[list[Block], About]:
    """The blocks of a Markdown text, and what its front matter states."""
    facts = About()
    left_out: list[Block] = []
    front = _FRONT.match(text)
    if front and _FIELD.search(front[1]):
        facts = _front_matter(front[1])
        left_out = [Block(" ".join(front[1].split()), reason="front matter")]
        text = text[front.end() :]
    blocks = left_out
    for block in _Lines(text).blocks:
        plain, addresses = _plain(block.text)
        if plain:
            blocks.append(Block(plain, block.kind, block.gap, block.reason))
        if addresses:
            blocks.append(Block(" ".join(addresses), reason="link address"))
    return blocks, facts


def _front_matter(lines: str) -> About:
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(lines):
        fields.setdefault(name.casefold(), value.strip().strip("\"'[]"))
    written = fields.get("date") or fields.get("published") or fields.get("publish_date") or ""
    return About(
        title=fields.get("title", ""),
        publisher=fields.get("publisher") or fields.get("source") or "",
        author=fields.get("author") or fields.get("authors") or "",
        published=date_in(written),
    )


class _Lines:
    """Paragraphs, headings, items and table rows; the markup inside the lines is still there."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self._paragraph: list[str] = []
        self._table: list[list[str]] = []
        self._fence = ""  # that opened what is read, until one as long closes it
        self._titled = False
        for line in text.split("\n"):
            self._read(line.strip())
        self._end_paragraph()
        self._end_table()
        self.blocks = [block for block in self.blocks if block.text]

    def _read(self, line: str) -> None:
        if not self._is_row(line):
            self._end_table()
        fence = _FENCE.match(line)
        if self._fence:
            if fence and not fence["info"] and fence["sign"].startswith(self._fence):
                self._fence = ""
            else:
                self.blocks.append(Block(line))
        elif fence:
            self._end_paragraph()
            self._fence = fence["sign"]
            self.blocks.append(Block(fence["info"], reason="markup"))
        else:
            self._read_markup(_QUOTE.sub("", line, count=1))

    def _is_row(self, line: str) -> bool:
        return line.startswith("|") or (bool(self._table) and "|" in line)

    def _read_markup(self, line: str) -> None:
        is_rule = _TABLE_RULE.match(line)
        if heading := _HEADING.match(line):
            self._end_paragraph()
            text = line[heading.end() :].rstrip("#").rstrip(" \t")
            self._add_heading(text, first_level=len(heading[1]) == 1)
        elif self._paragraph and _UNDERLINE.match(line):
            text, self._paragraph = joined(self._paragraph), []
            self._add_heading(text, first_level=line.startswith("="))
        elif self._paragraph and "|" in self._paragraph[-1] and "|" in line and is_rule:
            header = self._paragraph.pop()
            self._end_paragraph()
            self._table = [_cells(header)]
        elif self._is_row(line):
            self._end_paragraph()
            if not is_rule:
                self._table.append(_cells(line))
        elif _DEFINITION.match(line):
            self._end_paragraph()
            self.blocks.append(Block(line, reason="link address"))
        elif not line or _RULE.match(line):
            self._end_paragraph()
        elif item := _ITEM.match(line):
            self._end_paragraph()
            self._paragraph = [line[item.end() :] if item[1] else line]
        else:
            self._paragraph.append(line)

    def _add_heading(self, text: str, *, first_level: bool) -> None:
        title = first_level and not self._titled
        self._titled = self._titled or title
        self.blocks.append(Block(text, "title" if title else "heading"))

    def _end_paragraph(self) -> None:
        lines, self._paragraph = self._paragraph, []
        if lines:
            self.blocks.append(Block(joined(lines)))

    def _end_table(self) -> None:
        rows, self._table = self._table, []
        self.blocks += [Block(row, "row") for row in table_lines(rows, headed=len(rows) > 1)]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def _plain(text: str) -> tuple[str, list[str]]:
    """A line without its markup, and the addresses and tags that this takes out."""
    taken: list[str] = []

    def words(match: re.Match[str]) -> str:
        if match[2] and match[2] != match[1]:
            taken.append(match[2])
        return match[1]

    def drop(match: re.Match[str]) -> str:
        taken.append(match.group())
        return ""

    for pattern in (_IMAGE, _LINK, _REFERENCE):
        text = pattern.sub(words, text)
    text = _TAG.sub(drop, text)
    text = _CODE.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = repair(unescape(text))  # references may stand for what no one can see
    return " ".join(text.split()), taken
