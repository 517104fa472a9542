"""Rows of the page on the data themselves: lineage, freshness, completeness, rounds without applications."""

from pathlib import Path
from typing import Any

import polars as pl

from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.charts import Cells
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Kind, Table, plain
from dashboard.screen.cards import Card
from dashboard.snapshots import Manifest, Snapshot, current_name, readable_snapshots

Row = dict[str, Any]
PARTS = ("read", "accepted", "quarantined", "duplicate", "blank", "total", "carried", "replaced")


def sentence(snapshot: Snapshot, completeness: pl.DataFrame) -> str:
    """Age of the data, rows in quarantine and the completeness of what is expected."""
    if score(completeness) is None:
        return _(
            "quality.sentence_no_application",
            name=snapshot.name,
            as_of=fmt.day(snapshot.as_of),
            quarantined=fmt.count(_sum(snapshot.manifest, "quarantined")),
        )
    return _(
        "quality.sentence",
        name=snapshot.name,
        as_of=fmt.day(snapshot.as_of),
        quarantined=fmt.count(_sum(snapshot.manifest, "quarantined")),
        rate=fmt.rate(score(completeness)),
    )


def score(completeness: pl.DataFrame) -> float | None:
    """Filled ÷ expected cells of all columns; None where nothing is expected."""
    filled, expected = (int(completeness[name].sum()) for name in ("filled_count", "expected_count"))
    return filled / expected if expected else None


def _sum(manifest: Manifest, part: str) -> int:
    return sum(int(counts.get(part, 0)) for counts in manifest.tables.values())


def cards(snapshot: Snapshot, completeness: pl.DataFrame, freshness: pl.DataFrame) -> list[Card]:
    """The sum of each table (rows read and what became of them), completeness with its formula, and freshness."""
    newest = freshness.row(by_predicate=pl.col("date_column") == "submitted_on", named=True)
    return [
        *(_card(table, snapshot.manifest.tables.get(table)) for table in ("applications", "awards")),
        Card(
            label=_("column.completeness"),
            value=fmt.rate(score(completeness)),
            definition=_("definition.completeness"),
            sentence=_(
                "quality.filled",
                filled=fmt.count(int(completeness["filled_count"].sum())),
                expected=fmt.count(int(completeness["expected_count"].sum())),
            )
            if completeness.height
            else absent(snapshot),
        ),
        Card(
            label=_("quality.latest_application"),
            value=fmt.day(newest["latest_on"]),
            sentence=_("quality.days_before", days=fmt.count(newest["days_before_count"]))
            if newest["latest_on"]
            else _("state.not_reported.sentence"),
        ),
    ]


def absent(snapshot: Snapshot) -> str:
    """Why there is no application to look at."""
    if snapshot.reports("applications"):
        return _("state.no_application")
    return _("state.not_reported.sentence")


def _card(table: str, counts: Row | None) -> Card:
    if counts is None:
        return Card(label=_(f"table.{table}"), value=fmt.DASH, sentence=_("state.not_reported.sentence"))
    parts = labels.join_words(
        [f"{_(f'part.{part}')} {fmt.count(counts[part])}" for part in PARTS[1:] if counts.get(part) or part == "accepted"]
    )
    return Card(
        label=_(f"table.{table}"),
        value=_("quality.rows_read", count=fmt.count(counts["read"])),
        sentence=parts,
        definition=_("definition.read"),
    )


def lineage(data: Path) -> Table:
    """Every snapshot with its kind, dates, rows and sources; one whose manifest cannot be read is named as damaged."""
    current = current_name(data=data)
    found, damaged = readable_snapshots(data=data)
    rows = [_snapshot_row(snapshot.manifest, is_current=snapshot.name == current) for snapshot in found]
    rows += [{_("filter.snapshot"): name, _("heading.kind"): _("snapshot.damaged")} for name in damaged]
    return plain(pl.DataFrame(rows, infer_schema_length=None))


def _snapshot_row(manifest: Manifest, *, is_current: bool) -> Row:
    return {
        _("filter.snapshot"): manifest.name + (f" ({_('snapshot.current')})" if is_current else ""),
        _("heading.kind"): _(f"snapshot_kind.{manifest.kind}"),
        _("snapshot.as_of"): fmt.day(manifest.as_of),
        _("snapshot.published"): manifest.created_at[:16].replace("T", " "),
        _("table.applications"): _rows(manifest, "applications"),
        _("table.awards"): _rows(manifest, "awards"),
        _("snapshot.quarantined_rows"): _sum(manifest, "quarantined"),
        _("heading.sources"): labels.join_words([labels.source_file(str(source["file"])) for source in manifest.sources]),
    }


def _rows(manifest: Manifest, table: str) -> int | None:
    return next(
        (entry.rows for entry in manifest.files if entry.name == f"{table}.parquet" and table in manifest.tables), None
    )


def cells(completeness: pl.DataFrame, registry: Registry) -> Cells:
    """Missing cells in percent, columns of the contract by district: gaps stand out, full columns stay pale."""
    keys = [key for key in [*registry.districts, None] if key in set(completeness["key"])]
    columns = completeness["column_name"].unique(maintain_order=True).to_list()
    known = {(row["column_name"], row["key"]): row for row in completeness.iter_rows(named=True)}
    grid = [[known.get((column, key)) for key in keys] for column in columns]
    names = [labels.short_district(key, registry) if key else _("district.unknown") for key in keys]
    return Cells(
        rows=[labels.column(column, registry) for column in columns],
        columns=names,
        values=[[None if row is None else (1 - row["completeness"]) * 100 for row in line] for line in grid],
        codes=[[key or "unknown" for key in keys] for _column in columns],
        hovers=[
            [_hover(labels.column(column, registry), name, row) for name, row in zip(names, line, strict=True)]
            for column, line in zip(columns, grid, strict=True)
        ],
    )


def most_missing(completeness: pl.DataFrame, registry: Registry) -> str:
    """The column that lacks most of its cells, over the areas that are known."""
    by_column = (
        completeness.filter(pl.col("key").is_not_null())
        .group_by("column_name", maintain_order=True)
        .agg(pl.col("expected_count", "filled_count").sum())
        .with_columns((1 - pl.col("filled_count") / pl.col("expected_count")).alias("missing"))
        .filter(pl.col("missing") > 0)
        .sort("missing", descending=True, maintain_order=True)
    )
    if by_column.is_empty():
        return _("quality.none_missing")
    first = by_column.row(0, named=True)
    return _(
        "quality.most_missing",
        column=labels.column(first["column_name"], registry),
        rate=fmt.rate(first["missing"]),
        missing=fmt.count(first["expected_count"] - first["filled_count"]),
        expected=fmt.count(first["expected_count"]),
    )


def _hover(column: str, name: str, row: Row | None) -> str:
    if row is None:
        return _("quality.nothing_expected", name=name)
    return _(
        "quality.cell_hover",
        name=name,
        column=column,
        filled=fmt.count(row["filled_count"]),
        expected=fmt.count(row["expected_count"]),
    )


def by_month(completeness: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Columns that are not complete, by month: one row a column, one column a month, in percent."""
    gaps = completeness.group_by("column_name").agg(pl.col("completeness").min()).filter(pl.col("completeness") < 1)
    shown = completeness.filter(pl.col("column_name").is_in(gaps["column_name"].implode()) & pl.col("key").is_not_null())
    if shown.is_empty():
        return pl.DataFrame()
    wide = (
        shown.sort("key").with_columns(pl.col("completeness") * 100).pivot("key", index="column_name", values="completeness")
    )
    return wide.select(
        pl.Series(_("column.column_name"), [labels.column(name, registry) for name in wide["column_name"]]),
        pl.all().exclude("column_name").round(1),
    )


def rounds(rows: pl.DataFrame, registry: Registry) -> Table:
    """Items by fund year: the number of applications, or the word for why there is none."""
    years = rows["fund_year"].unique().sort().to_list()
    known = {(row["item_code"], row["fund_year"]): row for row in rows.iter_rows(named=True)}
    items = rows["item_code"].unique(maintain_order=True).to_list()
    table = [
        {_("column.item_code"): labels.value("item", item, registry)}
        | {str(year): _round(known[item, year]) for year in years}
        for item in items
    ]
    # figures and words stand under each other as figures do
    kinds: dict[str, Kind] = {_("column.item_code"): "text", **dict.fromkeys(map(str, years), "count")}
    return Table(pl.DataFrame(table, schema=dict.fromkeys(kinds, pl.String)), kinds)


def _round(row: Row) -> str:
    if row["application_count"] is None:
        return _(f"state.{row['reporting_state']}")
    return fmt.count(row["application_count"]) if row["application_count"] else _("quality.none_zero")
