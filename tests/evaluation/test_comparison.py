"""Two sides: how they are read from the address, what is compared and what is left unsaid."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import PUBLIC, act_as
from dashboard.evaluation.contrasts import ORDER, Side, contrast
from dashboard.policy import load_registry
from dashboard.presentation.language import set_language
from dashboard.questions.filters import read_filters
from dashboard.questions.sides import Sides, covered_days, denominator, read_sides
from dashboard.snapshots import open_snapshot
from pages.evaluation import comparison_figures, distribution_charts
from tests.conftest import ask
from tests.snapshot_builder import build

REGISTRY = load_registry()


def sides(data: Path, shared: dict[str, list[str]] | None = None, **given: str) -> tuple[Sides, tuple[Any, ...]]:
    filters, notices = read_filters(shared or {}, snapshot=open_snapshot(None, data=data), registry=REGISTRY)
    assert not notices
    return read_sides({name: [value] for name, value in given.items()}, filters=filters, registry=REGISTRY)


def totals(**values: Any) -> dict[str, Any]:
    names = {
        "application_count", "approved_count", "beneficiary_count", "first_time_beneficiary_count", "decided_count",
        "ageing_over_60_count", "award_count", "claimed_count", "claimable_count", "approved_yuan", "paid_yuan",
        "payment_rate", "cap_use", "approval_rate", "claim_rate",
    }  # fmt: skip
    return dict.fromkeys(names) | values


def side(**values: Any) -> Side:
    return Side(totals(**values), {"days_30": 12.0, "per_10k": None}, {})


def test_what_is_compared_when_the_address_does_not_say(shipped: Path) -> None:
    usual, _ = sides(shipped)
    assert (usual.a.period.text, usual.b.period.text) == ("fund_year:2025", "fund_year:2024")
    running, _ = sides(shipped, {"period": ["fund_year:2026"]})
    # the year is not over on 31 October 2026: the earlier one is cut at the same point
    assert (running.b.period.text, running.b.cut_on) == ("fund_year:2025", date(2025, 10, 31))
    assert covered_days(running.a) == covered_days(running.b) == 304
    own, _ = sides(shipped, {"district": ["440305"], "period": ["year:2025"]})
    assert own.differs_by == ("district",)
    assert len(own.b.district) == 10
    assert "440305" not in own.b.district
    assert not own.overlaps


def test_side_b_starts_from_side_a_and_side_a_from_the_filters(shipped: Path) -> None:
    found, notices = sides(
        shipped,
        {"item": ["03-1"], "period": ["fund_year:2025"]},
        a_size="small",
        b_size="large",
        b_item="all",
    )
    assert not notices
    assert (found.a.item, found.a.size) == (("03-1",), ("small",))
    assert (found.b.item, found.b.size, found.b.period.text) == ((), ("large",), "fund_year:2025")
    assert found.differs_by == ("item", "size")
    assert not found.overlaps
    city, _ = sides(shipped, {"district": ["440305"]}, b_district="all")
    assert city.overlaps, "a district is part of the city"
    _, notices = sides(shipped, b_district="440399")
    assert [notice.name for notice in notices] == ["b_district"]
    _, notices = sides(shipped, b_period="before")
    assert [notice.name for notice in notices] == ["b_period"], "the whole term has no year before it"


def test_denominators_of_a_side(shipped: Path) -> None:
    counts = {entry.district_code: entry.count for entry in REGISTRY.denominators}
    own, _ = sides(shipped, {"district": ["440305"]})
    assert denominator(own.a, registry=REGISTRY) == counts["440305"]
    assert denominator(own.b, registry=REGISTRY) == sum(counts.values()) - counts["440305"]
    unknown, _ = sides(shipped, b_district="unknown")
    assert denominator(unknown.b, registry=REGISTRY) is None


def test_few_cases_carry_counts_and_nothing_else() -> None:
    few = contrast("application_count", side(application_count=4), side(application_count=90))
    assert (few.a.part, few.difference, few.ratio, few.remark) == (4, None, None, "few")
    rate = contrast(
        "approval_rate",
        side(approved_count=3, decided_count=4, approval_rate=0.75),
        side(approved_count=3, decided_count=5, approval_rate=0.6),
    )
    assert (rate.a.value, rate.remark) == (None, "few")
    assert (rate.a.part, rate.a.whole) == (3, 4)
    money = contrast(
        "payment_rate",
        side(payment_rate=1.0, approved_count=2),
        side(payment_rate=0.5, approved_count=40),
    )
    assert (money.a.value, money.difference, money.remark) == (None, None, "few")


def test_what_a_side_cannot_give_is_never_zero() -> None:
    for figure in ORDER:
        found = contrast(figure, side(), side(application_count=50, approved_count=30, beneficiary_count=20))
        assert (found.a.value, found.difference, found.ratio, found.remark) == (None, None, None, "not_available"), figure
    # the query withholds the rate (by date of payment); its counts must not bring it back
    withheld = side(approved_count=30, decided_count=40)
    assert contrast("approval_rate", withheld, withheld).a.value is None


def test_sums_have_no_interval_and_no_ratio_to_zero() -> None:
    sums = contrast("approved_yuan", side(approved_yuan=200, approved_count=9), side(approved_yuan=100, approved_count=9))
    assert sums.ratio is not None
    assert (sums.ratio.value, sums.ratio.low, sums.remark) == (2, None, "no_interval")
    assert (
        contrast("paid_yuan", side(paid_yuan=5, approved_count=9), side(paid_yuan=0, approved_count=9)).remark == "no_base"
    )


def test_the_page_compares_what_the_queries_say(shipped: Path) -> None:
    found, _ = sides(shipped, {"period": ["fund_year:2025"]}, b_period="fund_year:2024")
    a, b = (comparison_figures.ask(side, registry=REGISTRY) for side in (found.a, found.b))
    rows = {entry.figure: entry for entry in comparison_figures.contrast(a, b)}
    for entry, year in (("a", 2025), ("b", 2024)):
        row = ask("overview/totals", data=shipped, period=f"fund_year:{year}").row(0, named=True)
        assert getattr(rows["application_count"], entry).part == row["application_count"]
        assert getattr(rows["days_to_decision"], entry).value.value == row["days_to_decision"]
        assert getattr(rows["days_to_payment"], entry).value.value == row["days_to_payment"]
        assert getattr(rows["approval_rate"], entry).value.value == pytest.approx(row["approval_rate"], rel=1e-12)
        assert getattr(rows["approval_rate"], entry).value.low == pytest.approx(row["approval_rate_low"], rel=1e-9)


def test_panels_share_their_months_and_leave_out_what_is_not_covered(tmp_path: Path) -> None:
    set_language("en")
    build(
        tmp_path,
        applications=[
            {"submitted_on": date(2026, 3, 2), "fund_year": 2026, "district_registered": "440305"},
            {"submitted_on": date(2025, 3, 2), "fund_year": 2025, "district_registered": "440305"},
            {"submitted_on": date(2025, 4, 2), "fund_year": 2025, "district_registered": None},
        ],
    )
    found, _ = sides(tmp_path, {"period": ["fund_year:2026"]}, b_period="fund_year:2025")
    panels, left_out = comparison_figures.panels(found, ("2026", "2025"), dimension="district", registry=REGISTRY)
    assert left_out == 0
    assert [panel.total for panel in panels] == ["1 : 1", "0 : 1"]
    current, earlier = panels[0].lines
    assert current.y[:4] == [0, 0, 1, 0]
    assert current.y[10:] == [None, None], "November and December are after the as-of date"
    assert earlier.y[10:] == [0, 0]
    assert len(current.x) == len(earlier.x) == 12


def test_a_reader_of_approved_cases_gets_no_figure_that_needs_the_others(shipped: Path) -> None:
    set_language("en")
    found, _ = sides(shipped, {"period": ["fund_year:2025"], "kind": ["enterprise"]}, b_period="fund_year:2024")
    with act_as(PUBLIC):
        a, b = (comparison_figures.ask(side, registry=REGISTRY) for side in (found.a, found.b))
        rows = {entry.figure: entry for entry in comparison_figures.contrast(a, b)}
        assert {"application_count", "approval_rate", "days_to_decision"}.isdisjoint(rows)
        assert rows["approved_count"].ratio is not None
        words = comparison_figures.sentence(list(rows.values()), a, b, ("2025", "2024")), comparison_figures.used(a, b)
        panels, _ = comparison_figures.panels(found, ("2025", "2024"), dimension="district", registry=REGISTRY)
        curves = distribution_charts.curves(found.a)
    whole = ask("overview/totals", data=shipped, period="fund_year:2025", kind="enterprise").row(0, named=True)
    assert f"{whole['approved_count']:,}" in words[0]
    assert "approved cases used" in words[1]
    totals = [int(panel.total.split(" : ")[0].replace(",", "")) for panel in panels]
    assert sum(totals) == whole["approved_count"]
    assert list(curves) == ["beneficiaries"]
