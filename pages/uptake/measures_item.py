"""One item of the policy: its words, rules by year, tiers, trend, districts and records."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard.presentation import charts, headlines, labels, shared_tables
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import RECORD_COLUMNS
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.screen import figure_marks, states
from dashboard.screen.filter_bar import choose_month, set_parameter
from dashboard.screen.grid import table
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show, used_note

Row = dict[str, Any]


def detail(code: str, totals: Row, districts: pl.DataFrame, months: pl.DataFrame) -> None:
    """Everything about one item under the filters; ``districts`` and ``months`` are its breakdowns."""
    now = page_run()
    st.header(labels.value("item", code, now.registry), anchor=False)
    st.markdown(figure_marks.item_facts(code, registry=now.registry))
    left, right = st.columns(2, gap="large")
    with left:
        _months(totals, months)
    with right:
        _districts(totals, districts)
    st.subheader(_("Rules by fund year"), anchor=False)
    rules = shared_tables.yearly_rules(
        query("uptake/item_rules", now.filters), now.registry, columns=_own(shared_tables.RULE_COLUMNS)
    )
    table(rules, key="item_rules", title=_("Rules by fund year"))
    tiers = query("uptake/by_tier", now.filters)
    if not tiers.is_empty():
        st.subheader(_("By tier"), anchor=False)
        table(present(tiers, registry=now.registry), key="item_tiers", title=_("By tier"))
    st.subheader(_("Records behind these figures (latest 500)"), anchor=False)
    found = query("records/applications", now.filters)
    shown = present(found, _own(RECORD_COLUMNS), registry=now.registry)
    table(shown, key="item_records", title=_("table.applications"), opens=found["uscc"])


def _own(columns: Sequence[str]) -> list[str]:
    """Columns under the heading that names the item."""
    return [name for name in columns if name != "item_code"]


def _months(totals: Row, months: pl.DataFrame) -> None:
    now = page_run()
    if totals["application_count"] == 0:
        states.nothing_here(totals)
        return
    entries = figure_marks.months(months, figure="application_count", as_of_month=f"{now.filters.snapshot.as_of:%Y-%m}")
    title = headlines.peak(entries, measure=_("application_count"))
    subtitle = _("{measure} · {period}", measure=_("Applications by month"), period=labels.period(now.filters.period))
    show(
        charts.trend(entries, palette=now.palette, title=title, subtitle=subtitle),
        key="item_months",
        alt=title,
        on_pick=choose_month,
        used=used_note(totals["application_count"], totals["missing_count"], "place_date_or_amount"),
    )


def _districts(totals: Row, districts: pl.DataFrame) -> None:
    now = page_run()
    listed = states.within(districts, now.filters.district, key="district_code")
    bars = figure_marks.bars(listed, key="district", figure="application_count", registry=now.registry)
    title = headlines.highest(bars, measure=_("application_count"), chosen=now.filters.district)
    subtitle = _("{measure} · {period}", measure=_("Applications by district"), period=labels.period(now.filters.period))
    show(
        charts.ranking(bars, palette=now.palette, title=title, subtitle=subtitle, chosen=now.filters.district, sort=False),
        key="item_districts",
        alt=title,
        on_pick=lambda code: set_parameter("district", [code]),
        used=used_note(totals["application_count"], districts["missing_count"][-1], "district"),
    )
