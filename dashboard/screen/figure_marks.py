"""Rows of a breakdown as marks of a chart: names for codes, sentences for hovers, words for states."""

from typing import Any

import polars as pl

from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.charts import Bar, Month
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import CASES_OF, RATES

Row = dict[str, Any]
COLUMN_OF = {"item": "item_code", "district": "district_code", "cluster": "cluster_code", "certificate": "certificate_type"}


def make_bars(breakdown: pl.DataFrame, *, key: str, figure: str, registry: Registry, unknown: str = "unknown") -> list[Bar]:
    """One bar a key of a breakdown (filter name ``key``); rows without a figure say why; rates carry their interval."""
    column = COLUMN_OF[key]
    return [
        Bar(
            code=row[column] or unknown,
            name=labels.value(key, row[column] or unknown, registry),
            value=value_to_draw(row, figure),
            label=word_figure(row, figure),
            hover=describe_row(labels.value(key, row[column] or unknown, registry), row),
            state=row["reporting_state"],
            low=_bound(row, f"{figure}_low"),
            high=_bound(row, f"{figure}_high"),
        )
        for row in breakdown.iter_rows(named=True)
    ]


def value_to_draw(row: Row, figure: str) -> float | None:
    """The figure as a bar's length; a rate over fewer than five cases is not drawn."""
    cases = CASES_OF.get(figure)
    if cases is not None and (row[cases] or 0) < fmt.FEW_CASES:
        return None
    return _number(row[figure])


def _bound(row: Row, name: str) -> float | None:
    value = row.get(name)
    cases = CASES_OF.get(name.removesuffix("_low").removesuffix("_high"))
    return None if value is None or (cases and (row[cases] or 0) < fmt.FEW_CASES) else float(value)


def make_months(rows: pl.DataFrame, *, figure: str, as_of_month: str) -> list[Month]:
    """Months in order; the month of the as-of date is still running."""
    known = rows.filter(pl.col("month").is_not_null())
    return [
        Month(
            month=row["month"],
            value=_number(row[figure]),
            hover=f"{row['month']} {labels.column_name(figure)} {word_figure(row, figure)}",
            running=row["month"] == as_of_month,
        )
        for row in known.iter_rows(named=True)
    ]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _cell(row: Row, figure: str) -> str:
    if figure == "approval_rate":
        return fmt.share(row["approved_count"], row["decided_count"])
    if figure == "claim_rate":
        return fmt.share(row["claimed_count"], row["claimable_count"])
    value = row[figure]
    if figure in RATES:
        return fmt.rate(value)
    if figure == "per_10k":
        return f"{value:.1f}"
    if figure.endswith("_yuan"):
        return fmt.money(value)
    return fmt.days(value) if figure.startswith("days_") else fmt.count(value)


def word_figure(row: Row, figure: str) -> str:
    """The figure with its unit, a rate with the counts it stands on; or in a word why there is none."""
    if row.get(figure) is not None:
        return _cell(row, figure)
    no_figure = row["reporting_state"] == "reported"
    return _("chart.too_few") if no_figure else _(f"state.{row['reporting_state']}")


def describe_row(name: str, row: Row) -> str:
    """The counts and the money of a row under its name, as they stand at a mark."""
    if row["application_count"] is None:
        state = _(f"state.{row['reporting_state']}")
        return f"{name}<br>{state}"
    return (
        name
        + "<br>"
        + _(
            "chart.applications_hover",
            applications=fmt.count(row["application_count"]),
            approved=fmt.count(row["approved_count"]),
            decided=fmt.count(row["decided_count"]),
            money=fmt.money(row["approved_yuan"]),
            beneficiaries=fmt.count(row["beneficiary_count"]),
        )
    )
