"""An open page says when another snapshot becomes the current one, and changes its figures only when asked."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.etl.publish import activate_snapshot
from tests.browser.waiting import click, heading
from tests.server.serving import Serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def renewed(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data whose current snapshot changes: no other test reads them."""
    return shutil.copytree(shipped, tmp_path_factory.mktemp("renewed") / "data")


@pytest.fixture(scope="module")
def address(serve: Serve, renewed: Path) -> Iterator[str]:
    with serve(renewed) as running:
        yield running.url


@pytest.fixture
def activated(renewed: Path) -> Iterator[Path]:
    yield renewed
    activate_snapshot("synthetic", data=renewed)


def test_an_open_page_says_that_newer_data_exists_and_shows_it_when_asked(address: str, page: Page, activated: Path) -> None:
    page.goto(f"{address}/honours")
    heading(page, "荣誉名录")
    expect(page.get_by_text("数据已更新")).to_have_count(0)
    activate_snapshot("published", data=activated)
    expect(page.get_by_text("当前快照为“published”")).to_be_visible()
    expect(page.get_by_text(re.compile("^快照 synthetic（"))).to_be_visible()
    click(page.get_by_role("button", name="查看当前数据"))
    expect(page.get_by_text(re.compile("^快照 published（"))).to_be_visible()
    expect(page.get_by_text("数据已更新")).to_have_count(0)


def test_a_cited_snapshot_says_so_and_stays(address: str, page: Page) -> None:
    page.goto(f"{address}/honours?snapshot=published")
    heading(page, "荣誉名录")
    expect(page.get_by_text("本页引用固定快照“published”")).to_be_visible()
    click(page.get_by_role("button", name="查看当前数据"))
    expect(page.get_by_text(re.compile("^快照 synthetic（"))).to_be_visible()
    assert "snapshot" not in page.url
