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

with page(_("page.methodology"), sentence=_("methodology.one_definition")):
    show_table(_("methodology.figures"), methodology_tables.figures(), key="figures", wrapped=True)
    show_table(_("methodology.states"), methodology_tables.states(), key="states", wrapped=True)
    show_table(_("methodology.items"), methodology_tables.items(registry), key="items", wrapped=True)
    show_table(
        _("measures.yearly_rules"),
        shared_tables.tabulate_rules(query("uptake/item_rules", now.filters), registry),
        key="rules",
        note=_("methodology.rules_note"),
        height=420,
    )
    show_table(_("methodology.dictionary"), methodology_tables.dictionary(registry), key="dictionary", wrapped=True)
    show_table(_("methodology.queries"), methodology_tables.queries(registry), key="queries", wrapped=True)
    denominators = methodology_tables.denominators(registry)
    show_table(_("methodology.denominators"), denominators, key="denominators", wrapped=True)
    table(methodology_tables.settings(registry), key="settings", title=_("setting.title"), wrapped=True)
    sources = methodology_tables.sources(now.filters.snapshot)
    show_table(_("methodology.sources"), sources, key="sources", wrapped=True)
    st.markdown(methodology_tables.limits())
