"""How money and beneficiaries are distributed: over organisations, sizes, years and districts."""

import streamlit as st

from dashboard import charts, labels
from dashboard.evaluation.spread import with_chance
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.view import distribution, page, reader, show, table
from dashboard.warehouse import query, together

now = reader()
filters, registry = now.filters, now.registry
term = distribution.whole_term(filters, registry=registry)
whole, curves, sizes, years, cohorts, spread_rows = together(
    lambda: query("evaluation/concentration", filters).row(0, named=True),
    lambda: distribution.curves(filters),
    lambda: query("evaluation/by_size", filters),
    lambda: query("evaluation/first_and_repeat", filters),
    lambda: query("evaluation/cohorts", term),
    lambda: query("evaluation/district_spread", term.narrowed(district=[])),
)
when = labels.period(filters.period)
look = {"palette": now.palette}
sentence = distribution.sentence(whole, filters=filters)
used = distribution.used(whole)
spread = with_chance(spread_rows, [entry.count for entry in registry.denominators])

with page(_("page.distribution"), sentence=sentence):
    left, right = st.columns(2, gap="large")
    with left:
        if curves["beneficiaries"].is_empty():
            st.info(distribution.nothing(whole))
        else:
            show(
                charts.lines(
                    distribution.lorenz_lines(curves, whole), title=_("How the approved money is shared"), markers=False,
                    subtitle=_("per cent of the money held by the smaller per cent of organisations (Lorenz)"),
                    value_format=".0f", top=100, height=370, bottom_title=_("per cent of organisations, smallest first"),
                    **look,
                ),
                key="lorenz", alt=sentence, used=used, values=curves["beneficiaries"],
            )  # fmt: skip
    with right:
        table(distribution.measures(whole), key="concentration", title=_("Concentration of the approved money"))
        st.caption(_("note.concentration"))
    left, right = st.columns(2, gap="large")
    with left:
        if not curves["beneficiaries"].is_empty():
            show(
                charts.ranking(distribution.size_bars(sizes), title=_("Share of the money by size class"), sort=False,
                               subtitle=when, **look),
                key="sizes", alt=_("Share of the money by size class"), used=used,
                values=present(sizes, registry=registry, breakdown=True),
            )  # fmt: skip
    with right:
        if not years.is_empty():
            names, groups = distribution.first_groups(years)
            show(
                charts.grouped_bars(names, groups, codes=names, title=_("First-time and returning beneficiaries"),
                                    subtitle=_("beneficiaries by fund year"), **look),
                key="firsts", alt=_("First-time and returning beneficiaries"), used=used,
                values=present(years, registry=registry),
            )  # fmt: skip
    st.header(_("Over the whole term"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        cells = distribution.cohort_cells(cohorts)
        if not cells.rows:
            st.info(_("No cohort can be followed into a later fund year."))
        else:
            show(
                charts.heatmap(
                    cells.values, rows=cells.rows, columns=cells.columns, codes=cells.codes, hovers=cells.hovers,
                    title=_("How many come again"), decimals=1,
                    subtitle=_("per cent of those first approved in a fund year who are approved again"), **look,
                ),
                key="cohorts", alt=_("How many come again"), used=distribution.cohort_used(cohorts),
                values=present(cohorts, registry=registry),
            )  # fmt: skip
    with right:
        if not spread.is_empty():
            show(
                charts.lines(
                    distribution.spread_lines(spread), title=_("Spread between districts"), value_format=".2f",
                    subtitle=_("coefficient of variation of beneficiaries per 10,000, by fund year"), **look,
                ),
                key="spread", alt=_("Spread between districts"), used=distribution.spread_used(spread),
                values=present(spread, registry=registry),
            )  # fmt: skip
            st.caption(_("note.spread"))
