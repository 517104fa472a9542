"""Plotly alone: the figures of every mix lie in the page, a change is six calls of ``Plotly.react``."""

import json
from importlib.resources import files
from pathlib import Path

from bench.mixes import mixes
from dashboard.policy import load_registry
from dashboard.presentation import charts
from dashboard.presentation.palette import palette
from dashboard.questions.breakdowns import ask_breakdowns
from dashboard.questions.filters import read_filters
from dashboard.screen import figure_marks
from dashboard.snapshots import Snapshot

PAGE = """<!doctype html><meta charset="utf-8"><div id="mix"></div><div id="kpis"></div>
<div style="display:grid;grid-template-columns:1fr 1fr" id="charts"></div><script src="plotly.min.js"></script><script>
const all = %s;
const names = Object.keys(Object.values(all)[0]);
const plots = Object.fromEntries(names.map((name) => {
  const plot = document.createElement("div"); charts.append(plot); return [name, plot]; }));
function change(mix) { for (const name of names) {
  const figure = structuredClone(all[mix][name]); Plotly.react(plots[name], figure.data, figure.layout, {displayModeBar: false}); } }
for (const name of Object.keys(all)) { const label = document.createElement("label");
  label.innerHTML = `<input type="radio" name="mix" value="${name}">${name}`;
  label.firstChild.onchange = () => change(name); document.getElementById("mix").append(label); }
change("all");
</script>"""
DRAWN = {
    "district": "beneficiary_count", "item": "approved_yuan", "rate": "approval_rate", "cluster": "beneficiary_count",
    "certificate": "application_count",
}  # fmt: skip


def write(folder: Path, snapshot: Snapshot) -> None:
    """The page and plotly.js in a folder that any file server can serve."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {name: _figures(name, mix, snapshot) for name, mix in mixes().items()}
    (folder / "index.html").write_text(PAGE % json.dumps(drawn, default=float), encoding="utf-8")
    (folder / "plotly.min.js").write_bytes(files("plotly").joinpath("package_data/plotly.min.js").read_bytes())


def _figures(chosen: str, mix: dict[str, list[str]], snapshot: Snapshot) -> dict[str, object]:
    registry = load_registry()
    filters, _ = read_filters(mix, snapshot=snapshot, registry=registry)
    names = ("month", "district", "item", "cluster", "certificate")
    frames = dict(zip(names, ask_breakdowns(filters, *names), strict=True))
    frames["rate"] = frames["item"]
    look = {"palette": palette("light"), "subtitle": "bench"}
    figures = {
        name: charts.ranking(
            figure_marks.bars(frames[name], key="item" if name == "rate" else name, figure=figure, registry=registry),
            title=name,
            **look,
        )
        for name, figure in DRAWN.items()
    }
    figures["month"] = charts.trend(
        figure_marks.months(frames["month"], figure="application_count", as_of_month=f"{snapshot.as_of:%Y-%m}"),
        title="month",
        **look,
    )
    for figure in figures.values():
        figure.layout.meta["mix"] = chosen
    return {name: figure.to_dict() for name, figure in figures.items()}
