"""This project's way: one question, charts that stay mounted."""

import streamlit as st

from bench.mixes import mixes
from dashboard.presentation import charts
from dashboard.presentation.formats import count
from dashboard.questions.breakdowns import ask_breakdowns
from dashboard.screen import Card, figure_marks, kpi_grid, reader, session
from dashboard.screen.show import show

MIXES = mixes()
st.set_page_config(layout="wide")
chosen = st.query_params.get("mix") or st.radio("mix", list(MIXES), horizontal=True)
session.choose_language({"lang": ["zh"]})
session.start(MIXES[chosen] | {"lang": ["zh"]})
now = reader()
totals, months, districts, items, clusters, certificates = ask_breakdowns(
    now.filters, "total", "month", "district", "item", "cluster", "certificate"
)
whole = totals.row(0, named=True)
FIGURES = ("application_count", "approved_count", "beneficiary_count", "approved_yuan", "paid_yuan", "approval_rate")
kpi_grid(
    [Card(label=name, value=count(whole[name]) if "count" in name else str(whole[name]), sentence="") for name in FIGURES]
)
look = {"palette": now.palette, "subtitle": "bench"}
drawn = {
    "district": (districts, "beneficiary_count"), "item": (items, "approved_yuan"), "rate": (items, "approval_rate"),
    "cluster": (clusters, "beneficiary_count"), "certificate": (certificates, "application_count"),
}  # fmt: skip
figures = {
    name: charts.ranking(
        figure_marks.bars(frame, key="item" if name == "rate" else name, figure=figure, registry=now.registry),
        title=name,
        **look,
    )
    for name, (frame, figure) in drawn.items()
} | {
    "month": charts.trend(
        figure_marks.months(months, figure="application_count", as_of_month=f"{now.filters.snapshot.as_of:%Y-%m}"),
        title="month",
        palette=now.palette,
        subtitle="bench",
    )
}
for column, names in zip(st.columns(2), (("month", "district", "rate"), ("item", "cluster", "certificate")), strict=True):
    with column:
        for name in names:
            figures[name].layout.meta["mix"] = chosen
            show(figures[name], key=name, alt=name)
