"""A Chroma server or Chroma Cloud: the way in, and what its faults mean to a person.

Whatever a server does, the index that it holds stays a state that existed (batches.py writes in
that order), so every message says what to do next and none speaks of loss. A key is sent in the
headers alone; it is taken out of whatever a server says before that is repeated.

Elsewhere: what is stored (store.py), what fits into a record (limits.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

from rag.errors import IndexAway, IndexDamaged, IndexProblem

if TYPE_CHECKING:
    from rag.settings import Settings

CLOUD_DOMAIN = ".trychroma.com"
CONNECT_S = 10.0  # Chroma's own client waits forever
ANSWER_S = 60.0  # a full batch takes a loaded server a few seconds
API = "/api/v2"  # since Chroma 0.5.16; what is older has another one
TOKEN = "X-Chroma-Token"  # noqa: S105  # the header's name

NOT_THERE = (
    "Start it (`chroma run`), mend RAG_CHROMA_URL, or unset it to use a folder; the index is as it "
    "was."
)
FAULTS: list[tuple[Collection[int], str, str]] = [
    (
        {401, 403},
        "refuses the key",
        "Set CHROMA_API_KEY to a key that it knows, and CHROMA_TENANT and CHROMA_DATABASE to what "
        "the key is for.",
    ),
    (
        {404, 405, 410},
        "does not know what it was asked",
        "Mend RAG_CHROMA_URL, CHROMA_TENANT or CHROMA_DATABASE; a server older than Chroma 1.0 "
        "must be updated.",
    ),
    ({429}, "has a limit that was met", "Ask again in a moment, or have the limit raised."),
    (range(500, 600), "failed", "See its log, and try again; the index is as it was."),
]
# So a server tells of a collection whose parts are gone: damaged, or just being deleted.
HALF_GONE = ("Missing metadata segment", "Missing vector segment")


class ConnectionCut(IndexAway):
    """The connection broke in the middle of a request; whoever only reads may ask once more."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a Chroma server is, and who we are to it."""

    url: str
    key: str = ""
    tenant: str = ""
    database: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The server of the settings; None where they name a folder."""
        if not settings.chroma_url:
            return None
        return cls(
            settings.chroma_url,
            settings.chroma_api_key.get_secret_value(),
            settings.chroma_tenant,
            settings.chroma_database,
        )

    def __repr__(self) -> str:
        return f"Server({self.url!r})"  # never the key

    def __str__(self) -> str:
        return f"Chroma server at {self.url!r}"

    @property
    def cloud(self) -> bool:
        """Whether it is Chroma's own, which knows its users by their keys."""
        return f".{urlsplit(self.url).hostname}".endswith(CLOUD_DOMAIN)

    def connect(self) -> Any:
        """A client of Chroma's, which gives up in time.

        Raises:
            IndexAway: nobody answers, it is no Chroma server, or it refuses the key.
        """
        if self.cloud and not self.key:
            raise IndexAway("Chroma Cloud asks for a key: set CHROMA_API_KEY.")
        self._greet()
        client = self._client()
        import httpx

        client._admin_client._server._session.close()  # asked for tenant and database; not again
        client._server._session.timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S)
        return client

    def leave(self, client: Any) -> None:
        """Close the connections of a client, which Chroma's own close leaves open."""
        client._server._session.close()

    def told(self, error: BaseException) -> IndexProblem:
        """What `error` means, with the next step."""
        words = str(error).replace(self.key, "…") if self.key else str(error)
        words = " ".join(words.split())[:300] or type(error).__name__
        if any(part in words for part in HALF_GONE):
            return IndexDamaged(
                f"The {self} holds an index that lacks a part ({words}); run `pullquote index "
                "--rebuild`."
            )
        kind = ConnectionCut if _cut(error) else IndexAway
        return kind(self._meaning(error, words))

    # The way in

    def _greet(self) -> None:
        """Ask what Chroma's client asks first, so that what is wrong is told apart and in time."""
        if "nanosecond heartbeat" not in self._ask("/heartbeat"):
            raise IndexAway(self._stranger())
        known = self._ask("/auth/identity")
        tenant = self.tenant or known.get("tenant") or ""
        databases = known.get("databases") or []
        database = self.database or (databases[0] if len(databases) == 1 else "")
        if tenant not in {"", "*"} and database not in {"", "*"}:
            self._ask(f"/tenants/{quote(tenant, safe='')}/databases/{quote(database, safe='')}")

    def _ask(self, path: str) -> Mapping[str, Any]:
        import httpx

        try:
            reply = httpx.get(self.url + API + path, headers=self._headers(), timeout=CONNECT_S)
            reply.raise_for_status()
            said = reply.json()
        except httpx.HTTPError as error:
            raise self.told(error) from error
        except ValueError as error:
            raise IndexAway(self._stranger()) from error
        if not isinstance(said, dict):
            raise IndexAway(self._stranger())
        return said

    def _client(self) -> Any:
        import chromadb
        from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT
        from chromadb.config import Settings as ChromaSettings

        options = ChromaSettings(anonymized_telemetry=False)
        address = urlsplit(self.url)
        secure = address.scheme == "https"
        try:
            if self.cloud:
                return chromadb.CloudClient(
                    tenant=self.tenant or None,
                    database=self.database or None,
                    api_key=self.key,
                    settings=options,
                    cloud_host=address.hostname or "",
                    cloud_port=address.port or 443,
                    enable_ssl=secure,
                )
            return chromadb.HttpClient(
                host=self.url,  # whole, for a proxy that keeps Chroma under a path
                port=address.port or (443 if secure else 80),
                ssl=secure,
                headers=self._headers(),
                tenant=self.tenant or DEFAULT_TENANT,
                database=self.database or DEFAULT_DATABASE,
                settings=options,
            )
        except Exception as error:
            raise self.told(error) from error

    def _headers(self) -> dict[str, str]:
        """Chroma Cloud reads the first, proxies before a server of one's own the second."""
        return {TOKEN: self.key, "Authorization": f"Bearer {self.key}"} if self.key else {}

    # What faults mean

    def _meaning(self, error: BaseException, words: str) -> str:
        import httpx

        met = list(_chain(error))
        status = _status(met) or 0
        if any(isinstance(each, httpx.ConnectError) for each in met):
            return f"No {self} answers. {NOT_THERE}"
        if any(isinstance(each, httpx.TimeoutException) for each in met):
            return f"The {self} did not answer in time. {NOT_THERE}"
        if _cut(error):
            return f"The {self} went away in the middle of a request. {NOT_THERE}"
        for statuses, fault, remedy in FAULTS:
            if status in statuses or ("quota" in words.lower() and 429 in statuses):
                return f"The {self} {fault} ({status}: {words}). {remedy}"
        return f"The {self} does not answer as it should ({words}). {NOT_THERE}"

    def _stranger(self) -> str:
        return (
            f"There is no Chroma server at {self.url!r}: another program answers. Mend "
            "RAG_CHROMA_URL, or unset it to use a folder."
        )


def _cut(error: BaseException) -> bool:
    """Whether a connection that stood broke, as one that was idle may under a proxy."""
    import httpx

    return any(isinstance(e, httpx.NetworkError | httpx.RemoteProtocolError) for e in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it; Chroma's client hides the cause there."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _status(met: list[BaseException]) -> int | None:
    """The HTTP status that an error came from, if it did."""
    import httpx
    from chromadb.errors import ChromaError

    for error in met:
        if isinstance(error, httpx.HTTPStatusError):
            return error.response.status_code
    for error in met:
        if isinstance(error, ChromaError):
            return error.code()
    return None
