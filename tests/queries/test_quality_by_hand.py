"""Figures on the data themselves, worked out by hand on a few rows; counts by conformity, summed and by part."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard.policy import rules_to_frame
from tests.conftest import ask
from tests.snapshot_builder import build

NANSHAN, YANTIAN = "440305", "440308"
PAID = {"status": "paid", "decided_on": date(2025, 8, 1), "granted_on": date(2025, 9, 1), "approved_yuan": 1}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rules = [
        {"item_code": "04-1", "fund_year": "2025", "offered": True},
        {"item_code": "04-1", "fund_year": "2024", "offered": True},
        {"item_code": "04-1", "fund_year": "2023", "offered": True},
        {"item_code": "05-1", "fund_year": "2025", "offered": False},
    ]
    schema = rules_to_frame(()).schema
    build(
        tmp_path,
        applications=[
            {"district_registered": NANSHAN, "size_class": "small", "submitted_on": date(2024, 3, 1), "fund_year": 2024},
            {"district_registered": NANSHAN, "requested_yuan": None, **PAID, "paid_yuan": 1, "paid_on": date(2025, 10, 8)},
            {"district_registered": NANSHAN, **PAID, "paid_yuan": None, "applicant_kind": "other"},
            {"district_registered": None, "submitted_on": date(2025, 7, 1)},
        ],
        awards=[
            {"uscc": "U1", "district_registered": YANTIAN, "awarded_on": date(2025, 1, 10)},
            {"awarded_on": None, "award_year": 2024, "document_no": "文"},
            {"awarded_on": None, "organisation": None, "project_title": "项目", "decision_status": "proposed"},
            {"awarded_on": None},
        ],
        rules=pl.DataFrame([dict.fromkeys(schema) | {"source": "t"} | row for row in rules], schema=schema),
    )
    return tmp_path


def test_completeness_counts_only_cells_that_should_be_filled(data: Path) -> None:
    rows = ask("quality/completeness", data=data)
    cells = {(r["column_name"], r["key"]): (r["filled_count"], r["expected_count"]) for r in rows.iter_rows(named=True)}
    assert cells["requested_yuan", NANSHAN] == (2, 3)
    assert cells["size_class", NANSHAN] == (1, 2)  # an applicant that is no enterprise has no size
    assert cells["paid_on", NANSHAN] == (1, 2)
    assert cells["paid_yuan", NANSHAN] == (1, 2)
    assert cells["district_registered", None] == (0, 1)
    assert ("tier", NANSHAN) not in cells
    assert ("paid_on", None) not in cells
    assert rows["completeness"].is_between(0, 1).all()


def test_completeness_of_honours_takes_a_year_for_a_date(data: Path) -> None:
    rows = ask("quality/award_completeness", data=data).select("column_name", "filled_count", "expected_count").rows()
    assert rows == [
        ("organisation", 3, 4),
        ("uscc", 1, 3),
        ("district_registered", 1, 3),
        ("awarded_on", 2, 3),
        ("source_type", 0, 4),
        ("source_url", 0, 4),
        ("document_no", 1, 4),
    ]


def test_freshness_is_the_latest_day_of_each_stage(data: Path) -> None:
    rows = {row["date_column"]: row for row in ask("quality/freshness", data=data).iter_rows(named=True)}
    assert rows["submitted_on"]["latest_on"] == date(2025, 7, 1)
    assert rows["submitted_on"]["row_count"] == 4
    assert rows["paid_on"]["latest_on"] == date(2025, 10, 8)
    assert rows["paid_on"]["days_before_count"] == 388  # 8 October 2025 to 31 October 2026
    assert rows["reviewed_on"]["latest_on"] is None
    assert rows["awarded_on"]["latest_on"] == date(2025, 1, 10)
    assert rows["awarded_on"]["row_count"] == 1


def test_a_round_without_applications_says_why(data: Path) -> None:
    rows = ask("quality/rounds", data=data)
    rounds = {
        (r["item_code"], r["fund_year"]): (r["reporting_state"], r["application_count"]) for r in rows.iter_rows(named=True)
    }
    assert rounds["03-1", 2025] == ("reported", 3)
    assert rounds["03-1", 2024] == ("reported", 1)
    assert rounds["04-1", 2025] == ("reported", 0)
    assert rounds["04-1", 2023] == ("not_reported", None)  # before the first application that the snapshot covers
    assert rounds["04-1", 2026] == ("not_reported", None)  # after the last one
    assert rounds["05-1", 2025] == ("not_offered", None)
    assert rounds["13-1", 2025] == ("unknown", None)
    assert set(ask("quality/rounds", data=data, item="04-1")["item_code"]) == {"04-1"}


def test_nothing_reported_is_no_zero(tmp_path: Path) -> None:
    build(tmp_path, applications=None, awards=[{}])
    assert ask("quality/completeness", data=tmp_path).is_empty()
    assert set(ask("quality/rounds", data=tmp_path)["reporting_state"]) == {"not_reported"}
    assert ask("quality/rounds", data=tmp_path)["application_count"].null_count() == 27 * 4
    total = ask("conformity/total", data=tmp_path).row(0, named=True)
    assert (total["breach_count"], total["breach_yuan"], total["note_count"]) == (None, None, 0)


@pytest.mark.parametrize("given", [{}, {"period": "fund_year:2025"}, {"district": NANSHAN}, {"article": "3"}])
def test_findings_of_every_part_sum_to_the_whole(given: dict[str, str], shipped: Path) -> None:
    total = ask("conformity/total", data=shipped, **given).row(0, named=True)
    listed = ask("conformity/findings", data=shipped, **given)
    breaches = listed.filter(pl.col("severity") == "breach")
    assert breaches.height == total["breach_count"]
    # no case of the shipped data has two departures, and the tiers of its departures from C03 are all paid too little
    assert breaches["application_id"].is_unique().all()
    too_little = pl.col("rule_code").is_in(["C02", "C03"])
    assert (breaches.filter(too_little)["amount_yuan"].sum() or 0) == total["shortfall_yuan"]
    assert (breaches.filter(~too_little)["amount_yuan"].sum() or 0) == total["breach_yuan"]
    for part in ("by_rule", "by_article", "by_district", "by_month"):
        rows = ask(f"conformity/{part}", data=shipped, **given)
        assert rows["breach_count"].sum() == total["breach_count"]
        money = rows["amount_yuan"] if part != "by_rule" else rows.filter(pl.col("severity") == "breach")["amount_yuan"]
        assert (money.sum() or 0) == total["breach_yuan"]
    if given:
        assert total["breach_count"] <= ask("conformity/total", data=shipped)["breach_count"].item()


@pytest.mark.parametrize("part", ["by_article", "by_district"])
def test_nothing_is_judged_where_applications_are_not_reported(part: str, shipped: Path) -> None:
    rows = ask(f"conformity/{part}", data=shipped, snapshot="published")
    assert rows["note_count"].sum() == ask("conformity/total", data=shipped, snapshot="published")["note_count"].item() > 0
    for name in ("breach_count", "breach_case_count", "to_check_count", "amount_yuan"):
        assert rows[name].is_null().all(), "a zero would say that somebody looked"
