"""Chroma servers for tests: a real one on loopback, and a stand-in for Chroma Cloud before it.

`ChromaServer` is `chroma run` in a process of its own, which can be killed, frozen and started
again. `CloudStandIn` stands before one and does what Chroma Cloud adds by its documentation: it
asks for a key, knows the key's tenant and database, enforces the published quotas, and searches
sparse vectors. Everything else is the real server's answer.

Not promised: that Chroma Cloud itself words its refusals so, or ranks ties so.
"""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from rag.testing import free_port

PATIENCE_S = 60.0  # until a server that was started answers, on a machine under load
HERE = "/tenants/default_tenant/databases/default_database"


class ChromaServer:
    """`chroma run` over a folder, at one address for its whole life."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        """Whether it was started, and not killed since."""
        return self._process is not None

    def start(self) -> Self:
        """Start it, and wait until it answers."""
        import httpx

        command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(self.folder)]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(  # noqa: S603
            command,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1.0).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return self
        self.kill()
        raise RuntimeError(f"chroma run did not begin to answer at {self.url}")

    def kill(self) -> None:
        """Kill it as a power cut would; what it holds stays on the disk."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Let it hang: connections are taken and nothing is said."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


class CloudStandIn:
    """What Chroma Cloud adds to a Chroma server, by its documentation.

    `broken` may be set to a (status, body) that answers every request from then on.
    """

    key = "ck-the-key-of-the-test"
    tenant = "acme"
    database = "news"
    quotas: Mapping[str, int] = {
        "text": 16_384,
        "value": 4_096,
        "values": 32,
        "id": 128,
        "state": 256,
        "name": 128,
        "read": 300,
        "write": 300,
        "where": 4_096,
    }

    def __init__(self, behind: ChromaServer) -> None:
        import httpx

        self.requests: list[str] = []
        self.broken: tuple[int, str] | None = None
        self._behind = httpx.Client(base_url=f"{behind.url}/api/v2", timeout=PATIENCE_S)
        self._schemas: dict[str, Any] = {}  # of collections with sparse vectors, by id
        self._words: dict[str, dict[str, dict[int, float]]] = {}  # by collection and record
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.answer))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._behind.close()

    def answer(
        self, method: str, target: str, headers: Mapping[str, str], raw: bytes
    ) -> tuple[int, bytes]:
        """Answer one request: (status, body)."""
        path = unquote(urlsplit(target).path).removeprefix("/api/v2")
        body = json.loads(raw) if raw else {}
        self.requests.append(f"{method} {path}")
        if self.broken:
            return self.broken[0], self.broken[1].encode()
        if refusal := self._refused(method, path, headers, body):
            return refusal
        mine = f"/tenants/{self.tenant}"
        known = {
            "/auth/identity": {"user_id": "u", "tenant": self.tenant, "databases": [self.database]},
            mine: {"name": self.tenant},
        }
        if path in known:
            return 200, json.dumps(known[path]).encode()
        path = path.replace(f"{mine}/databases/{self.database}", HERE)
        return self._answered(method, path, target, body)

    def _refused(
        self, method: str, path: str, headers: Mapping[str, str], body: Mapping[str, Any]
    ) -> tuple[int, bytes] | None:
        mine = f"/tenants/{self.tenant}"
        if path != "/heartbeat" and headers.get("X-Chroma-Token") != self.key:
            return _refusal(401, "AuthorizationError", "Unauthorized")
        if path.startswith("/tenants") and path != mine:
            database = path.removeprefix(f"{mine}/databases/").partition("/")[0]
            if database != self.database:
                return _refusal(404, "NotFoundError", f"{path} not found")
        if over := self._over(method, path, body):
            return _refusal(400, "QuotaError", f"Quota exceeded: {over}")
        return None

    # Quotas

    def _over(self, method: str, path: str, body: Mapping[str, Any]) -> str:
        """The quota that a request is over; empty if none."""
        metadatas = [m for m in body.get("metadatas") or [] if m]
        of_collection = body.get("metadata") or body.get("new_metadata") or {}
        written = path.endswith(("/add", "/upsert", "/update"))
        measured = {
            "text": [len((d or "").encode()) for d in body.get("documents") or []],
            "id": [len(i.encode()) for i in body.get("ids") or []],
            "value": [len(v.encode()) for m in metadatas for v in m.values() if isinstance(v, str)],
            "values": list(map(len, metadatas)),
            "state": [len(v.encode()) for v in of_collection.values() if isinstance(v, str)],
            "name": [len((body.get("name") or body.get("new_name") or "").encode())],
            "read": [body.get("n_results") or 0, body.get("limit") or 0],
            "write": [len(body.get("ids") or [])] if written else [],
            "where": [len(json.dumps(body["where"]).encode())] if body.get("where") else [],
        }
        if path.endswith("/get") and not body.get("limit"):
            measured["read"].append(len(body.get("ids") or []) or self.quotas["read"] + 1)
        for name, sizes in measured.items():
            if max(sizes, default=0) > self.quotas[name]:
                return f"{name} of {max(sizes)} over {self.quotas[name]} in {method} {path}"
        return ""

    # Sparse vectors

    def _answered(
        self, method: str, path: str, target: str, body: dict[str, Any]
    ) -> tuple[int, bytes]:
        of_collections = path.startswith(f"{HERE}/collections")
        tail = path.removeprefix(f"{HERE}/collections").removeprefix("/") if of_collections else ""
        collection, _, verb = tail.partition("/")
        if verb == "search":
            return 200, json.dumps(self._search(path, collection, body["searches"])).encode()
        if verb in {"add", "upsert", "update"}:
            self._keep_words(collection, body)
        schema = body.pop("schema", None) if path == f"{HERE}/collections" else None
        status, reply = self._forward(method, path, target, body)
        if of_collections and not verb and reply[:1] in {b"{", b"["}:
            made = json.loads(reply)
            if schema and status == 200:
                self._schemas[made["id"]] = schema
            for each in made if isinstance(made, list) else [made]:
                if "tenant" in each:
                    each.update(tenant=self.tenant, database=self.database)
                if schema := self._schemas.get(each.get("id", "")):
                    each["schema"] = schema
            reply = json.dumps(made).encode()
        return status, reply

    def _keep_words(self, collection: str, body: dict[str, Any]) -> None:
        held = self._words.setdefault(collection, {})
        for key, metadata in zip(body["ids"], body.get("metadatas") or [], strict=False):
            for name in [n for n, v in (metadata or {}).items() if isinstance(v, dict)]:
                vector = metadata.pop(name)
                held[key] = dict(zip(vector["indices"], vector["values"], strict=True))

    def _search(self, path: str, collection: str, searches: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"ids": [], "scores": [], "metadatas": [], "select": []}
        held = self._words.get(collection, {})
        for search in searches:
            knn = search["rank"]["$knn"]
            here = self._matching(path, search.get("filter") or None)
            words = {key: held[key] for key in here if key in held}
            asked = dict(zip(knn["query"]["indices"], knn["query"]["values"], strict=True))
            rare = {
                n: math.log(1 + (len(words) - f + 0.5) / (f + 0.5))
                for n in asked
                for f in [sum(n in vector for vector in words.values())]
            }
            scores = {
                key: -sum(weight * vector.get(n, 0.0) * rare[n] for n, weight in asked.items())
                for key, vector in words.items()
                if not asked.keys().isdisjoint(vector)
            }
            best = sorted(scores, key=lambda key: (scores[key], key))[: search["limit"]["limit"]]
            found["ids"].append(best)
            found["scores"].append([scores[key] for key in best])
            found["metadatas"].append([{knn["key"]: _transport(words[key])} for key in best])
            found["select"].append(search["select"]["keys"])
        return found

    def _matching(self, path: str, where: Any) -> list[str]:
        got = self._behind.post(
            path.removesuffix("/search") + "/get", json={"where": where, "include": []}
        )
        ids: list[str] = got.raise_for_status().json()["ids"]
        return ids

    def _forward(
        self, method: str, path: str, target: str, body: Mapping[str, Any]
    ) -> tuple[int, bytes]:
        """Ask the server behind, which may cut the connection of a GET that brings a body."""
        query = urlsplit(target).query
        url = f"{path}?{query}" if query else path
        reply = self._behind.request(method, url, json=body if method in {"POST", "PUT"} else None)
        return reply.status_code, reply.content


def _transport(vector: Mapping[int, float]) -> dict[str, Any]:
    return {
        "#type": "sparse_vector",
        "indices": sorted(vector),
        "values": [vector[n] for n in sorted(vector)],
    }


def _refusal(status: int, error: str, message: str) -> tuple[int, bytes]:
    return status, json.dumps({"error": error, "message": message}).encode()


def _handler(
    answer: Callable[[str, str, Mapping[str, str], bytes], tuple[int, bytes]],
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.title(): value for name, value in self.headers.items()}
            status, body = answer(self.command, self.path, headers, raw)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
