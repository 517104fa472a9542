"""The scorecard's page: begin, give points, and two people on one evaluation."""

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import OPEN, Access, act_as
from dashboard.presentation.language import set_language
from dashboard.server.mount import handle_script_error
from dashboard.settings import PROJECT_DIR
from dashboard.store.database import DatabaseError, unavailable
from dashboard.store.evaluations import Content, HandScore
from pages.evaluation import scorecard_editor, scorecard_sheet
from tests.pages.test_pages import cards, open_page

PAGE = PROJECT_DIR / "pages/evaluation/scorecard.py"
YEAR = {"period": "fund_year:2025"}


@pytest.fixture(autouse=True)
def data(on_shipped: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path / 'kept.sqlite'}")
    # labels of widgets are formatted again on this side of the test
    set_language("en")
    with act_as(OPEN):
        yield on_shipped
    set_language("zh")


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def parameter(app: AppTest, name: str) -> str:
    """The last value of a parameter: what a page sets arrives as a list, what is loaded as text."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[-1]


def begun() -> AppTest:
    app = open_page(PAGE, lang="en", **YEAR)
    app.text_input(key="scorecard_name").input("Year 2025")
    app.text_input(key="scorecard_author").input("A")
    return press(app, "Begin")


def test_begin_and_give_points(data: Path) -> None:
    app = begun()
    assert not app.exception
    assert parameter(app, "evaluation") == "1:1"
    before = cards(app)
    app.text_input(key="scorecard_author").input("A")
    app.number_input(key="points_1_1_A11").set_value(2.5)
    press(app, "Keep the points")
    assert [error.value for error in app.error] == ["Points and a reason are needed."]
    app.text_area(key="reason_1_1_A11").input("approval on file")
    press(app, "Keep the points")
    assert not app.error
    assert parameter(app, "evaluation") == "1:2"
    after = cards(app)
    assert Decimal(after["Points given"]) - Decimal(before["Points given"]) == Decimal("2.5")
    assert Decimal(before["Points open"]) - Decimal(after["Points open"]) == 3
    assert after["Grade"] == "Undecided"


def test_two_people_never_overwrite_each_other_in_silence(data: Path) -> None:
    app = begun()
    kept = scorecard_sheet.store(data)
    theirs = HandScore(points=Decimal(1), reason="no decree found")
    kept.save(1, base=1, content=kept.get(1).content.changed(scores={"A11": theirs}), author="B")
    app.text_input(key="scorecard_author").input("A")
    app.number_input(key="points_1_1_A11").set_value(3.0)
    app.text_area(key="reason_1_1_A11").input("decree 12")
    press(app, "Keep the points")
    assert "B saved version 2 while you were editing" in app.error[0].value
    conflict = next(frame.value for frame in app.dataframe if "Yours" in frame.value.columns)
    assert conflict.iloc[0][["Stored now", "Yours"]].tolist() == ["1 · no decree found", "3 · decree 12"]
    assert kept.get(1).content.scores["A11"] == theirs
    press(app, "Keep mine on top of version 2")
    assert kept.get(1).latest == 3
    assert kept.get(1).content.scores["A11"].reason == "decree 12"
    assert parameter(app, "evaluation") == "1:3"


def test_other_filters_cannot_change_an_evaluation(data: Path) -> None:
    begun()
    app = open_page(PAGE, lang="en", evaluation="1:1")
    assert any("cannot be kept" in warning.value for warning in app.warning)
    assert "Keep the points" not in [button.label for button in app.button]
    press(app, "Back to the filters of the evaluation")
    assert parameter(app, "period") == "fund_year:2025"


def test_an_unknown_evaluation_is_one_message() -> None:
    app = open_page(PAGE, lang="en", evaluation="77:1")
    assert not app.exception
    assert "no evaluation 77" in app.error[0].value


AWAY = "postgresql+psycopg://nobody@127.0.0.1:1/none"


def test_while_the_database_is_away_the_figures_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cards(open_page(PAGE, lang="en", **YEAR))
    monkeypatch.setenv("DASHBOARD_DATABASE", AWAY)
    app = open_page(PAGE, lang="en", evaluation="1:1", **YEAR)
    assert not app.exception
    assert not app.error
    assert any("figures go on" in warning.value for warning in app.warning)
    assert cards(app) == before


def test_a_database_that_goes_while_it_is_used_is_a_sentence(data: Path, tmp_path: Path) -> None:
    begun()
    with sqlite3.connect(tmp_path / "kept.sqlite") as connection:
        connection.execute("drop table evaluation_versions")
    kept = scorecard_sheet.store(data)
    content = Content()
    for use in (
        lambda: kept.get(1),
        kept.listed,
        lambda: kept.history(1),
        lambda: kept.save(1, base=1, content=content, author="A"),
        lambda: kept.create(name="B", author="A", snapshot="s", snapshot_version="v", parameters={}, content=content),
    ):
        with pytest.raises(DatabaseError, match="database cannot be used"):
            use()
    app = open_page(PAGE, lang="en", evaluation="1:1", **YEAR)
    assert not app.exception
    assert any("database cannot be used" in error.value for error in app.error)


def test_an_error_of_a_button_is_its_own_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("dashboard.server.mount.st.error", lambda text, **_options: said.append(text))
    assert handle_script_error(unavailable())
    assert "audit" in said[0]


def test_the_author_is_the_account_whatever_name_it_bears() -> None:
    with act_as(Access("li@bureau", "evaluator", name="王局长")):
        assert scorecard_editor.author() == "li@bureau"
