"""Money from the request to the account, by item and fund year and by month."""

import streamlit as st

from dashboard import charts, headlines, labels
from dashboard.columns import FUNDS_COLUMNS, GROUP_COLUMNS
from dashboard.filter_bar import choose_month
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.uptake import breakdowns
from dashboard.view import funds, page, reader, rows, show, states, table
from dashboard.view.frame import open_cases
from dashboard.view.show import marks, used_note
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
total, groups = breakdowns(filters, "total", "group")
totals = total.row(0, named=True)
by_round, payments = query("process/funds", filters), query("process/payments", filters)
when = labels.period(filters.period)
sentence = funds.sentence(totals, when=when)
used = used_note(totals["application_count"], totals["missing_count"], _("a place, date or amount"))
by_month = {"palette": now.palette, "subtitle": _("10,000 yuan, by month of payment")}

with page(_("page.funds"), sentence=sentence):
    if by_round.is_empty():
        states.nothing_here(totals)
    else:
        steps = funds.money_steps(by_round)
        show(
            charts.waterfall(steps, title=funds.money_title(totals, by_round), palette=now.palette,
                             subtitle=_("{measure} · {period}; click a level to list its cases", measure=funds.way(by_round),
                                        period=when)),
            key="waterfall", alt=sentence, used=used,
            values=marks(((step.name, step.label) for step in steps), name=_("Step"), value=_("Amount")),
            leads_to=lambda level: open_cases(funds.CASES[level]),
        )  # fmt: skip
        st.caption(funds.envelope_note(by_round))
        left, right = st.columns(2, gap="large")
        months, running = rows.money_months(payments), funds.payment_lines(payments)
        with left:
            show(
                charts.trend(months, title=headlines.peak(months, measure=_("Money paid by month")), **by_month),
                key="payments", alt=headlines.peak(months, measure=_("Money paid by month")),
                used=funds.used_payments(payments), values=present(payments, registry=registry),
                on_pick=lambda month: choose_month(month, date_basis="paid"),
            )  # fmt: skip
        with right:
            show(
                charts.lines(running, title=headlines.latest(running, measure=_("Money paid, running total")),
                             reference=funds.envelope(totals), height=250, **by_month),
                key="cumulative", alt=headlines.latest(running, measure=_("Money paid, running total")),
                used=funds.used_payments(payments), on_pick=lambda month: choose_month(month, date_basis="paid"),
            )  # fmt: skip
        st.subheader(_("By item and fund year"), anchor=False)
        st.caption(_("note.cut"))
        table(present(by_round, FUNDS_COLUMNS, registry=registry), key="funds", title=_("By item and fund year"),
              wrapped=True, height=520)  # fmt: skip
        if not (filters.item or filters.article):
            st.subheader(_("Groups of items that share an envelope"), anchor=False)
            table(
                present(groups, GROUP_COLUMNS, registry=registry),
                key="groups",
                title=_("Groups of items that share an envelope"),
                wrapped=True,
            )
