"""The city's areas as filled polygons (no topology is fetched) with the area without a shape as a dashed inset."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from dashboard.presentation.charts.base import make_figure, make_layout, measure_label
from dashboard.presentation.palette import Palette
from dashboard.settings import PROJECT_DIR, settings

RATIO = 1.083  # one degree of latitude over one of longitude at 22.6 degrees north
HEIGHT = 340
# plotly leaves a margin on both sides of what is drawn
MARGIN = 1.12
# degrees by which a name stands above the middle of its label on a phone
NAME_ABOVE = 0.02
INSET = ((114.44, 22.86), (114.72, 22.86), (114.72, 22.75), (114.44, 22.75))
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Shape:
    """Outer rings of an area in degrees and the point at which its name stands."""

    rings: Sequence[Ring]
    label_at: tuple[float, float]


@dataclass(frozen=True)
class Area:
    """One area: ``value`` None has no colour; ``label`` is printed on it, ``hover`` is a sentence."""

    code: str
    name: str
    value: float | None
    label: str
    hover: str


def shapes_path() -> Path:
    """GeoJSON of the areas: ``DASHBOARD_SHAPES`` (an office's own approved map) or what set-up derived."""
    return settings().shapes or (PROJECT_DIR / "data" / "shapes" / "districts.geojson")


@lru_cache(maxsize=4)
def load_shapes(path: Path) -> dict[str, Shape]:
    """Shape of every area by its code (property ``district_code``); empty when there is no such file."""
    if not path.is_file():
        return {}
    found: dict[str, Shape] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = [[(x, y) for x, y, *_ in polygon[0]] for polygon in polygons]
        at = feature["properties"].get("label_at") or _find_middle(rings)
        found[feature["properties"]["district_code"]] = Shape(rings, (at[0], at[1]))
    return found


def district_map(
    areas: Sequence[Area],
    *,
    shapes: Mapping[str, Shape],
    palette: Palette,
    title: str,
    subtitle: str,
    caption: str,
    inset_note: str,
    chosen: Collection[str] = (),
) -> go.Figure:
    """Areas coloured by value in five classes of equal width from zero; names and values stand on them."""
    top = max((area.value or 0 for area in areas), default=0)
    traces: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    short: list[dict[str, Any]] = []
    across = [x for ring in (INSET, *(ring for shape in shapes.values() for ring in shape.rings)) for x, _ in ring]
    span = (max(across) - min(across)) * MARGIN
    for area in areas:
        known = area.code in shapes
        shape = shapes[area.code] if known else Shape([list(INSET)], _find_middle([list(INSET)]))
        traces.append(_draw_area(area, shape.rings, palette, top, chosen, dashed=not known))
        labels.append(_write_label(area, shape, palette, top, "" if known else inset_note))
        short.append(_write_short(area, share=_measure_room(shape) / span))
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=HEIGHT,
        margin={"l": 0, "r": 0, "b": 22},
        meta={"aspect": 0.56, "extra": 30, "short": short},
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True, "scaleanchor": "x", "scaleratio": RATIO},
        annotations=[
            *labels,
            {
                "text": caption,
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": -0.01,
                "xanchor": "left",
                "yanchor": "top",
                "showarrow": False,
                "font": {"size": 11, "color": palette.muted},
            },
        ],
    )
    return make_figure(traces, settings)


def shade(value: float | None, *, top: float, palette: Palette) -> str:
    """The colour class of a value: five classes of equal width between zero and the largest."""
    if value is None:
        return palette.surface
    steps = (palette.sequence[0], *palette.sequence[2:9:2])
    return steps[min(4, int(value / top * 5)) if top else 0]


def _draw_area(
    area: Area, rings: Sequence[Ring], palette: Palette, top: float, chosen: Collection[str], *, dashed: bool
) -> dict[str, Any]:
    """One trace an area: rings are parted by gaps, every point carries the code of the area."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        closed = [*ring, ring[0], (None, None)]
        xs += [x for x, _ in closed]
        ys += [y for _, y in closed]
    mine = area.code in chosen
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "fill": "toself",
        "x": xs[:-1],
        "y": ys[:-1],
        "fillcolor": shade(area.value, top=top, palette=palette),
        "hoveron": "fills+points",
        "line": {
            "color": palette.text if mine else palette.muted,
            "width": 2.5 if mine else 0.8,
            "dash": "dash" if dashed else "solid",
        },
        "marker": {"size": 1, "opacity": 0},
        "customdata": [[area.code]] * (len(xs) - 1),
        "name": area.hover,
        "text": area.hover,
        "hoverinfo": "text",
    }


def _write_label(area: Area, shape: Shape, palette: Palette, top: float, note: str) -> dict[str, Any]:
    x, y = shape.label_at
    dark = area.value is not None and top and area.value / top >= 0.6
    name = f"{area.name}<br>({note})" if note else area.name
    return {
        "x": x,
        "y": y,
        "text": f"{name}<br><b>{area.label}</b>",
        "showarrow": False,
        "font": {"size": 11, "color": palette.background if dark else palette.text},
    }


def _write_short(area: Area, *, share: float) -> dict[str, Any]:
    """What stands on an area where its name has no room: ``share`` of the map's width against ``needs`` letter heights."""
    return {
        "text": f"<b>{area.label}</b>" if area.label else area.name,
        "share": round(share, 4),
        "needs": measure_label(area.name, size=100) / 100,
    }


def _measure_room(shape: Shape) -> float:
    """How wide a name and the figure below it may be around their place without leaving the area."""
    x, y = shape.label_at
    return min(_measure_chord(shape, x, y), _measure_chord(shape, x, y + NAME_ABOVE))


def _measure_chord(shape: Shape, x: float, y: float) -> float:
    """Twice the way from a point to the nearer border west or east of it; 0 where the point lies outside."""
    crossed = [
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for ring in shape.rings
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y0 > y) != (y1 > y)
    ]
    west, east = [at for at in crossed if at < x], [at for at in crossed if at >= x]
    return 2 * min(x - max(west), min(east) - x) if len(west) % 2 else 0.0


def _find_middle(rings: Sequence[Ring]) -> tuple[float, float]:
    """Middle of the largest ring's frame."""
    xs, ys = zip(*max(rings, key=len), strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
