"""同比 and 环比: the same figures over an earlier period, or the reason why they cannot be compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from dashboard.policy import Registry
from dashboard.questions import query
from dashboard.questions.filters import Filters
from dashboard.questions.periods import Comparison, just_before, year_before

Row = dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """Totals of an earlier period; ``totals`` is None where ``reason`` (``incomparable.<reason>`` names it) says why."""

    totals: Row | None
    reason: Literal["", "whole_term", "not_reported", "not_covered", "not_offered"] = ""


def compare_with_year_before(filters: Filters, *, registry: Registry, ask: Callable[..., pl.DataFrame] = query) -> Compared:
    """同比; ``ask`` is how the query is asked."""
    return _compare(filters, year_before(filters.period, as_of=filters.snapshot.as_of, registry=registry), ask)


def compare_with_period_before(filters: Filters, *, registry: Registry) -> Compared | None:
    """环比; None where it would be the same period as 同比."""
    as_of = filters.snapshot.as_of
    earlier = just_before(filters.period, as_of=as_of, registry=registry)
    if earlier == year_before(filters.period, as_of=as_of, registry=registry):
        return None
    return _compare(filters, earlier, query)


def _compare(filters: Filters, comparison: Comparison | None, ask: Callable[..., pl.DataFrame]) -> Compared:
    if comparison is None:
        return Compared(None, "whole_term")
    coverage = filters.snapshot.manifest.coverage.get("applications")
    if coverage is None:
        return Compared(None, "not_reported")
    earlier = comparison.period
    covered = earlier.fund_year >= coverage.first.year if earlier.fund_year else earlier.start >= coverage.first
    if not covered:
        return Compared(None, "not_covered")
    totals = ask("overview/totals", filters.shift_to(comparison)).row(0, named=True)
    if totals["reporting_state"] != "reported":
        return Compared(None, "not_offered")
    return Compared(totals)
