"""Random cities full of breaches: the SQL and the plain-Python oracle name the same cases under every rule."""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.policy import Registry, load_registry, rules_frame
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import open_warehouse
from tests.conformity.oracle import City, by_rule
from tests.conftest import ask
from tests.snapshot_builder import APPLICATIONS, AWARDS, build

REGISTRY = load_registry()
ITEMS = ("03-1", "04-2", "08-2", "09-5", "11-1", "10-1", "06-1", "07-1", "07-4", "05-1")
STATUSES = ("approved", "publicised", "granted", "paid", "revoked", "rejected", "submitted")
RULES = [
    {"item_code": "03-1", "fund_year": "2024", "per_applicant_per_year": 2, "yearly_envelope_yuan": Decimal(2_000_000)},
    {"item_code": "07-*", "fund_year": "2024", "per_applicant_per_year": 1, "yearly_envelope_yuan": Decimal(900_000)},
    {"item_code": "04-2", "fund_year": "2024", "payment_ratio": Decimal("0.9")},
    {"item_code": "05-1", "fund_year": "2024", "offered": False},
    {"item_code": "*", "fund_year": "2024", "window_start": date(2024, 2, 1), "window_end": date(2024, 4, 30)},
]
SEEN: Counter[str] = Counter()


def application(source: random.Random, place: int) -> dict[str, Any]:
    def maybe(value: Any, share: float = 0.3) -> Any:
        return None if source.random() < share else value

    item = REGISTRY.items[source.choice(ITEMS)]
    year = source.choice([2024, 2025])
    submitted = date(year, 1, 20) + timedelta(days=source.randrange(110))
    steps = [submitted]
    for _ in range(6):
        steps.append(steps[-1] + timedelta(days=source.choice([-2, 0, 3, 6, 9])))
    stated = item.amount_yuan or source.choice([*item.tiers_yuan, Decimal(300_000)])
    ratio = source.choice([Decimal(1), Decimal("0.8"), Decimal("0.8"), Decimal("0.9"), Decimal("1.1")])
    owner = source.randrange(12)
    row = {
        "application_id": f"A{place:03d}", "fund_year": year, "item_code": item.item_code, "uscc": f"U{owner}",
        "applicant": f"甲{owner}", "applicant_kind": source.choice(["enterprise", "testing_body", "platform"]),
        "certificate_type": item.certificate_type, "certificate_no": maybe(f"N{source.randrange(60)}"),
        "project_title": maybe(f"项目{source.randrange(40)}"), "units": source.choice([1, 1, 2]),
        "event_on": maybe(submitted - timedelta(days=source.randrange(60))), "submitted_on": submitted,
        "accepted_on": maybe(steps[1]), "reviewed_on": maybe(steps[2]), "decided_on": maybe(steps[3], 0.1),
        "publicised_on": maybe(steps[4]), "granted_on": maybe(steps[5]), "paid_on": maybe(steps[6], 0.6),
        "status": source.choice(STATUSES), "requested_yuan": Decimal(1),
        "approved_yuan": maybe(stated * ratio, 0.1), "paid_yuan": maybe(stated * ratio, 0.6),
        "clawback_yuan": maybe(Decimal(50_000)), "score_permille": maybe(source.choice([499, 500, 700])),
        "rank": maybe(source.choice([1, 15, 16])), "tier": maybe(source.choice([1, 2, 3]), 0.1),
        "other_support_ref": maybe("他处", 0.95),
    }  # fmt: skip
    return {name: row.get(name) for name in APPLICATIONS}


def award(source: random.Random, place: int, applications: list[dict[str, Any]]) -> dict[str, Any]:
    case = source.choice(applications)
    kind = REGISTRY.items[case["item_code"]].certificate_type or "green_product"
    day = case["submitted_on"] + timedelta(days=source.choice([-400, -60, -1, 0, 1]))
    has_day = source.random() < 0.7
    own = source.random() < 0.8
    row = {
        "award_id": f"W{place:03d}", "certificate_type": kind, "uscc": case["uscc"] if own else f"U{source.randrange(12)}",
        "organisation": case["applicant"], "certificate_no": source.choice([None, case["certificate_no"]]),
        "awarded_on": day if has_day else None,
        "award_year": day.year if not has_day and source.random() < 0.8 else None,
        "valid_until": source.choice([None, max(day, case["submitted_on"] - timedelta(days=30))]),
        "decision_status": source.choice(["conferred", "conferred", "conferred", "proposed", "shortlisted", "revoked"]),
        "application_id": source.choice([None, case["application_id"], case["application_id"]]),
        "document_no": source.choice([None, "文"]),
    }  # fmt: skip
    if source.random() < 0.3:
        row["uscc"] = None
    return {name: row.get(name) for name in AWARDS}


@pytest.mark.parametrize("seed", range(12))
def test_the_sql_names_the_cases_that_the_oracle_names(seed: int, tmp_path: Path) -> None:
    source = random.Random(seed)
    applications = [application(source, place) for place in range(150)]
    awards = [award(source, place, applications) for place in range(120)]
    schema = rules_frame(()).schema
    rules = pl.DataFrame([dict.fromkeys(schema) | {"source": "t"} | row for row in RULES], schema=schema)
    build(tmp_path, applications=applications, awards=awards, rules=rules)
    registry: Registry = open_warehouse(open_snapshot(None, data=tmp_path)).registry
    stored = tmp_path / "snapshots" / "tiny"
    city = City(
        pl.read_parquet(stored / "applications.parquet").to_dicts(), pl.read_parquet(stored / "awards.parquet").to_dicts(),
        registry.items, registry.rule, registry.envelope,
    )  # fmt: skip
    expected = city.breaches()
    found = ask("conformity/all_findings", data=tmp_path).filter(pl.col("severity") == "breach")
    assert set(found.select("rule_code", "application_id").iter_rows()) == expected
    assert found.height == len(expected)
    SEEN.update(by_rule(expected))
    if seed == 11:
        assert set(SEEN) == {f"C{number:02d}" for number in range(1, 17)}
