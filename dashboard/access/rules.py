"""The rules as data: what a query is about, which columns say something about which cases, what is answered from what.

Figures serve everybody who is signed in and are answered from every case. Rows of cases are answered from a warehouse
that holds only the cases that the reader may see (``Rows``). Only ``public`` is told figures on approved cases alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.access.rights import Access, RestrictedError, restricted_error

Needs = Literal[
    "figures", "other_figures", "basis", "cases", "case_total", "own_cases", "register", "rules", "reference", "every"
]
Mask = Literal["none", "figures", "cases"]

# figures of which something remains on approved cases alone: the columns that do not stand on those are null for `public`
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
# figures of which nothing remains without the cases that are not approved
OTHER_FIGURES = (
    "evaluation/effect_units", "evaluation/lorenz_applicants", "evaluation/timeliness", "process/durations",
    "process/funnel", "process/throughput", "quality/completeness", "quality/freshness", "quality/quarantined",
    "quality/rounds",
)  # fmt: skip
# a query that is not named here, or in RULES, is answered to those who see every row only
NEEDS: dict[str, Needs] = {
    **dict.fromkeys(FIGURES, "figures"),
    **dict.fromkeys(OTHER_FIGURES, "other_figures"),
    # one row an organisation, without its name: figures are estimated from it, who knows an outcome could find a name
    "evaluation/effect_nominees": "basis",
    "evaluation/effect_panel": "basis",
    "evaluation/effect_scores": "basis",
    "conformity/findings": "cases",
    "conformity/finding_cases": "cases",
    "records/applications": "cases",
    "records/application_total": "case_total",
    "records/organisations": "cases",
    "records/organisation_applications": "cases",
    "records/organisation_findings": "cases",
    # lists of cases that are not approved, or of awards without a case: whole, or not at all, for a short list would
    # read as "no more", and a list of the unclaimed names those who applied by leaving them out
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
    "evaluation/outcome_indicators": "reference",
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


@dataclass(frozen=True)
class Rows:
    """Which applications a warehouse holds: every one, or the approved ones and all of ``areas`` (place of registration)."""

    which: Literal["every", "approved"]
    areas: tuple[str, ...] = ()


EVERY_ROW = Rows("every")
APPROVED_ROWS = Rows("approved")


@dataclass(frozen=True)
class Sight:
    """What one question is answered from, and which of its columns are then null."""

    rows: Rows
    mask: Mask = "none"


def needs_of(name: str) -> Needs:
    """What a query is about; one that nobody has classified needs every row."""
    return "rules" if name in RULES else NEEDS.get(name, "every")


def sight_of(access: Access, name: str, scope: Mapping[str, Any], *, is_basis: bool = False) -> Sight:
    """What ``access`` is answered from when asking ``name`` under ``scope``.

    ``is_basis`` says that the answer is not handed on, only what is estimated from it.

    Raises:
        RestrictedError: the answer lies outside the rights of the reader.
    """
    needs = needs_of(name)
    if access.sees_every_row or needs == "reference":
        return Sight(EVERY_ROW)
    if not access.sees_every_figure:
        return _public_sight(needs)
    if needs in ("figures", "other_figures") or (needs == "basis" and is_basis):
        return Sight(EVERY_ROW)
    seen = Rows("approved", tuple(sorted(access.areas)) if access.rights.rows == "areas" else ())
    if needs == "register":
        return Sight(seen)
    if needs in ("cases", "case_total"):
        return Sight(seen, "none" if needs == "case_total" and is_own_scope(access, scope) else "cases")
    # limits of the whole city, so findings of other areas: for who is told those
    if (needs == "own_cases" and is_own_scope(access, scope)) or (needs == "rules" and not seen.areas):
        return Sight(seen)
    raise restricted_error()


def _public_sight(needs: Needs) -> Sight:
    if needs == "figures":
        return Sight(APPROVED_ROWS, "figures")
    if needs == "register":
        return Sight(APPROVED_ROWS, "cases")
    raise restricted_error()


def is_own_scope(access: Access, scope: Mapping[str, Any]) -> bool:
    """Whether the scope lies within the reader's own areas, by place of registration: then every case of it is listed."""
    districts = scope.get("districts")
    return (
        access.rights.rows == "areas"
        and bool(districts)
        and scope.get("place_basis") == "registered"
        and set(districts or ()) <= set(access.areas)
    )


def answers_query(access: Access, name: str, scope: Mapping[str, Any], *, is_basis: bool = False) -> bool:
    """Whether a query is answered at all."""
    try:
        sight_of(access, name, scope, is_basis=is_basis)
    except RestrictedError:
        return False
    return True


def keeps_values(name: str, column: str, mask: Mask) -> bool:
    """Whether a column of the answer to the query ``name`` keeps its values."""
    if mask == "figures":
        return column in KEYS | APPROVED_FIGURES or column in APPROVED_FIGURES_OF.get(name, ())
    return mask == "none" or column not in MORE_THAN_LISTED


def is_withheld(access: Access, column: str, *, is_listed: bool) -> bool:
    """Whether a column that is empty in every row may be so for want of a right; ``is_listed``: rows are single cases."""
    if access.sees_every_figure:
        return is_listed and not access.sees_every_row and column in MORE_THAN_LISTED
    is_figure = column.endswith(FIGURE_ENDINGS) or column.startswith("days_to_")
    return column in MORE_THAN_LISTED or (is_figure and column not in KEYS | APPROVED_FIGURES)
