"""What the graphs of the reader and the embedder are built with, node by node, from ONNX Runtime's
fused operators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """Collects nodes and their constants."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def stored(self, name: str) -> str:
        """A weight as it is, such as a bias."""
        return self.constant(name, self.weights[name].astype(np.float32))

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: object) -> str:
        self.nodes.append(
            helper.make_node(kind, inputs, [output], name=f"{output}:{kind}", **attributes)
        )
        return output

    def fused(self, kind: str, inputs: Sequence[str], output: str, **attributes: object) -> str:
        return self.node(kind, inputs, output, domain="com.microsoft", **attributes)


def quantised(
    values: NDArray[np.float32], *, axis: int, largest: float
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return `values` as whole numbers up to `largest`, and the scales that make them floats again.

    Each column has its own scale for axis 0, each row for axis 1.
    """
    scales = np.maximum(np.abs(values).max(axis=axis), 1e-12) / largest
    rounded = np.round(values / np.expand_dims(scales, axis))
    return rounded.astype(np.int8), scales.astype(np.float32)
