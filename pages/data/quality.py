"""How good the data are: snapshots and lineage, freshness, completeness, quarantine, rounds without applications."""

import streamlit as st

from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.screen import kpi_grid, page, page_run
from dashboard.screen.table_section import show_table
from pages.data import quality_accounts, quality_sections
from pages.data.quality_differences import show_differences

now = page_run()
filters, registry, snapshot = now.filters, now.registry, now.filters.snapshot
completeness, freshness = query("quality/completeness", filters), query("quality/freshness", filters)
sentence = quality_accounts.sentence(snapshot, completeness)

with page(_("page.quality"), sentence=sentence):
    kpi_grid(quality_accounts.cards(snapshot, completeness, freshness))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        quality_sections.show_completeness(completeness, alt=sentence)
    with right:
        quality_sections.show_freshness(freshness)
        awards = present(query("quality/award_completeness", filters), registry=registry)
        show_table(_("quality.award_completeness"), awards, key="award_completeness", wrapped=True)
        quality_sections.show_quarantine(query("quality/quarantined", filters))
        quality_sections.show_intake_files()
    quality_sections.show_gaps(query("quality/completeness", filters, by="month"))
    show_table(
        _("quality.rounds_title"),
        quality_accounts.rounds(query("quality/rounds", filters), registry),
        key="rounds",
        export_name=_("quality.rounds"),
        wrapped=True,
    )
    show_table(_("quality.snapshots"), quality_accounts.lineage(now.data), key="lineage", wrapped=True)
    show_differences(snapshot)
