"""Intervals and tests, against values computed elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.statistics import (
    cluster_bootstrap,
    compare_means,
    compare_rates,
    correlation_gain,
    correlation_interval,
    detectable,
    mcnemar,
    pearson,
    ranks,
    spearman,
    wilson,
)


def test_wilson_as_in_the_textbook():
    interval = wilson(81, 263)  # Newcombe 1998, table I

    assert (round(interval.low, 4), round(interval.high, 4)) == (0.2553, 0.3662)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_its_rate_and_stays_a_rate(counts):
    interval = wilson(*counts)

    assert 0 <= interval.low <= interval.value + 1e-12
    assert interval.value - 1e-12 <= interval.high <= 1
    assert interval.low < interval.high


def test_all_of_a_few_is_not_certain():
    assert wilson(5, 5).low < 0.6
    with pytest.raises(ValueError, match="nothing"):
        wilson(0, 0)


def test_cases_of_one_story_make_the_interval_wider():
    values = [1.0] * 20 + [0.0] * 20
    alike = ["a"] * 20 + ["b"] * 20
    apart = [str(i) for i in range(40)]

    wide, narrow = cluster_bootstrap(values, alike), cluster_bootstrap(values, apart)

    assert wide.value == narrow.value == 0.5
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert cluster_bootstrap(values, apart) == narrow  # seeded


@pytest.mark.parametrize(
    ("gained", "lost", "p"), [(0, 0, 1.0), (10, 2, 0.0386), (5, 5, 1.0), (8, 0, 0.0078)]
)
def test_mcnemar_is_exact(gained, lost, p):
    assert mcnemar(gained, lost) == pytest.approx(p, abs=1e-4)


def test_the_three_verdicts():
    n = 400
    same = [True] * 300 + [False] * 100
    better = [True] * 340 + [False] * 60

    assert compare_rates(same, better, matters=0.05).verdict == "changed"
    assert compare_rates(same, same, matters=0.05).verdict == "no change"
    few = compare_rates(same[295:305], same[296:306], matters=0.05)
    assert few.verdict == "too few cases to tell"
    assert few.detectable > 0.05
    assert detectable(0, n) < detectable(40, n) < detectable(40, 50)


def test_a_change_that_is_found_has_an_interval_that_says_so():
    found = compare_rates([False] * 12 + [True] * 8, [True] * 20, matters=0.05)

    assert found.verdict == "changed"
    assert 0 < found.change.low < found.change.value == 0.6


def test_the_interval_of_a_paired_change_as_in_the_textbook():
    before = [True] * 38 + [False] * 12
    after = [True] * 36 + [False] * 2 + [True] * 12  # 36 both, 2 lost, 12 gained, 0 neither

    found = compare_rates(before, after, matters=0.05).change

    assert found.value == pytest.approx(0.24 - 0.04)
    assert (round(found.low, 2), round(found.high, 2)) == (0.06, 0.34)


def test_pairs_have_to_be_pairs():
    with pytest.raises(ValueError, match="cannot be paired"):
        compare_rates([True], [True, False], matters=0.05)


def test_means_are_compared_pair_by_pair():
    before = [0.1 * (i % 10) for i in range(60)]
    stories = [str(i % 12) for i in range(60)]

    assert (
        compare_means(before, [b + 0.2 for b in before], stories, matters=0.1).verdict == "changed"
    )
    assert compare_means(before, before, stories, matters=0.1).verdict == "no change"


@pytest.mark.parametrize(
    ("deltas", "stories", "verdict"),
    [
        ([0.3], "s", "too few cases to tell"),
        ([0.0, 0.0], "ab", "too few cases to tell"),
        ([0.3] * 50, "abcde" * 10, "too few cases to tell"),
        ([0.0, 0.01, -0.01] * 20, "abc" * 20, "too few cases to tell"),
        ([0.0] * 60, "abcdef" * 10, "too few cases to tell"),
        ([0.0] * 100, "abcdefghij" * 10, "no change"),
        ([0.3] * 6, "abcdef", "changed"),
        ([0.3, 0.2] * 10, "s" * 20, "changed"),
    ],
)
def test_of_a_few_cases_or_stories_nothing_is_said(deltas, stories, verdict):
    found = compare_means([0.0] * len(deltas), deltas, list(stories), matters=0.05)

    assert found.verdict == verdict


def test_correlations_as_computed_elsewhere():
    x, y = [1, 2, 3, 4, 5], [2, 1, 4, 3, 7]

    assert pearson(x, y) == pytest.approx(0.8241, abs=1e-3)
    assert spearman(x, y) == pytest.approx(0.8)
    assert pearson(x, [1] * 5) == 0.0
    assert ranks([10, 20, 10]).tolist() == [1.5, 3.0, 1.5]


def test_the_gain_over_itself_is_nothing():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=40).tolist(), rng.normal(size=40).tolist()
    stories = [str(i) for i in range(40)]

    gain = correlation_gain(x, x, y, stories)

    assert (gain.value, gain.low, gain.high) == (0, 0, 0)
    interval = correlation_interval(x, x, stories)
    assert (interval.low, interval.value) == (pytest.approx(1), pytest.approx(1))
