"""Definitions, dictionary, rules, sources and limits, from the registries that the code uses."""

import streamlit as st

from dashboard.language import translate as _
from dashboard.view import methodology, page, reader, table
from dashboard.warehouse import query

now = reader()

with page(_("page.methodology"), sentence=_("Every figure has one definition, one name and one query.")):
    st.subheader(_("Figures"), anchor=False)
    table(methodology.figures(), key="figures", title=_("Figures"), wrapped=True)
    st.subheader(_("How to read a state"), anchor=False)
    table(methodology.states(), key="states", title=_("How to read a state"), wrapped=True)
    st.subheader(_("Items of the policy"), anchor=False)
    table(methodology.items(now.registry), key="items", title=_("Items of the policy"), wrapped=True)
    st.subheader(_("Rules by fund year"), anchor=False)
    st.caption(_("What no guide says is unknown; a snapshot may carry its own rules."))
    table(
        methodology.rules(query("uptake/item_rules", now.filters), now.registry),
        key="rules",
        title=_("Rules by fund year"),
        height=420,
    )
    st.subheader(_("Data dictionary"), anchor=False)
    table(methodology.dictionary(now.registry), key="dictionary", title=_("Data dictionary"), wrapped=True)
    st.subheader(_("Queries"), anchor=False)
    table(methodology.queries(now.registry), key="queries", title=_("Queries"), wrapped=True)
    st.subheader(_("Denominators and settings"), anchor=False)
    table(methodology.denominators(now.registry), key="denominators", title=_("Denominators and settings"), wrapped=True)
    table(methodology.settings(now.registry), key="settings", title=_("setting.title"), wrapped=True)
    st.subheader(_("Sources and limits"), anchor=False)
    table(methodology.sources(now.filters.snapshot), key="sources", title=_("Sources and limits"), wrapped=True)
    st.markdown(methodology.limits())
