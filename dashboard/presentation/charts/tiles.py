"""The city's areas as equal squares: the map that gives every district the same weight."""

from collections.abc import Collection, Mapping, Sequence

import plotly.graph_objects as go

from dashboard.presentation.charts.base import make_figure, make_layout
from dashboard.presentation.charts.map import Area, shade
from dashboard.presentation.palette import Palette

HEIGHT = 260
# column and row of each area, placed roughly as on the map
PLACES: Mapping[str, tuple[int, int]] = {
    "440311": (1, 0), "440309": (2, 0), "440307": (3, 0), "440310": (4, 0), "4403SS": (5, 0), "440306": (0, 1),
    "440305": (1, 1), "440304": (2, 1), "440303": (3, 1), "440308": (4, 1), "4403DP": (5, 1),
}  # fmt: skip


def tile_grid(
    areas: Sequence[Area], *, palette: Palette, title: str, subtitle: str, chosen: Collection[str] = ()
) -> go.Figure:
    """One square an area, coloured in the classes of the map, with name and value."""
    top = max((area.value or 0 for area in areas), default=0)
    at = _place_tiles(areas)
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "fill": "toself",
            "hoveron": "fills",
            "x": [x, x + 0.94, x + 0.94, x, x],
            "y": [-y, -y, -y - 0.94, -y - 0.94, -y],
            "fillcolor": shade(area.value, top=top, palette=palette),
            "line": {"color": palette.text, "width": 2.5} if area.code in chosen else {"color": palette.line, "width": 1},
            "customdata": [[area.code]] * 5,
            "text": area.hover,
            "name": area.hover,
            "hoverinfo": "text",
        }
        for area, (x, y) in zip(areas, at, strict=True)
    ]
    notes = [
        {
            "x": x + 0.47,
            "y": -y - 0.47,
            "showarrow": False,
            "text": f"{area.name}<br><b>{area.label}</b>",
            "font": {"size": 12, "color": palette.background if area.value and area.value / top >= 0.6 else palette.text},
        }
        for area, (x, y) in zip(areas, at, strict=True)
    ]
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        meta={"aspect": 0.36, "extra": 8},
        annotations=notes,
        xaxis={"visible": False, "fixedrange": True, "range": [-0.05, 6]},
        yaxis={"visible": False, "fixedrange": True, "scaleanchor": "x", "range": [-2, 0.05]},
    )
    return make_figure(traces, settings)


def _place_tiles(areas: Sequence[Area]) -> list[tuple[int, int]]:
    """The known places, and for another city's areas rows of six."""
    if all(area.code in PLACES for area in areas):
        return [PLACES[area.code] for area in areas]
    return [(number % 6, number // 6) for number in range(len(areas))]
