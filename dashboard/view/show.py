"""Charts and tables with everything the display owes a reader: finding, note of what was used, text alternative."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard.formats import count
from dashboard.language import translate as _

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def show(
    figure: go.Figure,
    *,
    key: str,
    alt: str,
    used: str = "",
    values: pl.DataFrame | None = None,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw a chart, the line of used and missing records, and its values as a table.

    ``on_pick`` receives the code (first ``customdata``) of a clicked mark.
    """
    st.plotly_chart(
        figure,
        key=key,
        alt=alt,
        theme=None,
        config=CONFIG,
        on_select=(lambda: _picked(key, on_pick)) if on_pick else "ignore",
        selection_mode="points",
    )
    if used:
        st.caption(used)
    if values is not None:
        with st.expander(_("Values as a table")):
            table(values, key=f"{key}_values")


def used_note(used: int | None, missing: int | None, lacking: str) -> str:
    """The law of every chart: "N records used, M without <column>"."""
    if used is None:
        return _("Applications are not reported in this snapshot.")
    if not missing:
        return _("{used} records used.", used=count(used))
    return _("{used} records used, {missing} without {lacking}.", used=count(used), missing=count(missing), lacking=lacking)


def honours_note(by_year: pl.DataFrame) -> str:
    """Records used by the chart of honours and those without a year."""
    without = int(by_year.filter(pl.col("award_year").is_null())["honour_count"].sum())
    return used_note(int(by_year["honour_count"].sum()) - without, without, _("a year"))


def table(
    rows: pl.DataFrame, *, key: str, columns: Mapping[str, Any] | None = None, height: int | Literal["auto"] = "auto"
) -> None:
    """A table with translated headings; empty cells are dashes, dates ISO."""
    dates = {name: st.column_config.DateColumn(format="YYYY-MM-DD") for name, kind in rows.schema.items() if kind == pl.Date}
    st.dataframe(rows, key=key, hide_index=True, height=height, placeholder="–", column_config=dates | dict(columns or {}))


def _picked(key: str, on_pick: Callable[[str], None]) -> None:
    points = st.session_state[key].selection.points
    if points and points[0].get("customdata"):
        code = points[0]["customdata"]
        on_pick(code[0] if isinstance(code, list | tuple) else code)
