"""A language model for tests: a server on loopback that speaks the OpenAI protocol by a script.

It is met over real HTTP by the real client. It answers `/chat/completions` (streamed and not),
`/models` and `/embeddings`, and can fail in the ways in which servers fail: a status with its
headers, a stall, a stream cut short, events that are not JSON. It keeps every request and sees
when a client leaves.

    with ScriptedModel("Trade reached $190 billion [1].") as model:
        settings = Settings(openai_base_url=model.url)

Not promised: that it understands anything. Its vectors only count words.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_WORD = re.compile(r"\w+")
_TICK_S = 0.01  # how often a stalled answer looks whether its client is still there


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one request to `/chat/completions` or `/embeddings`.

    Pieces are the streamed events: of `piece` characters each, or as given in `pieces`.
    """

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str = ""  # the "code" of an OpenAI error body
    thoughts: Sequence[str] = ()  # streamed as reasoning before the answer
    pieces: Sequence[str] = ()
    piece: int = 7
    delay_s: float = 0.0  # before each piece
    stall_after: int | None = None  # pieces sent before silence that lasts until the client leaves
    cut_after: int | None = None  # pieces sent before the connection is closed
    finish: str | None = "stop"  # None leaves the reason and the closing event out
    raw: str | None = None  # the body as it is, whatever it is

    def split(self) -> list[str]:
        """The text of each streamed event, in order."""
        if self.pieces:
            return list(self.pieces)
        return [self.text[i : i + self.piece] for i in range(0, len(self.text), self.piece)]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def prompt(self) -> str:
        """All messages of the request, one after another."""
        return "\n".join(str(m.get("content", "")) for m in self.body.get("messages", ()))

    def number_of(self, words: str) -> int:
        """The number of the first numbered sentence that holds `words`.

        Raises:
            LookupError: no numbered sentence of the prompt holds them.
        """
        for number, sentence in re.findall(r"(?m)^\[(\d+)\] (.*)$", self.prompt):
            if words in sentence:
                return int(number)
        raise LookupError(f"no numbered sentence holds {words!r}")


Script = str | Reply | Callable[[Request], "str | Reply"]


class ScriptedModel:
    """A server that gives its replies in order, each once; with `repeat` the last one for ever.

    Chat and embeddings share one script; `/models` lists `models` and uses none of it. Without a
    script, embeddings are vectors of word counts. A chat request beyond the script gets error 500.
    """

    def __init__(
        self, *script: Script, models: Sequence[str] = ("scripted-1",), repeat: bool = False
    ) -> None:
        self.models = tuple(models)
        self.requests: list[Request] = []
        self.left = threading.Event()  # set when a client went away before its answer was whole
        self._script = list(script)
        self._repeat = repeat
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False  # closing waits for them, so that none outlives a test
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        """The base address for an OpenAI client."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def chats(self) -> list[Request]:
        """The requests for an answer, without those for the list of models."""
        return [r for r in self.requests if r.path.endswith("/chat/completions")]

    @property
    def prompts(self) -> list[str]:
        """All that each request for an answer told the model."""
        return [request.prompt for request in self.chats]

    def add(self, *script: Script) -> None:
        """Add replies to the end of the script."""
        with self._lock:
            self._script += script

    def next(self, request: Request) -> Reply | None:
        """Take the next reply of the script; None if it is over."""
        with self._lock:
            self.requests.append(request)
            if not request.path.endswith(("/chat/completions", "/embeddings")) or not self._script:
                return None
            step = self._script[0] if self._repeat and len(self._script) == 1 else None
            step = step if step is not None else self._script.pop(0)
        reply = step(request) if callable(step) else step
        return Reply(reply) if isinstance(reply, str) else reply

    @property
    def closing(self) -> bool:
        """Whether the server is going away, so that stalled answers must end."""
        return self._closing.is_set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def free_port() -> int:
    """A port of loopback on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def count_words(text: str, *, dim: int = 64) -> list[float]:
    """A unit vector in which texts that share words are near each other."""
    vector = [0.0] * dim
    for word in _WORD.findall(text.lower()):
        vector[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % dim] += 1.0
    length = math.sqrt(sum(x * x for x in vector)) or 1.0
    return [x / length for x in vector]


def _handler(model: ScriptedModel) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        scripted = model

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripted: ScriptedModel

    def do_GET(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        self._serve(json.loads(self.rfile.read(size) or b"{}"))

    def log_message(self, *_: Any) -> None:
        """Keep the tests' output clean."""

    def _serve(self, body: Mapping[str, Any]) -> None:
        self.close_connection = True
        request = Request(self.command, self.path, dict(self.headers.items()), body)
        reply = self.scripted.next(request)
        try:
            self._answer(request, reply)
        except OSError:  # the client closed its end while we wrote
            self.scripted.left.set()

    def _answer(self, request: Request, reply: Reply | None) -> None:
        if request.path.endswith("/models"):
            data = [{"id": m, "object": "model", "owned_by": "tests"} for m in self.scripted.models]
            self._json(200, {"object": "list", "data": data})
        elif reply is None and request.path.endswith("/embeddings"):
            self._json(200, _embeddings(request.body))
        elif reply is None:
            self._json(500, _error("the script holds no more replies", ""))
        elif reply.status != 200:
            message = reply.text or f"scripted error {reply.status}"
            self._json(reply.status, _error(message, reply.code), reply.headers)
        elif reply.raw is not None and not request.body.get("stream"):
            self._body(200, reply.raw.encode(), "text/plain", reply.headers)
        elif request.path.endswith("/embeddings"):
            self._json(200, _embeddings(request.body))
        elif request.body.get("stream"):
            self._stream(request, reply)
        elif reply.stall_after is not None:
            self._stall()
        else:
            self._json(200, _completion(request, reply), reply.headers)

    def _json(self, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
        self._body(status, json.dumps(value).encode(), "application/json", headers or {})

    def _body(self, status: int, body: bytes, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, request: Request, reply: Reply) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": "text/event-stream", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        if reply.raw is not None:
            self._chunk(reply.raw)
            self._chunk("")
            return
        for thought in reply.thoughts:
            if self._gone(reply.delay_s):
                self.scripted.left.set()
                return
            self._event(_chunk(request, {"role": "assistant", "reasoning_content": thought}, None))
        pieces = reply.split()
        for sent, piece in enumerate(pieces):
            if sent == reply.stall_after:
                self._stall()
                return
            if sent == reply.cut_after:
                return  # without the closing chunk: the client sees a broken body
            if self._gone(reply.delay_s):
                self.scripted.left.set()
                return
            self._event(_chunk(request, {"role": "assistant", "content": piece}, None))
        if reply.stall_after is not None:
            self._stall()
        elif reply.cut_after is None:
            self._end(request, reply, len(pieces))

    def _end(self, request: Request, reply: Reply, pieces: int) -> None:
        if reply.finish is not None:
            self._event(_chunk(request, {}, reply.finish))
            if (request.body.get("stream_options") or {}).get("include_usage"):
                usage = _usage(request.prompt, pieces)
                self._event({**_chunk(request, {}, None), "choices": [], "usage": usage})
            self._chunk("data: [DONE]\n\n")
        self._chunk("")

    def _event(self, value: object) -> None:
        self._chunk(f"data: {json.dumps(value)}\n\n")

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _stall(self) -> None:
        while not self.scripted.closing:
            if self._gone(_TICK_S):
                self.scripted.left.set()
                return

    def _gone(self, wait_s: float) -> bool:
        """Wait, and say whether the client has closed its end meanwhile."""
        end = time.monotonic() + wait_s
        readable, _, _ = select.select([self.connection], [], [], wait_s)
        if readable:
            try:
                if not self.connection.recv(1, socket.MSG_PEEK):
                    return True
            except OSError:
                return True
        time.sleep(max(0.0, end - time.monotonic()))
        return False


def _error(message: str, code: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "scripted", "param": None, "code": code or None}}


def _usage(prompt: str, completion_tokens: int) -> dict[str, int]:
    words = len(_WORD.findall(prompt))
    return {
        "prompt_tokens": words,
        "completion_tokens": completion_tokens,
        "total_tokens": words + completion_tokens,
    }


def _chunk(request: Request, delta: Mapping[str, str], finish: str | None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": request.body.get("model", ""),
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _completion(request: Request, reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": reply.text}
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": request.body.get("model", ""),
        "choices": [{"index": 0, "message": message, "finish_reason": reply.finish}],
        "usage": _usage(request.prompt, len(reply.split())),
    }


def _embeddings(body: Mapping[str, Any]) -> dict[str, Any]:
    texts = body.get("input", [])
    texts = [texts] if isinstance(texts, str) else texts
    data = []
    for index, text in enumerate(texts):
        vector: list[float] | str = count_words(text)
        if body.get("encoding_format") == "base64":
            vector = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
        data.append({"object": "embedding", "index": index, "embedding": vector})
    usage = _usage(" ".join(texts), 0)
    return {"object": "list", "model": body.get("model", ""), "data": data, "usage": usage}
