"""Tables on a page: right-aligned figures, ISO dates, dashes for what is empty; each is noted for the export."""

from collections.abc import Callable
from html import escape
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard.formats import DASH
from dashboard.language import current_language
from dashboard.language import translate as _
from dashboard.tables import Kind, Table, plain
from dashboard.view.frame import note_table, open_organisation, reader

ROW_HEIGHT = 34
# pixels that hold 2025-06-12 whole, also in a narrow table
DATE_WIDTH = 104
MOST_PRINTED = 200
DECIMALS: dict[Kind, int] = {"rate": 1, "count": 0, "days": 1, "number": 1, "index": 3, "money": 1, "points": 2}
FORMATS: dict[Kind, str] = {
    "rate": "%.1f%%",
    "count": "%,d",
    "days": "%,.1f",
    "number": "%,.1f",
    "index": "%.3f",
    "points": "%.2f",
}


def table(
    rows: Table | pl.DataFrame,
    *,
    key: str,
    title: str = "",
    height: int | Literal["auto", "content"] = "auto",
    noted: bool = True,
    everything: Callable[[], Table] | None = None,
    opens: pl.Series | None = None,
    on_choose: Callable[[int], None] | None = None,
) -> None:
    """Show a table and note it for the export (unless it is ``noted`` already).

    ``everything`` fetches all rows for the export where a part is shown; ``opens`` holds the credit code of each row:
    a chosen row opens that organisation. ``on_choose`` receives the place of a chosen row instead.
    """
    shown = rows if isinstance(rows, Table) else plain(rows)
    if noted:
        note_table(key, title, shown, everything)
    if shown.frame.is_empty():
        st.caption(_("No row meets the filters."))
        return
    if reader().printing:
        st.html(listed(shown))
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
        on_select=(lambda: _choose(key, on_choose)) if on_choose else "ignore" if opens is None else "rerun",
        selection_mode="single-row",
    )
    if opens is not None:
        chosen = st.session_state[key].selection.rows
        if chosen and opens[chosen[0]] is not None:
            open_organisation(opens[chosen[0]])


def _choose(key: str, on_choose: Callable[[int], None]) -> None:
    chosen = st.session_state[key].selection.rows
    if chosen:
        on_choose(chosen[0])


def _config(kind: Kind) -> Any:
    if kind == "date":
        return st.column_config.DateColumn(format="YYYY-MM-DD", width=DATE_WIDTH)
    if kind == "sentence":
        return st.column_config.TextColumn(width="large")
    if kind == "link":
        return st.column_config.LinkColumn()
    if kind in FORMATS:
        return st.column_config.NumberColumn(format=FORMATS[kind])
    if kind == "money":
        return st.column_config.NumberColumn(format="%,.1f" if current_language() == "zh" else "%,.2f")
    return None


def listed(shown: Table) -> str:
    """The table as HTML for paper, at most ``MOST_PRINTED`` rows; what is left out is counted."""
    kinds = list(shown.kinds.values())
    rows = (
        "".join(f"<td{_class(kind)}>{escape(_text(value, kind))}</td>" for value, kind in zip(row, kinds, strict=True))
        for row in shown.frame.head(MOST_PRINTED).iter_rows()
    )
    head = "".join(f"<th{_class(kind)}>{escape(name)}</th>" for name, kind in shown.kinds.items())
    rest = shown.frame.height - MOST_PRINTED
    note = f"<p>{escape(_('and {count} more rows: see the export', count=rest))}</p>" if rest > 0 else ""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table class='listed'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def _class(kind: Kind) -> str:
    return " class='figure'" if kind in DECIMALS else " class='date'" if kind == "date" else ""


def _text(value: object, kind: Kind) -> str:
    if value is None:
        return DASH
    if isinstance(value, int | float) and kind in DECIMALS:
        return f"{value:,.{DECIMALS[kind]}f}" + ("%" if kind == "rate" else "")
    return str(value)
