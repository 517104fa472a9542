"""Dash, tuned: coded columns in memory, one GROUPING SETS and one distinct per change, slim figures, one callback."""

import os
import sys
import threading
from pathlib import Path

import duckdb
from dash import Dash, Input, Output, dcc, html

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.mixes import mixes, where  # noqa: E402

MIXES = mixes()
CHARTS = ("month", "district", "rate", "item", "cluster", "certificate")
APPROVED = "status in ('approved', 'publicised', 'granted', 'paid', 'revoked')"
memory = duckdb.connect()
memory.execute(
    f"""create table rows as select fund_year, submitted_on, strftime(submitted_on, '%Y-%m')::varchar as month,
    district_registered, item_code, cluster_code, certificate_type, size_class, applicant_kind, status, approved_yuan,
    paid_yuan, hash(uscc) as organisation from '{os.environ["BENCH_APPLICATIONS"]}' order by submitted_on"""  # noqa: S608
)
local = threading.local()
KEYS = "month, district_registered, item_code, cluster_code, certificate_type"
SQL = f"""select {KEYS}, grouping({KEYS}) as g, count(*) as n, count(*) filter ({APPROVED}) as a,
    count(*) filter ({APPROVED} or status = 'rejected') as d, count(distinct organisation) filter ({APPROVED}) as b,
    sum(approved_yuan)::double as y, sum(paid_yuan)::double as p from rows where {{}}
    group by grouping sets ((), (month), (district_registered), (item_code), (cluster_code), (certificate_type))"""
SET_OF = {31: "all", 15: "month", 23: "district", 27: "item", 29: "cluster", 30: "certificate"}
PLACE = {"month": 0, "district": 1, "item": 2, "rate": 2, "cluster": 3, "certificate": 4}


def figure(name: str, chosen: str, rows: list[tuple]) -> dict:
    values = {"item": 10, "rate": 7, "district": 9, "cluster": 9}.get(name, 6)
    keys = [str(row[PLACE[name]]) for row in rows]
    numbers = [(row[7] / row[8] if row[8] else None) if name == "rate" else row[values] for row in rows]
    flat = name != "month"
    trace = {
        "type": "bar",
        "orientation": "h" if flat else "v",
        "x": numbers if flat else keys,
        "y": keys if flat else numbers,
    }
    layout = {"title": {"text": name}, "meta": {"mix": chosen}, "height": 60 + 24 * max(len(keys), 6) if flat else 250}
    return {"data": [trace], "layout": layout}


app = Dash(__name__, serve_locally=True)
server = app.server
app.layout = html.Div(
    [
        dcc.RadioItems(list(MIXES), "all", id="mix", inline=True),
        html.Div(id="kpis"),
        *(dcc.Graph(id=name) for name in CHARTS),
    ]
)


@app.callback([Output("kpis", "children"), *(Output(name, "figure") for name in CHARTS)], Input("mix", "value"))
def change(chosen: str) -> list:
    cursor = local.cursor = getattr(local, "cursor", None) or memory.cursor()
    found = cursor.execute(SQL.format(where(MIXES[chosen]))).fetchall()
    by_set: dict[str, list[tuple]] = {}
    for row in sorted(found, key=str):
        by_set.setdefault(SET_OF[row[5]], []).append(row)
    whole = by_set.get("all", [()])[0]
    return [str(whole[6:]), *(figure(name, chosen, by_set.get("item" if name == "rate" else name, [])) for name in CHARTS)]


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False, threaded=True)
