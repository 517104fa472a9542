"""The sections of the page of distribution: each a chart with its note, or the sentence that says why there is none."""

import polars as pl
import streamlit as st

from dashboard.presentation import charts, labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show
from pages.evaluation import distribution_charts
from pages.evaluation.distribution_charts import Row


def curve(curves: dict[str, pl.DataFrame], whole: Row, *, alt: str) -> None:
    """The Lorenz curves of the beneficiaries and, where the reader may see them, of all applicants."""
    if curves["beneficiaries"].is_empty() or distribution_charts.is_few(whole):
        st.info(distribution_charts.nothing(whole))
        return
    show(
        charts.lines(
            distribution_charts.lorenz_lines(curves, whole),
            title=_("How the approved money is shared"),
            markers=False,
            subtitle=_("per cent of the money held by the smaller per cent of organisations (Lorenz)"),
            value_format=".0f",
            top=100,
            height=370,
            bottom_title=_("per cent of organisations, smallest first"),
            palette=page_run().palette,
        ),
        key="lorenz",
        alt=alt,
        used=distribution_charts.used(whole),
        values=curves["beneficiaries"],
    )


def sizes(rows: pl.DataFrame, whole: Row) -> None:
    """Share of the money by size class; nothing where there is nothing to share or too few to share it."""
    if not whole["approved_yuan"] or distribution_charts.is_few(whole):
        return
    now, title = page_run(), _("Share of the money by size class")
    show(
        charts.ranking(
            distribution_charts.size_bars(rows),
            title=title,
            sort=False,
            subtitle=labels.period(now.filters.period),
            palette=now.palette,
        ),
        key="sizes",
        alt=title,
        used=distribution_charts.used(whole),
        values=present(rows, registry=now.registry, breakdown=True),
    )


def firsts(years: pl.DataFrame, whole: Row) -> None:
    """First-time and returning beneficiaries by fund year."""
    if years.is_empty():
        return
    now, title = page_run(), _("First-time and returning beneficiaries")
    names, groups = distribution_charts.first_groups(years)
    show(
        charts.grouped_bars(names, groups, title=title, subtitle=_("beneficiaries by fund year"), palette=now.palette),
        key="firsts",
        alt=title,
        used=distribution_charts.used(whole),
        values=present(years, registry=now.registry),
    )


def cohorts(rows: pl.DataFrame, whole: Row) -> None:
    """How many of each cohort come again."""
    if whole["beneficiary_count"] is None:
        st.info(distribution_charts.nothing(whole))
        return
    cells = distribution_charts.cohort_cells(rows)
    if not cells.rows:
        st.info(_("No cohort can be followed into a later fund year."))
        return
    if all(value is None for line in cells.values for value in line):
        st.info(_("Cohorts of fewer than five organisations carry no per cent."))
        return
    now, title = page_run(), _("How many come again")
    show(
        charts.heatmap(
            cells,
            title=title,
            decimals=1,
            subtitle=_("per cent of those first approved in a fund year who are approved again"),
            palette=now.palette,
        ),
        key="cohorts",
        alt=title,
        used=distribution_charts.cohort_used(rows),
        values=present(rows, registry=now.registry),
    )


def spread(rows: pl.DataFrame) -> None:
    """How far the areas differ, and what chance alone would show."""
    if rows.is_empty():
        return
    now, title = page_run(), _("Spread between districts")
    show(
        charts.lines(
            distribution_charts.spread_lines(rows),
            title=title,
            value_format=".2f",
            subtitle=_("coefficient of variation of beneficiaries per 10,000, by fund year"),
            palette=now.palette,
        ),
        key="spread",
        alt=title,
        used=distribution_charts.spread_used(rows),
        values=present(rows, registry=now.registry),
    )
    st.caption(_("note.spread"))
