"""Builds the periodic report from one snapshot: Word, PDF and Excel with the same figures."""

import streamlit as st

from dashboard.language import translate as _
from dashboard.view import page, reader, report, scorecard

now = reader()
store = scorecard.store(now.data)
known = report.fitting(store, now.filters)
evaluation = report.chosen(store, known)

with page(_("page.report"), sentence=report.sentence(now.filters, evaluation)):
    left, right = st.columns([5, 7], gap="large")
    with left:
        report.controls(known, evaluation)
        files = report.maker(now, evaluation)
        st.caption(_("note.report"))
    with right:
        if files is None:
            st.subheader(_("What the report holds"), anchor=False)
            st.markdown(_("report.outline"))
        else:
            report.preview(files.document)
