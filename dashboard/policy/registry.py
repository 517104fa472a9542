"""The registry: every reference file, validated together, and the yearly rules resolved field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.policy.entries import (
    ApplicantKindName,
    Article,
    AwardWord,
    CertificateType,
    Cluster,
    Column,
    ConformityRule,
    DeclaredWord,
    Denominator,
    District,
    EffectDesign,
    Entry,
    Item,
    OfficeText,
    OutcomeIndicator,
    Payee,
    Setting,
    Target,
    YearlyRule,
    join_sources,
)
from dashboard.policy.reference_csv import RegistryError, read_rows

REFERENCE_DIR = Path(__file__).resolve().parents[2] / "data" / "reference"
FUND_YEARS = tuple(range(2023, 2029))
ANY_YEAR = "*"
ANY_ITEM = "*"


@dataclass(frozen=True)
class Term:
    """The days on which the policy is in force, both included (article 14)."""

    start: date
    end: date


@dataclass(frozen=True)
class ResolvedRule:
    """The rule of one item in one fund year; None means that no row says. ``source_of`` names each field's row."""

    offered: bool | None = None
    route: str | None = None
    quota: int | None = None
    per_applicant_per_year: int | None = None
    once_per: str | None = None
    payment_ratio: Decimal | None = None
    window_start: date | None = None
    window_end: date | None = None
    extra_condition: str | None = None
    yearly_envelope_yuan: Decimal | None = None
    source_of: dict[str, str] = field(default_factory=dict)


RULE_FIELDS = tuple(entry.name for entry in fields(ResolvedRule) if entry.name != "source_of")
RULE_SCHEMA: dict[str, Any] = {
    "item_code": pl.String, "fund_year": pl.String, "offered": pl.Boolean, "route": pl.String,
    "yearly_envelope_yuan": pl.Decimal(16, 2), "quota": pl.Int32, "per_applicant_per_year": pl.Int32,
    "once_per": pl.String, "payment_ratio": pl.Decimal(9, 6), "window_start": pl.Date, "window_end": pl.Date,
    "extra_condition": pl.String, "source": pl.String,
}  # fmt: skip
ITEM_SCHEMA: dict[str, Any] = {
    "item_code": pl.String, "article": pl.Int32, "group": pl.String, "name_zh": pl.String, "name_en": pl.String,
    "payee_zh": pl.String, "payment_kind": pl.String, "amount_yuan": pl.Decimal(16, 2),
    "tiers_yuan": pl.List(pl.Decimal(16, 2)), "unit": pl.String, "first_time_only": pl.Boolean,
    "selection": pl.String, "certificate_type": pl.String, "claim_status": pl.List(pl.String),
    "policy_words": pl.String,
}  # fmt: skip
ITEM_YEAR_SCHEMA: dict[str, Any] = {
    "item_code": pl.String, "fund_year": pl.Int32, "offered": pl.Boolean, "route": pl.String, "quota": pl.Int32,
    "per_applicant_per_year": pl.Int32, "once_per": pl.String, "payment_ratio": pl.Decimal(9, 6),
    "window_start": pl.Date, "window_end": pl.Date, "extra_condition": pl.String,
    "own_envelope_yuan": pl.Decimal(16, 2), "source": pl.String,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Registry:
    """All reference data of one policy. Dictionaries keep the order of the files."""

    items: dict[str, Item]
    rules: tuple[YearlyRule, ...]
    districts: dict[str, District]
    clusters: dict[str, Cluster]
    certificate_types: dict[str, CertificateType]
    articles: dict[int, Article]
    denominators: tuple[Denominator, ...]
    targets: tuple[Target, ...]
    settings: dict[str, Setting]
    office: dict[str, OfficeText]
    columns: tuple[Column, ...]
    conformity_rules: dict[str, ConformityRule]
    payees: dict[str, Payee]
    applicant_kinds: dict[str, ApplicantKindName]
    effect_designs: dict[str, EffectDesign]
    outcome_indicators: dict[str, OutcomeIndicator]
    award_words: dict[str, AwardWord]
    declared_words: dict[str, DeclaredWord]
    fund_years: tuple[int, ...] = FUND_YEARS
    own_rules: tuple[YearlyRule, ...] = ()

    @cached_property
    def term(self) -> Term:
        """The term of the policy."""
        return Term(*(date.fromisoformat(self.settings[key].value) for key in ("term_start", "term_end")))

    @cached_property
    def cluster_2_0_from(self) -> date:
        """The day on which version 2.0 of the cluster list takes effect."""
        return date.fromisoformat(self.settings["cluster_2_0_from"].value)

    def with_rules(self, rules: Iterable[YearlyRule]) -> "Registry":
        """The same registry in which ``rules`` (a snapshot's own) take precedence, field by field."""
        return replace(self, own_rules=tuple(rules))

    def rule(self, item_code: str, fund_year: int) -> ResolvedRule:
        """Item, then group, then all of that year; then the rows of every year in the same order."""
        values: dict[str, Any] = {}
        source_of: dict[str, str] = {}
        for row in self._rows_for(item_code, fund_year):
            for name in RULE_FIELDS:
                # an envelope belongs to the row it stands in: a group's money is not each item's
                if name == "yearly_envelope_yuan" and row.item_code != item_code:
                    continue
                if (value := getattr(row, name)) is not None and name not in values:
                    values[name] = value
                    source_of[name] = row.source
        return ResolvedRule(**values, source_of=source_of)

    def envelope(self, key: str, fund_year: int) -> Decimal | None:
        """The envelope of an item, a group (``07-*``) or all items (``*``): its row of that year, else of every year."""
        row = self.envelope_row(key, fund_year)
        return row.yearly_envelope_yuan if row else None

    def envelope_row(self, key: str, fund_year: int) -> YearlyRule | None:
        """The yearly rule that sets the envelope of an item, a group or all items."""
        return next(
            (
                row
                for rules in (self.own_rules, self.rules)
                for year in (str(fund_year), ANY_YEAR)
                for row in rules
                if row.item_code == key and row.fund_year == year and row.yearly_envelope_yuan is not None
            ),
            None,
        )

    def item_years(self) -> pl.DataFrame:
        """One row for each item and fund year with the resolved rule; ``source`` joins the sources used."""
        rows = []
        for item_code in self.items:
            for year in self.fund_years:
                rule = self.rule(item_code, year)
                row = {name: getattr(rule, name) for name in RULE_FIELDS if name in ITEM_YEAR_SCHEMA}
                rows.append(
                    row
                    | {
                        "item_code": item_code,
                        "fund_year": year,
                        "own_envelope_yuan": rule.yearly_envelope_yuan,
                        "source": join_sources(rule.source_of.values()),
                    }
                )
        return pl.DataFrame(rows, schema=ITEM_YEAR_SCHEMA)

    def frame(self, name: str) -> pl.DataFrame:
        """One kind of entry as a frame, in the order of its file."""
        if name == "items":
            return _frame(self.items.values(), ITEM_SCHEMA)
        if name == "rules":
            return rules_to_frame((*self.own_rules, *self.rules))
        entries = getattr(self, name)
        return pl.DataFrame([entry.model_dump() for entry in (entries.values() if isinstance(entries, dict) else entries)])

    def _rows_for(self, item_code: str, fund_year: int) -> list[YearlyRule]:
        group = self.items[item_code].group
        keys = [key for key in (item_code, group, ANY_ITEM) if key]
        return [
            row
            for rules in (self.own_rules, self.rules)
            for year in (str(fund_year), ANY_YEAR)
            for key in keys
            for row in rules
            if row.item_code == key and row.fund_year == year
        ]


def load_registry(directory: Path = REFERENCE_DIR) -> Registry:
    """Read and validate all reference files; read again when one of them was edited.

    Raises:
        RegistryError: names file, line and column.
    """
    return _load(directory, tuple((path.name, path.stat().st_mtime_ns) for path in sorted(directory.glob("*.csv"))))


@lru_cache(maxsize=8)
def _load(directory: Path, _versions: tuple[tuple[str, int], ...]) -> Registry:
    items = _read_by_key(directory, "items.csv", Item, "item_code")
    types = _read_by_key(directory, "certificate_types.csv", CertificateType, "certificate_type")
    districts = _read_by_key(directory, "districts.csv", District, "district_code")
    _check_references(directory, items, types, districts)
    return Registry(
        items=items,
        rules=read_rules_csv(directory / "item_rules_by_year.csv", items=items),
        districts=districts,
        clusters=_read_by_key(directory, "clusters.csv", Cluster, "cluster_code"),
        certificate_types=types,
        articles=_read_by_key(directory, "articles.csv", Article, "article"),
        denominators=tuple(row for _, row in read_rows(directory / "denominators.csv", Denominator)),
        targets=tuple(row for _, row in read_rows(directory / "targets.csv", Target)),
        settings=_read_by_key(directory, "settings.csv", Setting, "key"),
        office=_read_by_key(directory, "office.csv", OfficeText, "key"),
        columns=tuple(row for _, row in read_rows(directory / "columns.csv", Column)),
        conformity_rules=_read_by_key(directory, "conformity_rules.csv", ConformityRule, "rule_code"),
        payees=_read_by_key(directory, "payees.csv", Payee, "payee_zh"),
        applicant_kinds=_read_by_key(directory, "applicant_kinds.csv", ApplicantKindName, "applicant_kind"),
        effect_designs=_read_by_key(directory, "effect_designs.csv", EffectDesign, "design"),
        outcome_indicators=_read_by_key(directory, "outcome_indicators.csv", OutcomeIndicator, "indicator"),
        award_words=_read_by_key(directory, "award_words.csv", AwardWord, "word"),
        declared_words=_read_by_key(directory, "declared_words.csv", DeclaredWord, "word"),
    )


def read_rules_csv(path: Path, *, items: dict[str, Item] | None = None) -> tuple[YearlyRule, ...]:
    """Yearly rules of a CSV in the columns of ``item_rules_by_year.csv``.

    Raises:
        RegistryError: also when a row names an item or group that the registry does not have, or stands twice.
    """
    items = load_registry().items if items is None else items
    known = {ANY_ITEM, *items, *(item.group for item in items.values() if item.group)}
    seen: set[tuple[str, str]] = set()
    rules = []
    for line, rule in read_rows(path, YearlyRule):
        if rule.item_code not in known:
            raise _unknown_error(path, line, "item_code", rule.item_code)
        if (rule.item_code, rule.fund_year) in seen:
            raise _duplicate_error(path, line, "item_code", f"{rule.item_code}, {rule.fund_year}")
        seen.add((rule.item_code, rule.fund_year))
        rules.append(rule)
    return tuple(rules)


def rules_to_frame(rules: Sequence[YearlyRule]) -> pl.DataFrame:
    """Yearly rules as a frame, as stored in ``item_rules.parquet``."""
    return _frame(rules, RULE_SCHEMA)


def rules_from_frame(frame: pl.DataFrame) -> tuple[YearlyRule, ...]:
    """Yearly rules of an ``item_rules.parquet``."""
    return tuple(YearlyRule.model_validate(row) for row in frame.select(list(RULE_SCHEMA)).to_dicts())


def _frame(entries: Iterable[Entry], schema: dict[str, Any]) -> pl.DataFrame:
    rows = [{name: getattr(entry, name) for name in schema} for entry in entries]
    return pl.DataFrame(rows, schema=schema)


def _read_by_key(directory: Path, file: str, model: type[Any], key: str) -> dict[Any, Any]:
    entries: dict[Any, Any] = {}
    for line, entry in read_rows(directory / file, model):
        if getattr(entry, key) in entries:
            raise _duplicate_error(directory / file, line, key, getattr(entry, key))
        entries[getattr(entry, key)] = entry
    return entries


def _check_references(
    directory: Path, items: dict[str, Item], types: dict[str, CertificateType], districts: dict[str, District]
) -> None:
    for line, item in read_rows(directory / "items.csv", Item):
        if item.certificate_type and item.certificate_type not in types:
            raise _unknown_error(directory / "items.csv", line, "certificate_type", item.certificate_type)
    for line, kind in read_rows(directory / "certificate_types.csv", CertificateType):
        unknown = next((code for code in kind.paid_by if code not in items), None)
        if unknown:
            raise _unknown_error(directory / "certificate_types.csv", line, "paid_by", unknown)
    for line, design in read_rows(directory / "effect_designs.csv", EffectDesign):
        unknown = next((code for code in design.items if code not in (*items, ANY_ITEM)), None)
        if unknown:
            raise _unknown_error(directory / "effect_designs.csv", line, "items", unknown)
    for line, denominator in read_rows(directory / "denominators.csv", Denominator):
        if denominator.district_code not in districts:
            raise _unknown_error(directory / "denominators.csv", line, "district_code", denominator.district_code)


def _unknown_error(path: Path, line: int, column: str, value: str) -> RegistryError:
    return RegistryError(
        file=path.name, line=line, column=column, zh=f"“{value}”不在登记表中。", en=f"'{value}' is not in the registry."
    )


def _duplicate_error(path: Path, line: int, column: str, value: object) -> RegistryError:
    return RegistryError(file=path.name, line=line, column=column, zh=f"“{value}”重复出现。", en=f"'{value}' stands twice.")
