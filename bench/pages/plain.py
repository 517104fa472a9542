"""The straightforward way: a query on the Parquet file for each chart, plotly express, ``st.plotly_chart``."""

import os

import duckdb
import plotly.express as px
import streamlit as st

from bench.mixes import mixes, where

MIXES = mixes()
APPROVED = "status in ('approved', 'publicised', 'granted', 'paid', 'revoked')"
FILE = os.environ["BENCH_APPLICATIONS"]

st.set_page_config(layout="wide")
chosen = st.query_params.get("mix") or st.radio("mix", list(MIXES), horizontal=True)
scope = where(MIXES[chosen])


def ask(select: str, *, group: bool = True):  # noqa: ANN201
    """One query on the file."""
    tail = " group by 1 order by 1" if group else ""
    return duckdb.connect().execute(f"select {select} from '{FILE}' where {scope}{tail}").to_arrow_table()  # noqa: S608


BENEFICIARIES = f"count(distinct uscc) filter ({APPROVED}) as n"
RATE = f"count(*) filter ({APPROVED}) / nullif(count(*) filter ({APPROVED} or status = 'rejected'), 0)"
whole = ask(
    f"count(*), count(*) filter ({APPROVED}), {BENEFICIARIES}, sum(approved_yuan)::double, sum(paid_yuan)::double, {RATE}",
    group=False,
).to_pylist()[0]
for column, (name, value) in zip(st.columns(6), whole.items(), strict=True):
    column.metric(name[:20], value)
CHARTS = {
    "month": ("strftime(submitted_on, '%Y-%m') as k, count(*) as n", "v"),
    "district": (f"district_registered as k, {BENEFICIARIES}", "h"),
    "rate": (f"item_code as k, {RATE} as n", "h"),
    "item": (f"item_code as k, sum(approved_yuan)::double as n", "h"),  # noqa: F541
    "cluster": (f"cluster_code as k, {BENEFICIARIES}", "h"),
    "certificate": ("certificate_type as k, count(*) as n", "h"),
}
for column, names in zip(st.columns(2), (("month", "district", "rate"), ("item", "cluster", "certificate")), strict=True):
    for name in names:
        select, way = CHARTS[name]
        frame = ask(select)
        figure = px.bar(frame, x="n" if way == "h" else "k", y="k" if way == "h" else "n", orientation=way, title=name)
        figure.update_layout(meta={"mix": chosen})
        column.plotly_chart(figure, key=name)
