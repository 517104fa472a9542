"""Tables that pages of several sections show: yearly rules of items, findings."""

from collections.abc import Sequence

import polars as pl

from dashboard.policy import Registry
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, present

RULE_COLUMNS = (
    "item_code", "fund_year", "offered", "route", "quota", "own_envelope_yuan", "payment_ratio", "per_applicant_per_year",
    "window_start", "window_end", "source",
)  # fmt: skip
FINDING_COLUMNS = (
    "rule_code", "explanation", "amount_yuan", "applicant", "item_code", "fund_year", "district_code", "application_id",
    "award_id", "severity", "rule_source", "policy_words",
)  # fmt: skip
OWN_FINDING_COLUMNS = (
    "rule_code",
    "severity",
    "explanation",
    "amount_yuan",
    "item_code",
    "fund_year",
    "application_id",
    "award_id",
)


def tabulate_rules(known: pl.DataFrame, registry: Registry, *, columns: Sequence[str] = RULE_COLUMNS) -> Table:
    """Rules of the selected items by year; unknown stays unknown in words."""
    said = known.with_columns(
        offered=pl.col("offered")
        .replace_strict({True: _("offered.yes"), False: _("offered.no")}, return_dtype=pl.String)
        .fill_null(_("offered.unknown"))
    )
    return present(said, columns, registry=registry)


def tabulate_findings(rows: pl.DataFrame, registry: Registry, *, columns: Sequence[str] = FINDING_COLUMNS) -> Table:
    """Findings as readers see them: the explanation in their language."""
    spoken = rows.with_columns(explanation=pl.col(named(zh="explanation", en="explanation_en")))
    return present(spoken, columns, registry=registry)
