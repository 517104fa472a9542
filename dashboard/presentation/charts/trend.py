"""Months as bars: the running month is hatched, months without reporting are dots, zero is an empty place with 0."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.presentation.charts.base import choose_tick_format, make_axis, make_figure, make_layout
from dashboard.presentation.palette import Palette

HEIGHT = 250
# of the room of a month
WIDEST, WIDEST_OF_FEW = 0.75, 0.2


@dataclass(frozen=True)
class Month:
    """One month ``YYYY-MM``; ``value`` is None where nothing is reported; ``running`` when it is not over."""

    month: str
    value: float | None
    hover: str
    running: bool = False


def trend(months: Sequence[Month], *, palette: Palette, title: str, subtitle: str, value_format: str = ",") -> go.Figure:
    """One series over months, from zero."""
    shown = [entry for entry in months if entry.value is not None]
    absent = [entry for entry in months if entry.value is None]
    top = max((entry.value or 0 for entry in shown), default=0) or 1
    bars = {
        # one or two bars are no walls
        "type": "bar",
        "width": min(WIDEST, WIDEST_OF_FEW * len(months)),
        "x": [entry.month for entry in shown],
        "y": [entry.value for entry in shown],
        "customdata": [[entry.month] for entry in shown],
        "hovertext": [entry.hover for entry in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": palette.accent,
            "pattern": {"shape": ["/" if entry.running else "" for entry in shown], "fgcolor": palette.background},
        },
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [entry.month for entry in absent],
        "y": [0] * len(absent),
        "hovertext": [entry.hover for entry in absent],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": palette.muted, "symbol": "circle-open", "size": 6},
    }
    step = max(1, -(-len(months) // 8))
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=HEIGHT,
        xaxis=make_axis(
            palette,
            type="category",
            showgrid=False,
            tickangle=0,
            categoryorder="array",
            categoryarray=[entry.month for entry in months],
            tickmode="array",
            tickvals=[entry.month for entry in months[::step]],
        ),
        yaxis=make_axis(
            palette, rangemode="tozero", range=[0, top * 1.08], nticks=5, tickformat=choose_tick_format(value_format, top)
        ),
        bargap=0.25,
    )
    return make_figure([trace for trace in (bars, dots) if trace["x"]], settings)
