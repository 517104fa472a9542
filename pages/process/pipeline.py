"""How far cases come, how long each step takes, and what waits."""

import streamlit as st

from dashboard import charts, labels
from dashboard.language import translate as _
from dashboard.survival import at_risk
from dashboard.tables import present
from dashboard.uptake import breakdowns
from dashboard.view import page, process, reader, rows, show, table
from dashboard.view.show import used_note
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
totals = breakdowns(filters, "total")[0].row(0, named=True)
funnel = query("process/funnel", filters)
throughput = query("process/throughput", filters)
when = labels.period(filters.period)
look = {"palette": now.palette, "subtitle": when}
sentence = process.funnel_sentence(funnel, totals, when=when)
used = used_note(totals["application_count"], totals["missing_count"], _("a place, date or amount"))

with page(_("page.pipeline"), sentence=sentence):
    if funnel.is_empty():
        st.info(_("No application meets the filters. Widen the period or remove a filter."))
    else:
        stages, groups = process.funnel_groups(funnel)
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.grouped_bars(stages, groups, codes=stages, title=_("How far cases came, by route"), **look),
                key="funnel", alt=sentence, used=used, values=present(funnel, registry=registry),
            )  # fmt: skip
        with right:
            measure = st.segmented_control(
                _("Step"), process.MEASURES, default="decision",
                format_func=lambda name: _(f"measure.{name}"), required=True, key="pipeline_measure",
            )  # fmt: skip
            dimension = st.segmented_control(
                _("Compare by"), process.DIMENSIONS, default="route", format_func=lambda name: _(f"dimension.{name}"),
                required=True, key="pipeline_dimension",
            )  # fmt: skip
            durations = query("process/durations", filters, measure=measure, dimension=dimension)
            show(
                charts.lines(
                    process.waiting_lines(durations, dimension=dimension, registry=registry),
                    palette=now.palette, steps=True, title=_("Share still waiting"),
                    top=103, value_format=".0f", bottom_title=_("working days"),
                    subtitle=_("per cent, Kaplan–Meier; open cases count as still waiting, the five largest groups"),
                ),
                key="waiting", alt=_("Share still waiting"),
                used=_("Number at risk at each day stands in the table."),
                values=process.risk_table(
                    at_risk(durations, marks=process.MARKS), dimension=dimension, registry=registry
                ),
            )  # fmt: skip
        left, right = st.columns(2, gap="large")
        with left:
            months, series = process.flow(throughput)
            show(
                charts.grouped_bars(
                    months, series, codes=months, title=_("Filed and finished by month"), flat=False, **look
                ),
                key="throughput", alt=_("Filed and finished by month"), used=used,
                values=present(throughput, registry=registry),
            )  # fmt: skip
        with right:
            show(
                charts.lines(process.backlog(throughput), title=_("Open at the end of the month"), **look),
                key="backlog", alt=_("Open at the end of the month"), used=used,
            )  # fmt: skip
        st.subheader(_("Open cases by waiting time"), anchor=False)
        table(process.ageing(totals), key="ageing", title=_("Open cases by waiting time"))
    stuck = query("process/stuck", filters)
    st.subheader(_("Open for more than 60 working days ({count})", count=rows.how_many(stuck)), anchor=False)
    table(present(stuck.drop("total_count"), registry=registry), key="stuck", title=_("Stuck cases"), opens=stuck["uscc"])
