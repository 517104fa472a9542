"""The areas side by side: map or tiles, and the ranking with its intervals."""

import polars as pl
import streamlit as st

from dashboard.presentation import charts, headlines, labels
from dashboard.presentation.charts import Bar
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import DISTRICT_COLUMNS, present
from dashboard.screen.district_map import draw_district_map, make_areas, note_denominator
from dashboard.screen.figure_marks import Row, make_bars
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.rankings import name_over_period, show_ranking
from dashboard.screen.show import show, used_note
from dashboard.screen.states import blank_unless_placed
from dashboard.screen.switches import choose_figure, choose_one

FIGURES = (
    "beneficiary_count", "per_10k", "application_count", "approved_yuan", "paid_yuan", "approval_rate", "claim_rate",
    "days_to_decision", "open_count",
)  # fmt: skip
AWARDS = ("claim_rate",)


def show_side_by_side(districts: pl.DataFrame, totals: Row, *, alt: str) -> None:
    """The figure, map or tiles on the left, the ranking on the right; a click chooses the area."""
    figure = choose_figure(FIGURES, key="districts_figure")
    known = blank_unless_placed(districts, figure="award_count") if figure in AWARDS else districts
    bars = make_bars(known, key="district", figure=figure, registry=page_run().registry)
    left, right = st.columns(2, gap="large")
    with left:
        _show_map(known, bars, figure=figure, alt=alt)
    with right:
        _show_ranking(districts, bars, figure=figure, totals=totals)
    st.caption(note_denominator(page_run().registry))


def _show_map(known: pl.DataFrame, bars: list[Bar], *, figure: str, alt: str) -> None:
    now = page_run()
    kind = choose_one(
        _("districts.view"), ("map", "tiles"), named=lambda kind: _(f"view.{kind}"), key="districts_view", is_labelled=False
    )
    areas = make_areas(known, figure=figure, registry=now.registry)
    title = headlines.say_highest(bars, measure=labels.column_name(figure), chosen=now.filters.district)
    subtitle = name_over_period(labels.column_name(figure))
    drawn = (
        charts.tile_grid(areas, title=title, subtitle=subtitle, palette=now.palette, chosen=now.filters.district)
        if kind == "tiles"
        else draw_district_map(areas, title=title, subtitle=subtitle)
    )
    show(drawn, key="district_map", alt=f"{title} {alt}", on_pick=lambda code: set_parameter("district", [code]))


def _show_ranking(districts: pl.DataFrame, bars: list[Bar], *, figure: str, totals: Row) -> None:
    order = choose_one(
        _("list.order"),
        ("value", "fixed"),
        named=lambda name: _(f"order.{name}"),
        key="districts_order",
        is_labelled=False,
    )
    show_ranking(
        bars,
        by="district",
        figure=figure,
        key="district_ranking",
        title=headlines.say_spread(bars, measure=labels.column_name(figure)),
        sort=order == "value",
        used=used_note(totals["application_count"], districts["missing_count"][-1], "district"),
        values=present(districts, DISTRICT_COLUMNS, registry=page_run().registry, breakdown=True),
    )
