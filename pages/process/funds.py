"""Money from the request to the account, by item and fund year and by month."""

from typing import Any

import streamlit as st

from dashboard.presentation import charts, headlines, labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import FUNDS_COLUMNS, GROUP_COLUMNS
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.questions.breakdowns import breakdowns
from dashboard.screen import figure_marks, page, page_run, show, states, table
from dashboard.screen.filter_bar import choose_month
from dashboard.screen.page_frame import open_cases
from dashboard.screen.show import marks, used_note
from pages.process import funds_waterfall

now = page_run()
filters, registry = now.filters, now.registry
total, groups = breakdowns(filters, "total", "group")
totals = total.row(0, named=True)
by_round, payments = query("process/funds", filters), query("process/payments", filters)
when = labels.period(filters.period)
sentence = funds_waterfall.sentence(totals, when=when)
used = used_note(totals["application_count"], totals["missing_count"], "place_date_or_amount")
by_month: dict[str, Any] = {"palette": now.palette, "subtitle": _("10,000 yuan, by month of payment")}

with page(_("page.funds"), sentence=sentence):
    if by_round.is_empty():
        states.nothing_here(totals)
    else:
        steps = funds_waterfall.money_steps(by_round)
        show(
            charts.waterfall(
                steps,
                title=funds_waterfall.money_title(totals, by_round),
                palette=now.palette,
                subtitle=_(
                    "{measure} · {period}; click a level to list its cases",
                    measure=funds_waterfall.way(by_round),
                    period=when,
                ),
            ),
            key="waterfall",
            alt=sentence,
            used=used,
            values=marks(((step.name, step.label) for step in steps), name=_("Step"), value=_("Amount")),
            leads_to=lambda level: open_cases(funds_waterfall.CASES[level]),
        )
        st.caption(funds_waterfall.envelope_note(by_round))
        left, right = st.columns(2, gap="large")
        months, running = figure_marks.money_months(payments), funds_waterfall.payment_lines(payments)
        with left:
            show(
                charts.trend(months, title=headlines.peak(months, measure=_("Money paid by month")), **by_month),
                key="payments",
                alt=headlines.peak(months, measure=_("Money paid by month")),
                used=funds_waterfall.used_payments(payments),
                values=present(payments, registry=registry),
                on_pick=lambda month: choose_month(month, date_basis="paid"),
            )
        with right:
            show(
                charts.lines(
                    running,
                    title=headlines.latest(running, measure=_("Money paid, running total")),
                    reference=funds_waterfall.envelope(totals),
                    height=250,
                    **by_month,
                ),
                key="cumulative",
                alt=headlines.latest(running, measure=_("Money paid, running total")),
                used=funds_waterfall.used_payments(payments),
                on_pick=lambda month: choose_month(month, date_basis="paid"),
            )
        st.subheader(_("By item and fund year"), anchor=False)
        st.caption(_("note.cut"))
        table(
            present(by_round, FUNDS_COLUMNS, registry=registry),
            key="funds",
            title=_("By item and fund year"),
            wrapped=True,
            height=520,
        )
        if not (filters.item or filters.article):
            st.subheader(_("Groups of items that share an envelope"), anchor=False)
            table(
                present(groups, GROUP_COLUMNS, registry=registry),
                key="groups",
                title=_("Groups of items that share an envelope"),
                wrapped=True,
            )
