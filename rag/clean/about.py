"""What a text says of itself: its title, publisher, author and date.

Nothing is guessed. A field that no line states stays empty, and a weekday is not a date.

Elsewhere: what a web page's head says (rag/clean/web.py); reading a date (rag/clean/dates.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from rag.clean.blocks import Block
from rag.clean.dates import date_in, only_a_date

_TOP = 12  # blocks from either end where a page states its date and author

_PUBLISHED = re.compile(
    r"(?:first )?(?:publish(?:ed)?|publication|posted|issued|release[d]?|date|for immediate release"
    r"|veröffentlicht|erschienen|publié|publicado|pubblicato|data|datum)"
    r"(?: ?(?:date|time|on|at|am|le|el|il))*\b\s*[:|,–—-]?\s*",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:last |zuletzt |mis à jour )?(?:updated?|modified|edited|aktualisiert|stand|actualizado)"
    r"(?: ?(?:date|on|at|am|le))*\b\s*[:|,–—-]?\s*",
    re.IGNORECASE,
)
_NAME = r"(?:(?-i:[^\W\d_a-z])[\w.’'\-]*|de|van|von|der|al|el|bin|da|di|la)"
_NAMES = rf"{_NAME}(?:(?: ?[,&] ?(?:and )?| and | und | et | y | ){_NAME}){{0,9}}"
_BYLINE = re.compile(
    r"(?:story |words |text |written |reported |report |article |interview |posted )?"
    r"(?:by|von|par|por)\s*:?\s+"
    rf"(?P<names>{_NAMES})(?:\s*[|/–—·(].{{0,80}})?",
    re.IGNORECASE,
)
_AUTHOR_LABEL = re.compile(
    r"(?:author|autor|auteur|writer)s?\s*:\s*(?P<names>[^.:]{3,80})", re.IGNORECASE
)
_REPORTING = re.compile(
    r"\(?reporting by (?P<names>[^;.()]{3,120})(?:[;.].{0,160})?\)?", re.IGNORECASE
)
_NAME_ENDS = re.compile(  # "Jane Doe in Kyiv", "Jane Doe, BBC", "Jane Doe, Senior Reporter"
    r",? (?:in|for|at|of|from) "
    r"|, (?!and )(?=(?-i:[A-Z]{2,})\b|[\w ]*(?:correspondent|editor|reporter|news|writer)\b)",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:publisher|published by|herausgeber|éditeur)\s*:?\s+(?P<name>[^\d:]{2,60})", re.IGNORECASE
)
_OWNER = re.compile(
    r"(?:copyright )?(?:©|\(c\)|copyright)\s*(?:copyright )?"
    r"(?:\d{4}(?:\s*[–-]\s*\d{4})?),?\s*(?:by )?"
    r"(?P<name>[^\d.|:;©]{2,60})(?:[.|,;].*|all rights.*)?",
    re.IGNORECASE,
)
# "KYIV, May 24, 2023 (AP) —"
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .’'/\-]{1,39}(?:, [A-Z][\w.]{1,20})?(?:,| \() ?(?P<date>[^—–()]{6,40}?)"
    r"\)?\s*(?:\([^)]{2,30}\)\s*)?[—–-]{1,2} "
)
_MASTHEAD = re.compile(
    r"(?:The )?(?:[A-ZÀ-Þ][\w’'-]+ ){0,3}(?:News|Times|Post|Herald|Tribune|Gazette|Journal|Ledger"
    r"|Telegraph|Chronicle|Courier|Observer|Standard|Press|Dispatch|Bulletin)"
    r"(?: (?:Agency|Network|Online|Service|Today))?"
)


@dataclass(frozen=True, slots=True)
class About:
    """What a document states of itself; empty where it does not."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    published: date | None = None

    def filled_from(self, other: About) -> About:
        """This, with the empty fields taken from `other`."""
        return About(
            self.title or other.title,
            self.publisher or other.publisher,
            self.author or other.author,
            self.published or other.published,
        )


def about(blocks: list[Block]) -> About:
    """What the blocks of a text say of it, those left out included."""
    publisher = _publisher(blocks)
    return About(
        title=_title(without_masthead(blocks, publisher)),
        publisher=publisher,
        author=_author(blocks),
        published=_published(blocks),
    )


def is_about_line(text: str) -> bool:
    """Whether a line gives a date or an author and nothing else."""
    if len(text) > 120:
        return False
    return bool(
        _BYLINE.fullmatch(text)
        or _AUTHOR_LABEL.fullmatch(text)
        or only_a_date(text)
        or _labelled(_PUBLISHED, text)
        or _labelled(_UPDATED, text)
    )


def _title(blocks: list[Block]) -> str:
    kept = [block for block in blocks if not block.reason]
    for block in kept:
        if block.kind == "title":
            return block.text
    for n, block in enumerate(kept):
        if is_about_line(block.text) or _is_a_menu_word(kept, n):
            continue
        body = any(
            later.ends_a_sentence and (later.gap or later.words > 8 or later.words > block.words)
            for later in kept[n + 1 :]
        )
        return (
            block.text if block.headline_like and body and not _DATELINE.match(block.text) else ""
        )
    return ""


def _is_a_menu_word(kept: list[Block], n: int) -> bool:
    following = kept[n + 1] if n + 1 < len(kept) else None
    return (
        following is not None
        and kept[n].words == 1
        and following.words >= 3
        and following.headline_like
        and not is_about_line(following.text)
    )


def with_title_first(blocks: list[Block], title: str) -> list[Block]:
    """The title moved to the front, so that the body begins with it; put there if only the
    document's head or metadata gives it."""
    if not title:
        return blocks
    key = Block(title).key
    for n, block in enumerate(blocks):
        if not block.reason and (
            block.text == title or (block.kind == "title" and block.key == key)
        ):
            return [replace(block, kind="title"), *blocks[:n], *blocks[n + 1 :]]
    return [Block(title, "title"), *blocks]


def without_masthead(blocks: list[Block], publisher: str) -> list[Block]:
    """The publisher's name above the headline left out, so that it is not taken for one."""
    for n, block in enumerate(blocks):
        if block.reason:
            continue
        if publisher and block.text.casefold() == publisher.casefold():
            return [*blocks[:n], block.without("masthead"), *blocks[n + 1 :]]
        break
    return blocks


def _publisher(blocks: list[Block]) -> str:
    edges = blocks[:_TOP] + blocks[-_TOP:]
    for pattern in (_PUBLISHER, _OWNER):
        for block in edges:
            match = pattern.fullmatch(block.text) if len(block.text) < 300 else None
            if match and match["name"].strip()[:1].isupper() and block.reason != "photo credit":
                return match["name"].strip(" ,-–—")
    kept = [block for block in blocks if not block.reason][:3]
    if len(kept) == 3 and _MASTHEAD.fullmatch(kept[0].text) and kept[1].headline_like:
        return kept[0].text
    return ""


def _author(blocks: list[Block]) -> str:
    edges = [b.text for b in blocks[:_TOP] + blocks[-_TOP:] if len(b.text) < 300]
    for pattern in (_BYLINE, _AUTHOR_LABEL, _REPORTING):
        for text in edges:
            match = pattern.fullmatch(text)
            if match:
                return _NAME_ENDS.split(match["names"])[0].strip(" ,")
    return ""


def _published(blocks: list[Block]) -> date | None:
    edges = [b.text for b in blocks[:_TOP] + blocks[-_TOP:]]
    short = [text for text in edges if len(text) <= 120]
    for text in short:
        if found := _labelled(_PUBLISHED, text):
            return found
    for text in short[:_TOP]:
        if found := only_a_date(text) or (_BYLINE.fullmatch(text) and date_in(text)):
            return found
    for text in edges[:_TOP]:
        dateline = _DATELINE.match(text)
        if dateline and (found := only_a_date(dateline["date"].strip(" ,()"))):
            return found
    for text in short:
        if found := _labelled(_UPDATED, text):
            return found
    return None


def _labelled(label: re.Pattern[str], text: str) -> date | None:
    """The date right behind a label: "Published: May 24, 2023 | Asia". Sentences have none."""
    match = label.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if text.endswith(".") and not only_a_date(rest.rstrip(".")):
        return None
    return date_in(rest[:45])
