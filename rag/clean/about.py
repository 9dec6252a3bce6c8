"""What a text says of itself: its title, publisher, author and date.

Nothing is guessed. A field that no line states stays empty, and a weekday is not a date.

Elsewhere: what a web page's head says (rag/clean/head.py); reading a date (rag/clean/dates.py) and
a line that names the paper and the day (rag/clean/imprint.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from rag.clean.blocks import OUTSIDE, Block
from rag.clean.dates import date_in, is_a_date, only_a_date
from rag.clean.imprint import Imprint, agency, dateline, imprint, masthead
from rag.clean.wordings import COPYRIGHT
from rag.text import MONTH, WEEKDAY

_TOP = 12  # blocks from either end where a page states its date and author
_OPENING = 3  # paragraphs among which a standfirst may stand above the paper's name and the date
_BELOW = 4  # blocks at the end where the paper signs

_PUBLISHED = re.compile(
    r"(?:first )?(?:publish(?:ed)?|publication|posted|issued|release[d]?|date|for immediate release"
    r"|veröffentlicht|erschienen|publié|publicado|pubblicato|data|datum)"
    r"(?: ?(?:date|time|on|at|am|le|el|il))*\b\s*[:|,–—-]?\s*",
    re.IGNORECASE,
)
_RELEASED = re.compile("release", re.IGNORECASE)
_UPDATED = re.compile(
    r"(?:last |zuletzt |mis à jour )?(?:updated?|modified|edited|aktualisiert|stand|actualizado)"
    r"(?: ?(?:date|on|at|am|le))*\b\s*[:|,–—-]?\s*",
    re.IGNORECASE,
)
# "Interview: Jane Roe. Published 3 May 2023 in Quay magazine. It has been edited for length." A
# note that opens otherwise, or goes on, may give the day of a book or a study.
_IN = r"(?: in (?:the )?(?-i:[A-ZÀ-Þ])[^.,;:!?]{1,50})?"
_TEXT = r"(?:article|interview|story|text|piece|report|review|essay|column|conversation)"
_ISSUE = rf"[^.:!?]{{2,60}}, (?:(?:spring|summer|autumn|fall|winter|{MONTH}) \d{{4}}|issue \d+)"
_NOTE = re.compile(
    rf"(?:{_ISSUE}\. )?"
    r"(?:(?:interview|words|text|story|report|review|by)\b:? [^.:!?]{2,60}\. )?"
    rf"(?:this {_TEXT} (?:was|is) )?(?:(?:first|originally) )?published(?:{_IN} on|(?: on)?) "
    rf"(?P<day>[\w ,]{{8,30}}?){_IN}\.?"
    rf"(?: (?:it|(?:this|the) {_TEXT}) (?:has been|was|is) [^.]{{3,80}}\.)?",
    re.IGNORECASE,
)
_LONGEST_NOTE = 200  # characters
# "Received 3 May 2022; accepted 19 August 2022; published online 1 October 2022", of a paper
_MANUSCRIPT = re.compile(
    r"\breceived:? .{6,60}?\baccepted\b.{6,60}?"
    r"\bpublished(?: online)?:? (?P<day>[\w ,]{8,25})",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"news|world|local|regional|national|international|politics|business|money|culture|arts?"
    r"|stage|theatre|music|film|books?|sports?|football|science|health|opinion|comment|obituaries"
    r"|travel|food|life|lifestyle|society|education|features|reviews?",
    re.IGNORECASE,
)
_BETWEEN_SECTIONS = re.compile(r"[/|>›»•·]")
_RELEASE = re.compile(
    r"\W*(?:(?:press|news|media) (?:release|statement|notice)|for immediate release)\W*",
    re.IGNORECASE,
)
_REACHED = re.compile(r"@|\+?\d[\d ()-]{5,}")  # an address or a telephone's number
_SHORT_LINE = 100  # characters; a longer one is a standfirst
_PARTS_LINE = re.compile(r"\s*\|\s*|\s+[-–—·•]\s+|(?<=\d),\s+(?=\d)")
_NAME = (
    r"(?:(?:[dl][’'])?(?-i:[^\W\d_a-z])[\w.’'\-]*"
    r"|d[aeiou]|dos|der|van|von|ten|ter|zu|af|al|el|la|le|bin)"
)
_NAMES = rf"{_NAME}(?:(?: ?[,&] ?(?:and )?| and | und | et | y | ){_NAME}){{0,9}}?"
_OFFICE = (  # "Political editor"
    r"(?:(?:senior|chief|deputy|associate|managing|staff|special|political|foreign|diplomatic|home"
    r"|affairs|business|economics?|science|health|environment|education|culture|arts|sports?|crime"
    r"|defen[cs]e|security|transport|technology|energy|climate|world|national|europe|news) ){0,3}"
    r"(?:correspondent|editor|reporter|writer|critic|columnist)"
)
_BYLINE = re.compile(
    r"(?:story |words |text |written |reported |report |article |interview |posted )?"
    # "By Night in Kyiv" and "By Train Through Norway" are headlines.
    rf"(?:by|von|par|por)\s*:?\s+(?!\S+ (?:in|for|at|from) )(?!(?:{MONTH}|{WEEKDAY})\b)"
    r"(?!.*? (?-i:Through|Across|Into|Over|Under|With|Without|Between|Against|Is|Are|Was) )"
    rf"(?P<names>{_NAMES})"
    r"(?:\s*[|/–—·(].{0,80}|, (?-i:[a-z ]{0,40})(?:correspondent|editor|reporter|writer|critic)"
    rf"|,? {_OFFICE}(?:[ ,].{{0,60}})?| and (?:news )?(?:agencies|wires|staff)"
    r"| (?:in|for|at|from) (?:the )?(?-i:[A-ZÀ-Þ])[^,.;:!?]{1,60})?",
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
    rf"(?:copyright )?(?:{COPYRIGHT}|copyright)\s*(?:copyright )?"
    r"(?:\d{4}(?:\s*[–-]\s*\d{4})?),?\s*(?:by )?"
    r"(?P<name>[^\d.|:;©]{2,60})(?:[.|,;].*|all rights.*)?",
    re.IGNORECASE,
)
# "Our correspondent in Velm" below a masthead is no headline, nor are a review's stars.
_SIGNS = re.compile(
    r"(?:by|from|our|words|text|interview|photos?|pictures?)\b|[*★☆]", re.IGNORECASE
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
    """What the blocks of a text say of it, furniture included. The rows of a table are data, and
    what a page has outside the article is signed and dated by others, but for the line above the
    headline."""
    n = _title_at(blocks)
    others = [block for k, block in enumerate(blocks) if k != n and block.kind != "row"]
    above = blocks[n - 1] if n > 0 else None
    own = [block for block in others if block.reason != OUTSIDE or block is above]
    lines = _Imprints(own)
    return About(
        title=blocks[n].text if n >= 0 else "",
        publisher=_publisher(others, own, lines),
        author=_author(own),
        published=_published(own, lines),
    )


def is_about_line(text: str) -> bool:
    """Whether a line gives a date or an author and nothing else."""
    if len(text) > 120:
        return False
    return bool(
        _BYLINE.fullmatch(text)
        or _AUTHOR_LABEL.fullmatch(text)
        or is_a_date(text)
        or _labelled(_PUBLISHED, text)
        or _labelled(_UPDATED, text)
        or _is_dated_and_named(imprint(text))
    )


def _is_dated_and_named(line: Imprint | None) -> bool:
    return line is not None and line.is_dated and bool(line.paper or line.agency or line.is_signed)


def _title_at(blocks: list[Block]) -> int:
    """Which block is the headline; -1 if none is."""
    places = [n for n, block in enumerate(blocks) if not block.reason]
    kept = [blocks[n] for n in places]
    for n, block in zip(places, kept, strict=True):
        if block.kind == "title":
            return n
    released = False
    for k, block in enumerate(kept):
        if block.kind == "row" or is_about_line(block.text):
            continue
        if _RELEASE.fullmatch(block.text) or (released and _is_a_contact(kept, k)):
            released = True
            continue
        if _is_a_menu_word(kept, k) or _is_above_headline(kept, k):
            continue
        body = any(
            later.ends_a_sentence and (later.gap or later.words > 8 or later.words > block.words)
            for later in kept[k + 1 :]
        )
        is_title = block.headline_like and body and not dateline(block.text)
        return places[k] if is_title else -1
    return -1


def _is_a_contact(kept: list[Block], k: int) -> bool:
    """Whether a line at the top of a press release tells whom to ask: a name, or one with a number
    or an address in it or right below; its headline has more words."""
    here, below = kept[k], kept[k + 1 : k + 2]
    beside = [here, *(block for block in below if not block.gap)]
    return here.words < 4 or ":" in here.text or any(_REACHED.search(b.text) for b in beside)


def _is_above_headline(kept: list[Block], k: int) -> bool:
    """Whether a line is the paper's name, a section, or a place and date, with the headline below.

    A name alone is one above a date too: the article then has no headline.
    """
    text = kept[k].text
    following = kept[k + 1] if k + 1 < len(kept) else None
    if following is None or not following.headline_like:
        return False
    if masthead(text) or (_is_sections(text) and following.words >= 3):
        return True
    line = imprint(text) or _with_the_date_below(kept, k)
    return line is not None and any(map(_may_be_headline, _lines_above_body(kept[k + 1 :])))


def _is_sections(text: str) -> bool:
    """ "CULTURE / STAGE", "Sport > Football": in small letters, all must be known as sections."""
    parts = [part.strip() for part in _BETWEEN_SECTIONS.split(text[:_SHORT_LINE])]
    known = [_SECTION.fullmatch(part) is not None for part in parts]
    return len(parts) > 1 and (all(known) or (any(known) and text.isupper()))


def _with_the_date_below(lines: list[Block], k: int) -> Imprint | None:
    """Some names are told from headlines only by the date beside them."""
    if k + 1 < len(lines) and is_a_date(lines[k + 1].text):
        line = imprint(f"{lines[k].text} | {lines[k + 1].text}")
        return line if line and line.paper else None
    return None


def _may_be_headline(block: Block) -> bool:
    return (
        block.headline_like
        and block.words >= 3
        and not is_about_line(block.text)
        and not imprint(block.text)
        and not _SIGNS.match(block.text)
    )


def _lines_above_body(blocks: list[Block], *, paragraphs: int = 0) -> list[Block]:
    """The lines at the top up to the first paragraph, or among the first few."""
    found = []
    for block in blocks[:_TOP]:
        if not block.reason and block.words > 8 and not block.headline_like:
            if not paragraphs:
                break
            paragraphs -= 1
        found.append(block)
    return found


class _Imprints:
    """The lines of a text that name the paper or the day, from the surest place to the least."""

    def __init__(self, blocks: list[Block]) -> None:
        lines = [b for b in blocks if b.reason in ("", "navigation", "masthead", "breadcrumb")]
        top = _lines_above_body(lines)
        opening = _lines_above_body(lines, paragraphs=_OPENING)
        read = [imprint(b.text) or _with_the_date_below(top, k) for k, b in enumerate(top)]
        self.above = [line for line in read if line]
        among = [imprint(block.text) for block in opening[len(top) :]]
        self.among = [line for line in among if line and _is_dated_and_named(line)]
        below = [imprint(block.text) for block in lines[max(len(top), len(lines) - _BELOW) :]]
        self.below = [line for line in below if line and line.paper]
        self.datelines = [line for b in opening if (line := dateline(b.text))]


def _is_a_menu_word(kept: list[Block], n: int) -> bool:
    if kept[n].words != 1:
        return False
    following = next((block for block in kept[n + 1 :] if block.words > 1), None)
    return (
        following is not None
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


def without_masthead(blocks: list[Block], facts: About) -> list[Block]:
    """The paper's name left out where a line is that alone, at the top or below the headline."""
    top = [n for n, block in enumerate(_lines_above_body(blocks)) if masthead(block.text)]
    first = next((n for n, block in enumerate(blocks) if not block.reason), None)
    if first is not None and blocks[first].text.casefold() == facts.publisher.casefold():
        top.append(first)
    names = {n for n in top if blocks[n].text != facts.title}
    menu = _menu_above(blocks, facts.title)
    return [
        block.without("masthead" if n in names else "navigation" if n in menu else "")
        for n, block in enumerate(blocks)
    ]


def _menu_above(blocks: list[Block], title: str) -> set[int]:
    """The single words right above the headline, one below the other: "News", "Sport"."""
    kept = [n for n, block in enumerate(blocks) if not block.reason]
    above = list(takewhile(lambda n: blocks[n].text != title, kept))
    words = list(takewhile(lambda n: blocks[n].text.isalpha(), reversed(above)))
    return set(words) if len(words) > 1 and len(above) < len(kept) else set()


def _publisher(blocks: list[Block], own: list[Block], lines: _Imprints) -> str:
    edges = blocks[:_TOP] + blocks[-_TOP:]
    # Below the text "Publisher: Nintendo" is that of the book or the game.
    for pattern, places in ((_PUBLISHER, _lines_above_body(own)), (_OWNER, edges)):
        for block in places:
            match = pattern.fullmatch(block.text) if len(block.text) < 300 else None
            if match and match["name"].strip()[:1].isupper() and block.reason != "photo credit":
                return match["name"].strip(" ,-–—")
    named = [*lines.above, *lines.among, *lines.below]
    papers = [line.paper for line in named if line.paper]
    agencies = [line.agency for line in [*named, *lines.datelines] if line.agency]
    return next(iter([*papers, *agencies]), "")


def _author(blocks: list[Block]) -> str:
    edges = [b.text for b in blocks[:_TOP] + blocks[-_TOP:] if len(b.text) < 300]
    for pattern in (_BYLINE, _AUTHOR_LABEL, _REPORTING):
        for text in edges:
            match = pattern.fullmatch(text)
            if match and not match["names"].startswith("Our "):
                names = _NAME_ENDS.split(match["names"])[0].strip(" ,").split(", ")
                return ", ".join(n for n in names if not masthead(n) and not agency(n)) or names[0]
    return ""


def _published(blocks: list[Block], lines: _Imprints) -> date | None:
    edges = [b.text for b in blocks[:_TOP] + blocks[-_TOP:]]
    short = [text for text in edges if len(text) <= 120]
    above = {block.text for block in _lines_above_body(blocks)}
    for text in short:
        of_a_work = _RELEASED.match(text) and text not in above
        if not of_a_work and (found := _labelled(_PUBLISHED, text)):
            return found
    for text in short[:_TOP]:
        if found := only_a_date(text) or (_BYLINE.fullmatch(text) and date_in(text)):
            return found
    stated = [*lines.above, *lines.among, *lines.datelines, *lines.below]
    for line in stated:
        if line.day and not line.is_update:
            return line.day
    apart = [*map(_in_a_note, edges), *map(_beside_other_words, _lines_above_body(blocks))]
    if found := next(filter(None, apart), None):
        return found
    for text in short:
        if found := _labelled(_UPDATED, text):
            return found
    return next((line.day for line in stated if line.day), None)


def _beside_other_words(block: Block) -> date | None:
    """The date that is a part by itself of a short line: "Hay Post, late edition - 5 May 2024"."""
    if block.ends_a_sentence or len(block.text) > _SHORT_LINE:
        return None
    parts = [_PUBLISHED.sub("", part, count=1) for part in _PARTS_LINE.split(block.text)]
    return next(filter(None, map(only_a_date, parts)), None)


def _in_a_note(text: str) -> date | None:
    """The date of a note on the text itself: "This article was first published on 5 May 2024."."""
    if len(text) > _LONGEST_NOTE:
        return None
    note = _NOTE.fullmatch(text) or _MANUSCRIPT.search(text)
    return only_a_date(note["day"].strip()) if note else None


def _labelled(label: re.Pattern[str], text: str) -> date | None:
    """The date right behind a label: "Published: May 24, 2023 | Asia". Sentences have none."""
    match = label.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if text.endswith(".") and not only_a_date(rest.rstrip(".")):
        return None
    return date_in(rest[:45])
