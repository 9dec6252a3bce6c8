"""What can go wrong with a language model, in words for the person at the screen.

    refused key, unknown model, no credit     told at once
    too long an answer allowed                told at once
    too much text                             asked again with fewer passages
    option not known to this server           asked again without it
    no connection, 429, 5xx, broken answer    asked again, a bounded number of times
    silence                                   told at once: the wait was long enough

Elsewhere: who asks again (rag/llm/writer.py, rag/embed_api.py).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from rag.errors import ModelProblem

UNNAMED = "the model"  # what is said of one whose name is not known
WAIT_MAX_S = 30.0  # a server that asks for more patience is not waited for
Kind = Literal["final", "again", "too_long", "option"]

_TOO_LONG = re.compile(
    r"context.{0,20}(length|size|window)|maximum context|too (long|large|many tokens)|"
    r"exceed\w*.{0,40}(context|token)|reduce the length|prompt is too",
    re.I,
)
# An answer that may be too long, which no shorter prompt mends; where a server counts the prompt
# too ("… context length is 4096 tokens and your request has 3500 input tokens"), one does.
_MAX_TOKENS = re.compile(r"max_(completion_|output_|new_)?tokens")
_TOO_MANY = re.compile(r"too (large|high|big)|at most|maximum|less than|range|<=|>", re.I)
_WITH_PROMPT = re.compile(r"context.?length|input|messages|prompt", re.I)
_OPTIONS = ("stream_options", "temperature", "max_tokens")
_NO_SUCH_MODEL = re.compile(
    r"\bmodel\b.{0,80}(not found|not exist|unknown|invalid|not supported)|"
    r"\b(?:no such|unknown|not a valid) model\b",
    re.I,
)
_NEXT_SERVER = "start the server, or correct OPENAI_BASE_URL"
_NEXT_ADDRESS = "check that OPENAI_BASE_URL names an OpenAI-compatible server"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call brought no answer, what can be done, and whether asking again may help."""

    what: str  # goes behind the model's name: "refused the key"
    step: str
    kind: Kind = "final"
    wait_s: float | None = None  # what the server asked for
    option: str = ""

    def waits(self, tries: int, *, retries: int, backoff_s: float) -> float | None:
        """How long to wait after `tries` before asking again; None if that will not help."""
        if self.kind != "again" or tries >= retries:
            return None
        wait_s = self.wait_s if self.wait_s is not None else backoff_s * 2.0**tries
        return wait_s if wait_s <= WAIT_MAX_S else None

    def problem(self, model: str, where: str) -> ModelProblem:
        """The error to raise: one sentence, without any mark of Markdown from outside."""
        name = plain(model)
        said = "The model" if name == UNNAMED else name  # it begins the sentence
        return ModelProblem(f"{said} at {plain(where)} {self.what}: {self.step}.")


class CallError(Exception):
    """A call to the model failed; internal to this package."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.what}: {failure.step}")
        self.failure = failure


SILENT = "gave no word for {:g} seconds"
EMPTY = Failure("gave an empty answer", "ask again, or set RAG_MODEL to another model", "again")
CUT = Failure("broke off in the middle of its answer", "ask again", "again")
STRANGE = Failure("sent what no OpenAI-compatible server sends", _NEXT_ADDRESS, "again")
FILTERED = Failure("held its answer back for its provider's rules", "ask in other words")
WANTS_TOO_MUCH = Failure("cannot write that many tokens at once", "lower RAG_MODEL_MAX_TOKENS")
NO_MODELS = Failure("lists no model", "set RAG_MODEL to the name of one that it serves")


def silent(timeout_s: float) -> Failure:
    """The model did not say a word in time."""
    return Failure(SILENT.format(timeout_s), "ask again, or raise RAG_MODEL_TIMEOUT_S")


def spent(max_tokens: int) -> Failure:
    """All tokens were used and nothing was said, as when a model thinks for too long."""
    return Failure(f"used all {max_tokens} tokens without an answer", "raise RAG_MODEL_MAX_TOKENS")


def explain(error: Exception, *, timeout_s: float) -> Failure:
    """Return what `error`, raised by the OpenAI client or below it, means."""
    import httpx
    import openai

    if isinstance(error.__cause__, httpx.ConnectTimeout):  # waited for long enough
        return Failure("cannot be reached", _NEXT_SERVER)
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return silent(timeout_s)
    if isinstance(error, openai.APIStatusError):
        return _status(error.status_code, error)
    if isinstance(error, openai.APIConnectionError):
        return Failure("cannot be reached", _NEXT_SERVER, "again")
    if isinstance(error, openai.APIError):
        return _event(error)
    return CUT if isinstance(error, httpx.TransportError | OSError) else STRANGE


def _event(error: Any) -> Failure:
    """An error within the stream."""
    if _wants_too_much(error.message, str(error.param or "")):
        return WANTS_TOO_MUCH
    if _TOO_LONG.search(error.message):
        return _too_long()
    return Failure("failed in the middle of its answer", "ask again", "again")


def _status(status: int, error: Any) -> Failure:
    """The first rule that fits; the order matters, since servers use 400 for many things."""
    message, code = str(error.message), str(error.code or "")
    wait_s = retry_after_s(error.response.headers)
    option = _option(message, str(error.param or "")) if status in (400, 422) else ""
    rules: list[tuple[bool, Failure]] = [
        (
            status in (401, 403),
            Failure(f"refused the key (error {status})", "set OPENAI_API_KEY to a valid one"),
        ),
        (
            status == 402 or code == "insufficient_quota",
            Failure(
                f"has no credit left (error {status})", "add credit, or set RAG_MODEL to another"
            ),
        ),
        (
            status in (400, 422) and _wants_too_much(message, str(error.param or "")),
            WANTS_TOO_MUCH,
        ),
        (
            status == 413 or code == "context_length_exceeded" or bool(_TOO_LONG.search(message)),
            _too_long(),
        ),
        (
            status in (400, 404, 422) and _names_model(message, code),
            Failure(
                f"is not known to the server (error {status})",
                "set RAG_MODEL to the name of a model that it serves",
            ),
        ),
        (
            bool(option),
            Failure(f"does not know the option {option}", _NEXT_ADDRESS, "option", option=option),
        ),
        (
            status in (404, 405),
            Failure(
                f"is not at this address (error {status})",
                "see whether OPENAI_BASE_URL lacks its /v1",
            ),
        ),
        (
            status == 429,
            Failure(
                "has too many requests (error 429)",
                f"wait {_patience(wait_s)} and ask again",
                "again",
                wait_s,
            ),
        ),
        (
            status in (408, 409) or status >= 500,
            Failure(f"failed (error {status})", "ask again later", "again", wait_s),
        ),
    ]
    refused = Failure(f"refused the request (error {status})", _NEXT_ADDRESS)
    return next((failure for fits, failure in rules if fits), refused)


def _patience(wait_s: float | None) -> str:
    return f"{wait_s:.0f} s" if wait_s else "a little"


def _too_long() -> Failure:
    return Failure(
        "cannot read that much text at once",
        "lower RAG_PASSAGES or RAG_MODEL_MAX_TOKENS, or set RAG_MODEL to a model with a longer "
        "context",
        "too_long",
    )


def _wants_too_much(message: str, param: str) -> bool:
    """Whether the model may not write as much as it is allowed to, whatever it is sent."""
    named = _MAX_TOKENS.search(f"{param} {message}")
    return bool(named and _TOO_MANY.search(message) and not _WITH_PROMPT.search(message))


def _names_model(message: str, code: str) -> bool:
    return code in ("model_not_found", "invalid_model") or bool(_NO_SUCH_MODEL.search(message))


def _option(message: str, param: str) -> str:
    named = [option for option in _OPTIONS if option in (param, *re.findall(r"\w+", message))]
    return named[0] if named else ""


def retry_after_s(headers: Any) -> float | None:
    """Seconds that the server asks to wait, from Retry-After as a number or as a date."""
    value = str(headers.get("retry-after", "")).strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def plain(name: str) -> str:
    """`name` without what Markdown or HTML would take for its own."""
    return re.sub(r"[^\w .:/@+-]", "", name).strip()[:80] or UNNAMED
