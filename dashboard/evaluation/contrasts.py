"""The figures of two sides compared: difference, ratio and 95 % intervals, or the reason why there are none.

A figure that a side cannot give is None and stays None: it is never taken for 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from dashboard.evaluation import estimates, waiting
from dashboard.evaluation.estimates import Estimate
from dashboard.evaluation.waiting import Waiting
from dashboard.presentation.formats import FEW_CASES

Row = Mapping[str, Any]
Kind = Literal["count", "flow", "rate", "money", "share", "days"]
COUNTS = (
    "application_count", "approved_count", "beneficiary_count", "first_time_beneficiary_count", "ageing_over_60_count",
    "award_count",
)  # fmt: skip
# events per unit of what they could have come from: events and name of the exposure
FLOWS = {"applications_per_30_days": ("application_count", "days_30"), "per_10k": ("beneficiary_count", "per_10k")}
RATES = {
    "approval_rate": ("approved_count", "decided_count"),
    "first_time_share": ("first_time_beneficiary_count", "beneficiary_count"),
    "claim_rate": ("claimed_count", "claimable_count"),
}
MONEY = ("approved_yuan", "paid_yuan")
DAYS = {"days_to_acceptance": "acceptance", "days_to_decision": "decision", "days_to_payment": "payment"}
ORDER = (
    "application_count", "applications_per_30_days", "approved_count", "approval_rate", "beneficiary_count", "per_10k",
    "first_time_beneficiary_count", "first_time_share", "approved_yuan", "paid_yuan", "payment_rate", "cap_use",
    "days_to_acceptance", "days_to_decision", "days_to_payment", "ageing_over_60_count", "award_count", "claim_rate",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One figure of one side; ``part`` and ``whole`` are the counts behind a rate, a flow or a median."""

    value: Estimate | None
    part: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class Contrast:
    """One figure on both sides. ``remark``: ``few``, ``not_available``, ``no_base``, ``no_interval`` or empty."""

    figure: str
    kind: Kind
    a: Measured
    b: Measured
    difference: Estimate | None = None
    ratio: Estimate | None = None
    remark: str = ""


@dataclass(frozen=True)
class Side:
    """What is known of one side: ``totals`` (a row of ``overview/totals``), exposures by name, waiting times by measure."""

    totals: Row
    exposures: Mapping[str, float | None]
    waiting: Mapping[str, Waiting]


def contrast_all(a: Side, b: Side) -> list[Contrast]:
    """All figures in the order of the page."""
    return [contrast(figure, a, b) for figure in ORDER]


def contrast(figure: str, a: Side, b: Side) -> Contrast:
    """One figure of both sides compared."""
    if figure in COUNTS:
        return _contrast_counts(figure, "count", (a.totals[figure], 1.0), (b.totals[figure], 1.0))
    if figure in FLOWS:
        events, exposure = FLOWS[figure]
        return _contrast_counts(figure, "flow", *((side.totals[events], side.exposures[exposure]) for side in (a, b)))
    if figure in RATES:
        return _contrast_rates(figure, *(_read_parts(side.totals, figure) for side in (a, b)))
    if figure in DAYS:
        return _contrast_days(figure, *(side.waiting.get(DAYS[figure]) for side in (a, b)))
    return _contrast_amounts(figure, *((side.totals[figure], side.totals["approved_count"] or 0) for side in (a, b)))


def _contrast_counts(figure: str, kind: Kind, a: tuple[Any, Any], b: tuple[Any, Any]) -> Contrast:
    sides = [Measured(_estimate_count(events, exposure), events) for events, exposure in (a, b)]
    if sides[0].value is None or sides[1].value is None:
        return Contrast(figure, kind, sides[0], sides[1], remark="not_available")
    if min(a[0], b[0]) < FEW_CASES:
        return Contrast(figure, kind, sides[0], sides[1], remark="few")
    exposures = {"exposure_a": a[1], "exposure_b": b[1]}
    return Contrast(
        figure,
        kind,
        sides[0],
        sides[1],
        estimates.estimate_count_difference(a[0], b[0], **exposures),
        estimates.estimate_count_ratio(a[0], b[0], **exposures),
    )


def _estimate_count(events: int | None, exposure: float | None) -> Estimate | None:
    return None if events is None or not exposure else estimates.estimate_count(events, exposure=exposure)


def _read_parts(totals: Row, figure: str) -> tuple[int | None, int | None]:
    """Counts of a rate; a rate that the query withholds (by date basis) is not made up from its counts."""
    part, whole = RATES[figure]
    if figure in totals and totals[figure] is None:
        return None, totals[whole]
    return totals[part], totals[whole]


def _contrast_rates(figure: str, a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> Contrast:
    sides = [Measured(_estimate_rate(*side), *side) for side in (a, b)]
    if any(side.part is None or not side.whole for side in sides):
        return Contrast(figure, "rate", sides[0], sides[1], remark="not_available")
    if any((side.whole or 0) < FEW_CASES for side in sides):
        return Contrast(figure, "rate", sides[0], sides[1], remark="few")
    counts = [count for side in sides for count in (side.part or 0, side.whole or 0)]
    ratio = estimates.estimate_rate_ratio(*counts)
    return Contrast(
        figure, "rate", sides[0], sides[1], estimates.estimate_rate_difference(*counts), ratio, "" if ratio else "no_base"
    )


def _estimate_rate(part: int | None, whole: int | None) -> Estimate | None:
    """The rate; none over fewer than five cases (a law of the display)."""
    return None if part is None or whole is None or whole < FEW_CASES else estimates.estimate_rate(part, whole)


def _contrast_days(figure: str, a: Waiting | None, b: Waiting | None) -> Contrast:
    sides = [
        Measured(None if side is None else _estimate_median(side), whole=None if side is None else side.case_count)
        for side in (a, b)
    ]
    if any(not side.whole for side in sides):
        return Contrast(figure, "days", sides[0], sides[1], remark="not_available")
    if any((side.whole or 0) < FEW_CASES for side in sides):
        return Contrast(figure, "days", sides[0], sides[1], remark="few")
    compared = waiting.contrast_medians(a, b) if a and b else None
    if compared is None:
        return Contrast(figure, "days", sides[0], sides[1], remark="not_available")
    return Contrast(figure, "days", sides[0], sides[1], *compared)


def _estimate_median(side: Waiting) -> Estimate | None:
    return waiting.estimate_median(side) if side.case_count >= FEW_CASES else None


def _contrast_amounts(figure: str, a: tuple[Decimal | float | None, int], b: tuple[Decimal | float | None, int]) -> Contrast:
    """Sums of money and shares of money: complete sums of what was decided, so no interval is put on them.

    Each side comes with its approved cases: fewer than five carry no comparison, and no share.
    """
    kind: Kind = "money" if figure in MONEY else "share"
    few = min(a[1], b[1]) < FEW_CASES
    sides = [_measure_amount(value, count, kind) for value, count in (a, b)]
    if a[0] is None or b[0] is None:
        return Contrast(figure, kind, sides[0], sides[1], remark="not_available")
    if few:
        return Contrast(figure, kind, sides[0], sides[1], remark="few")
    ratio = Estimate(float(a[0]) / float(b[0])) if b[0] else None
    return Contrast(
        figure, kind, sides[0], sides[1], Estimate(float(a[0]) - float(b[0])), ratio, "no_interval" if ratio else "no_base"
    )


def _measure_amount(value: Decimal | float | None, count: int, kind: Kind) -> Measured:
    hidden = value is None or (kind == "share" and count < FEW_CASES)
    return Measured(None if hidden or value is None else Estimate(float(value)), whole=count)
