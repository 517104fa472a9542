"""Estimates of effects by the designs that the data allow, from diff-diff and scipy; or a refusal with its reason.

An estimate says what a design shows under its assumptions and nothing beyond. Changes are in logarithms where every
value is positive (an effect of 0.05 is about 5 per cent), else in the unit of the indicator.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import polars as pl

from dashboard.evaluation.estimates import LEVEL, Estimate

Scale = Literal["log", "level"]
SIGNIFICANT = 1 - LEVEL


@dataclass(frozen=True)
class Check:
    """One check of an assumption: an estimate that should be 0, or a p-value that should not be small."""

    name: str
    estimate: Estimate | None = None
    p_value: float | None = None
    wanted: Literal["none", "some"] = "none"

    @property
    def holds(self) -> bool:
        """Whether the check finds what the design needs (``wanted`` none: nothing there; some: something there)."""
        if self.estimate is None:
            return self.p_value is not None and self.p_value >= SIGNIFICANT
        low, high = self.estimate.low, self.estimate.high
        is_there = low is not None and high is not None and not low <= 0 <= high
        return is_there == (self.wanted == "some")


@dataclass(frozen=True)
class Effect:
    """An estimate with the units on either side, the estimates by year around the event, and the checks.

    ``left_out`` lack an outcome in the years needed; ``far`` have one and lie too far from the line to count. Where a sample
    was compared, ``sampled_from`` is the number of organisations that it was taken from.
    """

    estimate: Estimate
    treated: int
    control: int
    left_out: int
    scale: Scale
    by_year: tuple[tuple[int, Estimate], ...] = ()
    checks: tuple[Check, ...] = field(default=())
    far: int = 0
    sampled_from: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether every check that could be made holds."""
        return all(check.holds for check in self.checks)


@dataclass(frozen=True)
class Refusal:
    """Why nothing is estimated: ``few`` units on a side, or the library finds no estimate (``unstable``)."""

    reason: Literal["few", "unstable"]
    treated: int
    control: int
    minimum: int
    left_out: int = 0


def add_changes(rows: pl.DataFrame) -> tuple[pl.DataFrame, Scale]:
    """``change`` (year before to year after) and ``earlier_change`` (two years before to one before) of each row.

    Args:
        rows: earlier_value, before_value, after_value.
    """
    names = ("earlier_value", "before_value", "after_value")
    known = pl.concat([rows[name].drop_nulls() for name in names])
    scale: Scale = "log" if len(known) and bool((known > 0).all()) else "level"
    values = {name: pl.col(name).log() if scale == "log" else pl.col(name) for name in names}
    return rows.with_columns(
        change=values["after_value"] - values["before_value"],
        earlier_change=values["before_value"] - values["earlier_value"],
    ), scale


def estimate_group(rows: pl.DataFrame, *, minimum: int) -> Effect | Refusal:
    """Difference between the mean changes of winners and nominees with Welch's interval (Welch 1947).

    With two periods this is difference-in-differences. Check: the mean changes before did not differ.

    Args:
        rows: ``evaluation/effect_nominees``.
        minimum: organisations needed on either side.
    """
    changed, scale = add_changes(rows)
    used = changed.filter(pl.col("change").is_not_null())
    winners, nominees = used.filter("is_winner"), used.filter(~pl.col("is_winner"))
    left_out = rows.height - used.height
    if min(winners.height, nominees.height) < minimum:
        return Refusal("few", winners.height, nominees.height, minimum, left_out)
    checks = []
    earlier = [side["earlier_change"].drop_nulls().to_numpy() for side in (winners, nominees)]
    if min(len(side) for side in earlier) >= minimum:
        checks.append(Check("same_change_before", estimate_difference(*earlier)))
    estimate = estimate_difference(winners["change"].to_numpy(), nominees["change"].to_numpy())
    return Effect(estimate, winners.height, nominees.height, left_out, scale, checks=tuple(checks))


def estimate_difference(a: np.ndarray, b: np.ndarray) -> Estimate:
    """Difference of two means with Welch's interval."""
    from scipy.stats import ttest_ind

    bounds = ttest_ind(a, b, equal_var=False).confidence_interval(LEVEL)
    return Estimate(float(a.mean() - b.mean()), float(bounds.low), float(bounds.high))


def estimate_staggered(panel: pl.DataFrame, *, minimum: int) -> Effect | Refusal:
    """Average effect on those approved, against those not yet or never approved (Callaway and Sant'Anna 2021).

    Only organisations with a value in every year of the panel are used, and of the approved only those observed before.
    Checks: each year before the first approval shows no difference, and all of them together (Wald).

    Args:
        panel: ``evaluation/effect_panel``.
        minimum: organisations needed on either side.
    """
    used, left_out = balance(panel)
    scale: Scale = "log" if used.height and bool((used["value"] > 0).all()) else "level"
    first = used.group_by("unit").agg(pl.col("first_year").first())["first_year"]
    treated, control = int((first > 0).sum()), int((first == 0).sum())
    if min(treated, control) < minimum:
        return Refusal("few", treated, control, minimum, left_out)
    values = used.with_columns(pl.col("value").log() if scale == "log" else pl.col("value"))
    answer = try_fit(lambda: estimate_average(values))
    if answer is None:
        return Refusal("unstable", treated, control, minimum, left_out)
    estimate, by_year, wald = answer
    if not np.isfinite(estimate.value):
        return Refusal("unstable", treated, control, minimum, left_out)
    checks = (Check("no_trend_before", p_value=wald),) if wald is not None else ()
    return Effect(estimate, treated, control, left_out, scale, by_year, checks, sampled_from=_count_sampled(panel))


def _count_sampled(panel: pl.DataFrame) -> int | None:
    """Organisations with the outcome, where the panel holds a sample of them."""
    known = int(panel["organisation_count"][0]) if "organisation_count" in panel.columns else 0
    return known if known > panel["unit"].n_unique() else None


def balance(panel: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Organisations with a value in every year of the panel that were not approved in its first year or before.

    An approval after the last year of the panel counts as never within it. Also how many organisations are left out.
    """
    if panel.is_empty():
        return panel, 0
    years = panel["year"].n_unique()
    first, last = panel["year"].min(), panel["year"].max()
    whole = panel.filter(pl.len().over("unit") == years)
    kept = whole.filter((pl.col("first_year") == 0) | (pl.col("first_year") > first))
    kept = kept.with_columns(first_year=pl.when(pl.col("first_year") > last).then(0).otherwise("first_year"))
    return kept, panel["unit"].n_unique() - kept["unit"].n_unique()


def estimate_average(values: pl.DataFrame) -> tuple[Estimate, tuple[tuple[int, Estimate], ...], float | None]:
    """Callaway and Sant'Anna (2021): the average effect, the effect by year around the event, and the test before it.

    Args:
        values: unit, year, first_year (0: never), value; every unit in every year.
    """
    from diff_diff import CallawaySantAnna

    frame = to_pandas(values.select("unit", "year", "first_year", "value"))
    fitted = CallawaySantAnna(
        control_group="not_yet_treated", estimation_method="reg", base_period="universal", alpha=SIGNIFICANT
    ).fit(frame, outcome="value", unit="unit", time="year", first_treat="first_year")
    whole, study = fitted.aggregate("simple"), fitted.aggregate("event_study")
    by_year = tuple(
        (int(year), Estimate(float(value), float(low), float(high)))
        for year, value, low, high, is_reference in zip(
            study.event_time, study.att, study.conf_int_lower, study.conf_int_upper, study.is_reference, strict=True
        )
        if not is_reference and np.isfinite([value, low, high]).all()
    )
    estimate = Estimate(float(whole.att[0]), float(whole.conf_int_lower[0]), float(whole.conf_int_upper[0]))
    return estimate, by_year, _run_wald(study)


def _run_wald(study: Any) -> float | None:
    """p-value that all years before show no difference; None where there is none or no covariance."""
    from scipy.stats import chi2

    index = {int(year): place for place, year in enumerate(study.vcov_index)} if study.vcov_index is not None else {}
    before = [
        (place, index[int(year)])
        for place, (year, is_reference) in enumerate(zip(study.event_time, study.is_reference, strict=True))
        if year < 0 and not is_reference and int(year) in index
    ]
    if not before or study.vcov is None:
        return None
    values = np.array([study.att[place] for place, _ in before])
    covariance = np.asarray(study.vcov)[np.ix_([row for _, row in before], [row for _, row in before])]
    if not (np.isfinite(values).all() and np.isfinite(covariance).all()):
        return None
    statistic = float(values @ np.linalg.pinv(covariance) @ values)
    return float(chi2.sf(statistic, np.linalg.matrix_rank(covariance)))


def try_fit(fit: Callable[[], Any]) -> Any:
    """The fit, or None where the library says that the data do not determine it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return fit()
        except (ValueError, np.linalg.LinAlgError, ZeroDivisionError):
            return None


def to_pandas(frame: pl.DataFrame) -> Any:
    """The frame as the library takes it."""
    import pandas as pd

    return pd.DataFrame({name: frame[name].to_numpy() for name in frame.columns})
