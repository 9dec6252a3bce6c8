"""What was asked and answered, kept by the reader's own browser.

The server keeps no conversations: the page sends the turns it holds with each request, and
stores what comes back. What the browser sends is data from outside, so it is rebuilt here into
the values of `rag`, which check themselves.

Elsewhere: how turns look (ui/render_turns.py), as files (ui/export.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from rag import (
    EVERYWHERE,
    Answer,
    BadQuestion,
    Citation,
    Claim,
    Dropped,
    Hit,
    Message,
    Scope,
    Status,
    Usage,
    in_words,
)

State = Literal["waiting", "done", "stopped", "failed"]
Verdict = Literal["", "up", "down"]

# After which no more is asked: some 0.5 MB, or 2 MB if all were refused. A browser has 5 MB for all
# its conversations, and each question takes its own along.
MAX_TURNS = 200
MAX_QUESTION = 2_000  # characters; a longer one is a pasted document
HISTORY_TURNS = 6  # how far back "he" and "it" may point

# What rebuilding a value from something else raises; JSON of browsers can hold 1e999.
_UNFIT = (AttributeError, KeyError, OverflowError, TypeError, ValueError)


class TurnError(ValueError):
    """What the browser sent is not a turn of a conversation."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it.

    `note` is said to the reader in place of an answer, or after what was answered until a stop.
    `instead` are questions to offer after a refusal, `asked` is the time as ISO 8601.
    """

    question: str
    answer: Answer | None = None
    scope: Scope = EVERYWHERE
    state: State = "done"
    note: str = ""
    instead: tuple[str, ...] = ()
    asked: str = ""
    verdict: Verdict = ""

    def to_dict(self) -> dict[str, Any]:
        """The turn as plain values for JSON.

        Passages are kept where they are shown, after a refusal, and without their sentences: an
        answered turn would take five times the room with them.
        """
        answer = self.answer.to_dict() if self.answer else None
        if answer:
            shown = answer["passages"] if answer["status"] == "not_found" else []
            answer["passages"] = [{**passage, "sentences": []} for passage in shown]
        return {
            "question": self.question,
            "answer": answer,
            "scope": scope_to_dict(self.scope),
            "state": self.state,
            "note": self.note,
            "instead": list(self.instead),
            "asked": self.asked,
            "verdict": self.verdict,
        }


def read_turns(data: object) -> list[Turn]:
    """Rebuild turns from the browser's JSON.

    Raises:
        TurnError: it holds something else.
    """
    if not isinstance(data, list):
        raise TurnError("a conversation is a list of turns")
    return [read_turn(turn) for turn in data]


def read_turn(data: object) -> Turn:
    """Rebuild one turn from the browser's JSON.

    Raises:
        TurnError: it holds something else.
    """
    try:
        return _turn(data)
    except _UNFIT as error:
        raise TurnError("this is not a turn of a conversation") from error


def read_scope(data: object) -> Scope:
    """Rebuild a scope from the browser's JSON; None and {} mean everywhere.

    Raises:
        TurnError: it holds something else, or days that leave no time between them.
    """
    try:
        return _scope(data or {})
    except BadQuestion as error:
        first, last = map(in_words, _days(data))
        told = f"{first} is later than {last}; exchange the dates under “Articles”"
        raise TurnError(told) from error
    except _UNFIT as error:
        raise TurnError("this is not a choice of articles") from error


def read_title(data: object) -> str:
    """A conversation's name from the browser's JSON; a word for one that has none."""
    return (_text(data) if isinstance(data, str) else "") or "Conversation"


def scope_to_dict(scope: Scope) -> dict[str, Any]:
    """The scope as plain values for JSON; dates as YYYY-MM-DD or None."""
    return {
        "documents": list(scope.documents),
        "from": scope.published_from.isoformat() if scope.published_from else None,
        "to": scope.published_to.isoformat() if scope.published_to else None,
    }


def history(turns: Sequence[Turn]) -> list[Message]:
    """The latest turns as messages, oldest first, for understanding a follow-up."""
    messages: list[Message] = []
    for turn in turns[-HISTORY_TURNS:]:
        if turn.answer:
            messages.append({"role": "user", "content": turn.question})
            messages.append({"role": "assistant", "content": turn.answer.text})
    return messages


def _turn(data: Any) -> Turn:
    return Turn(
        question=_text(data["question"])[:MAX_QUESTION],
        answer=_answer(data["answer"]) if data.get("answer") else None,
        scope=_scope_of_turn(data.get("scope") or {}),
        state=_one_of(State, data.get("state", "done")),
        note=_text(data.get("note", "")),
        instead=tuple(_text(question) for question in data.get("instead", ())),
        asked=_text(data.get("asked", "")),
        verdict=_one_of(Verdict, data.get("verdict", "")),
    )


def _answer(data: Any) -> Answer:
    return Answer(
        text=_text(data["text"]),
        status=_one_of(Status, data["status"]),
        sentences=tuple(
            Claim(
                _text(claim["text"]),
                tuple(_citation(c) for c in claim["citations"]),
                _text(claim.get("side", "")),
                _text(claim.get("head", "")),
                _text(claim.get("opening", "")),
            )
            for claim in data["sentences"]
        ),
        citations=tuple(_citation(citation) for citation in data["citations"]),
        passages=tuple(_hit(passage) for passage in data.get("passages", ())),
        question=_text(data.get("question", "")),
        answered_by=_text(data.get("answered_by", "reader")),
        lead=_text(data.get("lead", "")),
        bullets=bool(data.get("bullets", False)),
        remarks=tuple(_text(remark) for remark in data.get("remarks", ())),
        missing=tuple(_text(remark) for remark in data.get("missing", ())),
        dropped=tuple(
            Dropped(_text(d["text"]), _text(d["reason"])) for d in data.get("dropped", ())
        ),
        usage=_usage(data["usage"]) if data.get("usage") else None,
        confidence=_maybe(data.get("confidence")),
        stood_in_for=_text(data.get("stood_in_for", "")),
        failure=_text(data.get("failure", "")),
        sent_to=_text(data.get("sent_to", "")),
        timings={_text(k): _number(v) for k, v in dict(data.get("timings", {})).items()},
    )


def _usage(data: Any) -> Usage:
    return Usage(
        prompt_tokens=int(data["prompt_tokens"]),
        completion_tokens=int(data["completion_tokens"]),
        cost=_maybe(data.get("cost")),
    )


def _citation(data: Any) -> Citation:
    return Citation(
        marker=int(data["marker"]),
        document=_text(data["document"]),
        title=_text(data["title"]),
        published=_day(data["published"]),
        quote=_text(data["quote"]),
        start=int(data["start"]),
        end=int(data["end"]),
    )


def _hit(data: Any) -> Hit:
    return Hit(
        document=_text(data["document"]),
        text=_text(data["text"]),
        start=int(data["start"]),
        end=int(data["end"]),
        sentences=(),
        title=_text(data.get("title", "")),
        publisher=_text(data.get("publisher", "")),
        published=_day(data.get("published")),
        voice=_text(data.get("voice", "")),
        score=_number(data.get("score", 0.0)),
        dense=_maybe(data.get("dense")),
        keyword=_maybe(data.get("keyword")),
    )


def _scope_of_turn(data: Any) -> Scope:
    """Where a turn searched; everywhere for one whose days were refused, which searched nothing."""
    try:
        return _scope(data)
    except BadQuestion:
        return EVERYWHERE


def _scope(data: Any) -> Scope:
    return Scope(tuple(_text(document) for document in data.get("documents") or ()), *_days(data))


def _days(data: Any) -> tuple[date | None, date | None]:
    return _day(data.get("from")), _day(data.get("to"))


def _day(value: Any) -> date | None:
    return date.fromisoformat(_text(value)) if value else None


def _one_of(choices: Any, value: Any) -> Any:
    if value not in get_args(choices):
        raise ValueError(value)
    return value


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):  # JSON has no word for it, and the turn goes back as JSON
        raise ValueError(value)
    return number


def _maybe(value: Any) -> float | None:
    return None if value is None else _number(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value.encode("utf-8", "replace").decode("utf-8")  # half-characters cannot be sent back
