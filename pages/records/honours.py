"""The register of honours with source and status; statuses are never added together."""

import streamlit as st

from dashboard import charts, sentences
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.view import page, reader, rows, show, table
from dashboard.view.show import honours_note
from dashboard.warehouse import query

now = reader()
by_year = query("records/honours_by_year", now.filters)
honours = query("records/honours", now.filters)

with page(_("page.honours"), sentence=sentences.honours(by_year)):
    show(
        charts.honours_by_year(
            rows.status_years(by_year),
            palette=now.palette,
            title=_("Honours by year and status"),
            subtitle=_("count; proposed, preliminary and conferred are different things and are not added"),
        ),
        key="honours_by_year",
        alt=sentences.honours(by_year),
        used=honours_note(by_year),
        values=present(by_year, registry=now.registry),
    )
    st.subheader(_("Register"), anchor=False)
    st.caption(
        _("The lists are incomplete where notices are missing; prizes of earlier years are not money of this policy.")
    )
    table(present(honours, registry=now.registry), key="honours", title=_("Register"), height=560)
