"""Rows of the page of comparison: what is asked of each side, the table, the marks, the panels and the sentence."""

from typing import Any

import polars as pl

from dashboard.access import answers_query, current_access
from dashboard.evaluation.contrasts import DAYS, Contrast, Measured, Side, contrast_all
from dashboard.evaluation.estimates import Estimate
from dashboard.evaluation.waiting import SEED, pool_waiting
from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.charts import Line, Mark, Panel
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table
from dashboard.questions import ask_together, query
from dashboard.questions.filters import Filters
from dashboard.questions.sides import Sides, covered_days, denominator
from dashboard.screen.show import used_note

DIMENSIONS = ("district", "article", "cluster", "size")
MOST_PANELS = 12
Names = tuple[str, str]


def ask(side: Filters, *, registry: Registry, seed: int = SEED) -> Side:
    """Totals, exposures and waiting times of one side; ``seed`` is that of its bootstrap, unlike the other side's."""
    # waiting times count cases that are not decided: without the right to those nothing is known of them
    measures = list(DAYS.values()) if answers_query(current_access(), "process/durations", side.scope()) else []
    totals, *durations = ask_together(
        lambda: query("overview/totals", side),
        *(lambda measure=measure: query("process/durations", side, measure=measure) for measure in measures),
    )
    entitled = denominator(side, registry=registry)
    return Side(
        totals=totals.row(0, named=True),
        exposures={"days_30": covered_days(side) / 30, "per_10k": entitled and entitled / 10_000},
        waiting={measure: pool_waiting(rows, seed=seed) for measure, rows in zip(measures, durations, strict=True)},
    )


def contrast(a: Side, b: Side) -> list[Contrast]:
    """Figures that at least one side can give."""
    return [entry for entry in contrast_all(a, b) if entry.a.value or entry.b.value or entry.a.part or entry.b.part]


def table(found: list[Contrast], names: Names) -> Table:
    """Figures of both sides, difference and ratio with their intervals, and what to make of them."""
    heads = (
        _("heading.figure"),
        f"A · {names[0]}",
        f"B · {names[1]}",
        _("comparison.difference"),
        _("comparison.ratio"),
        _("heading.reading"),
    )
    rows = [
        (
            labels.column_name(entry.figure),
            side_text(entry, entry.a),
            side_text(entry, entry.b),
            difference_text(entry),
            ratio_text(entry),
            reading(entry),
        )
        for entry in found
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")
    definitions = {labels.column_name(entry.figure): _(f"definition.{entry.figure}") for entry in found}
    return Table(frame, dict.fromkeys(heads, "text"), definitions)


def side_text(entry: Contrast, side: Measured) -> str:
    """A figure of one side, counts beside rates; a dash where it is not available."""
    if entry.kind == "rate":
        return fmt.share(side.part, side.whole)
    if entry.kind == "count":
        return fmt.count(side.part)
    if side.value is None:
        return fmt.DASH
    return _amount(entry, side.value.value)


def difference_text(entry: Contrast) -> str:
    """Difference with sign and interval; rates in percentage points."""
    found = entry.difference
    if found is None:
        return fmt.DASH
    text = _with_interval(found, lambda value: _signed(entry, value))
    return _("label.points", difference=text) if entry.kind in ("rate", "share") else text


def ratio_text(entry: Contrast) -> str:
    """Ratio with two decimals and its interval."""
    return fmt.DASH if entry.ratio is None else _with_interval(entry.ratio, lambda value: f"{value:.2f}")


def reading(entry: Contrast) -> str:
    """One plain phrase: whether chance alone could make the difference, or why nothing is said."""
    if entry.remark:
        return _(f"contrast.{entry.remark}")
    if _is_clear(entry) is None:
        return _("contrast.no_interval")
    return _("contrast.clear") if _is_clear(entry) else _("contrast.chance")


def marks(found: list[Contrast]) -> list[Mark]:
    """Ratios of the figures; those without one say why in a word."""
    return [
        Mark(
            name=labels.column_name(entry.figure),
            value=entry.ratio.value if entry.ratio and entry.ratio.value > 0 else None,
            label=ratio_text(entry) if entry.ratio else _(f"contrast.{entry.remark}.short") if entry.remark else fmt.DASH,
            hover="<br>".join(
                (
                    labels.column_name(entry.figure),
                    f"A {side_text(entry, entry.a)}",
                    f"B {side_text(entry, entry.b)}",
                    reading(entry),
                )
            ),
            low=entry.ratio.low if entry.ratio else None,
            high=entry.ratio.high if entry.ratio else None,
        )
        for entry in found
    ]


def used(a: Side, b: Side) -> str:
    """Records used and missing on each side."""
    return " ".join(f"{letter} · {_used(side)}" for letter, side in zip("AB", (a, b), strict=True))


def _used(side: Side) -> str:
    totals = side.totals
    if totals["application_count"] is None and totals["approved_count"] is not None:
        return _("used.approved_cases", used=fmt.count(totals["approved_count"]))
    return used_note(totals["application_count"], totals["missing_count"], "place_date_or_amount")


def sentence(found: list[Contrast], a: Side, b: Side, names: Names) -> str:
    """Both counts and rates in one line; it says what differs, never why."""
    for name, side in zip(names, (a, b), strict=True):
        if side.totals["approved_count"] is None:
            return _("state.of_period", period=name, state=_(f"state.{side.totals['reporting_state']}.sentence"))
    by_figure = {entry.figure: entry for entry in found}
    first = by_figure.get("application_count") or by_figure.get("approved_count")
    if first is None:
        return _("comparison.no_record")
    said = {
        "a": names[0],
        "b": names[1],
        "figure": labels.column_name(first.figure),
        "count_a": side_text(first, first.a),
        "count_b": side_text(first, first.b),
    }
    if first.ratio and first.ratio.has_interval:
        clauses = [_("comparison.counts_with_ratio", **said, ratio=ratio_text(first))]
    else:
        clauses = [_("comparison.counts", **said)]
    rate = by_figure.get("approval_rate")
    if rate and rate.difference:
        clauses.append(_("comparison.rates", rate_a=side_text(rate, rate.a), rate_b=side_text(rate, rate.b)))
    return labels.join_sentences([labels.end_sentence(clauses), _("comparison.no_effect")])


def can_be_split(a: Side, b: Side) -> bool:
    """Whether either side has cases to be counted by month: nothing is offered that shows nothing."""
    return any(side.totals["approved_count"] is not None for side in (a, b))


def panels(sides: Sides, names: Names, *, dimension: str, registry: Registry) -> tuple[list[Panel], int]:
    """One panel a value of the dimension with the applications of each side by month; the largest first."""
    rows = ask_together(
        *(lambda side=side: query("evaluation/months_by_key", side, dimension=dimension) for side in (sides.a, sides.b))
    )
    figure = panel_figure(rows)
    totals: dict[Any, int] = {}
    for frame in rows:
        for key, count in frame.group_by("key").agg(pl.col(figure).sum()).iter_rows():
            totals[key] = totals.get(key, 0) + count
    keys = sorted(totals, key=lambda key: (-totals[key], key or "~"))
    shown = keys[:MOST_PANELS]
    if dimension == "district":
        shown = sorted(shown, key=lambda key: list(registry.districts).index(key) if key else len(registry.districts))
    last = max((_months_of(side) for side in (sides.a, sides.b)), default=1)
    return [
        _panel(key, [frame.select("key", "month", count=figure) for frame in rows], sides, names, dimension, registry, last)
        for key in shown
    ], len(keys) - len(shown)


def panel_figure(rows: list[pl.DataFrame]) -> str:
    """Applications, or approved cases where the reader may not count the others."""
    hidden = any(frame.height and frame["application_count"].null_count() for frame in rows)
    return "approved_count" if hidden else "application_count"


def _panel(
    key: str | None, rows: list[pl.DataFrame], sides: Sides, names: Names, dimension: str, registry: Registry, last: int
) -> Panel:
    name = key_name(key, dimension, registry)
    found = [frame.filter(pl.col("key").eq_missing(pl.lit(key))) for frame in rows]
    totals = [int(frame["count"].sum()) for frame in found]
    return Panel(
        name,
        " : ".join(fmt.count(total) for total in totals),
        [
            _line(frame, side, f"{letter} · {side_name}", name, last)
            for frame, side, letter, side_name in zip(found, (sides.a, sides.b), "AB", names, strict=True)
        ],
    )


def _line(rows: pl.DataFrame, side: Filters, name: str, group: str, last: int) -> Line:
    """Applications by month of the period; months that the data do not cover yet are gaps, not zeros."""
    counts = dict(rows.select("month", "count").iter_rows())
    months = [_month(side, number) for number in range(last)]
    covered = _months_of(side)
    values = [float(counts.get(month, 0)) if number < covered else None for number, month in enumerate(months)]
    hovers = [f"{group}<br>{name}<br>{month} {fmt.count(counts.get(month, 0))}" for month in months]
    return Line("", name, list(range(1, last + 1)), values, hovers)


def _months_of(side: Filters) -> int:
    """Months of the period that have begun by the date up to which the side is covered."""
    end = min(day for day in (side.period.end, side.cut_on, side.snapshot.as_of) if day is not None)
    start = side.period.start
    return max(0, (end.year - start.year) * 12 + end.month - start.month + 1)


def _month(side: Filters, number: int) -> str:
    months = side.period.start.year * 12 + side.period.start.month - 1 + number
    return f"{months // 12}-{months % 12 + 1:02d}"


def key_name(key: str | None, dimension: str, registry: Registry) -> str:
    """Name of a value of the dimension; the unknown has one too."""
    if key is None:
        return _("cluster.none") if dimension == "cluster" else _(f"{dimension}.unknown")
    if dimension == "district":
        return labels.short_district(key, registry)
    return labels.value(dimension, key, registry)


def _is_clear(entry: Contrast) -> bool | None:
    """Whether the interval leaves "no difference" out; None where there is no interval."""
    if entry.ratio and entry.ratio.has_interval:
        return _leaves_out(entry.ratio, 1.0)
    if entry.difference and entry.difference.has_interval:
        return _leaves_out(entry.difference, 0.0)
    return None


def _leaves_out(found: Estimate, reference: float) -> bool:
    return (found.low is not None and found.low > reference) or (found.high is not None and found.high < reference)


def _amount(entry: Contrast, value: float) -> str:
    if entry.kind == "money":
        return fmt.money(value)
    if entry.kind == "share":
        return fmt.rate(value)
    return fmt.days(value) if entry.kind == "days" else f"{value:,.1f}"


def _signed(entry: Contrast, value: float) -> str:
    if entry.kind in ("rate", "share"):
        return fmt.difference(value * 100)
    if entry.kind == "count":
        return fmt.difference(value, decimals=0)
    sign = "−" if value < 0 else "+" if value > 0 else ""
    shown = _amount(entry, abs(value))
    return shown if shown == _amount(entry, 0) else sign + shown


def _with_interval(found: Estimate, text: Any) -> str:
    if found.low is None and found.high is None:
        return text(found.value)
    bounds = [_("comparison.open_interval") if bound is None else text(bound) for bound in (found.low, found.high)]
    return _("label.with_interval", value=text(found.value), low=bounds[0], high=bounds[1])
