"""State of the programme on one screen."""

import streamlit as st

from dashboard.presentation import sentences
from dashboard.presentation.language import translate as _
from dashboard.questions import ask_together, query
from dashboard.questions.breakdowns import ask_breakdowns, selected_items
from dashboard.questions.comparison import compare_with_period_before, compare_with_year_before
from dashboard.screen import kpi_grid, page, page_run
from dashboard.screen.cases_behind import addresses_behind
from pages.overview import overview_kpis, overview_lists, overview_map

now = page_run()
filters, registry, snapshot = now.filters, now.registry, now.filters.snapshot
(totals, districts, items, months), earlier, before, findings = ask_together(
    lambda: ask_breakdowns(filters, "total", "district", "item", "month"),
    lambda: compare_with_year_before(filters, registry=registry),
    lambda: compare_with_period_before(filters, registry=registry),
    lambda: query("conformity/total", filters),
)
items = selected_items(items, filters=filters, registry=registry)
whole = totals.row(0, named=True)
sentence = sentences.say_overview(whole, districts, filters=filters, registry=registry)
running = filters.period.text != "term" and filters.period.is_running(snapshot.as_of)

with page(_("page.overview"), sentence=sentence):
    kpi_grid(
        overview_kpis.overview_cards(
            whole,
            earlier=earlier,
            before=before,
            months=months,
            findings=findings.row(0, named=True),
            no_awards=sentences.say_no_awards(filters),
            behind=addresses_behind(filters),
        ),
        note=overview_kpis.comparison_note(earlier, before, running=running),
    )
    left, right = st.columns([7, 5], gap="large")
    with left:
        overview_map.show_districts(districts, used=whole["application_count"], alt=sentence)
    with right:
        overview_lists.show_unused(items, whole)
        overview_lists.show_stalled(items, whole)
        overview_lists.show_coverage(snapshot)
