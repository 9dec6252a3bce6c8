"""Turn text into vectors with all-MiniLM-L6-v2, on the processor and with no network.

The original weights stand in rag/embed.int8.onnx as int8 (rag/reader/training/embedder.py wrote it,
and tells what that costs and saves; rag/reader/model/MODEL_CARD.md, where they are from). The
tokenizer is the file that the reader uses too. Both are checked against the sha256 of what was
shipped before they are used. They load on first use, once a process, and may be called from any
thread.

Elsewhere: what text of a passage is embedded (rag/split.py), LlamaIndex's node parser and index
(rag/storage/nodes.py), embedding models of an API (rag/embed_api.py): `embedder_of` tells which is
meant.
Not promised: languages other than English; the model learnt little of them.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from rag.errors import BadSetting
from rag.shipped import checked, usable_cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from rag.embed_api import ApiEmbedder
    from rag.settings import Settings

    Matrix = NDArray[np.float32]
    AnyEmbedder: TypeAlias = "Embedder | ApiEmbedder"  # both have the same surface

# The window on which the model was trained; a passage of 130 words with its title is about 200.
TOKENS = 256
# What is never looked at: 256 word pieces of 31 characters, longer than any piece of the
# vocabulary. It bounds the time for a text of one megabyte.
CHARACTERS = 8_000

MODEL_SHA256 = "b79133b946c2dbeb69b001658de1d685bc8be2e697b9fc8c65c3944fdee9eca5"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

_FOLDER = Path(__file__).parent


class Embedder:
    """The embedded model of sentence vectors.

    Making one is free: all of a process share one loaded model. `threads` bounds the cores that
    one call of `embed` takes; 0 takes those that this process may use.

    Vectors depend on the text alone, not on what is embedded beside it.

    Raises (on first use):
        ModelDamaged: a model file is missing or is not the one that was shipped.
    """

    name = "all-MiniLM-L6-v2 (int8)"
    where = ""  # no host: texts stay in this process
    dim = 384
    # Another model, tokenizer or way of pooling gives vectors that must not be mixed with these.
    fingerprint = f"minilm-{MODEL_SHA256[:8]}-{TOKENIZER_SHA256[:8]}-mean-l2-{TOKENS}-v2"

    def __init__(self, *, threads: int = 0) -> None:
        self.threads = threads or usable_cores()

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a text, float32, shape (len(texts), 384), in order.

        A text counts up to its first 256 word pieces, about 190 words; what follows is not seen.
        An empty text has a vector too, near no other.
        """
        import numpy as np

        model = _shared_model()
        if self.threads == 1 or len(texts) < 2:
            vectors = [model.vector(text) for text in texts]
        else:
            with ThreadPoolExecutor(min(self.threads, len(texts))) as pool:
                vectors = list(pool.map(model.vector, texts))
        return np.array(vectors, dtype=np.float32).reshape(-1, self.dim)

    def embed_query(self, text: str) -> Matrix:
        """Return the unit vector of a question, float32, shape (384,)."""
        return _shared_model().vector(text)

    def warm_up(self) -> None:
        """Load the model now, so that the first question need not wait for it (about 0.3 s)."""
        _shared_model()


def embedder_of(settings: Settings) -> AnyEmbedder:
    """The embedder that the settings name: the embedded model, or one of the configured API.

    Raises:
        BadSetting: it is a model of an API, and none is configured.
    """
    if settings.embedder == "embedded":
        return Embedder(threads=settings.cores)
    if not settings.model_configured:  # or the articles would go to the first server that is tried
        raise BadSetting(
            f"The embedder is {settings.embedder!r}, a model of an API, but no API is configured: "
            "set RAG_EMBEDDER to 'embedded', or set OPENAI_API_KEY or OPENAI_BASE_URL."
        )
    from rag.embed_api import ApiEmbedder

    return ApiEmbedder(settings)


def is_common_word(word: str) -> bool:
    """Whether `word` is one of the 30,000 pieces of the model's vocabulary: no slip of the pen."""
    return _shared_model().tokenizer.token_to_id(word.lower()) is not None


@dataclass(frozen=True, slots=True)
class _Model:
    """The loaded files. One session serves every thread.

    Texts run one at a time: without padding, 145 passages on 2 cores took 1.4 s (101 a second)
    from two threads on one single-threaded session, 1.8 s in batches of 8 on two sessions.
    """

    session: Any  # onnxruntime.InferenceSession, which has no types
    tokenizer: Tokenizer

    def vector(self, text: str) -> Matrix:
        import numpy as np

        seen = text[:CHARACTERS].encode("utf-8", "replace").decode("utf-8")  # no lone surrogates
        ids = np.array([self.tokenizer.encode(seen).ids], dtype=np.int64)
        hidden = self.session.run(None, {"input_ids": ids})[0]
        mean: Matrix = hidden[0].mean(axis=0, dtype=np.float32)  # no padding, so no mask
        unit: Matrix = mean / np.linalg.norm(mean)
        return unit


_loading = threading.Lock()
_loaded: list[_Model] = []


def _shared_model() -> _Model:
    if not _loaded:
        with _loading:  # two first questions at once must not load it twice
            if not _loaded:
                _loaded.append(_load())
    return _loaded[0]


def _load() -> _Model:
    model = checked(_FOLDER / "embed.int8.onnx", MODEL_SHA256)
    words = checked(_FOLDER / "reader/model/tokenizer.json", TOKENIZER_SHA256)

    import onnxruntime
    from tokenizers import Tokenizer

    onnxruntime.disable_telemetry_events()  # the Windows build reports unless told not to
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The level that works out constants once, at loading; the graph's operators are fused already.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    tokenizer = Tokenizer.from_str(words.decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    return _Model(session, tokenizer)
