"""The scorecard's page: begin, give points, and two people on one evaluation."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import OPEN, act_as
from dashboard.presentation.language import set_language
from dashboard.settings import PROJECT_DIR
from dashboard.store.evaluations import HandScore
from pages.evaluation import scorecard_sheet
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
