"""Lines: at most five in colour with their names at the end, the rest grey; curves of waiting times as steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.presentation.charts.base import choose_tick_format, make_axis, make_figure, make_layout
from dashboard.presentation.palette import Palette

HEIGHT = 300
MOST_LINES = 5
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


@dataclass(frozen=True)
class Line:
    """One series: ``y`` has None where nothing is reported; ``code`` is what a click carries."""

    code: str
    name: str
    x: Sequence[Any]
    y: Sequence[float | None]
    hovers: Sequence[str]


def lines(
    series: Sequence[Line],
    *,
    palette: Palette,
    title: str,
    subtitle: str,
    value_format: str = ",",
    steps: bool = False,
    top: float | None = None,
    bottom_title: str = "",
    reference: tuple[float, str] | None = None,
    markers: bool = True,
    height: int = HEIGHT,
) -> go.Figure:
    """Lines over a shared axis from zero; ``reference`` is a dashed level with its name."""
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers" if markers and not steps else "lines",
            "name": line.name,
            "x": list(line.x),
            "y": list(line.y),
            "customdata": [[line.code or x] for x in line.x],
            "hovertext": list(line.hovers),
            "hovertemplate": "%{hovertext}<extra></extra>",
            "connectgaps": False,
            "cliponaxis": False,
            "line": {
                "color": palette.categories[place] if place < MOST_LINES else palette.line,
                "width": 2,
                "dash": DASHES[place % len(DASHES)],
                "shape": "hv" if steps else "linear",
            },
            "marker": {"size": 5},
        }
        for place, line in enumerate(series)
    ]
    highest = max((value for line in series for value in line.y if value is not None), default=1) or 1
    level = [] if reference is None else [reference[0]]
    # a little above the top, or the label at the top is left out
    ceiling = top * 1.03 if top else max([highest, *level]) * 1.1
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=height,
        margin={"b": 34},
        showlegend=len(series) > 1,
        legend={"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top", "font": {"size": 12}},
        xaxis=make_axis(palette, showgrid=False, **_make_ticks(series))
        | {"title": {"text": bottom_title, "font": {"size": 12}, "standoff": 4}},
        yaxis=make_axis(palette, range=[0, ceiling], nticks=5, tickformat=choose_tick_format(value_format, ceiling)),
        shapes=[_draw_level(value, palette) for value in level],
        annotations=[] if reference is None else [_name_level(reference, palette)],
    )
    return make_figure(traces, settings)


def _make_ticks(series: Sequence[Line]) -> dict[str, Any]:
    """Names (years, months) keep their words and are thinned to eight; numbers get ticks of their own."""
    names = list(dict.fromkeys(x for line in series for x in line.x))
    if not names or not isinstance(names[0], str):
        return {"nticks": 8, "rangemode": "tozero"}
    shown = sorted(names)
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": shown,
        "tickangle": 0,
        "tickmode": "array",
        "tickvals": shown[:: max(1, -(-len(shown) // 8))],
    }


def _draw_level(value: float, palette: Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": value,
        "y1": value,
        "line": {"color": palette.muted, "width": 1.2, "dash": "dash"},
    }


def _name_level(reference: tuple[float, str], palette: Palette) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": reference[0],
        "text": reference[1],
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"size": 12, "color": palette.muted},
    }
