"""Who saw or exported which rows when; for administrators."""

import streamlit as st

from dashboard.presentation.language import translate as _
from dashboard.screen import page, table
from dashboard.store.audit import recent
from pages.data import audit_entries

audit_entries.must_see_audit()
identity, action = audit_entries.chosen()
leaf = audit_entries.leaf()
first = leaf * audit_entries.LISTED
found, total = recent(limit=audit_entries.LISTED, offset=first, identity=identity, action=action)

with page(_("page.audit"), sentence=audit_entries.sentence(found, total, first=first)):
    audit_entries.controls(identity, action)
    table(audit_entries.listed(found), key="audit", title=_("page.audit"), height=audit_entries.height(found))
    audit_entries.turn(total, leaf)
    st.caption(_("note.audit"))
