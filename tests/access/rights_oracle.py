"""What each reader must be told, found without the code of the rights.

Cases are left out of the planted list in plain Python; what remains is a snapshot of its own, asked as a whole by a
warehouse that knows no reader. What each query is about was written down here by hand from the description of the roles.
"""

from pathlib import Path
from typing import Any

import polars as pl

from dashboard.access import Access
from dashboard.policy import load_registry
from dashboard.questions import open_warehouse
from dashboard.questions.filters import Filters
from dashboard.snapshots import Snapshot, open_snapshot
from dashboard.warehouse import Warehouse
from tests.access.planted import APPROVED, awards, cases, plant

RULES = [*(f"c{number:02d}" for number in range(1, 17)), "k01", "k02", "k03", "n01", "n02", "all_findings"]
# figures: on every case, something of them on approved cases alone; others: on every case, or nothing; cases: one row a
# case; told: findings, a row a case; groups: sums over the listed cases; judged: findings of all approved cases; public:
# registers of awards and rules; own: every case of a scope or nothing; basis: nameless rows that are not handed on
ABOUT = {
    "figures": [
        "conformity/by_article",
        "conformity/by_district",
        "conformity/by_month",
        "conformity/by_rule",
        "conformity/total",
        "evaluation/by_fund_year",
        "evaluation/by_size",
        "evaluation/cohorts",
        "evaluation/completion",
        "evaluation/concentration",
        "evaluation/district_spread",
        "evaluation/execution",
        "evaluation/first_and_repeat",
        "evaluation/lorenz",
        "evaluation/months_by_key",
        "evaluation/procedure",
        "overview/totals",
        "process/funds",
        "process/payments",
        "uptake/breakdown_rows",
        "uptake/breakdowns",
        "uptake/by_certificate",
        "uptake/by_cluster",
        "uptake/by_district",
        "uptake/by_fund_year",
        "uptake/by_group",
        "uptake/by_item",
        "uptake/by_month",
        "uptake/by_tier",
        "uptake/certificate_money",
        "uptake/cluster_by_year",
        "uptake/cluster_concentration",
        "uptake/item_by_cluster",
    ],
    "cases": [
        "conformity/finding_cases",
        "records/applications",
        "records/organisation_applications",
    ],
    "told": ["conformity/findings", "records/organisation_findings"],
    "groups": ["records/application_total", "records/organisations"],
    "judged": [f"conformity/{rule}" for rule in RULES],
    "public": [
        "conformity/finding_awards",
        "evaluation/outcome_indicators",
        "quality/award_completeness",
        "records/expiring",
        "records/honours",
        "records/honours_by_year",
        "records/organisation_awards",
        "uptake/expiries",
        "uptake/item_rules",
    ],
    "own": ["process/stuck", "records/unclaimed"],
    "basis": ["evaluation/effect_nominees", "evaluation/effect_panel", "evaluation/effect_scores"],
    "others": [
        "evaluation/effect_units",
        "evaluation/lorenz_applicants",
        "evaluation/timeliness",
        "process/durations",
        "process/funnel",
        "process/throughput",
        "quality/completeness",
        "quality/freshness",
        "quality/quarantined",
        "quality/rounds",
    ],
}
KIND = {name: kind for kind, names in ABOUT.items() for name in names}
# figures that count or rest on cases that are not approved, on rows without a place, or on who has claimed what
ON_OTHERS = {
    "application_count",
    "applicant_count",
    "open_count",
    "decided_count",
    "rejected_count",
    "withdrawn_count",
    "approval_rate",
    "approval_rate_low",
    "approval_rate_high",
    "requested_yuan",
    "not_approved_yuan",
    "gini_applicants",
    "headroom_after_open_yuan",
    "headroom_after_open_count",
    "claimed_count",
    "claim_rate",
    "is_claimed",
    "name_count",
    "missing_count",
    "missing_date_count",
    "missing_place_count",
    "missing_requested_count",
    "state",
    "reports_awards",
    "reports_applications",
    "lists_every_award",
    "reporting_state",
    *(f"ageing_{bucket}_count" for bucket in ("up_to_20", "21_to_40", "41_to_60", "over_60", "not_accepted")),
    *(f"days_to_{end}{part}" for end in ("acceptance", "decision") for part in ("", "_p90", "_finished_median")),
    "days_to_decision_case_count",
    "days_to_decision_finished_count",
}
# the same name, but over approved cases
ON_APPROVED = {"evaluation/district_spread": {"missing_place_count"}, "evaluation/execution": {"missing_count"}}
# told of all cases by the fixed tables, under the scopes that are their cells
FIXED = [
    "application_count", "open_count", "decided_count", "rejected_count", "withdrawn_count", "approval_rate",
    "approval_rate_low", "approval_rate_high", "headroom_after_open_count", "reporting_state",
]  # fmt: skip


class Oracle:
    """The planted cases as a whole and left out, each set as a snapshot; ``synthetic`` holds all of them as a trial."""

    def __init__(self, official: Path, elsewhere: Path) -> None:
        self.rows = cases()
        self.official = open_snapshot(data=official)
        plant(elsewhere / "synthetic", kind="synthetic")
        self.synthetic = open_snapshot(data=elsewhere / "synthetic")
        self.whole = open_warehouse(self.official)
        self.left = {
            areas: _asked_of([row for row in self.rows if _is_left(row, areas)], elsewhere / "-".join(("approved", *areas)))
            for areas in ((), ("440305",), ("440304", "440305"))
        }

    def may_see(self, access: Access) -> set[str]:
        """Numbers of the cases that may be listed and named."""
        if access.role == "public":
            return set()
        if access.role not in ("leader", "district"):
            return {row["application_id"] for row in self.rows}
        return {row["application_id"] for row in self.rows if _is_left(row, access.areas)}

    def snapshot(self, access: Access) -> Snapshot:
        """The official snapshot; the same cases as a synthetic one for who is not signed in."""
        return self.synthetic if access.role in ("public", "open") else self.official

    def answer(self, name: str, filters: Filters, access: Access, given: dict[str, Any]) -> pl.DataFrame | None:
        """What must be told, ``ON_OTHERS`` null where they may not be; None where the question must be refused."""
        scope = filters.scope()
        if access.role in ("evaluator", "admin", "machine", "open"):
            return self.whole.query(name, scope, **given)
        kind = KIND[name]
        if access.role == "public":
            return self.of_the_public(name, filters, given)
        if kind in ("figures", "others"):
            return self.whole.query(name, scope, **given)
        if kind == "basis" or (kind == "judged" and access.role == "district"):
            return None
        if kind == "own":
            return self.whole.query(name, scope, **given) if self.is_own(filters, access) else None
        if kind == "groups":
            found = self.left[access.areas].query(name, scope, **given)
            is_whole = name == "records/application_total" and self.is_own(filters, access)
            return found if is_whole else without(found, ON_OTHERS)
        found = self.whole.query(name, scope, **given)
        if kind == "public":
            return self.claims_told(found, access)
        own = {row["application_id"] for row in self.rows if row["district_registered"] in access.areas}
        return listed(found, own if kind == "told" and access.role == "district" else self.may_see(access))

    def of_the_public(self, name: str, filters: Filters, given: dict[str, Any]) -> pl.DataFrame | None:
        """Figures on approved cases, and registers of awards without what was claimed."""
        if KIND[name] == "figures":
            return without(self.left[()].query(name, filters.scope(), **given), ON_OTHERS - ON_APPROVED.get(name, set()))
        if KIND[name] == "public":
            return without(self.whole.query(name, filters.scope(), **given), {"is_claimed"})
        return None

    def is_own(self, filters: Filters, access: Access) -> bool:
        """Whether every case of the filters lies in the reader's own areas."""
        return filters.place_basis == "registered" and bool(filters.district) and set(filters.district) <= set(access.areas)

    def claims_told(self, found: pl.DataFrame, access: Access) -> pl.DataFrame:
        """Registers are public; whether an award is claimed is told of the own areas, else where an approved case does."""
        if "is_claimed" not in found.columns:
            return found
        status = {row["application_id"]: row["status"] for row in self.rows}
        held = awards(self.rows)
        own = [award["award_id"] for award in held if award["district_registered"] in access.areas]
        by_seen = [award["award_id"] for award in held if status[award["application_id"]] in APPROVED]
        return found.with_columns(
            pl.when(pl.col("award_id").is_in(own))
            .then("is_claimed")
            .when(pl.col("award_id").is_in(by_seen))
            .then(pl.lit(True))
            .alias("is_claimed")
        )


def listed(found: pl.DataFrame, numbers: set[str]) -> pl.DataFrame:
    """The rows of these cases; rows of awards name none."""
    number = pl.col("application_id")
    return found.filter(number.is_null() | number.is_in(list(numbers)))


def without(found: pl.DataFrame, columns: set[str]) -> pl.DataFrame:
    """The frame with null in these columns."""
    return found.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in found.schema.items() if name in columns)


def _asked_of(rows: list[dict[str, Any]], data: Path) -> Warehouse:
    plant(data, rows=rows)
    return Warehouse(open_snapshot(data=data), load_registry())


def _is_left(row: dict[str, Any], areas: tuple[str, ...]) -> bool:
    return row["status"] in APPROVED or row["district_registered"] in areas
