"""How good the data are: snapshots and lineage, freshness, completeness, quarantine, rounds without applications."""

import streamlit as st

from dashboard.presentation import charts
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import plain, present
from dashboard.questions import query
from dashboard.screen import kpi_grid, page, page_run, show, table
from dashboard.screen.filter_bar import set_parameter
from dashboard.snapshots import previous_snapshot
from pages.data import quality_accounts

now = page_run()
filters, registry = now.filters, now.registry
snapshot = filters.snapshot
completeness = query("quality/completeness", filters)
freshness = query("quality/freshness", filters)
cells = quality_accounts.cells(completeness, registry)
quarantined = query("quality/quarantined", filters)
months = quality_accounts.by_month(query("quality/completeness", filters, by="month"), registry)
before = previous_snapshot(snapshot, data=now.data)
sentence, finding = quality_accounts.sentence(snapshot, completeness), quality_accounts.most_missing(completeness, registry)

with page(_("page.quality"), sentence=sentence):
    kpi_grid(quality_accounts.cards(snapshot, completeness, freshness))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        if cells.rows:
            show(
                charts.heatmap(
                    cells,
                    palette=now.palette,
                    title=finding,
                    decimals=1,
                    subtitle=_("note.completeness"),
                ),
                key="completeness",
                alt=f"{finding} {sentence}",
                values=present(completeness, registry=registry),
                on_pick=lambda code: set_parameter("district", [code]),
            )
        else:
            st.info(quality_accounts.absent(snapshot))
    with right:
        st.subheader(_("Freshness"), anchor=False)
        fresh = present(
            freshness, ["date_column", "table_name", "latest_on", "days_before_count", "row_count"], registry=registry
        )
        table(fresh, key="freshness", title=_("Freshness"), wrapped=True)
        st.subheader(_("Completeness of honours and certificates"), anchor=False)
        awards = present(query("quality/award_completeness", filters), registry=registry)
        table(awards, key="award_completeness", title=_("Completeness of honours and certificates"), wrapped=True)
        st.subheader(_("Rows in quarantine by source and rule"), anchor=False)
        if quarantined.height:
            listed = present(quarantined, registry=registry)
            table(listed, key="quarantined", title=_("Rows in quarantine by source and rule"), wrapped=True)
            st.caption(_("note.quarantine"))
        else:
            st.caption(_("No row is in quarantine."))
        quality_accounts.intake_files(now)
    if months.height:
        st.subheader(_("Columns with gaps, by month of application (per cent filled)"), anchor=False)
        table(plain(months), key="gaps", title=_("Completeness by month"), wrapped=True)
        st.caption(_("note.months_of_area"))
    st.subheader(_("Applications by item and fund year, and why there are none"), anchor=False)
    table(quality_accounts.rounds(query("quality/rounds", filters), registry), key="rounds", title=_("Rounds"), wrapped=True)
    st.subheader(_("Snapshots"), anchor=False)
    table(quality_accounts.lineage(now.data), key="lineage", title=_("Snapshots"), wrapped=True)
    st.subheader(_("Differences to the previous snapshot"), anchor=False)
    diff = quality_accounts.differences(before, snapshot, data=now.data)
    if isinstance(diff, str):
        st.caption(diff)
    else:
        st.caption(quality_accounts.compared(before, snapshot))
        changed = quality_accounts.changed_rows(diff, registry)
        table(changed, key="changed", title=_("Differences to the previous snapshot"), wrapped=True)
        if diff.figures:
            table(quality_accounts.moved(diff), key="moved", title=_("Figures that moved"), wrapped=True)
        else:
            st.caption(_("No figure of the overview moved."))
