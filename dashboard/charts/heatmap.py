"""Heat map that carries its numbers; a pair without a case is empty, not coloured as zero."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.base import ROW_HEIGHT, axis, figure, layout
from dashboard.palette import Palette


def heatmap(
    values: Sequence[Sequence[float | None]], *, rows: Sequence[str], columns: Sequence[str],
    codes: Sequence[Sequence[str]], hovers: Sequence[Sequence[str]], palette: Palette, title: str, subtitle: str,
    decimals: int = 0,
) -> go.Figure:  # fmt: skip
    """``values[row][column]``; ``codes`` are what a click on a cell carries."""
    steps = palette.sequence[:9]
    trace = {
        "type": "heatmap", "z": [list(row) for row in values], "x": list(range(len(columns))), "y": list(range(len(rows))),
        "customdata": [[[code] for code in row] for row in codes],
        "hovertext": [list(row) for row in hovers], "hovertemplate": "%{hovertext}<extra></extra>",
        "text": [["" if value is None else f"{value:,.{decimals}f}" for value in row] for row in values],
        "texttemplate": "%{text}", "textfont": {"size": 11}, "xgap": 1, "ygap": 1, "showscale": False, "zmin": 0,
        "colorscale": [[place / (len(steps) - 1), colour] for place, colour in enumerate(steps)],
    }  # fmt: skip
    settings = layout(
        palette=palette, title=title, subtitle=subtitle, height=110 + ROW_HEIGHT * max(len(rows), 1),
        meta={"min_width": _room(rows) + 24 * len(columns)},
        xaxis=axis(palette, side="top", showgrid=False, tickmode="array", tickvals=list(range(len(columns))),
                   ticktext=list(columns), tickangle=-90, tickfont={"size": 11, "color": palette.text}),
        yaxis=axis(palette, autorange="reversed", showgrid=False, tickmode="array", tickvals=list(range(len(rows))),
                   ticktext=list(rows), tickfont={"size": 12, "color": palette.text}),
    )  # fmt: skip
    return figure([trace], settings)


def _room(names: Sequence[str]) -> int:
    """Width in pixels that the longest name takes; a Latin letter takes half of a Chinese one."""
    return 30 + max((round(sum(12.5 if letter > "\u2e80" else 6.6 for letter in name)) for name in names), default=0)
