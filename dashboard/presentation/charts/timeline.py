"""What happened to one organisation, by day: one row a kind of event, one mark an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.presentation.charts.base import make_axis, make_figure, make_layout
from dashboard.presentation.palette import Palette

# days up to which an axis of months would say the same month several times
FEW_DAYS = 120
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x", "star")


@dataclass(frozen=True)
class Event:
    """One mark."""

    kind: str
    on: date
    hover: str


def timeline(events: Sequence[Event], *, kinds: Sequence[str], palette: Palette, title: str, subtitle: str) -> go.Figure:
    """Kinds from top to bottom in the order given; kinds without an event are left out."""
    shown = [kind for kind in kinds if any(event.kind == kind for event in events)]
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": kind,
            "x": [event.on.isoformat() for event in events if event.kind == kind],
            "y": [place] * sum(event.kind == kind for event in events),
            "hovertext": [event.hover for event in events if event.kind == kind],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "symbol": SYMBOLS[place % len(SYMBOLS)],
                "size": 11,
                "opacity": 0.8,
                "color": palette.categories[place % len(palette.categories)],
            },
        }
        for place, kind in enumerate(shown)
    ]
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=60 + 34 * max(len(shown), 1),
        xaxis=make_axis(palette, type="date") | _make_axis_of_days([event.on for event in events]),
        yaxis=make_axis(
            palette,
            range=[len(shown) - 0.5, -0.5],
            tickmode="array",
            tickvals=list(range(len(shown))),
            ticktext=shown,
            tickfont={"size": 12, "color": palette.text},
        ),
    )
    return make_figure(traces, settings)


def _make_axis_of_days(days: Sequence[date]) -> dict[str, Any]:
    """Months on the axis; days where these are few, and a single day under its own date alone."""
    if len(set(days)) == 1:
        return {"tickmode": "array", "tickvals": [days[0].isoformat()], "ticktext": [days[0].isoformat()]}
    few = bool(days) and (max(days) - min(days)).days <= FEW_DAYS
    return {"tickformat": "%Y-%m-%d", "nticks": 5} if few else {"tickformat": "%Y-%m"}
