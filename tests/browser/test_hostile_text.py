"""Script, markup and formulas in any text column stay text: on pages, on paper, in files."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.waiting import settled, visit
from tests.server.serving import Serve, Served
from tests.snapshot_builder import build

pytestmark = pytest.mark.browser
MARKUP = "<img src=x onerror='window.broken=1'><script>window.broken=1</script>"
MARKDOWN = "![x](http://evil.example/pixel.png) [link](javascript:window.broken=1) **bold** :red[red] $x$"
FORMULA = '=HYPERLINK("http://evil.example","x")'
PAGES = (
    "overview",
    "applications",
    "organisation",
    "honours",
    "districts",
    "findings",
    "quality",
    "certificates",
    "pipeline",
)
USCC = "91440300MA5DA1234X"


@pytest.fixture(scope="module")
def hostile(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Every text column of applications and awards holds markup, Markdown or a formula."""
    data = tmp_path_factory.mktemp("hostile")
    texts = [MARKUP, MARKDOWN, FORMULA]
    applications = [
        {
            "applicant": text,
            "project_title": text,
            "uscc": USCC,
            "certificate_no": text,
            "reject_reason": text,
            "other_support_ref": text,
            "district_registered": "440305",
            "status": status,
            "certificate_type": "gba_carbon_footprint",
            "approved_yuan": 90_000_000 if status == "paid" else None,
            "decided_on": date(2025, 9, 1) if status == "paid" else None,
        }
        for text in texts
        for status in ("paid", "submitted")
    ]
    awards = [
        {
            "organisation": text,
            "project_title": text,
            "uscc": USCC,
            "certificate_no": text,
            "level": text,
            "category": text,
            "edition": text,
            "document_no": text,
            "source_url": "javascript:window.broken=1",
            "district_registered": "440305",
        }
        for text in texts
    ]
    build(data, applications=applications, awards=awards, kind="synthetic", as_of=date(2026, 10, 31))
    with serve(data) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor for all pages, whose browser keeps the scripts it has loaded."""
    context = visit(browser)
    context.add_init_script("window.print = () => {}")
    yield context
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        *PAGES,
        f"organisation?organisation={USCC}",
        "applications?print=1&embed=true",
        "applications?search=<script>window.broken=1</script>",
        "overview?district=[click](http://evil.example)&colour=![x](http://evil.example/x.png)",
        "overview?snapshot=http://evil.example&item=:red[x]",
        "organisation?organisation=[click](http://evil.example)",
    ],
)
def test_no_text_runs_or_loads_anything(path: str, hostile: Served, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(urlsplit(request.url).hostname or ""))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(f"{hostile.url}/{path}")
    expect(page.locator("h1, [data-testid=stAlert]").first).to_be_visible()
    settled(page)
    assert page.evaluate("() => window.broken") is None
    assert page.locator("a[href^='javascript']").count() == 0
    found = page.locator("img[src*='evil.example'], a[href^='http://evil.example']")
    assert [one.evaluate('one => one.closest("[data-testid]").outerHTML') for one in found.all()] == []
    assert set(elsewhere) <= {"127.0.0.1", ""}
    expect(page.locator(".stException")).to_have_count(0)
    page.close()
