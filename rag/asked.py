"""What a caller asks, in the form that everything after relies on.

A question is a text of some length; a history is the message list of the OpenAI and Gradio
conventions, whose content may also be missing or parted into pieces. Half-characters, as JSON
can hold them, become "?".

Elsewhere: what a question means after what was said before (rag/dialogue/).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.errors import BadQuestion
from rag.types import Message

LONGEST = 10_000  # characters; a longer question is a pasted document
MOST_MESSAGES = 20  # of the history, the latest; "he" was named in one of them or nowhere
_SAYS, _DIRECTS = ("user", "assistant"), ("system", "developer", "tool", "function")
LONGEST_MESSAGE = 4_000  # characters of one that count; an answer has some hundreds


def read_question(asked: object) -> str:
    """The question without white space around it.

    Raises:
        BadQuestion: it is no text, or longer than is read.
    """
    if not isinstance(asked, str):
        raise BadQuestion(f"A question is a text, not {type(asked).__name__}.")
    if len(asked) > LONGEST:
        raise BadQuestion(
            f"A question may have {LONGEST:,} characters, and this has {len(asked):,}; shorten it."
        )
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
    shown = repr(value)
    shown = shown if len(shown) <= 60 else f"{shown[:60]}…"
    return (
        'The history is a list of {"role": "user" or "assistant", "content": text}, oldest first; '
        f"{shown} does not belong in it."
    )
