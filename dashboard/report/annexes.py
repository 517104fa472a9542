"""Annexes: definitions, quality, conformity, areas, items, designs of effects, the figures in the text, all sources."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from dashboard.presentation import labels
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import DISTRICT_COLUMNS, Kind, Table, present
from dashboard.report.chapters import YEAR_COLUMNS
from dashboard.report.effect_chapter import add_design_annex
from dashboard.report.results import widen_to_city
from dashboard.report.writer import Writer

ITEM_COLUMNS = (
    "item_code", "reporting_state", "application_count", "approved_count", "decided_count", "approval_rate",
    "beneficiary_count", "approved_yuan", "paid_yuan",
)  # fmt: skip
RULE_COLUMNS = (
    "rule_code", "severity", "case_count", "breach_count", "to_check_count", "note_count", "unjudged_count", "amount_yuan",
)  # fmt: skip
PARTS = ("read", "accepted", "quarantined", "duplicate", "blank", "total")
MOST_GAPS = 15


def add_annexes(writer: Writer) -> None:
    """All annexes in their order."""
    add_definitions(writer)
    add_quality(writer)
    add_conformity(writer)
    add_areas(writer)
    add_items(writer)
    add_design_annex(writer)
    add_figures(writer)
    add_sources(writer)


def tabulate_texts(rows: Sequence[dict[str, Any]], kinds: Sequence[Kind]) -> Table:
    """A table of rows that are already in the reader's words."""
    by_heading = dict(zip(rows[0], kinds, strict=True))
    overrides = {name: pl.String for name, kind in by_heading.items() if kind == "text"}
    return Table(pl.DataFrame(rows, schema_overrides=overrides, infer_schema_length=None), by_heading)


def add_definitions(writer: Writer) -> None:
    """What every figure of the text and of the annexes means."""
    writer.begin_annex(_("report.definitions_annex"))
    columns = [entry.column for entry in writer.evidence.cited]
    used = dict.fromkeys([*columns, *YEAR_COLUMNS, *ITEM_COLUMNS, *DISTRICT_COLUMNS, *RULE_COLUMNS])
    rows = [
        {_("heading.figure"): labels.column_name(column), _("heading.definition"): definition}
        for column in used
        if (definition := labels.definition(column))
    ]
    writer.add_table(_("report.definitions_title"), tabulate_texts(rows, ["text", "text"]))


def add_quality(writer: Writer) -> None:
    """Rows read and what became of them, the latest days, and the columns with most gaps."""
    writer.begin_annex(_("report.quality_annex"))
    manifest = writer.filters.snapshot.manifest
    rows = [
        {_("heading.data_table"): _(f"table.{name}"), **{_(f"part.{part}"): counts.get(part) for part in PARTS}}
        for name, counts in manifest.tables.items()
        if name in ("applications", "awards")
    ]
    if rows:
        kinds: list[Kind] = ["text", *(["count"] * len(PARTS))]  # type: ignore[list-item]
        writer.add_table(_("report.rows_title"), tabulate_texts(rows, kinds), note=_("definition.read"))
    for name in ("applications", "awards"):
        if not manifest.tables.get(name):
            writer.add_text(_("table.not_reported", table=_(f"table.{name}")), style="note")
    gaps = writer.evidence.ask("quality/completeness", writer.filters)
    if gaps.is_empty():
        writer.evidence.take_sources()
        return
    columns = gaps.group_by("column_name").agg(pl.col("filled_count").sum(), pl.col("expected_count").sum())
    worst = (
        columns.filter(pl.col("expected_count") > pl.col("filled_count"))
        .with_columns(completeness=pl.col("filled_count") / pl.col("expected_count"))
        .sort("completeness", "column_name")
        .head(MOST_GAPS)
    )
    if worst.is_empty():
        writer.add_text(_("report.all_filled"))
        return
    shown = present(worst, ("column_name", "expected_count", "filled_count", "completeness"), registry=writer.registry)
    writer.add_table(_("report.gaps_title"), shown, note=_("definition.completeness"))


def add_conformity(writer: Writer) -> None:
    """Every rule with its counts, and what could not be judged."""
    writer.begin_annex(_("report.conformity_annex"))
    rules = writer.evidence.ask("conformity/by_rule", writer.filters)
    if not writer.filters.snapshot.reports("applications"):
        writer.add_text(_("report.only_honours_judged"))
        rules = rules.filter(pl.any_horizontal(pl.col(RULE_COLUMNS[2:]).is_not_null()))
        if rules.is_empty():
            return
        writer.evidence.ask("conformity/by_rule", writer.filters)
    writer.add_table(
        _("report.by_rule_title"), present(rules, RULE_COLUMNS, registry=writer.registry), note=_("note.report_rules")
    )


def add_areas(writer: Writer) -> None:
    """The eleven areas side by side; a district's own report marks its row."""
    writer.begin_annex(_("report.areas_section"))
    rows = writer.evidence.ask("uptake/by_district", widen_to_city(writer.filters))
    if "reported" not in rows["reporting_state"]:
        writer.add_text(_(f"state.{rows['reporting_state'][0]}.sentence"))
        return
    own = next((place for place, code in enumerate(rows["district_code"]) if code in writer.filters.district), None)
    table = present(rows, DISTRICT_COLUMNS, registry=writer.registry, breakdown=True)
    denominator = writer.registry.denominators[0]
    note = _("note.report_areas", name=named(zh=denominator.label_zh, en=denominator.label_en))
    writer.add_table(_("report.by_area_title"), table, mine=own, note=note)


def add_items(writer: Writer) -> None:
    """The items side by side."""
    writer.begin_annex(_("report.items_annex"))
    rows = writer.ask_items()
    if rows["reporting_state"].is_in(["not_reported", "unknown"]).all():
        writer.add_text(_("report.no_figure_of_items", count=rows.height))
        return
    states = set(rows["reporting_state"])
    columns = [name for name in ITEM_COLUMNS if name != "reporting_state" or states != {"reported"}]
    note = _("note.report_items") if states != {"reported"} else ""
    writer.add_table(_("report.items_title"), present(rows, columns, registry=writer.registry), note=note)


def add_figures(writer: Writer) -> None:
    """Every figure that a sentence prints, with the exact value and its source."""
    writer.begin_annex(_("report.cited_annex"))
    if not writer.evidence.cited:
        writer.add_text(_("report.nothing_cited"))
        return
    rows = [
        {
            _("heading.figure"): _("label.name_kind", name=entry.name, kind=entry.key) if entry.key else entry.name,
            _("report.as_printed"): entry.shown,
            _("report.exact_value"): entry.value or None,
            _("heading.source"): f"[{entry.source}]",
            _("heading.column"): entry.column,
        }
        for entry in writer.evidence.cited
    ]
    writer.add_table(_("report.cited_title"), tabulate_texts(rows, ["text"] * 5))


def add_sources(writer: Writer) -> None:
    """Queries, filters and checksums; the snapshot with the checksum of each file."""
    writer.begin_annex(_("heading.sources"))
    snapshot = writer.filters.snapshot
    writer.add_text(
        _(
            "report.repeat_query",
            name=snapshot.name,
            version=snapshot.version,
        ),
        style="note",
    )
    rows = [
        {
            _("heading.source"): f"[{source.number}]",
            _("heading.query"): source.query,
            _("report.options"): source.options,
            _("heading.rows"): source.rows,
            _("report.digest"): source.digest,
        }
        for source in writer.evidence.sources.values()
    ]
    kinds: list[Kind] = ["text", "text", "text", "count", "text"]
    writer.evidence.take_sources()
    writer.add_table(_("methodology.queries"), tabulate_texts(rows, kinds))
    files = [
        {_("heading.file"): entry.name, _("heading.rows"): entry.rows, "SHA-256": entry.sha256}
        for entry in snapshot.manifest.files
    ]
    writer.add_table(_("report.files_title"), tabulate_texts(files, ["text", "count", "text"]))
    origins = [
        {_("heading.file"): str(entry.get("file")), "SHA-256": entry.get("sha256")} for entry in snapshot.manifest.sources
    ]
    if origins:
        writer.add_table(_("report.origins_title"), tabulate_texts(origins, ["text", "text"]))
