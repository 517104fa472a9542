"""Two replicas behind Debian's nginx: sign-in in a real browser, a killed replica, the same page after a reload."""

import json
import signal
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.waiting import click, fill, heading, press, settled, visit
from tests.patience import HANG_SECONDS, LOOK_SECONDS, eventually
from tests.server.city import City, anonymous, city
from tests.snapshot_builder import build

pytestmark = pytest.mark.browser
# requests that are under way all the time, so that some of them meet the kill
MANY = 20
AREAS = ("440304", "440305", "440306")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Official data: six approved and six refused applications in each of three areas, in a folder nobody can write to."""
    data = tmp_path_factory.mktemp("official")
    rows = [
        {
            "applicant": f"{area}{status}{number}",
            "uscc": f"U{area}{status}{number}",
            "status": status,
            "district_registered": area,
            "fund_year": 2025,
            "item_code": "03-1",
            "approved_yuan": 100_000 if status == "paid" else None,
        }
        for area in AREAS
        for status in ("paid", "rejected")
        for number in range(6)
    ]
    build(data, applications=rows, kind="official", name="real")
    for path in [*data.rglob("*"), data]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    with city(data) as found:
        yield found


def sign_in(browser: Browser, running: City, person: str, path: str) -> tuple[BrowserContext, Page]:
    context = visit(browser, ignore_https_errors=True)
    page = context.new_page()
    page.goto(f"{running.url}/{path}")
    heading(page, "尚未获得访问权限")
    click(page.get_by_role("button", name="登录"))
    fill(page.locator("input[name=sub]"), person)
    click(page.get_by_role("button", name="Authorize"))
    # the sign-in leads back to the page that asked for it, with its filters
    page.wait_for_url(f"{running.url}/{path}")
    return context, page


def test_a_reload_after_a_killed_replica_brings_the_same_page_with_the_same_filters(browser: Browser, running: City) -> None:
    context, page = sign_in(browser, running, "zhang", "applications?district=440305&period=fund_year:2025")
    heading(page, "申请明细")
    settled(page)
    expect(page.get_by_text("申请12件")).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    replica = running.replicas[cookies["replica"]["value"]]
    assert cookies["_streamlit_user"]["secure"]
    assert cookies["_streamlit_user"]["httpOnly"]
    answers: list[int] = []
    stop = threading.Event()
    asked = (running, cookies, answers, stop)
    load = [threading.Thread(target=ask_on, args=asked, daemon=True) for _ in range(4)]
    for thread in load:
        thread.start()
    eventually(lambda: len(answers) > MANY, said="answers before the kill")
    replica.process.send_signal(signal.SIGKILL)
    replica.process.wait(timeout=HANG_SECONDS)
    before = len(answers)
    eventually(lambda: len(answers) > before + MANY, said="answers after the kill")
    page.reload()
    heading(page, "申请明细")
    settled(page)
    expect(page.locator(".chips")).to_contain_text("南山区")
    expect(page.get_by_text("申请12件")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"district": ["440305"], "period": ["fund_year:2025"]}
    stop.set()
    for thread in load:
        thread.join(timeout=HANG_SECONDS)
    assert set(answers) == {200}, "no request was lost"
    context.close()


def ask_on(running: City, cookies: dict[str, dict[str, str]], answers: list[int], stop: threading.Event) -> None:
    """Page and API in turn, as the browser's session, until told to stop."""
    kept = {name: cookie["value"] for name, cookie in cookies.items()}
    with httpx.Client(verify=False, timeout=HANG_SECONDS, cookies=kept) as client:
        while not stop.is_set():
            for path in ("overview", "api/v1/query/overview/totals"):
                try:
                    answers.append(client.get(f"{running.url}/{path}").status_code)
                except httpx.HTTPError:
                    answers.append(0)
            stop.wait(LOOK_SECONDS)


def test_an_exported_file_is_for_its_reader_alone_and_stands_in_the_audit(
    browser: Browser, running: City, tmp_path: Path
) -> None:
    context, page = sign_in(browser, running, "li", "applications?district=440305")
    heading(page, "申请明细")
    settled(page)
    expect(page.get_by_text("李四")).to_be_visible()
    click(page.get_by_role("button", name="导出"))
    link = page.get_by_role("link", name="Excel")
    expect(link).to_be_visible()
    address = running.url + str(link.get_attribute("href"))
    with page.expect_download() as download:
        click(link)
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    lot = {cookie["name"]: cookie["value"] for cookie in context.cookies()}["replica"]
    press(page, "Escape")
    click(page.get_by_text("收藏的视图"))
    fill(page.get_by_label("为当前视图命名"), "南山明细")
    click(page.get_by_role("button", name="收藏", exact=True))
    expect(page.get_by_role("link", name="南山明细")).to_have_attribute("href", "/applications?district=440305")
    with anonymous(replica=lot) as nobody:
        assert nobody.get(address).status_code == 401
    other, _page = sign_in(browser, running, "zhang", "overview")
    stolen = {cookie["name"]: cookie["value"] for cookie in other.cookies()} | {"replica": lot}
    with anonymous(**stolen) as thief:
        assert thief.get(address).status_code == 403
    with sqlite3.connect(running.audit) as database:
        entries = database.execute(
            "select identity, role, action, page, row_count from audit_entries where identity = 'li' order by entry_id"
        ).fetchall()
    assert ("li", "district", "seen", "applications", 12) in entries
    assert entries[-1] == ("li", "district", "exported", "applications", 12)
    context.close()
    other.close()
    elsewhere, again = sign_in(browser, running, "li", "overview")
    click(again.get_by_text("收藏的视图"))
    expect(again.get_by_role("link", name="南山明细")).to_be_visible()
    elsewhere.close()


def test_a_person_without_a_role_and_nobody_at_all_see_nothing(browser: Browser, running: City) -> None:
    context, page = sign_in(browser, running, "wang", "overview")
    heading(page, "尚未获得访问权限")
    expect(page.get_by_text("没有分配本系统的角色")).to_be_visible()
    assert context.request.get(f"{running.url}/api/v1/query/overview/totals").status == 401
    context.close()
    with anonymous() as nobody:
        assert nobody.get(f"{running.url}/api/v1/query/overview/totals").status_code == 401
        assert nobody.get(f"{running.url}/metrics").status_code == 404


def test_the_shipped_configuration_speaks_tls_keeps_a_browser_on_a_replica_and_logs_nobody(running: City) -> None:
    with anonymous() as client:
        first = client.get(f"{running.url}/overview?search=secret-question")
        assert first.headers["strict-transport-security"] == "max-age=31536000"
        assert "replica=" in first.headers["set-cookie"]
        assert "replica=" not in client.get(f"{running.url}/overview").headers.get("set-cookie", "")
    lots = set()
    for _ in range(30):
        with anonymous() as client:
            client.get(f"{running.url}/overview")
            lots.add(client.cookies["replica"])
    assert lots == {"a", "b"}
    lines = [json.loads(line) for line in (running.folder / "dashboard.log").read_text(encoding="utf-8").splitlines()]
    assert set(lines[0]) == {"at", "status", "method", "replica", "seconds", "bytes", "request"}
    errors = (running.folder / "dashboard-error.log").read_text(encoding="utf-8")
    assert "secret-question" not in json.dumps(lines) + errors


def test_headers_forged_by_a_browser_or_sent_past_the_proxy_grant_nothing(running: City) -> None:
    forged = {"x-forwarded-user": "admin", "x-forwarded-roles": "quality-admin", "x-forwarded-expires": "9999999999",
              "x-forwarded-for": "127.0.0.1"}  # fmt: skip
    replica = next(one for one in running.replicas.values() if one.process.poll() is None)
    with anonymous() as client:
        assert client.get(f"{running.url}/api/v1/query/overview/totals", headers=forged).status_code == 401
        assert client.get(f"{replica.url}/api/v1/query/overview/totals", headers=forged).status_code == 403
        assert client.get(f"{replica.url}/overview", headers=forged).status_code == 403
        assert client.get(f"{replica.url}/readyz").status_code == 200


def test_without_tls_a_known_name_is_led_to_it_and_no_other_is_led_anywhere(running: City) -> None:
    led = httpx.get(f"{running.plain}/overview?period=term", headers={"host": "localhost"}, timeout=HANG_SECONDS)
    assert (led.status_code, led.headers["location"]) == (301, "https://localhost/overview?period=term")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{running.plain}/overview", headers={"host": "evil.example"}, timeout=HANG_SECONDS)
