"""Lists beside the map of the overview: items without uptake, items that wait, what the snapshot covers."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard.access import current_access
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import plural
from dashboard.presentation.language import translate as _
from dashboard.screen.figure_marks import Row
from dashboard.screen.page_run import page_run
from dashboard.snapshots import Snapshot

MOST_LINES = 8


def show_unused(items: pl.DataFrame, totals: Row) -> None:
    """Items that were offered and that nobody applied for."""
    st.subheader(_("overview.without_uptake"), anchor=False)
    rows = items.filter((pl.col("reporting_state") == "reported") & (pl.col("application_count") == 0))
    names = [labels.value("item", code, page_run().registry) for code in rows["item_code"]]
    st.markdown(_why_no_list(items, totals, "application_count") or _bullets(names))


def show_stalled(items: pl.DataFrame, totals: Row) -> None:
    """Items with open cases over 60 working days, the most first."""
    st.subheader(_("overview.stalled"), anchor=False)
    rows = items.filter(pl.col("ageing_over_60_count") > 0).sort("ageing_over_60_count", descending=True)
    lines = [
        plural(
            "overview.item_cases",
            count=count,
            item=labels.value("item", code, page_run().registry),
        )
        for code, count in zip(rows["item_code"], rows["ageing_over_60_count"], strict=True)
    ]
    st.markdown(_why_no_list(items, totals, "ageing_over_60_count") or _bullets(lines))


def show_coverage(snapshot: Snapshot) -> None:
    """What the snapshot covers, table by table, and what it does not report."""
    st.subheader(_("overview.coverage"), anchor=False)
    tables = [_describe_coverage(snapshot, name) for name in ("applications", "awards")]
    st.markdown(_bullets([*tables, _("overview.as_of", as_of=fmt.day(snapshot.as_of))]))


def _why_no_list(items: pl.DataFrame, totals: Row, figure: str) -> str:
    """Why nothing can be listed by this figure; empty where it is known of the items and may be seen."""
    if totals["application_count"] is None:
        return _(f"state.{totals['reporting_state']}.sentence")
    return ""


def _bullets(lines: Sequence[str]) -> str:
    """A short list in Markdown; what is left out is counted."""
    if not lines:
        return _("none.known")
    left_out = len(lines) - MOST_LINES
    more = ["- " + _("overview.and_more", count=left_out)] if left_out > 0 else []
    return "\n".join([*(f"- {text}" for text in lines[:MOST_LINES]), *more])


def _describe_coverage(snapshot: Snapshot, table: str) -> str:
    name, span = _(f"table.{table}"), snapshot.manifest.coverage.get(table)
    if not snapshot.reports(table) or span is None:
        return _("table.not_reported", table=name)
    days = {"table": name, "first": fmt.day(span.first), "last": fmt.day(span.last)}
    # how many applications came in tells of those that are not approved
    if table == "applications" and not current_access().sees_every_figure:
        return _("table.coverage_days", **days)
    accepted = fmt.count(snapshot.manifest.tables[table]["accepted"])
    return _("table.coverage", count=accepted, **days)
