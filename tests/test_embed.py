"""The embedded model: what its vectors promise, and what happens when a file is damaged."""

from __future__ import annotations

import subprocess
import sys
import threading

import numpy as np
import pytest

import rag.embed
from rag.embed import Embedder
from rag.errors import ModelDamaged


@pytest.fixture(scope="module")
def embedder():
    return Embedder()


def test_vectors_are_unit_float32_in_the_order_of_the_texts(embedder):
    texts = ["Trade with China grew.", "Bananas ripen in warm rooms.", "x " * 400, ""]
    vectors = embedder.embed(texts)

    assert vectors.shape == (4, Embedder.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert np.array_equal(vector, embedder.embed_query(text))


def test_a_vector_does_not_depend_on_what_is_embedded_beside_it(embedder):
    alone = embedder.embed(["Putin met Li."])
    among = Embedder(threads=2).embed(["word " * n for n in range(1, 9)] + ["Putin met Li."])

    assert np.array_equal(alone[0], among[-1])


def test_texts_of_like_meaning_are_nearer(embedder):
    question = embedder.embed_query("How much do China and Russia trade?")
    answer, rival, other = embedder.embed(
        [
            "Commerce between Moscow and Beijing reached 190 billion dollars.",
            "The defence ministers of Russia and China met on Sunday.",
            "The bakery on the corner sells bread with seeds.",
        ]
    )

    assert question @ answer > question @ rival > question @ other


def test_vectors_are_near_those_of_the_original_weights(embedder):
    """Cosines of four texts, by the original weights as floats."""
    texts = [
        "Trade with China reached $190 billion.",
        "Commerce between Moscow and Beijing grew to a record.",
        "The harbour froze. " * 40,
        "Who was convicted of the fire in the mill?",
    ]
    by_floats = np.array(
        [
            [1.0, 0.487, 0.004, 0.025],
            [0.487, 1.0, 0.097, 0.066],
            [0.004, 0.097, 1.0, 0.093],
            [0.025, 0.066, 0.093, 1.0],
        ]
    )

    vectors = embedder.embed(texts)

    assert vectors @ vectors.T == pytest.approx(by_floats, abs=0.03)


def test_a_matrix_as_whole_numbers_is_off_by_half_a_step_at_most():
    pytest.importorskip("onnx")
    from rag.reader.training.onnxgraph import quantised

    values = np.random.default_rng(0).normal(size=(40, 30)).astype(np.float32)
    for axis in (0, 1):
        small, scales = quantised(values, axis=axis, largest=63.0)
        again = small * np.expand_dims(scales, axis)
        assert np.abs(again - values).max() <= scales.max() / 2 + 1e-6
        assert np.abs(small).max() == 63


def test_no_texts_give_no_vectors(embedder):
    assert embedder.embed([]).shape == (0, Embedder.dim)


def test_what_stands_after_the_window_is_not_seen(embedder):
    long = "trade " * 300
    assert np.array_equal(embedder.embed_query(long), embedder.embed_query(long + "bananas"))


@pytest.mark.parametrize("text", ["\ud800 alone", "\x00", " " * 100_000, "🎉" * 500, "a" * 300_000])
def test_hostile_text_has_a_vector(embedder, text):
    assert np.isfinite(embedder.embed([text])).all()


def test_threads_that_ask_first_at_once_load_one_model(monkeypatch):
    monkeypatch.setattr(rag.embed, "_loaded", [])
    loads = []
    load = rag.embed._load
    monkeypatch.setattr(rag.embed, "_load", lambda: loads.append(1) or load())
    askers = [threading.Thread(target=Embedder().embed_query, args=("Who?",)) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert len(loads) == 1


@pytest.mark.parametrize("constant", ["MODEL_SHA256", "TOKENIZER_SHA256"])
def test_a_file_that_is_not_the_one_shipped_is_refused(monkeypatch, constant):
    monkeypatch.setattr(rag.embed, "_loaded", [])
    monkeypatch.setattr(rag.embed, constant, "0" * 64)

    with pytest.raises(ModelDamaged, match=r"is not the file that was shipped\. Install"):
        Embedder().embed_query("Who?")


def test_a_missing_model_is_told_with_the_next_step(monkeypatch, tmp_path):
    monkeypatch.setattr(rag.embed, "_loaded", [])
    monkeypatch.setattr(rag.embed, "_FOLDER", tmp_path)

    with pytest.raises(ModelDamaged, match=r"cannot be read\. Install"):
        Embedder().warm_up()


def test_importing_the_module_loads_nothing_heavy():
    code = "import sys, rag.embed; print([m for m in ('numpy', 'onnxruntime') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"
