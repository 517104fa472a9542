"""Certificates and honours by type: conferred, in force, expiring, claimed, and money per certificate."""

import streamlit as st

from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import EXPIRING_COLUMNS
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.questions.breakdowns import ask_breakdowns
from dashboard.screen import page, page_run, table
from dashboard.screen.switches import choose_figure
from dashboard.screen.table_section import show_table
from pages.uptake import certificates_charts, certificates_marks

now = page_run()
filters, registry = now.filters, now.registry
totals, by_type, districts, clusters = ask_breakdowns(filters, "total", "certificate", "district", "cluster")
types = certificates_marks.join_money(
    by_type, query("uptake/certificate_money", filters), lists_every_award=filters.snapshot.lists_every_award
)
expiries = query("uptake/expiries", filters)
choice = certificates_marks.expiry_choice(expiries)
month = choice.value()
expiring = query("records/expiring", filters, month=month)
sentence = certificates_marks.sentence(totals.row(0, named=True), filters=filters, when=labels.period(filters.period))

with page(_("page.certificates"), sentence=sentence):
    figure = choose_figure(certificates_marks.FIGURES, key="certificates_figure")
    used = certificates_marks.award_note(totals, filters=filters)
    left, right = st.columns(2, gap="large")
    with left:
        certificates_charts.show_types(types, figure=figure, alt=sentence, used=used)
    with right:
        certificates_charts.show_districts(districts, figure=figure, used=used)
        certificates_charts.show_expiries(expiries)
    all_types = present(types, certificates_marks.TYPE_COLUMNS, registry=registry)
    show_table(_("certificates.all_types"), all_types, key="certificate_types", wrapped=True)
    st.subheader(certificates_marks.expiry_title(month, expiring), anchor=False)
    choice.box(width=240)
    listed = present(expiring, EXPIRING_COLUMNS, registry=registry)
    table(listed, key="expiring", title=_("certificates.expiring"), opens=expiring["uscc"])
    certificates_charts.show_clusters(clusters)
