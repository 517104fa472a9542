"""Industry clusters: which items each takes up, its share and how concentrated its money is."""

from typing import Any

import streamlit as st

from dashboard.presentation import charts, headlines, labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.questions.breakdowns import breakdowns
from dashboard.screen import figure_marks, page, page_run, rights_notice, show, states
from dashboard.screen import table as table
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.show import used_note
from pages.uptake import clusters_grid

now = page_run()
filters, registry = now.filters, now.registry
totals, by_cluster = breakdowns(filters, "total", "cluster")
pairs, by_year = query("uptake/item_by_cluster", filters), query("uptake/cluster_by_year", filters)
whole = totals.row(0, named=True)
when = labels.period(filters.period)
version = clusters_grid.preferred_version(by_cluster, registry=registry)
sentence = clusters_grid.sentence(by_cluster, whole, version=version, when=when, registry=registry)

with page(_("page.clusters"), sentence=sentence):
    if pairs.is_empty():
        states.nothing_here(whole)
    else:
        version, figure = clusters_grid.controls(version, pairs)
        look: dict[str, Any] = {"palette": now.palette, "subtitle": clusters_grid.subtitle(figure, when=when)}
        used = used_note(whole["application_count"], whole["missing_count"], "place_date_or_amount")
        grid = clusters_grid.cells(pairs, figure=figure, version=version, registry=registry)
        show(
            charts.heatmap(
                grid.values,
                rows=grid.rows,
                columns=grid.columns,
                codes=grid.codes,
                hovers=grid.hovers,
                title=clusters_grid.grid_title(grid, measure=labels.column_name(figure)),
                decimals=clusters_grid.decimals(figure),
                **look,
            ),
            key="cluster_heatmap",
            alt=f"{clusters_grid.grid_title(grid, measure=labels.column_name(figure))} {sentence}",
            used=used,
            values=present(pairs, registry=registry),
            on_pick=lambda code: set_parameter("cluster", [code]),
        )
        listed = clusters_grid.of_version(by_cluster, version, registry)
        listed = states.within(listed, filters.cluster, key="cluster_code", unknown="none")
        bars = figure_marks.bars(listed, key="cluster", figure=figure, registry=registry)
        shares = clusters_grid.share_lines(by_year, version=version, registry=registry, chosen=filters.cluster)
        left, right = st.columns([7, 5], gap="large")
        with left:
            title = headlines.highest(bars, measure=labels.column_name(figure), chosen=filters.cluster)
            drawn, zeros = clusters_grid.with_something(bars)
            show(
                charts.ranking(drawn, title=title, chosen=filters.cluster, **look),
                key="cluster_ranking",
                alt=title,
                used=f"{used} {zeros}",
                empty=zeros,
                on_pick=lambda code: set_parameter("cluster", [code]),
                values=present(listed, figure_marks.CLUSTER_COLUMNS, registry=registry, breakdown=True),
            )
        with right:
            title = headlines.latest(shares, measure=_("Share of the applications by fund year"))
            if rights_notice.cannot_count(by_year):
                st.caption(_("Shares of applications are not shown to your role."))
            else:
                show(
                    clusters_grid.share_figure(shares, title=title, chosen=filters.cluster, palette=now.palette),
                    key="cluster_share",
                    alt=title,
                    used=used,
                    empty=_("few.shares"),
                    values=present(by_year, registry=registry, breakdown=True),
                    on_pick=lambda code: set_parameter("cluster", [code]),
                )
        st.subheader(_("Concentration within clusters"), anchor=False)
        st.caption(_("note.cluster_concentration"))
        concentration = clusters_grid.concentration(query("uptake/cluster_concentration", filters), version, registry)
        table(
            present(concentration, registry=registry, breakdown=True),
            key="concentration",
            title=_("Concentration within clusters"),
            height="content",
        )
    st.caption(clusters_grid.changed_names(registry))
