"""``make bench``: first visit and filter change of the overview in a real browser, beside its bare queries.

Every figure is the median of alternating rounds; the ratios are the message, the milliseconds belong to this machine.
"""

import os
import platform
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.filters import Filters, read_filters
from dashboard.policy import load_registry
from dashboard.snapshots import PROJECT_DIR, data_directory, open_snapshot
from dashboard.warehouse import Warehouse

ROUNDS = 7
DIMENSIONS = ["district", "item", "month", "total"]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DISTRICTS = ("福田区", "罗湖区", "盐田区", "南山区", "宝安区", "龙岗区", "龙华区")
SETTLED = "!document.querySelector('[data-testid=stStatusWidget]') && !document.querySelector('[data-stale=true]')"
Row = tuple[str, float, float, float]


def main() -> None:
    """Measure, print one table and write it to ``bench/RESULTS.md``."""
    rows = [_row("bare queries of the overview, nothing cached", _bare_queries())]
    with _server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        _first_visit(browser, address)
        visits = _times(lambda: _first_visit(browser, address))
        rows.append(_row("first visit of the overview, cold browser, warm server", visits))
        rows.append(_row("filter change to last mark drawn", _filter_changes(browser, address)))
        browser.close()
    text = _table(rows)
    print(text)
    (PROJECT_DIR / "bench" / "RESULTS.md").write_text(text, encoding="utf-8")


def _bare_queries() -> list[float]:
    """A page's queries on a warehouse that has answered none of them (the cache is new each time)."""
    registry = load_registry()
    snapshot = open_snapshot("synthetic", data=data_directory())
    filters, _ = read_filters({}, snapshot=snapshot, registry=registry)
    times = []
    for _ in range(ROUNDS):
        warehouse = Warehouse(snapshot, registry)
        times.append(_timed(lambda warehouse=warehouse: _ask(warehouse, filters)))
        warehouse.close()
    return times


def _ask(warehouse: Warehouse, filters: Filters) -> None:
    warehouse.query("uptake/breakdowns", filters.scope(), dimensions=DIMENSIONS)


def _times(action: Callable[[], None]) -> list[float]:
    return [_timed(action) for _ in range(ROUNDS)]


def _timed(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _first_visit(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/overview")
    page.locator(".chart[data-drawn] .annotation").first.wait_for()
    page.get_by_text("数据范围").wait_for()
    context.close()


def _filter_changes(browser: Browser, address: str) -> list[float]:
    """Choose one district after the other; done when the chip and the foot of the new page are drawn."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/overview")
    page.get_by_text("数据范围").wait_for()
    times = []
    for name in DISTRICTS:
        page.get_by_role("combobox", name="区").first.click()
        option = page.get_by_role("option", name=name)
        option.wait_for()
        times.append(_timed(lambda option=option, name=name: _choose(page, option, name)))
        page.keyboard.press("Escape")
    context.close()
    return times


def _choose(page: Page, option: object, name: str) -> None:
    option.click()  # type: ignore[attr-defined]
    page.locator(".chips", has_text=name).wait_for()
    page.wait_for_function(SETTLED)


@contextmanager
def _server() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=PROJECT_DIR, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _row(name: str, times: list[float]) -> Row:
    return name, statistics.median(times), min(times), max(times)


def _table(rows: list[Row]) -> str:
    base = rows[0][1]
    versions = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "duckdb", "polars", "plotly"))
    lines = [
        "# Measured by `make bench`", "",
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions}; "
        f"shipped synthetic snapshot, {ROUNDS} rounds each.", "",
        "| what | ratio to the bare queries | median s | min | max |", "|---|---|---|---|---|",
        *(f"| {name} | {mid / base:.1f} | {mid:.2f} | {low:.2f} | {high:.2f} |" for name, mid, low, high in rows), "",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main()
