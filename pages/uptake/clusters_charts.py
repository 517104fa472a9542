"""Charts of the page of industry clusters: items by clusters, the clusters by one figure, their shares by year."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard.presentation import charts, headlines, labels
from dashboard.presentation import formats as fmt
from dashboard.presentation.charts import Bar, Figure, Line
from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.screen.figure_marks import make_bars
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.rankings import name_over_period, show_ranking
from dashboard.screen.show import show
from dashboard.screen.states import keep_chosen
from dashboard.screen.switches import choose_figure, choose_one
from pages.uptake import clusters_grid

FIGURES = ("beneficiary_count", "application_count", "approved_yuan")
COLUMNS = (
    "cluster_code", "application_count", "approved_count", "decided_count", "approval_rate", "beneficiary_count",
    "approved_yuan",
)  # fmt: skip


def choose(version: str) -> tuple[str, str]:
    """The version of the list, at first ``version``, and the figure."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choose_one(
            _("clusters.list_version"), clusters_grid.VERSIONS, default=version, named=str, key="cluster_version"
        )
        return chosen, choose_figure(FIGURES, key="clusters_figure")


def show_grid(pairs: pl.DataFrame, *, figure: str, version: str, alt: str, used: str) -> None:
    """Items by clusters; a click chooses the cluster."""
    now = page_run()
    grid = clusters_grid.cells(pairs, figure=figure, version=version, registry=now.registry)
    title = clusters_grid.grid_title(grid, measure=labels.column_name(figure))
    show(
        charts.heatmap(
            grid,
            palette=now.palette,
            title=title,
            subtitle=_subtitle(figure),
            # 万元 are whole, millions are not
            decimals=2 if figure.endswith("_yuan") and current_language() == "en" else 0,
        ),
        key="cluster_heatmap",
        alt=f"{title} {alt}",
        used=used,
        values=present(pairs, registry=now.registry),
        on_pick=lambda code: set_parameter("cluster", [code]),
    )


def show_clusters(by_cluster: pl.DataFrame, *, figure: str, version: str, used: str) -> None:
    """The clusters of the version by the figure; many of them with nothing are counted, not drawn."""
    now = page_run()
    rows = clusters_grid.of_version(by_cluster, version, now.registry)
    rows = keep_chosen(rows, now.filters.cluster, key="cluster_code", unknown="none")
    bars = make_bars(rows, key="cluster", figure=figure, registry=now.registry)
    drawn, zeros = clusters_grid.with_something(bars)
    show_ranking(
        drawn,
        by="cluster",
        figure=figure,
        key="cluster_ranking",
        title=headlines.say_highest(bars, measure=labels.column_name(figure), chosen=now.filters.cluster),
        subtitle=_subtitle(figure),
        used=f"{used} {zeros}",
        values=present(rows, COLUMNS, registry=now.registry, breakdown=True),
        empty=zeros,
    )


def show_shares(by_year: pl.DataFrame, *, version: str, used: str) -> None:
    """The largest clusters' shares of the applications of each fund year, where the reader may count them."""
    now = page_run()
    shares = clusters_grid.share_lines(by_year, version=version, registry=now.registry, chosen=now.filters.cluster)
    title = headlines.say_latest(shares, measure=_("clusters.share_by_year"))
    show(
        _draw_shares(shares, title=title),
        key="cluster_share",
        alt=title,
        used=used,
        empty=_("few.shares"),
        values=present(by_year, registry=now.registry, breakdown=True),
        on_pick=lambda code: set_parameter("cluster", [code]),
    )


def _draw_shares(shares: Sequence[Line], *, title: str) -> Figure:
    """Lines over the years; of a single year bars, since one point is no line."""
    now, subtitle = page_run(), _("note.cluster_share")
    if any(len(line.x) > 1 for line in shares) or not shares:
        return charts.lines(shares, title=title, palette=now.palette, value_format=".0f", subtitle=subtitle)
    bars = [
        Bar(line.code, line.name, line.y[0], fmt.DASH if line.y[0] is None else f"{line.y[0]:.1f}%", line.hovers[0])
        for line in shares
    ]
    return charts.ranking(bars, title=title, palette=now.palette, subtitle=subtitle, chosen=now.filters.cluster)


def _subtitle(figure: str) -> str:
    """Measure, its unit and the period: the cells of the grid have no room for a unit."""
    name = labels.column_name(figure)
    return name_over_period(_("label.in_millions", name=name) if figure.endswith("_yuan") else name)
