"""Each scorer on answers made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.cases import Evidence
from evals.reply import Claim, Record, Reply
from evals.scorers.answer import answer_score
from evals.scorers.citations import citations
from evals.scorers.effort import latency, percentile, spent
from evals.scorers.failure import lost_at
from evals.scorers.refusal import aurc, refusal_table, risk_coverage
from evals.scorers.retrieval import distinct, holds, retrieval
from evals.testing import (
    ECHO_QUOTE,
    LIBRARY,
    RAID_QUOTE,
    RECORD_QUOTE,
    SO_FAR_QUOTE,
    case,
    cite,
    nugget,
    refusal,
    reply,
    right_answer,
    seen,
    trade_case,
)

BOTH = {
    "type": "answer",
    "nuggets": [
        nugget("$190 billion", quote=RECORD_QUOTE),
        nugget("$70 billion", quote=SO_FAR_QUOTE),
        nugget("record", quote=RECORD_QUOTE, importance="okay"),
    ],
}


# Retrieval


def test_evidence_is_found_at_its_rank():
    found = retrieval(
        trade_case(),
        reply("x", passages=[seen("raid.txt", RAID_QUOTE), seen("trade.txt", RECORD_QUOTE)]),
        LIBRARY,
    )

    assert (found.hit, found.recall, found.everything, found.mrr) == (1.0, 1.0, 1.0, 0.5)
    assert found.ndcg == pytest.approx(0.63, abs=0.01)


def test_the_same_passage_twice_is_counted_once():
    twice = [seen("raid.txt", RAID_QUOTE)] * 2 + [seen("trade.txt", RECORD_QUOTE)]

    assert len(distinct(twice)) == 2
    assert retrieval(trade_case(), reply("x", passages=twice), LIBRARY).mrr == 0.5


def test_half_of_what_is_needed_is_half_the_recall_and_not_everything():
    found = retrieval(case(BOTH), reply("x", passages=[seen("trade.txt", RECORD_QUOTE)]), LIBRARY)

    assert (found.hit, found.recall, found.everything) == (1.0, 0.5, 0.0)
    assert 0 < found.ndcg < 1


def test_one_passage_that_holds_everything_at_the_top_is_perfect():
    whole = seen("trade.txt", f"{RECORD_QUOTE} {SO_FAR_QUOTE}")

    assert retrieval(case(BOTH), reply("x", passages=[whole]), LIBRARY).ndcg == 1.0


def test_the_right_words_in_another_document_are_no_evidence():
    assert not holds(
        seen("echo.txt", ECHO_QUOTE), Evidence(document="raid.txt", quote=ECHO_QUOTE), LIBRARY
    )


def test_nothing_to_find_or_nothing_looked_at_is_not_scorable():
    absent = case({"type": "abstain"}, kind="unanswerable")

    assert retrieval(absent, refusal(seen("raid.txt", RAID_QUOTE)), LIBRARY).hit is None
    assert retrieval(trade_case(), right_without_passages(), LIBRARY).hit is None


def right_without_passages() -> Reply:
    return replace(right_answer(), passages=())


# Citations


def test_a_right_answer_has_perfect_citations():
    found = citations(right_answer(), LIBRARY)

    assert (found.resolve, found.coverage, found.fidelity) == (1.0, 1.0, 1.0)
    assert (found.recall, found.precision, found.misattribution) == (1.0, 1.0, 0.0)


def test_no_claims_are_not_scored_as_faithful():
    found = citations(refusal(), LIBRARY)

    assert found.recall is None
    assert found.fidelity is None
    assert citations(replace(right_answer(), text="", said=()), LIBRARY).recall is None


def test_an_invented_citation_lowers_the_scores():
    invented = replace(cite(2, "raid.txt", RAID_QUOTE), quote="Trade reached $190 billion.")
    answer = right_answer()
    with_it = answer.with_said(
        (Claim(answer.said[0].text.replace("[1]", "[1][2]")),),
        citations=(*answer.citations, invented),
    )

    before, after = citations(answer, LIBRARY), citations(with_it, LIBRARY)

    assert after.fidelity < before.fidelity
    assert after.precision <= before.precision


def test_a_citation_that_adds_nothing_is_imprecise():
    padded = reply(
        "Trade between China and Russia reached a record $190 billion last year [1][2].",
        citations=[cite(1, "trade.txt", RECORD_QUOTE), cite(2, "raid.txt", RAID_QUOTE)],
    )

    found = citations(padded, LIBRARY)

    assert (found.recall, found.precision) == (1.0, 0.5)


def test_two_markers_in_one_bracket_both_resolve():
    merged = reply(
        "Trade reached a record $190 billion last year and $70 billion so far this year [1, 2].",
        citations=[cite(1, "trade.txt", RECORD_QUOTE), cite(2, "trade.txt", SO_FAR_QUOTE)],
    )

    assert citations(merged, LIBRARY).resolve == 1.0
    assert citations(merged, LIBRARY).recall == 1.0


def test_a_marker_that_stands_for_nothing_does_not_resolve_or_cover():
    ghost = reply("Trade reached $190 billion [7].", citations=[])

    found = citations(ghost, LIBRARY)

    assert (found.resolve, found.coverage, found.fidelity) == (0.0, 0.0, None)


def test_one_character_off_is_not_faithful():
    answer = right_answer()
    broken = replace(
        answer, citations=(replace(answer.citations[0], quote=RECORD_QUOTE.replace("a", "e", 1)),)
    )

    assert citations(broken, LIBRARY).fidelity == 0.0


def test_what_only_an_uncited_passage_supports_is_misattributed():
    wrong = reply(
        "Trade between China and Russia reached a record $190 billion last year [1].",
        citations=[cite(1, "raid.txt", RAID_QUOTE)],
        passages=[seen("trade.txt", RECORD_QUOTE)],
    )

    assert citations(wrong, LIBRARY).misattribution == 1.0


# The answer


def test_the_number_in_another_writing_is_the_same_number():
    other = reply("It was 190 billion dollars [1].", citations=[cite(1, "trade.txt", RECORD_QUOTE)])

    assert answer_score(trade_case(), other, LIBRARY).vital_recall == 1.0


def test_vital_nuggets_count_strictly_and_okay_ones_half():
    found = answer_score(case(BOTH), right_answer(), LIBRARY)

    assert found.vital_recall == 0.5
    assert found.weighted_recall == pytest.approx(1.5 / 2.5)


def test_what_is_said_without_its_proof_is_not_proved():
    unproved = reply("It was $190 billion [1].", citations=[cite(1, "raid.txt", RAID_QUOTE)])

    found = answer_score(trade_case(), unproved, LIBRARY)

    assert (found.vital_recall, found.proved) == (1.0, 0.0)


def test_a_stale_value_counts_only_before_or_instead_of_the_right_one():
    right = f"{RECORD_QUOTE[:-1]} [1]."
    stale = f"{SO_FAR_QUOTE[:-1]} [2]."
    both = [cite(1, "trade.txt", RECORD_QUOTE), cite(2, "trade.txt", SO_FAR_QUOTE)]

    after = answer_score(trade_case(), reply(right, stale, citations=both), LIBRARY)
    before = answer_score(trade_case(), reply(stale, right, citations=both), LIBRARY)

    assert (after.stale, before.stale) == ((), ("$70 billion",))


def test_a_forbidden_value_counts_anywhere():
    said = reply(
        "It was $190 billion, not $200 billion [1].", citations=[cite(1, "trade.txt", RECORD_QUOTE)]
    )

    assert answer_score(trade_case(), said, LIBRARY).wrong == ("$200 billion",)


def expecting_no(text: str) -> tuple[str, ...]:
    """What is wrong with an answer where no is right."""
    quote = "they would not yield"
    expect = {
        "type": "answer",
        "polarity": "no",
        "nuggets": [nugget("would not yield", quote=quote)],
    }
    cited = cite(1, "trade.txt", "Mishustin told Xi Jinping that they would not yield.")
    said = reply(f"{text} [1].", citations=[cited])
    return answer_score(case(expect, kind="yesno"), said, LIBRARY).wrong


@pytest.mark.parametrize(
    ("opening", "wrong"), [("Yes. ", ("yes",)), ("No. ", ()), ("Yesterday ", ())]
)
def test_a_yes_for_a_no_is_wrong_but_yesterday_is_no_yes(opening, wrong):
    assert expecting_no(f"{opening}Mishustin told Xi Jinping that they would not yield") == wrong


def test_a_short_answer_in_bold_that_is_not_the_answer_is_wrong():
    said = reply(
        f"**China** — {RECORD_QUOTE[:-1]} [1].", citations=[cite(1, "trade.txt", RECORD_QUOTE)]
    )
    right = reply(
        f"**$190 billion** — {RECORD_QUOTE[:-1]} [1].",
        citations=[cite(1, "trade.txt", RECORD_QUOTE)],
    )

    assert answer_score(trade_case(), said, LIBRARY).wrong == ("China",)
    assert answer_score(trade_case(), right, LIBRARY).wrong == ()


def test_the_short_answer_is_what_the_reply_tells_as_such():
    """In an older run, and in a text that was changed, it is what stands in bold."""
    told = Claim("**$190 billion** — So it was [1].", head="")

    assert told.lead == ""
    assert replace(told, head="$5 * 2").lead == "$5 * 2"
    assert replace(told, head=None).lead == "$190 billion"


@pytest.mark.parametrize(("lead", "wrong"), [("No", ()), ("Yes", ("yes", "Yes")), ("Li", ("Li",))])
def test_a_yes_or_no_in_bold_is_held_to_the_polarity(lead, wrong):
    assert (
        expecting_no(f"**{lead}** — Mishustin told Xi Jinping that they would not yield") == wrong
    )


# Refusal


def test_the_table_of_refusals():
    table = refusal_table(
        [(True, True), (True, False), (False, True), (False, False), (False, False)]
    )

    assert (table.refused_rightly, table.answered_unanswerable) == (1, 1)
    assert (table.refused_wrongly, table.answered_answerable) == (1, 2)


def test_risk_falls_to_zero_when_confidence_orders_the_answers():
    judged = [(0.9, True), (0.8, True), (0.2, False), (0.1, False)]

    curve = risk_coverage(judged)

    assert [(p.coverage, p.risk) for p in curve] == [(0.25, 0), (0.5, 0), (0.75, 1 / 3), (1, 0.5)]
    assert aurc(judged) < aurc([(1 - c, right) for c, right in judged])
    assert aurc([]) is None


def test_answers_of_one_confidence_cannot_be_parted():
    (point,) = risk_coverage([(0.5, True), (0.5, False)])

    assert (point.coverage, point.risk) == (1.0, 0.5)


# Where it failed


def test_each_step_that_loses_the_answer_is_named():
    evidence = seen("trade.txt", RECORD_QUOTE)
    away = cite(1, "raid.txt", RAID_QUOTE)

    def stage(answer: Reply, library=LIBRARY):
        return lost_at(trade_case(), answer, library)

    assert stage(refusal(), {}) == "not indexed"
    assert stage(refusal(seen("raid.txt", RAID_QUOTE))) == "not retrieved"
    assert stage(refusal(evidence)) == "retrieved but unused"
    assert stage(reply("It was $190 billion.", passages=[evidence])) == "used but not cited"
    assert (
        stage(reply("It was $190 billion [1].", citations=[away], passages=[evidence]))
        == "cited wrongly"
    )
    assert stage(right_answer()) is None


# Time and cost


def test_percentiles_are_values_that_occurred():
    assert percentile([3, 1, 2, 4], 50) == 2
    assert percentile([3, 1, 2, 4], 95) == 4
    assert percentile([5], 50) == 5


def test_stages_are_timed_apart_and_errors_not_at_all():
    answered = replace(right_answer(), timings={"retrieve": 0.2}, prompt_tokens=7, cost=0.5)
    records = [Record("a", "reader", reply=answered, seconds=1.0), Record("b", "reader", error="x")]

    rows = {row.stage: (row.p50, row.n) for row in latency(records)}

    assert rows == {"whole answer": (1.0, 1), "retrieve": (0.2, 1)}
    assert (spent(records).prompt_tokens, spent(records).cost) == (7, 0.5)
    assert spent(records[1:]).cost is None
