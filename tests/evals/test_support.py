"""Whether sources carry a claim."""

from __future__ import annotations

import pytest

from evals.support import support
from evals.testing import RECORD_QUOTE

SOURCE = "Russian Defense Minister Sergei Shoigu told Xi Jinping that 70 militants were routed."


def test_no_claim_and_no_source_are_not_support():
    assert not support("", [SOURCE]).holds
    assert not support("A claim.", []).holds


@pytest.mark.parametrize(
    "claim",
    [
        SOURCE,
        "Shoigu told Xi that seventy militants were routed.",
        "According to the article, 70 militants were routed.",
        "Sergei Shoigu — Russian Defense Minister Sergei Shoigu told Xi Jinping that 70 militants "
        "were routed.",
    ],
)
def test_the_same_in_other_words_is_supported(claim):
    assert support(claim, [SOURCE]).holds


@pytest.mark.parametrize(
    ("claim", "clash"),
    [
        ("Shoigu told Xi that 80 militants were routed.", "number"),
        ("Shoigu told Xi Jinping that 70 militants were not routed.", "negation added"),
        ("Peskov told Xi Jinping that 70 militants were routed.", "name"),
        (
            "Russian Defense Minister Xi Jinping told Sergei Shoigu that 70 militants were routed.",
            "names swapped",
        ),
    ],
)
def test_a_changed_number_name_role_or_polarity_clashes(claim, clash):
    result = support(claim, [SOURCE], context=["Then Mr Peskov and Xi left."])

    assert not result.holds
    assert any(clash in c for c in result.clashes)


def test_a_short_answer_before_its_sentence_is_held_to_the_source_too():
    assert support(f"$190 billion — {RECORD_QUOTE}", [RECORD_QUOTE]).holds
    assert not support(f"$180 billion — {RECORD_QUOTE}", [RECORD_QUOTE]).holds


def test_words_of_something_else_are_not_support_though_nothing_clashes():
    result = support("The harvest failed because of drought and locusts.", [SOURCE])

    assert not result.clashes
    assert not result.holds


def test_support_is_the_same_every_time():
    swapped = "Xi Jinping told Sergei Shoigu that 70 militants were routed."

    assert len({support(swapped, [SOURCE + " " * i]).clashes for i in range(20)}) == 1
