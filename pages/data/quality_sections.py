"""Sections of the page on the data: completeness by area, freshness, quarantine and what the intake left."""

from functools import partial

import polars as pl
import streamlit as st

from dashboard.access import current_access
from dashboard.presentation import charts
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import plain, present
from dashboard.screen.export_menu import MEDIA_TYPES, link
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.offers import Made
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show
from dashboard.screen.table_section import show_table
from dashboard.snapshots import Snapshot
from pages.data import quality_accounts

# what the intake leaves beside a snapshot: every row it did not understand, to be corrected, and its account
INTAKE_FILES = ("quarantine.xlsx", "report.html")
FRESHNESS_COLUMNS = ("date_column", "table_name", "latest_on", "days_before_count", "row_count")


def show_completeness(completeness: pl.DataFrame, *, alt: str) -> None:
    """Missing cells by column and district; a click chooses the district."""
    now = page_run()
    cells = quality_accounts.cells(completeness, now.registry)
    if not cells.rows:
        st.info(quality_accounts.absent(now.filters.snapshot))
        return
    title = quality_accounts.most_missing(completeness, now.registry)
    show(
        charts.heatmap(cells, palette=now.palette, title=title, decimals=1, subtitle=_("note.completeness")),
        key="completeness",
        alt=f"{title} {alt}",
        values=present(completeness, registry=now.registry),
        on_pick=lambda code: set_parameter("district", [code]),
    )


def show_freshness(freshness: pl.DataFrame) -> None:
    """The latest day of each column of dates."""
    rows = present(freshness, FRESHNESS_COLUMNS, registry=page_run().registry)
    show_table(_("quality.freshness"), rows, key="freshness", wrapped=True)


def show_quarantine(quarantined: pl.DataFrame) -> None:
    """Rows in quarantine by source and rule, or that there is none."""
    title = _("quality.quarantine")
    if quarantined.height:
        show_table(title, present(quarantined, registry=page_run().registry), key="quarantined", wrapped=True)
        st.caption(_("note.quarantine"))
    else:
        st.subheader(title, anchor=False)
        st.caption(_("quality.nothing_quarantined"))


def show_gaps(by_month: pl.DataFrame) -> None:
    """Columns that are not complete, by month; nothing where all are."""
    gaps = quality_accounts.by_month(by_month, page_run().registry)
    if gaps.is_empty():
        return
    title = _("quality.gaps_by_month")
    show_table(title, plain(gaps), key="gaps", export_name=_("quality.completeness_by_month"), wrapped=True)
    st.caption(_("note.months_of_area"))


def show_intake_files() -> None:
    """What the intake left, for those who look after it: it holds the rows as they were handed in, names included."""
    now = page_run()
    snapshot = now.filters.snapshot
    if not current_access().rights.intake:
        return
    for name in INTAKE_FILES:
        if snapshot.lists(name):
            st.html(
                link(
                    _(f"intake_file.{name.partition('.')[0]}"),
                    key=name,
                    page=now.page,
                    filters=now.filters,
                    name=f"{snapshot.name}_{name}",
                    media_type=MEDIA_TYPES.get(name.rpartition(".")[2], "text/html"),
                    make=partial(_read_file, snapshot, name),
                )
            )


def _read_file(snapshot: Snapshot, name: str) -> Made:
    return Made((snapshot.path / name).read_bytes(), {"quarantine": snapshot.rows("quarantine")})
