"""The rules by which an answer passes, each from both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.reply import Claim
from evals.testing import (
    ECHO_QUOTE,
    RAID_QUOTE,
    RECORD_QUOTE,
    SO_FAR_QUOTE,
    case,
    cite,
    nugget,
    refusal,
    reply,
    right_answer,
    score,
    trade_case,
)

ABSENT = case({"type": "abstain", "missing": "the tonnage"}, kind="unanswerable")
CONFLICT = case(
    {
        "type": "report_conflict",
        "positions": [
            {
                "label": "B1",
                "variants": ["Belgorod"],
                "evidence": [{"document": "raid.txt", "quote": RAID_QUOTE}],
            },
            {
                "label": "B2",
                "variants": ["Belgrade"],
                "evidence": [{"document": "echo.txt", "quote": ECHO_QUOTE}],
            },
        ],
    },
    kind="conflict",
)


def codes(found):
    return {r.code for r in found.reasons}


def test_a_right_answer_passes_and_is_right():
    found = score(trade_case(), right_answer())

    assert (found.passed, found.outcome, found.reasons) == (True, "right", ())


def test_an_answer_that_never_came_is_not_scorable():
    found = score(trade_case(), None, error="the model did not answer")

    assert (found.passed, found.outcome) == (None, None)


def test_refusing_what_can_be_answered_is_missing_not_wrong():
    found = score(trade_case(), refusal())

    assert (codes(found), found.outcome) == ({"refused"}, "missing")


def test_a_refusal_of_the_unanswerable_passes_and_an_answer_does_not():
    assert score(ABSENT, refusal()).passed
    assert codes(score(ABSENT, right_answer())) == {"answered the unanswerable"}


def test_an_answer_that_names_what_is_missing_passes_for_the_unanswerable():
    partly = replace(right_answer(), remarks=("The articles do not give the tonnage.",))

    assert score(ABSENT, partly).passed


@pytest.mark.parametrize("missing", [(), None])
@pytest.mark.parametrize(
    "remark",
    [
        "One sentence of the model was left out: the articles do not bear it out.",
        "2 sentences of the model were left out: the articles do not bear them out.",
    ],
)
def test_that_a_sentence_of_the_model_was_left_out_names_nothing_missing(remark, missing):
    answered = replace(right_answer(), remarks=(remark,), missing=missing)

    assert codes(score(ABSENT, answered)) == {"answered the unanswerable"}


def test_what_is_missing_is_known_without_its_words():
    partly = replace(right_answer(), remarks=("No ship was weighed.",))

    assert not score(ABSENT, partly).passed
    assert score(ABSENT, replace(partly, missing=partly.remarks)).passed


def test_a_claim_that_something_was_denied_is_no_refusal():
    said = reply(
        "Mishustin told Xi Jinping that they would not yield [1].",
        citations=[cite(1, "trade.txt", "Mishustin told Xi Jinping that they would not yield.")],
    )

    assert not score(ABSENT, said).passed


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (replace(right_answer(), text="", said=(), citations=()), "empty"),
        (reply("It was $190 billion [4].", citations=[]), "dangling marker"),
        (reply("It was $190 billion.", citations=[]), "uncited sentence"),
        (replace(right_answer(), text="Something else."), "text and sentences differ"),
        (replace(refusal(), said=(Claim("So it was."),)), "text and sentences differ"),
    ],
)
def test_faults_of_structure_fail(answer, code):
    assert code in codes(score(trade_case(), answer))


def test_an_answer_that_is_tiresome_fails_though_it_is_right():
    said = f"{RECORD_QUOTE[:-1]} [1]."
    found = score(trade_case(), reply(*[said] * 7, citations=[cite(1, "trade.txt", RECORD_QUOTE)]))

    assert (codes(found), found.outcome) == ({"too long"}, "right")


def test_both_sides_of_a_conflict_have_to_be_said_and_cited():
    one = (f"{RAID_QUOTE[:-1]} [1].", cite(1, "raid.txt", RAID_QUOTE))
    other = (f"{ECHO_QUOTE[:-1]} [2].", cite(2, "echo.txt", ECHO_QUOTE))

    both = reply(one[0], other[0], citations=[one[1], other[1]], status="disputed")
    half = reply(one[0], citations=[one[1]])

    assert score(CONFLICT, both).passed
    assert codes(score(CONFLICT, half)) == {"one side only"}


def test_a_premise_is_corrected_by_saying_the_contrary_and_refused_only_where_it_is_absent():
    contradicted = case(
        {
            "type": "correct_premise",
            "premise": "trade fell",
            "corrects": ["record"],
            "evidence": [{"document": "trade.txt", "quote": RECORD_QUOTE}],
        },
        kind="false_premise",
    )
    not_held = case(
        {"type": "correct_premise", "premise": "he went to Tokyo", "absent": "Tokyo"},
        kind="false_premise",
    )

    assert score(contradicted, right_answer()).passed
    assert score(contradicted, refusal()).outcome == "missing"
    assert score(not_held, refusal()).passed
    assert codes(score(not_held, right_answer())) == {"premise not corrected"}


def test_the_documents_to_cite_are_these_and_no_others():
    asks = case({"type": "answer", "cites": ["raid.txt"]}, kind="collection")
    raid = reply(f"{RAID_QUOTE[:-1]} [1].", citations=[cite(1, "raid.txt", RAID_QUOTE)])
    more = reply(
        f"{RAID_QUOTE[:-1]} [1].",
        f"{ECHO_QUOTE[:-1]} [2].",
        citations=[cite(1, "raid.txt", RAID_QUOTE), cite(2, "echo.txt", ECHO_QUOTE)],
    )

    assert score(asks, raid).passed
    assert codes(score(asks, more)) == {"wrong documents cited"}


def test_a_number_of_articles_may_be_said_in_the_programs_own_words():
    asks = case(
        {"type": "answer", "nuggets": [nugget("3", number={"value": 3})], "cites": ["raid.txt"]},
        kind="collection",
    )
    raid = reply(
        f"{RAID_QUOTE[:-1]} [1].",
        citations=[cite(1, "raid.txt", RAID_QUOTE)],
        remarks=["Three articles mention it."],
    )

    assert score(asks, raid).passed


def test_at_least_so_many_of_the_nuggets_are_enough_for_a_summary():
    nuggets = [
        nugget("$190 billion", quote=RECORD_QUOTE),
        nugget("$70 billion", quote=SO_FAR_QUOTE),
    ]
    lenient = case({"type": "answer", "nuggets": nuggets, "at_least": 1}, kind="summarise")
    strict = case({"type": "answer", "nuggets": nuggets}, kind="summarise")

    assert score(lenient, right_answer()).passed
    assert codes(score(strict, right_answer())) == {"nugget missing"}
