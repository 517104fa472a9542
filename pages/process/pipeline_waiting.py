"""Waiting times: how many cases still wait after so many working days, group by group."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.evaluation.waiting_curves import Curve, count_at_risk, fit_curves
from dashboard.policy import Registry
from dashboard.presentation import charts, labels
from dashboard.presentation import formats as fmt
from dashboard.presentation.charts import Line
from dashboard.presentation.language import translate as _
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show
from dashboard.screen.switches import choose_one
from pages.process.pipeline_stages import capitalise

DIMENSIONS = ("route", "article", "district")
MEASURES = ("acceptance", "decision", "payment")
MARKS = [0, 20, 40, 60, 80, 100, 120, 160, 200, 260]
MOST_CURVES = 5
TAIL = 0.02


def choose() -> tuple[str, str]:
    """Which step the waiting times are of, and which groups are compared."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = choose_one(
            _("pipeline.step"), MEASURES, default="decision", named=lambda name: _(f"measure.{name}"), key="pipeline_measure"
        )
        dimension = choose_one(
            _("pipeline.compare_by"), DIMENSIONS, named=lambda name: _(f"dimension.{name}"), key="pipeline_dimension"
        )
    return measure, dimension


def show_waiting(durations: pl.DataFrame, *, measure: str, dimension: str) -> None:
    """The curves with the numbers still observed under them; a click chooses the group."""
    now = page_run()
    drawn = waiting(durations, measure=measure, dimension=dimension, registry=now.registry)
    show(
        charts.survival(
            drawn.series,
            at_risk=drawn.at_risk,
            marks=MARKS,
            palette=now.palette,
            title=drawn.title,
            subtitle=_("note.survival"),
            bottom_title=_("pipeline.working_days_unit"),
            risk_title=_("pipeline.observed"),
        ),
        key="waiting",
        alt=drawn.title,
        empty=_("few.curves"),
        used=_used_durations(durations),
        values=_risk_table(durations, dimension=dimension, registry=now.registry),
        on_pick=lambda code: set_parameter(dimension, [code]),
    )


@dataclass(frozen=True)
class Waiting:
    """What the chart of waiting times draws: lines, the numbers still observed at each mark, and its title."""

    series: list[Line]
    at_risk: list[list[int]]
    title: str


def waiting(durations: pl.DataFrame, *, measure: str, dimension: str, registry: Registry) -> Waiting:
    """Curves of the largest groups: per cent still waiting after so many working days; none of fewer than five cases."""
    largest = [curve for curve in fit_curves(durations)[:MOST_CURVES] if curve.case_count >= fmt.FEW_CASES]
    if not largest:
        return Waiting([], [], _("pipeline.no_group", step=capitalise(_(f"measure.{measure}"))))
    # a few cases that wait for years would press all curves against the left edge
    last = max((_nearly_done(curve) for curve in largest), default=0)
    observed = {row[0]: list(row[1:]) for row in count_at_risk(durations, marks=MARKS).iter_rows()}
    medians = [
        _("pipeline.median_of", name=_group_name(curve.key, dimension, registry), days=fmt.days(curve.median))
        for curve in largest
    ]
    return Waiting(
        [_waiting_line(curve, last, dimension, registry) for curve in largest],
        [observed[curve.key] for curve in largest],
        _(
            "pipeline.medians",
            step=capitalise(_(f"measure.{measure}")),
            medians=labels.join_words(medians),
        ),
    )


def _nearly_done(curve: Curve) -> int:
    """First day on which fewer than one in fifty still wait; the last day where that is never so."""
    done = (day for day, share in zip(curve.days, curve.undecided, strict=True) if share < TAIL)
    return next(done, curve.days[-1])


def _waiting_line(curve: Curve, last: int, dimension: str, registry: Registry) -> Line:
    name = _group_name(curve.key, dimension, registry)
    points = [point for point in zip(curve.days, curve.undecided, curve.low, curve.high, strict=True) if point[0] <= last]
    hovers = [
        _(
            "pipeline.curve_hover",
            name=name,
            share=fmt.rate(share),
            days=day,
            low=fmt.rate(low),
            high=fmt.rate(high),
            count=fmt.count(curve.case_count),
        )
        for day, share, low, high in points
    ]
    return Line(
        curve.key or "unknown",
        name,
        [day for day, *_rest in points],
        [share * 100 for _day, share, *_rest in points],
        hovers,
    )


def _group_name(key: str | None, dimension: str, registry: Registry) -> str:
    """Name of a route, an article or a district; the unknown has one too."""
    if key is None:
        return _("district.unknown") if dimension == "district" else _("route.unknown")
    return _(f"route.{key}") if dimension == "route" else labels.value(dimension, key, registry)


def _used_durations(durations: pl.DataFrame) -> str:
    """How many cases the curves stand on."""
    finished, censored = int(durations["finished_count"].sum()), int(durations["censored_count"].sum())
    return _(
        "pipeline.used_durations",
        finished=fmt.count(finished),
        censored=fmt.count(censored),
    )


def _risk_table(durations: pl.DataFrame, *, dimension: str, registry: Registry) -> pl.DataFrame:
    """Number at risk at each mark, with names."""
    risk = count_at_risk(durations, marks=MARKS)
    names = pl.Series(_("pipeline.group"), [_group_name(key, dimension, registry) for key in risk["key"]], dtype=pl.String)
    marks = risk.drop("key").rename({f"day_{mark}": _("pipeline.day", day=mark) for mark in MARKS})
    return marks.insert_column(0, names)
