"""Definitions, dictionary, rules, sources and limits, from the registries that the code uses."""

import streamlit as st

from dashboard.presentation import shared_tables
from dashboard.presentation.language import translate as _
from dashboard.questions import query
from dashboard.screen import page, page_run, table
from pages.data import methodology_tables

now = page_run()

with page(_("page.methodology"), sentence=_("Every figure has one definition, one name and one query.")):
    st.subheader(_("Figures"), anchor=False)
    table(methodology_tables.figures(), key="figures", title=_("Figures"), wrapped=True)
    st.subheader(_("How to read a state"), anchor=False)
    table(methodology_tables.states(), key="states", title=_("How to read a state"), wrapped=True)
    st.subheader(_("Items of the policy"), anchor=False)
    table(methodology_tables.items(now.registry), key="items", title=_("Items of the policy"), wrapped=True)
    st.subheader(_("Rules by fund year"), anchor=False)
    st.caption(_("What no guide says is unknown; a snapshot may carry its own rules."))
    table(
        shared_tables.yearly_rules(query("uptake/item_rules", now.filters), now.registry),
        key="rules",
        title=_("Rules by fund year"),
        height=420,
    )
    st.subheader(_("Data dictionary"), anchor=False)
    table(methodology_tables.dictionary(now.registry), key="dictionary", title=_("Data dictionary"), wrapped=True)
    st.subheader(_("Queries"), anchor=False)
    table(methodology_tables.queries(now.registry), key="queries", title=_("Queries"), wrapped=True)
    st.subheader(_("Denominators and settings"), anchor=False)
    table(
        methodology_tables.denominators(now.registry), key="denominators", title=_("Denominators and settings"), wrapped=True
    )
    table(methodology_tables.settings(now.registry), key="settings", title=_("setting.title"), wrapped=True)
    st.subheader(_("Sources and limits"), anchor=False)
    table(methodology_tables.sources(now.filters.snapshot), key="sources", title=_("Sources and limits"), wrapped=True)
    st.markdown(methodology_tables.limits())
