"""The register of honours with source and status; statuses are never added together."""

import streamlit as st

from dashboard import charts, sentences
from dashboard.columns import HONOUR_COLUMNS
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.view import honours, organisation, page, reader, rows, show, table
from dashboard.view.show import honours_note
from dashboard.warehouse import query

now = reader()
by_year = query("records/honours_by_year", now.filters)
year, status = honours.year_choice(by_year), honours.status_choice(by_year)
register = query("records/honours", now.filters, year=year.value(), status=status.value())
sentence = sentences.honours(by_year, filters=now.filters)

with page(_("page.honours"), sentence=sentence):
    show(
        charts.honours_by_year(
            rows.status_years(by_year), palette=now.palette, title=rows.status_title(by_year),
            subtitle=_("subtitle.honours_by_year"),
        ),
        key="honours_by_year", alt=f"{rows.status_title(by_year)} {sentence}", used=honours_note(by_year),
        values=present(by_year, registry=now.registry), on_pick=honours.choose,
    )  # fmt: skip
    st.subheader(rows.counted(_("Register"), register), anchor=False)
    st.caption(_("note.honours"))
    with st.container(horizontal=True):
        year.box(width=200)
        status.box(width=200)
    table(
        present(register, HONOUR_COLUMNS, registry=now.registry), key="honours", title=_("Register"), height=560,
        opens=organisation.openings(register),
    )  # fmt: skip
