"""Industry clusters: which items each takes up, its share and how concentrated its money is."""

import streamlit as st

from dashboard import charts, labels
from dashboard.filter_bar import set_parameter
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.uptake import breakdowns
from dashboard.view import clusters, page, reader, rows, show, table
from dashboard.view.show import used_note
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
totals, by_cluster = breakdowns(filters, "total", "cluster")
pairs = query("uptake/item_by_cluster", filters)
by_year = query("uptake/cluster_by_year", filters)
whole = totals.row(0, named=True)
when = labels.period(filters.period)
version = clusters.preferred_version(by_cluster, registry=registry)
sentence = clusters.sentence(by_cluster, version=version, when=when, registry=registry)

with page(_("page.clusters"), sentence=sentence):
    left, right = st.columns([3, 9])
    with left:
        version = st.segmented_control(
            _("Cluster list"), clusters.VERSIONS, default=version, required=True, key="cluster_version"
        )
    with right:
        figure = st.segmented_control(
            _("Figure"),
            rows.CLUSTER_FIGURES,
            default=rows.CLUSTER_FIGURES[0],
            format_func=_,
            required=True,
            key="clusters_figure",
        )
    look = {"palette": now.palette, "subtitle": when}
    used = used_note(whole["application_count"], whole["missing_count"], _("a place, date or amount"))
    if pairs.is_empty():
        st.info(_("No application meets the filters. Widen the period or remove a filter."))
    else:
        grid = clusters.cells(pairs, figure=figure, version=version, registry=registry)
        show(
            charts.heatmap(
                grid.values, rows=grid.rows, columns=grid.columns, codes=grid.codes, hovers=grid.hovers,
                title=_("{figure} by item and cluster", figure=_(figure)), **look,
            ),
            key="cluster_heatmap", alt=sentence, used=used, on_pick=lambda code: set_parameter("cluster", [code]),
        )  # fmt: skip
        listed = clusters.of_version(by_cluster, version, registry)
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.ranking(
                    rows.bars(listed, key="cluster", figure=figure, registry=registry),
                    title=_("{figure} by cluster", figure=_(figure)), chosen=filters.cluster, **look,
                ),
                key="cluster_ranking", alt=sentence, used=used, on_pick=lambda code: set_parameter("cluster", [code]),
            )  # fmt: skip
        with right:
            show(
                charts.lines(
                    clusters.share_lines(by_year, version=version, registry=registry, chosen=filters.cluster),
                    title=_("Share of the applications by fund year"), palette=now.palette,
                    subtitle=_("per cent of all applications of the year; the five largest or chosen clusters"),
                    value_format=".0f",
                ),
                key="cluster_share", alt=_("Share of the applications by fund year"),
                values=present(by_year, registry=registry, breakdown=True),
                on_pick=lambda code: set_parameter("cluster", [code]),
            )  # fmt: skip
    st.subheader(_("Concentration within clusters"), anchor=False)
    st.caption(
        _("Share of the three largest recipients and Herfindahl index (0 to 1) of the approved money; reported, not judged.")
    )
    concentration = query("uptake/cluster_concentration", filters)
    table(
        present(concentration, registry=registry, breakdown=True),
        key="concentration",
        title=_("Concentration within clusters"),
    )
    st.caption(clusters.changed_names(registry))
