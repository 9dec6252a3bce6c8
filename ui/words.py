"""Articles in the words that the screen and the files share.

Plain text: whoever shows it escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rag import ArticleInfo, Citation, in_words

Shelf = Mapping[str, ArticleInfo]  # the articles by document

OUR_FAULT = "Pullquote made a mistake; its log says why. Try again."


def byline(document: str, published: date | None, shelf: Shelf) -> str:
    """Publisher and date, as far as they are known."""
    info = shelf.get(document)
    return " · ".join(
        part for part in (info.publisher if info else "", in_words(published)) if part
    )


def name_of(document: str, title: str, shelf: Shelf) -> str:
    """What to call an article on the screen: its title, its first words, or its file."""
    return title or (shelf[document].name if document in shelf else document)


def source_of(citation: Citation, shelf: Shelf) -> str:
    """Title or first words, day and file of what is cited, as far as they are known."""
    name = name_of(citation.document, citation.title, shelf)
    told = "" if name == citation.document else name
    parts = (told, in_words(citation.published), citation.document)
    return ", ".join(part for part in parts if part)
