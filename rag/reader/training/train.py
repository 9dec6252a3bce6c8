"""Train the reader on a CPU in hours, or on a GPU in minutes; stop and go on at any time.

Examples are drawn in shares that move from `Source.early` to `Source.late`, cut into batches of about
equal length and token count, and learnt with bf16 autocast and AdamW. The learning rate warms up and
falls linearly to zero at the end of the time given (`finish`), whatever the machine does meanwhile, so
the number of steps is what the time allowed; it stands in the log. What is exported is the moving
average of the weights (Polyak and Juditsky, 1992; the decay ramp of Tarvainen and Valpola, 2017).

The word embeddings stay as they were: a third of the step's cost for words that 20 million tokens
hardly meet, and int8 rows that stay good.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from rag.reader.training.data import SOURCES, Drawer, Example
from rag.reader.training.model import Reader, Reading, from_base

IGNORED = -100
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. The defaults are those of the published model; the card says what chose them."""

    minutes: float
    seed: int = 20
    rate: float = 2.0e-4
    warm_up: float = 0.04  # share of the time
    batch_tokens: int = 2560
    longest: int = 256  # tokens of a pair
    pool: int = 1200  # examples drawn at once and sorted by length into batches
    decay: float = 0.999  # of the moving average, per step
    threads: int = 2
    save_every_s: float = 180.0
    span_weight: float = 1.0
    answerable_weight: float = 0.5
    support_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of about one length, as tensors of shape (pairs, tokens) and targets of shape (pairs,)."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    start: Tensor  # token of the answer's start; 0: not here; IGNORED: no target
    end: Tensor
    answerable: Tensor  # float; negative: no target
    support: Tensor


@dataclass(frozen=True, slots=True)
class _Encoded:
    ids: list[int]
    types: list[int]
    start: int
    end: int
    answerable: int
    support: int


def load_tokenizer(path: Path, *, longest: int) -> Tokenizer:
    """Return BERT's tokenizer, cutting only the second text of a pair, without padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest, strategy="only_second")
    return tokenizer


def encode(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[_Encoded]:
    """Return the examples as tokens; one whose answer was cut off is left out."""
    found: list[_Encoded] = []
    pairs = [(e.first[:600], e.second) for e in examples]
    for example, encoding in zip(examples, tokenizer.encode_batch(pairs), strict=True):
        start = end = IGNORED
        if example.span == (-1, -1):
            start = end = 0
        elif example.span is not None:
            place = encoding.char_to_token(example.span[0], 1)
            last = encoding.char_to_token(example.span[1] - 1, 1)
            if place is None or last is None:
                continue
            start, end = place, last
        found.append(
            _Encoded(
                encoding.ids,
                encoding.type_ids,
                start,
                end,
                -1 if example.answerable is None else example.answerable,
                IGNORED if example.support is None else example.support,
            )
        )
    return found


def batches(encoded: list[_Encoded], *, tokens: int, rng: Random) -> list[Batch]:
    """Return batches of like length and about `tokens` tokens, in random order."""
    ordered = sorted(encoded, key=lambda e: len(e.ids), reverse=True)
    groups: list[list[_Encoded]] = []
    for one in ordered:
        if not groups or (len(groups[-1]) + 1) * len(groups[-1][0].ids) > tokens:
            groups.append([])
        groups[-1].append(one)
    rng.shuffle(groups)
    return [_stack(group) for group in groups]


def _stack(group: list[_Encoded]) -> Batch:
    width = max(len(one.ids) for one in group)
    ids, mask, types = (np.zeros((len(group), width), dtype=np.int64) for _ in range(3))
    for row, one in enumerate(group):
        ids[row, : len(one.ids)] = one.ids
        types[row, : len(one.ids)] = one.types
        mask[row, : len(one.ids)] = 1
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(mask),
        torch.from_numpy(types),
        torch.tensor([one.start for one in group]),
        torch.tensor([one.end for one in group]),
        torch.tensor([float(one.answerable) for one in group]),
        torch.tensor([one.support for one in group]),
    )


class Feed:
    """Draws pools of examples without end; where it stands can be saved and restored."""

    def __init__(self, drawer: Drawer, plan: Plan) -> None:
        self.drawer, self.plan = drawer, plan
        self.pools = 0
        self.turn: dict[str, int] = {}  # rows of each source drawn so far
        self._order: dict[tuple[str, int], NDArray[np.int64]] = {}

    def state(self) -> dict[str, Any]:
        return {"pools": self.pools, "turn": dict(self.turn)}

    def restore(self, state: dict[str, Any]) -> None:
        self.pools, self.turn = state["pools"], dict(state["turn"])

    def pool(self, done: float) -> list[Example]:
        """Return the next pool, its sources mixed as fits the share `done` of the training."""
        rng = Random(f"{self.plan.seed}:pool:{self.pools}")
        self.pools += 1
        shares = [s.early + (s.late - s.early) * done for s in SOURCES]
        found: list[Example] = []
        while len(found) < self.plan.pool:
            for source in rng.choices(SOURCES, shares, k=self.plan.pool - len(found)):
                turn = self.turn.get(source.name, 0)
                self.turn[source.name] = turn + 1
                rows = len(self.drawer.rows[source.name])
                epoch, place = divmod(turn, rows)
                example = self.drawer.draw(
                    source, int(self._shuffled(source.name, epoch, rows)[place]), epoch
                )
                if example is not None:
                    found.append(example)
        return found

    def _shuffled(self, name: str, epoch: int, rows: int) -> NDArray[np.int64]:
        key = (name, epoch)
        if key not in self._order:
            self._order.pop((name, epoch - 1), None)
            seed = Random(f"{self.plan.seed}:order:{name}:{epoch}").getrandbits(32)
            self._order[key] = np.random.default_rng(seed).permutation(rows)
        return self._order[key]


def losses(reading: Reading, batch: Batch) -> dict[str, Tensor]:
    """Return the loss of each head over the rows that have a target for it."""
    found: dict[str, Tensor] = {}
    with_span = batch.start != IGNORED
    if with_span.any():
        # The answer lies in the passage or at [CLS]: never in the question or at a separator.
        allowed = batch.token_type_ids.bool() & batch.attention_mask.bool()
        allowed[:, 0] = True
        start = reading.start.float().masked_fill(~allowed, -1e4)
        end = reading.end.float().masked_fill(~allowed, -1e4)
        found["span"] = 0.5 * (
            F.cross_entropy(start, batch.start, ignore_index=IGNORED)
            + F.cross_entropy(end, batch.end, ignore_index=IGNORED)
        )
    judged = batch.answerable >= 0
    if judged.any():
        found["answerable"] = F.binary_cross_entropy_with_logits(
            reading.answerable.float()[judged], batch.answerable[judged]
        )
    if (batch.support != IGNORED).any():
        found["support"] = F.cross_entropy(
            reading.support.float(), batch.support, ignore_index=IGNORED
        )
    return found


def train(
    *, data: Path, weights: Path, tokenizer: Path, out: Path, plan: Plan, report: Report
) -> None:
    """Train until `plan.minutes` of training time are used; go on from `out/state.pt` if it is there.

    Writes `out/state.pt` (everything, to go on) and `out/reader.pt` (the averaged weights) every few
    minutes and at the end. Each is replaced whole: a stop at any moment leaves the last one.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    out.mkdir(parents=True, exist_ok=True)
    reader = from_base(weights)
    reader.words.weight.requires_grad_(False)
    learnt = [p for p in reader.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in learnt if p.ndim > 1], "weight_decay": 0.01},
            {"params": [p for p in learnt if p.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=plan.rate, betas=(0.9, 0.98), fused=True,
    )  # fmt: skip
    average = [p.detach().clone() for p in learnt]
    feed = Feed(Drawer(data, seed=plan.seed, report=report), plan)
    step, used_s, tokens, rows = 0, 0.0, 0, 0
    saved = out / "state.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=False)
        reader.load_state_dict(state["reader"])
        optimizer.load_state_dict(state["optimizer"])
        average = state["average"]
        feed.restore(state["feed"])
        step, used_s, tokens, rows = (state[k] for k in ("step", "used_s", "tokens", "rows"))
        report(f"going on from step {step}, {used_s / 60:.1f} minutes used")
    cutter = load_tokenizer(tokenizer, longest=plan.longest)
    sums: dict[str, list[float]] = {}
    began = time.monotonic() - used_s
    last_saved = last_said = time.monotonic()

    def save() -> None:
        state = {
            "reader": reader.state_dict(), "optimizer": optimizer.state_dict(), "average": average,
            "feed": feed.state(), "step": step, "used_s": time.monotonic() - began,
            "tokens": tokens, "rows": rows,
        }  # fmt: skip
        _replace(saved, state)
        smooth = dict(reader.state_dict())
        for name, parameter in reader.named_parameters():
            if parameter.requires_grad:
                smooth[name] = average[[id(p) for p in learnt].index(id(parameter))]
        _replace(out / "reader.pt", smooth)

    for batch in _feed(feed, cutter, plan, lambda: _done(began, plan)):
        done = _done(began, plan)
        if done >= 1.0:
            break
        rate = plan.rate * min(1.0, done / plan.warm_up, (1.0 - done) / (1.0 - plan.warm_up))
        for group in optimizer.param_groups:
            group["lr"] = max(rate, plan.rate * 1e-3)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            reading = reader(batch.input_ids, batch.attention_mask, batch.token_type_ids)
        found = losses(reading, batch)
        weights_of = {
            "span": plan.span_weight,
            "answerable": plan.answerable_weight,
            "support": plan.support_weight,
        }
        # A batch holds several kinds of rows: each head counts by its share of them.
        shares = {
            "span": (batch.start != IGNORED).float().mean(),
            "answerable": (batch.answerable >= 0).float().mean(),
            "support": (batch.support != IGNORED).float().mean(),
        }
        loss = sum((weights_of[k] * shares[k] * v for k, v in found.items()), torch.zeros(()))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        step += 1
        tokens += int(batch.attention_mask.sum())
        rows += len(batch.start)
        decay = min(plan.decay, (1 + step) / (20 + step))
        torch._foreach_lerp_(average, [p.detach() for p in learnt], 1.0 - decay)
        for name, value in found.items():
            sums.setdefault(name, []).append(float(value.detach()))
        now = time.monotonic()
        if now - last_said > 30:
            told = " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sorted(sums.items()))
            report(
                f"step {step} done {done:.3f} rate {rate:.2e} {told} rows {rows} tokens {tokens} "
                f"({tokens / (now - began):.0f} a second)"
            )
            sums, last_said = {}, now
        if now - last_saved > plan.save_every_s:
            save()
            last_saved = time.monotonic()
    save()
    report(f"finished: {step} steps, {rows} rows, {tokens} tokens")


def _done(began: float, plan: Plan) -> float:
    return (time.monotonic() - began) / (60.0 * plan.minutes)


def _feed(
    feed: Feed, tokenizer: Tokenizer, plan: Plan, done: Callable[[], float]
) -> Iterator[Batch]:
    while True:
        share = min(1.0, math.floor(done() * 100) / 100)
        encoded = encode(tokenizer, feed.pool(share))
        rng = Random(f"{plan.seed}:batches:{feed.pools}")
        yield from batches(encoded, tokens=plan.batch_tokens, rng=rng)


def _replace(path: Path, value: object) -> None:
    fresh = path.with_suffix(".new")
    torch.save(value, fresh)
    fresh.replace(path)


def load(path: Path) -> Reader:
    """Return the reader whose averaged weights `train` left at `path`."""
    reader = Reader()
    reader.load_state_dict(torch.load(path, weights_only=True))
    return reader.eval()
