"""Counters into figures under their names: the same formulas as ``queries/model/uptake.sql``, which a test compares."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from dashboard.figures.intervals import garwood_limits
from dashboard.warehouse.cube import coded as column
from dashboard.warehouse.cube.cube import Counted
from dashboard.warehouse.cube.product_limit import CASES, FINISHED, LATE, MEDIAN, PLAIN, day_figures

COUNTS = {
    "missing_count": column.MISSING, "applicant_count": column.APPLICANTS, "in_notice_count": column.PUBLICISED,
    "rejected_count": column.REJECTED, "withdrawn_count": column.WITHDRAWN, "revoked_count": column.REVOKED,
    "beneficiary_count": column.BENEFICIARIES, "first_time_beneficiary_count": column.FIRST_TIME,
    "missing_date_count": column.MISSING_DATE, "missing_place_count": column.MISSING_PLACE,
    "missing_requested_count": column.LACKS_REQUESTED, "missing_approved_count": column.LACKS_APPROVED,
    "missing_paid_count": column.LACKS_PAID,
}  # fmt: skip
AGEING = {
    "ageing_up_to_20_count": column.AGE_20, "ageing_21_to_40_count": column.AGE_40, "ageing_41_to_60_count": column.AGE_60,
    "ageing_over_60_count": column.AGE_OVER, "ageing_not_accepted_count": column.NOT_ACCEPTED,
}  # fmt: skip
AWARDS = {
    "award_count": column.AWARDS, "in_force_count": column.IN_FORCE, "expiring_30_count": column.EXPIRING_30,
    "expiring_90_count": column.EXPIRING_90, "expiring_180_count": column.EXPIRING_180,
    "claimable_count": column.CLAIMABLE, "missing_award_count": column.MISSING_AWARDS,
}  # fmt: skip
STEPS = ("acceptance", "decision", "payment")
Z2 = 3.841458820694124


def figures(keys: pl.DataFrame, counted: Counted, scope: Mapping[str, Any]) -> pl.LazyFrame:
    """One row for each row of ``keys`` (dimension, key, position, state, rounds, denominator) with every figure."""
    pairs = zip(keys["dimension"], keys["key"], strict=True)
    # a key that no row can have counts nothing: an empty slot after the last one
    slots = np.array([counted.slot_of.get(pair, len(counted.applications)) for pair in pairs], np.int64)
    found = np.vstack([counted.applications, np.zeros((1, counted.applications.shape[1]), np.int64)])[slots]
    awards = np.vstack([counted.awards, np.zeros((1, counted.awards.shape[1]), np.int64)])[slots]
    has_rows = found[:, column.MATCHED] > 0
    # scipy is loaded when an area is shown
    areas = keys["denominator_count"].is_not_null().to_numpy()
    low, high = garwood_limits(found[:, column.BENEFICIARIES]) if areas.any() else (np.zeros(len(keys)),) * 2
    rows = keys.lazy().with_columns(
        pl.Series("has_rows", has_rows),
        pl.Series("garwood_low", low),
        pl.Series("garwood_high", high),
        pl.Series("is_reported", (keys["state"] == "reported").to_numpy() | has_rows),
        *(pl.Series(name, found[:, place]) for name, place in (COUNTS | AGEING).items()),
        *(pl.Series(name, awards[:, place]) for name, place in (AWARDS | {"claimed_count": column.CLAIMED}).items()),
        *_sums(found),
        *_days(counted.days, slots),
    )
    return _withhold(rows, scope)


def _sums(found: np.ndarray) -> list[pl.Series]:
    """Counts over several statuses, and money in cents with null where nothing known was added."""
    approved = found[:, column.APPROVED_STATUS : column.PAID_STATUS + 1].sum(axis=1) + found[:, column.REVOKED]
    used = found[:, : column.STATUS_COUNTS].sum(axis=1)
    open_count = found[:, column.SUBMITTED : column.UNDER_REVIEW + 1].sum(axis=1)
    is_open_known = (found[:, column.OPEN_REQUESTED_N] > 0) | (open_count == 0)
    money = {
        "requested": (column.REQUESTED, column.REQUESTED_N, used),
        "approved": (column.APPROVED, column.APPROVED_N, approved),
        "paid": (column.PAID, column.PAID_N, approved),
        "clawback": (column.CLAWBACK, column.CLAWBACK_N, used),
    }
    return [
        pl.Series("application_count", used),
        pl.Series("approved_count", approved),
        pl.Series("decided_count", approved + found[:, column.REJECTED]),
        pl.Series("open_count", open_count),
        pl.Series("repeat_count", found[:, column.REPEAT]),
        pl.Series("open_requested_cents", _known(found[:, column.OPEN_REQUESTED], is_open_known)),
        pl.Series("cap_cents", _known(found[:, column.CAP], found[:, column.CAP_N] > 0)),
        pl.Series("cap_approved_cents", _known(found[:, column.CAP_APPROVED], found[:, column.CAP_N] > 0)),
        *(
            pl.Series(f"{name}_cents", _known(found[:, cents], (found[:, known] > 0) | (rows == 0)))
            for name, (cents, known, rows) in money.items()
        ),
        # the payment rate takes the plain sum: null, not 0, where nothing is approved
        pl.Series("paid_known_cents", _known(found[:, column.PAID], found[:, column.PAID_N] > 0)),
    ]


def _known(values: np.ndarray, known: np.ndarray) -> pl.Series:
    # a masked array would be cast value by value
    return pl.Series(values).set(pl.Series(~known), None)


def _days(days: np.ndarray, slots: np.ndarray) -> list[pl.Series]:
    """Medians and 90th percentiles of the three steps, of the slots that are shown."""
    empty = np.zeros((1, *days.shape[1:]), days.dtype)
    shown = np.concatenate([day_figures(days), day_figures(empty)])[slots]
    series = []
    for place, step in enumerate(STEPS):
        names = (f"days_to_{step}", f"days_to_{step}_p90", f"days_to_{step}_finished_median")
        for name, figure in zip(names, (MEDIAN, LATE, PLAIN), strict=True):
            values = shown[:, place, figure]
            series.append(pl.Series(name, _known(values, values >= 0)))
    decision = shown[:, STEPS.index("decision")].astype(np.int64)
    return [
        *series,
        pl.Series("days_to_decision_case_count", decision[:, CASES]),
        pl.Series("days_to_decision_finished_count", decision[:, FINISHED]),
    ]


def _withhold(rows: pl.LazyFrame, scope: Mapping[str, Any]) -> pl.LazyFrame:
    """Null where a figure is not reported or cannot be said on this date basis; rates from the counts."""
    reported, basis = pl.col("is_reported"), scope["date_basis"]
    decided = pl.col("decided_count")
    counts = ["application_count", "approved_count", "decided_count", *COUNTS, "days_to_decision_case_count",
              "days_to_decision_finished_count"]  # fmt: skip
    open_counts = ["open_count", *AGEING]
    rate = pl.col("approved_count") / decided
    rows = rows.with_columns(
        # where rows are missing but none is used, the sums over nothing are 0 as in SQL
        approval_rate=pl.when((decided > 0) & pl.lit(basis != "paid")).then(rate),
        payment_rate=_yuan("paid_known_cents") / pl.when(pl.col("approved_cents") != 0).then(_yuan("approved_cents")),
        repeat_rate=pl.when(pl.col("beneficiary_count") > 0).then(pl.col("repeat_count") / pl.col("beneficiary_count")),
        cap_use=_yuan("cap_approved_cents") / pl.when(pl.col("cap_cents") != 0).then(_yuan("cap_cents")),
    )
    margin = (pl.col("approved_count") * pl.col("rejected_count") / decided + Z2 / 4).sqrt() * Z2**0.5
    middle = pl.col("approved_count") + Z2 / 2
    has_rate = pl.col("approval_rate").is_not_null()
    knows_awards = pl.col("reports_awards") & (
        pl.col("lists_every_award") | (pl.col("award_count") + pl.col("claimable_count") > 0)
    )
    return rows.with_columns(
        reporting_state=pl.when("has_rows").then(pl.lit("reported")).otherwise("state"),
        approval_rate_low=pl.when(has_rate).then(((middle - margin) / (decided + Z2)).round(12).clip(lower_bound=0)),
        approval_rate_high=pl.when(has_rate).then(((middle + margin) / (decided + Z2)).round(12).clip(upper_bound=1)),
        **{name: pl.when(reported).then(name) for name in counts},
        **{name: pl.when(reported & pl.lit(basis == "submitted")).then(name) for name in open_counts},
        **{f"{name}_yuan": _money(f"{name}_cents", reported) for name in ("requested", "approved", "paid", "clawback")},
        **{name: pl.when(knows_awards).then(name) for name in AWARDS if name != "missing_award_count"},
        missing_award_count=pl.when("reports_awards").then("missing_award_count"),
        claimed_count=pl.when(knows_awards & pl.col("reports_applications")).then("claimed_count"),
        claim_rate=pl.when(knows_awards & pl.col("reports_applications") & (pl.col("claimable_count") > 0)).then(
            pl.col("claimed_count") / pl.col("claimable_count")
        ),
        **_headroom(reported, basis),
        **_per_10k(),
    )


def _per_10k() -> dict[str, pl.Expr]:
    """Beneficiaries per 10,000 of the denominator with exact limits, for areas that have cases."""
    counts = {"per_10k": "beneficiary_count", "per_10k_low": "garwood_low", "per_10k_high": "garwood_high"}
    return {
        name: pl.when("has_rows").then(pl.col(count).cast(pl.Float64) / pl.col("denominator_count") * 10_000)
        for name, count in counts.items()
    }


def _headroom(reported: pl.Expr, basis: str) -> dict[str, pl.Expr]:
    """What is left of the envelope and the quota of a round."""
    envelope = (pl.col("yearly_envelope_yuan").cast(pl.Decimal(18, 2)) * 100).cast(pl.Int64)
    # an unknown sum leaves what is left unknown; no case at all is a real nothing
    approved = pl.when("is_reported").then("approved_cents")
    open_money = pl.col("open_requested_cents")
    by_filing = reported & pl.lit(basis == "submitted")
    approved_count = pl.col("approved_count")
    return {
        "envelope_use": (approved / 100) / (envelope / 100),
        "quota_use": pl.when(reported).then(approved_count / pl.col("quota")),
        "headroom_yuan": _decimal(envelope - approved),
        "headroom_after_open_yuan": pl.when(by_filing).then(_decimal(envelope - approved - open_money)),
        "headroom_count": pl.when(reported).then(pl.col("quota") - approved_count),
        "headroom_after_open_count": pl.when(by_filing).then(pl.col("quota") - approved_count - pl.col("open_count")),
    }


def _yuan(name: str) -> pl.Expr:
    return pl.col(name) / 100


def _decimal(cents: pl.Expr) -> pl.Expr:
    # moves the point, no float in between
    return cents.cast(pl.Decimal(20, 2)) / pl.lit(100, pl.Decimal(20, 2))


def _money(name: str, reported: pl.Expr) -> pl.Expr:
    return pl.when(reported).then(_decimal(pl.col(name)))
