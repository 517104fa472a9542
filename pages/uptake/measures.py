"""The items of the policy by article, and one item in detail."""

import streamlit as st

from dashboard.presentation import charts, headlines, labels, sentences
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import MEASURE_COLUMNS, present
from dashboard.questions.breakdowns import breakdowns, selected_items
from dashboard.screen import figure_marks, page, page_run, rights_notice, show, states, table
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.show import used_note
from pages.uptake import measures_item

now = page_run()
filters, registry = now.filters, now.registry
totals, items, districts, months = breakdowns(filters, "total", "item", "district", "month")
items = selected_items(items, filters=filters, registry=registry)
whole = totals.row(0, named=True)
offered = rights_notice.figures_told(figure_marks.ITEM_FIGURES, items)
sentence = sentences.measures(items, whole, filters=filters, registry=registry)

with page(_("page.measures"), sentence=sentence):
    figure = st.segmented_control(
        _("Figure"),
        offered,
        default=offered[0],
        format_func=_,
        key="measures_figure",
        required=True,
    )
    bars = figure_marks.bars(items, key="item", figure=figure, registry=registry)
    title = headlines.highest(bars, measure=labels.column_name(figure), chosen=filters.item)
    subtitle = _("{measure} · {period}", measure=labels.column_name(figure), period=labels.period(filters.period))
    if whole["application_count"] is None and all(bar.value is None for bar in bars):
        states.nothing_here(whole)
    else:
        show(
            charts.ranking(bars, palette=now.palette, title=title, subtitle=subtitle, chosen=filters.item),
            key="items",
            alt=f"{title} {sentence}",
            on_pick=lambda code: set_parameter("item", [code]),
            used=used_note(whole["application_count"], whole["missing_count"], "place_date_or_amount"),
        )
    if len(filters.item) == 1:
        measures_item.detail(filters.item[0], whole, districts, months)
    else:
        st.caption(_("Choose one item (click a bar or use the filter) for its policy words, rules, trend and records."))
    if filters.snapshot.reports("applications"):
        st.subheader(_("All figures by item"), anchor=False)
        table(
            present(items, MEASURE_COLUMNS, registry=registry),
            key="items_table",
            title=_("All figures by item"),
            height="content",
        )
