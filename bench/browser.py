"""A real browser: choose one mix after the other and measure from the click until all six charts are drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from bench.servers import Served

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# a chart is drawn when its figure carries the mix and its bars are there; empty ones take no part
CHANGE = """(mix) => new Promise((resolve, reject) => {
  const input = [...document.querySelectorAll('label')].find((label) => label.textContent.trim() === mix);
  const begun = performance.now();
  const is_drawn = () => {
    const plots = [...document.querySelectorAll('.js-plotly-plot')].filter((plot) => plot.offsetParent);
    return plots.length >= 3 && plots.every((plot) => plot.layout?.meta?.mix === mix && plot.querySelector('.main-svg'));
  };
  const look = () => {
    if (is_drawn()) requestAnimationFrame(() => resolve(performance.now() - begun));
    else if (performance.now() - begun > 120000) reject(new Error('not drawn: ' + mix));
    else requestAnimationFrame(look);
  };
  (input.querySelector('input') ?? input).click();
  look();
})"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


class Driven:
    """One open page of one server; ``bytes`` are those of the answers to requests, as they travel."""

    def __init__(self, browser: Browser, server: Served) -> None:
        self.server = server
        self._context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
        self.page: Page = self._context.new_page()
        self.bytes = 0
        session = self._context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._answered)
        self.page.goto(server.address)
        self.page.locator(".js-plotly-plot .main-svg").nth(5).wait_for(timeout=180_000, state="attached")
        self.page.wait_for_timeout(1_000)

    def change(self, mix: str) -> float:
        """Milliseconds from the click to the last chart."""
        return float(self.page.evaluate(CHANGE, mix))

    def bytes_on_the_wire(self) -> int:
        """Bytes that have arrived: of a socket that stays open, else of the answers to requests."""
        return self.server.bytes_sent() if self.server.keeps_a_socket else self.bytes

    def close(self) -> None:
        self._context.close()

    def _answered(self, event: dict) -> None:
        self.bytes += int(event["encodedDataLength"])


def first_visit(browser: Browser, address: str) -> float:
    """Seconds until a page of the dashboard is complete in a browser that has never seen it."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(COMPLETE, timeout=120_000)
    passed = float(page.evaluate("performance.now()"))
    context.close()
    return passed / 1_000


# the foot is the last thing a page writes
COMPLETE = """() => /版本 [0-9a-f]{12}/.test(document.body?.innerText ?? "")
  && !document.querySelector('[data-testid=stStatusWidget]') && !document.querySelector('[data-stale=true]')
  && [...document.querySelectorAll('figure.chart')].every((chart) => chart.dataset.drawn)"""
