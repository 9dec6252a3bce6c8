"""A document's bytes to an article: what a person would have printed of it.

The steps, in order: encoding (bytes to text), repair (characters), then by kind of file layout,
markdown, web or pdf (text to blocks), furniture (blocks that are not the article), about (title,
publisher, author, date). What is left out is told: the words of the body and of the omissions are
the words of the text.

Elsewhere: finding files and refusing bad ones (rag/read.py).
Not promised: that every site's furniture is known; what is not recognised stays in the body.
"""

from __future__ import annotations

import re
from quopri import decodestring

from rag.clean.about import About, about, with_title_first, without_masthead
from rag.clean.blocks import Block, TooLongError, omissions
from rag.clean.encoding import decode, is_binary
from rag.clean.furniture import cut_credits, cut_references, mark_furniture
from rag.clean.layout import paragraphs
from rag.clean.repair import repair
from rag.clean.wordings import CREDIT_TAIL
from rag.errors import BadDocument
from rag.types import Article

_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype html|<html[\s>])", re.IGNORECASE)
# A mail as it was sent: "caf=C3=A9"
_QUOTED = re.compile(rb"^Content-Transfer-Encoding:\s*quoted-printable\s*$", re.IGNORECASE | re.M)
_LONGEST_HEAD = 10_000  # bytes of a mail above its text
# A novel has 20,000 lines. So many short ones take half a minute and 300 MB, and a file of the
# largest size that is read can have nine million.
MOST_LINES = 200_000
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
CLEANER = "7"  # part of the index's fingerprint: raise it when an article's body would change


def clean(raw: bytes, *, document: str) -> Article:
    """The article in the bytes of `document`; its suffix and its first bytes tell how to read it.

    Raises:
        BadDocument: there is no article in them.
    """
    if not raw.strip():
        raise BadDocument(f"{document!r} is empty; remove it or put the article into it.")
    kind = document.rpartition(".")[2].lower()
    if kind == "pdf" or raw.startswith(b"%PDF-"):
        from rag.clean.pdf import pdf_blocks

        blocks, stated = pdf_blocks(raw, document=document)
        found = article(blocks, document=document, stated=stated)
    elif is_binary(raw):
        raise BadDocument(f"{document!r} is not text; save the article as text, HTML or PDF.")
    else:
        found = _cleaned_text(raw, kind, document=document)
    if not found.body:
        raise BadDocument(f"{document!r} holds no article text; check what was saved.")
    return found


def _cleaned_text(raw: bytes, kind: str, *, document: str) -> Article:
    try:
        if kind in ("html", "htm"):
            return clean_page(decode(raw, declared=True), document=document)
        if kind == "md":
            return clean_markdown(decode(raw), document=document)
        quoted = _QUOTED.search(raw[:_LONGEST_HEAD])
        return clean_text(decode(decodestring(raw) if quoted else raw), document=document)
    except TooLongError as error:
        raise BadDocument(
            f"{document!r} has more than {error}, which is more than an article holds; "
            "split it or save the article alone."
        ) from error


def clean_text(text: str, *, document: str = "") -> Article:
    """The article in a plain text, or in a web page saved as one. Its body may be empty.

    Raises:
        TooLongError: it has more lines, or tags, than are read.
    """
    if _PAGE.match(text):
        return clean_page(text, document=document)
    return article(paragraphs(repair(_of_some_lines(text))), document=document)


def clean_markdown(text: str, *, document: str = "") -> Article:
    """The article in a Markdown text. Its body may be empty.

    Raises:
        TooLongError: it has more lines than are read.
    """
    from rag.clean.markdown import markdown_blocks

    text = _of_some_lines(text)
    blocks, stated = markdown_blocks(repair(text))
    return article(blocks, document=document, stated=stated)


def clean_page(text: str, *, document: str = "") -> Article:
    """The article in a web page. Its body may be empty.

    Raises:
        TooLongError: it has more tags than are read.
    """
    from rag.clean.web import web_blocks

    blocks, stated = web_blocks(text)
    return article(blocks, document=document, stated=stated)


def _of_some_lines(text: str) -> str:
    if text.count("\n") > MOST_LINES:
        raise TooLongError(f"{MOST_LINES:,} lines")
    return text


def article(blocks: list[Block], *, document: str, stated: About | None = None) -> Article:
    """The article that `blocks` hold; what `stated` says goes before what the text says."""
    blocks = cut_credits(mark_furniture(cut_references(blocks)), CREDIT_TAIL)
    facts = (stated or About()).filled_from(about(blocks))
    blocks = with_title_first(without_masthead(blocks, facts), facts.title)
    return Article(
        document=document,
        body="\n\n".join(block.text for block in blocks if not block.reason),
        title=facts.title,
        publisher=facts.publisher,
        author=facts.author,
        published=facts.published,
        omissions=omissions(blocks),
    )
