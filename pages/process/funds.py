"""Money from the request to the account, by item and fund year and by month."""

import streamlit as st

from dashboard import charts, labels
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.uptake import breakdowns
from dashboard.view import page, process, reader, rows, show, table
from dashboard.view.show import used_note
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
totals = breakdowns(filters, "total")[0].row(0, named=True)
funds = query("process/funds", filters)
payments = query("process/payments", filters)
when = labels.period(filters.period)
look = {"palette": now.palette, "subtitle": when}
sentence = process.funds_sentence(totals, when=when)
used = used_note(totals["application_count"], totals["missing_count"], _("a place, date or amount"))

with page(_("page.funds"), sentence=sentence):
    if funds.is_empty():
        st.info(_("No application meets the filters. Widen the period or remove a filter."))
    else:
        show(
            charts.waterfall(process.money_steps(funds), title=_("From the request to the account"), **look),
            key="waterfall", alt=sentence, used=used,
        )  # fmt: skip
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.trend(
                    rows.money_months(payments), title=_("Money paid by month"), palette=now.palette,
                    subtitle=_("10,000 yuan, by month of payment"),
                ),
                key="payments", alt=_("Money paid by month"), values=present(payments, registry=registry),
            )  # fmt: skip
        with right:
            show(
                charts.lines(
                    process.payment_lines(payments), title=_("Money paid, running total"), palette=now.palette,
                    subtitle=_("10,000 yuan, by month of payment"), reference=process.envelope(totals),
                ),
                key="cumulative", alt=_("Money paid, running total"),
            )  # fmt: skip
    st.subheader(_("By item and fund year"), anchor=False)
    st.caption(_("note.cut"))
    table(present(funds, registry=registry), key="funds", title=_("By item and fund year"), height=520)
