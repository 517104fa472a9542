"""Columns and types of a snapshot's tables, in their order (the data contract)."""

import polars as pl

CONTRACT_VERSION = "1"
POLICY_VERSION = "2023-06-20"
MONEY = pl.Decimal(16, 2)

APPLICATIONS = pl.Schema({
    "application_id": pl.String(), "fund_year": pl.Int32(), "item_code": pl.String(), "uscc": pl.String(),
    "applicant": pl.String(), "applicant_kind": pl.String(), "size_class": pl.String(),
    "district_registered": pl.String(), "district_operating": pl.String(), "district_project": pl.String(),
    "cluster_code": pl.String(), "certificate_type": pl.String(), "certificate_no": pl.String(),
    "project_title": pl.String(), "units": pl.Int32(), "event_on": pl.Date(), "submitted_on": pl.Date(),
    "accepted_on": pl.Date(), "reviewed_on": pl.Date(), "decided_on": pl.Date(), "publicised_on": pl.Date(),
    "granted_on": pl.Date(), "paid_on": pl.Date(), "withdrawn_on": pl.Date(), "revoked_on": pl.Date(),
    "status": pl.String(), "requested_yuan": MONEY, "approved_yuan": MONEY, "paid_yuan": MONEY,
    "clawback_yuan": MONEY, "score_permille": pl.Int32(), "rank": pl.Int32(), "tier": pl.Int32(),
    "reject_reason": pl.String(), "other_support_ref": pl.String(),
})  # fmt: skip
AWARDS = pl.Schema({
    "award_id": pl.String(), "certificate_type": pl.String(), "item_code": pl.String(), "level": pl.String(),
    "category": pl.String(), "edition": pl.String(), "uscc": pl.String(), "organisation": pl.String(),
    "project_title": pl.String(), "district_registered": pl.String(), "cluster_code": pl.String(),
    "certificate_no": pl.String(), "awarded_on": pl.Date(), "award_year": pl.Int32(), "valid_until": pl.Date(),
    "decision_status": pl.String(), "application_id": pl.String(), "amount_yuan": MONEY, "source_type": pl.String(),
    "source_url": pl.String(), "document_no": pl.String(),
})  # fmt: skip
OUTCOMES = pl.Schema({"uscc": pl.String(), "year": pl.Int32(), "indicator": pl.String(), "value": pl.Float64()})
QUARANTINE = pl.Schema({
    "file": pl.String(), "sheet": pl.String(), "row": pl.Int64(), "table": pl.String(), "column": pl.String(),
    "value": pl.String(), "rule": pl.String(), "reason_zh": pl.String(), "reason_en": pl.String(), "raw": pl.String(),
})  # fmt: skip
PLANTED = pl.Schema({"application_id": pl.String(), "rule_code": pl.String()})
# of a snapshot in which more than breaches was planted; rows of one ``set`` belong together, of a breach it is null
PLANTED_ROWS = pl.Schema({
    "plant": pl.String(), "set": pl.Int32(), "table": pl.String(), "id": pl.String(), "column": pl.String(),
    "what": pl.String(), "expected": pl.String(),
})  # fmt: skip
# place in the manifest's ``sources`` of the file that a row came from, in every table; optional: snapshots of one source
# and those of earlier versions go without
SOURCE, SOURCE_TYPE = "source", pl.Int32()
