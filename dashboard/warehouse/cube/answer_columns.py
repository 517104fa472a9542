"""The questions that coded rows answer, and the columns of a breakdown as the plain query gives them."""

import polars as pl

COLUMNS = (
    "dimension", "key", "position", "reporting_state", "missing_count", "application_count", "applicant_count",
    "open_count", "approved_count", "in_notice_count", "decided_count", "rejected_count", "withdrawn_count",
    "revoked_count", "approval_rate", "approval_rate_low", "approval_rate_high", "requested_yuan", "approved_yuan",
    "paid_yuan", "clawback_yuan", "payment_rate", "beneficiary_count", "first_time_beneficiary_count", "repeat_rate",
    "days_to_acceptance", "days_to_acceptance_p90", "days_to_acceptance_finished_median", "days_to_decision",
    "days_to_decision_p90", "days_to_decision_finished_median", "days_to_payment", "days_to_payment_p90",
    "days_to_payment_finished_median", "days_to_decision_case_count", "days_to_decision_finished_count",
    "ageing_up_to_20_count", "ageing_21_to_40_count", "ageing_41_to_60_count", "ageing_over_60_count",
    "ageing_not_accepted_count", "cap_use", "yearly_envelope_yuan", "envelope_use", "quota", "quota_use",
    "headroom_yuan", "headroom_after_open_yuan", "headroom_count", "headroom_after_open_count", "award_count",
    "in_force_count", "expiring_30_count", "expiring_90_count", "expiring_180_count", "claimable_count", "claimed_count",
    "claim_rate", "missing_award_count", "missing_date_count", "missing_place_count", "missing_requested_count",
    "missing_approved_count", "missing_paid_count", "denominator_count", "per_10k", "per_10k_low", "per_10k_high",
)  # fmt: skip
# dimension and name of the key column of each query; None: the query says which
QUESTIONS: dict[str, tuple[str, str] | None] = {
    "uptake/breakdowns": None,
    "overview/totals": ("total", ""),
    "uptake/by_item": ("item", "item_code"),
    "uptake/by_group": ("group", "item_group"),
    "uptake/by_district": ("district", "district_code"),
    "uptake/by_cluster": ("cluster", "cluster_code"),
    "uptake/by_certificate": ("certificate", "certificate_type"),
    "uptake/by_month": ("month", "month"),
}
TEXTS = ("dimension", "key", "reporting_state")


def kind_of(column: str) -> pl.DataType:
    """Type of a column, read off its name."""
    if column in TEXTS:
        return pl.String()
    if column == "yearly_envelope_yuan":
        return pl.Decimal(16, 2)
    if column.endswith("_yuan"):
        return pl.Decimal(18, 2)
    if column == "position" or column.endswith("_count"):
        return pl.Int64()
    is_days = column.startswith("days_to_") and not column.endswith("_median")
    return pl.Int32() if column == "quota" or is_days else pl.Float64()
