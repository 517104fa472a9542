"""One organisation: applications, honours, certificates, findings, money by year and timeline."""

import streamlit as st

from dashboard.presentation import charts, headlines, labels, shared_tables
from dashboard.presentation import formats as fmt
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import ORGANISATION_AWARD_COLUMNS, ORGANISATION_COLUMNS
from dashboard.questions import query
from dashboard.screen import page, page_run, show, table
from pages.records import organisation_profile

now = page_run()
code, registry = organisation_profile.chosen(), now.registry
applications = query("records/organisation_applications", now.filters, uscc=code)
awards = query("records/organisation_awards", now.filters, uscc=code)
findings = query("records/organisation_findings", now.filters, uscc=code)
known = code is not None and not (applications.is_empty() and awards.is_empty())
search = organisation_profile.searched()
reported = now.filters.snapshot.reports("applications")
sentence = (
    organisation_profile.sentence(applications, awards, applications_reported=reported)
    if known
    else _("Search an organisation by name or credit code.")
)

with page(_("page.organisation"), sentence=sentence):
    organisation_profile.search_box(label=_("Organisation"))
    if search or not known:
        if code and not known:
            st.warning(_("No organisation has the credit code {code}. Check it or search by name.", code=fmt.literal(code)))
        found = query("records/organisations", now.filters, search=search)
        st.caption(_("Choose a row to open the organisation; at most 50 are listed."))
        table(
            organisation_profile.found_table(found, registry),
            key="found",
            title=_("Organisations"),
            opens=found["uscc"],
            height=560,
        )
    if code and known:
        st.caption(_("{code}. Everything in the snapshot, whatever the filters.", code=fmt.literal(code)))
        events = organisation_profile.events(applications, awards, registry=registry)
        years = organisation_profile.money_years(applications)
        if not events:
            st.caption(organisation_profile.timeline_title(events))
        else:
            left, right = st.columns([7, 5], gap="large")
            with left:
                show(
                    charts.timeline(
                        events,
                        kinds=[labels.column_name(kind) for kind in organisation_profile.KINDS],
                        palette=now.palette,
                        title=organisation_profile.timeline_title(events),
                        subtitle=_("one mark an event"),
                    ),
                    key="timeline",
                    alt=f"{organisation_profile.timeline_title(events)} {sentence}",
                    used=organisation_profile.used_events(events, applications, awards),
                )
            if years:
                title = headlines.peak(years, measure=_("Approved money by fund year"))
                with right:
                    show(
                        charts.trend(
                            years, palette=now.palette, title=title, subtitle=_("approved money by fund year, 10,000 yuan")
                        ),
                        key="money_years",
                        alt=title,
                        used=organisation_profile.used_money(applications),
                    )
        if not findings.is_empty():
            st.subheader(_("Findings"), anchor=False)
            listed = shared_tables.findings(findings, registry, columns=shared_tables.OWN_FINDING_COLUMNS)
            table(listed, key="organisation_findings", title=_("Findings"), wrapped=True)
        if reported:
            st.subheader(_("table.applications"), anchor=False)
            own = organisation_profile.own_table(applications, ORGANISATION_COLUMNS, registry)
            table(own, key="organisation_applications", title=_("table.applications"), height=560)
        st.subheader(_("table.awards"), anchor=False)
        own = organisation_profile.own_table(awards, ORGANISATION_AWARD_COLUMNS, registry)
        table(own, key="organisation_awards", title=_("table.awards"), height=560)
