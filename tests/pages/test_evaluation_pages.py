"""The evaluation pages as a reader uses them: the address holds both sides, the design and the indicator."""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from dashboard.presentation.language import set_language
from dashboard.settings import PROJECT_DIR
from tests.pages.test_pages import cards, open_page, text_of

PAGES = PROJECT_DIR / "pages" / "evaluation"


@pytest.fixture(autouse=True)
def in_english(on_shipped: Path) -> Iterator[None]:
    # the names of options are made again in the test's own thread
    set_language("en")
    yield
    set_language("zh")


def test_a_link_holds_both_sides_and_a_choice_is_written_to_it() -> None:
    sides = {"a_period": "fund_year:2025", "b_period": "fund_year:2024", "b_size": "small"}
    app = open_page(PAGES / "comparison.py", lang="en", **sides)
    assert not app.exception
    assert not any("unknown parameter" in warning.value for warning in app.warning)
    assert "Fund year 2025 · all sizes against Fund year 2024 · Small" in text_of(app)
    assert app.multiselect(key="side_b_size").value == ["small"]
    app.multiselect(key="side_b_district").set_value(["440305"]).run()
    assert not app.exception
    assert app.query_params["b_district"] == "440305"
    assert app.query_params["b_size"] == "small", "the rest of the state stays"
    assert app.query_params["a_period"] == "fund_year:2025"


def test_a_side_that_does_not_exist_is_named_and_dropped() -> None:
    app = open_page(PAGES / "comparison.py", lang="en", b_district="440399")
    # names are shown as they are: Markdown sees their underscores escaped
    shown = [warning.value.replace("\\", "") for warning in app.warning]
    assert any("b_district" in text and "440399" in text for text in shown)
    assert not app.exception


def test_the_design_of_the_address_is_estimated_or_refused(shipped: Path) -> None:
    app = open_page(PAGES / "effect.py", lang="en", design="score_cutoff")
    assert app.selectbox(key="effect_design").value == "score_cutoff"
    assert "20 on each are needed" in text_of(app)
    app.selectbox(key="effect_design").set_value("staggered").run()
    assert not app.exception
    assert app.query_params["design"] == "staggered"
    assert "If its assumptions hold" in text_of(app)


def test_without_outcomes_the_designs_are_listed_and_nothing_is_estimated() -> None:
    app = open_page(PAGES / "effect.py", lang="en", snapshot="published")
    assert not app.exception
    assert "reports no outcomes" in text_of(app)
    assert "Assumes" in text_of(app)


def test_a_few_beneficiaries_are_no_distribution(shipped: Path) -> None:
    cases = pl.read_parquet(shipped / "snapshots/synthetic/applications.parquet").filter(
        pl.col("status") == "paid", pl.col("fund_year") == 2025, pl.col("district_registered").is_not_null()
    )
    few = cases.group_by("item_code", "district_registered").agg(pl.col("uscc").n_unique()).filter(pl.col("uscc") == 3)
    item, district, _count = few.sort("item_code", "district_registered").row(0)
    app = open_page(PAGES / "distribution.py", lang="en", period="fund_year:2025", item=item, district=district)
    assert not app.exception
    text = text_of(app)
    assert "too few for a picture of the distribution" in text
    assert any("are no distribution" in entry.value for entry in app.info)
    written = "".join(element.proto.body for element in app.get("html"))
    values = dict(re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>", written))
    assert values["Gini coefficient"] == values["Share of the ten largest"] == "–"
    assert int(values["Beneficiaries"]) <= 10


def test_a_scorecard_without_any_figure_gives_no_zero() -> None:
    app = open_page(PAGES / "scorecard.py", lang="en", snapshot="published")
    assert not app.exception
    assert cards(app)["Points given"] == "–"
