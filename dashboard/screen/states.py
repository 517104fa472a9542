"""What a page says instead of figures: not reported, not offered, or really nothing, and what the reader can change."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard.presentation.language import translate as _
from dashboard.screen.page_run import page_run

Row = dict[str, Any]


def say_nothing_here(totals: Row) -> None:
    """Say why there is nothing to draw; only a real nothing is answered with a wider filter."""
    if not page_run().filters.snapshot.reports("applications"):
        # the sentence at the head says so already: what there is instead
        st.info(_("state.not_reported.instead"))
    elif totals["application_count"] is None:
        st.info(_(f"state.{totals['reporting_state']}.sentence"))
    else:
        st.info(_("state.no_application"))


def keep_chosen(rows: pl.DataFrame, chosen: Sequence[str], *, key: str, unknown: str = "unknown") -> pl.DataFrame:
    """Rows of a breakdown that the filter on it leaves: the others are outside of it, not zero."""
    return rows if not chosen else rows.filter(pl.col(key).fill_null(unknown).is_in(list(chosen)))


def blank_unless_placed(rows: pl.DataFrame, *, figure: str, key: str = "district_code") -> pl.DataFrame:
    """A breakdown in which every counted row lacks its place says nothing about any place, not even zero."""
    total, unknown = rows[figure].sum(), rows.filter(pl.col(key).is_null())[figure].sum()
    if not total or total != unknown:
        return rows
    figures = [name for name in rows.columns if name not in (key, "reporting_state")]
    blank = pl.when(pl.col(key).is_null())
    return rows.with_columns(
        *(blank.then(pl.col(name)).alias(name) for name in figures),
        blank.then(pl.col("reporting_state")).otherwise(pl.lit("unknown")).alias("reporting_state"),
    )
