"""The rules as data: what a query needs, which columns say something about which cases, and what is answered from what.

Rights are enforced where the rows are: a reader without the right to all cases is answered from a warehouse that holds
only the cases that the reader may see (``Rows``), and figures that would need the others are null.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.access.rights import Access, RestrictedError, restricted_error

Needs = Literal["figures", "cases", "own_cases", "register", "every_in_scope", "every", "rules", "reference"]
Mask = Literal["none", "figures", "cases", "own_scope"]

# figures: the columns that are not known to stand on approved cases are null without the right to all
FIGURES = (
    "conformity/by_article", "conformity/by_district", "conformity/by_month", "conformity/by_rule", "conformity/total",
    "evaluation/by_fund_year", "evaluation/by_size", "evaluation/cohorts", "evaluation/completion",
    "evaluation/concentration", "evaluation/district_spread", "evaluation/execution", "evaluation/first_and_repeat",
    "evaluation/lorenz", "evaluation/months_by_key", "evaluation/procedure", "overview/totals", "process/funds",
    "process/payments", "uptake/breakdown_rows", "uptake/breakdowns", "uptake/by_certificate", "uptake/by_cluster",
    "uptake/by_district", "uptake/by_fund_year", "uptake/by_group", "uptake/by_item", "uptake/by_month",
    "uptake/by_tier", "uptake/certificate_money", "uptake/cluster_by_year", "uptake/cluster_concentration",
    "uptake/item_by_cluster",
)  # fmt: skip
# a query that is not named here, or in RULES, is answered to those who see every row only
NEEDS: dict[str, Needs] = {
    **dict.fromkeys(FIGURES, "figures"),
    "conformity/findings": "cases",
    "conformity/finding_cases": "cases",
    "records/applications": "cases",
    "records/application_total": "cases",
    "records/organisations": "cases",
    "records/organisation_applications": "cases",
    "records/organisation_findings": "cases",
    # lists of cases that are not approved: whole, or not at all, for a short list would read as "no more"
    "process/stuck": "own_cases",
    "records/unclaimed": "own_cases",
    # public registers of honours and certificates
    "records/honours": "register",
    "records/honours_by_year": "register",
    "records/expiring": "register",
    "records/organisation_awards": "register",
    "conformity/finding_awards": "register",
    "quality/award_completeness": "register",
    "uptake/expiries": "register",
    # figures of which nothing remains without the cases that are not approved
    "evaluation/lorenz_applicants": "every_in_scope",
    # a design compares the approved with the others
    "evaluation/effect_scores": "every_in_scope",
    "evaluation/effect_nominees": "every_in_scope",
    "evaluation/effect_panel": "every_in_scope",
    "evaluation/effect_units": "every_in_scope",
    "evaluation/outcome_indicators": "reference",
    "evaluation/timeliness": "every_in_scope",
    "process/durations": "every_in_scope",
    "process/funnel": "every_in_scope",
    "process/throughput": "every_in_scope",
    "quality/completeness": "every_in_scope",
    "quality/freshness": "every",
    "quality/quarantined": "every",
    "quality/rounds": "every",
    "uptake/item_rules": "reference",
}
# findings over all approved cases of the snapshot, limits of the whole city included
RULES = frozenset(
    f"conformity/{name}"
    for name in ("all_findings", *(f"c{number:02d}" for number in range(1, 17)), "k01", "k02", "k03", "n01", "n02")
)

KEYS = frozenset({
    "dimension", "key", "position", "item_code", "item_group", "district_code", "cluster_code", "certificate_type",
    "month", "fund_year", "tier", "route", "rule_code", "severity", "article", "reporting_state", "quota",
    "yearly_envelope_yuan", "denominator_count", "size_class", "cohort_year", "years_since",
    "planned_count", "payment_ratio",
})  # fmt: skip
# figures that stand on approved cases, or on awards, alone
APPROVED_FIGURES = frozenset({
    "approved_count", "in_notice_count", "revoked_count", "approved_yuan", "paid_yuan", "clawback_yuan", "payment_rate",
    "beneficiary_count", "first_time_beneficiary_count", "repeat_rate", "cap_use", "envelope_use", "quota_use",
    "headroom_yuan", "headroom_count", "days_to_payment", "days_to_payment_p90", "days_to_payment_finished_median",
    "per_10k", "per_10k_low", "per_10k_high", "missing_approved_count", "missing_paid_count",
    "granted_yuan", "cut_yuan", "reduced_yuan", "unmatched_yuan", "cumulative_paid_yuan",
    "approved_units_count", "per_certificate_yuan", "top3_share", "herfindahl",
    "award_count", "in_force_count", "expiring_count", "expiring_30_count", "expiring_90_count", "expiring_180_count",
    "claimable_count", "missing_award_count", "revoked_award_count", "honour_count", "in_period_count",
    "gini", "top10_share", "median_yuan", "mean_yuan", "largest_yuan", "missing_beneficiary_count", "approved_share",
    "organisation_count", "organisation_share", "money_share", "returning_beneficiary_count",
    "cohort_count", "returned_count", "returning_count", "returning_rate",
    "district_count", "mean_per_10k", "lowest_per_10k", "highest_per_10k", "variation_coefficient",
    "breach_count", "breach_case_count", "to_check_count", "note_count", "amount_yuan", "breach_yuan", "case_count",
    "shortfall_yuan",
    "unjudged_count",
})  # fmt: skip
# the same where the name means something else elsewhere
APPROVED_FIGURES_OF = {
    "evaluation/district_spread": frozenset({"missing_place_count"}),
    "evaluation/execution": frozenset({"missing_count"}),
}
# how the names of figures end, by which a column is known as one
FIGURE_ENDINGS = ("_count", "_yuan", "_rate", "_ratio", "_low", "_high", "_p90", "_median")
# columns of lists of cases that count or tell more than the cases listed
MORE_THAN_LISTED = frozenset({"application_count", "applicant_count", "name_count", "is_claimed"})
# rows without a place belong to no area, so a reader of one area cannot be told how many they are
WITHOUT_PLACE = frozenset({"missing_count", "missing_place_count"})


@dataclass(frozen=True)
class Rows:
    """Which applications a warehouse holds: every one, the approved ones, or those of areas (by place of registration)."""

    which: Literal["every", "approved", "areas"]
    areas: tuple[str, ...] = ()


EVERY_ROW = Rows("every")
APPROVED_ROWS = Rows("approved")


@dataclass(frozen=True)
class Sight:
    """What one question is answered from, and which of its columns are then null."""

    rows: Rows
    mask: Mask = "none"


def needs_of(name: str) -> Needs:
    """What a query needs; one that nobody has classified needs every row."""
    return "rules" if name in RULES else NEEDS.get(name, "every")


def sight_of(access: Access, name: str, scope: Mapping[str, Any]) -> Sight:
    """What ``access`` is answered from when asking ``name`` under ``scope``.

    Raises:
        RestrictedError: nothing of the answer lies within the rights of the reader.
    """
    needs = needs_of(name)
    rights = access.rights
    if rights.rows == "every":
        return Sight(EVERY_ROW)
    own = Rows("areas", tuple(sorted(access.areas)))
    if needs == "reference":
        return Sight(APPROVED_ROWS)
    if needs in ("figures", "own_cases", "every_in_scope") and is_own_scope(access, scope):
        return Sight(own, "own_scope")
    if needs == "figures":
        return Sight(APPROVED_ROWS, "figures")
    if needs == "register":
        return Sight(own, "none") if rights.rows == "areas" else Sight(APPROVED_ROWS, "cases")
    if rights.rows == "areas" and needs == "cases" and _touches_own(access, scope):
        return Sight(own, "none" if is_own_scope(access, scope) else "cases")
    if rights.rows == "approved" and needs in ("cases", "rules"):
        return Sight(APPROVED_ROWS, "cases")
    raise restricted_error()


def _touches_own(access: Access, scope: Mapping[str, Any]) -> bool:
    """Whether an own area is asked for at all: a list of nothing would read as "none"."""
    districts = scope.get("districts")
    return not districts or scope.get("place_basis") != "registered" or not set(districts).isdisjoint(access.areas)


def is_own_scope(access: Access, scope: Mapping[str, Any]) -> bool:
    """Whether the scope lies within the reader's own areas, by place of registration: then every case of it is seen."""
    districts = scope.get("districts")
    return (
        access.rights.rows == "areas"
        and bool(districts)
        and scope.get("place_basis") == "registered"
        and set(districts or ()) <= set(access.areas)
    )


def answers_query(access: Access, name: str, scope: Mapping[str, Any]) -> bool:
    """Whether a query is answered at all."""
    try:
        sight_of(access, name, scope)
    except RestrictedError:
        return False
    return True


def keeps_values(name: str, column: str, mask: Mask) -> bool:
    """Whether a column of the answer to the query ``name`` keeps its values."""
    if mask == "figures":
        return column in KEYS | APPROVED_FIGURES or column in APPROVED_FIGURES_OF.get(name, ())
    if mask == "cases":
        return column not in MORE_THAN_LISTED
    return mask == "none" or column not in WITHOUT_PLACE


def needs_other_cases(column: str) -> bool:
    """Whether a column holds a figure that stands on more than approved cases; what identifies a row is none."""
    if column in MORE_THAN_LISTED:
        return True
    is_figure = column.endswith(FIGURE_ENDINGS) or column.startswith("days_to_")
    return is_figure and column not in KEYS | APPROVED_FIGURES
