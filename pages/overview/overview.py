"""State of the programme on one screen."""

import streamlit as st

from dashboard.presentation import charts, headlines, sentences
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import DISTRICT_COLUMNS, present
from dashboard.questions import query, together
from dashboard.questions.breakdowns import breakdowns, selected_items
from dashboard.questions.comparison import period_earlier, year_earlier
from dashboard.screen import case_list, figure_marks, kpi_grid, page, page_run, show, states
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.show import used_note
from pages.overview.overview_kpis import comparison_note, overview_cards

now = page_run()
filters, registry, snapshot = now.filters, now.registry, now.filters.snapshot
(totals, districts, items, months), earlier, before, findings = together(
    lambda: breakdowns(filters, "total", "district", "item", "month"),
    lambda: year_earlier(filters, registry=registry),
    lambda: period_earlier(filters, registry=registry),
    lambda: query("conformity/total", filters),
)
items = selected_items(items, filters=filters, registry=registry)
whole = totals.row(0, named=True)
sentence = sentences.overview(whole, districts, filters=filters, registry=registry)
listed = states.within(districts, filters.district, key="district_code")
shown = figure_marks.bars(listed, key="district", figure="beneficiary_count", registry=registry)
running = filters.period.text != "term" and filters.period.is_running(snapshot.as_of)

with page(_("page.overview"), sentence=sentence):
    kpi_grid(
        overview_cards(
            whole,
            earlier=earlier,
            before=before,
            months=months,
            findings=findings.row(0, named=True),
            no_awards=sentences.no_awards(filters),
            behind=case_list.behind(filters),
        ),
        note=comparison_note(earlier, before, running=running),
    )
    left, right = st.columns([7, 5], gap="large")
    with left:
        show(
            charts.district_map(
                figure_marks.areas(districts, registry=registry, within=filters.district),
                shapes=charts.load_shapes(charts.shapes_path()),
                palette=now.palette,
                chosen=filters.district,
                inset_note=_("schematic"),
                title=headlines.highest(shown, measure=_("beneficiary_count"), chosen=filters.district),
                subtitle=_("beneficiaries by district; click an area to filter"),
                caption=figure_marks.map_caption(),
            ),
            key="district_map",
            alt=sentence,
            used=used_note(whole["application_count"], districts["missing_count"][-1], "district"),
            values=present(listed, DISTRICT_COLUMNS, registry=registry, breakdown=True),
            on_pick=lambda code: set_parameter("district", [code]),
        )
    with right:
        st.subheader(_("Items with no uptake"), anchor=False)
        unused = figure_marks.without_uptake(items, registry=registry)
        st.markdown(states.listed(figure_marks.bullets(unused, otherwise=_("none.known")), whole, rows=items))
        st.subheader(_("Stalled items (open over 60 working days)"), anchor=False)
        stalled = figure_marks.stalled(items, registry=registry)
        st.markdown(
            states.listed(
                figure_marks.bullets(stalled, otherwise=_("none.known")), whole, rows=items, figure="ageing_over_60_count"
            )
        )
        st.subheader(_("Coverage"), anchor=False)
        st.markdown(figure_marks.coverage(snapshot))
