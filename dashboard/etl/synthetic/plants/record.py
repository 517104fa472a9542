"""What a planted snapshot says of itself: the list of what was planted, and its source files with their columns."""

from pathlib import Path
from typing import Any

import polars as pl

from dashboard.etl.synthetic.plants.ground import Ground
from dashboard.snapshots.contract import PLANTED_ROWS, SOURCE

TABLES = ("applications", "awards")


def with_notes(breaches: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Everything planted, a row each: the breaches (the plant is the rule's code) and what was planted beside them."""
    among = breaches.select(
        plant="rule_code",
        set=pl.lit(None, pl.Int32),
        table=pl.lit("applications"),
        id="application_id",
        column=pl.lit(None, pl.String),
        what=pl.lit("breach of the rule"),
        expected="rule_code",
    )
    return pl.concat([among, pl.DataFrame(ground.notes, schema=PLANTED_ROWS)])


def sources_of(folder: Path, generator: str, ground: Ground | None, *, rows: int) -> list[dict[str, Any]]:
    """The generator as the one source, or with the planted files behind it and the columns that each has values in."""
    if ground is None or not ground.files:
        return [{"file": generator, "sha256": None, "rows": rows}]
    found: list[dict[str, Any]] = [
        {"file": name, "sha256": None, "rows": 0, "columns": {}} for name in (generator, *ground.files)
    ]
    found[0]["rows"] = rows
    for table in TABLES:
        counted = pl.scan_parquet(folder / f"{table}.parquet").group_by(SOURCE).agg(pl.len().alias("rows"), pl.all().count())
        for values in counted.sort(SOURCE).collect().iter_rows(named=True):
            place, height = values.pop(SOURCE), values.pop("rows")
            found[place]["columns"][table] = [name for name, count in values.items() if count]
            if place:
                found[place]["rows"] += height
                found[0]["rows"] -= height
    return found
