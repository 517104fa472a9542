"""Medians of waiting times with bootstrap intervals: whole cases are drawn again, censored ones included.

The cases come as counts by day, so one draw is one multinomial: the time does not grow with the number of cases.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from dashboard.evaluation.estimates import LEVEL, Estimate

DRAWS = 1_000
SEED = 20230620
# absorbs the rounding of the product where the curve meets one half exactly, as the query does
ROUNDING = 1e-9


@dataclass(frozen=True)
class Waiting:
    """Cases of one side by working days: ``finished`` and ``censored`` counts on ascending ``days``.

    ``seed`` is that of the draws: two sides that are compared have different ones.
    """

    days: np.ndarray
    finished: np.ndarray
    censored: np.ndarray
    seed: int = SEED

    @property
    def case_count(self) -> int:
        """Finished and still waiting."""
        return int(self.finished.sum() + self.censored.sum())

    @cached_property
    def draws(self) -> np.ndarray:
        """Medians of samples with replacement; inf where the curve of a sample stays above one half."""
        counts = np.concatenate([self.finished, self.censored])
        drawn = np.random.default_rng(self.seed).multinomial(self.case_count, counts / counts.sum(), size=DRAWS)
        return _draw_medians(self, drawn[:, : len(self.days)], drawn[:, len(self.days) :])


def pool_waiting(durations: pl.DataFrame, *, seed: int = SEED) -> Waiting:
    """All keys of ``process/durations`` together."""
    rows = durations.group_by("days").agg(pl.col("finished_count", "censored_count").sum()).sort("days")
    days, finished, censored = (rows[name].to_numpy() for name in ("days", "finished_count", "censored_count"))
    return Waiting(days, finished, censored, seed)


def find_median(cases: Waiting) -> float | None:
    """Kaplan–Meier median; None where the curve does not come down to one half."""
    if not cases.case_count:
        return None
    return _drop_infinite(_draw_medians(cases, cases.finished[None, :], cases.censored[None, :])[0])


def estimate_median(cases: Waiting) -> Estimate | None:
    """The median with its percentile interval (Efron 1981); a bound that the curve does not reach is None."""
    value = find_median(cases)
    return None if value is None else _estimate(value, cases.draws)


def contrast_medians(a: Waiting, b: Waiting) -> tuple[Estimate, Estimate | None] | None:
    """Difference and ratio of the medians of two sides, each drawn on its own; None where a median is not reached."""
    first, second = find_median(a), find_median(b)
    if first is None or second is None:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = _estimate(first / second, a.draws / b.draws) if second else None
        # inf - inf: neither side reaches its median in that draw, nothing is known of the difference
        difference = np.nan_to_num(a.draws - b.draws, nan=np.inf, posinf=np.inf, neginf=-np.inf)
    return _estimate(first - second, difference), ratio


def _draw_medians(cases: Waiting, finished: np.ndarray, censored: np.ndarray) -> np.ndarray:
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
    return Estimate(value, _drop_infinite(low), _drop_infinite(high))


def _drop_infinite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
