"""Tables on a page: right-aligned figures, ISO dates, dashes for what is empty; each is noted for the export."""

from collections.abc import Callable
from hashlib import blake2b
from html import escape
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Kind, Table, plain
from dashboard.screen.compact import DECIMALS, compact, fits_paper, text
from dashboard.screen.page_frame import is_narrow, note_table, open_organisation
from dashboard.screen.page_run import page_run
from dashboard.screen.widths import fit_columns, is_read

ROW_HEIGHT = 34
# pixels that hold 2025-06-12 whole, also in a narrow table
DATE_WIDTH = 96
# a column whose texts are no longer than this is never broken into lines
SHORT_TEXT = 6
# a heading over figures that is longer than this may be broken anywhere
LONG_HEADING = 10
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
    the links that stand for it on a phone, where each row is a block of its own. ``wrapped`` lets headings and long texts
    go on in the next line, for tables that are read rather than searched; with a ``height`` rows scroll under the head.
    """
    shown = rows if isinstance(rows, Table) else plain(rows)
    if noted:
        note_table(key, title, shown, everything)
    if shown.frame.is_empty():
        st.caption(_("list.no_row"))
        return
    written = _written(shown, wrapped=wrapped, tall=isinstance(height, int), opens=opens, addresses=addresses)
    if written is not None:
        st.html(written)
        return
    # a place chosen in former rows is of no use for these: other rows make another widget, where rows can be chosen
    choosable = opens.to_frame() if opens is not None else shown.frame if on_choose else None
    place = f"{key}_{'rows' if choosable is None else _fingerprint(choosable)}"
    st.container(key=key).dataframe(
        shown.frame,
        key=place,
        hide_index=True,
        height=_fit_height(height, shown.frame.height),
        row_height=ROW_HEIGHT,
        placeholder="–",
        alt=title or None,
        column_config=_configs(shown, has_boxes=bool(on_choose) or opens is not None),
        on_select=(lambda: _choose(place, on_choose)) if on_choose else "ignore" if opens is None else "rerun",
        selection_mode="single-row",
    )
    if opens is not None:
        chosen = st.session_state[place].selection.rows
        if chosen and opens[chosen[0]] is not None:
            open_organisation(opens[chosen[0]])


def _fingerprint(rows: pl.DataFrame) -> str:
    return blake2b(rows.hash_rows().to_numpy().tobytes(), digest_size=6).hexdigest()


def _written(
    shown: Table, *, wrapped: bool, tall: bool, opens: pl.Series | None, addresses: Callable[[], list[str]] | None
) -> str | None:
    """The table as HTML where it is read rather than worked with: on paper, on a phone, or because its texts are long."""
    if page_run().printing:
        return _printed(shown, wrapped=wrapped)
    if is_narrow():
        if addresses:
            return compact(shown, addresses=addresses())
        return compact(shown, addresses=None if opens is None else list(map(page_run().links.organisation_address, opens)))
    return write_list(shown, tall=tall) if wrapped else None


def _printed(shown: Table, *, wrapped: bool) -> str:
    if fits_paper(shown):
        return write_list(shown)
    narrower = drop_empty(shown)
    if fits_paper(narrower, small=True):
        return write_list(narrower, small=not fits_paper(narrower))
    if wrapped:
        return write_list(shown)
    return compact(shown, most=MOST_PRINTED, at_once=MOST_PRINTED)


def drop_empty(shown: Table) -> Table:
    """The table without the columns in which no row says anything: on narrow paper they take the room of the others."""
    kinds = {name: kind for name, kind in shown.kinds.items() if shown.frame[name].null_count() < shown.frame.height}
    return Table(shown.frame.select(list(kinds)), kinds, shown.definitions)


def _fit_height(height: int | Literal["auto", "content"], rows: int) -> int | Literal["auto", "content"]:
    """A table is never higher than its rows: empty ones look like rows that are missing."""
    return min(height, ROW_HEIGHT * (rows + 1) + 2) if isinstance(height, int) else height


def _choose(key: str, on_choose: Callable[[int], None]) -> None:
    chosen = st.session_state[key].selection.rows
    if chosen:
        on_choose(chosen[0])


def _configs(shown: Table, *, has_boxes: bool) -> dict[str, Any]:
    columns = fit_columns(shown, has_boxes=has_boxes)
    return {
        heading: _config(kind, columns.widths.get(heading), pinned=heading in columns.pinned or None)
        for heading, kind in shown.kinds.items()
    }


def _config(kind: Kind, width: int | None, *, pinned: bool | None) -> Any:
    if kind == "date":
        return st.column_config.DateColumn(format="YYYY-MM-DD", width=width or DATE_WIDTH, pinned=pinned)
    if kind == "link":
        return st.column_config.LinkColumn(width=width, pinned=pinned)
    if kind in FORMATS:
        return st.column_config.NumberColumn(format=FORMATS[kind], width=width, pinned=pinned)
    if kind == "money":
        return st.column_config.NumberColumn(
            format="%,.1f" if current_language() == "zh" else "%,.2f", width=width, pinned=pinned
        )
    return st.column_config.TextColumn(width=width, pinned=pinned)


def write_list(shown: Table, *, small: bool = False, tall: bool = False) -> str:
    """The table as HTML to be read, at most ``MOST_PRINTED`` rows; what is left out is counted."""
    kinds = list(shown.kinds.values())
    classes = [_class(heading, kind, shown.frame[heading]) for heading, kind in shown.kinds.items()]
    rows = (
        "".join(f"<td{name}>{escape(text(value, kind))}</td>" for value, kind, name in zip(row, kinds, classes, strict=True))
        for row in shown.frame.head(MOST_PRINTED).iter_rows()
    )
    # a unit is one word
    headings = (heading.replace("CNY m", "CNY\u00a0m") for heading in shown.kinds)
    head = "".join(f"<th{name}>{escape(heading)}</th>" for heading, name in zip(headings, classes, strict=True))
    rest = shown.frame.height - MOST_PRINTED
    note = f"<p>{escape(_('list.more_rows', count=rest))}</p>" if rest > 0 else ""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    whole = f"<table class='listed{' small' if small else ''}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div class='sheet{' tall' if tall else ''}' tabindex='0'>{whole}</div>{note}"


def _class(heading: str, kind: Kind, column: pl.Series) -> str:
    if kind in DECIMALS:
        return " class='figure long'" if len(heading) > LONG_HEADING else " class='figure'"
    if is_read(heading, kind):
        return " class='name'"
    if kind == "date":
        return " class='date'"
    longest = column.cast(pl.String).str.len_chars().max()
    return " class='short'" if isinstance(longest, int) and longest <= SHORT_TEXT else ""
