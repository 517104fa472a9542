"""The browse pages in a real browser: the district official's path, files, paper, keyboard, axe."""

from itertools import pairwise
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.titles import EVALUATION_PAGES, PAGES
from tests.browser.waiting import back, click, fill, heading, hover, press, resize, settled, until, visit
from tests.conftest import ask

pytestmark = pytest.mark.browser


def choose_first_row(page: Page, key: str) -> None:
    """Tick the first row of a table; its cells are drawn on a canvas."""
    click(page.locator(f".st-key-{key} canvas").first, at=(15, 34 + 17))


def test_a_district_official_reaches_a_stuck_case_and_exports_the_list_in_four_clicks(
    address: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{address}/districts?district=440305")  # the link that was sent
    heading(page, "各区")
    settled(page)
    click(page.get_by_role("button", name="导出"))  # 1
    with page.expect_download() as download:
        click(page.get_by_role("link", name="Excel"))  # 2
    workbook = CalamineWorkbook.from_path(download.value.path())
    name = next(name for name in workbook.sheet_names if name.startswith("在办时间"))
    heads, first, *_rest = workbook.get_sheet_by_name(name).to_python()
    stuck = dict(zip(heads, first, strict=True))
    press(page, "Escape")
    page.locator(".st-key-work_stuck").scroll_into_view_if_needed()
    choose_first_row(page, "work_stuck")  # 3
    heading(page, "单位")
    query = parse_qs(urlsplit(page.url).query)
    assert query["organisation"] == [stuck["统一社会信用代码"]]
    assert query["district"] == ["440305"], "the filters stay"
    back(page)  # 4
    heading(page, "各区")
    expect(page.locator(".chips")).to_contain_text("南山区")


def test_an_organisation_is_found_by_part_of_its_name_and_opened(address: str, page: Page, shipped: Path) -> None:
    case = pl.read_parquet(shipped / "snapshots/synthetic/applications.parquet").row(0, named=True)
    part = case["applicant"][2:11]  # the trade and the number, without 示例 before and (合成) behind
    page.goto(f"{address}/organisation?period=fund_year:2025")
    heading(page, "单位")
    settled(page)
    box = page.locator(".st-key-text_search input")
    fill(box, part)
    press(box, "Enter")
    settled(page)
    choose_first_row(page, "found")
    page.wait_for_url("**organisation=**")
    settled(page)
    query = parse_qs(urlsplit(page.url).query)
    assert (query["organisation"], query["period"]) == ([case["uscc"]], ["fund_year:2025"])
    expect(page.get_by_test_id("stMain")).to_contain_text(case["applicant"])
    expect(page.locator(".chart").first).to_be_visible()


def test_an_application_is_found_by_the_number_of_its_certificate(address: str, page: Page, shipped: Path) -> None:
    cases = pl.read_parquet(shipped / "snapshots/synthetic/applications.parquet").filter(
        pl.col("certificate_no").is_not_null() & pl.col("certificate_no").is_unique()
    )
    case = cases.row(0, named=True)
    page.goto(f"{address}/applications?district={case['district_registered']}")
    heading(page, "申请明细")
    settled(page)
    box = page.locator(".st-key-text_search input")
    fill(box, case["certificate_no"][1:])
    press(box, "Enter")
    page.wait_for_url("**search=**")
    settled(page)
    choose_first_row(page, "applications")
    heading(page, "单位")
    settled(page)
    query = parse_qs(urlsplit(page.url).query)
    assert (query["organisation"], query["district"]) == ([case["uscc"]], [case["district_registered"]])


def test_an_honour_of_a_public_list_leads_to_its_organisation(address: str, page: Page, shipped: Path) -> None:
    first = ask("records/honours", data=shipped, snapshot="published").row(0, named=True)
    page.goto(f"{address}/honours?snapshot=published")
    heading(page, "荣誉名录")
    settled(page)
    page.locator(".st-key-honours").scroll_into_view_if_needed()
    choose_first_row(page, "honours")
    heading(page, "单位")
    settled(page)
    assert parse_qs(urlsplit(page.url).query) == {"snapshot": ["published"], "organisation": [first["organisation"]]}
    expect(page.get_by_role("heading", name="奖项与证书")).to_be_visible()


def test_the_export_says_what_the_page_and_the_query_say(address: str, page: Page, shipped: Path) -> None:
    page.goto(f"{address}/applications?district=440305&period=fund_year:2025")
    heading(page, "申请明细")
    settled(page)
    click(page.get_by_role("button", name="导出"))
    with page.expect_download() as download:
        click(page.get_by_role("link", name="CSV"))
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    count = ask("overview/totals", data=shipped, district="440305", period="fund_year:2025")["application_count"][0]
    assert pl.read_csv(content).height == count
    expect(page.get_by_text(f"申请{count:,}件")).to_be_visible()


def test_a_chart_is_saved_with_title_filters_and_source(address: str, page: Page) -> None:
    page.goto(f"{address}/districts?district=440305")
    heading(page, "各区")
    settled(page)
    with page.expect_download() as download:
        click(page.get_by_role("button", name="保存为SVG图片").last)
    text = Path(download.value.path()).read_text(encoding="utf-8")
    for words in ("获批单位数", "南山区", "synthetic", "2026-10-31", "合成数据：本页所有数字均非真实"):
        assert words in text
    with page.expect_download() as download:
        click(page.get_by_role("button", name="保存为PNG图片").first)
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_views_are_kept_in_the_browser_and_open_again(address: str, page: Page) -> None:
    page.goto(f"{address}/funds?district=440305")
    heading(page, "资金")
    click(page.get_by_text("收藏的视图"))
    fill(page.get_by_label("为当前视图命名"), "<b>南山资金</b>")
    click(page.get_by_role("button", name="收藏", exact=True))
    page.goto(f"{address}/overview")
    heading(page, "总览")
    click(page.get_by_text("收藏的视图"))
    click(page.get_by_role("link", name="<b>南山资金</b>"))
    heading(page, "资金")
    expect(page.locator(".chips")).to_contain_text("南山区")


@pytest.mark.parametrize("path", ["districts?district=440305", "clusters?"])
def test_paper_is_a4_without_controls_and_no_chart_is_cut(path: str, address: str, browser: Browser) -> None:
    context = visit(browser, color_scheme="dark")
    page = context.new_page()
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto(f"{address}/{path}&print=1&embed=true&embed_options=light_theme")
    heading(page, PAGES[path.partition("?")[0]])
    until(page, "window.printed === true")
    page.emulate_media(media="print")
    assert page.locator(".st-key-filter_bar").is_hidden()
    assert page.locator(".paper").is_visible()
    for control in ("stButtonGroup", "stSelectbox", "stTextInput", "stExpander", "stPopover"):
        assert not any(box.is_visible() for box in page.get_by_test_id(control).all()), control
    assert page.locator("table.listed").count() >= 1
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    settled(page)
    height = (297 - 24) / 25.4 * 96
    assert all(box["height"] < height for box in (chart.bounding_box() for chart in page.locator(".chart").all()) if box)
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(255, 255, 255)"
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    context.close()


@pytest.mark.parametrize(("path", "title"), (PAGES | EVALUATION_PAGES).items())
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    path: str, title: str, scheme: Literal["light", "dark"], address: str, page: Page
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/{path}")
    heading(page, title)
    settled(page)
    assert serious(page) == []
    if path in ("quality", "comparison"):
        # charts that are scrolled on a phone
        resize(page, width=390, height=844)
        assert serious(page) == []


def serious(page: Page) -> list[tuple[str, str, str]]:
    """What axe-core finds serious or critical: rule, element, why."""
    return [
        (violation["id"], node["target"], node.get("failureSummary", "")[:200])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def test_a_table_has_no_file_of_its_own_beside_the_export(address: str, page: Page) -> None:
    page.goto(f"{address}/applications?district=440305")
    heading(page, "申请明细")
    settled(page)
    grid = page.locator(".st-key-applications")
    grid.scroll_into_view_if_needed()
    hover(grid)
    buttons = grid.get_by_test_id("stElementToolbarButton")
    expect(buttons.first).to_be_visible()
    names = buttons.get_by_role("button").evaluate_all("found => found.map((button) => button.ariaLabel)")
    assert any(name.startswith("Search") for name in names)
    assert [name for name in names if "CSV" in name] == []


def test_a_phone_shows_a_table_as_blocks_whose_names_are_links(address: str, browser: Browser) -> None:
    context = visit(browser, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/applications?district=440305&period=fund_year:2025")
    heading(page, "申请明细")
    rows = page.locator(".rows section")
    expect(rows.first).to_be_visible()
    expect(page.locator("[data-testid=stDataFrame]")).to_have_count(0)
    assert page.evaluate("[...document.querySelectorAll('.rows section')].every((row) => row.scrollWidth <= 390)")
    link = rows.first.get_by_role("link")
    name = link.inner_text()
    click(link)
    heading(page, "单位")
    query = parse_qs(urlsplit(page.url).query)
    assert query["district"] == ["440305"], "the filters stay"
    assert len(query["organisation"][0]) == 18
    expect(page.get_by_text(name).first).to_be_visible()
    # a wide window has the grid again
    resize(page, width=1440, height=900)
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible()
    expect(page.locator(".rows")).to_have_count(0)
    context.close()


def test_a_heat_map_on_a_phone_is_rows_of_cells_that_filter(address: str, browser: Browser) -> None:
    context = visit(browser, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/clusters?period=fund_year:2025")
    heading(page, "产业集群")
    settled(page)
    chart = page.locator(".chart").first
    expect(chart.locator(".plot")).to_be_hidden()
    cells = chart.locator("button.cell")
    numbers = [int(text) for text in chart.locator("section").first.locator(".cell b").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    assert chart.evaluate("chart => [...chart.querySelectorAll('*')].every((part) => part.scrollWidth <= 390)")
    click(cells.first)
    page.wait_for_url("**cluster=**")
    # a wide window has the grid again, and nothing of it is cut or scrolled
    resize(page, width=768, height=900)
    expect(chart.locator(".plot")).to_be_visible()
    expect(cells).to_have_count(0)
    settled(page)
    assert chart.locator(".plot").evaluate("plot => plot.scrollWidth <= plot.clientWidth")
    context.close()


def test_the_names_of_a_few_wide_columns_lie_flat_and_those_of_many_narrow_ones_stand(address: str, page: Page) -> None:
    for scope, is_flat in (("district=440304&period=fund_year:2025&item=05-1", True), ("", False)):
        page.goto(f"{address}/clusters?lang=en&{scope}")
        heading(page, "Industry clusters")
        settled(page)
        names = page.locator(".chart").first.locator(".xtick text")
        expect(names.first).to_be_visible()
        boxes = [names.nth(place).bounding_box() for place in range(names.count())]
        assert len(boxes) >= 3
        assert {box["width"] > box["height"] for box in boxes if box} == {is_flat}
        beside = sorted((box["x"], box["x"] + box["width"]) for box in boxes if box)
        assert all(end <= start for (_, end), (start, _) in pairwise(beside)), "no name runs into the next one"


def test_names_on_the_map_give_way_to_the_figure_as_the_map_gets_narrower(address: str, page: Page) -> None:
    page.goto(f"{address}/overview?lang=en")
    heading(page, "Overview")
    shown = {}
    for width, drawn in ((1440, 600), (390, 360)):
        resize(page, width=width, height=900)
        until(page, f"Math.abs(document.querySelector('.chart .main-svg')?.clientWidth - {drawn}) < 120")
        shown[width] = page.locator(".chart").first.locator(".annotation-text").all_text_contents()
    assert any("Yantian" in text for text in shown[1440])
    assert not any("Yantian" in text for text in shown[390])
    assert len(shown[390]) == len(shown[1440]), "the figures stay"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 768])
def test_nothing_is_wider_than_the_screen(path: str, width: int, address: str, browser: Browser) -> None:
    context = visit(browser, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/{path}?district=440305&lang=en")
    expect(page.locator("h1")).to_be_visible()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(".stException")).to_have_count(0)
    context.close()


def test_the_keyboard_reaches_navigation_filters_and_charts(address: str, page: Page) -> None:
    page.goto(f"{address}/districts")
    heading(page, "各区")
    settled(page)
    reached: set[str] = set()
    for _ in range(80):
        press(page, "Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent || ''"
            ).strip()
        )
    for wanted in ("总览", "打印本页", "获批单位数", "方格图"):
        assert any(wanted in text for text in reached), wanted
    assert any(text.startswith("保存为PNG图片") for text in reached)
