"""Definitions, dictionary, rules, sources and limits, from the registries that the code uses."""

import streamlit as st

from dashboard.presentation import shared_tables
from dashboard.presentation.language import translate as _
from dashboard.questions import query
from dashboard.screen import page, page_run, table
from dashboard.screen.table_section import show_table
from pages.data import methodology_tables

now = page_run()
registry = now.registry

with page(_("page.methodology"), sentence=_("Every figure has one definition, one name and one query.")):
    show_table(_("Figures"), methodology_tables.figures(), key="figures", wrapped=True)
    show_table(_("How to read a state"), methodology_tables.states(), key="states", wrapped=True)
    show_table(_("Items of the policy"), methodology_tables.items(registry), key="items", wrapped=True)
    show_table(
        _("Rules by fund year"),
        shared_tables.yearly_rules(query("uptake/item_rules", now.filters), registry),
        key="rules",
        note=_("What no guide says is unknown; a snapshot may carry its own rules."),
        height=420,
    )
    show_table(_("Data dictionary"), methodology_tables.dictionary(registry), key="dictionary", wrapped=True)
    show_table(_("Queries"), methodology_tables.queries(registry), key="queries", wrapped=True)
    denominators = methodology_tables.denominators(registry)
    show_table(_("Denominators and settings"), denominators, key="denominators", wrapped=True)
    table(methodology_tables.settings(registry), key="settings", title=_("setting.title"), wrapped=True)
    sources = methodology_tables.sources(now.filters.snapshot)
    show_table(_("Sources and limits"), sources, key="sources", wrapped=True)
    st.markdown(methodology_tables.limits())
