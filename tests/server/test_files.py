"""Files leave through the gated route: to the reader they were offered to, after the audit, and as the page shows them."""

import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.__main__ import main
from dashboard.access import OPEN, Access
from dashboard.errors import ReaderError
from dashboard.presentation.language import set_language
from dashboard.screen import offers
from dashboard.screen.offers import Made, Offer, put
from dashboard.server.files import FILES
from dashboard.settings import PROJECT_DIR
from dashboard.snapshots import open_snapshot
from dashboard.store.audit import recent
from tests.conftest import ask
from tests.server.serving import Served
from tests.store.test_audit import open_page

PROXY = """method = "proxy"
[roles]
leaders = "leader"
evaluators = "evaluator"
[headers]
X-User = "sub"
X-Roles = "roles"
X-Expires = "exp"
"""
EVALUATOR = Access("zhang", "evaluator")


@pytest.fixture(autouse=True)
def own_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path}/audit.sqlite")


@pytest.fixture
def signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., httpx.Response]:
    """A request of somebody, as the proxy in front would send it."""
    (tmp_path / "access.toml").write_text(PROXY, encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(tmp_path / "access.toml"))
    client = TestClient(Starlette(routes=FILES))

    def get(token: str, *, user: str = "", role: str = "evaluators", expires: float = 60) -> httpx.Response:
        headers = {"X-User": user, "X-Roles": role, "X-Expires": str(time.time() + expires)} if user else {}
        return client.get(f"/files/{token}/file.csv", headers=headers)

    return get


def offer(
    shipped: Path,
    *,
    access: Access = EVALUATOR,
    make: Callable[[], Made] | None = None,
    key: str = "k",
    session: str = "s",
) -> str:
    made = Made("姓名\n甲\n".encode(), {"applications": 1})
    return put(
        Offer(
            access,
            "申请明细",
            {"district": ["440305"]},
            open_snapshot(data=shipped),
            '申请 明细".csv',
            "text/csv",
            make or (lambda: made),
        ),
        session=session,
        key=key,
    )


def test_the_file_goes_to_its_reader_and_to_nobody_else(shipped: Path, signed_in: Callable[..., httpx.Response]) -> None:
    token = offer(shipped)
    assert len(token) >= 32
    got = signed_in(token, user="zhang")
    assert (got.status_code, got.text) == (200, "姓名\n甲\n")
    assert got.headers["content-disposition"] == (
        "attachment; filename*=utf-8''%E7%94%B3%E8%AF%B7%20%E6%98%8E%E7%BB%86%22.csv"
    )
    assert got.headers["cache-control"] == "no-store"
    assert signed_in(token).status_code == 401
    assert signed_in(token, user="li").status_code == 403
    assert signed_in(token, user="zhang", role="leaders").status_code == 403, "whose role changed exports anew"
    assert signed_in(token, user="zhang", expires=-1).status_code == 401
    assert signed_in(token[:-1] + "x", user="zhang").status_code == 404
    entries = recent()[0]
    assert entries["identity"].to_list() == ["zhang"], "only what left is noted"
    assert (entries["action"][0], entries["page"][0], entries["row_count"][0]) == ("exported", "申请明细", 1)


def test_without_the_audit_no_row_leaves_and_the_reader_is_told(
    shipped: Path, signed_in: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    token, figures = offer(shipped), offer(shipped, make=lambda: Made(b"total\n5\n", {}), key="figures")
    monkeypatch.setenv("DASHBOARD_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    stopped = signed_in(token, user="zhang")
    assert stopped.status_code == 503
    assert "明细暂不能查看或导出" in stopped.text
    assert "甲" not in stopped.text
    assert "attachment" not in stopped.headers.get("content-disposition", "")
    assert signed_in(figures, user="zhang").status_code == 200, "figures without rows go on"


def test_a_file_that_cannot_be_made_is_a_sentence_and_no_file(
    shipped: Path, signed_in: Callable[..., httpx.Response]
) -> None:
    def fail() -> Made:
        raise ReaderError("行数太多<b>。", "Too many rows.")

    answer = signed_in(offer(shipped, make=fail), user="zhang")
    assert answer.status_code == 400
    assert "行数太多&lt;b&gt;。" in answer.text
    assert recent()[1] == 0


def test_a_place_of_an_open_page_keeps_its_address_and_holds_its_latest_file(shipped: Path) -> None:
    first, again, other = offer(shipped), offer(shipped), offer(shipped, key="other place")
    assert first == again != other


def test_no_number_of_pages_that_others_open_takes_a_file_away(
    shipped: Path, signed_in: Callable[..., httpx.Response]
) -> None:
    token = offer(shipped)
    for page in range(600):
        for place in range(8):
            offer(shipped, access=Access("li", "evaluator"), key=f"{place}", session=f"of li {page}")
    assert signed_in(token, user="zhang").status_code == 200


def test_pages_that_are_closed_make_room_for_those_that_are_open(
    shipped: Path, signed_in: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "_is_open", lambda session: session == "open")
    token = offer(shipped, session="open")
    for page in range(600):
        for place in range(8):
            offer(shipped, key=f"{place}", session=f"closed {page}")
    assert signed_in(token, user="zhang").status_code == 200


def test_no_page_uses_the_media_addresses_for_files() -> None:
    written = [path for folder in ("dashboard", "pages") for path in (PROJECT_DIR / folder).rglob("*.py")]
    assert [path.name for path in written if "st.download_button" in path.read_text(encoding="utf-8")] == []


def exported(name: str, **parameters: str) -> tuple[dict[str, str], list[list[Any]]]:
    """KPI cards of a page, and its workbook's largest sheet as it would leave."""
    from tests.pages.test_pages import cards

    # pages that other tests opened in this process have offers of their own
    offers._shares.clear()
    app = open_page(name, lang="zh", **parameters)
    assert not app.exception
    shares = offers._shares.values()
    (token,) = [found["export_xlsx_"] for share in shares for found in share.tokens.values() if "export_xlsx_" in found]
    offer = offers.find_offer(token)
    assert offer is not None
    made = offer.make()
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.content))
    sheets = [book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names]
    return cards(app), max(sheets, key=lambda sheet: len(sheet[0]))


@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["fund_year:2024", "fund_year:2025", "term", "2024-02-29..2025-06-19"]),
    st.sampled_from(["440305", "440306", "440309"]),
)
def test_page_export_command_line_and_api_say_the_same_figure(
    server: Served, shipped: Path, capsys: pytest.CaptureFixture[str], period: str, district: str
) -> None:
    given = {"period": period, "district": district}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DASHBOARD_DATA", str(shipped))
        cards, _sheet = exported("overview/overview", **given)
        _cards, measures = exported("uptake/measures", **given)
    expected = ask("overview/totals", data=shipped, **given).row(0, named=True)
    answer = server.get("/api/v1/query/overview/totals", params=given).json()["rows"][0]
    assert (
        main(
            [
                "--data",
                str(shipped),
                "query",
                "overview/totals",
                *(f"--{name}={value}" for name, value in given.items()),
                "--format",
                "json",
            ]
        )
        == 0
    )
    printed = json.loads(capsys.readouterr().out)[0]
    assert answer == printed
    assert answer["application_count"] == expected["application_count"]
    set_language("zh")
    assert cards["申请数"] == f"{answer['application_count']:,}"
    assert cards["获批单位数"] == f"{answer['beneficiary_count']:,}"
    counts = server.get("/api/v1/query/uptake/by_item", params=given).json()["rows"]
    head = measures[0]
    by_item = {str(row[0]): row[head.index("申请数")] for row in measures[1:]}
    for row in counts:
        shown = next(value for name, value in by_item.items() if str(name).startswith(row["item_code"]))
        assert (shown or 0) == (row["application_count"] or 0)


def test_nobody_signed_in_means_this_machine_only(shipped: Path) -> None:
    client = TestClient(Starlette(routes=FILES), client=("127.0.0.1", 1))
    token = offer(shipped, access=OPEN, key="open")
    assert client.get(f"/files/{token}/file.csv").status_code == 200
    elsewhere = TestClient(Starlette(routes=FILES), client=("10.1.2.3", 1))
    assert elsewhere.get(f"/files/{token}/file.csv").status_code == 401
