"""One button, three files through the gated route, for a reader in a real browser."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.waiting import click

pytestmark = pytest.mark.browser


def test_the_report_of_a_district_is_built_and_downloaded(address: str, page: Page) -> None:
    page.goto(f"{address}/report?lang=zh&period=fund_year:2025&district=440305")
    click(page.get_by_role("button", name="生成报告"))
    link = page.locator("a.download", has_text="PDF")
    expect(link).to_be_visible()
    with page.expect_download() as download:
        click(link)
    assert download.value.suggested_filename == "report_synthetic_fund_year-2025_440305_zh.pdf"
    pdf = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert pdf.metadata is not None
    assert pdf.metadata.title == "南山区质量品牌措施实施成效评价报告"
    # what was built is shown, and no error in its place
    expect(page.get_by_text("本报告不能说明的事项")).to_be_visible()
    expect(page.locator("[data-testid=stAlertContentError]")).to_have_count(0)
