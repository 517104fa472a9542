"""The foot of every page and the changes on the cards: what changed, the next window, 同比 and 环比 with their reasons."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.policy import load_registry, rules_to_frame
from dashboard.presentation.language import set_language
from dashboard.questions.comparison import Compared
from dashboard.questions.filters import read_filters
from dashboard.screen import foot
from dashboard.snapshots import open_snapshot
from pages.overview import overview_kpis
from tests.snapshot_builder import build

REGISTRY = load_registry()


@pytest.fixture(autouse=True)
def chinese() -> None:
    set_language("zh")


def a_snapshot(data: Path, name: str, *, as_of: date, cases: int) -> None:
    build(data, name=name, as_of=as_of, applications=[{"application_id": f"A{n}"} for n in range(cases)], awards=[])


def test_the_foot_says_what_changed_since_the_snapshot_before(tmp_path: Path) -> None:
    a_snapshot(tmp_path, "first", as_of=date(2026, 9, 30), cases=3)
    a_snapshot(tmp_path, "second", as_of=date(2026, 10, 31), cases=5)
    second = open_snapshot("second", data=tmp_path)
    said = foot.changes(second, data=tmp_path)
    assert "first" in said
    assert "2026-09-30" in said
    assert "+2" in said
    assert foot.changes(open_snapshot("first", data=tmp_path), data=tmp_path) == "没有更早的同类快照可比较"


def test_the_foot_names_the_window_that_is_open_or_comes_next(tmp_path: Path) -> None:
    rules = [
        rule.model_copy(update={"window_start": start, "window_end": end, "fund_year": "2027", "item_code": item})
        for rule in REGISTRY.rules[:1]
        for item, start, end in (
            ("03-1", date(2026, 12, 1), date(2026, 12, 31)),
            ("04-1", date(2027, 3, 1), date(2027, 4, 1)),
        )
    ]
    build(tmp_path, name="s", as_of=date(2026, 10, 31), applications=[{}], awards=[], rules=rules_to_frame(rules))
    filters, _notices = read_filters({}, snapshot=open_snapshot("s", data=tmp_path), registry=REGISTRY)
    said = foot.next_window(filters, registry=REGISTRY)
    assert "2026-12-01" in said
    assert "2026-12-31" in said
    assert "03-1" in said
    assert "2027-03-01" not in said


def row(**figures: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        (
            *overview_kpis.FIGURES,
            *overview_kpis.CASES.values(),
            "open_count",
            "withdrawn_count",
            "applicant_count",
            "envelope_use",
            "payment_rate",
            "first_time_beneficiary_count",
            "missing_paid_count",
            "claimed_count",
            "days_to_decision_p90",
            "days_to_decision_case_count",
        ),
        0,
    )
    return empty | {"envelope_use": None, "reporting_state": "reported", "claim_rate": None} | figures


def changes(now: dict[str, Any], earlier: Compared, before: Compared | None) -> dict[str, str]:
    months = pl.DataFrame({"month": []}, schema={"month": pl.String})
    months = months.with_columns(
        *(pl.lit(None).alias(name) for name in {*overview_kpis.FIGURES, *overview_kpis.CASES.values()})
    )
    cards = overview_kpis.overview_cards(
        now,
        earlier=earlier,
        before=before,
        months=months,
        findings={"breach_count": 0, "breach_yuan": 0},
        no_awards="",
        behind={},
    )
    return dict(zip(overview_kpis.FIGURES, (card.change for card in cards), strict=True))


def test_a_change_has_direction_and_the_earlier_figure_and_few_cases_have_the_figure_alone() -> None:
    past = Compared(
        row(application_count=50, approved_count=3, decided_count=4, approval_rate=0.75, beneficiary_count=20), ""
    )
    said = changes(
        row(application_count=60, approved_count=30, decided_count=40, approval_rate=0.75, beneficiary_count=20), past, past
    )
    assert said["application_count"] == "同比 ↑ +20.0%（上期 50） · 环比 ↑ +20.0%（上期 50）"
    assert "%" not in said["approval_rate"], "on fewer than five earlier cases there is no per cent"
    assert "3/4" in said["approval_rate"]
    assert said["ageing_over_60_count"] == ""


def test_where_there_is_no_comparison_the_reason_is_said_once() -> None:
    none = Compared(None, "whole_term")
    assert set(changes(row(application_count=60), none, None).values()) == {""}
    note = overview_kpis.comparison_note(none, None, running=False)
    assert note.startswith("同比：")
