"""What a web page's head states of its article: title, publisher, author, published date.

Read from OpenGraph and other meta elements, JSON-LD and <time>. What is stated is taken; nothing
is concluded from addresses or file names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from rag.clean.about import About
from rag.clean.blocks import Block
from rag.clean.dates import date_in

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "publisher", "application-name")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
)
_ARTICLES = re.compile(r"(?:\w*Article|\w*Posting|Report|Review)$")
_SITE_SUFFIX = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,40}$")
_LONGEST = 300  # characters; a longer value is not a name or a title


def stated(tree: _Element) -> About:
    """What the head of `tree` says; empty where it does not."""
    meta = _meta(tree)
    linked = _linked_article(tree)
    publisher = _first(meta, _PUBLISHERS) or _name(linked.get("publisher"))
    author = _name(linked.get("author")) or _first(meta, _AUTHORS)
    return About(
        title=_title(tree, _first(meta, _TITLES) or _text(linked.get("headline")), publisher),
        publisher=publisher,
        author="" if "://" in author else re.sub(r"^[Bb]y\s+", "", author),
        published=_published(tree, meta, linked),
    )


def _meta(tree: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _text(element.get("content"))
        if name and content:
            found.setdefault(name.casefold(), content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _title(tree: _Element, named: str, publisher: str) -> str:
    site = Block(publisher).key
    headings = [_text("".join(h.itertext())) for h in tree.iter("h1")]
    headings = [text for text in headings if Block(text).key not in ("", site)]  # a logo
    if not named:
        if len(headings) == 1:
            return headings[0]
        named = _text("".join(next(tree.iter("title"), tree).itertext())) if _has(tree) else ""
    bare = {Block(named[:end]).key for end in _ends(named)}
    for heading in headings:  # the page's own wording, without the site's name behind it
        if Block(heading).key in bare:
            return heading
    suffix = _SITE_SUFFIX.search(named)
    return named[: suffix.start()] if suffix and site in Block(suffix.group()).key else named


def _ends(named: str) -> Iterator[int]:
    """Where a title may end that the names of sections and of the site follow."""
    end = len(named)
    while end:
        yield end
        suffix = _SITE_SUFFIX.search(named, 0, end)
        end = suffix.start() if suffix else 0


def _has(tree: _Element) -> bool:
    return next(tree.iter("title"), None) is not None


def _linked_article(tree: _Element) -> dict[str, Any]:
    for script in tree.iter("script"):
        if (script.get("type") or "").casefold() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLES.match(kind) for kind in kinds):
                return item
    return {}


def _items(data: object) -> Iterator[dict[str, Any]]:
    waiting = [data]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item[:50])
        elif isinstance(item, dict):
            yield item
            waiting.append(item.get("@graph"))


def _name(value: object) -> str:
    """The name in JSON-LD's many ways to give one; of a list, the names in it."""
    if isinstance(value, list):
        names = [name for item in value[:10] if not isinstance(item, list) if (name := _name(item))]
        return ", ".join(names)
    if isinstance(value, dict):
        value = value.get("name")
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    text = " ".join(value.split())
    return text if len(text) <= _LONGEST else ""


def _published(tree: _Element, meta: dict[str, str], linked: dict[str, Any]) -> date | None:
    for written in (_text(linked.get("datePublished")), _first(meta, _DATES)):
        if found := date_in(written):
            return found
    times = [t for t in tree.iter("time") if t.get("pubdate") is not None]
    times += [t for t in tree.iter("time") if "publish" in (t.get("itemprop") or "").casefold()]
    times += [t for header in tree.iter("header") for t in header.iter("time")]
    return next((d for t in times if (d := date_in(_text(t.get("datetime"))))), None)
