"""What changed between two snapshots: rows added, removed and changed by column, and the figures that moved."""

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from cachetools import LRUCache

from dashboard.access import current_access, restricted_error
from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import Snapshot, open_snapshot
from dashboard.snapshots.contract import SOURCE

KEYS = {
    "applications": ("application_id",), "awards": ("award_id",), "outcomes": ("uscc", "year", "indicator"),
}  # fmt: skip
# snapshots never change, so neither does what two of them differ in
_found: LRUCache[tuple[str, str], "SnapshotDiff"] = LRUCache(maxsize=16)
_lock = threading.Lock()


@dataclass(frozen=True)
class TableDiff:
    """Counts of rows; ``columns`` says in how many of the changed rows each column differs."""

    before: int
    after: int
    added: int
    removed: int
    changed: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class SnapshotDiff:
    """``figures``: name → value before and after, only those that differ."""

    before: str
    after: str
    tables: Mapping[str, TableDiff]
    figures: Mapping[str, tuple[Any, Any]]


def compare(before: str, after: str, *, data: Path) -> SnapshotDiff:
    """Compare two snapshots, every file of both checked; counts and figures alone, no row.

    Raises:
        SnapshotError: one is unknown or damaged.
        RestrictedError: the reader has no right to every figure.
    """
    if not current_access().sees_every_figure:
        raise restricted_error()
    one, other = open_snapshot(before, data=data), open_snapshot(after, data=data)
    key = (one.version, other.version)
    with _lock:
        known = _found.get(key)
    if known is None:
        known = _compare_snapshots(one, other)
        with _lock:
            _found[key] = known
    return known


def _compare_snapshots(one: Snapshot, other: Snapshot) -> SnapshotDiff:
    return SnapshotDiff(
        before=one.name,
        after=other.name,
        tables={
            table: compare_tables(table, *_rows(table, one, other)) for table in KEYS if one.has(table) or other.has(table)
        },
        figures=_find_moved(_figures(one), _figures(other)),
    )


def _rows(table: str, *snapshots: Snapshot) -> list[pl.DataFrame]:
    """Rows of a table in each snapshot; no rows of the same columns where one does not hold an optional table."""
    found = [pl.read_parquet(snapshot.file(table)) if snapshot.has(table) else None for snapshot in snapshots]
    none = next(frame.clear() for frame in found if frame is not None)
    return [none if frame is None else frame for frame in found]


def compare_tables(table: str, before: pl.DataFrame, after: pl.DataFrame) -> TableDiff:
    """Compare the rows of one table by their key."""
    key = list(KEYS[table])
    both = before.join(after, on=key, how="inner", suffix=":after")
    # which file a row came from is no matter of the row
    columns = [column for column in before.columns if column not in (*key, SOURCE) and column in after.columns]
    differs = both.select(pl.col(column).ne_missing(pl.col(f"{column}:after")).alias(column) for column in columns)
    counts = differs.sum().row(0, named=True) if both.height else {}
    return TableDiff(
        before=before.height,
        after=after.height,
        added=after.join(before, on=key, how="anti").height,
        removed=before.join(after, on=key, how="anti").height,
        changed=int(differs.select(pl.any_horizontal(pl.all()).sum()).item()) if both.height else 0,
        columns={column: count for column, count in counts.items() if count},
    )


def _figures(snapshot: Snapshot) -> dict[str, Any]:
    """Every figure of the whole term, from the query that the overview asks."""
    filters, _ = read_filters({}, snapshot=snapshot, registry=load_registry())
    return query("overview/totals", filters).row(0, named=True)


def _find_moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (value, after.get(name)) for name, value in before.items() if value != after.get(name)}


def as_text(diff: SnapshotDiff) -> str:
    """The differences in plain lines."""
    lines = [f"{diff.before} → {diff.after}"]
    for table, found in diff.tables.items():
        lines.append(
            f"{table}: {found.before} → {found.after}, 新增 added {found.added}, 删除 removed {found.removed}, "
            f"变更 changed {found.changed}"
        )
        lines += [f"  {column}: {count}" for column, count in found.columns.items()]
    if diff.figures:
        lines.append("指标 figures")
        lines += [
            f"  {name}: {_format_value(before)} → {_format_value(after)}" for name, (before, after) in diff.figures.items()
        ]
    else:
        lines.append("指标无变化 no figure moved")
    return "\n".join(lines)


def as_json(diff: SnapshotDiff) -> str:
    """The differences as one JSON object."""
    content = asdict(diff)
    content["figures"] = {name: {"before": one, "after": other} for name, (one, other) in diff.figures.items()}
    return json.dumps(
        content,
        ensure_ascii=False,
        indent=1,
        default=lambda value: float(value) if isinstance(value, Decimal) else str(value),
    )


def _format_value(value: Any) -> str:
    return (
        "—"
        if value is None
        else f"{value:,.4g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int | Decimal)
        else str(value)
    )
