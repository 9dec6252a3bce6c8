"""The assistant with a language model: it writes, the program proves, the reader stands by."""

import logging
import re
import threading

import pytest

from rag import Assistant, Settings
from rag.cli_text import answer_text, status_text
from rag.testing import Reply, ScriptedModel, free_port

QUESTION = "How much was China-Russia trade worth last year?"
HISTORY = [
    {"role": "user", "content": QUESTION},
    {"role": "assistant", "content": "A record $190 billion [1]."},
]

TOLD_OF_MISHUSTIN = [
    {"role": "user", "content": "Who is Mishustin?"},
    {"role": "assistant", "content": "Mishustin is the Russian prime minister [1]."},
]


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


def test_a_model_that_fails_is_one_line_of_the_log(seeds, tmp_path, caplog):
    with (
        ScriptedModel(Reply(status=500, text="stack of the server"), repeat=True) as model,
        with_model(model, seeds, tmp_path) as assistant,
        caplog.at_level(logging.WARNING),
    ):
        assistant.answer(QUESTION)

    (told,) = caplog.records
    assert told.getMessage().startswith("the model failed: ")
    assert "stack of the server" not in caplog.text
    assert "Traceback" not in caplog.text


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

    script = cited("record $190 billion", "Trade reached a record $190 billion last year")
    with (
        ScriptedModel(stopped_meanwhile, script) as model,
        with_model(model, seeds, tmp_path, model_timeout_s=5) as assistant,
    ):
        answers = list(assistant.stream("And this year?", HISTORY, cancel=cancel))
        assert model.left.wait(30)  # the stop reached the wire

    assert (answers, len(model.chats)) == ([], 1)


def test_what_is_asked_about_the_folder_after_another_question_is_sent_nowhere(seeds, tmp_path):
    with ScriptedModel() as model, with_model(model, seeds, tmp_path) as assistant:
        answer = assistant.answer("And how many articles are there?", HISTORY)

    assert answer.text.startswith("Five articles are indexed.")
    assert model.requests == []
    assert (answer.sent_to, answer.usage) == ("", None)
    assert answer_text(answer, embedder_where="").endswith("the embedded reader, on this machine")


def test_where_a_model_only_read_the_conversation_the_answer_says_so(seeds, tmp_path):
    with (
        ScriptedModel("How many articles are there?") as model,
        with_model(model, seeds, tmp_path, price_in=1.0, price_out=1.0) as assistant,
    ):
        answer = assistant.answer("And the sum of what you hold?", HISTORY)
        host = assistant.where

    assert answer.text.startswith("Five articles are indexed.")
    assert (answer.answered_by, answer.sent_to, len(model.chats)) == ("reader", host, 1)
    assert f"the conversation went to {host} to be" in answer_text(answer, embedder_where="")
    assert answer.usage.cost == pytest.approx(tokens(model, answer) / 1e6)


def tokens(model, answer):
    """What the scripted server counted of all that it was sent, and what it said."""
    sent = sum(len(re.findall(r"\w+", prompt)) for prompt in model.prompts)
    assert answer.usage.prompt_tokens == sent
    return sent + answer.usage.completion_tokens


def test_the_usage_is_that_of_every_call_for_the_answer(seeds, tmp_path):
    script = cited("record $190 billion", "Trade reached a record $190 billion last year")
    with (
        ScriptedModel(QUESTION, script) as model,
        with_model(model, seeds, tmp_path, price_in=1.0, price_out=1.0) as assistant,
    ):
        answer = assistant.answer("And last year?", HISTORY)

    assert (answer.answered_by, len(model.chats)) == ("scripted-1", 2)
    assert answer.usage.cost == pytest.approx(tokens(model, answer) / 1e6)


def test_the_usage_of_a_model_that_the_reader_stood_in_for_is_told(seeds, tmp_path):
    with (
        ScriptedModel(QUESTION, Reply("")) as model,
        with_model(model, seeds, tmp_path, price_in=1.0, price_out=1.0) as assistant,
    ):
        answer = assistant.answer("And last year?", HISTORY)
        host = assistant.where

    assert (answer.answered_by, answer.stood_in_for) == ("reader", "scripted-1")
    assert (answer.sent_to, len(model.chats)) == (host, 2)
    assert answer.usage.cost == pytest.approx(tokens(model, answer) / 1e6)


def test_to_a_server_that_cannot_be_reached_nothing_was_sent(seeds, tmp_path):
    settings = Settings(
        documents=seeds,
        data=tmp_path,
        openai_base_url=f"http://127.0.0.1:{free_port()}/v1",
        model="mine-7b",
        model_retries=0,
    )
    with Assistant(settings) as assistant:
        answer = assistant.answer(QUESTION)

    assert (answer.stood_in_for, answer.sent_to, answer.usage) == ("mine-7b", "", None)


def test_a_model_is_shown_passages_of_the_article_that_is_named_before_the_others(
    tmp_path,
):
    documents = tmp_path / "articles"
    documents.mkdir()
    filler = "The crew had waited on the pier since dawn for the wind to turn. " * 12
    told = [f"Deck {n} of the Aurora was painted in {n} days. {filler}" for n in range(1, 8)]
    (documents / "ferry.txt").write_text("The ferry Aurora\n\n" + "\n\n".join(told))
    for n in range(8):
        deck = f"Deck painted on ship {n}\n\nThe deck of ship {n} was painted in {n + 20} days."
        (documents / f"ship{n}.txt").write_text(f"{deck} {filler}")
    question = "According to the article about the ferry Aurora, what was painted?"

    with (
        ScriptedModel("NOT_FOUND") as model,
        with_model(model, documents, tmp_path / "data", passages=8) as assistant,
    ):
        answer = assistant.answer(question)

    found = [hit.document for hit in answer.passages]
    keys = [hit.key for hit in answer.passages]
    (prompt,) = model.prompts
    assert found[:4] == ["ferry.txt"] * 4
    assert set(found[4:]) - {"ferry.txt"}
    assert len(set(keys)) == len(keys) == 8
    assert prompt.index("ARTICLE: The ferry Aurora") < prompt.index("ARTICLE: Deck painted")
    assert question in prompt


def test_the_reader_can_be_asked_for_although_a_model_is_configured(seeds, tmp_path):
    with ScriptedModel() as model, with_model(model, seeds, tmp_path) as assistant:
        answer = assistant.answer(QUESTION, answerer="reader")

    assert answer.answered_by == "reader"
    assert model.requests == []


def test_an_answer_in_the_place_of_a_rewriting_leaves_the_programs_own(seeds, tmp_path):
    with (
        ScriptedModel("The Kremlin met Xi Jinping last year.", "NOT_FOUND") as model,
        with_model(model, seeds, tmp_path) as assistant,
    ):
        answer = assistant.answer("And when did he meet Xi Jinping?", TOLD_OF_MISHUSTIN)

    assert answer.question == "When did Mishustin meet Xi Jinping?"
