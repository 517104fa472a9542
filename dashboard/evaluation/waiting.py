"""Medians of waiting times with bootstrap intervals: whole cases are drawn again, censored ones included.

The cases come as counts by day, so one draw is one multinomial: the time does not grow with the number of cases.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.evaluation.estimates import LEVEL, Estimate

DRAWS = 2_000
SEED = 20230620
# absorbs the rounding of the product where the curve meets one half exactly, as the query does
ROUNDING = 1e-9


@dataclass(frozen=True)
class Waiting:
    """Cases of one side by working days: ``finished`` and ``censored`` counts on ascending ``days``."""

    days: np.ndarray
    finished: np.ndarray
    censored: np.ndarray

    @property
    def case_count(self) -> int:
        """Finished and still waiting."""
        return int(self.finished.sum() + self.censored.sum())


def waiting(durations: pl.DataFrame) -> Waiting:
    """All keys of ``process/durations`` together."""
    rows = durations.group_by("days").agg(pl.col("finished_count", "censored_count").sum()).sort("days")
    return Waiting(*(rows[name].to_numpy() for name in ("days", "finished_count", "censored_count")))


def median(cases: Waiting) -> float | None:
    """Kaplan–Meier median; None where the curve does not come down to one half."""
    if not cases.case_count:
        return None
    return _number(_medians(cases, cases.finished[None, :], cases.censored[None, :])[0])


def median_interval(cases: Waiting, *, seed: int = SEED) -> Estimate | None:
    """The median with its percentile interval (Efron 1981); a bound that the curve does not reach is None."""
    value = median(cases)
    return None if value is None else _estimate(value, redrawn(cases, seed=seed))


def median_contrast(a: Waiting, b: Waiting) -> tuple[Estimate, Estimate | None] | None:
    """Difference and ratio of the medians of two sides, each drawn on its own; None where a median is not reached."""
    first, second = median(a), median(b)
    if first is None or second is None:
        return None
    draws_a, draws_b = redrawn(a, seed=SEED), redrawn(b, seed=SEED + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = _estimate(first / second, draws_a / draws_b) if second else None
        # inf - inf: neither side reaches its median in that draw, nothing is known of the difference
        difference = np.nan_to_num(draws_a - draws_b, nan=np.inf, posinf=np.inf, neginf=-np.inf)
    return _estimate(first - second, difference), ratio


def redrawn(cases: Waiting, *, seed: int, draws: int = DRAWS) -> np.ndarray:
    """Medians of ``draws`` samples with replacement; inf where the curve of a sample stays above one half."""
    counts = np.concatenate([cases.finished, cases.censored])
    drawn = np.random.default_rng(seed).multinomial(cases.case_count, counts / counts.sum(), size=draws)
    return _medians(cases, drawn[:, : len(cases.days)], drawn[:, len(cases.days) :])


def _medians(cases: Waiting, finished: np.ndarray, censored: np.ndarray) -> np.ndarray:
    """Product-limit medians of many samples at once: one row a sample, one column a day."""
    leaving = finished + censored
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1]
    survival = np.cumprod(1 - finished / np.maximum(at_risk, 1), axis=1)
    reached = survival <= 0.5 + ROUNDING
    return np.where(reached.any(axis=1), cases.days[reached.argmax(axis=1)].astype(float), np.inf)


def _estimate(value: float, draws: np.ndarray) -> Estimate:
    known = draws[~np.isnan(draws)]
    # order statistics instead of interpolation: between a day and "never" there is no day
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="inverted_cdf")
    return Estimate(value, _number(low), _number(high))


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
