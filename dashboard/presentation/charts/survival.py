"""Curves of waiting time with the number still observed under the axis, as a reader of such curves expects it."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.presentation.charts.lines import MOST_LINES, Line, lines
from dashboard.presentation.palette import Palette
from dashboard.presentation.text_width import EM, shorten

ROW = 16
HEAD = 62
NAME_WIDTH = 124
LONGEST_NAME = 10  # Chinese letters


def survival(
    series: Sequence[Line],
    *,
    at_risk: Sequence[Sequence[int]],
    marks: Sequence[int],
    palette: Palette,
    title: str,
    subtitle: str,
    bottom_title: str,
    risk_title: str,
    height: int = 330,
) -> go.Figure:
    """Per cent still waiting as steps from 100.

    Args:
        series: one line a group, at most five in colour.
        at_risk: for each line how many cases are still observed at each mark.
        marks: days at which the numbers stand.
        risk_title: what the numbers are.
    """
    if not series:
        return lines([], palette=palette, title=title, subtitle=subtitle)
    figure = lines(
        series,
        palette=palette,
        steps=True,
        top=103,
        value_format=".0f",
        title=title,
        subtitle=subtitle,
        bottom_title=bottom_title,
    )
    last = max((line.x[-1] for line in series if line.x), default=0)
    shown = [place for place, mark in enumerate(marks) if mark <= last]
    notes = [_write_note(risk_title, x=0, row=0, colour=palette.muted, xref="paper", xshift=8 - NAME_WIDTH, xanchor="left")]
    for row, (line, counts) in enumerate(zip(series, at_risk, strict=True), start=1):
        colour = palette.categories[row - 1] if row <= MOST_LINES else palette.text
        name = shorten(line.name, LONGEST_NAME, EM)
        notes.append(_write_note(name, x=0, row=row, colour=colour, xref="paper", xshift=8 - NAME_WIDTH, xanchor="left"))
        notes += [_write_note(f"{counts[place]:,}", x=marks[place], row=row, colour=palette.text) for place in shown]
    figure.update_layout(
        {
            "height": height + ROW * (len(series) + 1),
            "margin": {"l": NAME_WIDTH, "r": 16, "t": 8, "b": HEAD + ROW * len(series)},
            "annotations": notes,
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 12}},
        },
        overwrite=True,
    )
    return figure.update_xaxes(tickvals=[marks[place] for place in shown], range=[0, last])


def _write_note(text: str, *, x: float, row: int, colour: str, **more: Any) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "xref": "x",
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -(40 + ROW * row),
        "showarrow": False,
        "font": {"size": 11, "color": colour},
    } | more
