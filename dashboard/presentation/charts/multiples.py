"""Small multiples: one panel a group, the same two lines in each, one shared scale so that panels can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.presentation.charts.base import make_axis, make_figure, make_layout
from dashboard.presentation.charts.lines import Line
from dashboard.presentation.palette import Palette

COLUMNS = 4
PANEL_HEIGHT = 132
GAP = 0.035
NARROWEST = 720


@dataclass(frozen=True)
class Panel:
    """One group with its lines in the same order in every panel; ``total`` is said beside its name."""

    name: str
    total: str
    lines: Sequence[Line]


def multiples(panels: Sequence[Panel], *, palette: Palette, title: str, subtitle: str, bottom_title: str = "") -> go.Figure:
    """The first line in the accent colour, the second grey and dashed; gaps where nothing is reported."""
    columns = max(2, min(COLUMNS, len(panels)))
    rows = max(1, -(-len(panels) // columns))
    highest = max((value for panel in panels for line in panel.lines for value in line.y if value is not None), default=1)
    last = max((x for panel in panels for line in panel.lines for x in line.x), default=1)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    notes = []
    for place, panel in enumerate(panels):
        x_axis, y_axis, note = _make_frame(place, panel, (columns, rows), highest or 1, last, palette, bottom_title)
        axes |= {_name_axis("xaxis", place): x_axis, _name_axis("yaxis", place): y_axis}
        notes.append(note)
        traces += [_draw_line(line, number, place, palette) for number, line in enumerate(panel.lines)]
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=54 + rows * PANEL_HEIGHT,
        annotations=notes,
        # the page sets them anew where four do not fit beside each other
        meta={
            "min_width": NARROWEST,
            "panels": len(panels),
            "columns": columns,
            "gap": GAP,
            "panel_height": PANEL_HEIGHT,
            "bottom_title": bottom_title,
        },
        margin={"t": 22, "b": 44},
        showlegend=bool(panels) and len(panels[0].lines) > 1,
        legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom", "font": {"size": 12}},
        **axes,
    )
    return make_figure(traces, settings)


def _name_axis(name: str, place: int) -> str:
    return name if place == 0 else f"{name}{place + 1}"


def _make_frame(
    place: int, panel: Panel, grid: tuple[int, int], highest: float, last: float, palette: Palette, bottom_title: str
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    columns, rows = grid
    column, row = place % columns, place // columns
    width, height = (1 - GAP * (columns - 1)) / columns, 1 / rows
    left, top = column * (width + GAP), 1 - row * height
    bottom = top - height * 0.66
    number = "" if place == 0 else str(place + 1)
    x_axis = make_axis(
        palette,
        domain=[left, left + width],
        anchor=f"y{number}",
        range=[0.5, last + 0.5],
        showgrid=False,
        tickfont={"size": 10, "color": palette.muted},
        nticks=5,
        automargin=False,
        title={"text": bottom_title if row == rows - 1 and column == 0 else "", "font": {"size": 11}, "standoff": 2},
    )
    y_axis = make_axis(
        palette,
        domain=[max(bottom, 0), top - height * 0.08],
        anchor=f"x{number}",
        range=[0, highest * 1.08],
        nticks=3,
        showticklabels=column == 0,
        tickfont={"size": 10, "color": palette.muted},
    )
    note = {
        "xref": "paper", "yref": "paper", "x": left, "y": top - height * 0.06, "xanchor": "left", "yanchor": "bottom",
        "showarrow": False, "text": f"<b>{panel.name}</b> {panel.total}", "font": {"size": 11, "color": palette.text},
    }  # fmt: skip
    return x_axis, y_axis, note


def _draw_line(line: Line, number: int, place: int, palette: Palette) -> dict[str, Any]:
    suffix = "" if place == 0 else str(place + 1)
    first = number == 0
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "x": list(line.x),
        "y": list(line.y),
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "connectgaps": False,
        "customdata": [[line.code]] * len(line.x),
        "hovertext": list(line.hovers),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "legendgroup": str(number),
        "showlegend": place == 0,
        "line": {
            "color": palette.accent if first else palette.muted,
            "width": 2 if first else 1.5,
            "dash": "solid" if first else "dot",
        },
        "marker": {"size": 4 if first else 5, "symbol": "circle" if first else "circle-open"},
    }
