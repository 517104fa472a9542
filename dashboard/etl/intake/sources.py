"""Where the rows of a snapshot came from: one entry of the manifest a file, and the place of that entry at every row.

Files lack columns: a column in which no row of a file has a value is absent for the rows of that file, which is not the
same as empty. So the entry of a file lists, by table, the columns that have values.
"""

import json
from collections.abc import Mapping, Sequence

import polars as pl

from dashboard.etl.intake.names import TABLES
from dashboard.etl.intake.sheets import SourceFile
from dashboard.etl.intake.verdict import Verdict
from dashboard.etl.publish import columns_with_values
from dashboard.snapshots import Snapshot
from dashboard.snapshots.contract import SOURCE, SOURCE_TYPE


def places_of(sources: Sequence[SourceFile], base: Snapshot | None) -> dict[str, int]:
    """The place of each file of the run among the sources of the snapshot: behind those of the base and the base itself."""
    first = len(base.manifest.sources) + 1 if base else 0
    return {source.name: first + number for number, source in enumerate(sources)}


def rows_of(base: Snapshot, table: str) -> pl.DataFrame:
    """Rows of a base with ``source``; where it does not say of each row which file it came from, the base is the source."""
    rows = pl.read_parquet(base.file(table))
    if SOURCE not in rows.columns:
        rows = rows.with_columns(pl.lit(len(base.manifest.sources)).alias(SOURCE))
    return rows.select(*TABLES[table], SOURCE).cast(pl.Schema({**TABLES[table], SOURCE: SOURCE_TYPE}))


def list_sources(
    sources: Sequence[SourceFile], verdicts: Sequence[Verdict], rows: Mapping[str, pl.DataFrame], base: Snapshot | None
) -> list[dict[str, object]]:
    """The entries of the manifest in the order that ``source`` counts.

    A base stands for its own files and, behind them, for itself; ``columns`` is {table: columns with values}.
    """
    read = {
        source.name: sum(sheet.read for verdict in verdicts for sheet in verdict.sheets if sheet.sheet.file == source.name)
        for source in sources
    }
    entries: list[dict[str, object]] = []
    if base:
        entries += [json.loads(json.dumps(entry)) for entry in base.manifest.sources]
        carried = {table: frame.filter(pl.col(SOURCE) == len(entries)) for table, frame in rows.items()}
        entries.append({"file": f"snapshot {base.name}", "sha256": base.version, "rows": None, "columns": _columns(carried)})
    for source in sources:
        sheets = {
            verdict.table: pl.concat([sheet.rows.drop("row") for sheet in verdict.sheets if sheet.sheet.file == source.name])
            for verdict in verdicts
            if any(sheet.sheet.file == source.name for sheet in verdict.sheets)
        }
        own = {"file": source.name, "sha256": source.sha256, "rows": read[source.name]}
        entries.append(own | {"columns": _columns(sheets)})
    return entries


def _columns(tables: Mapping[str, pl.DataFrame]) -> dict[str, list[str]]:
    return {table: columns_with_values(rows) for table, rows in tables.items() if rows.height}
