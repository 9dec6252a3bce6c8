"""The model card speaks of the files that are shipped."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import rag.reader
from rag.reader.calibration import Calibration

MODEL = Path(rag.reader.__file__).parent / "model"
CARD = (MODEL / "MODEL_CARD.md").read_text("utf-8")


def test_the_card_names_the_files_by_their_sha256() -> None:
    embedder = MODEL.parent.parent / "embed.int8.onnx"
    for path in (MODEL / "reader.int8.onnx", MODEL / "tokenizer.json", embedder):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in CARD
        if path.suffix == ".onnx":
            assert f"{path.stat().st_size:,} bytes" in CARD


def test_the_card_tells_the_thresholds_that_are_used() -> None:
    told = re.search(r"shipped threshold is (\.\d+)", CARD)

    assert told
    assert float(told[1]) == Calibration.load().refuse_below


def test_the_modules_that_the_card_names_are_there() -> None:
    named = set(re.findall(r"\brag/[\w/]+\.py\b", CARD))

    assert len(named) > 5
    assert [path for path in sorted(named) if not (MODEL.parents[2] / path).exists()] == []
