"""The items of the policy by article, and one item in detail."""

import streamlit as st

from dashboard import charts, labels, sentences
from dashboard.filter_bar import set_parameter
from dashboard.language import translate as _
from dashboard.tables import MEASURE_COLUMNS, present
from dashboard.view import breakdowns, methodology, page, reader, show, table
from dashboard.view.show import used_note
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
items = breakdowns.selected_items(query("uptake/by_item", filters), filters=filters, registry=registry)
totals = query("overview/totals", filters).row(0, named=True)
used = used_note(totals["application_count"], totals["missing_count"], _("a place, date or amount"))

with page(_("page.measures"), sentence=sentences.measures(items, filters=filters, registry=registry)):
    figure = st.segmented_control(
        _("Figure"), breakdowns.ITEM_FIGURES, default=breakdowns.ITEM_FIGURES[0], format_func=_, key="measures_figure",
        required=True,
    )  # fmt: skip
    show(
        charts.ranking(
            breakdowns.item_bars(items, figure=figure, registry=registry),
            palette=now.palette,
            title=_("{figure} by item", figure=_(figure)),
            subtitle=labels.period(filters.period),
            chosen=filters.item,
        ),
        key="items",
        alt=sentences.measures(items, filters=filters, registry=registry),
        used=used,
        on_pick=lambda code: set_parameter("item", [code]),
    )
    st.subheader(_("All figures by item"), anchor=False)
    table(present(items, MEASURE_COLUMNS, registry=registry), key="items_table", title=_("All figures by item"))
    if len(filters.item) == 1:
        st.header(labels.value("item", filters.item[0], registry), anchor=False)
        st.markdown(breakdowns.item_facts(filters.item[0], registry=registry))
        st.subheader(_("Rules by fund year"), anchor=False)
        table(
            methodology.rules(query("uptake/item_rules", filters), registry), key="item_rules", title=_("Rules by fund year")
        )
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.trend(
                    breakdowns.months(
                        query("uptake/by_month", filters),
                        figure="application_count",
                        as_of_month=f"{filters.snapshot.as_of:%Y-%m}",
                    ),
                    palette=now.palette,
                    title=_("Applications by month"),
                    subtitle=labels.period(filters.period),
                ),
                key="item_months",
                alt=_("Applications by month"),
                used=used,
            )
        with right:
            districts = query("uptake/by_district", filters)
            show(
                charts.ranking(
                    breakdowns.district_bars(districts, figure="application_count", registry=registry),
                    palette=now.palette,
                    title=_("Applications by district"),
                    subtitle=labels.period(filters.period),
                    chosen=filters.district,
                    sort=False,
                ),
                key="item_districts",
                alt=_("Applications by district"),
                used=used_note(totals["application_count"], districts["missing_count"][-1], _("district")),
                on_pick=lambda code: set_parameter("district", [code]),
            )
        st.subheader(_("Records behind these figures (latest 500)"), anchor=False)
        table(
            present(query("records/applications", filters), registry=registry),
            key="item_records",
            title=_("table.applications"),
        )
    else:
        st.caption(_("Choose one item (click a bar or use the filter) for its policy words, rules, trend and records."))
