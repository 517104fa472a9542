"""Intervals against formulae written out here, published examples and simulation; bootstrap against scipy's own."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from scipy import stats

from dashboard.evaluation import estimates
from dashboard.evaluation.waiting import Waiting, contrast_medians, estimate_median, find_median, pool_waiting

COUNTS = st.integers(5, 5_000)
Z = 1.959963984540054


def wilson(part: int, whole: int) -> tuple[float, float]:
    share = part / whole
    middle = share + Z**2 / (2 * whole)
    half = Z * math.sqrt(share * (1 - share) / whole + Z**2 / (4 * whole**2))
    return (middle - half) / (1 + Z**2 / whole), (middle + half) / (1 + Z**2 / whole)


def garwood(events: int) -> tuple[float, float]:
    low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    return float(low), float(stats.chi2.ppf(0.975, 2 * events + 2) / 2)


def odds(quantile: float, x: int, y: int) -> float:
    """Odds of a quantile of beta(x, y), from the smaller of the share and its rest: the other has too few digits."""
    share, rest = stats.beta.ppf(quantile, x, y), stats.beta.ppf(1 - quantile, y, x)
    return float(share / (1 - share) if share < rest else (1 - rest) / rest)


@settings(max_examples=60, deadline=None)
@given(a=COUNTS, b=COUNTS, exposure=st.floats(0.1, 50))
def test_counts_agree_with_the_written_out_formulae(a: int, b: int, exposure: float) -> None:
    found = estimates.estimate_count(a)
    assert (found.low, found.high) == pytest.approx(garwood(a), rel=1e-9)
    # Clopper and Pearson by beta quantiles, turned from the share a / (a + b) into the odds a / b
    low, high = odds(0.025, a, b + 1), odds(0.975, a + 1, b)
    ratio = estimates.estimate_count_ratio(a, b, exposure_a=exposure)
    assert ratio is not None
    assert ratio.value == pytest.approx(a / b / exposure, rel=1e-12)
    assert (ratio.low, ratio.high) == pytest.approx((low / exposure, high / exposure), rel=1e-9)
    # MOVER: each bound from the nearer arm of one side and the farther arm of the other
    (low_a, high_a), (low_b, high_b) = garwood(a), garwood(b)
    difference = estimates.estimate_count_difference(a, b)
    assert difference.low == pytest.approx(a - b - math.hypot(a - low_a, high_b - b), abs=1e-9 * max(a, b))
    assert difference.high == pytest.approx(a - b + math.hypot(high_a - a, b - low_b), abs=1e-9 * max(a, b))


@settings(max_examples=60, deadline=None)
@given(a=st.integers(0, 5_000), b=st.integers(1, 5_000), per=st.tuples(st.floats(0.1, 50), st.floats(0.1, 50)))
def test_counts_of_unequal_exposures_agree_with_the_written_out_formulae(a: int, b: int, per: tuple[float, float]) -> None:
    (low_a, high_a), (low_b, high_b) = ([bound / each for bound in garwood(n)] for n, each in zip((a, b), per, strict=True))
    found = estimates.estimate_count(a, exposure=per[0])
    assert (found.value, found.low, found.high) == pytest.approx((a / per[0], low_a, high_a), rel=1e-9, abs=1e-12)
    difference = estimates.estimate_count_difference(a, b, exposure_a=per[0], exposure_b=per[1])
    value, scale = a / per[0] - b / per[1], max(high_a, high_b)
    assert difference.value == pytest.approx(value, abs=1e-9 * scale)
    assert difference.low == pytest.approx(value - math.hypot(a / per[0] - low_a, high_b - b / per[1]), abs=1e-9 * scale)
    assert difference.high == pytest.approx(value + math.hypot(high_a - a / per[0], b / per[1] - low_b), abs=1e-9 * scale)
    ratio = estimates.estimate_count_ratio(a, b, exposure_a=per[0], exposure_b=per[1])
    assert ratio is not None
    low, high = odds(0.025, a, b + 1) if a else 0.0, odds(0.975, a + 1, b)
    turned = [bound * per[1] / per[0] for bound in (low, high)]
    assert (ratio.low, ratio.high) == pytest.approx(turned, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("a", [1, 94, 5_000])
def test_the_ratio_to_one_event_is_exact(a: int) -> None:
    # against one event the upper share is the 97.5th percentile of beta(a + 1, 1), whose distribution is x ** (a + 1)
    power = math.log(0.975) / (a + 1)
    ratio = estimates.estimate_count_ratio(a, 1)
    assert ratio is not None
    assert ratio.high == pytest.approx(math.exp(power) / -math.expm1(power), rel=1e-11)


@settings(max_examples=60, deadline=None)
@given(sides=st.tuples(st.integers(5, 400), st.floats(0, 1), st.integers(5, 400), st.floats(0, 1)))
def test_rates_agree_with_the_written_out_formulae(sides: tuple[int, float, int, float]) -> None:
    whole_a, whole_b = sides[0], sides[2]
    part_a, part_b = round(whole_a * sides[1]), round(whole_b * sides[3])
    found = estimates.estimate_rate(part_a, whole_a)
    (low_a, high_a), (low_b, high_b) = wilson(part_a, whole_a), wilson(part_b, whole_b)
    assert (found.low, found.high) == pytest.approx((low_a, high_a), abs=1e-9)
    rate_a, rate_b = part_a / whole_a, part_b / whole_b
    difference = estimates.estimate_rate_difference(part_a, whole_a, part_b, whole_b)
    assert difference.low == pytest.approx(rate_a - rate_b - math.hypot(rate_a - low_a, high_b - rate_b), abs=1e-9)
    assert difference.high == pytest.approx(rate_a - rate_b + math.hypot(high_a - rate_a, rate_b - low_b), abs=1e-9)
    ratio = estimates.estimate_rate_ratio(part_a, whole_a, part_b, whole_b)
    if ratio is None:
        assert part_b == 0
    elif ratio.has_interval:
        spread = Z * math.sqrt(1 / part_a - 1 / whole_a + 1 / part_b - 1 / whole_b)
        assert ratio.low == pytest.approx(rate_a / rate_b * math.exp(-spread), rel=1e-9)
        assert ratio.high == pytest.approx(rate_a / rate_b * math.exp(spread), rel=1e-9)


def test_published_examples() -> None:
    # Newcombe (1998), table II: 56/70 against 48/80, method 10
    found = estimates.estimate_rate_difference(56, 70, 48, 80)
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
    # the same table: 9/10 against 3/10
    found = estimates.estimate_rate_difference(9, 10, 3, 10)
    assert (found.low, found.high) == (pytest.approx(0.1705, abs=5e-5), pytest.approx(0.8090, abs=5e-5))


def test_edges_give_no_made_up_bound() -> None:
    assert estimates.estimate_count_ratio(7, 0) is None
    assert estimates.estimate_rate_ratio(3, 9, 0, 8) is None
    both_full = estimates.estimate_rate_ratio(9, 9, 8, 8)
    assert both_full is not None
    assert not both_full.has_interval
    nothing = estimates.estimate_count_ratio(0, 9)
    assert nothing is not None
    assert (nothing.value, nothing.low) == (0, 0)


def test_the_exact_ratio_covers_at_least_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    pairs = zip(random.poisson(24, 400), random.poisson(16, 400), strict=True)
    ratios = [estimates.estimate_count_ratio(int(a), int(b)) for a, b in pairs]
    assert np.mean([ratio.low <= 1.5 <= ratio.high for ratio in ratios if ratio]) >= 0.93


def cases(days: list[int], finished: list[int], censored: list[int]) -> Waiting:
    return Waiting(np.array(days), np.array(finished), np.array(censored))


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=12))
def test_the_median_is_that_of_lifelines(rows: list[tuple[int, int]]) -> None:
    days = list(range(0, 3 * len(rows), 3))
    side = cases(days, [done for done, _ in rows], [open_ for _, open_ in rows])
    if not side.case_count:
        assert find_median(side) is None
        return
    durations = [day for day, (done, open_) in zip(days, rows, strict=True) for _ in range(done + open_)]
    events = [flag for done, open_ in rows for flag in [1] * done + [0] * open_]
    expected = KaplanMeierFitter().fit(durations, events).median_survival_time_
    # a curve that meets one half exactly counts as reached, as the query has it
    curve = KaplanMeierFitter().fit(durations, events).survival_function_["KM_estimate"]
    meets = curve[curve <= 0.5 + 1e-9]
    assert find_median(side) == (meets.index[0] if len(meets) else None)
    assert math.isinf(expected) or find_median(side) is not None


def test_bootstrap_without_censoring_agrees_with_scipy() -> None:
    random = np.random.default_rng(3)
    sample = random.poisson(40, 301)
    days, counts = np.unique(sample, return_counts=True)
    found = estimate_median(Waiting(days, counts, np.zeros_like(counts)))
    assert found is not None
    other = stats.bootstrap((sample,), np.median, method="percentile", n_resamples=2_000, random_state=5, vectorized=True)
    assert found.value == np.median(sample)
    assert found.low == pytest.approx(other.confidence_interval.low, abs=1)
    assert found.high == pytest.approx(other.confidence_interval.high, abs=1)
    assert estimate_median(Waiting(days, counts, np.zeros_like(counts))) == found, "the seed is fixed"


def test_bootstrap_interval_covers_the_true_median() -> None:
    random = np.random.default_rng(11)
    hits = 0
    for _ in range(200):
        waited, leaves = random.exponential(50, 120), random.exponential(120, 120)
        days = np.floor(np.minimum(waited, leaves)).astype(int)
        marks = np.unique(days)
        done = np.array([((days == mark) & (waited <= leaves)).sum() for mark in marks])
        gone = np.array([((days == mark) & (waited > leaves)).sum() for mark in marks])
        found = estimate_median(Waiting(marks, done, gone))
        assert found is not None
        # a day stands for the time up to its end
        hits += (found.low or 0) <= 50 * math.log(2) <= (math.inf if found.high is None else found.high + 1)
    assert 0.91 <= hits / 200 <= 0.99


def test_medians_that_are_not_reached_stay_open() -> None:
    few = cases([10, 20], [4, 0], [0, 6])
    assert find_median(few) is None
    assert contrast_medians(few, cases([10], [9], [0])) is None
    nearly = estimate_median(cases([10, 20], [6, 0], [0, 5]))
    assert nearly is not None
    assert (nearly.value, nearly.high) == (10, None)
    found = contrast_medians(cases([10, 30], [5, 5], [0, 0]), cases([5, 10], [5, 5], [0, 0]))
    assert found is not None
    assert found[0].value == 5
    assert found[1] is not None
    assert found[1].value == 2


def test_all_keys_of_a_query_together() -> None:
    rows = pl.DataFrame({
        "key": ["a", "b", "a"], "days": [3, 3, 1], "finished_count": [1, 2, 4], "censored_count": [0, 1, 0],
    })  # fmt: skip
    side = pool_waiting(rows)
    assert (side.days.tolist(), side.finished.tolist(), side.censored.tolist()) == ([1, 3], [4, 3], [0, 1])
    assert side.case_count == 8
