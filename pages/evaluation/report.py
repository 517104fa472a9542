"""Builds the periodic report from one snapshot: Word, PDF and Excel with the same figures."""

import streamlit as st

from dashboard.presentation.language import translate as _
from dashboard.screen import page, page_run
from pages.evaluation import report_desk, scorecard_sheet

now = page_run()
store = scorecard_sheet.reachable_store(now.data)
known = report_desk.fitting(store, now.filters) if store else {}
evaluation = report_desk.chosen(store, known) if store else None

with page(_("page.report"), sentence=report_desk.sentence(now.filters, evaluation)):
    left, right = st.columns([5, 7], gap="large")
    with left:
        if store is None:
            scorecard_sheet.say_away()
        report_desk.controls(known, evaluation)
        files = report_desk.maker(now, evaluation)
        st.caption(_("note.report"))
    with right:
        if files is None:
            st.subheader(_("report.holds"), anchor=False)
            st.markdown(_("report.outline"))
        else:
            report_desk.preview(files.document)
