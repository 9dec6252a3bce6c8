r"""The few marks of an answer's Markdown, as HTML and as plain text.

An answer's text knows **bold**, *emphasis*, citation markers `[n]`, and backslashes where a sign
would otherwise mean something (rag/compose.py and rag/llm/draft.py write them). Anything else,
"&amp;" too, is shown as the characters that it is. Every piece of text passes `html.escape`
here; nothing that an article, a question or a model says can become markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

_TOKEN = re.compile(  # as in CommonMark, a backslash makes any sign of ASCII plain
    r"\\(?P<plain>[!-/:-@\[-`{-~])|\[(?P<marker>\d+)\]|(?P<bold>\*\*)|(?P<em>\*)"
)


_TAGS = {"bold": "strong", "em": "em"}


class Token(NamedTuple):
    """A piece of an answer's text; `value` of a mark for bold or emphasis is empty."""

    kind: Literal["text", "marker", "bold", "em"]
    value: str


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of `text`, with escapes undone."""
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            yield Token("text", text[at : found.start()])
        if found["plain"]:
            yield Token("text", found["plain"])
        elif found["marker"]:
            yield Token("marker", found["marker"])
        else:
            yield Token("bold" if found["bold"] else "em", "")
        at = found.end()
    if at < len(text):
        yield Token("text", text[at:])


def to_html(text: str, marker: Callable[[int], str]) -> str:
    r"""Return `text` as HTML; `marker` gives the HTML of `[n]`.

    >>> to_html(r"a **b** \<i> \[3\] [1]", "<{}>".format)
    'a <strong>b</strong> &lt;i&gt; [3] <1>'
    """
    parts: list[str] = []
    opened: list[str] = []  # closed in the order that HTML wants
    for kind, value in tokens(text):
        if kind == "marker":
            parts.append(marker(int(value)))
        elif kind == "text":
            parts.append(html.escape(value))
        elif opened and opened[-1] == _TAGS[kind]:
            parts.append(f"</{opened.pop()}>")
        elif _TAGS[kind] not in opened:
            opened.append(_TAGS[kind])
            parts.append(f"<{_TAGS[kind]}>")
    parts += [f"</{tag}>" for tag in reversed(opened)]
    return "".join(parts)


def to_plain(text: str, marker: Callable[[int], str] = "[{}]".format) -> str:
    r"""Return `text` as the characters that a reader sees.

    >>> to_plain(r"a **b** \<i> \[3\] [1]")
    'a b <i> [3] [1]'
    """
    return "".join(
        marker(int(value)) if kind == "marker" else value for kind, value in tokens(text)
    )
