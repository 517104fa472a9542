"""Every page over both snapshots, in both languages, with filters that leave little: no error, no made-up zero."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import formats as fmt
from dashboard.language import set_language
from dashboard.snapshots import PROJECT_DIR
from tests.conftest import ask

PAGES = sorted((PROJECT_DIR / "pages").glob("*/*.py"))
TITLES = {
    "overview": "总览", "measures": "措施项目", "districts": "各区", "clusters": "产业集群", "certificates": "证书与荣誉",
    "pipeline": "办理进度", "funds": "资金", "applications": "申请明细", "organisation": "单位", "honours": "荣誉名录",
    "comparison": "比较", "distribution": "分布", "effect": "成效识别", "scorecard": "绩效评分", "report": "评价报告",
    "findings": "合规核查", "quality": "数据质量", "audit": "审计记录", "methodology": "方法与定义",
}  # fmt: skip


@pytest.fixture(autouse=True)
def data(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(shipped))


def open_page(page: Path, **parameters: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(PROJECT_DIR / "dashboard" / "app.py"), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.switch_page(str(page))
    return app.run()


def text_of(app: AppTest) -> str:
    shown = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.warning, *app.error)
    return "\n".join(str(element.value) for element in shown)


def cards(app: AppTest) -> dict[str, str]:
    """Label and value of every KPI card."""
    text = "".join(element.proto.body for element in app.get("html"))
    return dict(re.findall(r"<h3[^>]*>(.*?)</h3><p class='value'>(.*?)</p>", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("snapshot", ["synthetic", "published"])
def test_pages_open(page: Path, language: str, snapshot: str) -> None:
    app = open_page(page, lang=language, snapshot=snapshot)
    assert not app.exception
    assert not app.error
    assert (app.title[0].value == TITLES[page.stem]) == (language == "zh")
    banner = [element.value for element in app.warning]
    assert (len(banner) == 1) == (snapshot == "synthetic")
    assert f"{snapshot}" in app.main.caption[-1].value
    assert "2026-1" in app.main.caption[-1].value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("filters", [
    {"item": "09-1", "period": "fund_year:2024", "district": "440305"}, {"period": "fund_year:2028"},
    {"item": ["03-1"], "article": ["9"]}, {"date_basis": "paid", "place_basis": "project", "kind": "platform"},
], ids=["few", "future", "contradiction", "bases"])  # fmt: skip
def test_pages_open_with_little_left(page: Path, filters: dict[str, str | list[str]]) -> None:
    app = open_page(page, **filters)
    assert not app.exception
    assert not app.error


def test_honours_only_shows_no_made_up_zero() -> None:
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", snapshot="published", lang="en")
    assert set(cards(app).values()) == {fmt.DASH}
    assert "nothing can be said, not even zero" in text_of(app)


def test_the_page_says_what_the_query_says(shipped: Path) -> None:
    given = {"period": "fund_year:2025", "district": "440305"}
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", lang="zh", **given)
    row = ask("overview/totals", data=shipped, **given).row(0, named=True)
    set_language("zh")
    values = cards(app)
    assert values["申请数"] == fmt.count(row["application_count"])
    assert values["核定金额"] == fmt.money(row["approved_yuan"])
    assert values["获批单位数"] == fmt.count(row["beneficiary_count"])
    assert values["获批率"] == fmt.rate(row["approval_rate"])
    assert f"受理申请{fmt.count(row['application_count'])}件" in text_of(app)


def test_unknown_values_are_named_and_dropped() -> None:
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", district="440399", period="x" * 10_000, colour="red")
    notices = [element.value for element in app.warning]
    assert any("440399" in notice for notice in notices)
    assert any("colour" in notice for notice in notices)
    assert all(len(notice) < 200 for notice in notices)
    assert app.title[0].value == "总览"


def test_an_unknown_snapshot_is_one_clear_message() -> None:
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", snapshot="../../etc")
    assert not app.exception
    assert len(app.error) == 1
    assert "没有名为" in app.error[0].value
    assert not app.title
