"""Run the embedded encoder: where a passage holds an answer, and whether evidence supports a claim.

One int8 ONNX file of 25 MB, trained by rag/reader/training and described in model/MODEL_CARD.md,
reads a question against a passage of 130 words in milliseconds. It knows pairs of texts only: which
passages to read, what to make of their scores and when to refuse is decided elsewhere in
rag/reader.

Scores are logits; only `answerable` and the three of `Support` are probabilities, and all of them
are as trained, not calibrated on any collection. A passage of any length is read whole, in windows
that overlap.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar

from rag.shipped import checked, usable_cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent / "model"
SHA256 = {
    "reader.int8.onnx": "bba57bb08adfe4f95efc036d7c59c565ca44cfdf9310604956ea00b9821ae715",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
LONGEST = 256  # tokens of a pair: it was trained on no longer ones
FIRST_LONGEST = 96  # of them for the question or claim, so that room is left for the passage
OVERLAP = 64  # tokens that neighbouring windows of a long passage share
MOST_WORKERS = 8  # threads that read side by side: a question has few more passages to read
WORDS_KEPT = 8192  # vectors of 384 floats: 12 MB
WORDS_AT_ONCE, WORD_PIECES = 100, 5  # the network has 512 places
SPAN_LONGEST = 40  # tokens; of the answers in the training sets 99 in 100 are shorter


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a passage that may be the answer: text[start:end]."""

    start: int
    end: int
    score: (
        float  # logit of the span minus the logit of "no answer here"; above 0 it is the likelier
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """The tokens of a passage that were read together; `begin` and `finish` are net of "no
    answer".
    """

    begins: NDArray[np.int64]  # (tokens,) offsets in the passage
    ends: NDArray[np.int64]
    begin: Floats  # (tokens,) start logit minus that of [CLS]
    finish: Floats

    def best(self, start: int, end: int) -> Span | None:
        """Return the best span inside passage[start:end], None without one."""
        import numpy as np

        inside = np.flatnonzero((self.begins >= start) & (self.ends <= end))
        if not len(inside):
            return None
        grid = _grid(self.begin[inside], self.finish[inside])
        first, last = divmod(int(grid.argmax()), len(inside))
        begin, end = self.begins[inside[first]], self.ends[inside[last]]
        return Span(int(begin), int(end), float(grid[first, last]))


def _grid(begin: Floats, finish: Floats) -> Floats:
    """Return scores of all spans, shape (first token, last token), -inf where it is none."""
    import numpy as np

    count = len(begin)
    grid = begin[:, None] + finish[None, :]
    lower = np.tri(count, k=-1, dtype=bool)
    far = ~np.tri(count, k=SPAN_LONGEST - 1, dtype=bool)
    grid[lower | far] = -np.inf
    return grid


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What one passage says to one question."""

    answerable: float  # probability that the passage answers it
    _windows: tuple[_Window, ...] = field(repr=False, compare=False, default=())

    def score(self, start: int, end: int) -> float:
        """Return the score of the best span within passage[start:end], as in `Span.score`.

        A range that holds no whole token gives -inf.
        """
        span = self.best(start, end)
        return span.score if span else float("-inf")

    def best(self, start: int = 0, end: int = sys.maxsize) -> Span | None:
        """Return the best span within passage[start:end], or None if no whole token is in it."""
        found = [window.best(start, end) for window in self._windows]
        return max(filter(None, found), key=lambda span: span.score, default=None)


@dataclass(frozen=True, slots=True)
class Support:
    """How evidence bears on a claim: probabilities that sum to 1."""

    supported: float
    refuted: float
    unknown: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """Tokens ready for the network and where they came from."""

    owner: int  # number of the passage or claim
    first: tuple[int, ...]
    second: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]  # of second, in its text


class Encoder:
    """The model, loaded and ready. Safe to use from several threads."""

    _loaded: ClassVar[dict[tuple[Path, int], Encoder]] = {}
    _lock: ClassVar[Lock] = Lock()

    def __init__(self, session: Any, tokenizer: Any, *, workers: int) -> None:
        """Use `load`: it checks the files and keeps the result."""
        self._session = session
        self._tokenizer = tokenizer
        self._word_vectors: dict[str, Floats] = {}
        self._words_lock = Lock()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self._cls = tokenizer.token_to_id("[CLS]")
        self._sep = tokenizer.token_to_id("[SEP]")

    @classmethod
    def load(cls, folder: Path = FOLDER, *, threads: int = 0) -> Encoder:
        """Return the encoder in `folder`, the same object for each call with as many threads.

        `threads` bounds the cores that reading takes; 0 takes those that this process may use.
        However many encoders there are, the network is loaded once.

        Raises:
            ModelDamaged: a file is missing or is not the one whose sha256 stands in `SHA256`.
        """
        with cls._lock:
            workers = min(threads or usable_cores(), MOST_WORKERS)
            if (folder, workers) not in cls._loaded:
                session, tokenizer = _opened(folder)
                cls._loaded[folder, workers] = cls(session, tokenizer, workers=workers)
            return cls._loaded[folder, workers]

    def read(self, question: str, passages: Sequence[str]) -> list[PassageReading]:
        """Read each passage for an answer to `question`; one reading for each, in their order.

        A question of more than `FIRST_LONGEST` tokens is read by its last ones, where it asks. In
        an empty passage nothing is found.
        """
        pairs = self._pairs([(question, passage) for passage in passages])
        windows: list[list[tuple[float, _Window]]] = [[] for _ in passages]
        for pair, (start, end, answerable, _) in zip(pairs, self._run(pairs), strict=True):
            windows[pair.owner].append(_window(pair, start, end, float(answerable)))
        return [_reading(own) for own in windows]

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[Support]:
        """Judge each (claim, evidence); one `Support` for each, in their order.

        Evidence in several windows counts by the one that says most, for or against. To empty
        evidence a claim is unknown.
        """
        ready = self._pairs(pairs)
        found: list[Support | None] = [None] * len(pairs)
        for pair, (_, _, _, logits) in zip(ready, self._run(ready), strict=True):
            fresh, known = _support(logits), found[pair.owner]
            if known is None or fresh.unknown < known.unknown:
                found[pair.owner] = fresh
        return [one or Support(0.0, 0.0, 1.0) for one in found]

    def word_vectors(self, words: Sequence[str]) -> Floats:
        """Return the words' own vectors, whatever stands about them: unit, shape (words, 384).

        Rows of the network's table about its mean; a word of several pieces is their mean.
        """
        import numpy as np

        with self._words_lock:
            if len(self._word_vectors) > WORDS_KEPT:
                self._word_vectors.clear()
            known = {w: self._word_vectors[w] for w in words if w in self._word_vectors}
        known |= self._looked_up([word for word in dict.fromkeys(words) if word not in known])
        with self._words_lock:
            self._word_vectors.update(known)
        return np.stack([known[word] for word in words])

    def _looked_up(self, words: Sequence[str]) -> dict[str, Floats]:
        import numpy as np

        pieces = [self._tokens(word)[0][:WORD_PIECES] or (self._sep,) for word in words]
        found: dict[str, Floats] = {}
        for start in range(0, len(words), WORDS_AT_ONCE):
            some = pieces[start : start + WORDS_AT_ONCE]
            ids = np.array([[piece for one in some for piece in one]], dtype=np.int64)
            rows = self._session.run(("word_vectors",), _fed(ids))[0][0]
            ends = np.cumsum([len(one) for one in some])
            for word, part in zip(words[start:], np.split(rows, ends[:-1]), strict=False):
                mean = part.mean(axis=0)
                found[word] = mean / max(float(np.linalg.norm(mean)), 1e-6)
        return found

    def _pairs(self, texts: Sequence[tuple[str, str]]) -> list[_Pair]:
        """Return each pair of texts as tokens: a long second text as several pairs, an empty as
        none.
        """
        firsts = {first: (self._tokens(first)[0])[-FIRST_LONGEST:] for first, _ in texts}
        seconds = {second: self._tokens(second) for _, second in texts}
        found: list[_Pair] = []
        for owner, (first, second) in enumerate(texts):
            ids, offsets = seconds[second]
            if not ids:  # Nothing to read, so nothing found: not worth asking the network.
                continue
            room = LONGEST - 3 - len(firsts[first])
            for start in _starts(len(ids), room):
                part = slice(start, start + room)
                found.append(_Pair(owner, firsts[first], ids[part], offsets[part]))
        return found

    def _tokens(self, text: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return tuple(encoding.ids), tuple(encoding.offsets)

    def _run(self, pairs: Sequence[_Pair]) -> Iterable[tuple[Any, Any, Any, Any]]:
        """Yield start, end, answerable and support logits of each pair, in order.

        The longest go first, so that no core waits for a long one at the end.
        """
        order = sorted(range(len(pairs)), key=lambda i: -len(pairs[i].second) - len(pairs[i].first))
        found: list[Any] = [None] * len(pairs)
        if len(order) == 1:
            found[0] = self._one(pairs[0])
        else:
            results = self._pool.map(self._one, [pairs[place] for place in order])
            for place, result in zip(order, results, strict=True):
                found[place] = result
        return found

    def _one(self, pair: _Pair) -> tuple[Any, Any, Any, Any]:
        import numpy as np

        ids = np.array(
            [[self._cls, *pair.first, self._sep, *pair.second, self._sep]], dtype=np.int64
        )
        start, end, answerable, support = self._session.run(
            ("start", "end", "answerable", "support"), _fed(ids, second=len(pair.first) + 2)
        )
        return start[0], end[0], answerable[0], support[0]


def _fed(ids: NDArray[np.int64], *, second: int | None = None) -> dict[str, NDArray[np.int64]]:
    """The network's inputs for tokens of shape (1, tokens), of two texts from `second` on."""
    import numpy as np

    types = np.zeros_like(ids)
    if second is not None:
        types[0, second:] = 1
    return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}


@cache
def _opened(folder: Path) -> tuple[Any, Any]:
    """The network and its tokenizer, onnxruntime.InferenceSession and tokenizers.Tokenizer."""
    contents = {name: checked(folder / name, sha256) for name, sha256 in SHA256.items()}
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    # Each call stays on its own core and calls run side by side: measured faster than one call
    # on all cores, and a pair is read the same whatever else is read with it.
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        contents["reader.int8.onnx"], options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_str(contents["tokenizer.json"].decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return session, tokenizer


def _starts(tokens: int, room: int) -> list[int]:
    """Return where windows of `room` tokens begin so that they cover all tokens and overlap."""
    if tokens <= room:
        return [0]
    step = room - OVERLAP
    return [*range(0, tokens - room, step), tokens - room]


def _window(pair: _Pair, start: Floats, end: Floats, answerable: float) -> tuple[float, _Window]:
    import numpy as np

    own = slice(len(pair.first) + 2, len(pair.first) + 2 + len(pair.second))
    offsets = np.array(pair.offsets, dtype=np.int64).reshape(-1, 2)
    net = _Window(offsets[:, 0], offsets[:, 1], start[own] - start[0], end[own] - end[0])
    return answerable, net


def _reading(windows: list[tuple[float, _Window]]) -> PassageReading:
    import numpy as np

    if not windows:
        return PassageReading(answerable=0.0)
    surest = max(answerable for answerable, _ in windows)
    return PassageReading(
        answerable=float(1.0 / (1.0 + np.exp(-surest))),
        _windows=tuple(window for _, window in windows),
    )


def _support(logits: Floats) -> Support:
    import numpy as np

    weights = np.exp(logits - logits.max())
    return Support(*(float(w) for w in weights / weights.sum()))
