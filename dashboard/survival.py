"""Curves of waiting time: the share still undecided after so many working days, by Kaplan and Meier (1958)."""

from dataclasses import dataclass

import numpy as np
import polars as pl


@dataclass(frozen=True)
class Curve:
    """One group: ``undecided`` is the share still waiting after ``days``; ``at_risk`` counts those still observed."""

    key: str | None
    days: list[int]
    undecided: list[float]
    case_count: int
    finished_count: int

    def still_waiting(self, day: int) -> float:
        """Share that waits longer than ``day`` working days."""
        earlier = [share for at, share in zip(self.days, self.undecided, strict=True) if at <= day]
        return earlier[-1] if earlier else 1.0


def curves(durations: pl.DataFrame) -> list[Curve]:
    """Curves of ``process/durations``, the largest group first.

    Args:
        durations: key, days, finished_count, censored_count; one row a key and number of days.
    """
    groups = durations.partition_by("key", maintain_order=True)
    return sorted((_curve(group) for group in groups), key=lambda curve: -curve.case_count)


def at_risk(durations: pl.DataFrame, *, marks: list[int]) -> pl.DataFrame:
    """How many cases are still observed at each mark: key and one column a mark (``day_<n>``)."""
    counts = [
        (pl.col("finished_count") + pl.col("censored_count")).filter(pl.col("days") >= mark).sum().alias(f"day_{mark}")
        for mark in marks
    ]
    return durations.group_by("key", maintain_order=True).agg(*counts)


def _curve(group: pl.DataFrame) -> Curve:
    # scipy's statistics take half a second to load: only this page asks for them
    from scipy.stats import CensoredData, ecdf

    days = group["days"].to_numpy()
    finished = np.repeat(days, group["finished_count"].to_numpy())
    censored = np.repeat(days, group["censored_count"].to_numpy())
    if finished.size == 0:
        shares: list[float] = []
        points: list[int] = []
    else:
        curve = ecdf(CensoredData(uncensored=finished, right=censored)).sf
        points = [int(day) for day in curve.quantiles]
        shares = [float(share) for share in curve.probabilities]
    return Curve(group["key"][0], [0, *points], [1.0, *shares], finished.size + censored.size, finished.size)
