"""Put the new rows on top of a published snapshot: same key replaces, all others are carried over."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from dashboard.etl.intake.names import UNIQUE
from dashboard.etl.intake.sheets import IntakeError
from dashboard.etl.intake.sources import rows_of
from dashboard.snapshots import Snapshot, open_snapshot


@dataclass(frozen=True)
class Appended:
    """The rows of the new snapshot and what became of the base's."""

    rows: pl.DataFrame
    carried: int
    replaced: int


def open_base(name: str, *, kind: str, as_of: date, data: Path) -> Snapshot:
    """The snapshot to build on, every file checked.

    Raises:
        SnapshotError: unknown or damaged.
        IntakeError: invented data under official ones, or data younger than the as-of date.
    """
    base = open_snapshot(name, data=data)
    if base.kind == "synthetic" and kind != "synthetic":
        raise IntakeError(
            f"快照“{name}”是合成数据，不能作为正式数据的基础。若确需如此，请加 --kind synthetic。",
            f"Snapshot '{name}' is synthetic and no base for official data. If you mean it, add --kind synthetic.",
        )
    if base.as_of > as_of:
        raise IntakeError(
            f"快照“{name}”截至 {base.as_of}，晚于 --as-of {as_of}。请给出不早于它的截止日。",
            f"Snapshot '{name}' is as of {base.as_of}, after --as-of {as_of}. Give a date that is not before it.",
        )
    return base


def append(table: str, new: pl.DataFrame, base: Snapshot) -> Appended:
    """New rows and those of the base whose key is not among them."""
    if not base.has(table):
        return Appended(rows=new, carried=0, replaced=0)
    old = rows_of(base, table)
    kept = old.join(new, on=list(UNIQUE[table]), how="anti", maintain_order="left")
    return Appended(rows=pl.concat([kept, new]), carried=kept.height, replaced=old.height - kept.height)
