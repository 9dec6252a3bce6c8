"""What a model's words become: proved sentences, refusals, disputes, questions that stand alone."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from rag.errors import ModelProblem
from rag.testing import Reply, ScriptedModel
from rag.types import Usage

RECORD = "Trade reached a record $190 billion last year"


def test_an_answer_cites_the_sentences_whose_numbers_the_model_gave(ask, trade):
    answer = ask(f"{RECORD} [1]. Li spoke of $70 billion this year [2].")

    assert answer.status == "answered"
    assert answer.answered_by == "scripted-1"
    assert answer.text == (
        "Trade reached a record $190 billion last year [1]. Li spoke of $70 billion this year [2]."
    )
    first = answer.citations[0]
    assert (first.document, first.title) == ("one.txt", "Pressure strengthens ties")
    assert first.quote == trade[0].sentences[0].text
    assert first.quote == trade[0].text[first.start : first.end]
    assert answer.passages == tuple(trade)


def test_markers_are_numbered_by_first_use_and_one_sentence_keeps_one_number(ask):
    answer = ask(
        "Ukraine has denied involvement in the incident [5]. "
        "The raid hit Belgorod [3]. Ukraine denied any involvement [5]."
    )

    assert [c.marker for c in answer.citations] == [1, 2]
    assert [tuple(c.marker for c in s.citations) for s in answer.sentences] == [(1,), (2,), (1,)]


def test_sentences_are_yielded_one_by_one_while_the_model_still_writes(writer, trade):
    text = f"{RECORD} [1]. Li spoke of $70 billion this year [2]. The raid hit Belgorod [3]."

    with ScriptedModel(Reply(text, delay_s=0.01)) as model:
        counts = [len(a.sentences) for a in writer(model).write("How much?", trade)]

    assert counts[:2] == [1, 2]
    assert counts[-1] == 3


def test_the_first_sentence_is_seen_before_the_model_has_finished(writer, trade):
    with ScriptedModel(Reply(f"{RECORD} [1]. Then it", stall_after=9)) as model:
        growing = writer(model).write("How much?", trade)
        assert next(growing).text == "Trade reached a record $190 billion last year [1]."
        growing.close()
        assert model.left.wait(1)


def test_the_model_sees_articles_with_title_and_date_and_numbered_sentences(writer, trade):
    with ScriptedModel("NOT_FOUND") as model:
        list(writer(model).write("How much?", trade))

    prompt = model.prompts[0]
    assert "ARTICLE: Pressure strengthens ties (24 May 2023)\n[1] China is" in prompt
    assert "ARTICLE: Ties at unprecedented high (25 May 2023)\n[4] The attack" in prompt
    assert "<question>\nHow much?\n</question>" in prompt
    assert "one.txt" not in prompt


def test_a_sentence_shared_by_two_passages_is_shown_once(writer, trade):
    with ScriptedModel("NOT_FOUND") as model:
        list(writer(model).write("How much?", [trade[0], replace(trade[0], score=0.1)]))

    assert model.prompts[0].count("$190 billion") == 1


@pytest.mark.parametrize(
    "text",
    [
        "NOT_FOUND",
        "NOT_FOUND.",
        "**NOT_FOUND**",
        "not found",
        "NOT_FOUND. The sentences say nothing about Peru.",
        "The articles do not mention Peru.",
        "I cannot answer this question.",
        "There is no information about Peru in the sentences.",
        "Unfortunately, this is not mentioned in the evidence.",
        "NOT_FOUND. However, trade reached a record $190 billion last year [1].",
    ],
)
def test_a_model_that_finds_nothing_refuses(ask, trade, text):
    answer = ask(text, judge=Doubting())

    assert (answer.status, answer.citations, answer.dropped) == ("not_found", (), ())
    assert answer.text == "The articles do not say."
    assert answer.passages == tuple(trade)


class Doubting:
    """A judge that believes no claim."""

    def support(self, pairs):
        return [Doubt() for _ in pairs]


class Doubt:
    supported, refuted, unknown = 0.05, 0.05, 0.9


def test_what_a_model_knows_by_itself_is_dropped_and_kept_for_who_looks(ask):
    answer = ask("Paris has 2,102,650 inhabitants [1].")

    assert (answer.status, answer.sentences) == ("not_found", ())
    (dropped,) = answer.dropped
    assert dropped.text == "Paris has 2,102,650 inhabitants."
    assert dropped.reason
    assert "Paris" not in answer.text


def test_the_answer_says_how_many_sentences_were_dropped(ask):
    answer = ask(f"{RECORD} [1]. It will be $500 billion in 2030 [1]. It was $400 billion [2].")

    assert answer.status == "answered"
    assert [d.text for d in answer.dropped] == [
        "It will be $500 billion in 2030.",
        "It was $400 billion.",
    ]
    assert answer.remarks == (
        "2 sentences of the model were left out: the articles do not bear them out.",
    )
    assert answer.missing == ()


def test_a_sentence_without_a_number_gets_the_evidence_that_bears_it_out(ask, trade):
    answer = ask("Bilateral trade had already reached $70 billion this year.")

    assert [c.quote for c in answer.citations] == [trade[0].sentences[1].text]


def test_a_sentence_with_the_wrong_number_gets_the_right_evidence(ask, trade):
    answer = ask(f"{RECORD} [5].")

    assert [c.quote for c in answer.citations] == [trade[0].sentences[0].text]


def test_a_number_that_was_not_shown_proves_nothing(ask):
    answer = ask("Paris is in France [77].")

    assert "sentence 77" in answer.dropped[0].reason


def test_a_part_that_is_not_there_is_said_beside_what_is(ask):
    answer = ask(f"{RECORD} [1]. NOT_FOUND")

    assert answer.status == "answered"
    assert answer.remarks == ("The model says that the articles do not hold the rest.",)


def test_a_model_that_says_in_its_own_words_what_is_not_there_is_believed(ask):
    said = f"{RECORD} [1]. The articles do not say who signed it. It was $400 billion [2]."

    answer = ask(said)

    assert answer.missing == ("The model says that the articles do not hold the rest.",)
    assert answer.remarks[1:] == (
        "One sentence of the model was left out: the articles do not bear it out.",
    )


def test_repeated_sentences_and_questions_are_not_said(ask):
    answer = ask(f"How much was trade worth? {RECORD} [1]. {RECORD} [1].")

    assert len(answer.sentences) == 1
    assert answer.dropped == ()


def test_a_list_stays_a_list(ask):
    answer = ask(f"- {RECORD} [1]\n- The raid hit Belgorod [3]")

    assert answer.text == (
        "- Trade reached a record $190 billion last year [1]\n- The raid hit Belgorod [2]"
    )


DISPUTE = (
    "DISPUTED\nSIDE: Belgorod\nThe raid hit the region of Belgorod [3].\n"
    "SIDE: Belgrade\nThe attack took place in the Belgrade region [4]."
)


def test_articles_that_disagree_are_both_quoted_with_their_dates(ask):
    answer = ask(DISPUTE, question="Which region was hit?")

    assert answer.status == "disputed"
    assert [claim.side for claim in answer.sentences] == ["Belgorod", "Belgrade"]
    assert [claim.rest for claim in answer.sentences] == [
        "The raid hit the region of Belgorod [1].",
        "The attack took place in the Belgrade region [2].",
    ]
    assert answer.text == (
        "The articles disagree.\n\n"
        "- **Belgorod** (24 May 2023): The raid hit the region of Belgorod [1].\n"
        "- **Belgrade** (25 May 2023): The attack took place in the Belgrade region [2]."
    )


@pytest.mark.parametrize(
    "text",
    [
        "DISPUTED\nSIDE: Belgorod\nThe raid hit the region of Belgorod [3].",
        "DISPUTED\nSIDE: Belgorod\nThe raid hit Belgorod [3].\nSIDE: Mars\nIt hit Mars 7 [4].",
        f"DISPUTED\nSIDE: $190 billion\n{RECORD} [1].\n"
        "SIDE: $70 billion\nTrade had already reached $70 billion this year [2].",
        "DISPUTED\nSIDE: Belgorod\nThe raid hit the region of Belgorod [3].\n"
        "SIDE: in Belgorod\nThe attack took place in the Belgrade region [4].",
        "DISPUTED\nSIDE: aliens\nThe raid hit the region of Belgorod [3].\n"
        "SIDE: martians\nThe attack took place in the Belgrade region [4].",
    ],
    ids=["one side", "a side that fell", "one article", "the same name", "names from nowhere"],
)
def test_a_dispute_that_the_articles_do_not_bear_out_is_none(ask, text):
    answer = ask(text)

    assert answer.status == "answered"
    assert {claim.side for claim in answer.sentences} == {""}


def test_tokens_and_their_price_stand_on_the_answer(ask):
    free = ask(f"{RECORD} [1].")
    half = ask(f"{RECORD} [1].", price_in=2.0)
    paid = ask(f"{RECORD} [1].", price_in=2.0, price_out=10.0)

    assert isinstance(free.usage, Usage)
    assert free.usage.cost is None
    assert half.usage.cost is None
    assert free.usage.prompt_tokens > 50
    expected = (free.usage.prompt_tokens * 2 + free.usage.completion_tokens * 10) / 1e6
    assert paid.usage.cost == pytest.approx(expected)
    assert {"first_word", "verify"} <= set(paid.timings)


def test_a_configured_model_is_asked_by_name_with_its_key(writer, trade):
    with ScriptedModel("NOT_FOUND") as model:
        asked = writer(model, model="mine-7b", openai_api_key="sk-secret")
        assert asked.name == "mine-7b"
        list(asked.write("How much?", trade))

    assert [request.path for request in model.requests] == ["/v1/chat/completions"]
    assert model.chats[0].body["model"] == "mine-7b"
    assert model.chats[0].headers["Authorization"] == "Bearer sk-secret"


def test_without_a_name_the_first_model_that_can_write_is_taken_once(writer, trade):
    with ScriptedModel("NOT_FOUND", repeat=True, models=("nomic-embed-text", "qwen")) as model:
        asked = writer(model)
        assert (asked.name, model.requests) == ("the model", [])
        for _ in range(2):
            list(asked.write("How much?", trade))

    assert asked.name == "qwen"
    assert [r.path for r in model.requests].count("/v1/models") == 1


def test_where_documents_go_is_the_host_without_a_password(writer):
    assert writer("https://user:secret@models.example.org:8443/v1").where == (
        "models.example.org:8443"
    )


def test_what_it_imports_is_light():
    heavy = "{'llama_index', 'openai', 'httpx', 'onnxruntime', 'numpy'} & set(sys.modules)"
    code = f"import sys, rag.llm, rag.verify, rag.embed_api, rag.testing; print({heavy})"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


HISTORY = [
    {"role": "user", "content": "Who did Mishustin meet in Beijing?"},
    {"role": "assistant", "content": "Mishustin met Xi Jinping [1]."},
]


def test_a_follow_up_is_made_to_stand_alone(writer):
    with ScriptedModel("When did Mishustin meet Xi Jinping?") as model:
        question = writer(model).standalone("When did he meet him?", HISTORY)

    assert question == "When did Mishustin meet Xi Jinping?"
    assert "Person: Who did Mishustin meet in Beijing?" in model.prompts[0]
    assert "<question>\nWhen did he meet him?\n</question>" in model.prompts[0]


def test_a_first_question_is_not_sent(writer):
    with ScriptedModel("Anything?") as model:
        assert writer(model).standalone("When?", []) == "When?"

    assert model.requests == []


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "   ",
        "x" * 2000,
        "When did Biden meet Xi Jinping?",
        "When did he meet him in 1998?",
        "Here it is:\nWhen did Mishustin meet Xi?\nI hope this helps.\nGoodbye.",
        "Mishustin met Xi Jinping in Beijing.",
    ],
    ids=["empty", "blank", "overlong", "a new name", "a new number", "a speech", "an answer"],
)
def test_an_odd_reply_is_not_used(writer, reply):
    with ScriptedModel(reply) as model:
        assert writer(model).standalone("When did he meet him?", HISTORY) == ""


@pytest.mark.parametrize(
    ("typed", "reply", "used"),
    [
        ("Who is Mishustin?", "Who did Xi Jinping meet in Beijing?", False),
        ("who is mishustin", "Who is Xi Jinping?", False),
        ("Who is Putin?", "Mishustin met Xi Jinping.", False),
        ("Who is Putin?", "Who is Putin?", True),
        ("Did he meet 40 people?", "Did Mishustin meet people in Beijing?", False),
        ("And Xi?", "Who did Xi Jinping meet in Beijing?", True),
        ("And the Chinese president?", "Who did Xi Jinping meet in Beijing?", True),
        ("What about the other two?", "Who else did Mishustin meet in Beijing?", True),
        ("Tell me more", "Tell me more about whom Mishustin met in Beijing.", True),
        ("the place of it", "the place where Mishustin met Xi Jinping", True),
    ],
)
def test_a_rewriting_asks_and_keeps_what_was_asked_about(writer, typed, reply, used):
    with ScriptedModel(reply) as model:
        assert writer(model).standalone(typed, HISTORY) == (reply if used else "")


def test_a_model_that_fails_to_rewrite_is_told_and_not_asked_again(writer):
    with ScriptedModel(Reply(status=500)) as model, pytest.raises(ModelProblem, match="error 500"):
        writer(model).standalone("When?", HISTORY)

    assert len(model.chats) == 1


def test_a_model_that_knows_no_temperature_rewrites_without(writer):
    refusal = Reply(status=400, text="Unsupported value: 'temperature' with this model.")

    with ScriptedModel(refusal, "When did Mishustin meet Xi Jinping?") as model:
        question = writer(model).standalone("When did he meet him?", HISTORY)

    assert question == "When did Mishustin meet Xi Jinping?"
    assert ["temperature" in chat.body for chat in model.chats] == [True, False]
