"""Bars of two or three series beside each other over the same names: own against the rest, in against out."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.presentation.charts.base import ROW_HEIGHT, make_axis, make_figure, make_layout
from dashboard.presentation.palette import Palette

HEIGHT = 290
PATTERNS = ("", "/", ".")


@dataclass(frozen=True)
class Group:
    """One series; ``values`` has None where nothing can be said, ``codes`` what a click on each bar picks."""

    name: str
    values: Sequence[float | None]
    labels: Sequence[str]
    hovers: Sequence[str]
    codes: Sequence[str]


def grouped_bars(
    names: Sequence[str],
    groups: Sequence[Group],
    *,
    palette: Palette,
    title: str,
    subtitle: str,
    flat: bool = True,
) -> go.Figure:
    """Flat for long names, upright for months; the first series is the reader's own."""
    colours = (palette.accent, palette.rest, palette.categories[1])
    value, name = ("x", "y") if flat else ("y", "x")
    traces = [
        {
            "type": "bar",
            "name": group.name,
            "orientation": "h" if flat else "v",
            value: _list_lengths(group),
            name: list(range(len(names))) if flat else list(names),
            "text": list(group.labels),
            "textposition": "outside" if flat else "none",
            "cliponaxis": False,
            "textfont": {"size": 11},
            "customdata": [[code] for code in group.codes],
            "hovertext": list(group.hovers),
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "color": colours[place],
                "pattern": {"shape": PATTERNS[place], "fgcolor": palette.background, "fillmode": "overlay"},
            },
        }
        for place, group in enumerate(groups)
    ]
    top = max((number for group in groups for number in group.values if number is not None), default=1) or 1
    names_axis = (
        make_axis(
            palette,
            autorange="reversed",
            showgrid=False,
            tickmode="array",
            tickvals=list(range(len(names))),
            ticktext=list(names),
            tickfont={"size": 12, "color": palette.text},
        )
        if flat
        else make_axis(
            palette,
            type="category",
            showgrid=False,
            tickmode="array",
            tickangle=0,
            tickvals=list(names)[:: max(1, -(-len(names) // 8))],
        )
    )
    values_axis = make_axis(
        palette,
        range=[0, top * (1.36 if flat else 1.08)],
        showgrid=not flat,
        showticklabels=not flat,
        nticks=5,
        tickformat=",",
    )
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        barmode="group",
        bargap=0.25,
        margin={"b": 44},
        height=78 + ROW_HEIGHT * len(groups) * len(names) * 3 // 4 if flat else HEIGHT,
        showlegend=len(groups) > 1,
        # by itself a legend of two lines scrolls beside a low chart; under flat bars it stands at the foot
        legend={"orientation": "h", "x": 0, "traceorder": "normal", "maxheight": 60}
        | ({"y": 0, "yref": "container", "yanchor": "bottom"} if flat else {"y": -0.14, "yanchor": "top"}),
        **({"xaxis": values_axis, "yaxis": names_axis} if flat else {"xaxis": names_axis, "yaxis": values_axis}),
    )
    return make_figure(traces, settings)


def _list_lengths(group: Group) -> list[float | None]:
    """A label without a value stands where the bar would begin: counts in place of a share of too few."""
    return [0 if value is None and label else value for value, label in zip(group.values, group.labels, strict=True)]
