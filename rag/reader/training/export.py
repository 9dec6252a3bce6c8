"""Write the trained reader as an ONNX file, whole and as int8.

The graph is built here node by node from ONNX Runtime's fused operators (Attention,
SkipLayerNormalization, BiasGelu), so that no exporter or optimiser decides what is run. Weights of
the layers become int8 by column, activations are quantised as they come (dynamic quantisation,
Zafrir et al., 2019, arXiv:1910.06188); the word table becomes int8 by row; the heads stay float.

Weights keep to 7 bits: on processors without VNNI, products of 8 bit values overflow the 16 bit
sums that ONNX Runtime uses, and the same file would read differently there.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from rag.reader.training.model import Shape
from rag.reader.training.onnxgraph import Graph, Weights, quantised
from rag.reader.training.train import load

MODEL, TOKENIZER = "reader.int8.onnx", "tokenizer.json"


class ReaderGraph(Graph):
    """The layers of model.py, named as there."""

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: object) -> str:
        # The empty domain is written out, as in the file that is shipped: its sha256 stays.
        return super().node(kind, inputs, output, **{"domain": "", **attributes})

    def linear(self, name: str, value: str, output: str) -> str:
        """Multiply `value` by the matrix of layer `name` and add its bias."""
        product = self.times(name, value, f"{output}.product")
        return self.node("Add", [product, self.stored(f"{name}.bias")], output)

    def times(self, name: str, value: str, output: str) -> str:
        """Multiply `value` by the matrix of layer `name`, its bias left to a fused operator."""
        matrix = self.constant(f"{name}.matrix", self.weights[f"{name}.weight"].T)
        return self.node("MatMul", [value, matrix], output)

    def layer(self, at: str, x: str, mask: str, *, heads: int) -> str:
        """Add one transformer layer (model.Layer) and return the name of its output."""

        def part(name: str) -> str:
            return self.stored(f"{at}.{name}")

        def norm(name: str, value: str, skip: str, bias: str, output: str) -> str:
            inputs = [value, skip, part(f"{name}.weight"), part(f"{name}.bias"), part(bias)]
            return self.fused("SkipLayerNormalization", inputs, output, epsilon=1e-12)

        qkv = self.constant(f"{at}.qkv.matrix", self.weights[f"{at}.qkv.weight"].T)
        inputs = [x, qkv, part("qkv.bias"), mask]
        mixed = self.fused("Attention", inputs, f"{at}.mixed", num_heads=heads)
        out = self.times(f"{at}.out", mixed, f"{at}.out")
        x = norm("out_norm", out, x, "out.bias", f"{at}.attended")
        up = self.times(f"{at}.up", x, f"{at}.up")
        inner = self.fused("BiasGelu", [up, part("up.bias")], f"{at}.inner")
        down = self.times(f"{at}.down", inner, f"{at}.down")
        return norm("down_norm", down, x, "down.bias", f"{at}.done")


def build(weights: Weights, *, small_words: bool, shape: Shape | None = None) -> onnx.ModelProto:
    """Return the reader's graph over `weights` (named as in model.py), float but for the word
    table.

    Inputs input_ids, attention_mask, token_type_ids, int64, (batch, tokens); outputs start and end
    (batch, tokens), answerable (batch,), support (batch, 3), logits, float32; and word_vectors
    (batch, tokens, width), the word table's rows less their mean.
    """
    shape = shape or Shape()
    g = ReaderGraph(weights)

    if small_words:
        table, scale = quantised(weights["words.weight"], axis=1, largest=127.0)
        picked = g.node("Gather", [g.constant("words", table), "input_ids"], "words.int8")
        real = g.node("Cast", [picked], "words.cast", to=TensorProto.FLOAT)
        scales = g.constant("words.scale", scale[:, None])
        x = g.node("Mul", [real, g.node("Gather", [scales, "input_ids"], "words.by")], "words.out")
    else:
        x = g.node(
            "Gather", [g.constant("words", weights["words.weight"]), "input_ids"], "words.out"
        )
    # The words by themselves, about their mean: what the reader compares single words with.
    middle = g.constant("words.mean", weights["words.weight"].mean(axis=0))
    g.node("Sub", [x, middle], "word_vectors")
    types = g.constant("types", weights["types.weight"])
    x = g.node("Add", [x, g.node("Gather", [types, "token_type_ids"], "types.out")], "typed")
    count = g.node("Shape", ["input_ids"], "tokens", start=1, end=2)
    zero, one = (g.constant(n, np.array([v], dtype=np.int64)) for n, v in (("zero", 0), ("one", 1)))
    places = g.constant("positions", weights["positions.weight"])
    places = g.node("Slice", [places, zero, count, zero, one], "positions.out")
    x = g.node("Add", [x, places], "placed")
    norm = [g.constant(f"norm.{kind}", weights[f"norm.{kind}"]) for kind in ("weight", "bias")]
    x = g.node("LayerNormalization", [x, *norm], "embedded", axis=-1, epsilon=1e-12)
    mask = g.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    for number in range(shape.layers):
        x = g.layer(f"layers.{number}", x, mask, heads=shape.heads)
    last = g.constant("last", np.array(1, dtype=np.int64))
    first = g.constant("first", np.array(0, dtype=np.int64))
    spans = g.linear("span", x, "spans")
    for name, index in (("start", first), ("end", last)):
        g.node("Gather", [spans, index], name, axis=2)
    cls = g.node("Gather", [x, first], "cls", axis=1)
    for name, output in (("answerable", "answerable.column"), ("support", "support")):
        inner = g.linear(f"{name}_in", cls, f"{name}.inner")
        g.linear(name, g.node("Tanh", [inner], f"{name}.tanh"), output)
    g.node("Squeeze", ["answerable.column", one], "answerable")

    def named(name: str, kind: int, *sizes: str | int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, sizes)

    graph = helper.make_graph(
        g.nodes,
        "reader",
        [
            named(name, TensorProto.INT64, "batch", "tokens")
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ],
        [
            named("start", TensorProto.FLOAT, "batch", "tokens"),
            named("end", TensorProto.FLOAT, "batch", "tokens"),
            named("answerable", TensorProto.FLOAT, "batch"),
            named("support", TensorProto.FLOAT, "batch", 3),
            named("word_vectors", TensorProto.FLOAT, "batch", "tokens", shape.width),
        ],
        g.constants,
    )
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ir_version=8,
        producer_name="pullquote",
    )


def export(
    checkpoint: Path, tokenizer: Path, out: Path, *, whole: Path | None = None
) -> dict[str, str]:
    """Write the int8 model and its tokenizer into `out`; return the sha256 of each file.

    `whole`, if given, gets the float model to compare with; it is not shipped.
    """
    weights = {name: value.numpy() for name, value in load(checkpoint).state_dict().items()}
    out.mkdir(parents=True, exist_ok=True)
    if whole is not None:
        onnx.save(build(weights, small_words=False), whole)
    with TemporaryDirectory() as folder:
        wide, small = Path(folder, "wide.onnx"), Path(folder, "small.onnx")
        onnx.save(build(weights, small_words=True), wide)
        quantize_dynamic(
            wide,
            small,
            op_types_to_quantize=["MatMul", "Attention"],
            nodes_to_exclude=[
                f"{name}:MatMul"
                for name in (
                    "spans.product", "answerable.inner.product", "answerable.column.product",
                    "support.inner.product", "support.product",
                )
            ],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )  # fmt: skip
        shutil.copyfile(small, out / MODEL)
    shutil.copyfile(tokenizer, out / TOKENIZER)
    return {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in (MODEL, TOKENIZER)}
