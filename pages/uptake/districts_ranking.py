"""The areas side by side: map or tiles, and the ranking with its intervals."""

import polars as pl
import streamlit as st

from dashboard.presentation import charts, headlines, labels
from dashboard.presentation.charts import Area
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import DISTRICT_COLUMNS, present
from dashboard.screen import figure_marks, states
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.rights_notice import figures_told
from dashboard.screen.show import show, used_note

FIGURES = (
    "beneficiary_count", "per_10k", "application_count", "approved_yuan", "paid_yuan", "approval_rate", "claim_rate",
    "days_to_decision", "open_count",
)  # fmt: skip
AWARDS = ("claim_rate",)


def side_by_side(districts: pl.DataFrame, totals: dict[str, object], *, alt: str) -> None:
    """The figure, map or tiles on the left, the ranking on the right; a click chooses the area."""
    now = page_run()
    offered = figures_told(FIGURES, districts)
    figure = st.segmented_control(
        _("Figure"), offered, default=offered[0], format_func=_, required=True, key="districts_figure"
    )
    known = states.known_places(districts, figure="award_count") if figure in AWARDS else districts
    bars = figure_marks.bars(known, key="district", figure=figure, registry=now.registry)
    look = {
        "palette": now.palette,
        "chosen": now.filters.district,
        "subtitle": _("{measure} · {period}", measure=labels.column_name(figure), period=labels.period(now.filters.period)),
    }
    left, right = st.columns(2, gap="large")
    with left:
        _map(figure_marks.areas(known, figure=figure, registry=now.registry), bars, figure=figure, look=look, alt=alt)
    with right:
        order = st.segmented_control(
            _("Order"),
            ("value", "fixed"),
            default="value",
            format_func=lambda name: _(f"order.{name}"),
            required=True,
            key="districts_order",
            label_visibility="collapsed",
        )
        used = used_note(totals["application_count"], districts["missing_count"][-1], "district")  # type: ignore[arg-type]
        title = headlines.spread(bars, measure=labels.column_name(figure))
        show(
            charts.ranking(bars, title=title, sort=order == "value", **look),  # type: ignore[arg-type]
            key="district_ranking",
            alt=title,
            used=used,
            on_pick=lambda code: set_parameter("district", [code]),
            values=present(districts, DISTRICT_COLUMNS, registry=now.registry, breakdown=True),
        )
    st.caption(figure_marks.denominator_note(now.registry))


def _map(areas: list[Area], bars: list[charts.Bar], *, figure: str, look: dict[str, object], alt: str) -> None:
    kind = st.segmented_control(
        _("View"),
        ("map", "tiles"),
        default="map",
        format_func=lambda kind: _(f"view.{kind}"),
        required=True,
        key="districts_view",
        label_visibility="collapsed",
    )
    title = headlines.highest(bars, measure=labels.column_name(figure), chosen=page_run().filters.district)
    drawn = (
        charts.tile_grid(areas, title=title, **look)  # type: ignore[arg-type]
        if kind == "tiles"
        else charts.district_map(
            areas,
            shapes=charts.load_shapes(charts.shapes_path()),
            title=title,
            caption=figure_marks.map_caption(),
            inset_note=_("schematic"),
            **look,  # type: ignore[arg-type]
        )
    )
    show(drawn, key="district_map", alt=f"{title} {alt}", on_pick=lambda code: set_parameter("district", [code]))
