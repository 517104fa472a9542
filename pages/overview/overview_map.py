"""The map of the overview: beneficiaries by district."""

import polars as pl

from dashboard.presentation import headlines
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import DISTRICT_COLUMNS, present
from dashboard.screen.district_map import draw_district_map, make_areas
from dashboard.screen.figure_marks import make_bars
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show, used_note
from dashboard.screen.states import keep_chosen


def show_districts(districts: pl.DataFrame, *, used: int | None, alt: str) -> None:
    """Map and table of the districts that the filter leaves; a click chooses one. ``used`` counts the applications."""
    now = page_run()
    chosen, registry = now.filters.district, now.registry
    rows = keep_chosen(districts, chosen, key="district_code")
    bars = make_bars(rows, key="district", figure="beneficiary_count", registry=registry)
    show(
        draw_district_map(
            make_areas(districts, registry=registry, within=chosen),
            title=headlines.say_highest(bars, measure=_("column.beneficiary_count"), chosen=chosen),
            subtitle=_("overview.map_subtitle"),
        ),
        key="district_map",
        alt=alt,
        used=used_note(used, districts["missing_count"][-1], "district"),
        values=present(rows, DISTRICT_COLUMNS, registry=registry, breakdown=True),
        on_pick=lambda code: set_parameter("district", [code]),
    )
