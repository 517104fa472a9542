"""How far cases come, how long each step takes, and what waits."""

from typing import Any

import streamlit as st

from dashboard.presentation import charts, labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import STUCK_COLUMNS
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.questions.breakdowns import breakdowns
from dashboard.screen import figure_marks, page, page_run, show, states, table
from dashboard.screen.filter_bar import choose_month, set_parameter
from dashboard.screen.page_frame import open_cases
from dashboard.screen.show import used_note
from pages.process import pipeline_stages

now = page_run()
filters, registry = now.filters, now.registry
totals = breakdowns(filters, "total")[0].row(0, named=True)
funnel, throughput = query("process/funnel", filters), query("process/throughput", filters)
stuck = query("process/stuck", filters)
when = labels.period(filters.period)
look: dict[str, Any] = {"palette": now.palette, "subtitle": _("{what}; click to list the cases", what=when)}
sentence = pipeline_stages.funnel_sentence(funnel, totals, when=when)
used = used_note(totals["application_count"], totals["missing_count"], "place_date_or_amount")

with page(_("page.pipeline"), sentence=sentence):
    if funnel.is_empty():
        states.nothing_here(totals)
    else:
        measure, dimension = pipeline_stages.controls()
        durations = query("process/durations", filters, measure=measure, dimension=dimension)
        waiting = pipeline_stages.waiting(durations, measure=measure, dimension=dimension, registry=registry)
        stages, groups = pipeline_stages.funnel_groups(funnel)
        months, flows = pipeline_stages.flow(throughput)
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.grouped_bars(stages, groups, title=pipeline_stages.funnel_title(funnel), **look),
                key="funnel",
                alt=sentence,
                used=used,
                values=present(funnel, registry=registry),
                leads_to=pipeline_stages.open_stage,
            )
        with right:
            show(
                charts.survival(
                    waiting.series,
                    at_risk=waiting.at_risk,
                    marks=pipeline_stages.MARKS,
                    palette=now.palette,
                    title=waiting.title,
                    subtitle=_("note.survival"),
                    bottom_title=_("working days"),
                    risk_title=_("still observed"),
                ),
                key="waiting",
                alt=waiting.title,
                empty=_("few.curves"),
                used=pipeline_stages.used_durations(durations),
                values=pipeline_stages.risk_table(durations, dimension=dimension, registry=registry),
                on_pick=lambda code: set_parameter(dimension, [code]),
            )
        left, right = st.columns(2, gap="large")
        with left:
            show(
                charts.grouped_bars(
                    months,
                    flows,
                    title=pipeline_stages.flow_title(throughput),
                    flat=False,
                    palette=now.palette,
                    subtitle=_("cases filed and finished by month"),
                ),
                key="throughput",
                alt=pipeline_stages.flow_title(throughput),
                used=pipeline_stages.used_flow(throughput),
                values=present(throughput, registry=registry),
                on_pick=choose_month,
            )
        with right:
            backlog_title = pipeline_stages.backlog_title(throughput)
            show(
                charts.lines(
                    pipeline_stages.backlog(throughput),
                    palette=now.palette,
                    title=backlog_title,
                    subtitle=_("open_at_end_count"),
                ),
                key="backlog",
                alt=backlog_title,
                used=pipeline_stages.used_flow(throughput),
                on_pick=choose_month,
            )
        if totals["open_count"] != 0:
            show(
                charts.ranking(
                    pipeline_stages.ageing(totals),
                    title=pipeline_stages.ageing_title(totals),
                    sort=False,
                    palette=now.palette,
                    subtitle=_("open cases by working days since acceptance; click to list them"),
                ),
                key="ageing",
                alt=pipeline_stages.ageing_title(totals),
                used=used,
                values=pipeline_stages.ageing_table(totals),
                leads_to=lambda age: open_cases(f"ageing_{age}_count"),
            )
        st.subheader(_("Open for more than 60 working days ({count})", count=figure_marks.how_many(stuck)), anchor=False)
        table(present(stuck, STUCK_COLUMNS, registry=registry), key="stuck", title=_("Stuck cases"), opens=stuck["uscc"])
