"""The surface of a running server: probes, figures, random addresses, foreign pages, logs that name nobody."""

import asyncio
import json
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from dashboard.server import mount
from tests.browser.waiting import settled, visit
from tests.patience import HANG_SECONDS, eventually
from tests.server.conftest import METRICS_TOKEN
from tests.server.serving import Serve, Served

PERSON, QUESTION = "13800138000@example.cn", "示例云联"


def test_probes_say_whether_the_process_lives_and_can_answer(server: Served, tmp_path: Path) -> None:
    assert server.get("/healthz").json() == {"status": "ok"}
    assert server.get("/readyz").json() == {"status": "ready"}


def test_figures_are_behind_a_token(server: Served) -> None:
    assert server.get("/_stcore/metrics").status_code == 404
    for wrong in ({}, {"authorization": "Bearer x"}, {"authorization": METRICS_TOKEN[:-1]}):
        assert server.get("/metrics", headers=wrong).status_code == 401
    text = server.get("/metrics", headers={"authorization": f"Bearer {METRICS_TOKEN}"}).text
    for name in (
        "dashboard_requests_total",
        "dashboard_query_seconds_bucket",
        "dashboard_query_answers_total",
        "dashboard_snapshot_age_seconds",
        "dashboard_open_pages",
    ):
        assert f"\n{name}" in text or f"# TYPE {name.removesuffix('_total').removesuffix('_bucket')}" in text


def test_an_unknown_host_is_refused(server: Served) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", ""):
        assert server.get("/overview", headers={"host": host}).status_code == 400


# 50 times 20 addresses: a thousand
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=12), st.text(max_size=20)), min_size=20, max_size=20))
def test_a_thousand_random_addresses_end_in_the_shell_or_a_plain_refusal(
    server: Served, caller: httpx.Client, addresses: list[tuple[str, str, str]]
) -> None:
    for path, name, value in addresses:
        answer = caller.get(f"{server.url}/{quote(path, safe='/.')}", params={name: value})
        assert answer.status_code in (200, 301, 307, 308, 400, 401, 403, 404, 405, 414)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "Traceback" not in answer.text
        if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
            assert '<div id="root">' in answer.text, "every page comes through the router"


@pytest.fixture(scope="module")
def caller() -> httpx.Client:
    return httpx.Client(timeout=HANG_SECONDS)


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/media/..%2f..%2fetc/passwd.png",
        "/pages/overview/overview.py",
        "/dashboard/screen/router.py",
        "/data/snapshots/current",
        "/.streamlit/secrets.toml",
    ],
)
def test_no_file_of_the_machine_is_served(server: Served, path: str) -> None:
    answer = server.get(path)
    assert "root:" not in answer.text
    assert "import streamlit" not in answer.text
    assert answer.status_code in (400, 404) or '<div id="root">' in answer.text


@pytest.mark.browser
def test_every_page_draws_under_the_policy_without_one_violation(server: Served, browser: Browser) -> None:
    context = visit(browser)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    for path in ("overview", "districts", "pipeline", "applications", "findings?lang=en"):
        page.goto(f"{server.url}/{path}")
        expect(page.locator("h1")).to_be_visible()
        settled(page)
    context.close()
    assert said == []


@pytest.mark.browser
def test_a_page_of_another_site_can_neither_frame_nor_drive_the_dashboard(server: Served, browser: Browser) -> None:
    context = visit(browser)
    page = context.new_page()
    page.route(
        "http://evil.example/*",
        lambda route: route.fulfill(content_type="text/html", body=f"<iframe src='{server.url}/overview'></iframe>"),
    )
    page.goto("http://evil.example/")
    eventually(lambda: any(frame.url.startswith("chrome-error:") for frame in page.frames), pause=lambda _: page.title())
    assert all("evil.example" in frame.url or frame.url.startswith("chrome-error:") for frame in page.frames)
    closed = page.evaluate(
        "url => new Promise((done) => { const socket = new WebSocket(url); "
        "socket.onopen = () => done('open'); socket.onerror = () => done('refused') })",
        f"ws://127.0.0.1:{server.port}/_stcore/stream",
    )
    assert closed == "refused"
    context.close()


def test_logs_are_json_lines_without_anything_a_reader_typed(serve: Serve, shipped: Path) -> None:
    with serve(shipped, DASHBOARD_LOG_LEVEL="info") as running:
        running.get("/overview", params={"search": QUESTION})
        running.get(
            f"/{quote(QUESTION)}/{PERSON}", headers={"authorization": "Bearer secret-token", "cookie": f"who={PERSON}"}
        )
        running.get("/_stcore/metrics")
        log = running.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["logger"] == "dashboard.request"]
    assert {line["route"] for line in requests} >= {"page", "page_service", "probe"}
    assert {"at", "level", "route", "method", "status", "ms", "request"} <= set(requests[0])
    written = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    for secret in (PERSON, QUESTION, quote(QUESTION), "secret-token", "127.0.0.1"):
        assert secret not in written
    assert not re.search(r"\b[0-9A-Z]{18}\b", written)


def test_an_answer_on_a_kept_connection_does_not_wait_for_an_acknowledgement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nagle's algorithm and a delayed acknowledgement take 40 ms together: connections that are taken go without."""
    monkeypatch.setattr(mount, "write_json_logs", lambda level: None)

    async def begin() -> None:
        async with mount.lifespan(None):
            pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        # in a thread of its own: the browser of other tests may hold this thread's event loop
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(begin())).result()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
