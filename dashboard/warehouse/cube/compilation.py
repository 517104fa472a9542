"""Compiling the kernels for this machine, unless they are (once per installation)."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.policy import load_registry
from dashboard.snapshots import Manifest, Snapshot
from dashboard.warehouse.cube.coded import Applications, Awards
from dashboard.warehouse.cube.cube import Cube

BYTES = pl.UInt8
WIDER: dict[type[Applications] | type[Awards], dict[str, Any]] = {
    Applications: {"organisation": pl.Int32, "units": pl.Int32}
    | dict.fromkeys(("submitted", "accepted", "decided", "paid", "withdrawn", "revoked"), pl.Int16)
    | dict.fromkeys(("requested_cents", "approved_cents", "paid_cents", "clawback_cents"), pl.Int64),
    Awards: dict.fromkeys(("first_possible", "last_possible", "awarded", "valid_until"), pl.Int16),
}


def compile_kernels() -> None:
    """Ask one question of a cube without rows: the kernels are kept beside their source."""
    manifest = Manifest(
        name="none",
        kind="synthetic",
        as_of=date(2026, 1, 1),
        created_at="",
        contract_version="",
        policy_version="",
        coverage={},
        sources=[],
        files=[],
        tables={},
    )
    applications, awards = (
        pl.DataFrame(schema={name: wider.get(name, BYTES) for name in kind._fields}) for kind, wider in WIDER.items()
    )
    snapshot = Snapshot(path=Path(), manifest=manifest, version="")
    Cube(applications, awards, snapshot=snapshot, registry=load_registry()).warm()
