"""Distribution: hand-worked cases, and the shipped data against an independent implementation to 1e-9."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.evaluation.spread import add_chance, draw_chance_limit
from dashboard.policy import load_registry
from tests.conftest import ask
from tests.snapshot_builder import build

PAID = {"status": "paid", "decided_on": date(2025, 6, 30), "paid_on": date(2025, 7, 14)}
APPROVED = ["approved", "publicised", "granted", "paid", "revoked"]


def paid(uscc: str, yuan: float | None, **more: Any) -> dict[str, Any]:
    return PAID | {"uscc": uscc, "approved_yuan": yuan, "paid_yuan": yuan} | more


def gini_by_differences(amounts: np.ndarray) -> float:
    """Half the relative mean absolute difference over all pairs, without any sorting."""
    return float(np.abs(amounts[:, None] - amounts[None, :]).mean() / (2 * amounts.mean()))


def money_of(applications: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Approved money of beneficiaries, and of all applicants with zeros."""
    is_approved = pl.col("status").is_in(APPROVED)
    money = pl.col("approved_yuan").filter(is_approved).cast(pl.Float64).sum()
    rows = applications.group_by("uscc").agg(money=money, approved=is_approved.any())
    return rows.filter("approved")["money"].to_numpy(), rows["money"].to_numpy()


def test_concentration_by_hand(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            paid("U1", 10_000),
            paid("U1", 20_000),
            paid("U2", 10_000),
            paid("U3", 20_000),
            {"uscc": "U4", "status": "rejected"},  # an applicant with nothing
            paid("U5", None),  # approved without an amount: in no figure, but counted
        ],
    )
    row = ask("evaluation/concentration", data=tmp_path).row(0, named=True)
    assert (row["beneficiary_count"], row["applicant_count"], row["missing_beneficiary_count"]) == (3, 4, 1)
    assert (row["approved_yuan"], row["median_yuan"], row["largest_yuan"]) == (60_000, 20_000, 30_000)
    # 1, 2, 3 parts: mean absolute difference 8/9 of a part, mean 2 parts: 8 / 9 / 4
    assert row["gini"] == pytest.approx(2 / 9, abs=1e-12)
    # 0, 1, 2, 3: mean absolute difference 20 / 16, mean 1.5: 1.25 / 3
    assert row["gini_applicants"] == pytest.approx(1.25 / 3, abs=1e-12)
    assert row["herfindahl"] == pytest.approx((1 + 4 + 9) / 36, abs=1e-12)
    assert row["top10_share"] == 1.0
    curve = ask("evaluation/lorenz", data=tmp_path)
    assert curve["organisation_share"].to_list() == pytest.approx([1 / 3, 2 / 3, 1])
    assert curve["money_share"].to_list() == pytest.approx([1 / 6, 3 / 6, 1])
    # U4 has nothing and comes first; U5, whose amount nobody knows, is in neither curve
    curve = ask("evaluation/lorenz_applicants", data=tmp_path)
    assert curve["organisation_share"].to_list() == pytest.approx([1 / 4, 2 / 4, 3 / 4, 1])
    assert curve["money_share"].to_list() == pytest.approx([0, 1 / 6, 3 / 6, 1])


def test_shipped_data_agree_with_independent_statistics(shipped: Path) -> None:
    applications = pl.read_parquet(shipped / "snapshots" / "synthetic" / "applications.parquet")
    own, every = money_of(applications)
    row = ask("evaluation/concentration", data=shipped).row(0, named=True)
    assert row["gini"] == pytest.approx(gini_by_differences(own), rel=1e-9)
    assert row["gini_applicants"] == pytest.approx(gini_by_differences(every), rel=1e-9)
    assert row["herfindahl"] == pytest.approx(float(((own / own.sum()) ** 2).sum()), rel=1e-9)
    assert row["top10_share"] == pytest.approx(float(np.sort(own)[-10:].sum() / own.sum()), rel=1e-9)
    # twice the area between the diagonal and the curve, by the trapezoidal rule, up to the width of a per cent
    curve = ask("evaluation/lorenz", data=shipped)
    x, y = [0, *curve["organisation_share"]], [0, *curve["money_share"]]
    assert 1 - 2 * np.trapezoid(y, x) == pytest.approx(row["gini"], abs=2e-3)
    assert curve.height == 100
    curve = ask("evaluation/lorenz_applicants", data=shipped)
    x, y = [0, *curve["organisation_share"]], [0, *curve["money_share"]]
    assert 1 - 2 * np.trapezoid(y, x) == pytest.approx(row["gini_applicants"], abs=2e-3)


def test_every_point_of_both_curves_agrees(shipped: Path) -> None:
    applications = pl.read_parquet(shipped / "snapshots" / "synthetic" / "applications.parquet")
    for name, money in zip(("lorenz", "lorenz_applicants"), money_of(applications), strict=True):
        ordered = np.sort(money)
        for count, organisations, share in (
            ask(f"evaluation/{name}", data=shipped)
            .select("organisation_count", "organisation_share", "money_share")
            .iter_rows()
        ):
            assert organisations == pytest.approx(count / len(ordered), rel=1e-9)
            assert share == pytest.approx(float(ordered[:count].sum() / ordered.sum()), rel=1e-9, abs=1e-12)


def test_amounts_sizes_and_years_of_the_shipped_data_agree(shipped: Path) -> None:
    applications = pl.read_parquet(shipped / "snapshots" / "synthetic" / "applications.parquet")
    own, _ = money_of(applications)
    row = ask("evaluation/concentration", data=shipped).row(0, named=True)
    middle = (float(np.median(own)), float(own.mean()), float(own.max()))
    assert (float(row["median_yuan"]), float(row["mean_yuan"]), float(row["largest_yuan"])) == pytest.approx(
        middle, rel=1e-9
    )
    approved = applications.filter(pl.col("status").is_in(APPROVED))
    money = dict.fromkeys(("large", "medium", "small", "micro", None), 0.0)
    for size, yuan in approved.select("size_class", pl.col("approved_yuan").cast(pl.Float64)).iter_rows():
        money[size] += yuan or 0.0
    shares = dict(ask("evaluation/by_size", data=shipped).select("size_class", "approved_share").iter_rows())
    assert shares == {size: pytest.approx(yuan / sum(money.values()), rel=1e-9) for size, yuan in money.items()}
    firsts: dict[str, int] = {}
    years: dict[int, set[str]] = {}
    for uscc, year in approved.select("uscc", "fund_year").sort("fund_year").iter_rows():
        firsts.setdefault(uscc, year)
        years.setdefault(year, set()).add(uscc)
    for found in ask("evaluation/cohorts", data=shipped).iter_rows(named=True):
        cohort = {uscc for uscc, first in firsts.items() if first == found["cohort_year"]}
        back = cohort & years.get(found["fund_year"], set())
        assert (found["cohort_count"], found["returning_count"]) == (len(cohort), len(back))
        assert found["returning_rate"] == pytest.approx(len(back) / len(cohort), rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(amounts=st.lists(st.integers(0, 300_000), min_size=1, max_size=30))
def test_concentration_stays_within_its_bounds(amounts: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    data = tmp_path_factory.mktemp("money")
    build(data, applications=[paid(f"U{place}", yuan) for place, yuan in enumerate(amounts)])
    row = ask("evaluation/concentration", data=data).row(0, named=True)
    if not sum(amounts):
        assert (row["gini"], row["herfindahl"], row["top10_share"], row["approved_yuan"]) == (None, None, None, 0)
        return
    values = np.array(amounts, dtype=float)
    assert row["gini"] == pytest.approx(gini_by_differences(values), abs=1e-9)
    assert -1e-12 <= row["gini"] < 1
    assert 1 / len(amounts) - 1e-12 <= row["herfindahl"] <= 1 + 1e-12


def test_size_classes_first_time_and_cohorts_by_hand(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            paid("U1", 10_000, fund_year=2023, submitted_on=date(2023, 11, 10), size_class="small"),
            paid("U1", 20_000, fund_year=2025, size_class="small"),
            paid("U2", 30_000, fund_year=2023, submitted_on=date(2023, 11, 11), size_class="large"),
            paid("U3", 40_000, fund_year=2024, submitted_on=date(2024, 4, 1), size_class=None),
            {"uscc": "U2", "fund_year": 2024, "submitted_on": date(2024, 4, 2), "status": "rejected", "size_class": "large"},
        ],
    )
    sizes = {row["size_class"]: row for row in ask("evaluation/by_size", data=tmp_path).iter_rows(named=True)}
    assert list(sizes) == ["large", "medium", "small", "micro", None]
    assert (sizes["small"]["approved_yuan"], sizes["small"]["beneficiary_count"]) == (Decimal(30_000), 1)
    assert sizes["small"]["approved_share"] == pytest.approx(0.3)
    assert (sizes["large"]["decided_count"], sizes["large"]["approval_rate"]) == (2, 0.5)
    assert (sizes["micro"]["approved_yuan"], sizes["micro"]["approval_rate"]) == (0, None)
    years = ask("evaluation/first_and_repeat", data=tmp_path)
    assert years["fund_year"].to_list() == [2023, 2024, 2025]
    assert years["first_time_beneficiary_count"].to_list() == [2, 1, 0]
    assert years["returning_beneficiary_count"].to_list() == [0, 0, 1]
    cohorts = ask("evaluation/cohorts", data=tmp_path).filter(pl.col("cohort_year") == 2023)
    # the two of 2023: nobody is approved in 2024, one in 2025, none yet in 2026; nothing is said of 2027
    assert cohorts["fund_year"].to_list() == [2023, 2024, 2025, 2026]
    assert cohorts["returning_count"].to_list() == [2, 0, 1, 0]
    assert cohorts["returned_count"].to_list() == [1, 1, 1, 1]


def test_spread_between_districts(shipped: Path) -> None:
    applications = pl.read_parquet(shipped / "snapshots" / "synthetic" / "applications.parquet")
    denominators = {entry.district_code: entry.count for entry in load_registry().denominators}
    spread = ask("evaluation/district_spread", data=shipped)
    for row in spread.iter_rows(named=True):
        rows = applications.filter((pl.col("fund_year") == row["fund_year"]) & pl.col("status").is_in(APPROVED))
        counts = dict(rows.group_by("district_registered").agg(pl.col("uscc").n_unique()).iter_rows())
        rates = [counts.get(code, 0) / count * 10_000 for code, count in denominators.items()]
        assert row["variation_coefficient"] == pytest.approx(float(stats.variation(rates)), rel=1e-9)
        assert row["district_count"] == 11
        ends = (row["mean_per_10k"], row["lowest_per_10k"], row["highest_per_10k"])
        assert ends == pytest.approx((sum(rates) / 11, min(rates), max(rates)), rel=1e-9)


def test_what_chance_alone_would_show_between_districts() -> None:
    # two equal areas and n beneficiaries: the coefficient is |X - Y| / n, and X - Y is about normal with variance n
    assert draw_chance_limit(10_000, [500, 500]) == pytest.approx(1.96 / 100, rel=0.05)
    rows = pl.DataFrame({"beneficiary_count": [4, 400], "variation_coefficient": [1.5, 0.5]})
    few, many = add_chance(rows, [10, 20, 30]).iter_rows(named=True)
    assert (few["variation_coefficient"], few["chance_variation"]) == (None, None)
    assert many["variation_coefficient"] == 0.5
    assert 0 < many["chance_variation"] < 0.5


def test_nothing_reported_is_not_zero(shipped: Path) -> None:
    row = ask("evaluation/concentration", data=shipped, snapshot="published").row(0, named=True)
    assert row.pop("reporting_state") == "not_reported"
    assert set(row.values()) == {None}
    sizes = ask("evaluation/by_size", data=shipped, snapshot="published")
    assert sizes["application_count"].null_count() == sizes.height
    for name in ("lorenz", "lorenz_applicants", "first_and_repeat", "cohorts", "district_spread", "months_by_key"):
        assert ask(f"evaluation/{name}", data=shipped, snapshot="published").is_empty()
