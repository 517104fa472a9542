"""Random tiny data and random filters: every figure of every breakdown equals the row-by-row oracle."""

import math
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.policy import load_registry, rules_to_frame
from dashboard.questions import close_warehouses, query
from dashboard.questions.filters import Filters, read_filters
from dashboard.snapshots import open_snapshot
from tests.queries.figures_oracle import APPROVED, OPEN, Scope, durations, figures, grouped, poisson, wilson
from tests.snapshot_builder import APPLICATION_DEFAULTS, APPLICATIONS, AS_OF, build

pytestmark = pytest.mark.long

REGISTRY = load_registry()
KEYS = {
    "uptake/by_item": ("item_code", lambda row, scope: row["item_code"]),
    "uptake/by_district": ("district_code", lambda row, scope: row[f"district_{scope.place}"]),
    "uptake/by_cluster": ("cluster_code", lambda row, scope: row["cluster_code"]),
    "uptake/by_certificate": ("certificate_type", lambda row, scope: row["certificate_type"]),
    "uptake/by_month": ("month", lambda row, scope: row[f"{scope.basis}_on"] and f"{row[f'{scope.basis}_on']:%Y-%m}"),
}


def everything_offered() -> pl.DataFrame:
    """Rules under which every item was open in every year, so that nothing found is a real zero."""
    return pl.DataFrame(
        [{"item_code": "*", "fund_year": "*", "offered": True, "source": "test"}], schema=rules_to_frame(()).schema
    )


def random_rows(source: random.Random, size: int) -> list[dict[str, Any]]:
    """Applications with gaps, ties, leap days and every status."""
    return [_random_row(source, place) for place in range(size)]


def _random_row(source: random.Random, place: int) -> dict[str, Any]:
    def maybe(value: Any, share: float = 0.15) -> Any:
        return None if source.random() < share else value

    status = source.choice([*sorted(OPEN), *sorted(APPROVED), "rejected", "withdrawn"])
    submitted = source.choice([date(2024, 2, 28), date(2024, 2, 29), date(2023, 6, 19), date(2025, 6, 20), None]) or (
        date(2023, 6, 20) + timedelta(days=source.randrange(900))
    )
    accepted = submitted + timedelta(days=source.randrange(20))
    decided = accepted + timedelta(days=source.choice([0, 5, 30, 90]))
    paid = decided + timedelta(days=source.randrange(40))
    item = source.choice(["03-1", "04-2", "05-2", "09-5", "08-2", "02-1", "07-3"])
    is_decided = status in APPROVED or status == "rejected"
    row = APPLICATION_DEFAULTS | {
        "application_id": f"A{place:03d}",
        "fund_year": submitted.year,
        "item_code": item,
        "uscc": f"U{source.randrange(6)}",
        "applicant_kind": source.choice(["enterprise", "platform"]),
        "size_class": maybe(source.choice(["small", "large"])),
        "district_registered": maybe(source.choice(["440305", "440304", "4403SS"])),
        "district_operating": maybe(source.choice(["440305", "440306"])),
        "cluster_code": maybe(source.choice(["v1-S01", "v2-S01"])),
        "certificate_type": REGISTRY.items[item].certificate_type,
        "units": source.randrange(1, 4),
        "submitted_on": submitted,
        "accepted_on": maybe(accepted),
        "decided_on": maybe(decided) if is_decided else None,
        "paid_on": maybe(paid) if status in ("paid", "revoked") else None,
        "withdrawn_on": maybe(accepted + timedelta(days=3)) if status == "withdrawn" else None,
        "revoked_on": maybe(paid + timedelta(days=9)) if status == "revoked" else None,
        "status": status,
        "requested_yuan": maybe(Decimal(source.randrange(1, 30)) * 10_000),
        "approved_yuan": maybe(Decimal(source.randrange(1, 30)) * 10_000) if status in APPROVED else None,
        "paid_yuan": maybe(Decimal(source.randrange(1, 20)) * 9_999) if status in ("paid", "revoked") else None,
        "clawback_yuan": maybe(Decimal(5_000)) if status == "revoked" else None,
    }
    return {name: row.get(name) for name in APPLICATIONS}


def random_filters(source: random.Random) -> tuple[dict[str, list[str]], Scope]:
    """URL parameters and the oracle's scope that mean the same."""
    given: dict[str, list[str]] = {}
    bounds: dict[str, Any] = {}
    period = source.choice(["term", "fund_year:2024", "2024-02-29..2025-06-20", "policy_year:2", "year:2024"])
    spans = {
        "term": (date(2023, 6, 20), date(2028, 6, 19)), "2024-02-29..2025-06-20": (date(2024, 2, 29), date(2025, 6, 20)),
        "policy_year:2": (date(2024, 6, 20), date(2025, 6, 19)), "year:2024": (date(2024, 1, 1), date(2024, 12, 31)),
    }  # fmt: skip
    given["period"] = [period]
    if period == "fund_year:2024":
        bounds["fund_year"] = 2024
    else:
        bounds["start"], bounds["end"] = spans[period]
    basis, place = (
        source.choice(["submitted", "submitted", "decided", "paid"]),
        source.choice(["registered", "operating"]),
    )
    given |= {"date_basis": [basis], "place_basis": [place]}
    lists = {}
    for name, values in {
        "district": ["440305", "440304", "unknown"],
        "item": ["03-1", "09-5", "05-2"],
        "article": ["3", "5", "8"],
        "cluster": ["v1-S01", "none"],
        "kind": ["enterprise"],
        "size": ["small", "unknown"],
        "certificate": ["gba_carbon_footprint"],
    }.items():
        if source.random() < 0.2:
            lists[name] = source.sample(values, source.randrange(1, len(values) + 1))
    return given | lists, Scope(basis=basis, place=place, as_of=AS_OF, **bounds, **lists)


@pytest.mark.parametrize("seed", range(6))
def test_every_breakdown_equals_the_oracle(seed: int, tmp_path: Path) -> None:
    source = random.Random(seed)
    rows = random_rows(source, 40)
    build(tmp_path, applications=rows, rules=everything_offered())
    snapshot = open_snapshot("tiny", data=tmp_path)
    for _ in range(4):
        given, scope = random_filters(source)
        filters, notices = read_filters(given, snapshot=snapshot, registry=REGISTRY)
        assert notices == ()
        _check(filters, rows, scope, given)
    close_warehouses()


def _check(filters: Filters, rows: list[dict[str, Any]], scope: Scope, given: dict[str, list[str]]) -> None:
    totals = query("overview/totals", filters).row(0, named=True)
    _same(totals, figures(rows, everything=rows, scope=scope, items=REGISTRY.items), f"{given} totals")
    for name, (column, key) in KEYS.items():
        answer = query(name, filters)
        groups = grouped(rows, lambda row, key=key: key(row, scope))
        for row in answer.iter_rows(named=True):
            group = groups.get(row[column], [])
            relevant = [entry for entry in group if scope.judge(entry) != "out"]
            if not relevant:
                assert row["application_count"] in (0, None)
                continue
            expected = figures(group, everything=rows, scope=scope, items=REGISTRY.items)
            if column == "month":
                # durations are a cohort by submission whatever the basis: their month is that of the submission
                cohort = [
                    entry
                    for entry in rows
                    if f"{entry['submitted_on']:%Y-%m}" == row["month"] and scope.judge(entry, "submitted") == "in"
                ]
                expected |= durations(cohort, as_of=AS_OF)
            if row[column] is None and column in ("district_code", "month"):
                expected["missing_count"] = len(relevant)
            _same(row, expected, f"{given} {name} {row[column]}")
        _parts_sum_to_the_whole(answer, totals, f"{given} {name}")


def _same(row: dict[str, Any], expected: dict[str, Any], where: str) -> None:
    for name, value in expected.items():
        got = row[name]
        if value is None or got is None:
            assert got == value, f"{where}: {name} is {got}, expected {value}"
        else:
            assert math.isclose(float(got), float(value), rel_tol=1e-9, abs_tol=1e-9), f"{where}: {name} {got} != {value}"
    if expected["approval_rate"] is not None:
        low, high = wilson(expected["approved_count"], expected["decided_count"])
        assert math.isclose(row["approval_rate_low"], low, abs_tol=1e-9)
        assert math.isclose(row["approval_rate_high"], high, abs_tol=1e-9)
    if row.get("per_10k") is not None:
        count = next(entry.count for entry in REGISTRY.denominators if entry.district_code == row["district_code"])
        low, high = poisson(row["beneficiary_count"])
        assert math.isclose(row["per_10k"], row["beneficiary_count"] / count * 10_000, rel_tol=1e-9)
        assert math.isclose(row["per_10k_low"], low / count * 10_000, rel_tol=1e-9, abs_tol=1e-12)
        assert math.isclose(row["per_10k_high"], high / count * 10_000, rel_tol=1e-9)


def _parts_sum_to_the_whole(answer: pl.DataFrame, totals: dict[str, Any], where: str) -> None:
    for name in ("application_count", "approved_count", "rejected_count", "withdrawn_count", "decided_count"):
        assert answer[name].sum() == totals[name], f"{where}: {name}"
    for name in ("requested_yuan", "approved_yuan", "paid_yuan", "clawback_yuan"):
        assert (answer[name].sum() or 0) == (totals[name] or 0), f"{where}: {name}"
