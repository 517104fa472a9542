"""Tables on a page: right-aligned figures, ISO dates, dashes for what is empty; each is noted for the export."""

from collections.abc import Callable
from html import escape
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard.language import current_language
from dashboard.language import translate as _
from dashboard.tables import Kind, Table, plain
from dashboard.view.compact import DECIMALS, compact, fits_paper, organisation_address, text
from dashboard.view.frame import is_narrow, note_table, open_organisation, reader

ROW_HEIGHT = 34
# pixels that hold 2025-06-12 whole, also in a narrow table
DATE_WIDTH = 96
# the grid itself cuts what is wider than this; names that a row is read by get the room they need up to the widest
GRID_WIDTH, WIDEST, WIDEST_SENTENCE, CELL_PADDING = 270, 420, 560, 22
CHINESE_LETTER, LATIN_LETTER = 13, 6.2
READ_BY = ("item_code", "certificate_type", "applicant", "organisation")
MEASURED_ROWS = 200
MOST_PRINTED = 200
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
    addresses: Callable[[], list[str]] | None = None,
    wrapped: bool = False,
) -> None:
    """Show a table and note it for the export (unless it is ``noted`` already).

    ``everything`` fetches all rows for the export where a part is shown; ``opens`` holds the credit code of each row:
    a chosen row opens that organisation. ``on_choose`` receives the place of a chosen row instead; ``addresses`` gives
    the links that stand for it on a phone, where each row is a block of its own. ``wrapped`` lets long texts go on in the
    next line, for tables that are read rather than searched.
    """
    shown = rows if isinstance(rows, Table) else plain(rows)
    if noted:
        note_table(key, title, shown, everything)
    if shown.frame.is_empty():
        st.caption(_("No row meets the filters."))
        return
    written = _written(shown, wrapped=wrapped, opens=opens, addresses=addresses)
    if written is not None:
        st.html(written)
        return
    st.dataframe(
        shown.frame,
        key=key,
        hide_index=True,
        height=_fitting(height, shown.frame.height),
        row_height=ROW_HEIGHT,
        placeholder="–",
        alt=title or None,
        column_config={
            heading: config
            for heading, kind in shown.kinds.items()
            if (config := _config(kind, heading, shown.frame[heading])) is not None
        },
        on_select=(lambda: _choose(key, on_choose)) if on_choose else "ignore" if opens is None else "rerun",
        selection_mode="single-row",
    )
    if opens is not None:
        chosen = st.session_state[key].selection.rows
        if chosen and opens[chosen[0]] is not None:
            open_organisation(opens[chosen[0]])


def _written(
    shown: Table, *, wrapped: bool, opens: pl.Series | None, addresses: Callable[[], list[str]] | None
) -> str | None:
    """The table as HTML where it is read rather than worked with: on paper, on a phone, or because its texts are long."""
    if reader().printing:
        if wrapped or fits_paper(shown):
            return listed(shown)
        if fits_paper(shown, small=True):
            return listed(shown, small=True)
        return compact(shown, most=MOST_PRINTED, at_once=MOST_PRINTED)
    if is_narrow():
        carried = reader().places["carried"]
        links = addresses() if addresses else None if opens is None else [organisation_address(c, carried) for c in opens]
        return compact(shown, addresses=links)
    return listed(shown) if wrapped else None


def _fitting(height: int | Literal["auto", "content"], rows: int) -> int | Literal["auto", "content"]:
    """A table is never higher than its rows: empty ones look like rows that are missing."""
    return min(height, ROW_HEIGHT * (rows + 1) + 2) if isinstance(height, int) else height


def _choose(key: str, on_choose: Callable[[int], None]) -> None:
    chosen = st.session_state[key].selection.rows
    if chosen:
        on_choose(chosen[0])


def _config(kind: Kind, heading: str, column: pl.Series) -> Any:
    if kind == "text":
        if heading not in {_(name) for name in READ_BY}:
            return None
        return _as_wide_as(column, WIDEST)
    if kind == "date":
        return st.column_config.DateColumn(format="YYYY-MM-DD", width=DATE_WIDTH)
    if kind == "sentence":
        return _as_wide_as(column, WIDEST_SENTENCE)
    if kind == "link":
        return st.column_config.LinkColumn()
    if kind in FORMATS:
        return st.column_config.NumberColumn(format=FORMATS[kind])
    if kind == "money":
        return st.column_config.NumberColumn(format="%,.1f" if current_language() == "zh" else "%,.2f")
    return None


def _as_wide_as(column: pl.Series, widest: int) -> Any:
    """Room for the longest text up to ``widest`` pixels; None where the grid's own width is enough."""
    needed = CELL_PADDING + max((_width(value) for value in column.head(MEASURED_ROWS).drop_nulls()), default=0)
    return st.column_config.TextColumn(width=min(needed, widest)) if needed > GRID_WIDTH else None


def _width(text: str) -> int:
    """Pixels of a text in the letters of the grid: what is given too much room pushes other columns out of sight."""
    return round(sum(CHINESE_LETTER if letter > "\u2e80" else LATIN_LETTER for letter in text))


def listed(shown: Table, *, small: bool = False) -> str:
    """The table as HTML for paper, at most ``MOST_PRINTED`` rows; what is left out is counted."""
    kinds = list(shown.kinds.values())
    rows = (
        "".join(f"<td{_class(kind)}>{escape(text(value, kind))}</td>" for value, kind in zip(row, kinds, strict=True))
        for row in shown.frame.head(MOST_PRINTED).iter_rows()
    )
    head = "".join(f"<th{_class(kind)}>{escape(name)}</th>" for name, kind in shown.kinds.items())
    rest = shown.frame.height - MOST_PRINTED
    note = f"<p>{escape(_('and {count} more rows: see the export', count=rest))}</p>" if rest > 0 else ""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    whole = f"<table class='listed{' small' if small else ''}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div class='sheet' tabindex='0'>{whole}</div>{note}"


def _class(kind: Kind) -> str:
    return " class='figure'" if kind in DECIMALS else " class='date'" if kind == "date" else ""
