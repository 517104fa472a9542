"""The applications behind any figure: search, sort, page, choose columns, export."""

import streamlit as st

from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.screen import page, page_run, table
from dashboard.screen.states import say_nothing_here
from pages.records import applications_list, organisation_profile

now = page_run()
filters, registry = now.filters, now.registry
cases = applications_list.cases_choice(filters)
asked = {"search": organisation_profile.read_search(), "cases": cases.value()}
total = query("records/application_total", filters, **asked).row(0, named=True)
sentence = applications_list.sentence(total, when=labels.period(filters.period), cases=asked["cases"])

with page(_("page.applications"), sentence=sentence):
    if not filters.snapshot.reports("applications"):
        say_nothing_here(total)
    else:
        organisation_profile.show_search_box(label=_("list.search"))
        shown = applications_list.choose_list(total["listed_count"] or 0, cases)
        found = query("records/applications", filters, **asked, **shown.parameters)
        table(
            present(found, shown.columns, registry=registry),
            key="applications",
            title=_("table.applications"),
            height=690,
            everything=lambda: applications_list.all_rows(filters, asked, shown, registry=registry),
            opens=found["uscc"],
        )
        st.caption(shown.note)
