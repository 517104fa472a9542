"""How far cases come, how long each step takes, and what waits."""

import streamlit as st

from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.questions import query
from dashboard.questions.breakdowns import ask_breakdowns
from dashboard.screen import page, page_run
from dashboard.screen.rights_notice import if_seen
from dashboard.screen.show import used_note
from dashboard.screen.states import say_nothing_here
from pages.process import pipeline_charts, pipeline_waiting
from pages.process.pipeline_stages import funnel_sentence

filters = page_run().filters
totals = ask_breakdowns(filters, "total")[0].row(0, named=True)
funnel, throughput = query("process/funnel", filters), query("process/throughput", filters)
sentence = funnel_sentence(funnel, totals, when=labels.period(filters.period))
used = used_note(totals["application_count"], totals["missing_count"], "place_date_or_amount")

with page(_("page.pipeline"), sentence=sentence):
    if funnel.is_empty():
        say_nothing_here(totals)
    else:
        measure, dimension = pipeline_waiting.choose()
        durations = query("process/durations", filters, measure=measure, dimension=dimension)
        left, right = st.columns(2, gap="large")
        with left:
            pipeline_charts.show_funnel(funnel, alt=sentence, used=used)
        with right:
            pipeline_waiting.show_waiting(durations, measure=measure, dimension=dimension)
        left, right = st.columns(2, gap="large")
        with left:
            pipeline_charts.show_throughput(throughput)
        with right:
            pipeline_charts.show_backlog(throughput)
        if totals["open_count"] != 0:
            pipeline_charts.show_ageing(totals, used=used)
        stuck = if_seen("process/stuck", filters)
        if stuck is not None:
            pipeline_charts.show_stuck(stuck)
