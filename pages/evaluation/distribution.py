"""How money and beneficiaries are distributed: over organisations, sizes, years and districts."""

import streamlit as st

from dashboard.evaluation.spread import with_chance
from dashboard.filters import whole_term
from dashboard.language import translate as _
from dashboard.view import distribution, page, reader, shares, table
from dashboard.warehouse import query, together

now = reader()
filters, registry = now.filters, now.registry
term = whole_term(filters, registry=registry)
whole, curves, sizes, years, cohorts, spread = together(
    lambda: query("evaluation/concentration", filters).row(0, named=True),
    lambda: distribution.curves(filters),
    lambda: query("evaluation/by_size", filters),
    lambda: query("evaluation/first_and_repeat", filters),
    lambda: query("evaluation/cohorts", term),
    lambda: query("evaluation/district_spread", term.narrowed(district=[])),
)
sentence = distribution.sentence(whole, filters=filters)

with page(_("page.distribution"), sentence=sentence):
    left, right = st.columns(2, gap="large")
    with left:
        shares.curve(curves, whole, alt=sentence)
    with right:
        table(distribution.measures(whole), key="concentration", title=_("Concentration of the approved money"),
              wrapped=True)  # fmt: skip
        st.caption(_("note.concentration"))
    left, right = st.columns(2, gap="large")
    with left:
        shares.sizes(sizes, whole)
    with right:
        shares.firsts(years, whole)
    st.header(_("Over the whole term"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        shares.cohorts(cohorts, whole)
    with right:
        shares.spread(with_chance(spread, [entry.count for entry in registry.denominators]))
