"""Vectors from an embedding model of the configured API, for those who ask for them.

The same surface as `rag.embed.Embedder`: unit vectors, float32, one a text. Another model, server
or dimension is another fingerprint, so that its vectors are never mixed with others in an index.

Elsewhere: who chooses (rag/embed.py), what goes wrong (rag/llm/failure.py).
Not promised: that a server gives the same vector for a text every time.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rag.errors import ModelProblem
from rag.llm.failure import STRANGE, Failure, explain
from rag.llm.wire import address, host
from rag.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

log = logging.getLogger(__name__)

_TOO_MUCH = Failure(
    "cannot read a passage at once", "set RAG_EMBEDDER to a model with a longer context", "too_long"
)

BATCH = 64  # texts a request; some servers take 2048, and others 32 or 10: then it is halved
_TOO_MANY = re.compile(r"batch|too (?:many|long|large)|at most|maximum|no more than", re.I)


class ApiEmbedder:
    """The embedding model that `RAG_EMBEDDER` names, at the configured API.

    Making one sends nothing; its dimension is learnt from the first vectors.

    Raises (on use):
        ModelProblem: the server gave no vectors, also after asking again.
    """

    def __init__(self, settings: Settings, *, backoff_s: float = 0.5) -> None:
        self._settings = settings
        self._backoff_s = backoff_s
        self._batch = BATCH
        self.name = settings.embedder

    @property
    def where(self) -> str:
        """The host to which texts are sent."""
        return host(self._settings)

    @cached_property
    def dim(self) -> int:
        """Length of a vector; asks the server once."""
        return int(self._vectors(["dimension"]).shape[1])

    @property
    def fingerprint(self) -> str:
        """What makes these vectors comparable with each other and with no others."""
        server = hashlib.sha256(address(self._settings).encode()).hexdigest()[:8]
        return f"api-{self.name}-{server}-l2-v1"

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a text, float32, shape (len(texts), dim), in order."""
        import numpy as np

        batches: list[Matrix] = []
        at = 0
        while at < len(texts):
            batch = texts[at : at + self._batch]
            try:
                batches.append(self._vectors(batch))
                at += len(batch)
            except _TooManyError:
                self._batch = len(batch) // 2
                log.info("%s takes no %d texts at once", self.name, len(batch))
        if not batches:
            return np.zeros((0, self.dim), dtype=np.float32)
        return np.concatenate(batches)

    def embed_query(self, text: str) -> Matrix:
        """Return the unit vector of a question, float32, shape (dim,)."""
        vector: Matrix = self._vectors([text])[0]
        return vector

    def _vectors(self, texts: Sequence[str]) -> Matrix:
        tries = 0
        while True:
            try:
                return self._ask(texts)
            except _AskedError as asked:
                failure = asked.failure
                if failure.kind == "too_long" and len(texts) > 1:
                    raise _TooManyError from asked
                retries = self._settings.model_retries
                wait_s = failure.waits(tries, retries=retries, backoff_s=self._backoff_s)
                if wait_s is None:
                    raise self._problem(failure) from asked
                tries += 1
                log.info("asking %s for vectors again: %s", self.name, failure.what)
                time.sleep(wait_s)

    def _ask(self, texts: Sequence[str]) -> Matrix:
        """One request for a batch.

        Raises:
            _AskedError: it failed, with what that means.
        """
        import numpy as np

        timeout_s = self._settings.model_timeout_s
        try:
            # An empty text is an error to most servers; a blank is not.
            sent = [text if text.strip() else " " for text in texts]
            reply = self._client.embeddings.create(
                model=self.name, input=sent, encoding_format="float"
            )
            rows = sorted(reply.data, key=lambda row: row.index)
            matrix: Matrix = np.array([row.embedding for row in rows], dtype=np.float32)
        except Exception as error:
            failure = explain(error, timeout_s=timeout_s)
            if _takes_fewer(error) or failure.kind == "too_long":
                failure = _TOO_MUCH
            raise _AskedError(failure) from error
        if matrix.shape[0] != len(texts) or matrix.ndim != 2 or not np.isfinite(matrix).all():
            raise _AskedError(STRANGE)
        known = self.__dict__.get("dim", matrix.shape[1])
        if matrix.shape[1] != known or not known:
            raise _AskedError(STRANGE)
        self.__dict__["dim"] = int(matrix.shape[1])
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        lengths[lengths == 0.0] = 1.0
        return np.asarray(matrix / lengths, dtype=np.float32)

    def _problem(self, failure: Failure) -> ModelProblem:
        step = failure.step.replace("RAG_MODEL ", "RAG_EMBEDDER ")
        return Failure(failure.what, step).problem(self.name, self.where)

    @cached_property
    def _client(self) -> Any:
        import openai

        return openai.OpenAI(
            api_key=self._settings.openai_api_key.get_secret_value() or "none-needed",
            base_url=address(self._settings),
            timeout=self._settings.model_timeout_s,
            max_retries=0,  # ours are bounded and logged
        )


def _takes_fewer(error: Exception) -> bool:
    return getattr(error, "status_code", 0) in (400, 422) and bool(_TOO_MANY.search(str(error)))


class _TooManyError(Exception):
    """The server takes fewer texts at once."""


class _AskedError(Exception):
    """One request brought no vectors."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.what)
        self.failure = failure
