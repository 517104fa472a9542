"""Tables on a page: right-aligned figures, ISO dates, dashes for what is empty; each is noted for the export."""

from collections.abc import Callable
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard.language import current_language
from dashboard.language import translate as _
from dashboard.tables import Kind, Table, plain
from dashboard.view.frame import note_table, open_organisation

ROW_HEIGHT = 34
FORMATS: dict[Kind, str] = {"rate": "%.1f%%", "count": "%,d", "days": "%,.1f", "number": "%,.1f", "index": "%.3f"}


def table(
    rows: Table | pl.DataFrame,
    *,
    key: str,
    title: str = "",
    height: int | Literal["auto"] = "auto",
    noted: bool = True,
    everything: Callable[[], Table] | None = None,
    opens: pl.Series | None = None,
) -> None:
    """Show a table and note it for the export (unless it is ``noted`` already).

    ``everything`` fetches all rows for the export where a part is shown; ``opens`` holds the credit code of each row:
    a chosen row opens that organisation.
    """
    shown = rows if isinstance(rows, Table) else plain(rows)
    if noted:
        note_table(key, title, shown, everything)
    if shown.frame.is_empty():
        st.caption(_("No row meets the filters."))
        return
    st.dataframe(
        shown.frame,
        key=key,
        hide_index=True,
        height=height,
        row_height=ROW_HEIGHT,
        placeholder="–",
        alt=title or None,
        column_config={heading: config for heading, kind in shown.kinds.items() if (config := _config(kind)) is not None},
        on_select="ignore" if opens is None else "rerun",
        selection_mode="single-row",
    )
    if opens is not None:
        chosen = st.session_state[key].selection.rows
        if chosen and opens[chosen[0]] is not None:
            open_organisation(opens[chosen[0]])


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
