"""Money from the envelope to the account: levels as full bars, what was lost between them as hanging ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.presentation.charts.base import ROW_HEIGHT, make_axis, make_figure, make_layout, measure_labels
from dashboard.presentation.palette import Palette


@dataclass(frozen=True)
class Step:
    """One bar: ``value`` is a level, or the change from the bar before; None is not known and drawn as a dot.

    A bar that ``is_apart`` is neither: it is shown beside the others and nothing is taken from it.
    ``code`` is what a click picks.
    """

    name: str
    value: float | None
    label: str
    hover: str
    is_level: bool = True
    is_apart: bool = False
    code: str = ""


def waterfall(steps: Sequence[Step], *, palette: Palette, title: str, subtitle: str) -> go.Figure:
    """Levels in the accent colour, changes in grey with a pattern, what stands apart dotted; labels say amounts."""
    bases, heights, level = [], [], 0.0
    for step in steps:
        value = step.value or 0.0
        full = step.is_level or step.is_apart
        bases.append(0.0 if full else min(level, level + value))
        heights.append(value if full else abs(value))
        level = value if full else level + value
    known = [place for place, step in enumerate(steps) if step.value is not None]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [steps[place].name for place in known],
        "x": [heights[place] for place in known],
        "base": [bases[place] for place in known],
        "text": [steps[place].label for place in known],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": 12, "color": palette.text},
        "constraintext": "none",
        "customdata": [[steps[place].code] for place in known],
        "hovertext": [steps[place].hover for place in known],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [palette.accent if _is_full(steps[place]) else palette.rest for place in known],
            "pattern": {
                "shape": [_choose_pattern(steps[place]) for place in known],
                "fgcolor": palette.background,
                "fillmode": "overlay",
            },
        },
    }
    unknown = [step for step in steps if step.value is None]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "y": [step.name for step in unknown],
        "x": [0] * len(unknown),
        "hovertext": [step.hover for step in unknown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": palette.muted, "symbol": "circle-open", "size": 8},
    }
    top = max((base + height for base, height in zip(bases, heights, strict=True)), default=1) or 1
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=24 + ROW_HEIGHT * len(steps),
        bargap=0.25,
        meta=measure_labels(step.label for step in steps),
        yaxis=make_axis(
            palette,
            showgrid=False,
            tickfont={"size": 12, "color": palette.text},
            type="category",
            categoryorder="array",
            categoryarray=[step.name for step in steps],
            autorange="reversed",
            ticklabelstandoff=6,
        ),
        xaxis=make_axis(palette, range=[0, top * 1.18], showticklabels=False, showgrid=False),
    )
    return make_figure([trace, dots] if unknown else [trace], settings)


def _is_full(step: Step) -> bool:
    return step.is_level and not step.is_apart


def _choose_pattern(step: Step) -> str:
    return "." if step.is_apart else "" if step.is_level else "/"
