"""The page of the report: one button, three files, and what the report found."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import PROJECT_DIR
from tests.pages.test_pages import open_page, text_of

PAGE = PROJECT_DIR / "pages/evaluation/report.py"


@pytest.fixture(autouse=True)
def data(on_shipped: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path / 'kept.sqlite'}")
    return on_shipped


def built(**parameters: str) -> AppTest:
    app = open_page(PAGE, lang="zh", **parameters)
    assert "本报告不能说明的事项" not in text_of(app)
    next(button for button in app.button if button.key == "report_build").click()
    return app.run()


def test_one_button_builds_three_files() -> None:
    app = built(period="fund_year:2025", district="440305")
    assert not app.exception
    assert not app.error
    text = text_of(app)
    assert "本报告不能说明的事项" in text
    assert "数据反映的问题" in text


def test_honours_only_says_what_it_cannot() -> None:
    assert "快照不含申报数据" in text_of(built(snapshot="published"))


def test_while_the_database_is_away_the_report_of_the_figures_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    app = built(period="fund_year:2025", district="440306")
    assert not app.exception
    assert any("评价数据库暂时无法访问" in warning.value for warning in app.warning)
    assert "数据反映的问题" in text_of(app)
