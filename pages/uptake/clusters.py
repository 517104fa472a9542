"""Industry clusters: which items each takes up, its share and how concentrated its money is."""

import streamlit as st

from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.questions.breakdowns import ask_breakdowns
from dashboard.screen import page, page_run
from dashboard.screen.show import used_note
from dashboard.screen.states import say_nothing_here
from dashboard.screen.table_section import show_table
from pages.uptake import clusters_charts, clusters_grid

now = page_run()
filters, registry = now.filters, now.registry
totals, by_cluster = ask_breakdowns(filters, "total", "cluster")
pairs, by_year = query("uptake/item_by_cluster", filters), query("uptake/cluster_by_year", filters)
whole = totals.row(0, named=True)
when = labels.period(filters.period)
version = clusters_grid.preferred_version(by_cluster, registry=registry)
sentence = clusters_grid.sentence(by_cluster, whole, version=version, when=when, registry=registry)

with page(_("page.clusters"), sentence=sentence):
    if pairs.is_empty():
        say_nothing_here(whole)
    else:
        version, figure = clusters_charts.choose(version)
        used = used_note(whole["application_count"], whole["missing_count"], "place_date_or_amount")
        clusters_charts.show_grid(pairs, figure=figure, version=version, alt=sentence, used=used)
        left, right = st.columns([7, 5], gap="large")
        with left:
            clusters_charts.show_clusters(by_cluster, figure=figure, version=version, used=used)
        with right:
            clusters_charts.show_shares(by_year, version=version, used=used)
        concentration = clusters_grid.concentration(query("uptake/cluster_concentration", filters), version, registry)
        show_table(
            _("clusters.concentration"),
            present(concentration, registry=registry, breakdown=True),
            key="concentration",
            note=_("note.cluster_concentration"),
            height="content",
        )
    st.caption(clusters_grid.changed_names(registry))
