"""Vectors from an API, over HTTP by the real client."""

from __future__ import annotations

import numpy as np
import pytest

from rag.embed_api import BATCH, ApiEmbedder
from rag.errors import ModelProblem
from rag.settings import Settings
from rag.testing import Reply, ScriptedModel, count_words, free_port


def embedder(url: str, **settings) -> ApiEmbedder:
    chosen = Settings(openai_base_url=url, embedder="words-1", _env_file=None, **settings)
    return ApiEmbedder(chosen, backoff_s=0.01)


def test_vectors_come_in_order_in_batches_and_of_length_one():
    texts = [f"text number {n}" for n in range(2 * BATCH + 3)]

    with ScriptedModel() as model:
        vectors = embedder(model.url).embed(texts)

    assert vectors.shape == (len(texts), 64)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, [count_words(text) for text in texts], atol=1e-6)
    assert [len(request.body["input"]) for request in model.requests] == [BATCH, BATCH, 3]
    assert {request.body["model"] for request in model.requests} == {"words-1"}


def test_a_question_has_one_vector_and_the_dimension_is_asked_for_once():
    with ScriptedModel() as model:
        made = embedder(model.url)
        assert model.requests == []
        assert made.embed_query("trade").shape == (64,)
        assert made.dim == 64
        assert made.embed([]).shape == (0, 64)

    assert len(model.requests) == 1


def test_an_empty_text_is_sent_as_a_blank():
    with ScriptedModel() as model:
        assert np.isfinite(embedder(model.url).embed(["", "trade"])).all()

    assert model.requests[0].body["input"] == [" ", "trade"]


def test_vectors_that_are_not_of_length_one_are_made_so():
    raw = '{"object":"list","data":[{"object":"embedding","index":0,"embedding":[3,4]}]}'

    with ScriptedModel(Reply(raw=raw, headers={"Content-Type": "application/json"})) as model:
        np.testing.assert_allclose(embedder(model.url).embed_query("a"), [0.6, 0.8])


def test_another_model_or_server_has_another_fingerprint():
    one = embedder("http://127.0.0.1:1/v1")
    other = embedder("http://127.0.0.1:2/v1")
    third = ApiEmbedder(Settings(embedder="b", openai_base_url="http://127.0.0.1:1/v1"))

    assert len({one.fingerprint, other.fingerprint, third.fingerprint}) == 3
    assert one.fingerprint == embedder("http://127.0.0.1:1/v1").fingerprint


@pytest.mark.parametrize("reply", [Reply(status=429), Reply(status=500), Reply(raw="{}")])
def test_what_may_pass_is_asked_again(reply):
    with ScriptedModel(reply) as model:
        assert embedder(model.url).embed(["trade"]).shape == (1, 64)

    assert len(model.requests) == 2


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=401), "words-1 at 127.0.0.1"),
        (Reply(status=404, code="model_not_found"), "set RAG_EMBEDDER to the name of a model"),
        (Reply(status=500), "failed (error 500)"),
        (Reply(raw="<html>"), "sent what no OpenAI-compatible server sends"),
    ],
)
def test_what_does_not_pass_is_told_with_the_next_step(reply, words):
    with (
        ScriptedModel(reply, repeat=True) as model,
        pytest.raises(ModelProblem, match=r".") as told,
    ):
        embedder(model.url).embed(["trade"])

    assert words in str(told.value)
    assert 1 <= len(model.requests) <= 3


@pytest.mark.parametrize(
    "refusal",
    [
        Reply(status=413),
        Reply(status=422, text="batch size 64 > maximum allowed batch size 32"),
        Reply(status=400, text="batch size is invalid, it should not be larger than 10"),
    ],
)
def test_a_server_that_takes_fewer_texts_at_once_gets_fewer_from_then_on(refusal):
    texts = [f"text number {n}" for n in range(BATCH)]

    with ScriptedModel(refusal) as model:
        made = embedder(model.url)
        vectors = made.embed(texts)
        made.embed(texts)

    np.testing.assert_allclose(vectors, [count_words(text) for text in texts], atol=1e-6)
    assert [len(request.body["input"]) for request in model.requests] == [BATCH, *[BATCH // 2] * 4]


def test_a_single_text_that_is_too_long_is_told_of_the_embedder():
    with ScriptedModel(Reply(status=413), repeat=True) as model:
        made = embedder(model.url)
        with pytest.raises(ModelProblem, match="RAG_EMBEDDER to a model with a longer context"):
            made.embed(["trade", "war"])

    assert [len(request.body["input"]) for request in model.requests] == [2, 1]


def test_a_missing_server_is_told():
    with pytest.raises(ModelProblem, match="cannot be reached"):
        embedder(f"http://127.0.0.1:{free_port()}/v1").embed(["trade"])


def test_another_dimension_than_before_is_refused():
    raw = '{"object":"list","data":[{"object":"embedding","index":0,"embedding":[3,4]}]}'
    odd = Reply(raw=raw, headers={"Content-Type": "application/json"})

    with ScriptedModel() as model:
        made = embedder(model.url, model_retries=0)
        assert made.dim == 64
        model.add(odd)
        with pytest.raises(ModelProblem, match="no OpenAI-compatible server"):
            made.embed(["trade"])
