"""The registry as tables for SQL, each with its order as a column, and the facts of the snapshot."""

from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from dashboard.policy import Registry, join_sources, rules_from_frame, split_languages
from dashboard.policy.working_days import working_day_numbers
from dashboard.snapshots import Snapshot
from dashboard.snapshots.folding import fold_answer

# what stands in for the optional outcomes where a snapshot does not report them
NO_OUTCOMES = pl.DataFrame(schema={"uscc": pl.String, "year": pl.Int32, "indicator": pl.String, "value": pl.Float64})
# columns of the sources of a year's rule, and the field of the rule that each is the source of
SOURCES = {
    "offered_source": "offered", "limit_source": "per_applicant_per_year", "ratio_source": "payment_ratio",
    "condition_source": "extra_condition",
}  # fmt: skip
CONDITION = ("condition_zh", "condition_en")
CALENDAR_FIRST, CALENDAR_LAST = date(2015, 1, 1), date(2035, 12, 31)


def take_own_rules(snapshot: Snapshot, registry: Registry) -> Registry:
    """The registry with the yearly rules that the snapshot carries, if it carries any."""
    if not snapshot.has("item_rules"):
        return registry
    return registry.with_rules(rules_from_frame(pl.read_parquet(snapshot.file("item_rules"))))


def snapshot_facts(snapshot: Snapshot) -> pl.DataFrame:
    """One row: what the snapshot is and what it reports."""
    applications = snapshot.manifest.coverage.get("applications")
    return pl.DataFrame(
        {
            "name": [snapshot.name],
            "kind": [snapshot.kind],
            "as_of": [snapshot.as_of],
            "reports_applications": [snapshot.reports("applications")],
            "reports_awards": [snapshot.reports("awards")],
            "lists_every_award": [snapshot.lists_every_award],
            "reports_outcomes": [snapshot.has("outcomes")],
            "applications_first_on": [applications.first if applications else None],
            "applications_last_on": [applications.last if applications else None],
        },
        schema_overrides={"applications_first_on": pl.Date, "applications_last_on": pl.Date},
    )


def reference_frames(registry: Registry) -> dict[str, pl.DataFrame]:
    """The registry as tables for SQL, each with its order as a column."""
    items = registry.frame("items").with_columns(
        item_group=pl.col("group"),
        units_count=pl.col("unit").is_in(["certificate", "matter", "project"]),
        item_order=pl.int_range(pl.len()),
    )
    return {
        "items": items.drop("group"),
        "item_years": registry.item_years(),
        "item_year_sources": _item_year_sources(registry),
        "envelopes": _envelopes(registry),
        "districts": registry.frame("districts").with_columns(district_order=pl.int_range(pl.len())),
        "clusters": registry.frame("clusters").with_columns(cluster_order=pl.int_range(pl.len())),
        "certificate_types": registry.frame("certificate_types").with_columns(certificate_order=pl.int_range(pl.len())),
        "denominators": registry.frame("denominators").rename({"count": "denominator_count"}),
        "policy_term": pl.DataFrame(
            {
                "start_on": [registry.term.start],
                "end_on": [registry.term.end],
                "cluster_2_0_on": [registry.cluster_2_0_from],
            }
        ),
        "conformity_rules": registry.frame("conformity_rules").with_columns(rule_order=pl.int_range(pl.len())),
        "payees": registry.frame("payees").with_columns(pl.col("applicant_kinds").cast(pl.List(pl.String))),
        "applicant_kinds": registry.frame("applicant_kinds").with_columns(pl.col("applicant_kind").cast(pl.String)),
        "declared_words": registry.frame("declared_words").with_columns(word_fold=fold_answer(pl.col("word"))),
        "targets": _targets(registry),
        "working_days": _working_days(),
    }


def _item_year_sources(registry: Registry) -> pl.DataFrame:
    """One row for each item and fund year with the source of each field that a finding may rest on."""
    rows = []
    for item_code in registry.items:
        for year in registry.fund_years:
            rule = registry.rule(item_code, year)
            source_of = rule.source_of
            window = join_sources(source_of[name] for name in ("window_start", "window_end") if name in source_of)
            row = {"item_code": item_code, "fund_year": year, "window_source": window}
            row |= {name: source_of.get(field) for name, field in SOURCES.items()}
            words = split_languages(rule.extra_condition) if rule.extra_condition else (None, None)
            rows.append(row | dict(zip(CONDITION, words, strict=True)))
    texts = ("window_source", *SOURCES, *CONDITION)
    schema: dict[str, Any] = {"item_code": pl.String, "fund_year": pl.Int32, **dict.fromkeys(texts, pl.String)}
    return pl.DataFrame(rows, schema=schema)


def _envelopes(registry: Registry) -> pl.DataFrame:
    """One row for each item, group or ``*`` and fund year with an envelope, and the source of its row."""
    groups = sorted({item.group for item in registry.items.values() if item.group})
    rows = [
        {"key": key, "fund_year": year, "yearly_envelope_yuan": rule.yearly_envelope_yuan, "source": rule.source}
        for key in (*registry.items, *groups, "*")
        for year in registry.fund_years
        if (rule := registry.envelope_row(key, year))
    ]
    schema: dict[str, Any] = {
        "key": pl.String, "fund_year": pl.Int32, "yearly_envelope_yuan": pl.Decimal(16, 2), "source": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _targets(registry: Registry) -> pl.DataFrame:
    rows = [entry.model_dump() for entry in registry.targets]
    return pl.DataFrame(
        rows,
        schema={"figure": pl.String, "fund_year": pl.Int32, "target": pl.Decimal(18, 2), "source": pl.String},
    )


@lru_cache(maxsize=1)
def _working_days() -> pl.DataFrame:
    return working_day_numbers(CALENDAR_FIRST, CALENDAR_LAST)
