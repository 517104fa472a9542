"""Waiting until a page is whole."""

import time

from playwright.sync_api import Page, expect

WHOLE = (
    "!document.querySelector('[data-testid=stStatusWidget], [data-stale=true], [data-testid=stSkeleton]')"
    " && [...document.querySelectorAll('.chart')].every((chart) => chart.dataset.drawn)"
)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1, name=text)).to_be_visible(timeout=30_000)


def settled(page: Page) -> None:
    """No run is under way and every chart has been drawn."""
    until(page, WHOLE)


def until(page: Page, expression: str, *, seconds: float = 30) -> None:
    """Ask until it is so: the page's security policy forbids the browser's own waiting, which compiles text."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"still not so: {expression}"
        page.wait_for_timeout(50)
