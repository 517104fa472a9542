"""Charts with everything the display owes a reader: finding, note of what was used, text alternative, values.

The chart is one Streamlit component that stays mounted and calls ``Plotly.react``: ``st.plotly_chart`` remounts
every chart whose data changed, because the identity of its element hashes the figure.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard.access import current_access
from dashboard.presentation.formats import count
from dashboard.presentation.language import plural
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, plain
from dashboard.screen.browser_assets import CHART_PATH, PLOTLY_PATH
from dashboard.screen.grid import table
from dashboard.screen.page_frame import credits_of, note_table
from dashboard.screen.page_run import page_run

ASSETS = Path(__file__).parent / "assets"
# what a record may lack so that a chart cannot use it
Lacking = Literal["place_date_or_amount", "date", "amount", "year", "district", "end_date"]
# Streamlit sends a component's script along with every change of its data: two lines that fetch it once instead
FETCHED = f'''const chart = await import(new URL("{CHART_PATH}", document.baseURI).href);
export default chart.default;
'''


@lru_cache(maxsize=4)
def asset(name: str) -> str:
    """Text of a script or style sheet of a component."""
    return (ASSETS / name).read_text(encoding="utf-8")


def show(
    figure: go.Figure,
    *,
    key: str,
    alt: str,
    used: str = "",
    values: Table | pl.DataFrame | None = None,
    on_pick: Callable[[str], None] | None = None,
    leads_to: Callable[[str], None] | None = None,
    empty: str = "",
) -> None:
    """Draw a chart, the line of used and missing records, and its values as a table.

    ``empty`` says why there is nothing to draw, where that is not the filters. ``on_pick`` receives the code
    (first ``customdata``) of a clicked mark and changes the address; ``leads_to`` receives it to open another page.
    """
    if not figure.data:
        st.markdown(f"**{figure.layout.meta['title']}**")
        st.caption(empty or _("chart.nothing_to_draw"))
        if not empty:
            return
    else:
        _draw(figure, key=key, alt=alt, used=used, on_pick=on_pick, leads_to=leads_to)
    if values is not None:
        _values_of(figure, values, key=key)


def _draw(
    figure: go.Figure,
    *,
    key: str,
    alt: str,
    used: str,
    on_pick: Callable[[str], None] | None,
    leads_to: Callable[[str], None] | None,
) -> None:
    chart = st.components.v2.component("chart", js=FETCHED, css=asset("chart.css"), isolate_styles=False)
    chart(
        key=key,
        data=_data(figure, key=key, alt=alt, used=used, pick=on_pick is not None or leads_to is not None),
        on_picked_change=(lambda: _picked(key, on_pick)) if on_pick else (lambda: None),
    )
    # another page can only be opened while the page runs
    if leads_to:
        _picked(key, leads_to)


def _values_of(figure: go.Figure, values: Table | pl.DataFrame, *, key: str) -> None:
    shown = values if isinstance(values, Table) else plain(values)
    note_table(key, figure.layout.meta["title"], shown)
    # drawn when it is opened: the table is the heaviest part of a page that mostly nobody looks at
    opened = st.expander(_("chart.values"), key=f"{key}_expander", on_change="rerun")
    if opened.open:
        with opened:
            table(shown, key=f"{key}_values", noted=False)


def _data(figure: go.Figure, *, key: str, alt: str, used: str, pick: bool) -> dict[str, Any]:
    now = page_run()
    drawn = figure.to_dict()
    meta = drawn["layout"]["meta"]
    return {
        "data": drawn["data"],
        "layout": drawn["layout"],
        "title": meta["title"],
        "subtitle": meta["subtitle"],
        "alt": alt,
        "used": used,
        "pick": pick,
        "library": PLOTLY_PATH,
        "background": now.palette.background,
        "credits": credits_of(now),
        "name": f"{key}_{now.filters.snapshot.name}",
        # "#" is where the browser puts how many
        "more": {"rows": _("chart.further_rows", count="#"), "cells": _("chart.further_cells", count="#")},
        "save": {"png": _("chart.save_png"), "svg": _("chart.save_svg")},
    }


def marks(pairs: Iterable[tuple[str, str]], *, name: str, value: str) -> Table:
    """The values of a chart in the words that stand at its marks, where no query has them as its rows."""
    rows = list(pairs)
    frame = pl.DataFrame(
        {name: [first for first, _second in rows], value: [second for _first, second in rows]},
        schema={name: pl.String, value: pl.String},
    )
    return plain(frame)


def used_note(used: int | None, missing: int | None, lacking: Lacking) -> str:
    """The law of every chart: "N records used, M without <column>"."""
    reported = page_run().filters.snapshot.reports("applications")
    if used is None and reported and not current_access().sees_every_figure:
        return _("used.approved_only")
    if used is not None and missing is None and not current_access().sees_every_figure:
        return _("used.prepared_only", used=count(used))
    if used is None:
        return _("used.not_reported")
    if not missing:
        return plural("used.records", count=used, used=count(used))
    return _(f"used_without.{lacking}", used=count(used), missing=count(missing))


def _picked(key: str, take: Callable[[str], None]) -> None:
    code = st.session_state[key].get("picked")
    if code:
        take(code)
