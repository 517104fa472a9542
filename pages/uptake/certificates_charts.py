"""Charts of the page of certificates: types, districts, months in which certificates expire."""

import polars as pl
import streamlit as st

from dashboard.presentation import charts, headlines
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.screen.figure_marks import make_bars
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.rankings import show_ranking
from dashboard.screen.show import show
from dashboard.screen.states import blank_unless_placed, keep_chosen
from dashboard.screen.table_section import show_table
from pages.uptake import certificates_marks

AWARD_COLUMNS = (
    "award_count", "in_force_count", "expiring_180_count", "claimable_count", "claimed_count", "claim_rate",
)  # fmt: skip


def show_types(types: pl.DataFrame, *, figure: str, alt: str, used: str) -> None:
    """The types by the figure; a click chooses the type."""
    bars = make_bars(types, key="certificate", figure=figure, registry=page_run().registry)
    show_ranking(bars, by="certificate", figure=figure, key="certificate_ranking", alt=alt, used=used)


def show_districts(districts: pl.DataFrame, *, figure: str, used: str) -> None:
    """The districts by the figure, in their fixed order; nothing where every award lacks its district."""
    now = page_run()
    rows = keep_chosen(blank_unless_placed(districts, figure="award_count"), now.filters.district, key="district_code")
    show_ranking(
        certificates_marks.drop_unplaced(make_bars(rows, key="district", figure=figure, registry=now.registry)),
        by="district",
        figure=figure,
        key="certificate_districts",
        used=used,
        sort=False,
        values=present(rows, ("district_code", *AWARD_COLUMNS), registry=now.registry, breakdown=True),
        empty=_("few.places"),
    )


def show_expiries(expiries: pl.DataFrame) -> None:
    """The months to come with the certificates that expire in each; a click lists those of the month."""
    now = page_run()
    months = certificates_marks.expiry_months(expiries)
    title = headlines.say_peak(months, measure=_("certificates.expiries_by_month"))
    show(
        charts.trend(months, palette=now.palette, title=title, subtitle=_("subtitle.expiries")),
        key="expiry_calendar",
        alt=title,
        used=certificates_marks.used_expiries(expiries),
        values=present(expiries, registry=now.registry),
        on_pick=lambda month: set_parameter("expiry", [month]),
    )


def show_clusters(clusters: pl.DataFrame) -> None:
    """The clusters that hold an award, or that no award says its cluster."""
    held = clusters.filter(clusters["award_count"].fill_null(0) > 0)
    title = _("certificates.by_cluster")
    if held["cluster_code"].null_count() < held.height:
        rows = present(held, ("cluster_code", *AWARD_COLUMNS), registry=page_run().registry, breakdown=True)
        show_table(title, rows, key="certificate_clusters")
    else:
        st.subheader(title, anchor=False)
        st.caption(_("certificates.no_cluster"))
