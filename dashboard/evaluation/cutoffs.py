"""Regression discontinuity at the two lines of item 10-1: the score of 500 per mille and rank 15."""

from typing import Literal

import numpy as np
import polars as pl

from dashboard.evaluation.effects import SIGNIFICANT, Check, Effect, Refusal, add_changes, to_pandas, try_fit
from dashboard.evaluation.estimates import Estimate

# the rank line lies between two whole numbers: 15 is within, 16 beyond
LAST_RANK, LINE_SCORE = 15, 500


def estimate_cutoff(rows: pl.DataFrame, *, by: Literal["score", "rank"], minimum: int) -> Effect | Refusal:
    """Jump of the change at the line, by local linear regression (Calonico, Cattaneo and Titiunik 2014).

    The value is bias-corrected and its interval robust. Checks: approval jumps at the line, the change before does not,
    applicants do not bunch at the line (Cattaneo, Jansson and Ma 2020), no jump at the middle of either side.

    Args:
        rows: ``evaluation/effect_scores``.
        by: which line, the score of 500 per mille or rank 15.
        minimum: units needed on either side within the bandwidth.
    """
    changed, scale = add_changes(rows)
    running = pl.col("score_permille") - LINE_SCORE if by == "score" else LAST_RANK + 0.5 - pl.col("rank")
    units = changed.with_columns(running=running.cast(pl.Float64)).filter(pl.col("running").is_not_null())
    used = units.filter(pl.col("change").is_not_null())
    left_out = units.height - used.height
    sides = int((used["running"] >= 0).sum()), int((used["running"] < 0).sum())
    if min(sides) < minimum:
        return Refusal("few", *sides, minimum, left_out)
    main = estimate_jump(used, "change")
    if main is None:
        return Refusal("unstable", *sides, minimum, left_out)
    estimate, inside = main
    if min(inside) < minimum:
        return Refusal("few", *inside, minimum, left_out)
    checks = tuple(_check_cutoff(units, used, minimum))
    return Effect(estimate, *inside, left_out, scale, checks=checks, far=used.height - sum(inside))


def _check_cutoff(units: pl.DataFrame, used: pl.DataFrame, minimum: int) -> list[Check]:
    checks = []
    sharp = _measure_sharp(units)
    approval = (
        None if sharp else estimate_jump(units.with_columns(approved=pl.col("is_approved").cast(pl.Float64)), "approved")
    )
    checks.append(Check("approval_jumps", approval[0] if approval else sharp, wanted="some"))
    earlier = used.filter(pl.col("earlier_change").is_not_null())
    if (before := estimate_jump(earlier, "earlier_change")) is not None:
        checks.append(Check("no_jump_before", before[0]))
    if (bunched := find_bunching(units)) is not None:
        checks.append(Check("no_bunching", p_value=bunched))
    sides = {"no_jump_above": pl.col("running") >= 0, "no_jump_below": pl.col("running") < 0}
    for name, condition in sides.items():
        side = used.filter(condition)
        middle = side["running"].median()
        if side.height >= 2 * minimum and isinstance(middle, float):
            elsewhere = estimate_jump(side.with_columns(running=pl.col("running") - middle), "change")
            checks += [Check(name, elsewhere[0])] if elsewhere is not None else []
    return checks


def estimate_jump(rows: pl.DataFrame, outcome: str) -> tuple[Estimate, tuple[int, int]] | None:
    """Jump of ``outcome`` where ``running`` reaches 0, and the units above and below within the bandwidth."""

    def fit() -> tuple[Estimate, tuple[int, int]]:
        from diff_diff import RegressionDiscontinuity

        frame = to_pandas(rows.select("running", outcome).drop_nulls())
        found = RegressionDiscontinuity(cutoff=0.0, alpha=SIGNIFICANT).fit(frame, outcome=outcome, running="running")
        low, high = found.conf_int
        return Estimate(float(found.att), float(low), float(high)), (int(found.n_h_right), int(found.n_h_left))

    answer = try_fit(fit)
    return answer if answer is not None and np.isfinite([answer[0].value, answer[0].low, answer[0].high]).all() else None


def _measure_sharp(units: pl.DataFrame) -> Estimate | None:
    """The jump of approval where the line decides alone and no regression is needed: everybody above, nobody below."""
    above, below = (units.filter(side)["is_approved"] for side in (pl.col("running") >= 0, pl.col("running") < 0))
    decided = bool(above.all()) and not bool(below.any())
    return Estimate(1.0, 1.0, 1.0) if decided and len(above) and len(below) else None


def find_bunching(units: pl.DataFrame) -> float | None:
    """p-value that ``running`` is as dense just above 0 as just below (Cattaneo, Jansson and Ma 2020), or None."""

    def fit() -> float:
        from diff_diff import RDDensityTest

        return float(RDDensityTest(cutoff=0.0).fit(to_pandas(units.select("running")), "running").p_value)

    found = try_fit(fit)
    return found if found is not None and np.isfinite(found) else None
