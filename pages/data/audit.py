"""Who saw or exported which rows when; for administrators."""

import streamlit as st

from dashboard.audit import recent
from dashboard.language import translate as _
from dashboard.view import audit, page, table

audit.must_see_audit()
identity, action = audit.chosen()
found, total = recent(limit=audit.LISTED, identity=identity, action=action)

with page(_("page.audit"), sentence=audit.sentence(found, total)):
    audit.controls(identity, action)
    table(audit.listed(found), key="audit", title=_("page.audit"), height=audit.height(found))
    st.caption(_("note.audit"))
