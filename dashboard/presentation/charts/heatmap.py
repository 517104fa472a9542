"""Heat map that carries its numbers; a pair without a case is empty, not coloured as zero.

The browser draws it as a grid where the grid has room, and on a phone as the rows one under the other.
"""

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.presentation.charts.base import ROW_HEIGHT, make_axis, make_figure, make_layout, measure_label
from dashboard.presentation.palette import Palette

CELL_WIDTH, CELL_PADDING = 18, 5
# the steps of both themes on which the text colour keeps a contrast of 4.5 to 1
READABLE_STEPS = 5


@dataclass(frozen=True)
class Cells:
    """What a heat map shows: ``values[row][column]``, what a click on a cell carries and what it says."""

    rows: list[str]
    columns: list[str]
    values: list[list[float | None]]
    codes: list[list[str]]
    hovers: list[list[str]]


def heatmap(cells: Cells, *, palette: Palette, title: str, subtitle: str, decimals: int = 0) -> go.Figure:
    """The cells in shades of one colour with their numbers, of ``decimals`` places."""
    rows, columns = cells.rows, cells.columns
    texts = [["" if value is None else f"{value:,.{decimals}f}" for value in row] for row in cells.values]
    number = max((measure_label(text, size=11) for row in texts for text in row), default=0)
    cell = max(CELL_WIDTH, number + CELL_PADDING)
    steps = palette.sequence[:READABLE_STEPS]
    # the room of names that stand upright; the browser lays them flat where their columns are wide enough
    top = max((measure_label(name, size=11) for name in columns), default=0) + 6
    names = max((measure_label(name, size=12) for name in rows), default=0)
    # where all is nothing, nothing is the pale end
    highest = max((value for row in cells.values for value in row if value is not None), default=0) or 1
    trace = {
        "type": "heatmap",
        "z": [list(row) for row in cells.values],
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "customdata": [[[code] for code in row] for row in cells.codes],
        "hovertext": [list(row) for row in cells.hovers],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "text": texts,
        "texttemplate": "%{text}",
        "textfont": {"size": 11, "color": palette.text},
        "xgap": 1,
        "ygap": 1,
        "showscale": False,
        "zmin": 0,
        "zmax": highest,
        "colorscale": [[place / (len(steps) - 1), colour] for place, colour in enumerate(steps)],
    }
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=24 + top + ROW_HEIGHT * max(len(rows), 1),
        margin={"t": top + 8},
        meta={"cells_width": cell * len(columns), "row_names_width": names + 14, "names_height": top},
        # the room of the upright names is known: plotly would give them half of a low chart and cut them
        xaxis=make_axis(
            palette,
            side="top",
            automargin=False,
            showgrid=False,
            tickmode="array",
            tickvals=list(range(len(columns))),
            ticktext=list(columns),
            tickangle=-90,
            tickfont={"size": 11, "color": palette.text},
        ),
        yaxis=make_axis(
            palette,
            autorange="reversed",
            showgrid=False,
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=list(rows),
            tickfont={"size": 12, "color": palette.text},
        ),
    )
    return make_figure([trace], settings)
