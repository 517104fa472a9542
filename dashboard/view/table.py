"""Tables on a page: right-aligned figures, ISO dates, dashes for what is empty; each is noted for the export."""

from collections.abc import Callable
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard.language import current_language
from dashboard.tables import Kind, Table, plain
from dashboard.view.frame import note_table

ROW_HEIGHT = 34
FORMATS: dict[Kind, str] = {"rate": "%.1f%%", "count": "%,d", "days": "%,.1f", "number": "%,.1f"}


def table(
    rows: Table | pl.DataFrame,
    *,
    key: str,
    title: str = "",
    height: int | Literal["auto"] = "auto",
    noted: bool = True,
    on_row: Callable[[int], None] | None = None,
) -> None:
    """Show a table and note it for the export (unless it is ``noted`` already); ``on_row`` gets a chosen row's number."""
    shown = rows if isinstance(rows, Table) else plain(rows)
    if noted:
        note_table(key, title, shown)
    st.dataframe(
        shown.frame,
        key=key,
        hide_index=True,
        height=height,
        row_height=ROW_HEIGHT,
        placeholder="–",
        column_config={heading: config for heading, kind in shown.kinds.items() if (config := _config(kind)) is not None},
        on_select=(lambda: _chosen(key, on_row)) if on_row else "ignore",
        selection_mode="single-row",
    )


def _config(kind: Kind) -> Any:
    if kind == "date":
        return st.column_config.DateColumn(format="YYYY-MM-DD")
    if kind == "link":
        return st.column_config.LinkColumn()
    if kind in FORMATS:
        return st.column_config.NumberColumn(format=FORMATS[kind])
    if kind == "money":
        return st.column_config.NumberColumn(format="%,.1f" if current_language() == "zh" else "%,.2f")
    return None


def _chosen(key: str, on_row: Callable[[int], None]) -> None:
    rows = st.session_state[key].selection.rows
    if rows:
        on_row(rows[0])
