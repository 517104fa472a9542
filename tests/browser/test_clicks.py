"""Clicks on charts in a real browser: marks filter, or list the cases and awards that they stand for."""

from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from tests.browser.titles import PAGES
from tests.browser.waiting import back, click, click_middle, heading, hover, settled

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("districts", "district"),
        ("measures", "item"),
        ("clusters", "cluster"),
        ("certificates", "certificate"),
    ],
)
def test_a_click_on_a_bar_takes_the_shared_filter_and_the_chart_stays_mounted(
    path: str, parameter: str, address: str, page: Page
) -> None:
    page.goto(f"{address}/{path}?period=fund_year:2025")
    heading(page, PAGES[path])
    settled(page)
    chart = page.locator(".chart", has=page.locator(".bars")).first
    chart.evaluate("chart => { chart.dataset.mark = 'same' }")
    click_middle(chart.locator(".bars .point path").first)
    page.wait_for_url(f"**{parameter}=**")
    settled(page)
    # a chosen district has a page of its own: there the charts are others
    if path != "districts":
        assert chart.get_attribute("data-mark") == "same", "Plotly.react draws into the same element"
    assert parse_qs(urlsplit(page.url).query)["period"] == ["fund_year:2025"]


def test_a_click_on_a_cell_an_area_or_a_curve_takes_the_shared_filter(address: str, page: Page) -> None:
    page.goto(f"{address}/clusters?period=fund_year:2025")
    heading(page, "产业集群")
    settled(page)
    # a heat map is one picture: the click falls on the row of 03-1, the second one, near its left end
    click(page.locator(".chart .plot .nsewdrag").first, at=(12, 26 * 1.5))
    page.wait_for_url("**cluster=**")
    page.goto(f"{address}/districts?period=fund_year:2025")
    heading(page, "各区")
    settled(page)
    click_middle(page.locator(".chart .plot").first.locator(".scatterlayer .js-fill").nth(5))
    page.wait_for_url("**district=**")
    page.goto(f"{address}/pipeline?period=fund_year:2025")
    heading(page, "办理进度")
    settled(page)
    chart = page.locator(".chart", has_text="仍在等待").first
    click(chart.locator(".scatterlayer .trace .js-line").first, at=(3, 1))
    page.wait_for_url("**route=**")


@pytest.mark.parametrize(
    ("path", "key", "basis"),
    [
        ("measures?item=03-1", "item_months", None),
        ("findings?", "by_month", "decided"),
        ("funds?", "payments", "paid"),
        ("pipeline?", "throughput", None),
    ],
)
def test_a_click_on_a_month_makes_it_the_period_by_the_date_that_was_counted(
    path: str, key: str, basis: str | None, address: str, page: Page
) -> None:
    page.goto(f"{address}/{path}")
    settled(page)
    chart = page.locator(f".st-key-{key} .chart").first
    bar = chart.locator(".bars .point path").first
    box = bar.bounding_box()
    assert box is not None
    click(bar, at=(box["width"] / 2, 2))
    page.wait_for_url("**period=**")
    settled(page)
    query = parse_qs(urlsplit(page.url).query)
    first, last = (date.fromisoformat(day) for day in query["period"][0].split(".."))
    assert (first.day, (last + timedelta(days=1)).day) == (1, 1)
    assert last - first < timedelta(days=31)
    assert query.get("date_basis") == ([basis] if basis else None)


@pytest.mark.parametrize(
    ("path", "key", "place", "expected"),
    [
        ("pipeline?district=440305", "funnel", 3, {"cases": "reached_approved", "route": "approval", "district": "440305"}),
        ("pipeline?", "ageing", 3, {"cases": "ageing_over_60_count"}),
        # the last bar is the money claimed back, which is no level
        ("funds?period=fund_year:2025", "waterfall", -2, {"cases": "reached_paid", "period": "fund_year:2025"}),
    ],
)
def test_a_click_on_a_stage_lists_the_cases_behind_it_and_back_returns(
    path: str, key: str, place: int, expected: dict[str, str], address: str, page: Page, shipped: Path
) -> None:
    page.goto(f"{address}/{path}")
    settled(page)
    title = page.locator("h1").inner_text()
    chart = page.locator(f".st-key-{key} .chart").first
    chart.scroll_into_view_if_needed()
    click_middle(chart.locator(".bars .point path").nth(place))
    heading(page, "申请明细")
    settled(page)
    assert parse_qs(urlsplit(page.url).query) == {name: [value] for name, value in expected.items()}
    filters = {name: value for name, value in expected.items() if name != "cases"}
    opened = open_snapshot(data=shipped)
    asked, _notices = read_filters(
        {name: [value] for name, value in filters.items()}, snapshot=opened, registry=load_registry()
    )
    count = query("records/application_total", asked, cases=expected["cases"])["listed_count"].item()
    expect(page.get_by_text(f"共{count:,}行")).to_be_visible()
    back(page)
    heading(page, title)


@pytest.mark.parametrize(
    ("path", "key", "parameters", "words"),
    [
        ("certificates?", "expiry_calendar", {"expiry"}, "到期的证书"),
        ("honours?snapshot=published", "honours_by_year", {"year", "status"}, "荣誉名录"),
    ],
)
def test_a_click_on_a_bar_of_awards_narrows_the_list_below(
    path: str, key: str, parameters: set[str], words: str, address: str, page: Page
) -> None:
    page.goto(f"{address}/{path}")
    settled(page)
    chart = page.locator(f".st-key-{key} .chart").first
    chart.scroll_into_view_if_needed()
    bar = chart.locator(".bars .point path").first
    hover(bar, force=True)
    count = (chart.locator(".hoverlayer .hovertext").text_content() or "").split()[-1]
    click_middle(bar)
    page.wait_for_url(lambda url: parameters <= parse_qs(urlsplit(url).query).keys())
    settled(page)
    expect(page.get_by_role("heading", name=f"（{count}）")).to_contain_text(words)
