"""What all charts share: one quiet layout, titles that state the finding, states that look different."""

from collections.abc import Iterable, Mapping
from typing import Any

import plotly.graph_objects as go

from dashboard.presentation.palette import Palette
from dashboard.presentation.text_width import Letters, measure_text

NOT_OFFERED, NOT_REPORTED, UNKNOWN, REPORTED = "not_offered", "not_reported", "unknown", "reported"
ROW_HEIGHT = 26
FINE_TICKS = 4
# of the font size of a chart, with room for fonts that are wider than most
CHART_LETTERS = Letters(1.04, 0.57)


def make_layout(
    *,
    palette: Palette,
    title: str,
    subtitle: str = "",
    height: int,
    margin: dict[str, int] | None = None,
    meta: Mapping[str, object] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Layout of a chart. Title and subtitle are ``meta``: the page prints them as text, an image draws them."""
    return {
        "template": {},
        "height": height,
        "meta": {"title": title, "subtitle": subtitle, **(meta or {})},
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8} | (margin or {}),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": palette.font, "size": 13, "color": palette.text},
        "hoverlabel": {
            "align": "left",
            "bgcolor": palette.background,
            "bordercolor": palette.line,
            "font": {"color": palette.text, "family": palette.font},
        },
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
    } | more


def make_axis(palette: Palette, **more: Any) -> dict[str, Any]:
    """An axis that cannot be dragged, with a hairline grid."""
    return {
        "fixedrange": True,
        "ticks": "",
        "gridcolor": palette.line,
        "zeroline": False,
        "automargin": True,
        "ticklabelstandoff": 6,
        "tickfont": {"size": 12, "color": palette.muted},
        "title": {"text": ""},
    } | more


def choose_tick_format(wanted: str, top: float) -> str:
    """The format of an axis up to ``top``: whole per cent would say the same of several ticks when all are small."""
    return ".1f" if wanted == ".0f" and top < FINE_TICKS else wanted


def make_figure(data: list[dict[str, Any]], settings: dict[str, Any]) -> go.Figure:
    """A figure from plain dictionaries; tests validate them, a rerun does not pay for it."""
    return go.Figure({"data": data, "layout": settings}, skip_invalid=False, _validate=False)


def measure_label(text: str, *, size: float) -> int:
    """About how many pixels a text takes in letters of ``size`` pixels."""
    return round(measure_text(text, CHART_LETTERS) * size)


def measure_labels(labels: Iterable[str]) -> dict[str, float]:
    """What a chart of flat bars says of the labels beside them: on a phone they need a larger part of the width."""
    return {"label_room": 10 + max((measure_label(label, size=12) for label in labels), default=0)}
