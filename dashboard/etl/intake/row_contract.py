"""The contract of the tables, held by dataframely: types, keys, ranges, lists, and what contradicts itself.

Rules of the policy are not here: a row over its cap is good data, and the conformity page reports it.
"""

from datetime import date
from typing import Any

import dataframely as dy
import polars as pl

from dashboard.policy import Registry
from dashboard.policy.vocabulary import ApplicantKind, ApplicationStatus, DecisionStatus, SizeClass
from dashboard.snapshots.contract import MONEY

FIRST_YEAR, LAST_YEAR = 2023, 2028
EARLIEST_AWARD_YEAR = 1900
EARLIEST_OUTCOME_YEAR = 2000
# what a failed check of the contract is called in reports; the part after the bar is dataframely's
RULE_OF = {
    "nullability": "required", "min": "out_of_range", "max": "out_of_range", "check": "not_in_list",
    "min_length": "required", "primary_key": "key_conflict",
}  # fmt: skip


def contract(table: str, *, registry: Registry, as_of: date) -> type[dy.Schema]:
    """The schema of one table for rows that were complete on ``as_of``; ``id`` leads a failure back to its row."""
    if table == "outcomes":
        return _outcomes(as_of)
    return _applications(registry, as_of) if table == "applications" else _awards(registry, as_of)


def rule_of(failed: str) -> tuple[str, str]:
    """Column and rule of a failed check; checks over several columns are named after both."""
    column, _, check = failed.partition("|")
    if failed == "primary_key":
        return "", "key_conflict"
    if not check:
        column, _, rule = failed.partition("__")
        return column, rule
    if check == "max" and column.endswith(("_on", "year")) and column != "fund_year":
        return column, "after_as_of"
    return column, RULE_OF[check]


def _list(values: Any) -> Any:
    known = [str(value) for value in values]
    return lambda column: column.is_in(known)


def _amount() -> dy.Decimal:
    return dy.Decimal(MONEY.precision, MONEY.scale, nullable=True, min=0)


def _applications(registry: Registry, as_of: date) -> type[dy.Schema]:
    areas = _list(registry.districts)

    class Applications(dy.Schema):
        id = dy.UInt32()
        application_id = dy.String(primary_key=True)
        fund_year = dy.Int32(min=FIRST_YEAR, max=LAST_YEAR)
        item_code = dy.String(check=_list(registry.items))
        uscc = dy.String()
        applicant = dy.String(min_length=1)
        applicant_kind = dy.String(check=_list(ApplicantKind))
        size_class = dy.String(nullable=True, check=_list(SizeClass))
        district_registered = dy.String(nullable=True, check=areas)
        district_operating = dy.String(nullable=True, check=areas)
        district_project = dy.String(nullable=True, check=areas)
        cluster_code = dy.String(nullable=True, check=_list(registry.clusters))
        certificate_type = dy.String(nullable=True, check=_list(registry.certificate_types))
        certificate_no = dy.String(nullable=True)
        project_title = dy.String(nullable=True)
        units = dy.Int32(min=1)
        event_on = dy.Date(nullable=True, max=as_of)
        submitted_on = dy.Date(max=as_of)
        accepted_on = dy.Date(nullable=True, max=as_of)
        reviewed_on = dy.Date(nullable=True, max=as_of)
        decided_on = dy.Date(nullable=True, max=as_of)
        publicised_on = dy.Date(nullable=True, max=as_of)
        granted_on = dy.Date(nullable=True, max=as_of)
        paid_on = dy.Date(nullable=True, max=as_of)
        withdrawn_on = dy.Date(nullable=True, max=as_of)
        revoked_on = dy.Date(nullable=True, max=as_of)
        status = dy.String(check=_list(ApplicationStatus))
        requested_yuan = _amount()
        approved_yuan = _amount()
        paid_yuan = _amount()
        clawback_yuan = _amount()
        score_permille = dy.Int32(nullable=True, min=0, max=1000)
        rank = dy.Int32(nullable=True, min=1)
        tier = dy.Int32(nullable=True, min=1, max=3)
        reject_reason = dy.String(nullable=True)
        other_support_ref = dy.String(nullable=True)

    return Applications


def _outcomes(as_of: date) -> type[dy.Schema]:
    class Outcomes(dy.Schema):
        id = dy.UInt32()
        uscc = dy.String(primary_key=True)
        year = dy.Int32(primary_key=True, min=EARLIEST_OUTCOME_YEAR, max=as_of.year)
        indicator = dy.String(primary_key=True, min_length=1)
        value = dy.Float64(nullable=False)

    return Outcomes


def _awards(registry: Registry, as_of: date) -> type[dy.Schema]:
    class Awards(dy.Schema):
        id = dy.UInt32()
        award_id = dy.String(primary_key=True)
        certificate_type = dy.String(check=_list(registry.certificate_types))
        item_code = dy.String(nullable=True, check=_list(registry.items))
        level = dy.String(nullable=True)
        category = dy.String(nullable=True)
        edition = dy.String(nullable=True)
        uscc = dy.String(nullable=True)
        organisation = dy.String(nullable=True)
        project_title = dy.String(nullable=True)
        district_registered = dy.String(nullable=True, check=_list(registry.districts))
        cluster_code = dy.String(nullable=True, check=_list(registry.clusters))
        certificate_no = dy.String(nullable=True)
        awarded_on = dy.Date(nullable=True, max=as_of)
        award_year = dy.Int32(nullable=True, min=EARLIEST_AWARD_YEAR, max=as_of.year)
        valid_until = dy.Date(nullable=True)
        decision_status = dy.String(check=_list(DecisionStatus))
        application_id = dy.String(nullable=True)
        amount_yuan = _amount()
        source_type = dy.String(nullable=True)
        source_url = dy.String(nullable=True)
        document_no = dy.String(nullable=True)

        @dy.rule()
        def valid_until__ends_before_start(cls) -> pl.Expr:
            return pl.col("valid_until") >= pl.col("awarded_on")

        @dy.rule()
        def organisation__nameless(cls) -> pl.Expr:
            return pl.col("organisation").is_not_null() | pl.col("project_title").is_not_null()

    return Awards
