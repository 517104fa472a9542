"""Random cities full of breaches: the SQL and the plain-Python oracle agree on every finding, amount and unjudged case.

The rows are drawn at the limits of the rules: equal days, cents, ratios of exactly half of the cases, years without rules,
names with two codes, honours of which only the year is known, values that are missing.
"""

import random
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.policy import load_registry, rules_to_frame
from tests.conftest import ask
from tests.queries.conformity.findings_oracle import City
from tests.snapshot_builder import APPLICATIONS, AWARDS, build

pytestmark = pytest.mark.long

REGISTRY = load_registry()
# items with limits of their own more often than the others, so that their limits are reached
ITEMS = (*REGISTRY.items, *("03-1", "04-2", "08-2", "09-5", "11-1", "10-1", "10-1", "06-1", "07-1", "07-4", "05-1") * 3)
STATUSES = ("approved", "publicised", "granted", "paid", "paid", "revoked", "rejected", "submitted", "withdrawn")
KINDS = ("enterprise", "enterprise", "testing_body", "platform", "public_institution", "social_organisation", "other")
RULES: list[dict[str, Any]] = [
    {"item_code": "03-1", "fund_year": "2024", "per_applicant_per_year": 2, "yearly_envelope_yuan": Decimal(400_000)},
    {"item_code": "03-1", "fund_year": "*", "yearly_envelope_yuan": Decimal(700_000), "extra_condition": "成立满2年"},
    {"item_code": "07-*", "fund_year": "2024", "per_applicant_per_year": 1, "yearly_envelope_yuan": Decimal(900_000)},
    {"item_code": "07-1", "fund_year": "2024", "yearly_envelope_yuan": Decimal(600_000)},
    {"item_code": "07-1", "fund_year": "*", "per_applicant_per_year": 2},
    {"item_code": "04-2", "fund_year": "2024", "payment_ratio": Decimal("0.9")},
    {"item_code": "12-1", "fund_year": "2024", "payment_ratio": Decimal(1)},
    {"item_code": "05-1", "fund_year": "2024", "offered": False},
    {"item_code": "05-1", "fund_year": "2026", "window_end": date(2026, 4, 1)},
    {"item_code": "10-1", "fund_year": "2024", "extra_condition": "成立满2年"},
    {"item_code": "*", "fund_year": "2024", "window_start": date(2024, 2, 1), "window_end": date(2024, 4, 30)},
    {"item_code": "*", "fund_year": "*", "offered": True, "per_applicant_per_year": 3},
]
# a reference, an answer without one, and three ways to declare none
DECLARED = ("他处", "是", "否", "不涉及其他", "N/A")
RULE_COLUMNS = rules_to_frame(()).schema
SEEDS = range(16)


class Draw:
    """One random city: what is likely in it differs from city to city."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)
        self.missing = self.source.choice([0.05, 0.3, 0.6])
        self.owners = self.source.choice([3, 12, 40])
        ratios = [Decimal("0.8"), Decimal("0.873456"), Decimal(1) / 3, Decimal("0.5")]
        self.ratio = self.source.choice(ratios)

    def maybe(self, value: Any, share: float | None = None) -> Any:
        return None if self.source.random() < (self.missing if share is None else share) else value

    def owner(self) -> dict[str, Any]:
        code, name = self.source.randrange(self.owners), self.source.randrange(self.owners)
        return {"uscc": f"U{code}", "applicant": f"甲{code if self.source.random() < 0.9 else name}"}

    def money(self, stated: Decimal) -> Decimal:
        ratio = self.source.choice([Decimal(1), self.ratio, self.ratio, self.ratio, Decimal("0.9"), Decimal("1.1")])
        cents = self.source.choice([0, 0, 0, 0, -1, 1])
        return max(Decimal(0), (stated * ratio).quantize(Decimal("0.01")) + Decimal(cents) / 100)

    def application(self, place: int) -> dict[str, Any]:
        choose, item = self.source.choice, REGISTRY.items[self.source.choice(ITEMS)]
        year = choose([2023, 2024, 2024, 2024, 2025, 2026])
        start = choose([date(year, 1, 25), date(year, 4, 25), date(2023, 6, 19)])
        steps = [start + timedelta(days=self.source.randrange(12))]
        for _ in range(6):
            steps.append(steps[-1] + timedelta(days=choose([-2, 0, 0, 3, 5, 7, 8, 9])))
        units, tier = choose([1, 1, 1, 2, 3]), self.maybe(choose([1, 2, 3]), 0.1)
        stated = (item.amount_yuan or Decimal(300_000)) * (units if item.units_count else 1)
        if item.tiers_yuan:
            stated = item.tiers_yuan[(tier or 1) - 1]
        approved = self.money(stated)
        row = {
            "application_id": f"A{place:03d}",
            "fund_year": year,
            "item_code": item.item_code,
            "applicant_kind": choose(KINDS),
            "certificate_type": choose([item.certificate_type, item.certificate_type, None, "green_product"]),
            "certificate_no": self.maybe(f"N{self.source.randrange(60)}"),
            "units": units,
            "tier": tier,
            "project_title": self.maybe(f"项目{self.source.randrange(12)}"),
            "submitted_on": steps[0],
            "event_on": self.maybe(steps[0] - timedelta(days=self.source.randrange(3))),
            "accepted_on": self.maybe(steps[1]),
            "reviewed_on": self.maybe(steps[2]),
            "decided_on": self.maybe(choose([steps[3], date(year, 5, 6)]), 0.1),
            "publicised_on": self.maybe(steps[4]),
            "granted_on": self.maybe(steps[5]),
            "paid_on": self.maybe(steps[6]),
            "status": choose(STATUSES),
            "requested_yuan": Decimal(1),
            "approved_yuan": self.maybe(approved, 0.1),
            "paid_yuan": self.maybe(choose([approved, approved + Decimal("0.01"), Decimal(0)])),
            "clawback_yuan": self.maybe(choose([approved, approved - Decimal("0.01"), Decimal(0)])),
            "score_permille": self.maybe(choose([499, 500, 700])),
            "rank": self.maybe(choose([1, 15, 16])),
            "other_support_ref": self.maybe(DECLARED[place % len(DECLARED)], 0.9),
            "cluster_code": choose([None, *REGISTRY.clusters]),
        }
        return {name: (row | self.owner()).get(name) for name in APPLICATIONS}

    def award(self, place: int, applications: list[dict[str, Any]]) -> dict[str, Any]:
        choose, case = self.source.choice, self.source.choice(applications)
        kind = REGISTRY.items[case["item_code"]].certificate_type or "green_product"
        day = case["submitted_on"] + timedelta(days=choose([-400, -60, -1, 0, 1]))
        has_day, own = self.source.random() < 0.7, choose([case, case, case, self.owner()])
        row = {
            "award_id": f"W{place:03d}",
            "certificate_type": kind,
            "uscc": self.maybe(own["uscc"], 0.3),
            "organisation": self.maybe(own["applicant"], 0.1),
            "certificate_no": choose([None, case["certificate_no"], "N1"]),
            "awarded_on": day if has_day else None,
            "item_code": choose([None, None, case["item_code"]]),
            "award_year": day.year if not has_day and self.source.random() < 0.8 else None,
            "valid_until": choose([None, *(max(day, case["event_on"] or day) - timedelta(days=ago) for ago in (0, 1))]),
            "decision_status": choose(["conferred"] * 4 + ["proposed", "preliminary", "shortlisted", "revoked"]),
            "application_id": choose([None, case["application_id"], case["application_id"], "A999"]),
            "document_no": choose([None, "文"]),
            "project_title": "项目",
        }
        return {name: row.get(name) for name in AWARDS}


def drawn(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Applications, awards and yearly rules of the city of ``seed``."""
    draw = Draw(seed)
    applications = [draw.application(place) for place in range(draw.source.choice([8, 60, 140]))]
    awards = [draw.award(place, applications) for place in range(len(applications))]
    chosen = [row for row in RULES if draw.source.random() < 0.8]
    return applications, awards, [dict.fromkeys(RULE_COLUMNS) | {"source": f"t{n}"} | row for n, row in enumerate(chosen)]


@cache
def city(seed: int) -> City:
    """The oracle over the rows as they lie on disk."""
    applications, awards, rules = drawn(seed)
    stored = pl.DataFrame(applications, schema=APPLICATIONS).to_dicts(), pl.DataFrame(awards, schema=AWARDS).to_dicts()
    return City(*stored, REGISTRY.items, rules, REGISTRY.clusters)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sql_finds_what_the_oracle_finds(seed: int, tmp_path: Path) -> None:
    applications, awards, rules = drawn(seed)
    build(tmp_path, applications=applications, awards=awards, rules=pl.DataFrame(rules, schema=RULE_COLUMNS))
    expected = city(seed).findings()
    found = ask("conformity/all_findings", data=tmp_path)
    assert {
        (row["rule_code"], row["application_id"] or row["award_id"]): (row["severity"], row["amount_yuan"])
        for row in found.iter_rows(named=True)
    } == expected
    assert found.height == len(expected)
    assert found["explanation"].null_count() == found["explanation_en"].null_count() == 0
    by_rule = ask("conformity/by_rule", data=tmp_path)
    counted = by_rule.filter(pl.col("unjudged_count") > 0)
    assert dict(counted.select("rule_code", "unjudged_count").iter_rows()) == city(seed).unjudged()


def test_the_cities_break_every_rule() -> None:
    found = {(rule, severity) for seed in SEEDS for (rule, _), (severity, _amount) in city(seed).findings().items()}
    assert found == {(entry.rule_code, entry.severity) for entry in REGISTRY.conformity_rules.values()} | {
        ("C02", "note"),
        ("C03", "note"),
        ("C10", "to_check"),
    }
