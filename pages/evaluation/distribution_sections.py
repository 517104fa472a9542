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
            title=_("distribution.title"),
            markers=False,
            subtitle=_("distribution.lorenz_subtitle"),
            value_format=".0f",
            top=100,
            height=370,
            bottom_title=_("distribution.organisations_axis"),
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
    now, title = page_run(), _("distribution.by_size")
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
    now, title = page_run(), _("distribution.first_and_returning")
    names, groups = distribution_charts.first_groups(years)
    show(
        charts.grouped_bars(names, groups, title=title, subtitle=_("distribution.first_subtitle"), palette=now.palette),
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
        st.info(_("distribution.no_cohort"))
        return
    if all(value is None for line in cells.values for value in line):
        st.info(_("distribution.small_cohorts"))
        return
    now, title = page_run(), _("distribution.come_again")
    show(
        charts.heatmap(
            cells,
            title=title,
            decimals=1,
            subtitle=_("distribution.cohort_subtitle"),
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
    now, title = page_run(), _("distribution.spread")
    show(
        charts.lines(
            distribution_charts.spread_lines(rows),
            title=title,
            value_format=".2f",
            subtitle=_("distribution.spread_subtitle"),
            palette=now.palette,
        ),
        key="spread",
        alt=title,
        used=distribution_charts.spread_used(rows),
        values=present(rows, registry=now.registry),
    )
    st.caption(_("note.spread"))
