"""How far cases come, how long each step takes, and what waits."""

import streamlit as st

from dashboard import charts, labels
from dashboard.columns import STUCK_COLUMNS
from dashboard.filter_bar import choose_month, set_parameter
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.uptake import breakdowns
from dashboard.view import page, process, reader, rows, show, states, table
from dashboard.view.frame import open_cases
from dashboard.view.show import used_note
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
totals = breakdowns(filters, "total")[0].row(0, named=True)
funnel, throughput = query("process/funnel", filters), query("process/throughput", filters)
stuck = query("process/stuck", filters)
when = labels.period(filters.period)
look = {"palette": now.palette, "subtitle": _("{what}; click to list the cases", what=when)}
sentence = process.funnel_sentence(funnel, totals, when=when)
used = used_note(totals["application_count"], totals["missing_count"], _("a place, date or amount"))

with page(_("page.pipeline"), sentence=sentence):
    if funnel.is_empty():
        states.nothing_here(totals)
    else:
        measure, dimension = process.controls()
        durations = query("process/durations", filters, measure=measure, dimension=dimension)
        waiting = process.waiting(durations, measure=measure, dimension=dimension, registry=registry)
        stages, groups = process.funnel_groups(funnel)
        months, flows = process.flow(throughput)
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.grouped_bars(stages, groups, title=process.funnel_title(funnel), **look), key="funnel", alt=sentence,
                used=used, values=present(funnel, registry=registry), leads_to=process.open_stage,
            )  # fmt: skip
        with right:
            show(
                charts.survival(waiting.series, at_risk=waiting.at_risk, marks=process.MARKS, palette=now.palette,
                                title=waiting.title, subtitle=_("note.survival"), bottom_title=_("working days"),
                                risk_title=_("still observed")),
                key="waiting", alt=waiting.title, empty=_("few.curves"), used=process.used_durations(durations),
                values=process.risk_table(durations, dimension=dimension, registry=registry),
                on_pick=lambda code: set_parameter(dimension, [code]),
            )  # fmt: skip
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.grouped_bars(months, flows, title=process.flow_title(throughput), flat=False,
                                    palette=now.palette, subtitle=_("cases filed and finished by month")),
                key="throughput", alt=process.flow_title(throughput), used=process.used_flow(throughput),
                values=present(throughput, registry=registry), on_pick=choose_month,
            )  # fmt: skip
        with right:
            backlog_title = process.backlog_title(throughput)
            show(
                charts.lines(process.backlog(throughput), palette=now.palette, title=backlog_title,
                             subtitle=_("open_at_end_count")),
                key="backlog", alt=backlog_title, used=process.used_flow(throughput), on_pick=choose_month,
            )  # fmt: skip
        if totals["open_count"] != 0:
            show(
                charts.ranking(process.ageing(totals), title=process.ageing_title(totals), sort=False, palette=now.palette,
                               subtitle=_("open cases by working days since acceptance; click to list them")),
                key="ageing", alt=process.ageing_title(totals), used=used, values=process.ageing_table(totals),
                leads_to=lambda age: open_cases(f"ageing_{age}_count"),
            )  # fmt: skip
        st.subheader(_("Open for more than 60 working days ({count})", count=rows.how_many(stuck)), anchor=False)
        table(present(stuck, STUCK_COLUMNS, registry=registry), key="stuck", title=_("Stuck cases"), opens=stuck["uscc"])
