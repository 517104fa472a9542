"""Periods of the shared filter: parsing, bounds, and the earlier period that a figure is compared with.

Forms: ``fund_year:2025``, ``year:2025``, ``policy_year:2``, ``last12m``, ``term``, ``2024-02-29..2025-06-19``; both
ends belong to the period. ``fund_year:`` filters the column of that name whatever the date basis.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dashboard.policy import Registry

PeriodKind = Literal["fund_year", "year", "policy_year", "last12m", "term", "dates"]
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Period:
    """An inclusive period: its canonical text, kind, bounds, and the fund year it filters instead, if any."""

    text: str
    kind: PeriodKind
    start: date
    end: date
    fund_year: int | None = None

    @property
    def number(self) -> int | None:
        """The year, fund year or policy year that the text names."""
        return int(self.text.partition(":")[2]) if ":" in self.text else None

    def is_running(self, as_of: date) -> bool:
        """Whether the period is not over on the as-of date."""
        return self.start <= as_of < self.end


def parse_period(text: str, *, registry: Registry, as_of: date) -> Period | None:
    """Read a period; None when the text is not one (the caller says so to the reader)."""
    if text == "term":
        return Period(text, "term", registry.term.start, registry.term.end)
    if text == "last12m":
        return Period(text, "last12m", shift_years(as_of, -1) + timedelta(days=1), as_of)
    numbered = re.fullmatch(r"(fund_year|year|policy_year):(\d{1,4})", text, re.ASCII)
    if numbered:
        return _parse_numbered(numbered[1], int(numbered[2]), registry=registry)
    dated = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", text, re.ASCII)
    if not dated:
        return None
    try:
        start, end = date.fromisoformat(dated[1]), date.fromisoformat(dated[2])
    except ValueError:
        return None
    inside = start <= end and start.year in YEARS and end.year in YEARS
    return Period(text, "dates", start, end) if inside else None


def _parse_numbered(kind: str, number: int, *, registry: Registry) -> Period | None:
    if kind == "policy_year":
        first = registry.term.start
        if not 1 <= number <= registry.term.end.year - first.year:
            return None
        start = shift_years(first, number - 1)
        return Period(f"{kind}:{number}", "policy_year", start, shift_years(first, number) - timedelta(days=1))
    if number not in (registry.fund_years if kind == "fund_year" else YEARS):
        return None
    bounds = date(number, 1, 1), date(number, 12, 31)
    if kind == "fund_year":
        return Period(f"{kind}:{number}", "fund_year", *bounds, fund_year=number)
    return Period(f"{kind}:{number}", "year", *bounds)


def shift_years(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes the 28th where there is none."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


@dataclass(frozen=True)
class Comparison:
    """The earlier period and the day at which it is cut (the current one may not be over yet)."""

    period: Period
    cut_on: date | None


def year_before(period: Period, *, as_of: date, registry: Registry) -> Comparison | None:
    """同比: the same period one year earlier; None for the whole term and where no earlier fund year exists."""
    if period.kind == "term":
        return None
    cut_on = shift_years(as_of, -1) if period.is_running(as_of) else None
    if period.fund_year is not None:
        earlier = _parse_numbered("fund_year", period.fund_year - 1, registry=registry)
        return Comparison(earlier, cut_on) if earlier else None
    return _cut_at(_period_of_days(shift_years(period.start, -1), _year_earlier_end(period.end)), cut_on)


def just_before(period: Period, *, as_of: date, registry: Registry) -> Comparison | None:
    """环比: the period of equal length just before; None for the whole term."""
    if period.kind == "term":
        return None
    if period.fund_year is not None or period.kind in ("year", "policy_year", "last12m"):
        return year_before(period, as_of=as_of, registry=registry)
    length = period.end - period.start + timedelta(days=1)
    cut_on = as_of - length if period.is_running(as_of) else None
    return _cut_at(_period_of_days(period.start - length, period.end - length), cut_on)


def _year_earlier_end(end: date) -> date:
    """A period that ends with February keeps ending with February."""
    if (end + timedelta(days=1)).day == 1:
        month_end = monthrange(end.year - 1, end.month)[1]
        return date(end.year - 1, end.month, month_end)
    return shift_years(end, -1)


def _period_of_days(start: date, end: date) -> Period:
    return Period(f"{start.isoformat()}..{end.isoformat()}", "dates", start, end)


def _cut_at(period: Period, cut_on: date | None) -> Comparison:
    if cut_on is None:
        return Comparison(period, None)
    end = max(period.start, min(period.end, cut_on))
    return Comparison(replace(period, end=end, text=f"{period.start.isoformat()}..{end.isoformat()}"), None)
