"""What only a browser shows: cold links, the address bar, clicks, no request to elsewhere, a phone's width."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.waiting import back, click, click_middle, heading, press, settled, visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("overview", "Overview"),
        ("measures", "Measures"),
        ("honours", "Honours"),
        ("methodology", "Methodology"),
    ],
)
def test_a_cold_deep_link_shows_page_filters_and_language(path: str, title: str, address: str, page: Page) -> None:
    page.goto(f"{address}/{path}?district=440305&period=fund_year:2025&lang=en")
    heading(page, title)
    chips = page.locator(".chips")
    expect(chips).to_contain_text("Nanshan")
    expect(chips).to_contain_text("Fund year 2025")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator(".stException")).to_have_count(0)


def test_the_bare_address_opens_the_overview_in_the_browsers_language(address: str, page: Page) -> None:
    page.goto(f"{address}/?district=440305")
    heading(page, "总览")
    assert urlsplit(page.url).path == "/overview"
    assert parse_qs(urlsplit(page.url).query)["district"] == ["440305"]


def test_a_changed_filter_is_written_to_the_address_and_carried_to_the_next_page(address: str, page: Page) -> None:
    page.goto(f"{address}/overview")
    heading(page, "总览")
    click(page.get_by_role("combobox", name="区").first)
    click(page.get_by_role("option", name="南山区"))
    expect(page.locator(".chips")).to_contain_text("南山区")
    assert parse_qs(urlsplit(page.url).query) == {"district": ["440305"]}
    press(page, "Escape")
    click(page.get_by_role("link", name="措施项目"))
    heading(page, "措施项目")
    expect(page.locator(".chips")).to_contain_text("南山区")
    assert parse_qs(urlsplit(page.url).query) == {"district": ["440305"]}
    back(page)
    heading(page, "总览")
    expect(page.locator(".chips")).to_contain_text("南山区")
    click(page.get_by_role("button", name="重置"))
    expect(page.locator(".chips")).not_to_contain_text("南山区")
    assert urlsplit(page.url).query == ""


def test_a_click_on_a_bar_chooses_the_item(address: str, page: Page) -> None:
    page.goto(f"{address}/measures?period=fund_year:2025")
    heading(page, "措施项目")
    bar = page.locator(".js-plotly-plot .bars .point path").first
    click_middle(bar)
    expect(page.get_by_role("heading", name="各资金年度规则")).to_be_visible()
    assert "item" in parse_qs(urlsplit(page.url).query)


def test_nonsense_in_the_address_is_named_and_harmless(address: str, page: Page) -> None:
    page.goto(f"{address}/overview?district=<script>alert(1)</script>&period={'9' * 10_000}&item=03-1")
    heading(page, "总览")
    expect(page.get_by_text("district 没有")).to_be_visible()
    expect(page.locator(".chips")).to_contain_text("03-1")
    page.goto(f"{address}/overview?snapshot=nope")
    expect(page.get_by_text("没有名为“nope”的快照")).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)


@pytest.mark.parametrize("path", ["overview", "measures?item=03-1", "honours", "methodology"])
def test_a_phone_cuts_nothing(path: str, address: str, browser: Browser) -> None:
    context = visit(browser, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    expect(page.locator("h1")).to_be_visible()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
