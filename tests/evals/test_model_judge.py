"""A language model's opinion, over real HTTP on loopback: beside the verdict, never in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.errors import BadCases
from evals.model_judge import ModelJudge, Opinion, concord, expected, judge_all
from evals.store import RunFolder
from evals.testing import case, nugget, refusal, right_answer, score, trade_case
from rag import ModelProblem, Settings
from rag.testing import Reply, ScriptedModel

GOOD = score(trade_case(case_id="good"), right_answer())
BAD = score(trade_case(case_id="bad"), refusal())


def opinions_of(*script, scores=(GOOD,), **options):
    with ScriptedModel(*script, **options) as model:
        judge = ModelJudge(Settings(openai_base_url=model.url, model_retries=0))
        found = [judge(s) for s in scores]
        return found, model.prompts


def test_the_model_sees_question_expectation_and_answer_but_no_verdict():
    (opinion,), (prompt,) = opinions_of("PASS: says the sum")

    assert replace(opinion, shown="") == Opinion(
        "good", "reader", True, "says the sum", "scripted-1"
    )
    assert "How big was it?" in prompt
    assert "Expected: $190 billion" in prompt
    assert "passed" not in prompt


@pytest.mark.parametrize("text", ["", "Perhaps.", "PASSABLE in parts"])
def test_an_opinion_that_is_none_is_unscored(text):
    (opinion,), _ = opinions_of(text)

    assert opinion.passed is None


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("**PASS**: says the sum", True),
        ("**FAIL:** says the sum", False),
        ("<think>FAIL? No, it says so.</think>\n\nPASS: says the sum", True),
        ("<think>PASS: or perhaps", None),
    ],
)
def test_an_opinion_is_read_behind_markdown_and_thoughts(text, passed):
    (opinion,), _ = opinions_of(text)

    assert opinion.passed is passed
    assert opinion.why == "says the sum" or passed is None


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "odd",
    [
        Reply(raw="<html>"),
        Reply(raw="no json", headers=JSON),
        Reply(raw='{"choices": [{}]}', headers=JSON),
        Reply(status=500),
    ],
)
def test_one_odd_reply_costs_no_other_opinion(odd):
    found, _ = opinions_of(odd, "PASS: says the sum", scores=(BAD, GOOD))

    assert [opinion.passed for opinion in found] == [None, True]


def test_a_model_that_only_embeds_is_not_asked():
    with ScriptedModel("PASS", models=("nomic-embed-text", "qwen")) as model:
        judge = ModelJudge(Settings(openai_base_url=model.url))
        judge(GOOD)

    assert model.chats[0].body["model"] == "qwen"


def test_a_failed_call_is_unscored_and_not_a_fail():
    (opinion,), _ = opinions_of(Reply(status=500))
    result = concord([GOOD], [opinion])

    assert opinion.passed is None
    assert (result.n, result.unscored, result.agreed, result.kappa) == (0, 1, None, None)


def test_a_judge_that_knows_no_max_tokens_is_asked_without():
    refusal = Reply(status=400, text="Unsupported parameter: 'max_tokens' with this model.")

    found, prompts = opinions_of(refusal, "PASS: one", "FAIL: two", scores=(GOOD, BAD))

    assert [opinion.passed for opinion in found] == [True, False]
    assert len(prompts) == 3


def test_disagreements_are_listed_for_people():
    found, _ = opinions_of("pass - fine", "PASS. fine too", scores=(GOOD, BAD))
    result = concord([GOOD, BAD], found)

    assert [s.case.id for s, _ in result.disagreements] == ["bad"]
    assert result.agreed.value == 0.5
    assert result.kappa == 0.0


def test_an_answer_that_never_came_is_not_judged():
    with ScriptedModel() as model:
        judge = ModelJudge(Settings(openai_base_url=model.url))
        opinion = judge(score(trade_case(), None, error="it was busy"))

    assert opinion.passed is None
    assert model.chats == []


def test_opinions_are_kept_as_they_come_and_only_the_missing_asked_for(tmp_path):
    folder = RunFolder(tmp_path)

    def stop(count):
        raise KeyboardInterrupt

    def judged(done):
        return judge_all([GOOD, BAD], judge, folder, jobs=1, done=done)

    with ScriptedModel("PASS: one", "PASS: then", repeat=True) as model:
        judge = ModelJudge(Settings(openai_base_url=model.url, model_retries=0))
        with pytest.raises(KeyboardInterrupt):
            judged(stop)
        kept = folder.opinions
        asked = len(model.chats)
        counts = []
        found = judged(counts.append)
        again = len(model.chats)
        judged(counts.append)

    assert [o["why"] for o in kept] == ["one"]
    assert [o.why for o in found] == ["one", "then"]
    assert counts == [2, 1, 2]
    assert (again - asked, len(model.chats) - again) == (1, 2)


def judged(scores, folder, *script, name):
    """What a model of that name says of the scores, and how often it was asked."""
    with ScriptedModel(*script) as model:
        judge = ModelJudge(Settings(openai_base_url=model.url, model=name, model_retries=0))
        found = judge_all(scores, judge, folder, jobs=1, done=lambda _: None)
        return [o.why for o in found], len(model.chats)


def test_what_another_model_said_is_kept_and_not_asked_again(tmp_path):
    folder = RunFolder(tmp_path)

    first = judged([GOOD], folder, "PASS: a1", name="a")
    other = judged([GOOD, BAD], folder, "PASS: b1", "PASS: b2", name="b")
    again = judged([GOOD, BAD], folder, "PASS: a2", name="a")

    assert (first, other, again) == ((["a1"], 1), (["b1", "b2"], 2), (["a1", "a2"], 1))
    assert sorted(o["why"] for o in folder.opinions) == ["a1", "a2", "b1", "b2"]


def test_where_something_else_is_expected_by_now_the_model_is_asked_anew(tmp_path):
    folder = RunFolder(tmp_path)
    expects = {"type": "answer", "nuggets": [nugget("70 militants")]}
    rescored = score(case(expects, case_id="good"), right_answer())

    judged([GOOD], folder, "PASS: the sum", name="a")
    now = judged([rescored, BAD], folder, "FAIL: no militants", "PASS: bad", name="a")

    assert now == (["no militants", "bad"], 2)
    assert "the sum" in [o["why"] for o in folder.opinions]


def test_opinions_of_an_older_run_stay_readable(tmp_path):
    folder = RunFolder(tmp_path)
    old = {"case": "good", "answerer": "reader", "passed": True, "why": "old", "model": "a"}
    folder.keep_opinions([old])

    now = judged([GOOD], folder, "FAIL: new", name="a")

    assert now == (["new"], 1)
    assert [o["why"] for o in folder.opinions] == ["old", "new"]


def test_without_a_model_there_is_no_judge():
    with pytest.raises(BadCases, match="OPENAI_BASE_URL"):
        ModelJudge(Settings(openai_base_url="", openai_api_key=""))


def test_a_server_without_models_is_told_with_what_to_set():
    with pytest.raises(ModelProblem, match="lists no model: set RAG_MODEL"):
        opinions_of("PASS", models=())


def test_every_expectation_can_be_told_in_words():
    assert "refusal" in expected(case({"type": "abstain", "missing": "the tonnage"}))
    assert "'he went'" in expected(
        case({"type": "correct_premise", "premise": "he went", "corrects": ["stayed"]})
    )
