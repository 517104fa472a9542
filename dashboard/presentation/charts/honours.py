"""Honours by year, one bar a status side by side: proposed, preliminary and conferred are never stacked."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.presentation.charts.base import make_axis, make_figure, make_layout
from dashboard.presentation.palette import Palette

HEIGHT = 250
PATTERNS = ("", "/", ".", "x", "-")


@dataclass(frozen=True)
class StatusYears:
    """Counts of one status by year; the pattern tells statuses apart without colour."""

    status: str
    years: Sequence[str]
    counts: Sequence[int]
    hovers: Sequence[str]
    codes: Sequence[str]


def honours_by_year(series: Sequence[StatusYears], *, palette: Palette, title: str, subtitle: str) -> go.Figure:
    """Grouped bars with the count on each; on a phone on those of the first status alone."""
    years = sorted({year for entry in series for year in entry.years})
    traces = [
        {
            "type": "bar",
            "name": entry.status,
            "x": list(entry.years),
            "y": list(entry.counts),
            "text": [f"{count:,}" for count in entry.counts],
            "textposition": "outside",
            "cliponaxis": False,
            "constraintext": "none",
            "textangle": 0,
            "textfont": {"size": 11, "color": palette.text},
            "customdata": [[code] for code in entry.codes],
            "hovertext": list(entry.hovers),
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "color": palette.categories[place % len(palette.categories)],
                "pattern": {"shape": PATTERNS[place % len(PATTERNS)], "fgcolor": palette.background, "fillmode": "overlay"},
            },
        }
        for place, entry in enumerate(series)
    ]
    top = max((count for entry in series for count in entry.counts), default=1)
    settings = make_layout(
        palette=palette,
        title=title,
        subtitle=subtitle,
        height=HEIGHT,
        meta={"first_labels": 1},
        barmode="group",
        margin={"b": 34},
        xaxis=make_axis(
            palette,
            type="category",
            showgrid=False,
            categoryorder="array",
            categoryarray=years,
            tickmode="array",
            tickvals=years,
            ticktext=years,
            tickangle=0,
        ),
        yaxis=make_axis(palette, rangemode="tozero", range=[0, top * 1.18], nticks=5, tickformat=","),
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": -0.14, "yanchor": "top", "font": {"size": 12}},
    )
    return make_figure(traces, settings)
