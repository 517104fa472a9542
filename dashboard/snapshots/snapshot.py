"""Find, open and verify snapshots: immutable folders of Parquet files described by a manifest.

A snapshot is resolved to explicit paths once per script run, so that a reader never sees a mixture of two.
Official ones open, and are named, only where the reader of now has the right to them.
Layout and meaning of every field: the data contract (``docs/own-data.md`` and the methodology page).
"""

import hashlib
import os
import re
import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.access import current_access
from dashboard.errors import ReaderError

CURRENT = "current"
HASHED_AGAIN_SECONDS = 3_600
MANIFEST = "manifest.json"
SNAPSHOT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
TABLES = ("applications", "awards", "quarantine")


class SnapshotError(ReaderError):
    """A snapshot that is missing, damaged or not described by a valid manifest."""


class OfficialDataError(SnapshotError):
    """An official snapshot, and a reader without the right to open it. It says no name."""

    def __init__(self) -> None:
        super().__init__(
            "该快照为正式数据，须登录并具有相应权限才能查看。",
            "This snapshot holds official data: it opens only for readers who are signed in and have the right.",
        )


class FileEntry(BaseModel):
    """One file of the snapshot: its name, bytes, SHA-256 (hex) and rows."""

    model_config = ConfigDict(frozen=True)
    name: str = Field(pattern=r"^[A-Za-z0-9_.-]+\.(parquet|arrow|html|xlsx|csv)$")
    bytes: int
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    rows: int | None = None


class Coverage(BaseModel):
    """First and last date that a table covers."""

    model_config = ConfigDict(frozen=True)
    first: date
    last: date


class Manifest(BaseModel):
    """``manifest.json`` of a snapshot; unknown keys are kept, missing ones refused."""

    model_config = ConfigDict(frozen=True, extra="allow")
    name: str
    kind: Literal["published", "synthetic", "official"]
    as_of: date
    created_at: str
    contract_version: str
    policy_version: str
    coverage: dict[str, Coverage | None]
    sources: list[dict[str, Any]]
    files: list[FileEntry]
    tables: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Snapshot:
    """One opened snapshot: explicit paths, its manifest and ``version`` (SHA-256 of the manifest)."""

    path: Path
    manifest: Manifest
    version: str

    @property
    def name(self) -> str:
        """Folder name, as in ``?snapshot=``."""
        return self.manifest.name

    @property
    def kind(self) -> str:
        """``published``, ``synthetic`` or ``official``."""
        return self.manifest.kind

    @property
    def as_of(self) -> date:
        """The day up to which the data are complete."""
        return self.manifest.as_of

    @property
    def lists_every_award(self) -> bool:
        """Whether an award that is not there was not conferred: public notices are not complete, and name no zero."""
        return self.kind != "published"

    def reports(self, table: str) -> bool:
        """Whether the snapshot reports ``table`` at all (an absent table is not an empty one)."""
        return table in self.manifest.tables

    def has(self, table: str) -> bool:
        """Whether the snapshot holds the file of ``table`` (optional tables such as ``item_rules``)."""
        return any(entry.name == f"{table}.parquet" for entry in self.manifest.files)

    def lists(self, name: str) -> bool:
        """Whether the manifest lists the file ``name``."""
        return any(entry.name == name for entry in self.manifest.files)

    def rows(self, table: str) -> int:
        """Rows of the Parquet file of ``table``; 0 where there is none."""
        return next((entry.rows or 0 for entry in self.manifest.files if entry.name == f"{table}.parquet"), 0)

    def file(self, table: str) -> Path:
        """Path of the Parquet file of ``table``."""
        return self.path / f"{table}.parquet"


def snapshot_names(*, data: Path) -> list[str]:
    """Names of the snapshot folders under ``data``, sorted; temporary and foreign folders are not listed."""
    folder = data / "snapshots"
    if not folder.is_dir():
        return []
    return sorted(
        entry.name for entry in folder.iterdir() if SNAPSHOT_NAME.fullmatch(entry.name) and (entry / MANIFEST).is_file()
    )


def current_name(*, data: Path) -> str:
    """Name of the snapshot that opens by default.

    Raises:
        SnapshotError: there is no current snapshot.
    """
    pointer = data / "snapshots" / CURRENT
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        name = ""
    if not SNAPSHOT_NAME.fullmatch(name):
        raise SnapshotError(
            "还没有可用的数据快照。请在项目目录运行 make snapshots 生成，或用 --data 指定数据目录。",
            "There is no snapshot yet. Run `make snapshots` in the project folder or name the data folder with --data.",
        )
    return name


def openable_names(*, data: Path) -> list[str]:
    """Names of the snapshots that the reader of now may open, sorted; of others not even the name is told.

    A snapshot whose manifest cannot be read may be an official one: only readers of official data are told its name.
    """
    if current_access().may_open("official"):
        return snapshot_names(data=data)
    return sorted(snapshot.name for snapshot in readable_snapshots(data=data)[0])


def open_snapshot(name: str | None = None, *, data: Path) -> Snapshot:
    """Open one snapshot and check every file of its manifest (size and SHA-256; hashed once per file version).

    Raises:
        OfficialDataError: the reader of now may not open it.
        SnapshotError: unknown name, unreadable manifest, a missing or damaged file; the message names the file.
    """
    asked, name = name, name or current_name(data=data)
    folder = data / "snapshots" / name
    if not SNAPSHOT_NAME.fullmatch(name) or not (folder / MANIFEST).is_file():
        raise _unknown_error(asked or _name_for_reader(name), data=data)
    try:
        snapshot = _read_manifest(folder)
    except SnapshotError:
        if current_access().may_open("official"):
            raise
        # its kind is not known, so it may be an official one
        raise _unknown_error(asked or _name_for_reader(name), data=data) from None
    if not current_access().may_open(snapshot.kind):
        raise OfficialDataError
    verify(snapshot)
    return snapshot


def _name_for_reader(name: str) -> str:
    """The current snapshot's name, for those who may know it; others see the word of the file that points to it."""
    return name if current_access().may_open("official") else CURRENT


def _unknown_error(name: str, *, data: Path) -> SnapshotError:
    known = openable_names(data=data)
    shown = name if len(name) <= 64 else name[:64] + "…"
    return SnapshotError(
        f"没有名为“{shown}”的快照。现有快照：{'、'.join(known) or '—'}。",
        f"There is no snapshot named '{shown}'. Known snapshots: {', '.join(known) or '—'}.",
    )


def readable_snapshots(*, data: Path) -> tuple[list[Snapshot], dict[str, SnapshotError]]:
    """Snapshots that the reader of now may open, the latest as-of date first, and those that cannot be read, with why.

    The files are not checked; one damaged snapshot hides no other. Which kind one is that cannot be read is not known:
    only readers of official data are told of it.
    """
    access = current_access()
    found, damaged = [], {}
    for name in snapshot_names(data=data):
        try:
            found.append(_read_manifest(data / "snapshots" / name))
        except SnapshotError as error:
            damaged[name] = error
    found = [snapshot for snapshot in found if access.may_open(snapshot.kind)]
    found.sort(key=lambda snapshot: (snapshot.as_of, snapshot.manifest.created_at, snapshot.name), reverse=True)
    return found, damaged if access.may_open("official") else {}


def previous_snapshot(snapshot: Snapshot, *, data: Path) -> Snapshot | None:
    """The latest snapshot of the same kind before this one, by as-of date, then by day of making; files are not checked."""
    found, _damaged_ones = readable_snapshots(data=data)
    place = (snapshot.as_of, snapshot.manifest.created_at)
    earlier = (other for other in found if (other.as_of, other.manifest.created_at) < place)
    return next((other for other in earlier if other.kind == snapshot.kind), None)


def _read_manifest(folder: Path) -> Snapshot:
    status = (folder / MANIFEST).stat()
    return _parse_manifest(folder, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=256)
def _parse_manifest(folder: Path, size: int, modified_ns: int) -> Snapshot:
    """A manifest, read once; ``size`` and ``modified_ns`` make a changed file a new question."""
    content = (folder / MANIFEST).read_bytes()
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise SnapshotError(
            f"快照“{folder.name}”的 manifest.json 无效（{place}）。请重新发布该快照，或切换到其他快照。",
            f"manifest.json of snapshot '{folder.name}' is not valid ({place}). "
            "Publish the snapshot again or open another one.",
        ) from error
    if manifest.name != folder.name:
        raise SnapshotError(
            f"快照文件夹“{folder.name}”与 manifest.json 中的名称“{manifest.name}”不一致。请勿改动快照文件夹。",
            f"Snapshot folder '{folder.name}' and the name in its manifest.json, '{manifest.name}', differ. "
            "Do not rename snapshot folders.",
        )
    return Snapshot(path=folder, manifest=manifest, version=hashlib.sha256(content).hexdigest())


def verify(snapshot: Snapshot) -> None:
    """Check size and SHA-256 of every file of the snapshot.

    Raises:
        SnapshotError: names the first file that is missing or differs and says what to do.
    """
    listed = {entry.name for entry in snapshot.manifest.files}
    absent = [f"{table}.parquet" for table in TABLES if f"{table}.parquet" not in listed]
    if absent:
        raise _damage_error(snapshot, absent[0], "清单未列出", "is not listed in the manifest")
    for entry in snapshot.manifest.files:
        path = snapshot.path / entry.name
        try:
            status = path.stat()
        except OSError as error:
            raise _damage_error(snapshot, entry.name, "缺失", "is missing") from error
        if status.st_size != entry.bytes or _hashed(path, status) != entry.sha256:
            raise _damage_error(snapshot, entry.name, "校验和不符，文件已损坏", "is damaged: its checksum differs")


def _damage_error(snapshot: Snapshot, file: str, zh: str, en: str) -> SnapshotError:
    return SnapshotError(
        f"快照“{snapshot.name}”的文件 {file} {zh}。请从备份恢复该文件，或重新发布快照，或切换到其他快照。",
        f"File {file} of snapshot '{snapshot.name}' {en}. "
        "Restore it from a backup, publish the snapshot again, or open another snapshot.",
    )


def _hashed(path: Path, status: os.stat_result) -> str:
    """SHA-256 of a file: at its first use, whenever anything about it has changed, and again every hour.

    Who writes into a file can set back the time of its change, not that of its entry in the folder (``ctime``).
    """
    age = int(time.monotonic() // HASHED_AGAIN_SECONDS)
    return _sha256(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, age)


@lru_cache(maxsize=256)
def _sha256(path: Path, size: int, modified_ns: int, changed_ns: int, age: int) -> str:
    """SHA-256 of a file; all but ``path`` makes a changed file, or the same one later, a new question."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
