"""A reader who does not wait: a link means what it says, and what was chosen last, however soon it is clicked."""

import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import back, click, heading, hurry, press, settled

pytestmark = pytest.mark.browser
FETCHED = "fetch(action).then((answer) => answer.text())"


def test_a_format_is_what_its_link_says_however_quickly_one_follows_the_other(address: str, page: Page) -> None:
    page.goto(f"{address}/districts?district=440305")
    heading(page, "各区")
    click(page.get_by_role("button", name="导出"))
    links = page.locator(".downloads a")
    expect(links.first).to_be_visible()
    assert links.all_inner_texts() == ["Excel", *["CSV", "Parquet"] * (links.count() // 2)], "nothing is chosen beforehand"
    # all of them at once, without a step between
    given = page.evaluate(
        "Promise.all([...document.querySelectorAll('.downloads a')].map(async (link) => {"
        " const answer = await fetch(link.href); const bytes = new Uint8Array(await answer.arrayBuffer());"
        " return [link.textContent, answer.headers.get('content-disposition'), [...bytes.slice(0, 4)]] }))"
    )
    begins = {"Excel": b"PK\x03\x04", "CSV": b"\xef\xbb\xbf", "Parquet": b"PAR1"}
    ends = {"Excel": ".xlsx", "CSV": ".csv", "Parquet": ".parquet"}
    for said, name, first in given:
        assert bytes(first).startswith(begins[said])
        assert name.endswith(ends[said])


def test_a_file_asked_for_right_after_a_filter_is_that_of_the_filter(address: str, page: Page) -> None:
    page.goto(f"{address}/applications?period=fund_year:2025")
    heading(page, "申请明细")
    click(page.get_by_role("button", name="导出"))
    csv = page.get_by_role("link", name="CSV")
    expect(csv).to_be_visible()
    link = csv.get_attribute("href")
    click(page.get_by_role("combobox", name="区").first)
    text = hurry(page.get_by_role("option", name="南山区"), link, FETCHED)
    districts = pl.read_csv(io.StringIO(text.removeprefix("\ufeff")), infer_schema=False)["区"]
    assert set(districts) == {"南山区"}


@pytest.mark.parametrize("second", ["措施项目", "English"])
def test_a_choice_is_not_lost_to_the_click_that_follows_at_once(second: str, address: str, page: Page) -> None:
    """A link drawn before the choice, and a second choice sent with the address from before the first one."""
    page.goto(f"{address}/overview?lang=zh")
    heading(page, "总览")
    settled(page)
    there = page.get_by_test_id("stSidebar").get_by_text(second, exact=True).first
    expect(there).to_be_visible()
    follows = there.element_handle()
    click(page.get_by_role("combobox", name="区").first)
    hurry(page.get_by_role("option", name="南山区"), follows, "action.click()")
    # an open list hides the page from whom it is read to
    press(page, "Escape")
    heading(page, second if second != "English" else "Overview")
    settled(page)
    expect(page.locator(".chips")).to_contain_text("南山区" if second != "English" else "Nanshan")
    assert parse_qs(urlsplit(page.url).query)["district"] == ["440305"]


def test_the_back_button_takes_a_choice_back_and_a_reset_drops_it(address: str, page: Page) -> None:
    page.goto(f"{address}/overview?lang=zh")
    heading(page, "总览")
    chips = page.locator(".chips")
    for undo in (back, lambda page: click(page.get_by_role("button", name="重置"))):
        click(page.get_by_role("combobox", name="区").first)
        click(page.get_by_role("option", name="南山区"))
        expect(chips).to_contain_text("南山区")
        press(page, "Escape")
        undo(page)
        expect(chips).not_to_contain_text("南山区")
        settled(page)
        assert "district" not in page.url


def test_a_saved_file_is_the_one_whose_link_was_clicked(address: str, page: Page) -> None:
    page.goto(f"{address}/applications?district=440305&period=fund_year:2025")
    heading(page, "申请明细")
    click(page.get_by_role("button", name="导出"))
    for said, ending in (("Excel", "xlsx"), ("CSV", "csv"), ("Parquet", "parquet")):
        with page.expect_download() as download:
            page.get_by_role("link", name=said).evaluate("link => link.click()")
        assert Path(download.value.suggested_filename).suffix == f".{ending}"
    settled(page)
