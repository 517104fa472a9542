"""One organisation: applications, honours, certificates, findings, money by year and timeline."""

import streamlit as st

from dashboard.presentation import formats as fmt
from dashboard.presentation import shared_tables
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import ORGANISATION_AWARD_COLUMNS, ORGANISATION_COLUMNS
from dashboard.questions import query
from dashboard.screen import page, page_run, table
from dashboard.screen.table_section import show_table
from pages.records import organisation_profile
from pages.records.organisation_charts import show_history

now = page_run()
code, registry = organisation_profile.read_code(), now.registry
applications = query("records/organisation_applications", now.filters, uscc=code)
awards = query("records/organisation_awards", now.filters, uscc=code)
findings = query("records/organisation_findings", now.filters, uscc=code)
known = code is not None and not (applications.is_empty() and awards.is_empty())
search = organisation_profile.read_search()
reported = now.filters.snapshot.reports("applications")
sentence = (
    organisation_profile.sentence(applications, awards, applications_reported=reported)
    if known
    else _("organisation.search")
)

with page(_("page.organisation"), sentence=sentence):
    organisation_profile.show_search_box(label=_("organisation.title"))
    if search or not known:
        if code and not known:
            st.warning(_("organisation.unknown_code", code=fmt.literal(code)))
        found = query("records/organisations", now.filters, search=search)
        st.caption(_("organisation.choose_row"))
        names = organisation_profile.found_table(found, registry)
        table(names, key="found", title=_("organisation.list"), opens=found["uscc"], height=560)
    if code and known:
        st.caption(_("organisation.whole_snapshot", code=fmt.literal(code)))
        show_history(applications, awards, alt=sentence)
        if not findings.is_empty():
            own = shared_tables.tabulate_findings(findings, registry, columns=shared_tables.OWN_FINDING_COLUMNS)
            show_table(_("findings.title"), own, key="organisation_findings", wrapped=True)
        if reported:
            own = organisation_profile.own_table(applications, ORGANISATION_COLUMNS, registry)
            show_table(_("table.applications"), own, key="organisation_applications", height=560)
        own = organisation_profile.own_table(awards, ORGANISATION_AWARD_COLUMNS, registry)
        show_table(_("table.awards"), own, key="organisation_awards", height=560)
