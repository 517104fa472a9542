"""One organisation: applications, honours, certificates, findings, money by year and timeline."""

import streamlit as st

from dashboard import charts
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.view import conformity, organisation, page, reader, show, table
from dashboard.warehouse import query

now = reader()
uscc = organisation.chosen()
applications = query("records/organisation_applications", now.filters, uscc=uscc)
awards = query("records/organisation_awards", now.filters, uscc=uscc)
findings = query("records/organisation_findings", now.filters, uscc=uscc)
known = not (applications.is_empty() and awards.is_empty())
sentence = organisation.sentence(applications, awards) if known else _("Search an organisation by name or credit code.")

with page(_("page.organisation"), sentence=sentence):
    organisation.search_box(label=_("Organisation"))
    search = organisation.searched()
    if search or not known:
        if uscc and not known:
            st.warning(_("No organisation has the credit code {code}. Check it or search by name.", code=uscc))
        found = query("records/organisations", now.filters, search=search)
        st.caption(_("Choose a row to open the organisation; at most 50 are listed."))
        table(present(found, registry=now.registry), key="found", title=_("Organisations"), opens=found["uscc"])
    if known:
        st.caption(_("Credit code {code}. Everything in the snapshot, whatever the filters.", code=uscc))
        left, right = st.columns([7, 5], gap="large")
        with left:
            show(
                charts.timeline(
                    organisation.events(applications, awards, registry=now.registry),
                    kinds=[_(kind) for kind in organisation.KINDS], palette=now.palette,
                    title=_("What happened when"), subtitle=_("one mark an event"),
                ),
                key="timeline", alt=sentence,
            )  # fmt: skip
        with right:
            show(
                charts.trend(
                    organisation.money_years(applications), palette=now.palette, title=_("Approved money by fund year"),
                    subtitle=_("10,000 yuan"),
                ),
                key="money_years", alt=_("Approved money by fund year"),
            )  # fmt: skip
        if not findings.is_empty():
            st.subheader(_("Findings"), anchor=False)
            table(conformity.listed(findings, now.registry), key="organisation_findings", title=_("Findings"))
        st.subheader(_("table.applications"), anchor=False)
        table(present(applications, registry=now.registry), key="organisation_applications", title=_("table.applications"))
        st.subheader(_("table.awards"), anchor=False)
        table(present(awards, registry=now.registry), key="organisation_awards", title=_("table.awards"))
