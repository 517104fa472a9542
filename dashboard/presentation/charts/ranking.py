"""Horizontal bars for named things: sorted or in a fixed order, direct labels, intervals, states that differ."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.presentation.charts.base import (
    NOT_OFFERED,
    REPORTED,
    ROW_HEIGHT,
    make_axis,
    make_figure,
    make_layout,
    measure_labels,
)
from dashboard.presentation.palette import Palette

# of the height of a row
BAR_WIDTH = 0.7


@dataclass(frozen=True)
class Bar:
    """One row: ``value`` is None unless ``state`` is reported; ``label`` stands at the bar, ``hover`` is a sentence."""

    code: str
    name: str
    value: float | None
    label: str
    hover: str
    state: str = REPORTED
    low: float | None = None
    high: float | None = None


def ranking(
    bars: Sequence[Bar], *, palette: Palette, title: str, subtitle: str, chosen: Collection[str] = (), sort: bool = True
) -> go.Figure:
    """Bars from the largest down; rows without a figure stand below and say why in a word."""
    known = [bar for bar in bars if bar.value is not None]
    rest = [bar for bar in bars if bar.value is None]
    if sort:
        known = sorted(known, key=lambda bar: -(bar.value or 0))
    rows = [*known, *rest] if sort else list(bars)
    top = max((max(bar.value or 0, bar.high or 0) for bar in known), default=0) or 1
    names = [bar.name for bar in rows]
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=18 + ROW_HEIGHT * max(len(rows), 1),
        meta=measure_labels(bar.label for bar in rows),
        xaxis=make_axis(palette, range=[0, top * 1.22], showgrid=False, showticklabels=False),
        yaxis=make_axis(
            palette,
            autorange="reversed",
            showgrid=False,
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=names,
            tickfont={"size": 12, "color": palette.text},
        ),
    )
    traces = [_draw_bars(rows, palette, chosen), _draw_states(rows, palette, top)]
    return make_figure([trace for trace in traces if trace["x"]], settings)


def _draw_bars(rows: Sequence[Bar], palette: Palette, chosen: Collection[str]) -> dict[str, Any]:
    shown = [(place, bar) for place, bar in enumerate(rows) if bar.value is not None]
    has_interval = any(bar.low is not None for _, bar in shown)
    trace: dict[str, Any] = {
        # by itself a bar grows into the rows above and below it that have no figure
        "type": "bar",
        "orientation": "h",
        "width": BAR_WIDTH,
        "x": [bar.value for _, bar in shown],
        "y": [place for place, _ in shown],
        "customdata": [[bar.code] for _, bar in shown],
        "text": [bar.label for _, bar in shown],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": palette.text, "size": 12},
        "hovertext": [bar.hover for _, bar in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": [palette.accent if bar.code in chosen or not chosen else palette.rest for _, bar in shown]},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }
    if has_interval:
        trace["textposition"] = "none"
        trace["error_x"] = {
            "type": "data",
            "symmetric": False,
            "color": palette.text,
            "thickness": 1.2,
            "width": 4,
            "array": [(bar.high or 0) - (bar.value or 0) if bar.high is not None else 0 for _, bar in shown],
            "arrayminus": [(bar.value or 0) - (bar.low or 0) if bar.low is not None else 0 for _, bar in shown],
        }
    return trace


def _draw_states(rows: Sequence[Bar], palette: Palette, top: float) -> dict[str, Any]:
    """Rows without a figure: a hatched stub for not offered, a dot for not reported, both with the word."""
    shown = [(place, bar) for place, bar in enumerate(rows) if bar.value is None]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "cliponaxis": False,
        "x": [top * 0.012] * len(shown),
        "y": [place for place, _ in shown],
        "text": [f"  {bar.label}" for _, bar in shown],
        "textposition": "middle right",
        "textfont": {"color": palette.muted, "size": 12},
        "customdata": [[bar.code] for _, bar in shown],
        "hovertext": [bar.hover for _, bar in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": palette.muted,
            "size": 9,
            "symbol": ["hash-open" if bar.state == NOT_OFFERED else "circle-open" for _, bar in shown],
        },
    }
