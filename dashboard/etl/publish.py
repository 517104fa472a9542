"""Write a snapshot whole: under a temporary name, checked, renamed; then ``current`` is replaced.

A reader sees the old snapshot or the new one, never half of one, also when the run is killed.
"""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from dashboard.errors import ReaderError
from dashboard.etl.prepared import prepared_tables
from dashboard.policy import load_registry
from dashboard.snapshots import CURRENT, MANIFEST, SNAPSHOT_NAME, Manifest, Snapshot, open_snapshot
from dashboard.snapshots.contract import CONTRACT_VERSION, POLICY_VERSION, QUARANTINE, SOURCE
from dashboard.warehouse import Warehouse
from dashboard.warehouse.coding import is_large, write_codes
from dashboard.warehouse.engine import CLAIMS

ROW_GROUP_ROWS = 100_000
MOST_JUDGING_SECONDS = 3_600
# the disk, the share of the account or the longest file
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class PublishError(ReaderError):
    """A snapshot that cannot be published; the current one stays as it is."""


@dataclass(frozen=True)
class Publication:
    """What is said of a snapshot in its manifest; the files are described from what was written."""

    name: str
    kind: str
    as_of: date
    created_at: str
    tables: Mapping[str, Mapping[str, Any]]
    coverage: Mapping[str, tuple[date, date] | None]
    sources: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


@contextmanager
def make_build_folder(name: str, *, data: Path) -> Iterator[Path]:
    """A temporary folder beside the snapshots; removed when the block fails.

    Raises:
        PublishError: the name is not a snapshot name, or a snapshot of that name exists (it is never changed).
    """
    if not SNAPSHOT_NAME.fullmatch(name) or name == CURRENT:
        raise PublishError(f"快照名称“{name}”无效，只用字母、数字、点和横线。", f"'{name}' is not a valid snapshot name.")
    folder = data / "snapshots"
    if (folder / name).exists():
        raise _exists_error(name)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".tmp-{name}-{os.getpid()}"
    temporary.mkdir()
    try:
        yield temporary
    except Exception as error:
        # polars and DuckDB say so in their own errors
        if getattr(error, "errno", None) not in NO_ROOM and not any(os.strerror(code) in str(error) for code in NO_ROOM):
            raise
        raise PublishError(
            f"磁盘空间不足，快照“{name}”没有发布，原有快照不变。请清理“{data}”所在的磁盘后重试。",
            f"There is no room on the disk: snapshot '{name}' is not published and the others are as they were. "
            f"Make room where '{data}' lies, then try again.",
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _exists_error(name: str) -> PublishError:
    return PublishError(
        f"快照“{name}”已存在，已发布的快照不会更改。请换一个名称。",
        f"Snapshot '{name}' exists and a published snapshot is never changed. Choose another name.",
    )


def publish(publication: Publication, built: Path, *, data: Path, activate: bool = True, judged: bool = True) -> Path:
    """Judge the rows, describe the files in ``built`` by a manifest, make them durable and give the folder its name.

    Without ``judged`` the findings are left to those who ask for them: trial data of many millions of rows.
    """
    quarantine = built / "quarantine.parquet"
    if not quarantine.exists():
        pl.DataFrame(schema=QUARANTINE).write_parquet(quarantine)
    files = [_describe(path) for path in sorted(built.iterdir())]
    manifest = _manifest(publication, files)
    bare = Snapshot(path=built, manifest=Manifest.model_validate(manifest), version="")
    codes = judge(bare, judged=judged)
    prepare(built, reported="applications" in publication.tables)
    known = {str(entry["name"]) for entry in files}
    files += [_describe(path) for path in built.iterdir() if path.name not in known]
    manifest |= codes | {"files": sorted(files, key=lambda entry: str(entry["name"]))}
    (built / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for path in built.iterdir():
        _flush(path)
    _flush(built)
    final = data / "snapshots" / publication.name
    try:
        os.rename(built, final)
    except OSError as error:
        if not final.exists():
            raise
        # another run of the same name was first
        raise _exists_error(publication.name) from error
    _flush(final.parent)
    if activate:
        activate_snapshot(publication.name, data=data)
    return final


def judge(snapshot: Snapshot, *, judged: bool = True) -> dict[str, str]:
    """Write the findings of the rules of conformity over a snapshot that is about to be published; claims and codes too.

    Returns what the manifest must say of the codes, which only a large snapshot carries.
    """
    warehouse = Warehouse(snapshot, load_registry(), max_seconds=MOST_JUDGING_SECONDS, is_publishing=True)
    try:
        if judged:
            # five rules stand on it
            warehouse.hold("case_awards")
            warehouse.query("conformity/all_findings").write_parquet(snapshot.path / "findings.parquet")
        if is_large(snapshot):
            warehouse.write(CLAIMS, snapshot.path / f"{CLAIMS}.parquet", key="award_id")
    finally:
        # what the engine holds is given back before the codes need the room
        warehouse.close()
    return write_codes(snapshot, warehouse.registry, snapshot.path) if is_large(snapshot) else {}


def prepare(built: Path, *, reported: bool) -> None:
    """Write the fixed tables for readers without row rights; nothing where applications are not reported."""
    if not reported:
        return
    registry = load_registry()
    tables = prepared_tables(
        pl.scan_parquet(built / "applications.parquet"),
        articles={code: item.article for code, item in registry.items.items()},
        term=(registry.term.start, registry.term.end),
    )
    tables.write_parquet(built / "prepared.parquet")


def _manifest(publication: Publication, files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "name": publication.name,
        "kind": publication.kind,
        "as_of": publication.as_of.isoformat(),
        "created_at": publication.created_at,
        "contract_version": CONTRACT_VERSION,
        "policy_version": POLICY_VERSION,
        "coverage": {
            table: span and {"first": span[0].isoformat(), "last": span[1].isoformat()}
            for table, span in publication.coverage.items()
        },
        "sources": list(publication.sources),
        "files": list(files),
        "tables": publication.tables,
    }


def activate_snapshot(name: str, *, data: Path) -> None:
    """Make a snapshot the default one after checking every file of it.

    Raises:
        SnapshotError: it does not exist or is damaged; the current one stays.
    """
    open_snapshot(name, data=data)
    pointer = data / "snapshots" / f".{CURRENT}-{os.getpid()}"
    pointer.write_text(name + "\n", encoding="utf-8")
    _flush(pointer)
    os.replace(pointer, data / "snapshots" / CURRENT)


def counts(*, read: int, accepted: int) -> dict[str, Any]:
    """The row counts of a table into which nothing bad came."""
    rest = {"quarantined": read - accepted, "duplicate": 0, "blank": 0, "total": 0, "reasons": {}}
    return {"read": read, "accepted": accepted} | rest


def columns_with_values(rows: pl.DataFrame) -> list[str]:
    """Columns of the contract in which at least one of the rows of a source has a value: the others are absent for it."""
    return [name for name in rows.columns if name != SOURCE and rows[name].null_count() < rows.height]


def _describe(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    rows = pq.read_metadata(path).num_rows if path.suffix == ".parquet" else None
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": digest, "rows": rows}


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
