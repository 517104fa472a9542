"""A grid stands on a page of 1440 pixels without scrolling where it can; where it cannot its names stay in sight."""

from typing import Any

import polars as pl
import pytest

from dashboard.presentation.language import set_language
from dashboard.presentation.tables import Kind, Table
from dashboard.screen.grid import write_list
from dashboard.screen.widths import BOX_WIDTH, NARROWEST_NAME, PAGE_WIDTH, fit_columns

NAME = "某某检验检测认证研究院股份有限公司"


@pytest.fixture(autouse=True)
def chinese() -> None:
    set_language("zh")


def a_table(columns: dict[str, tuple[Kind, Any]]) -> Table:
    frame = pl.DataFrame({heading: [value] for heading, (_kind, value) in columns.items()})
    return Table(frame, {heading: kind for heading, (kind, _value) in columns.items()})


def with_figures(count: int) -> Table:
    figures: dict[str, tuple[Kind, Any]] = {f"核定金额{place}（万元）": ("money", 1.0) for place in range(count)}
    return a_table({"申请编号": ("text", "A000000001"), "申报单位": ("text", NAME * 2), **figures})


def test_a_table_with_room_is_left_to_the_grid() -> None:
    assert fit_columns(a_table({"区": ("text", "南山区"), "申请数": ("count", 3)}), has_boxes=False).widths == {}


@pytest.mark.parametrize("has_boxes", [False, True])
def test_names_give_way_until_all_columns_are_seen(has_boxes: bool) -> None:
    columns = fit_columns(with_figures(5), has_boxes=has_boxes)
    assert PAGE_WIDTH - 5 <= sum(columns.widths.values()) + BOX_WIDTH * has_boxes <= PAGE_WIDTH
    assert columns.widths["申报单位"] >= NARROWEST_NAME
    assert not columns.pinned


def test_a_table_that_cannot_be_seen_whole_keeps_the_columns_up_to_the_name_in_place() -> None:
    columns = fit_columns(with_figures(12), has_boxes=False)
    assert sum(columns.widths.values()) > PAGE_WIDTH
    assert columns.pinned == ["申请编号", "申报单位"]
    # what would take half of the page is not pinned
    wide: dict[str, tuple[Kind, Any]] = {"文号": ("text", NAME), "说明": ("sentence", NAME * 4)}
    figures: dict[str, tuple[Kind, Any]] = {f"拨付金额{place}（万元）": ("money", 1.0) for place in range(9)}
    assert fit_columns(a_table({"规则": ("text", NAME), **wide, **figures}), has_boxes=False).pinned == ["规则"]


def test_a_wrapped_table_says_what_its_columns_are() -> None:
    written = write_list(with_figures(1), tall=True)
    assert "class='sheet tall'" in written
    assert "<th class='name'>申报单位</th>" in written
    short = a_table({"条款": ("text", "（十一）"), "其他核减": ("money", -300.0)})
    assert "<td class='short'>（十一）</td><td class='figure'>−300.0</td>" in write_list(short)
