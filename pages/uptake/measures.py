"""The items of the policy by article, and one item in detail."""

import streamlit as st

from dashboard.presentation import sentences
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import MEASURE_COLUMNS, present
from dashboard.questions.breakdowns import ask_breakdowns, selected_items
from dashboard.screen import page, page_run
from dashboard.screen.figure_marks import make_bars
from dashboard.screen.rankings import show_ranking
from dashboard.screen.show import used_note
from dashboard.screen.states import say_nothing_here
from dashboard.screen.switches import choose_figure
from dashboard.screen.table_section import show_table
from pages.uptake import measures_item

now = page_run()
filters, registry = now.filters, now.registry
totals, items, districts, months = ask_breakdowns(filters, "total", "item", "district", "month")
items = selected_items(items, filters=filters, registry=registry)
whole = totals.row(0, named=True)
sentence = sentences.say_measures(items, whole, filters=filters, registry=registry)

with page(_("page.measures"), sentence=sentence):
    figure = choose_figure(measures_item.FIGURES, key="measures_figure")
    bars = make_bars(items, key="item", figure=figure, registry=registry)
    if whole["application_count"] is None and all(bar.value is None for bar in bars):
        say_nothing_here(whole)
    else:
        used = used_note(whole["application_count"], whole["missing_count"], "place_date_or_amount")
        show_ranking(bars, by="item", figure=figure, key="items", alt=sentence, used=used)
    if len(filters.item) == 1:
        measures_item.show_item(filters.item[0], whole, districts, months)
    else:
        st.caption(_("measures.choose_one"))
    if filters.snapshot.reports("applications"):
        rows = present(items, MEASURE_COLUMNS, registry=registry)
        show_table(_("measures.all_figures"), rows, key="items_table", height="content")
