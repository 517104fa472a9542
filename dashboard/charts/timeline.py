"""What happened to one organisation, by day: one row a kind of event, one mark an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from dashboard.charts.base import axis, figure, layout
from dashboard.palette import Palette

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
            "type": "scatter", "mode": "markers", "name": kind,
            "x": [event.on.isoformat() for event in events if event.kind == kind],
            "y": [place] * sum(event.kind == kind for event in events),
            "hovertext": [event.hover for event in events if event.kind == kind],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 11, "opacity": 0.8,
                       "color": palette.categories[place % len(palette.categories)]},
        }
        for place, kind in enumerate(shown)
    ]  # fmt: skip
    settings = layout(
        palette=palette, title=title, subtitle=subtitle, height=60 + 34 * max(len(shown), 1),
        xaxis=axis(palette, type="date", tickformat="%Y-%m"),
        yaxis=axis(palette, range=[len(shown) - 0.5, -0.5], tickmode="array", tickvals=list(range(len(shown))),
                   ticktext=shown, tickfont={"size": 12, "color": palette.text}),
    )  # fmt: skip
    return figure(traces, settings)
