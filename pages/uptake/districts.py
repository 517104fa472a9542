"""The areas side by side, and one area against the rest of the city with its work list."""

import streamlit as st

from dashboard.presentation import sentences
from dashboard.presentation.language import translate as _
from dashboard.questions import ask_together, query
from dashboard.questions.breakdowns import ask_breakdowns
from dashboard.screen import kpi_grid, page, page_run
from dashboard.screen.rights_notice import if_seen
from pages.uptake import districts_area, districts_ranking

now = page_run()
filters, registry = now.filters, now.registry
own = districts_area.chosen(filters, registry=registry)
(whole, districts), mine, others = ask_together(
    lambda: ask_breakdowns(filters.narrow(district=[]), "total", "district"),
    lambda: ask_breakdowns(filters, "total", "item", "month") if own else [],
    lambda: ask_breakdowns(districts_area.rest_of_city(filters, registry=registry), "total", "item", "month") if own else [],
)
total = whole.row(0, named=True)
longest = total["days_to_decision_p90"]
sentence = (
    sentences.say_district(mine[0].row(0, named=True), districts, filters=filters, registry=registry)
    if own
    else sentences.say_districts(districts, filters=filters, registry=registry)
)

with page(_("page.districts") if own is None else districts_area.title(own, registry=registry), sentence=sentence):
    if own is None:
        districts_ranking.show_side_by_side(districts, total, alt=sentence)
        st.caption(_("districts.choose_one"))
    else:
        lists = districts_area.lists(
            if_seen("process/stuck", filters, longer_than=int(longest or districts_area.LONG)),
            if_seen("records/unclaimed", filters),
            query("records/expiring", filters),
            own=mine[0].row(0, named=True),
            reports=now.filters.snapshot.reports,
            longest=longest,
        )
        kpi_grid(districts_area.cards(mine[0].row(0, named=True), others[0].row(0, named=True), lists))
        st.header(_("districts.work_list"), anchor=False)
        districts_area.work_list(lists, registry=registry)
        st.header(_("districts.against_rest"), anchor=False)
        districts_area.comparison(mine, others, own_code=own)
        st.header(_("districts.all_areas"), anchor=False)
        districts_ranking.show_side_by_side(districts, total, alt=sentence)
