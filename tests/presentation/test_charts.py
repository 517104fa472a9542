"""Figures say what their rows say: order, labels, states, codes; each is a valid plotly figure in both themes."""

from datetime import date

import plotly.graph_objects as go
import pytest

from dashboard.presentation import charts
from dashboard.presentation.palette import Palette, palette

LOOK = {"title": "标题", "subtitle": "单位"}


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Palette:
    return palette(request.param)


def valid(figure: go.Figure) -> go.Figure:
    """Build it again with plotly's own validation, which a rerun does not pay for."""
    assert figure.layout.meta["title"] == "标题"
    return go.Figure(figure.to_dict())


def test_ranking_sorts_and_keeps_rows_without_a_figure_below_with_their_word(colours: Palette) -> None:
    bars = [
        charts.Bar("a", "甲", 2.0, "2", "甲 2"),
        charts.Bar("b", "乙", None, "未报告", "乙", state="not_reported"),
        charts.Bar("c", "丙", 5.0, "5", "丙 5"),
        charts.Bar("d", "丁", None, "未开放", "丁", state="not_offered"),
        charts.Bar("e", "戊", 0.0, "0", "戊 0"),
    ]
    figure = valid(charts.ranking(bars, palette=colours, chosen=["c"], **LOOK))
    assert list(figure.layout.yaxis.ticktext) == ["丙", "甲", "戊", "乙", "丁"]
    assert list(figure.data[0].x) == [5.0, 2.0, 0.0]
    assert [code for (code,) in figure.data[0].customdata] == ["c", "a", "e"]
    assert figure.data[0].marker.color[0] == colours.accent
    assert figure.data[0].marker.color[1] == colours.rest
    assert list(figure.data[1].text) == ["  未报告", "  未开放"]
    assert figure.data[1].marker.symbol[0] != figure.data[1].marker.symbol[1], "not reported and not offered differ"


def test_intervals_are_drawn_on_both_sides(colours: Palette) -> None:
    bars = [charts.Bar("a", "甲", 0.5, "50%", "", low=0.3, high=0.8)]
    error = valid(charts.ranking(bars, palette=colours, **LOOK)).data[0].error_x
    assert error.array[0] == pytest.approx(0.3)
    assert error.arrayminus[0] == pytest.approx(0.2)


def test_a_map_carries_the_code_and_leaves_the_unknown_uncoloured(colours: Palette) -> None:
    areas = [charts.Area("440305", "南山", 10.0, "10", "南山 10"), charts.Area("4403SS", "深汕", None, "–", "深汕")]
    shapes = {"440305": charts.map.Shape([[(114.0, 22.5), (114.1, 22.5), (114.1, 22.6)]], (114.05, 22.53))}
    figure = valid(charts.district_map(areas, shapes=shapes, palette=colours, caption="示意图", inset_note="示意", **LOOK))
    assert [trace.customdata[0][0] for trace in figure.data] == ["440305", "4403SS"]
    assert figure.data[1].line.dash == "dash", "the area without a shape is a dashed inset"
    assert figure.data[1].fillcolor == colours.surface
    assert figure.data[0].fillcolor == colours.sequence[8]


def test_tiles_are_eleven_squares_that_do_not_overlap(colours: Palette) -> None:
    areas = [charts.Area(code, code, 1.0, "1", code) for code in charts.tiles.PLACES]
    figure = valid(charts.tile_grid(areas, palette=colours, **LOOK))
    assert len({(trace.x[0], trace.y[0]) for trace in figure.data}) == 11


def test_a_name_has_the_room_of_its_area_at_its_place(colours: Palette) -> None:
    square = [(114.0, 22.5), (114.2, 22.5), (114.2, 22.7), (114.0, 22.7)]
    areas = [charts.Area(code="440305", name="南山", value=3, label="3", hover="南山 3")]
    span = (114.72 - 114.0) * charts.map.MARGIN  # to the east end of the inset
    # in the middle the whole width, off the middle twice the nearer side, close to the border above no room for a name
    for place, room in (((114.1, 22.6), 0.2), ((114.05, 22.6), 0.1), ((114.1, 22.69), 0.0), ((113.9, 22.6), 0.0)):
        shapes = {"440305": charts.map.Shape([square], place)}
        drawn = charts.district_map(areas, shapes=shapes, palette=colours, caption="", inset_note="", **LOOK)
        short = drawn.layout.meta["short"]
        assert short == [{"text": "<b>3</b>", "share": pytest.approx(room / span, abs=1e-4), "needs": 2.08}]


def test_a_heat_map_leaves_pairs_without_a_case_empty(colours: Palette) -> None:
    figure = valid(
        charts.heatmap(
            charts.Cells(["甲", "乙"], ["子", "丑"], [[3.0, None], [0.0, 1.0]], [["s", "t"]] * 2, [["", ""]] * 2),
            palette=colours,
            **LOOK,
        )
    )
    assert [list(row) for row in figure.data[0].text] == [["3", ""], ["0", "1"]]
    assert figure.data[0].z[0][1] is None
    ink = luminance(figure.data[0].textfont.color)
    for _, colour in figure.data[0].colorscale:
        low, high = sorted((ink, luminance(colour)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, colour


def test_the_names_of_a_heat_map_and_the_widest_number_have_their_room(colours: Palette) -> None:
    names = ["超高清视频显示", "低空经济与空天"]
    figure = valid(
        charts.heatmap(
            charts.Cells(["05-1 检验检测机构数字化升级典型项目"], names, [[12_345.0, 1.0]], [["s", "t"]], [["", ""]]),
            palette=colours,
            **LOOK,
        )
    )
    upright = 7 * 11
    assert figure.layout.margin.t > upright, "upright names are not cut, however few rows there are"
    assert not figure.layout.xaxis.automargin
    assert figure.layout.height > figure.layout.margin.t + 26
    # "12,345" takes at least five and a half pixels a letter
    assert figure.layout.meta["cells_width"] >= 2 * 6 * 5.5


def test_counts_stand_in_place_of_a_bar_that_may_not_be_drawn(colours: Palette) -> None:
    groups = [charts.Group("本区", [None, None], ["2/2", ""], ["", ""], ["a", "b"])]
    figure = valid(charts.grouped_bars(["甲", "乙"], groups, palette=colours, **LOOK))
    assert (list(figure.data[0].x), list(figure.data[0].text)) == ([0, None], ["2/2", ""])


def test_a_few_months_are_no_walls_and_an_empty_curve_draws_nothing(colours: Palette) -> None:
    one = valid(charts.trend([charts.Month("2025", 3.0, "")], palette=colours, **LOOK))
    many = valid(charts.trend([charts.Month(f"2025-{n:02}", 3.0, "") for n in range(1, 13)], palette=colours, **LOOK))
    assert one.data[0].width < many.data[0].width
    assert one.layout.yaxis.tickformat == ","
    share = valid(charts.trend([charts.Month("2025", 0.8, "")], palette=colours, value_format=".0f", **LOOK))
    assert share.layout.yaxis.tickformat == ".1f", "ticks of whole per cent would read 0, 1 and 1"
    empty = charts.survival([], at_risk=[], marks=[0], palette=colours, bottom_title="", risk_title="", **LOOK)
    assert not empty.data


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_waterfall_meets_its_levels(colours: Palette) -> None:
    steps = [
        charts.Step("申请", 100.0, "100", ""),
        charts.Step("未获批", -30.0, "-30", "", is_level=False),
        charts.Step("核定", 70.0, "70", ""),
    ]
    bar = valid(charts.waterfall(steps, palette=colours, **LOOK)).data[0]
    assert list(bar.base) == [0, 70, 0]
    assert list(bar.x) == [100, 30, 70]


def test_a_waterfall_draws_the_unknown_as_a_dot_and_takes_nothing_for_what_stands_apart(colours: Palette) -> None:
    steps = [
        charts.Step("核定", 70.0, "70", ""),
        charts.Step("尚未拨付", None, "–", "", is_level=False),
        charts.Step("拨付", None, "–", ""),
        charts.Step("追回", 20.0, "20", "", is_apart=True),
    ]
    bar, dots = valid(charts.waterfall(steps, palette=colours, **LOOK)).data
    assert (list(bar.y), list(bar.base), list(bar.x)) == (["核定", "追回"], [0, 0], [70, 20])
    assert bar.marker.pattern.shape[1] != bar.marker.pattern.shape[0]
    assert list(dots.y) == ["尚未拨付", "拨付"]


def test_numbers_at_risk_stand_under_their_marks_in_the_colour_of_the_curve(colours: Palette) -> None:
    series = [
        charts.Line("a", "核准类", [0, 10, 45], [100.0, 60.0, 0.0], ["", "", ""]),
        charts.Line("b", "非常长的区名称不能压到数字", [0, 30], [100.0, 20.0], ["", ""]),
    ]
    figure = valid(
        charts.survival(
            series,
            at_risk=[[9, 5, 2, 0], [4, 4, 1, 0]],
            marks=[0, 20, 40, 60],
            palette=colours,
            bottom_title="工作日",
            risk_title="仍在观察",
            **LOOK,
        )
    )
    notes = [(note.text, note.xref, note.x) for note in figure.layout.annotations]
    assert notes[0][0] == "仍在观察"
    # the last day drawn is 45: the mark of day 60 has no place
    assert [note for note in notes if note[1] == "x"] == [
        ("9", "x", 0),
        ("5", "x", 20),
        ("2", "x", 40),
        ("4", "x", 0),
        ("4", "x", 20),
        ("1", "x", 40),
    ]
    assert figure.layout.annotations[1].font.color == colours.categories[0]
    assert notes[5][0].endswith("…")
    assert figure.data[0].line.shape == "hv"
    assert figure.data[0].y[0] == 100


def test_lines_beyond_five_are_grey_and_gaps_stay_gaps(colours: Palette) -> None:
    series = [charts.Line(str(n), str(n), ["2023", "2024"], [1.0, None], ["", ""]) for n in range(6)]
    figure = valid(charts.lines(series, palette=colours, reference=(9.0, "额度"), **LOOK))
    assert figure.data[5].line.color == colours.line
    assert figure.data[0].y[1] is None
    assert not figure.data[0].connectgaps
    assert figure.layout.xaxis.type == "category"
    assert figure.layout.yaxis.range[1] > 9.0, "the reference level is inside the chart"


def test_the_running_month_is_hatched_and_an_unreported_one_is_a_dot(colours: Palette) -> None:
    months = [
        charts.Month("2025-01", 2.0, ""),
        charts.Month("2025-02", None, ""),
        charts.Month("2025-03", 0.0, "", running=True),
    ]
    figure = valid(charts.trend(months, palette=colours, **LOOK))
    assert list(figure.data[0].x) == ["2025-01", "2025-03"]
    assert list(figure.data[0].marker.pattern.shape) == ["", "/"]
    assert list(figure.data[1].x) == ["2025-02"]


def test_honours_of_different_status_are_never_stacked(colours: Palette) -> None:
    series = [charts.StatusYears("授予", ["2019"], [2], [""], ["a"]), charts.StatusYears("初选", ["2019"], [3], [""], ["b"])]
    figure = valid(charts.honours_by_year(series, palette=colours, **LOOK))
    assert figure.layout.barmode == "group"
    assert figure.data[0].marker.pattern.shape != figure.data[1].marker.pattern.shape


def test_grouped_bars_and_timeline(colours: Palette) -> None:
    groups = [
        charts.Group("本区", [10.0, None], ["10%", ""], ["", ""], ["a", "b"]),
        charts.Group("其他", [5.0, 1.0], ["5%", "1%"], ["", ""], ["a", "b"]),
    ]
    figure = valid(charts.grouped_bars(["甲", "乙"], groups, palette=colours, **LOOK))
    assert figure.data[0].marker.color == colours.accent
    events = [charts.Event("提交", date(2024, 2, 29), "闰日"), charts.Event("拨付", date(2024, 5, 1), "")]
    figure = valid(charts.timeline(events, kinds=["提交", "决定", "拨付"], palette=colours, **LOOK))
    assert list(figure.layout.yaxis.ticktext) == ["提交", "拨付"], "kinds without an event are left out"
    assert figure.layout.xaxis.tickformat == "%Y-%m-%d", "months would stand there several times"
    alone = valid(charts.timeline(events[:1], kinds=["提交"], palette=colours, **LOOK))
    assert list(alone.layout.xaxis.ticktext) == ["2024-02-29"]
    years = [*events, charts.Event("拨付", date(2026, 5, 1), "")]
    assert valid(charts.timeline(years, kinds=["拨付"], palette=colours, **LOOK)).layout.xaxis.tickformat == "%Y-%m"
