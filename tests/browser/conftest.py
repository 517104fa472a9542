"""A server over the shipped snapshots and a browser that reports every request to elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.waiting import visit
from tests.server.serving import Serve


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the server keeps evaluations, audit and saved views: not beside the snapshots that other tests read."""
    return f"sqlite:///{tmp_path_factory.mktemp('kept') / 'kept.sqlite'}"


@pytest.fixture(scope="session")
def address(serve: Serve, shipped: Path, database: str) -> Iterator[str]:
    with serve(shipped, DASHBOARD_DATABASE=database) as running:
        yield running.url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = visit(browser)
    opened = context.new_page()
    elsewhere: list[str] = []
    opened.on("request", lambda request: elsewhere.append(request.url) if not _is_local(request.url) else None)
    yield opened
    context.close()
    assert elsewhere == [], "nothing is fetched from the net at run time"


def _is_local(url: str) -> bool:
    return url.startswith(("data:", "blob:")) or urlsplit(url).hostname == "127.0.0.1"
