"""How money and beneficiaries are distributed: over organisations, sizes, years and districts."""

import streamlit as st

from dashboard.evaluation.spread import add_chance
from dashboard.presentation.language import translate as _
from dashboard.questions import ask_together, query
from dashboard.questions.filters import whole_term
from dashboard.screen import page, page_run, table
from pages.evaluation import distribution_charts, distribution_sections

now = page_run()
filters, registry = now.filters, now.registry
term = whole_term(filters, registry=registry)
whole, curves, sizes, years, cohorts, spread = ask_together(
    lambda: query("evaluation/concentration", filters).row(0, named=True),
    lambda: distribution_charts.curves(filters),
    lambda: query("evaluation/by_size", filters),
    lambda: query("evaluation/first_and_repeat", filters),
    lambda: query("evaluation/cohorts", term),
    lambda: query("evaluation/district_spread", term.narrow(district=[])),
)
sentence = distribution_charts.sentence(whole, filters=filters)

with page(_("page.distribution"), sentence=sentence):
    left, right = st.columns(2, gap="large")
    with left:
        distribution_sections.curve(curves, whole, alt=sentence)
    with right:
        table(
            distribution_charts.measures(whole),
            key="concentration",
            title=_("distribution.concentration"),
            wrapped=True,
        )
        st.caption(_("note.concentration"))
    left, right = st.columns(2, gap="large")
    with left:
        distribution_sections.sizes(sizes, whole)
    with right:
        distribution_sections.firsts(years, whole)
    st.header(_("distribution.whole_term"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        distribution_sections.cohorts(cohorts, whole)
    with right:
        distribution_sections.spread(add_chance(spread, [entry.count for entry in registry.denominators]))
