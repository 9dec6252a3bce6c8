"""One request to a language model, streamed through LlamaIndex's `OpenAILike`.

A stop reaches the wire at once: `OpenAILike` has no way to cancel, and closing its generator leaves
the connection to the garbage collector. So each call has an HTTP client of its own, notes the
socket that it opens, and a watcher shuts that socket when the caller stops or the model is silent
for too long, also before the first word. The clients' own retries are off: they would wait unseen.

LlamaIndex and OpenAI types stop here.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from rag.llm.bill import Bill
from rag.llm.failure import NO_MODELS, STRANGE, CallError, explain, silent
from rag.settings import Settings

if TYPE_CHECKING:
    import httpx

OPENAI = "https://api.openai.com/v1"
_LOOK_S = 0.05  # how often the watcher looks; a stop reaches the wire within it
_CONNECT_S = 10.0


class StoppedError(Exception):
    """The caller stopped the call."""


@dataclass(slots=True)
class Spent:
    """Tokens as the server counted them, and why it ended its answer."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    finish: str | None = None


def address(settings: Settings) -> str:
    """The base URL of the configured API."""
    return settings.openai_base_url or OPENAI


def host(settings: Settings) -> str:
    """The host of the configured API, without a password."""
    return urlsplit(address(settings)).netloc.rpartition("@")[2]


class Call:
    """One request: used in a `with`, it leaves no connection and no thread behind.

    `bill` is told to which host a conversation went, and at the end what the server counted.

    Raises (on entering):
        StoppedError: `cancel` was set before; nothing is sent.
    """

    def __init__(
        self,
        settings: Settings,
        cancel: threading.Event | None = None,
        bill: Bill | None = None,
    ) -> None:
        self._settings = settings
        self._cancel = cancel or threading.Event()
        self._bill = bill or Bill()
        self._tells = False  # the next request carries the conversation
        self._done = threading.Event()
        self._waiting_since: float | None = None
        self._silent = False
        self._socket: socket.socket | None = None
        self._watcher = threading.Thread(target=self._watch, name="model-call", daemon=True)
        self._client: httpx.Client
        self.spent = Spent()

    def __enter__(self) -> Self:
        import httpx

        if self._cancel.is_set():
            raise StoppedError
        timeout = self._settings.model_timeout_s
        try:
            self._client = httpx.Client(
                timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_S)),
                limits=httpx.Limits(max_keepalive_connections=0),  # the socket is this call's own
                event_hooks={"request": [self._trace_request]},
            )
        except (ValueError, OSError, ImportError) as error:  # a proxy or certificate setting
            raise CallError(STRANGE) from error
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._watcher.join()
        self._client.close()
        self._bill.prompt_tokens += self.spent.prompt_tokens
        self._bill.completion_tokens += self.spent.completion_tokens

    def first_model(self) -> str:
        """Return the first model that the server lists, leaving out those that only embed.

        Raises:
            CallError, StoppedError: as in `stream`.
        """
        import openai

        client = openai.OpenAI(
            api_key=self._key, base_url=self._url, max_retries=0, http_client=self._client
        )
        try:
            self._waiting_since = time.monotonic()
            names = [str(model.id) for model in client.models.list().data]
        except Exception as error:  # as in `stream`
            raise self._translated(error) from error
        finally:
            self._waiting_since = None
        if not names:
            raise CallError(NO_MODELS)
        return next((name for name in names if "embed" not in name.lower()), names[0])

    def stream(
        self, model: str, system: str, user: str, options: Mapping[str, Any]
    ) -> Iterator[str]:
        """Yield the pieces of the model's answer; `spent` is complete after the last.

        An option that is None is not sent, not even with LlamaIndex's default.

        Raises:
            CallError: with what it means.
            StoppedError: `cancel` was set.
        """
        import openai
        from llama_index.core.base.llms.types import ChatMessage, MessageRole
        from llama_index.llms.openai_like import OpenAILike

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=user),
        ]
        replies = None
        try:
            llm = OpenAILike(
                model=model,
                api_base=self._url,
                api_key=self._key,
                is_chat_model=True,
                max_retries=0,
                timeout=self._settings.model_timeout_s,
                http_client=self._client,  # type: ignore[call-arg]  # pydantic hides it from mypy
            )
            self._waiting_since = time.monotonic()
            sent = {k: openai.omit if v is None else v for k, v in options.items()}
            self._tells = True
            if not self._cancel.is_set():  # no socket is open that could be shut
                replies = llm.stream_chat(messages, **sent)
            for reply in replies or ():
                self._note(reply.raw)
                if reply.delta:
                    self._waiting_since = None
                    yield reply.delta
                if reply.delta or reply.additional_kwargs.get("thinking_delta"):
                    self._waiting_since = time.monotonic()  # a word, or a thought
                if self._cancel.is_set():
                    break
        # The clients meet replies that are not OpenAI's with errors of every kind; none is lost.
        except Exception as error:
            raise self._translated(error) from error
        finally:
            self._waiting_since = None
            if replies is not None:
                replies.close()
        if self._cancel.is_set():
            raise StoppedError
        if self._silent:
            raise CallError(silent(self._settings.model_timeout_s))

    @property
    def _key(self) -> str:
        return self._settings.openai_api_key.get_secret_value() or "none-needed"

    @property
    def _url(self) -> str:
        return address(self._settings)

    def _note(self, raw: Any) -> None:
        """Keep the counts and the reason for the end from a raw event."""
        if choices := getattr(raw, "choices", None):
            self.spent.finish = choices[0].finish_reason or self.spent.finish
        if usage := getattr(raw, "usage", None):
            self.spent.prompt_tokens = int(usage.prompt_tokens or 0)
            self.spent.completion_tokens = int(usage.completion_tokens or 0)

    def _translated(self, error: Exception) -> Exception:
        if self._cancel.is_set():
            return StoppedError()
        if self._silent:
            return CallError(silent(self._settings.model_timeout_s))
        if isinstance(error, CallError):
            return error
        if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
            return CallError(STRANGE)
        return CallError(explain(error, timeout_s=self._settings.model_timeout_s))

    def _trace_request(self, request: httpx.Request) -> None:
        request.extensions["trace"] = self._trace

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note the socket, which is only wrapped anew for TLS, and where the conversation goes."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
        if self._tells and event.endswith(".send_request_headers.started"):
            self._bill.sent_to = host(self._settings)

    def _watch(self) -> None:
        while not self._done.wait(_LOOK_S):
            since = self._waiting_since
            late = since is not None and (time.monotonic() - since > self._settings.model_timeout_s)
            self._silent = self._silent or late
            if (late or self._cancel.is_set()) and self._socket is not None:
                with suppress(OSError):  # it is closed already, and another may follow
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
