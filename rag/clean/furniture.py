"""Page furniture: the lines of a page that are not the article.

Most are known by their whole wording (`LINES`), some by what stands about them: the items under
"Related stories", a teaser's title above its running time, a caption printed twice. A rule matches
a whole line and leaves sentences alone: "Read more books, the minister said." is news.

Elsewhere: the wordings (rag/clean/wordings.py); what a line says of the article itself, such as
its date (rag/clean/about.py).
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from itertools import groupby

from rag.clean.about import is_about_line
from rag.clean.blocks import Block
from rag.clean.wordings import (
    COMMENT_FIELD,
    COMMENTS_HEADER,
    LINES,
    MAIL_HEADER,
    NEW_WINDOW,
    RELATED_HEADER,
)

LONGEST_FURNITURE = 60  # words; above it a block is an article's paragraph whatever it says
_LONGEST_LIST = 20  # items; more than that is not a box beside an article
# "Get the letter in your inbox, she told voters." is a sentence about someone.
_REPORTED = re.compile(
    r"\b(?:said|says|told|tells|added|wrote|asked|urged|warned|promised|insisted|according to)\b"
)
_RUNNING_TIME = re.compile(r"(?:\d{1,2}:)?\d{1,2}:[0-5]\d")
_BRACKETED = re.compile(r"\[.+\]")
_BREADCRUMB = re.compile(r"(?:home|start|startseite|accueil|inicio)\b", re.IGNORECASE)
_ARROW = re.compile("^[»›▸▶►→] ")  # before a link's words
_BAR = re.compile(r"\s+[|·•]\s+")  # between items of a line
_SENT_ON = re.compile(r"(?:(?:fwd?|re|aw|wg|tr|rv): ?)+(?=\S)", re.IGNORECASE)
_SENT_ON_BELOW = re.compile(r"(?:-+|begin) ?(?:forwarded|original) message ?[-:]*", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?<=[\w.,;:!?\"'”’»)\]])\[(?:\d{1,3}|note \d{1,3}|edit|citation needed)\]", re.IGNORECASE
)
_CURLY = re.compile("[“”‘’—–]")


def mark_furniture(blocks: list[Block]) -> list[Block]:
    """`blocks` with everything that is not the article marked as left out."""
    for step in (_mail_header, _lines, _comment_box, _related, _breadcrumbs, _teasers, _doubles):
        blocks = step(blocks)
    return blocks


def _mail_header(blocks: list[Block]) -> list[Block]:
    """Sender and receiver of a mail saved as text; its subject is its title."""
    top = [MAIL_HEADER.match(block.text) for block in blocks[:12]]
    if sum(match is not None for match in top) < 3:
        return blocks
    blocks = _mail_sent_on(blocks)
    found: list[Block] = []
    for block, match in zip(blocks, top, strict=False):
        name = match[1].casefold() if match and not block.reason else ""
        if match and name in ("subject", "betreff", "objet", "asunto"):
            again = _SENT_ON.match(block.text, match.end())
            start = again.end() if again else match.end()
            found.append(Block(block.text[:start].strip(), reason="mail header"))
            found.append(Block(block.text[start:], "title"))
        elif name not in ("", "date", "datum", "sent"):
            found.append(block.without("mail header"))
        else:
            found.append(block)
    return found + blocks[12:]


def _mail_sent_on(blocks: list[Block]) -> list[Block]:
    """The header of a mail within a mail, with the line above it that says so."""
    found = list(blocks)
    runs = [
        [n for n, _ in run]
        for is_header, run in groupby(
            enumerate(blocks), key=lambda pair: MAIL_HEADER.match(pair[1].text) is not None
        )
        if is_header
    ]
    for run in runs[1:]:
        if len(run) >= 3:
            above = [run[0] - 1] if _SENT_ON_BELOW.fullmatch(blocks[run[0] - 1].text) else []
            for n in [*above, *run]:
                found[n] = found[n].without("mail header")
    return found


def _lines(blocks: list[Block]) -> list[Block]:
    return [block.without(_line_reason_on_page(block)) for block in blocks]


def _line_reason_on_page(block: Block) -> str:
    if not block.key:
        return "ornament"
    reason = line_reason(block.text)
    # "Harbour Post | 3 May 2023 | World" is no menu.
    return "" if reason == "navigation" and is_about_line(block.text) else reason


def line_reason(text: str) -> str:
    """Why a line is furniture by its wording alone, or ""."""
    if len(text) > 600 or text.count(" ") >= LONGEST_FURNITURE:
        return ""
    if text.endswith((".", "”", '"')) and _REPORTED.search(text):
        return ""
    text = _ARROW.sub("", text, count=1)
    if reason := next((reason for pattern, reason in LINES if pattern.fullmatch(text)), ""):
        return reason
    items = _BAR.split(text)  # "Share this | Print | Related: Ten walks"
    reasons = [line_reason(item) for item in items] if len(items) > 1 else []
    return reasons[0] if reasons and all(reasons) else ""


def _comment_box(blocks: list[Block]) -> list[Block]:
    """Field labels ("Name", "Email") are furniture in a comment form, not elsewhere."""
    found, in_box = [], False
    for block in blocks:
        header = COMMENTS_HEADER.fullmatch(block.text)
        field = in_box and not header and COMMENT_FIELD.fullmatch(block.text)
        in_box = bool(header or field) or (in_box and bool(block.reason))
        found.append(block.without("comment box") if field else block)
    return found


def _related(blocks: list[Block]) -> list[Block]:
    """The items under a header such as "Related stories", up to the article's next paragraph.

    Above the article's first paragraph nothing is an item: its own headline may stand there,
    under a menu that says "Latest".
    """
    found: list[Block] = []
    in_article, items = False, -1  # -1: not in a list
    for n, block in enumerate(blocks):
        if RELATED_HEADER.fullmatch(block.text):
            items = 0 if in_article else -1
        elif not block.reason:
            in_article = in_article or (block.ends_a_sentence and block.words > 8)
            heading = items > 0 and block.gap and _heads_a_paragraph(blocks, n)
            if 0 <= items < _LONGEST_LIST and _is_item(block) and not heading:
                found.append(block.without("related stories"))
                items += 1
                continue
            items = -1
        found.append(block)
    return found


def _is_item(block: Block) -> bool:
    marked = NEW_WINDOW.search(block.text) or _BRACKETED.fullmatch(block.text)
    headline = block.headline_like and block.words >= 3 and not is_about_line(block.text)
    return bool(marked) or headline


def _heads_a_paragraph(blocks: list[Block], n: int) -> bool:
    """A lone short line between blank lines, right above a paragraph, is a section's heading
    where the list's items stood together without blank lines."""
    following = blocks[n + 1] if n + 1 < len(blocks) else None
    return (
        following is not None
        and following.ends_a_sentence
        and following.words > 12
        and n > 0
        and not blocks[n - 1].gap
    )


def _breadcrumbs(blocks: list[Block]) -> list[Block]:
    """ "Home World <headline>" above or below the headline itself."""
    keys = {block.key for block in blocks if block.words >= 3 and not block.reason}
    return [
        block.without("breadcrumb") if _is_breadcrumb(block, keys) else block for block in blocks
    ]


def _is_breadcrumb(block: Block, keys: Container[str]) -> bool:
    words = block.key.split()
    tails = (" ".join(words[k:]) for k in range(1, min(6, len(words))))
    crumb = not block.reason and _BREADCRUMB.match(block.text)
    return bool(crumb) and any(tail in keys for tail in tails)


def _teasers(blocks: list[Block]) -> list[Block]:
    """A video's title, often printed twice, above its running time."""
    found = list(blocks)
    times = [n for n, b in enumerate(found) if _RUNNING_TIME.fullmatch(b.text)]
    if len(times) > 3:  # a live blog gives the hour of each entry
        return found
    for n in times:
        above = [k for k in range(n) if not found[k].reason]
        if len(above) < 2 or not found[above[-1]].headline_like:
            continue  # the page's own headline is not a teaser
        title = found[above[-1]]
        doubled = title.key == found[above[-2]].key
        if not doubled and (not title.gap or title.words < 3):
            continue
        for k in [above[-2], above[-1], n] if doubled and len(above) > 2 else [above[-1], n]:
            found[k] = found[k].without("video teaser")
    return found


def _doubles(blocks: list[Block]) -> list[Block]:
    """Captions and headlines printed twice, marks and case aside, and paragraphs repeated.

    One other word is another fact: the lower house, the south, "won't sign".
    """
    found = list(blocks)
    last: int | None = None
    seen: set[str] = set()
    headline = next((b.key for b in blocks if not b.reason and b.headline_like), "")
    for n, block in enumerate(found):
        if block.reason or not block.key:
            continue
        key = block.key
        if last is not None and block.words >= 4 and found[last].key == key:
            worse, last = (last, n) if _finish(block) > _finish(found[last]) else (n, last)
            found[worse] = found[worse].without("printed twice")
        elif key in seen and (block.words >= 12 or (key == headline and block.words >= 3)):
            found[n] = block.without("printed twice")
        else:
            last = n
        seen.add(key)
    return found


def _finish(block: Block) -> tuple[int, int]:
    """Of two blocks with the same words, the better set one is kept."""
    return len(_CURLY.findall(block.text)), len(block.text)


def cut_references(blocks: list[Block]) -> list[Block]:
    """Text without the numbers of notes behind its words, as encyclopedias have them: "in 1921[3]".

    They would pass for the markers of an answer.
    """
    kept = [block.text for block in blocks if not block.reason]
    marks = [mark for text in kept for mark in _REFERENCE.findall(text)]
    if len(marks) < 2:
        return blocks
    bare = [
        block if block.reason else replace(block, text=_REFERENCE.sub("", block.text))
        for block in blocks
    ]
    return [*bare, Block(" ".join(marks), reason="numbers of notes")]


def cut_credits(blocks: list[Block], credit: re.Pattern[str]) -> list[Block]:
    """Captions without the photographer in brackets behind them; the credit is left out."""
    found: list[Block] = []
    for block in blocks:
        match = credit.search(block.text) if not block.reason else None
        if match and match.start() > 0:
            found.append(replace(block, text=block.text[: match.start()].rstrip()))
            found.append(Block(match.group().strip(), gap=False, reason="photo credit"))
        else:
            found.append(block)
    return found
