"""A section of a page that is one table, and headings that say how long a list is."""

from typing import Literal

import polars as pl
import streamlit as st

from dashboard.presentation import formats as fmt
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table
from dashboard.screen.grid import table
from dashboard.screen.page_run import page_run


def show_table(
    title: str,
    rows: Table | pl.DataFrame,
    *,
    key: str,
    note: str = "",
    export_name: str = "",
    height: int | Literal["auto", "content"] = "auto",
    opens: pl.Series | None = None,
    wrapped: bool = False,
) -> None:
    """A heading, the ``note`` on how to read it, and the table; ``height``, ``opens`` and ``wrapped`` as in ``table``.

    In the export it has the heading for its name, or ``export_name`` where the heading says more than a name.
    """
    st.subheader(title, anchor=False)
    if note:
        st.caption(note)
    table(rows, key=key, title=export_name or title, height=height, opens=opens, wrapped=wrapped)


def count_rows(found: pl.DataFrame) -> str:
    """How many rows a list has, and how many of them are shown where it is cut (column ``total_count``)."""
    if found.is_empty():
        return fmt.count(0) if page_run().filters.snapshot.lists_every_award else fmt.DASH
    whole = found["total_count"][0]
    if whole == found.height:
        return fmt.count(whole)
    return _("list.first_shown", count=fmt.count(whole), shown=fmt.count(found.height))


def name_with_count(title: str, found: pl.DataFrame) -> str:
    """The heading of a list with how many rows it has; without, where none is known and that is no zero."""
    count = count_rows(found)
    return title if count == fmt.DASH else _("list.title_count", title=title, count=count)
