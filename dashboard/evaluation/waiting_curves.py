"""Curves of waiting time: the share still undecided after so many working days, by Kaplan and Meier (1958).

The estimator and its 95 % interval (Greenwood's variance) are SciPy's.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import polars as pl

ROUNDING = 1e-9


@dataclass(frozen=True)
class Curve:
    """One group: ``undecided`` is the share still waiting after ``days``, ``low`` and ``high`` its 95 % interval."""

    key: str | None
    days: list[int]
    undecided: list[float]
    low: list[float]
    high: list[float]
    case_count: int

    @property
    def median(self) -> int | None:
        """Days after which half or fewer still wait; None where the curve does not get there."""
        reached = (day for day, share in zip(self.days, self.undecided, strict=True) if share <= 0.5 + ROUNDING)
        return next(reached, None)


def fit_curves(durations: pl.DataFrame) -> list[Curve]:
    """Curves of ``process/durations``, the largest group first.

    Args:
        durations: key, days, finished_count, censored_count; one row a key and number of days.
    """
    groups = durations.partition_by("key", maintain_order=True)
    return sorted((_fit_curve(group) for group in groups), key=lambda curve: -curve.case_count)


def count_at_risk(durations: pl.DataFrame, *, marks: list[int]) -> pl.DataFrame:
    """How many cases are still observed at each mark: key and one column a mark (``day_<n>``)."""
    counts = [
        (pl.col("finished_count") + pl.col("censored_count")).filter(pl.col("days") >= mark).sum().alias(f"day_{mark}")
        for mark in marks
    ]
    return durations.group_by("key", maintain_order=True).agg(*counts)


def _fit_curve(group: pl.DataFrame) -> Curve:
    # scipy's statistics take half a second to load: only this page asks for them
    from scipy.stats import CensoredData, ecdf

    days = group["days"].to_numpy()
    finished = np.repeat(days, group["finished_count"].to_numpy())
    censored = np.repeat(days, group["censored_count"].to_numpy())
    if finished.size == 0:
        return Curve(group["key"][0], [0], [1.0], [1.0], [1.0], censored.size)
    curve = ecdf(CensoredData(uncensored=finished, right=censored)).sf
    with warnings.catch_warnings():
        # where all or none have left, the interval is undefined: it has no width there
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = curve.confidence_interval(method="log-log")
    shares = np.asarray(curve.probabilities, dtype=float)
    low, high = (np.where(np.isnan(bound.probabilities), shares, bound.probabilities) for bound in interval)
    return Curve(
        group["key"][0],
        [0, *(int(day) for day in curve.quantiles)],
        [1.0, *shares.tolist()],
        [1.0, *low.tolist()],
        [1.0, *high.tolist()],
        finished.size + censored.size,
    )
