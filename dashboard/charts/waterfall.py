"""Money from the envelope to the account: levels as full bars, what was lost between them as hanging ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.base import axis, figure, layout
from dashboard.palette import Palette

HEIGHT = 320


@dataclass(frozen=True)
class Step:
    """One bar: ``value`` is a level, or the change from the bar before; None is not known and drawn as a dot."""

    name: str
    value: float | None
    label: str
    hover: str
    is_level: bool = True


def waterfall(steps: Sequence[Step], *, palette: Palette, title: str, subtitle: str) -> go.Figure:
    """Levels in the accent colour, changes in grey with a pattern; labels say amounts."""
    bases, heights, level = [], [], 0.0
    for step in steps:
        value = step.value or 0.0
        bases.append(0.0 if step.is_level else min(level, level + value))
        heights.append(value if step.is_level else abs(value))
        level = value if step.is_level else level + value
    trace = {
        "type": "bar", "x": [step.name for step in steps], "y": heights, "base": bases,
        "text": [step.label for step in steps], "textposition": "outside", "cliponaxis": False,
        "textfont": {"size": 12, "color": palette.text},
        "hovertext": [step.hover for step in steps], "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [palette.accent if step.is_level else palette.rest for step in steps],
            "pattern": {"shape": ["" if step.is_level else "/" for step in steps], "fgcolor": palette.background,
                        "fillmode": "overlay"},
        },
    }  # fmt: skip
    top = max((base + height for base, height in zip(bases, heights, strict=True)), default=1) or 1
    settings = layout(
        palette=palette, title=title, subtitle=subtitle, height=HEIGHT, bargap=0.35,
        xaxis=axis(palette, showgrid=False, tickfont={"size": 12, "color": palette.text}),
        yaxis=axis(palette, range=[0, top * 1.15], showticklabels=False, showgrid=False),
    )  # fmt: skip
    return figure([trace], settings)
