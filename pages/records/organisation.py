"""One organisation: applications, honours, certificates, findings, money by year and timeline."""

import streamlit as st

from dashboard import charts, headlines
from dashboard import formats as fmt
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.view import conformity, organisation, page, reader, show, table
from dashboard.warehouse import query

now = reader()
code, registry = organisation.chosen(), now.registry
applications = query("records/organisation_applications", now.filters, uscc=code)
awards = query("records/organisation_awards", now.filters, uscc=code)
findings = query("records/organisation_findings", now.filters, uscc=code)
known = code is not None and not (applications.is_empty() and awards.is_empty())
reported = now.filters.snapshot.reports("applications")
sentence = (
    organisation.sentence(applications, awards, applications_reported=reported)
    if known
    else _("Search an organisation by name or credit code.")
)

with page(_("page.organisation"), sentence=sentence):
    organisation.search_box(label=_("Organisation"))
    search = organisation.searched()
    if search or not known:
        if code and not known:
            st.warning(_("No organisation has the credit code {code}. Check it or search by name.", code=fmt.literal(code)))
        found = query("records/organisations", now.filters, search=search)
        st.caption(_("Choose a row to open the organisation; at most 50 are listed."))
        table(present(found, registry=registry), key="found", title=_("Organisations"), opens=found["uscc"])
    if known:
        st.caption(_("{code}. Everything in the snapshot, whatever the filters.", code=fmt.literal(code)))
        events = organisation.events(applications, awards, registry=registry)
        years = organisation.money_years(applications)
        if not events:
            st.caption(organisation.timeline_title(events))
        else:
            left, right = st.columns([7, 5], gap="large")
            with left:
                show(
                    charts.timeline(events, kinds=[_(kind) for kind in organisation.KINDS], palette=now.palette,
                                    title=organisation.timeline_title(events), subtitle=_("one mark an event")),
                    key="timeline", alt=f"{organisation.timeline_title(events)} {sentence}",
                    used=organisation.used_events(events, applications, awards),
                )  # fmt: skip
            if years:
                title = headlines.peak(years, measure=_("Approved money by fund year"))
                with right:
                    show(
                        charts.trend(years, palette=now.palette, title=title,
                                     subtitle=_("approved money by fund year, 10,000 yuan")),
                        key="money_years", alt=title, used=organisation.used_money(applications),
                    )  # fmt: skip
        if not findings.is_empty():
            st.subheader(_("Findings"), anchor=False)
            table(conformity.listed(findings, registry), key="organisation_findings", title=_("Findings"))
        if reported:
            st.subheader(_("table.applications"), anchor=False)
            table(present(applications, registry=registry), key="organisation_applications", title=_("table.applications"))
        st.subheader(_("table.awards"), anchor=False)
        table(present(awards, registry=registry), key="organisation_awards", title=_("table.awards"))
