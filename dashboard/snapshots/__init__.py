"""Snapshots: the manifest, the contract of columns, opening and verifying. No SQL, no question, no user interface."""

from dashboard.snapshots.snapshot import (
    CURRENT,
    MANIFEST,
    SNAPSHOT_NAME,
    TABLES,
    Manifest,
    OfficialDataError,
    Snapshot,
    SnapshotError,
    current_name,
    open_snapshot,
    openable_names,
    previous_snapshot,
    readable_snapshots,
    snapshot_names,
    verify,
)

__all__ = [
    "CURRENT",
    "MANIFEST",
    "SNAPSHOT_NAME",
    "TABLES",
    "Manifest",
    "OfficialDataError",
    "Snapshot",
    "SnapshotError",
    "current_name",
    "open_snapshot",
    "openable_names",
    "previous_snapshot",
    "readable_snapshots",
    "snapshot_names",
    "verify",
]
