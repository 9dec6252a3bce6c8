"""Train the reader on a CPU, in hours; stop and go on at any time.

Examples are drawn in shares that move from `Source.early` to `Source.late`, cut into batches of
about equal length and token count, and learnt with bf16 autocast and AdamW. The learning rate warms
up and falls linearly to zero at the end of the time given (`finish`), whatever the machine does
meanwhile, so the number of steps is what the time allowed; it stands in the log. What is exported
is the moving average of the weights (Polyak and Juditsky, 1992; the decay ramp of Tarvainen and
Valpola, 2017).

The word embeddings stay as they were: half of the parameters, of which 20 million tokens meet few
often enough, for 7 per cent of the step's time.
"""

# mypy: disable-error-code="no-untyped-call, no-any-return"
# (torch's own gaps; where it is not installed, everything of it is Any.)

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from rag.reader.training.data import REFUTED, SOURCES, UNKNOWN, UNSUPPORTED
from rag.reader.training.draws import Drawer, Example, dice
from rag.reader.training.model import Reader, Reading, from_base
from rag.reader.training.synonyms import Synonyms

IGNORED = -100
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. The defaults made the published model; its card says what chose them."""

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
    report_every_s: float = 30.0
    span_weight: float = 1.0
    answerable_weight: float = 0.5
    support_weight: float = 1.0
    beside_weight: float = 0.5
    begin: Path | None = None  # averaged weights of an earlier training to begin with
    wordnet: Path | None = None  # folder of WordNet's database, for other words


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of about one length, as tensors of shape (pairs, tokens) and targets of shape
    (pairs,).
    """

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    start: Tensor  # token of the answer's start; 0: not here; IGNORED: no target
    end: Tensor
    answerable: Tensor  # float; negative: no target
    support: Tensor
    group: Tensor  # number of the question that several passages are read for, answered first


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


def encode(tokenizer: Tokenizer, groups: Sequence[Sequence[Example]]) -> list[list[_Encoded]]:
    """Return the examples as tokens, without those too long or cut off from their answer.

    A group whose first example is left out is left out whole.
    """
    # Only the second text of a pair is cut: one whose first might leave it no room is left out.
    fitting = [group for group in groups if len(group[0].first) <= 240]
    pairs = [(e.first, e.second) for group in fitting for e in group]
    encodings = iter(tokenizer.encode_batch(pairs))
    found = [_encoded(group, [next(encodings) for _ in group]) for group in fitting]
    return [group for group in found if group]


def _encoded(examples: Sequence[Example], encodings: Sequence[Any]) -> list[_Encoded]:
    found: list[_Encoded] = []
    for example, encoding in zip(examples, encodings, strict=True):
        start = end = IGNORED
        if example.span == (-1, -1):
            start = end = 0
        elif example.span is not None:
            place = encoding.char_to_token(example.span[0], 1)
            last = encoding.char_to_token(example.span[1] - 1, 1)
            if place is None or last is None:
                return []
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


def batches(encoded: list[list[_Encoded]], *, tokens: int, rng: Random) -> list[Batch]:
    """Return batches of like length and about `tokens` tokens, in random order, groups whole."""
    ordered = sorted(encoded, key=lambda group: max(len(e.ids) for e in group), reverse=True)
    stacks: list[list[list[_Encoded]]] = []
    rows = width = 0
    for group in ordered:
        rows += len(group)
        if not stacks or rows * width > tokens:
            stacks.append([])
            rows, width = len(group), max(len(e.ids) for e in group)
        stacks[-1].append(group)
    rng.shuffle(stacks)
    return [_stack(stack) for stack in stacks]


def _stack(groups: list[list[_Encoded]]) -> Batch:
    group = [one for own in groups for one in own]
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
        torch.tensor([number for number, own in enumerate(groups) for _ in own]),
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

    def pool(self, done: float) -> list[list[Example]]:
        """Return the next pool, by question; sources mixed as fits the share `done` of training."""
        rng = dice(self.plan.seed, "pool", self.pools)
        self.pools += 1
        shares = [s.early + (s.late - s.early) * done for s in SOURCES]
        found: list[list[Example]] = []
        while len(found) < self.plan.pool:
            for source in rng.choices(SOURCES, shares, k=self.plan.pool - len(found)):
                turn = self.turn.get(source.name, 0)
                self.turn[source.name] = turn + 1
                rows = len(self.drawer.rows[source.name])
                epoch, place = divmod(turn, rows)
                group = self.drawer.draw(
                    source, int(self._shuffled(source.name, epoch, rows)[place]), epoch
                )
                if group:
                    found.append(group)
        return found

    def _shuffled(self, name: str, epoch: int, rows: int) -> NDArray[np.int64]:
        key = (name, epoch)
        if key not in self._order:
            self._order.pop((name, epoch - 1), None)
            seed = dice(self.plan.seed, "order", name, epoch).getrandbits(32)
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
            functional.cross_entropy(start, batch.start, ignore_index=IGNORED)
            + functional.cross_entropy(end, batch.end, ignore_index=IGNORED)
        )
    judged = batch.answerable >= 0
    if judged.any():
        found["answerable"] = functional.binary_cross_entropy_with_logits(
            reading.answerable.float()[judged], batch.answerable[judged]
        )
    if (batch.support != IGNORED).any():
        found["support"] = support_loss(reading.support.float(), batch.support)
    if len(batch.group) > int(batch.group[-1]) + 1:
        found["beside"] = beside_loss(reading, batch)
    return found


def beside_loss(reading: Reading, batch: Batch) -> Tensor:
    """Return how badly the passage that answers is told from those beside it, the mean by group.

    Cross-entropy over all passages of a question: of their answerable logits, and of all their
    words as the answer's first and last, each net of its passage's "no answer" (the shared
    normalization of Clark and Gardner, 2018, arXiv:1710.10723).
    """
    count = int(batch.group[-1]) + 1
    member = functional.one_hot(batch.group, count).bool()  # (pairs, groups)
    several = member.sum(0) > 1
    first = member.int().argmax(0)  # of each group
    words = batch.token_type_ids.bool() & batch.attention_mask.bool()
    told = torch.logsumexp(_spread(reading.answerable.float(), member), 0)
    parts = [told - reading.answerable.float()[first]]
    for logits, target in ((reading.start.float(), batch.start), (reading.end.float(), batch.end)):
        net = (logits - logits[:, :1]).masked_fill(~words, -1e4)
        own = net[first].gather(1, target[first].clamp(min=0)[:, None]).squeeze(1)
        parts.append(0.5 * (torch.logsumexp(_spread(torch.logsumexp(net, 1), member), 0) - own))
    return torch.stack(parts).sum(0)[several].mean()


def _spread(values: Tensor, member: Tensor) -> Tensor:
    """Return `values` (pairs,) as (pairs, groups), out of the way where not of the group."""
    return values[:, None].masked_fill(~member, -1e4)


def support_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Return the mean cross-entropy; of UNSUPPORTED that of the other two classes together."""
    told = functional.log_softmax(logits[target != IGNORED], -1)
    target = target[target != IGNORED]
    other = torch.logsumexp(told[:, [REFUTED, UNKNOWN]], -1)
    own = told.gather(1, target.clamp(max=UNKNOWN)[:, None]).squeeze(1)
    return -torch.where(target == UNSUPPORTED, other, own).mean()


class Trainer:
    """A reader, its optimiser, the average of its weights and how far it has come."""

    def __init__(self, *, data: Path, weights: Path, out: Path, plan: Plan, report: Report) -> None:
        torch.manual_seed(plan.seed)
        torch.set_num_threads(plan.threads)
        self.out, self.plan, self.report = out, plan, report
        self.reader = from_base(weights)
        if plan.begin is not None:
            self.reader.load_state_dict(torch.load(plan.begin, weights_only=True))
        self.reader.words.weight.requires_grad_(False)
        self.learnt = {n: p for n, p in self.reader.named_parameters() if p.requires_grad}
        self.average = [p.detach().clone() for p in self.learnt.values()]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for p in self.learnt.values() if p.ndim > 1], "weight_decay": 0.01},
                {"params": [p for p in self.learnt.values() if p.ndim <= 1], "weight_decay": 0.0},
            ],
            lr=plan.rate,
            betas=(0.9, 0.98),
            fused=True,
        )
        synonyms = Synonyms(plan.wordnet) if plan.wordnet is not None else None
        self.feed = Feed(Drawer(data, seed=plan.seed, synonyms=synonyms, report=report), plan)
        self.step = self.tokens = self.rows = 0
        self._began = time.monotonic()

    @property
    def done(self) -> float:
        """The share of the planned time that is used; above 1 when it is over."""
        return (time.monotonic() - self._began) / (60.0 * self.plan.minutes)

    def save(self) -> None:
        """Write `out/state.pt`, to go on from, and `out/reader.pt`, the averaged weights.

        Each file is replaced whole: a stop at any moment leaves the last one.
        """
        self.out.mkdir(parents=True, exist_ok=True)
        counts = {"step": self.step, "tokens": self.tokens, "rows": self.rows}
        state = counts | {
            "reader": self.reader.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "feed": self.feed.state(),
            "used_s": time.monotonic() - self._began,
        }
        _replace(self.out / "state.pt", state)
        smooth = self.reader.state_dict() | dict(zip(self.learnt, self.average, strict=True))
        _replace(self.out / "reader.pt", smooth)

    def restore(self) -> None:
        """Go on from `out/state.pt` if it is there."""
        saved = self.out / "state.pt"
        if not saved.exists():
            return
        state = torch.load(saved, weights_only=True)
        self.reader.load_state_dict(state["reader"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = state["average"]
        self.feed.restore(state["feed"])
        self.step, self.tokens, self.rows = (state[k] for k in ("step", "tokens", "rows"))
        self._began = time.monotonic() - state["used_s"]
        self.report(f"going on from step {self.step}, {state['used_s'] / 60:.1f} minutes used")

    def learn(self, batch: Batch) -> dict[str, float]:
        """Take one step; return the loss of each head that the batch has targets for."""
        plan, done = self.plan, self.done
        rate = plan.rate * min(1.0, done / plan.warm_up, (1.0 - done) / (1.0 - plan.warm_up))
        for group in self.optimizer.param_groups:
            group["lr"] = max(rate, plan.rate * 1e-3)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            reading = self.reader(batch.input_ids, batch.attention_mask, batch.token_type_ids)
        found = losses(reading, batch)
        # A batch holds several kinds of rows: each head counts by its share of them.
        weight = {
            "span": plan.span_weight * (batch.start != IGNORED).float().mean(),
            "answerable": plan.answerable_weight * (batch.answerable >= 0).float().mean(),
            "support": plan.support_weight * (batch.support != IGNORED).float().mean(),
            "beside": plan.beside_weight * _share_in_groups(batch.group),
        }
        self.optimizer.zero_grad(set_to_none=True)
        sum((weight[name] * loss for name, loss in found.items()), torch.zeros(())).backward()
        learnt = list(self.learnt.values())
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        self.optimizer.step()
        self.step += 1
        self.tokens += int(batch.attention_mask.sum())
        self.rows += len(batch.start)
        decay = min(plan.decay, (1 + self.step) / (20 + self.step))
        torch._foreach_lerp_(self.average, [p.detach() for p in learnt], 1.0 - decay)
        return {name: float(loss.detach()) for name, loss in found.items()}

    def run(self, tokenizer: Tokenizer) -> None:
        """Learn until the planned time is over, saving and reporting on the way."""
        sums: dict[str, list[float]] = {}
        saved = said = time.monotonic()
        while self.done < 1.0:
            encoded = encode(tokenizer, self.feed.pool(self.done))
            rng = dice(self.plan.seed, "batches", self.feed.pools)
            for batch in batches(encoded, tokens=self.plan.batch_tokens, rng=rng):
                for name, loss in self.learn(batch).items():
                    sums.setdefault(name, []).append(loss)
                now = time.monotonic()
                if now - said > self.plan.report_every_s:
                    told = " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sorted(sums.items()))
                    self.report(
                        f"step {self.step} done {self.done:.3f} {told} rows {self.rows} tokens "
                        f"{self.tokens} ({self.tokens / (now - self._began):.0f} a second)"
                    )
                    sums, said = {}, now
                if now - saved > self.plan.save_every_s:
                    self.save()
                    saved = time.monotonic()
        self.save()
        self.report(f"finished: {self.step} steps, {self.rows} rows, {self.tokens} tokens")


def train(
    *, data: Path, weights: Path, tokenizer: Path, out: Path, plan: Plan, report: Report
) -> None:
    """Train for `plan.minutes` in all; go on where an earlier call with the same `out` stopped."""
    trainer = Trainer(data=data, weights=weights, out=out, plan=plan, report=report)
    trainer.restore()
    trainer.run(load_tokenizer(tokenizer, longest=plan.longest))


def average(first: Path, second: Path, *, share: float, out: Path) -> None:
    """Write the mean of two trainings' weights, `share` of it the second's.

    Where one training went on from the other, their mean is often better than either (model soups:
    Wortsman et al., 2022, arXiv:2203.05482).
    """
    one, other = (torch.load(path, weights_only=True) for path in (first, second))
    _replace(out, {name: torch.lerp(value, other[name], share) for name, value in one.items()})


def _share_in_groups(group: Tensor) -> Tensor:
    return (torch.bincount(group)[group] > 1).float().mean()


def _replace(path: Path, value: object) -> None:
    fresh = path.with_suffix(".new")
    torch.save(value, fresh)
    fresh.replace(path)


def load(path: Path) -> Reader:
    """Return the reader whose averaged weights `train` left at `path`."""
    reader = Reader()
    reader.load_state_dict(torch.load(path, weights_only=True))
    return reader.eval()
