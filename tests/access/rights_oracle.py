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
# figures: those on approved cases for everybody; cases: one row a case; groups: sums over the listed cases;
# judged: findings of all approved cases; public: registers of awards and rules; own: every case of a scope or nothing;
# every: every case of the snapshot or nothing
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
        "conformity/findings",
        "records/applications",
        "records/organisation_applications",
        "records/organisation_findings",
    ],
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
    "own": [
        "evaluation/effect_nominees",
        "evaluation/effect_panel",
        "evaluation/effect_scores",
        "evaluation/effect_units",
        "evaluation/lorenz_applicants",
        "evaluation/timeliness",
        "process/durations",
        "process/funnel",
        "process/stuck",
        "process/throughput",
        "quality/completeness",
        "records/unclaimed",
    ],
    "every": ["quality/freshness", "quality/quarantined", "quality/rounds"],
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
        approved = [row for row in self.rows if row["status"] in APPROVED]
        self.approved = _asked_of(approved, elsewhere / "approved")
        self.own = {
            areas: _asked_of([row for row in self.rows if row["district_registered"] in areas], elsewhere / "-".join(areas))
            for areas in (("440305",), ("440304", "440305"))
        }

    def may_see(self, access: Access) -> set[str]:
        """Numbers of the cases that may be listed and named."""
        return {row["application_id"] for row in self.rows if _is_seen(row, access)}

    def snapshot(self, access: Access) -> Snapshot:
        """The official snapshot; the same cases as a synthetic one for who is not signed in."""
        return self.synthetic if access.role in ("public", "open") else self.official

    def answer(self, name: str, filters: Filters, access: Access, given: dict[str, Any]) -> pl.DataFrame | None:
        """What must be told, ``ON_OTHERS`` null where they may not be; None where the question must be refused."""
        scope = filters.scope()
        if access.role in ("evaluator", "admin", "machine", "open"):
            return self.whole.query(name, scope, **given)
        kind = KIND[name]
        if access.role == "district" and kind != "every" and self.is_own(filters, access):
            return self.of_own_area(name, filters, access, given)
        if kind == "figures":
            return without(self.approved.query(name, scope, **given), ON_OTHERS - ON_APPROVED.get(name, set()))
        if kind == "public":
            return self.claims_of_own_areas(self.whole.query(name, scope, **given), access)
        if access.role == "public" or kind in ("own", "every") or (kind == "judged" and access.role == "district"):
            return None
        touches = filters.place_basis != "registered" or not filters.district or set(filters.district) & set(access.areas)
        if access.role == "district" and not touches:
            return None
        if kind == "groups":
            source = self.approved if access.role == "leader" else self.own[access.areas]
            return without(source.query(name, scope, **given), ON_OTHERS)
        return self.listed(self.whole.query(name, scope, **given), access)

    def is_own(self, filters: Filters, access: Access) -> bool:
        """Whether every case of the filters lies in the reader's own areas."""
        return filters.place_basis == "registered" and bool(filters.district) and set(filters.district) <= set(access.areas)

    def of_own_area(self, name: str, filters: Filters, access: Access, given: dict[str, Any]) -> pl.DataFrame | None:
        """Everything, but what rows without a place would add: they belong to no area."""
        scope = filters.scope()
        kind = KIND[name]
        if kind == "judged":
            return None
        if kind == "groups":
            return self.own[access.areas].query(name, scope, **given)
        found = self.whole.query(name, scope, **given)
        if kind == "cases":
            return self.listed(found, access)
        if kind == "public":
            return self.claims_of_own_areas(found, access)
        if name == "quality/completeness":
            return found.filter(pl.col("key").is_not_null())
        return found

    def listed(self, found: pl.DataFrame, access: Access) -> pl.DataFrame:
        """The rows of cases that may be listed; rows of awards name none."""
        number = pl.col("application_id")
        return found.filter(number.is_null() | number.is_in(list(self.may_see(access))))

    def claims_of_own_areas(self, found: pl.DataFrame, access: Access) -> pl.DataFrame:
        """Registers are public; whether somebody has claimed an award is told of the own areas alone."""
        if "is_claimed" not in found.columns:
            return found
        own = pl.col("award_id").is_in(
            [award["award_id"] for award in awards(self.rows) if award["district_registered"] in access.areas]
        )
        return found.with_columns(pl.when(own).then("is_claimed").alias("is_claimed"))


def without(found: pl.DataFrame, columns: set[str]) -> pl.DataFrame:
    """The frame with null in these columns."""
    return found.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in found.schema.items() if name in columns)


def _asked_of(rows: list[dict[str, Any]], data: Path) -> Warehouse:
    plant(data, rows=rows)
    return Warehouse(open_snapshot(data=data), load_registry())


def _is_seen(row: dict[str, Any], access: Access) -> bool:
    if access.role == "leader":
        return row["status"] in APPROVED
    if access.role == "district":
        return row["district_registered"] in access.areas
    return access.role not in ("public",)
