"""Every way in which a model fails, met over HTTP by the real client."""

from __future__ import annotations

import json
import re
import threading
import time

import pytest

from rag.errors import ModelProblem
from rag.llm.wire import Call, StoppedError
from rag.settings import Settings
from rag.testing import Reply, ScriptedModel, free_port

PATIENCE_S = 30  # until the server sees that its client left; it takes a moment
HISTORY = [{"role": "user", "content": "How much?"}, {"role": "assistant", "content": "Much."}]
GOOD = "Trade reached a record $190 billion last year [1]. Trade had reached $70 billion [2]."


def outcome(writer, hits, model, **settings):
    """(answers before the error, the error or None, the states that were told)."""
    states, answers = [], []
    try:
        growing = writer(model, **settings).write("How much?", hits, on_state=states.append)
        for answer in growing:
            answers.append(answer)  # noqa: PERF402  # kept when the loop ends in an error
    except ModelProblem as problem:
        return answers, problem, states
    return answers, None, states


@pytest.mark.parametrize(
    ("reply", "what", "step"),
    [
        (Reply(status=401), "refused the key (error 401)", "set OPENAI_API_KEY"),
        (Reply(status=403), "refused the key (error 403)", "set OPENAI_API_KEY"),
        (Reply(status=404, code="model_not_found"), "is not known to the server", "set RAG_MODEL"),
        (
            Reply(status=404, text='model "x" not found, try pulling it first'),
            "is not known to the server",
            "set RAG_MODEL",
        ),
        (Reply(status=404, text="Model not found"), "is not known to the server", "set RAG_MODEL"),
        (
            Reply(status=404, text="The Model xyz does not exist."),
            "is not known to the server",
            "set RAG_MODEL",
        ),
        (Reply(status=400, text="Unknown model: xyz"), "is not known to the server", "set RAG_"),
        (Reply(status=404), "is not at this address", "lacks its /v1"),
        (
            Reply(status=404, text="URL /models/chat/completions not found"),
            "is not at this address",
            "lacks its /v1",
        ),
        (Reply(status=429, code="insufficient_quota"), "has no credit left", "add credit"),
        (Reply(status=402), "has no credit left (error 402)", "add credit"),
        (
            Reply(status=429, headers={"Retry-After": "300"}),
            "has too many requests",
            "wait 300 s",
        ),
        (Reply(status=400, text="no such thing"), "refused the request", "OPENAI_BASE_URL"),
        (
            Reply(finish="length"),
            "used all 700 tokens without an answer",
            "raise RAG_MODEL_MAX_TOKENS",
        ),
        (Reply(finish="content_filter"), "held its answer back", "ask in other words"),
    ],
)
def test_what_asking_again_cannot_mend_is_told_at_once(writer, trade, reply, what, step):
    with ScriptedModel(reply, GOOD) as model:
        answers, problem, states = outcome(writer, trade, model)

    assert (answers, states, len(model.chats)) == ([], [], 1)
    assert str(problem).startswith(f"scripted-1 at 127.0.0.1:{model.url.split(':')[2][:-3]} ")
    assert what in str(problem)
    assert step in str(problem)
    assert str(problem).count(": ") == 1
    assert problem.__cause__ is not None


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (Reply(status=500), "failed (error 500)"),
        (Reply(status=503, headers={"Retry-After": "0.01"}), "failed (error 503)"),
        (Reply(status=429), "has too many requests (error 429)"),
        (Reply(status=429, headers={"Retry-After": "0"}), "has too many requests (error 429)"),
        (Reply(""), "gave an empty answer"),
        (Reply(" \n"), "gave an empty answer"),
        (Reply(GOOD, cut_after=0), "broke off"),
        (Reply(GOOD, cut_after=5), "broke off"),
        (Reply(GOOD, finish=None), "broke off"),
        (Reply(raw="data: {half\n\n"), "sent what no OpenAI-compatible server sends"),
        (Reply(raw="data: [1, 2]\n\n"), "sent what no OpenAI-compatible server sends"),
        (Reply(raw='data: {"choices": 5}\n\n'), "sent what no OpenAI-compatible server sends"),
        (
            Reply(raw='data: {"choices": [{"delta": {"content": 5}}]}\n\n'),
            "sent what no OpenAI-compatible server sends",
        ),
        (Reply(raw="<html>Welcome</html>"), "sent what no OpenAI-compatible server sends"),
        (Reply(raw='data: {"error": {"message": "overloaded"}}\n\n'), "failed in the middle"),
    ],
)
def test_what_may_pass_is_asked_again_and_said(writer, trade, reply, what):
    with ScriptedModel(reply, GOOD) as model:
        answers, problem, states = outcome(writer, trade, model)

    assert problem is None
    assert len(answers[-1].sentences) == 2
    (state,) = states
    assert state.startswith(f"scripted-1 {what}")
    assert "asking again in" in state
    assert state.endswith("(1 of 2).")


def test_asking_again_has_an_end(writer, trade):
    with ScriptedModel(Reply(status=500), repeat=True) as model:
        answers, problem, states = outcome(writer, trade, model, model_retries=3)

    assert (answers, len(model.chats)) == ([], 4)
    assert [state.rpartition("(")[2] for state in states] == ["1 of 3).", "2 of 3).", "3 of 3)."]
    assert "failed (error 500)" in str(problem)


def test_a_server_that_says_how_long_to_wait_is_waited_for(writer, trade):
    with ScriptedModel(Reply(status=429, headers={"Retry-After": "0.4"}), GOOD) as model:
        began = time.monotonic()
        answers, problem, states = outcome(writer, trade, model)

    assert problem is None
    assert answers[-1].status == "answered"
    assert time.monotonic() - began >= 0.4
    assert "asking again in 0.4 s" in states[0]


def test_no_server_is_told_with_its_address(writer, trade):
    url = f"http://127.0.0.1:{free_port()}/v1"

    answers, problem, states = outcome(writer, trade, url)

    assert (answers, len(states)) == ([], 2)
    assert "cannot be reached: start the server, or correct OPENAI_BASE_URL" in str(problem)
    host = url.split("/")[2]
    assert host in str(problem)
    _, problem, _ = outcome(writer, trade, url)
    assert str(problem).startswith(f"The model at {host} cannot be reached")


def test_a_server_without_models_is_told(writer, trade):
    with ScriptedModel(GOOD, models=()) as model:
        _, problem, _ = outcome(writer, trade, model)

    assert "lists no model: set RAG_MODEL" in str(problem)


@pytest.mark.parametrize("pieces", [0, 3])
def test_silence_ends_the_wait_and_the_connection(writer, trade, pieces):
    with ScriptedModel(Reply(GOOD, stall_after=pieces), GOOD) as model:
        _, problem, states = outcome(writer, trade, model, model_timeout_s=0.3)
        assert model.left.wait(PATIENCE_S)

    assert "gave no word for 0.3 seconds: ask again, or raise RAG_MODEL_TIMEOUT_S" in str(problem)
    assert (states, len(model.chats)) == ([], 1)


def test_signs_of_life_without_a_word_are_silence_too(writer, trade):
    nothing_said = Reply(pieces=[""] * 40, delay_s=0.05)

    with ScriptedModel(nothing_said) as model:
        _, problem, _ = outcome(writer, trade, model, model_timeout_s=0.4)
        assert model.left.wait(PATIENCE_S)

    assert "gave no word for 0.4 seconds" in str(problem)


def test_a_model_that_thinks_for_long_is_not_silent(writer, trade):
    thinking = Reply(GOOD, thoughts=["Hm. "] * 12, delay_s=0.1)

    with ScriptedModel(thinking) as model:
        answers, problem, _ = outcome(writer, trade, model, model_timeout_s=0.8)

    assert problem is None
    assert "Hm" not in answers[-1].text
    assert len(answers[-1].sentences) == 2


def test_what_was_proved_before_a_cut_was_yielded(writer, trade):
    cut = Reply(GOOD, cut_after=9)

    with ScriptedModel(cut, cut, cut) as model:
        answers, problem, states = outcome(writer, trade, model)

    assert "broke off" in str(problem)
    assert len(states) == 2
    assert answers[-1].text == "Trade reached a record $190 billion last year [1]."
    assert "$70" not in answers[-1].text


def test_asked_again_the_answer_never_shrinks(writer, trade):
    with ScriptedModel(Reply(GOOD, cut_after=11), Reply(GOOD, cut_after=3), GOOD) as model:
        answers, problem, _ = outcome(writer, trade, model)

    assert problem is None
    lengths = [len(answer.sentences) for answer in answers]
    assert lengths == sorted(lengths)
    assert lengths[-1] == 2


def test_the_tokens_of_every_attempt_are_counted(writer, trade):
    with ScriptedModel(Reply(""), GOOD) as model:
        answers, problem, _ = outcome(writer, trade, model, price_in=1.0, price_out=0.0)

    assert (problem, len(model.chats)) == (None, 2)
    words = sum(len(re.findall(r"\w+", prompt)) for prompt in model.prompts)
    assert answers[-1].usage.prompt_tokens == words
    assert answers[-1].usage.cost == pytest.approx(words / 1e6)


@pytest.mark.parametrize(
    ("again", "remark"),
    [
        ("NOT_FOUND", "The model says that the articles do not hold the rest."),
        ("It was $400 billion [2].", "One sentence of the model was left out: the articles do not"),
    ],
)
def test_asked_again_with_less_to_say_what_was_shown_stands_and_is_complete(
    writer, trade, again, remark
):
    with ScriptedModel(Reply(GOOD, cut_after=9), again) as model:
        answers, problem, _ = outcome(writer, trade, model)

    assert problem is None
    assert answers[-1].text.startswith("Trade reached a record $190 billion last year [1].\n\n")
    assert answers[-1].remarks[0].startswith(remark)
    assert len(answers[-1].dropped) == remark.count("left out")
    assert answers[-1].usage is not None


def test_an_answer_cut_at_the_token_limit_says_so_and_loses_only_its_tail(writer, trade):
    long = Reply(GOOD + " Furthermore the two", finish="length")

    with ScriptedModel(long) as model:
        answers, problem, _ = outcome(writer, trade, model)

    assert problem is None
    assert len(answers[-1].sentences) == 2
    assert "Furthermore" not in answers[-1].text
    assert answers[-1].dropped == ()
    assert "raise RAG_MODEL_MAX_TOKENS" in answers[-1].remarks[-1]


def test_too_much_text_is_asked_with_fewer_passages(writer, trade):
    too_long = Reply(status=400, code="context_length_exceeded", text="maximum context length")

    with ScriptedModel(too_long, "Trade reached a record $190 billion last year [1].") as model:
        answers, problem, states = outcome(writer, trade, model)

    assert problem is None
    assert "Belgrade" in model.prompts[0]
    assert "Belgrade" not in model.prompts[1]
    assert states == ["scripted-1 cannot read that much; asking with less text."]
    assert answers[-1].remarks[-1] == "The model could read only 1 of 2 passages at once."
    assert answers[-1].passages == tuple(trade[:1])


def test_text_that_is_too_long_even_alone_is_told(writer, trade):
    too_long = Reply(status=413, text="request too large")

    with ScriptedModel(too_long, repeat=True) as model:
        _, problem, _ = outcome(writer, trade, model)

    assert len(model.chats) == 2
    assert "cannot read that much text at once: lower RAG_PASSAGES" in str(problem)


@pytest.mark.parametrize(
    "said",
    [
        "max_tokens is too large: 100000. This model supports at most 16384 completion tokens, "
        "whereas you provided 100000.",
        "max_completion_tokens is too large: 100000. This model supports at most 16384.",
        "max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens",
        "`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is "
        "less than the `context_window` for this model",
        "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
    ],
)
@pytest.mark.parametrize("in_stream", [False, True])
def test_a_limit_of_tokens_that_is_too_high_is_no_fault_of_the_passages(
    writer, trade, said, in_stream
):
    event = f"data: {json.dumps({'error': {'message': said}})}\n\n"
    reply = Reply(raw=event) if in_stream else Reply(status=400, text=said)

    with ScriptedModel(reply, GOOD) as model:
        _, problem, states = outcome(writer, trade, model, model_max_tokens=100_000)

    assert (states, len(model.chats)) == ([], 1)
    assert "cannot write that many tokens at once: lower RAG_MODEL_MAX_TOKENS." in str(problem)


def test_a_limit_that_leaves_no_room_beside_the_prompt_is_asked_with_fewer_passages(writer, trade):
    vllm = (
        "'max_tokens' or 'max_completion_tokens' is too large: 700. This model's maximum context "
        "length is 2048 tokens and your request has 1500 input tokens (700 > 2048 - 1500)."
    )

    with ScriptedModel(Reply(status=400, text=vllm), GOOD) as model:
        answers, problem, _ = outcome(writer, trade, model)

    assert problem is None
    assert answers[-1].passages == tuple(trade[:1])


@pytest.mark.parametrize("option", ["max_tokens", "temperature", "stream_options"])
def test_an_option_that_the_server_does_not_know_is_left_out_from_then_on(writer, trade, option):
    refusal = Reply(status=400, text=f"Unsupported parameter: '{option}' with this model.")

    with ScriptedModel(refusal, GOOD, GOOD) as model:
        asked = writer(model)
        for _ in range(2):
            *_, answer = asked.write("How much?", trade)

    assert answer.status == "answered"
    assert [option in chat.body for chat in model.chats] == [True, False, False]
    if option == "max_tokens":
        assert model.chats[1].body["max_completion_tokens"] == 700


def set_when_asked(cancel, model):
    while not model.chats:
        time.sleep(0.01)
    cancel.set()


def test_cancelling_before_the_first_word_ends_the_request_on_the_wire(writer, trade):
    cancel = threading.Event()

    with ScriptedModel(Reply(GOOD, stall_after=0)) as model:
        stop = threading.Thread(target=set_when_asked, args=(cancel, model))
        stop.start()
        seen = list(writer(model, model_timeout_s=30).write("How much?", trade, cancel=cancel))
        assert model.left.wait(PATIENCE_S)
        stop.join()

    assert seen == []


def test_cancelling_between_words_ends_the_request_on_the_wire(writer, trade):
    cancel, seen = threading.Event(), []

    with ScriptedModel(Reply(GOOD, stall_after=9)) as model:
        for answer in writer(model, model_timeout_s=30).write("How much?", trade, cancel=cancel):
            seen.append(answer)
            cancel.set()
        assert model.left.wait(PATIENCE_S)

    assert len(seen) == 1


def test_leaving_the_loop_ends_the_request_on_the_wire(writer, trade):
    with ScriptedModel(Reply(GOOD + " More." * 500, delay_s=0.01)) as model:
        growing = writer(model).write("How much?", trade)
        next(growing)
        growing.close()
        assert model.left.wait(PATIENCE_S)


def test_cancelling_while_it_waits_to_ask_again_asks_no_more(writer, trade):
    cancel = threading.Event()

    with ScriptedModel(Reply(status=429, headers={"Retry-After": "20"}), GOOD) as model:
        answers = list(
            writer(model).write("How much?", trade, cancel=cancel, on_state=lambda _: cancel.set())
        )

    assert (answers, len(model.chats)) == ([], 1)


class Counted(threading.Event):
    """An event that counts how often it is looked at."""

    def __init__(self):
        super().__init__()
        self.looks = threading.Semaphore(0)

    def is_set(self):
        self.looks.release()
        return super().is_set()


def test_cancelled_between_the_name_and_the_question_it_sends_nothing_and_is_still_watched():
    cancel = Counted()

    with ScriptedModel(GOOD) as model:
        settings = Settings(openai_base_url=model.url, _env_file=None)
        with Call(settings, cancel) as call:
            name = call.first_model()
            cancel.set()
            while cancel.looks.acquire(blocking=False):
                pass
            assert all(cancel.looks.acquire(timeout=PATIENCE_S) for _ in range(3))
            with pytest.raises(StoppedError):
                list(call.stream(name, "", "How much?", {}))

    assert model.chats == []


def test_cancelled_before_it_asks_it_sends_nothing(writer, trade):
    cancel = threading.Event()
    cancel.set()

    with ScriptedModel(GOOD, GOOD) as model:
        assert list(writer(model).write("How much?", trade, cancel=cancel)) == []
        assert writer(model).standalone("When?", HISTORY, cancel=cancel) == "When?"

    assert model.requests == []


def test_no_thread_outlives_a_call(writer, trade):
    with ScriptedModel(GOOD) as model:
        list(writer(model).write("How much?", trade))

    assert not [thread for thread in threading.enumerate() if thread.name == "model-call"]
