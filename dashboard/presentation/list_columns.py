"""Which columns the lists of the pages show, in which order: what a reader acts on stands first."""

STUCK_COLUMNS = (
    "days_waiting", "applicant", "item_code", "status", "district_code", "requested_yuan", "submitted_on", "accepted_on",
    "application_id", "uscc",
)  # fmt: skip
UNCLAIMED_COLUMNS = (
    "organisation", "item_code", "certificate_no", "awarded_on", "valid_until", "district_code", "certificate_type",
    "award_id", "uscc",
)  # fmt: skip
EXPIRING_COLUMNS = (
    "left_count", "valid_until", "organisation", "certificate_type", "certificate_no", "district_code", "awarded_on",
    "award_id", "uscc",
)  # fmt: skip
FUNDS_COLUMNS = (
    "item_code", "fund_year", "yearly_envelope_yuan", "requested_yuan", "not_approved_yuan", "cut_yuan", "payment_ratio",
    "approved_yuan", "granted_yuan", "paid_yuan", "clawback_yuan", "reduced_yuan", "unmatched_yuan", "application_count",
    "approved_count", "missing_count",
)  # fmt: skip
RECORD_COLUMNS = (
    "application_id", "item_code", "applicant", "status", "district_code", "submitted_on", "approved_yuan", "paid_yuan",
    "decided_on", "requested_yuan", "project_title", "uscc",
)  # fmt: skip
HONOUR_COLUMNS = (
    "decision_status", "organisation", "certificate_type", "level", "award_year", "awarded_on", "is_in_period",
    "source_type", "document_no", "source_url", "district_code", "category", "edition", "project_title", "valid_until",
    "is_claimable", "is_claimed", "award_id", "uscc",
)  # fmt: skip
ORGANISATION_COLUMNS = (
    "item_code", "fund_year", "applicant", "status", "submitted_on", "decided_on", "paid_on", "requested_yuan",
    "approved_yuan", "paid_yuan", "clawback_yuan", "application_id", "project_title", "district_code", "certificate_type",
    "certificate_no",
)  # fmt: skip
ORGANISATION_AWARD_COLUMNS = (
    "certificate_type", "award_year", "organisation", "decision_status", "level", "awarded_on", "valid_until",
    "is_claimable", "is_claimed", "certificate_no", "award_id",
)  # fmt: skip
GROUP_COLUMNS = (
    "item_group", "reporting_state", "approved_count", "approved_yuan", "paid_yuan", "yearly_envelope_yuan", "envelope_use",
    "headroom_yuan", "headroom_after_open_yuan",
)  # fmt: skip
