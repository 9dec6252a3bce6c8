"""The assistant with a language model: it writes, the program proves, the reader stands by."""

import threading

import pytest

from rag import Assistant, Settings
from rag.cli_text import status_text
from rag.testing import Reply, ScriptedModel

QUESTION = "How much was China-Russia trade worth last year?"


def with_model(model, seeds, tmp_path, name="scripted-1", **values):
    settings = Settings(
        documents=seeds,
        data=tmp_path,
        openai_base_url=model.url,
        openai_api_key="sk-test",
        model=name,
        model_retries=0,
        **values,
    )
    return Assistant(settings)


def cited(words, sentence):
    return lambda request: f"{sentence} [{request.number_of(words)}]."


def test_the_host_of_a_model_without_a_name_is_told_once(seeds, tmp_path):
    with ScriptedModel() as model, with_model(model, seeds, tmp_path, "") as assistant:
        host = assistant.where
        told = status_text(assistant.status(), model=assistant.model, where=host, embedder_where="")

    assert f"Model:        the model at {host}" in told.splitlines()
    assert model.requests == []


def test_what_the_model_says_is_proved_and_named(seeds, tmp_path):
    script = cited("record $190 billion", "Trade reached a record $190 billion last year")
    with ScriptedModel(script) as model, with_model(model, seeds, tmp_path) as assistant:
        answer = assistant.answer(QUESTION)

    assert answer.text == "Trade reached a record $190 billion last year [1]."
    assert "record $190 billion" in answer.citations[0].quote
    assert answer.answered_by == "scripted-1"
    assert answer.usage is not None


def test_a_model_that_fails_hands_over_to_the_reader_which_says_so(seeds, tmp_path):
    with (
        ScriptedModel(Reply(status=500), repeat=True) as model,
        with_model(model, seeds, tmp_path) as assistant,
    ):
        answer = assistant.answer(QUESTION)

    assert answer.status == "answered"
    assert answer.answered_by == "reader"
    assert "scripted-1" in answer.remarks[-1]
    assert answer.stood_in_for == "scripted-1"
    assert answer.failure in answer.remarks[-1]
    assert "error 500" in answer.failure
    assert "The embedded reader answered instead." in answer.text


@pytest.mark.parametrize(
    ("name", "told"),
    [("scripted-1", "scripted-1"), ("org/m[1]", r"org/m\[1\]"), ("", "scripted-1")],
)
def test_a_model_that_makes_everything_up_is_not_believed(seeds, tmp_path, name, told):
    script = cited("record $190 billion", "Trade fell to $3 billion after the coup in Ruritania")
    with ScriptedModel(script) as model, with_model(model, seeds, tmp_path, name) as assistant:
        answer = assistant.answer(QUESTION)

    assert answer.answered_by == "reader"
    assert f"Nothing that {told} wrote" in answer.text
    assert (answer.stood_in_for, answer.failure) == (name or "scripted-1", "")
    assert "Ruritania" not in answer.text
    assert "could be proved" in answer.remarks[-1]
    assert "Ruritania" in answer.dropped[0].text
    assert answer.usage is not None


def test_a_model_that_does_not_find_it_is_a_refusal(seeds, tmp_path):
    with ScriptedModel("NOT_FOUND") as model, with_model(model, seeds, tmp_path) as assistant:
        answer = assistant.answer("Who won the cup in 1998?")

    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.answered_by == "scripted-1"
    assert answer.passages


def test_a_follow_up_that_is_stopped_sends_nothing_more(seeds, tmp_path):
    cancel = threading.Event()

    def stopped_meanwhile(_):
        cancel.set()
        return Reply("How much was trade worth this year?", stall_after=1)

    history = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "A record $190 billion [1]."},
    ]
    script = cited("record $190 billion", "Trade reached a record $190 billion last year")
    with (
        ScriptedModel(stopped_meanwhile, script) as model,
        with_model(model, seeds, tmp_path, model_timeout_s=5) as assistant,
    ):
        answers = list(assistant.stream("And this year?", history, cancel=cancel))
        assert model.left.wait(30)  # the stop reached the wire

    assert (answers, len(model.chats)) == ([], 1)


def test_the_reader_can_be_asked_for_although_a_model_is_configured(seeds, tmp_path):
    with ScriptedModel() as model, with_model(model, seeds, tmp_path) as assistant:
        answer = assistant.answer(QUESTION, answerer="reader")

    assert answer.answered_by == "reader"
    assert model.requests == []
