"""Forest and small multiples: what is drawn filled, what open, one scale for all panels."""

import math

import plotly.graph_objects as go
import pytest

from dashboard.presentation import charts
from dashboard.presentation.palette import Palette, palette

LOOK = {"title": "标题", "subtitle": "单位"}


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Palette:
    return palette(request.param)


def test_marks_that_leave_the_reference_out_are_filled_and_coloured(colours: Palette) -> None:
    marks = [
        charts.Mark("甲", 2.0, "2.00", "甲", 1.5, 3.0),
        charts.Mark("乙", 1.1, "1.10", "乙", 0.8, 1.4),
        charts.Mark("丙", 1.3, "1.30", "丙"),
        charts.Mark("丁", None, "不足5件", "丁"),
        charts.Mark("戊", 0.5, "", "", None, 0.9),
    ]
    drawn = go.Figure(charts.forest(marks, palette=colours, reference=1.0, logarithmic=True, **LOOK).to_dict())
    trace = drawn.data[0]
    assert list(trace.y) == [0, 1, 2, 4], "a row without a figure keeps its place and gets no mark"
    assert list(trace.marker.symbol) == ["circle", "circle-open", "diamond-open", "circle"]
    assert trace.marker.color[0] == colours.accent
    assert trace.marker.color[1] == colours.muted
    assert list(trace.error_x.array) == pytest.approx([1.0, 0.3, 0, 0.4])
    assert list(trace.error_x.arrayminus) == pytest.approx([0.5, 0.3, 0, 0])
    assert drawn.layout.shapes[0].x0 == 1.0
    low, high = drawn.layout.xaxis.range
    assert low < math.log10(0.5) < math.log10(3) < high
    assert [note.text for note in drawn.layout.annotations] == ["2.00", "1.10", "1.30", "不足5件", ""]


def test_differences_stand_on_a_plain_scale_around_zero(colours: Palette) -> None:
    drawn = go.Figure(
        charts.forest([charts.Mark("甲", -3.0, "", "", -5, -1)], palette=colours, reference=0, **LOOK).to_dict()
    )
    low, high = drawn.layout.xaxis.range
    assert low < -5 < 0 < high
    assert drawn.data[0].marker.symbol[0] == "circle"


def test_panels_share_one_scale(colours: Palette) -> None:
    def line(name: str, *values: float | None) -> charts.Line:
        return charts.Line("", name, list(range(1, len(values) + 1)), list(values), [""] * len(values))

    panels = [
        charts.Panel(name, "3 : 1", [line("A", top, None), line("B", 1, 0)])
        for name, top in zip("甲乙丙丁戊", [9, 2, 3, 4, 5], strict=True)
    ]
    drawn = go.Figure(charts.multiples(panels, palette=colours, bottom_title="月", **LOOK).to_dict())
    ranges = {tuple(drawn.layout[f"yaxis{number}"].range) for number in ("", 2, 3, 4, 5)}
    assert ranges == {(0, 9 * 1.08)}
    assert len(drawn.data) == 10
    # what the page needs to set two beside each other on a phone
    assert (drawn.layout.meta["panels"], drawn.layout.meta["columns"], drawn.layout.meta["bottom_title"]) == (5, 4, "月")
    assert [trace.showlegend for trace in drawn.data[:4]] == [True, True, False, False]
    assert drawn.data[0].y[1] is None
    assert drawn.data[1].line.dash == "dot"
    assert drawn.layout.xaxis5.domain[0] == 0, "the fifth panel starts the second row"
    assert drawn.layout.yaxis5.domain[1] < drawn.layout.yaxis.domain[0]
    assert [note.text for note in drawn.layout.annotations][0] == "<b>甲</b> 3 : 1"
