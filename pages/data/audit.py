"""Who saw or exported which rows when; for administrators."""

import streamlit as st

from dashboard.presentation.language import translate as _
from dashboard.screen import page, table
from dashboard.store.audit import recent
from pages.data import audit_entries

audit_entries.must_see_audit()
identity, action = audit_entries.chosen()
found, total = recent(limit=audit_entries.LISTED, identity=identity, action=action)

with page(_("page.audit"), sentence=audit_entries.sentence(found, total)):
    audit_entries.controls(identity, action)
    table(audit_entries.listed(found), key="audit", title=_("page.audit"), height=audit_entries.height(found))
    st.caption(_("note.audit"))
