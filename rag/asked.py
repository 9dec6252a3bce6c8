"""What a caller asks, in the form that everything after relies on.

A question is a text of some length; a scope says where to search; a history is the message list of
the OpenAI and Gradio conventions, whose content may also be missing or parted into pieces.
Half-characters, as JSON can hold them, become "?".

Elsewhere: what a question means after what was said before (rag/dialogue/).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.errors import BadQuestion
from rag.text import in_words
from rag.types import Message, Scope

LONGEST = 10_000  # characters; a longer question is a pasted document
MOST_MESSAGES = 20  # of the history, the latest; "he" was named in one of them or nowhere
_SAYS, _DIRECTS = ("user", "assistant"), ("system", "developer", "tool", "function")
LONGEST_MESSAGE = 4_000  # characters of one that count; an answer has some hundreds


def read_question(asked: object) -> str:
    """The question without white space around it.

    Raises:
        BadQuestion: it is no text, empty, or longer than is read.
    """
    if not isinstance(asked, str):
        raise BadQuestion(f"A question is a text, not {type(asked).__name__}.")
    if len(asked) > LONGEST:
        raise BadQuestion(
            f"A question may have {LONGEST:,} characters, and this has {len(asked):,}; shorten it."
        )
    if not asked.strip():
        raise BadQuestion("The question is empty; type what you want to know.")
    return _whole(asked).strip()


def read_history(messages: object) -> list[Message]:
    """What person and assistant said, oldest first; other roles are left out.

    Raises:
        BadQuestion: it is no list of messages.
    """
    if not isinstance(messages, Sequence) or isinstance(messages, str | bytes):
        raise BadQuestion(_wrong(messages))
    said: list[Message] = []
    for message in messages[-MOST_MESSAGES:]:
        if not isinstance(message, Mapping) or message.get("role") not in (*_SAYS, *_DIRECTS):
            raise BadQuestion(_wrong(message))
        content = _whole(_text(message.get("content"))[:LONGEST_MESSAGE])
        if message["role"] == "user":
            said.append({"role": "user", "content": content})
        elif message["role"] == "assistant":
            said.append({"role": "assistant", "content": content})
    return said


def read_scope(scope: object) -> Scope:
    """The scope, if it is one.

    Raises:
        BadQuestion: it is something else.
    """
    if not isinstance(scope, Scope):
        raise BadQuestion(
            f"A scope is made as in Scope(documents=('a.txt',)), not {_short(scope)}."
        )
    return scope


def scope_text(scope: Scope) -> str:
    """Where was searched: `Searched only 2 articles, published 1 May 2023 to 3 June 2023`."""
    count = len(scope.documents)
    first, last = in_words(scope.published_from), in_words(scope.published_to)
    if first and last:
        when = f"published {first} to {last}"
    elif first or last:
        when = f"published since {first}" if first else f"published until {last}"
    else:
        when = ""
    if not count:
        return f"Searched only articles {when}"
    chosen = "1 article" if count == 1 else f"{count} articles"
    return ", ".join(filter(None, (f"Searched only {chosen}", when)))


def _text(content: object) -> str:
    match content:
        case None:  # as of an assistant that called a tool
            return ""
        case str():
            return content
        case {"text": str(text)}:
            return text
        case {"type": str()}:  # an image or a file
            return ""
        case list() | tuple():
            return "\n".join(_pieces(content))
    raise BadQuestion(_wrong(content))


def _pieces(content: Iterable[object]) -> Iterable[str]:
    for piece in content:
        if isinstance(piece, list | tuple):
            raise BadQuestion(_wrong(piece))
        if text := _text(piece):
            yield text


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _wrong(value: object) -> str:
    return (
        'The history is a list of {"role": "user" or "assistant", "content": text}, oldest first; '
        f"{_short(value)} does not belong in it."
    )


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
