"""Tables as readers see and export them: names for codes, units in headings, numbers that stay numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from dashboard.access import current_access, is_withheld
from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.formats import FEW_CASES
from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.questions.trail import ROW_COLUMNS, row_count

Kind = Literal["text", "sentence", "count", "number", "money", "rate", "days", "date", "link", "index", "points"]
RATES = (
    "approval_rate", "payment_rate", "cap_use", "envelope_use", "quota_use", "claim_rate", "repeat_rate",
    "payment_ratio", "share", "approved_share", "returning_rate", "top10_share", "top3_share", "requested_share",
    "completeness",
)  # fmt: skip
# a rate or an index over fewer than five cases is not shown; the counts stand beside it
CASES_OF = {
    "approval_rate": "decided_count", "claim_rate": "claimable_count", "repeat_rate": "beneficiary_count",
    "returning_rate": "cohort_count", "top3_share": "beneficiary_count", "herfindahl": "beneficiary_count",
}  # fmt: skip
MEASURE_COLUMNS = (
    "item_code", "reporting_state", "application_count", "approved_count", "decided_count", "approval_rate",
    "beneficiary_count", "approved_yuan", "paid_yuan", "payment_rate", "requested_yuan", "cap_use", "envelope_use",
    "headroom_yuan", "quota_use", "headroom_count", "days_to_decision", "claimable_count", "claimed_count", "claim_rate",
    "missing_count",
)  # fmt: skip
DISTRICT_COLUMNS = (
    "district_code", "application_count", "approved_count", "decided_count", "approval_rate", "beneficiary_count",
    "approved_yuan", "per_10k", "per_10k_low", "per_10k_high",
)  # fmt: skip
INDICES = ("herfindahl", "gini", "variation_coefficient", "chance_variation", "organisation_share", "money_share")
SENTENCES = ("explanation", "unjudged_reason", "policy_words")
# columns of codes: filter whose names they take, or prefix in the catalogue
FILTER_CODES = {
    "district_code": "district", "item_code": "item", "certificate_type": "certificate", "cluster_code": "cluster",
    "article": "article", "applicant_kind": "kind", "size_class": "size",
}  # fmt: skip
CATALOGUE_CODES = {
    "status": "status", "decision_status": "decision", "source_type": "source", "route": "route", "once_per": "unit",
    "reporting_state": "state", "severity": "severity", "stage": "stage", "table_name": "table",
    "quarantine_rule": "quarantine_rule",
}  # fmt: skip
# columns of honours in the words of their notices
AWARD_WORDS = ("level", "category")
# sources of yearly rules, which may be written in both languages
SOURCES = ("source", "rule_source")
# columns that hold names of columns
COLUMN_NAMES = ("column_name", "date_column")
# the null key of a breakdown has a name of its own
UNKNOWN_KEYS = {"district_code": "unknown", "cluster_code": "none"}


@dataclass(frozen=True)
class Table:
    """``frame`` holds what is shown, headings included; ``kinds`` says how each heading is formatted.

    ``definitions`` explains headings that are figures.
    """

    frame: pl.DataFrame
    kinds: dict[str, Kind]
    definitions: dict[str, str] = field(default_factory=dict)

    @property
    def of_cases(self) -> bool:
        """Whether its rows are single cases or organisations: what leaves with them is in the audit."""
        return bool({labels.column_name(name) for name in ROW_COLUMNS} & set(self.frame.columns))


def present(
    rows: pl.DataFrame, columns: Sequence[str] | None = None, *, registry: Registry, breakdown: bool = False
) -> Table:
    """Columns of a query under their names: codes as words, money in 万元 (CNY million), rates in percent.

    Args:
        rows: answer of a query.
        columns: which columns in which order; all by default.
        registry: names of items, districts, clusters and types.
        breakdown: the first column is a key whose null is the unknown.
    """
    frame, kinds, definitions = {}, {}, {}
    for place, name in enumerate(_drop_untold(columns or rows.columns, rows)):
        kind = kind_of(name, rows.schema[name])
        null_name = UNKNOWN_KEYS.get(name) if breakdown and place == 0 else None
        heading = _write_heading(name, kind)
        frame[heading] = _write_values(name, kind, rows, registry, null_name)
        kinds[heading] = kind
        if explained := labels.definition(name):
            definitions[heading] = explained
    return Table(pl.DataFrame(frame), kinds, definitions)


def _drop_untold(columns: Sequence[str], rows: pl.DataFrame) -> list[str]:
    """Columns without those that are empty because of the reader's rights."""
    if rows.is_empty():
        return list(columns)
    access, is_listed = current_access(), row_count(rows) > 0
    empty = [name for name in columns if rows[name].is_null().all()]
    return [name for name in columns if not (name in empty and is_withheld(access, name, is_listed=is_listed))]


def plain(frame: pl.DataFrame) -> Table:
    """A table whose headings and values are already in the reader's words."""
    return Table(frame, {name: kind_of(name, dtype) for name, dtype in frame.schema.items()})


def kind_of(name: str, dtype: pl.DataType) -> Kind:
    """How a column is formatted, told by its name and type."""
    if name in RATES:
        return "rate"
    if name.endswith("_yuan"):
        return "money"
    if name.endswith("_url"):
        return "link"
    if name.startswith("days_") and not dtype.is_integer():
        return "days"
    if name in INDICES:
        return "index"
    if name in SENTENCES:
        return "sentence"
    if dtype == pl.Date:
        return "date"
    if name.endswith("_year"):
        return "text"
    if dtype.is_integer() and name not in FILTER_CODES:
        return "count"
    return "number" if dtype.is_numeric() and name not in FILTER_CODES else "text"


def _write_heading(name: str, kind: Kind) -> str:
    column = labels.column_name(name)
    return _("label.in_millions", name=column) if kind == "money" else column


def _write_values(name: str, kind: Kind, rows: pl.DataFrame, registry: Registry, null_name: str | None) -> pl.Series:
    column = rows[name]
    if kind == "money":
        return (column.cast(pl.Float64) / money_unit()).round(1 if current_language() == "zh" else 2)
    if kind == "rate":
        return _hide_few(name, (column.cast(pl.Float64) * 100).round(1), rows)
    if kind == "index":
        return _hide_few(name, column.cast(pl.Float64).round(3), rows)
    if kind in ("days", "number"):
        return column.cast(pl.Float64).round(1)
    if column.dtype == pl.Boolean:
        return _write_words(column, lambda value: _("word.yes") if value else _("word.no"), None)
    if name in FILTER_CODES:
        filter_name = FILTER_CODES[name]
        return _write_words(column, lambda code: labels.value(filter_name, str(code), registry), null_name)
    if name == "item_group":
        return _write_words(column, lambda code: labels.item_group(str(code), registry), None)
    if name in AWARD_WORDS:
        return _write_words(column, lambda word: labels.award_word(name, str(word), registry), None)
    if name in SOURCES:
        return _write_words(column, lambda text: labels.source(str(text)), None)
    if name == "rule_code":
        return _write_words(column, lambda code: labels.rule(str(code), registry), None)
    if name in COLUMN_NAMES:
        return _write_words(column, lambda code: labels.column(str(code), registry), None)
    if name in CATALOGUE_CODES:
        return _write_words(column, lambda code: labels.label(CATALOGUE_CODES[name], code), null_name)
    return column.cast(pl.String) if kind in ("text", "sentence") else column


def _hide_few(name: str, shown: pl.Series, rows: pl.DataFrame) -> pl.Series:
    """The figure where it stands on five cases or more."""
    cases = CASES_OF.get(name)
    if cases not in rows.columns:
        return shown
    few = rows[cases].fill_null(0) < FEW_CASES
    return pl.select(pl.when(~few).then(shown)).to_series()


def _write_words(column: pl.Series, name: Callable[[Any], str], null_name: str | None) -> pl.Series:
    codes = column.drop_nulls().unique().to_list()
    words = pl.Series([name(code) for code in codes], dtype=pl.String)
    named = column.replace_strict(codes, words, return_dtype=pl.String) if codes else column.cast(pl.String)
    return named if null_name is None else named.fill_null(name(null_name))


def money_unit() -> Decimal:
    """Yuan in one unit of a money column: 万元 in Chinese, million in English."""
    return Decimal(10_000 if current_language() == "zh" else 1_000_000)


def scale_money(yuan: Decimal | float) -> float:
    """An amount for the axis of a chart, in the unit of money columns."""
    return float(yuan) / float(money_unit())
