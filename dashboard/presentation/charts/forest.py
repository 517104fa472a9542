"""Estimates with their intervals on one scale against the value that means "no difference"."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.presentation.charts.base import ROW_HEIGHT, make_axis, make_figure, make_layout
from dashboard.presentation.palette import Palette

LABEL_ROOM = 0.42


@dataclass(frozen=True)
class Mark:
    """One row: ``value`` None says in ``label`` why; without ``low`` and ``high`` there is a point and no interval."""

    name: str
    value: float | None
    label: str
    hover: str
    low: float | None = None
    high: float | None = None

    def differs_from(self, reference: float) -> bool:
        """Whether the interval leaves the reference out; an open bound reaches as far as it could."""
        above = self.low is not None and self.low > reference
        below = self.high is not None and self.high < reference
        return above or below


def forest(
    marks: Sequence[Mark],
    *,
    palette: Palette,
    title: str,
    subtitle: str,
    reference: float,
    logarithmic: bool = False,
) -> go.Figure:
    """Filled marks where the interval leaves the reference out, open ones where it does not, diamonds without interval."""
    places = list(range(len(marks)))
    shown = [(place, mark) for place, mark in zip(places, marks, strict=True) if mark.value is not None]
    low, high = _find_range(marks, reference, logarithmic)
    edge = high + (high - low) * 0.02
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.value for _, mark in shown],
        "y": [place for place, _ in shown],
        "hovertext": [mark.hover for _, mark in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": 10,
            "symbol": [_choose_symbol(mark, reference) for _, mark in shown],
            "color": [palette.accent if mark.differs_from(reference) else palette.muted for _, mark in shown],
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "color": palette.text,
            "thickness": 1.4,
            "width": 5,
            "array": [_measure_arm(mark.value, mark.high) for _, mark in shown],
            "arrayminus": [_measure_arm(mark.low, mark.value) for _, mark in shown],
        },
    }
    notes = [
        {
            "xref": "x",
            "x": edge,
            "y": place,
            "text": mark.label,
            "showarrow": False,
            "xanchor": "left",
            "font": {"size": 12, "color": palette.text if mark.value is not None else palette.muted},
        }
        for place, mark in zip(places, marks, strict=True)
    ]
    end = edge + (high - low) * LABEL_ROOM / (1 - LABEL_ROOM)
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=34 + ROW_HEIGHT * max(len(marks), 1),
        annotations=notes,
        margin={"b": 26},
        meta={"names_above": 1 - LABEL_ROOM, "reference": reference, "background": palette.background},
        xaxis=make_axis(
            palette, type="log" if logarithmic else "linear", range=[low, end], **_make_ticks(low, high, logarithmic)
        ),
        yaxis=make_axis(
            palette,
            range=[len(marks) - 0.4, -0.6],
            showgrid=False,
            tickmode="array",
            tickvals=places,
            ticktext=[mark.name for mark in marks],
            ticklabelstandoff=6,
            tickfont={"size": 12, "color": palette.text},
        ),
        shapes=[
            {
                "type": "line",
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "x0": reference,
                "x1": reference,
                "line": {"color": palette.muted, "width": 1.2, "dash": "dash"},
            }
        ],
    )
    return make_figure([trace], settings)


def _choose_symbol(mark: Mark, reference: float) -> str:
    if mark.low is None and mark.high is None:
        return "diamond-open"
    return "circle" if mark.differs_from(reference) else "circle-open"


def _measure_arm(start: float | None, end: float | None) -> float:
    return 0.0 if start is None or end is None else end - start


def _find_range(marks: Sequence[Mark], reference: float, logarithmic: bool) -> tuple[float, float]:
    """Ends of the scale in its own unit (powers of ten on a logarithmic one), the reference always inside."""
    ends = [end for mark in marks if mark.value is not None for end in (mark.low, mark.value, mark.high) if end is not None]
    if logarithmic:
        powers = [math.log10(end) for end in (*ends, reference) if end > 0]
        low, high = min(powers), max(powers)
        room = max(0.05, (high - low) * 0.06)
        return max(low - room, -1.3), min(high + room, 1.3)
    low, high = min((*ends, reference)), max((*ends, reference))
    room = (high - low) * 0.06 or 1.0
    return low - room, high + room


def _round_step(width: float) -> float:
    """The smallest of 1, 2, 5, 10 … (or 0.1, 0.2 …) that is not below ``width``."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= width * (1 - 1e-9))


def _make_ticks(low: float, high: float, logarithmic: bool) -> dict[str, Any]:
    """Round ratios on a logarithmic scale, round steps on a plain one; only where there are marks, not under the labels."""
    if not logarithmic:
        step = _round_step((high - low) / 4)
        first, last = math.ceil(low / step), math.floor(high / step)
        return {"tickangle": 0, "tickmode": "array", "tickvals": [number * step for number in range(first, last + 1)]}
    rounds = [tick for tick in (0.1, 0.2, 0.5, 0.8, 1, 1.25, 2, 5, 10) if low <= math.log10(tick) <= high]
    return {"tickangle": 0, "tickmode": "array", "tickvals": rounds, "ticktext": [f"{tick:g}" for tick in rounds]}
