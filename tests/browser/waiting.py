"""Waiting until a page is whole."""

from playwright.sync_api import Page, expect


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1, name=text)).to_be_visible(timeout=30_000)


def settled(page: Page) -> None:
    """No run is under way and every chart has been drawn."""
    page.wait_for_function(
        "!document.querySelector('[data-testid=stStatusWidget], [data-stale=true]')"
        " && [...document.querySelectorAll('.chart')].every((chart) => chart.dataset.drawn)",
        timeout=30_000,
    )
