"""Money from the request to the account, by item and fund year and by month."""

import streamlit as st

from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import FUNDS_COLUMNS, GROUP_COLUMNS
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.questions.breakdowns import ask_breakdowns
from dashboard.screen import page, page_run
from dashboard.screen.show import used_note
from dashboard.screen.states import say_nothing_here
from dashboard.screen.table_section import show_table
from pages.process import funds_charts, funds_waterfall

now = page_run()
filters, registry = now.filters, now.registry
total, groups = ask_breakdowns(filters, "total", "group")
totals = total.row(0, named=True)
by_round, payments = query("process/funds", filters), query("process/payments", filters)
sentence = funds_waterfall.sentence(totals, when=labels.period(filters.period))
used = used_note(totals["application_count"], totals["missing_count"], "place_date_or_amount")

with page(_("page.funds"), sentence=sentence):
    if by_round.is_empty():
        say_nothing_here(totals)
    else:
        funds_charts.show_waterfall(by_round, totals, alt=sentence, used=used)
        st.caption(funds_waterfall.envelope_note(by_round))
        left, right = st.columns(2, gap="large")
        with left:
            funds_charts.show_payments(payments)
        with right:
            funds_charts.show_running_total(payments, totals)
        show_table(
            _("funds.by_item_and_year"),
            present(by_round, FUNDS_COLUMNS, registry=registry),
            key="funds",
            note=_("note.cut"),
            wrapped=True,
            height=520,
        )
        if not (filters.item or filters.article):
            shared = present(groups, GROUP_COLUMNS, registry=registry)
            show_table(_("funds.groups"), shared, key="groups", wrapped=True)
