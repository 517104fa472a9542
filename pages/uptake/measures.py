"""The items of the policy by article, and one item in detail."""

import streamlit as st

from dashboard import charts, labels, sentences
from dashboard.filter_bar import set_parameter
from dashboard.language import translate as _
from dashboard.tables import MEASURE_COLUMNS, present
from dashboard.uptake import breakdowns
from dashboard.view import methodology, page, reader, rows, show, table
from dashboard.view.show import used_note
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
totals, items, districts, months = breakdowns(filters, "total", "item", "district", "month")
items = rows.selected_items(items, filters=filters, registry=registry)
whole = totals.row(0, named=True)
used = used_note(whole["application_count"], whole["missing_count"], _("a place, date or amount"))

with page(_("page.measures"), sentence=sentences.measures(items, filters=filters, registry=registry)):
    figure = st.segmented_control(
        _("Figure"), rows.ITEM_FIGURES, default=rows.ITEM_FIGURES[0], format_func=_, key="measures_figure",
        required=True,
    )  # fmt: skip
    show(
        charts.ranking(
            rows.bars(items, key="item", figure=figure, registry=registry),
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
        st.markdown(rows.item_facts(filters.item[0], registry=registry))
        st.subheader(_("Rules by fund year"), anchor=False)
        table(
            methodology.rules(query("uptake/item_rules", filters), registry), key="item_rules", title=_("Rules by fund year")
        )
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.trend(
                    rows.months(
                        months,
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
            show(
                charts.ranking(
                    rows.bars(districts, key="district", figure="application_count", registry=registry),
                    palette=now.palette,
                    title=_("Applications by district"),
                    subtitle=labels.period(filters.period),
                    chosen=filters.district,
                    sort=False,
                ),
                key="item_districts",
                alt=_("Applications by district"),
                used=used_note(whole["application_count"], districts["missing_count"][-1], _("district")),
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
