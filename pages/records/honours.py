"""The register of honours with source and status; statuses are never added together."""

import streamlit as st

from dashboard.presentation import sentences
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import HONOUR_COLUMNS
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.screen import page, page_run, table
from dashboard.screen.table_section import name_with_count
from pages.records import honours_register, organisation_profile

now = page_run()
by_year = query("records/honours_by_year", now.filters)
year, status = honours_register.year_choice(by_year), honours_register.status_choice(by_year)
register = query("records/honours", now.filters, year=year.value(), status=status.value())
sentence = sentences.say_honours(by_year, filters=now.filters)

with page(_("page.honours"), sentence=sentence):
    honours_register.show_years(by_year, alt=sentence)
    st.subheader(name_with_count(_("honours.register"), register), anchor=False)
    st.caption(_("note.honours"))
    with st.container(horizontal=True):
        year.box(width=200)
        status.box(width=200)
    table(
        present(register, HONOUR_COLUMNS, registry=now.registry),
        key="honours",
        title=_("honours.register"),
        height=560,
        opens=organisation_profile.codes_to_open(register),
    )
