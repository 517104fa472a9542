"""State of the programme on one screen."""

import streamlit as st

from dashboard import charts, headlines, sentences
from dashboard.comparison import period_earlier, year_earlier
from dashboard.filter_bar import set_parameter
from dashboard.kpis import comparison_note, overview_cards
from dashboard.language import translate as _
from dashboard.tables import DISTRICT_COLUMNS, present
from dashboard.uptake import breakdowns, selected_items
from dashboard.view import kpi_grid, page, reader, records, rows, show, states
from dashboard.view.show import used_note
from dashboard.warehouse import query, together

now = reader()
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
shown = rows.bars(listed, key="district", figure="beneficiary_count", registry=registry)
running = filters.period.text != "term" and filters.period.is_running(snapshot.as_of)

with page(_("page.overview"), sentence=sentence):
    kpi_grid(
        overview_cards(whole, earlier=earlier, before=before, months=months, findings=findings.row(0, named=True),
                       no_awards=sentences.no_awards(filters), behind=records.behind(filters)),
        note=comparison_note(earlier, before, running=running),
    )  # fmt: skip
    left, right = st.columns([7, 5], gap="large")
    with left:
        show(
            charts.district_map(
                rows.areas(districts, registry=registry, within=filters.district),
                shapes=charts.load_shapes(charts.shapes_path()), palette=now.palette, chosen=filters.district,
                inset_note=_("schematic"),
                title=headlines.highest(shown, measure=_("beneficiary_count"), chosen=filters.district),
                subtitle=_("beneficiaries by district; click an area to filter"), caption=rows.map_caption(),
            ),
            key="district_map", alt=sentence,
            used=used_note(whole["application_count"], districts["missing_count"][-1], _("district")),
            values=present(listed, DISTRICT_COLUMNS, registry=registry, breakdown=True),
            on_pick=lambda code: set_parameter("district", [code]),
        )  # fmt: skip
    with right:
        st.subheader(_("Items with no uptake"), anchor=False)
        unused = rows.without_uptake(items, registry=registry)
        st.markdown(states.listed(rows.bullets(unused, otherwise=_("none.known")), whole, rows=items))
        st.subheader(_("Stalled items (open over 60 working days)"), anchor=False)
        stalled = rows.stalled(items, registry=registry)
        st.markdown(
            states.listed(rows.bullets(stalled, otherwise=_("none.known")), whole, rows=items, figure="ageing_over_60_count")
        )
        st.subheader(_("Coverage"), anchor=False)
        st.markdown(rows.coverage(snapshot))
