"""The evaluator's own weights in the grid: edited, summed, warned of, kept; and two evaluators at one evaluation."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.evaluation.scorecard import load_frame
from dashboard.store.database import open_database
from dashboard.store.evaluations import Evaluations
from tests.browser.waiting import click, fill, hover, press, settled, visit, write

pytestmark = pytest.mark.browser
HEAD, ROW = 35, 35


def begin(page: Page, address: str, *, name: str) -> None:
    page.goto(f"{address}/scorecard?lang=zh&period=fund_year:2025")
    fill(page.get_by_label("评价名称"), name)
    fill(page.get_by_label("评价人", exact=True), "甲")
    click(page.get_by_role("button", name="建立评价"))
    expect(page.get_by_role("tab", name="权重")).to_be_visible()


def open_grid(page: Page, *, author: str) -> None:
    """The tab of weights with the evaluator's own chosen."""
    settled(page)
    fill(page.get_by_label("评价人", exact=True), author)
    press(page.get_by_label("评价人", exact=True), "Enter")
    settled(page)
    click(page.get_by_role("tab", name="权重"))
    expect(page.get_by_role("tab", name="权重")).to_have_attribute("aria-selected", "true")
    # a list that opens while the page is drawn anew closes again
    settled(page)
    click(page.get_by_role("tabpanel").get_by_label("权重").last)
    click(page.get_by_role("option", name="评价人自定权重"))
    expect(page.get_by_text("权重合计100，应为100")).to_be_visible()


def type_weights(page: Page, weights: list[str]) -> None:
    """Type down the column of weights, as a person does in a spreadsheet."""
    grid = page.get_by_role("tabpanel").get_by_test_id("stDataFrame")
    settled(page)
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    # the grid learns of a scroll by the pointer that moves over it
    hover(grid, position={"x": box["width"] - 60, "y": HEAD + ROW * 1.5})
    click(grid, position={"x": box["width"] - 40, "y": HEAD + ROW / 2}, delay=50)
    for weight in weights:
        # the first key opens the cell; the next goes into it once it is there
        press(page, weight[0])
        expect(page.locator("#portal input, #portal textarea")).to_be_visible()
        write(page, weight[1:])
        press(page, "Enter")
        expect(page.locator("#portal input, #portal textarea")).to_have_count(0)
        settled(page)


def test_own_weights_are_edited_summed_warned_of_and_kept(address: str, page: Page, browser: Browser, database: str) -> None:
    frame = load_frame()
    codes = [entry.code for entry in frame.leaves]
    begin(page, address, name="自定权重")
    number = int(page.url.partition("evaluation=")[2].partition("%3A")[0].partition(":")[0])
    kept = Evaluations(open_database(database))
    # the second evaluator opens the same version before anything is kept
    context = visit(browser)
    other = context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("tab", name="权重")).to_be_visible()

    open_grid(page, author="甲")
    # five points too many
    mine = ["20", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "10"]
    type_weights(page, mine)
    expect(page.get_by_text("权重合计105，")).to_be_visible()
    click(page.get_by_role("button", name="保存权重"))
    expect(page.get_by_text("合计100分；现在合计105")).to_be_visible()
    assert kept.get(number).latest == 1, "a sum that is not 100 is not kept"
    type_weights(page, ["15"])
    expect(page.get_by_text("权重合计100，")).to_be_visible()
    expect(page.get_by_text("产出与效益：35。 ▲ 低于60分")).to_be_visible()
    click(page.get_by_role("button", name="保存权重"))
    expect(page.locator(".kpi", has_text="产出与效益分值")).to_contain_text("▲ 低于60分")
    expected = dict(zip(codes, map(Decimal, ["15", *mine[1:]]), strict=True))
    stored = kept.get(number)
    assert (stored.latest, stored.author, stored.content.weights) == (2, "甲", expected)

    open_grid(other, author="乙")
    theirs = ["0", "0", "0", "0", "0", "0", "4", "5", "6", "4", "6", "10", "10", "10", "5", "20", "20"]
    type_weights(other, theirs)
    expect(other.get_by_text("权重合计100，应为100。 产出与效益：75。")).to_be_visible()
    click(other.get_by_role("button", name="保存权重"))
    conflict = other.locator("[data-testid=stAlertContentError]", has_text="甲")
    expect(conflict).to_be_visible()
    assert (kept.get(number).latest, kept.get(number).content.weights) == (2, expected), "nothing is overwritten"
    # both values were seen: the second evaluator's go on top, as a version of its own
    click(other.get_by_role("button", name="在第2版之上保存我的修改"))
    expect(other).to_have_url(re.compile(rf"evaluation={number}(%3A|:)3"))
    stored = kept.get(number)
    assert (stored.latest, stored.author) == (3, "乙")
    assert stored.content.weights == dict(zip(codes, map(Decimal, theirs), strict=True))
    assert {entry.version: entry.author for entry in kept.history(number)} == {1: "甲", 2: "甲", 3: "乙"}
    context.close()
