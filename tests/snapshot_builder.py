"""Tiny snapshots from lists of rows, written without the project's own publishing code."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

MONEY = pl.Decimal(16, 2)
APPLICATIONS = {
    "application_id": pl.String, "fund_year": pl.Int32, "item_code": pl.String, "uscc": pl.String,
    "applicant": pl.String, "applicant_kind": pl.String, "size_class": pl.String, "district_registered": pl.String,
    "district_operating": pl.String, "district_project": pl.String, "cluster_code": pl.String,
    "certificate_type": pl.String, "certificate_no": pl.String, "project_title": pl.String, "units": pl.Int32,
    "event_on": pl.Date, "submitted_on": pl.Date, "accepted_on": pl.Date, "reviewed_on": pl.Date,
    "decided_on": pl.Date, "publicised_on": pl.Date, "granted_on": pl.Date, "paid_on": pl.Date,
    "withdrawn_on": pl.Date, "revoked_on": pl.Date, "status": pl.String, "requested_yuan": MONEY,
    "approved_yuan": MONEY, "paid_yuan": MONEY, "clawback_yuan": MONEY, "score_permille": pl.Int32, "rank": pl.Int32,
    "tier": pl.Int32, "reject_reason": pl.String, "other_support_ref": pl.String,
}  # fmt: skip
AWARDS = {
    "award_id": pl.String, "certificate_type": pl.String, "item_code": pl.String, "level": pl.String,
    "category": pl.String, "edition": pl.String, "uscc": pl.String, "organisation": pl.String,
    "project_title": pl.String, "district_registered": pl.String, "cluster_code": pl.String,
    "certificate_no": pl.String, "awarded_on": pl.Date, "award_year": pl.Int32, "valid_until": pl.Date,
    "decision_status": pl.String, "application_id": pl.String, "amount_yuan": MONEY, "source_type": pl.String,
    "source_url": pl.String, "document_no": pl.String,
}  # fmt: skip
OUTCOMES = {"uscc": pl.String, "year": pl.Int32, "indicator": pl.String, "value": pl.Float64}
QUARANTINE = {"file": pl.String, "sheet": pl.String, "row": pl.Int64, "rule": pl.String}
APPLICATION_DEFAULTS = {
    "fund_year": 2025, "item_code": "03-1", "uscc": "U1", "applicant": "甲", "applicant_kind": "enterprise",
    "units": 1, "submitted_on": date(2025, 6, 20), "status": "submitted", "requested_yuan": 100_000,
}  # fmt: skip
AWARD_DEFAULTS = {
    "certificate_type": "gba_carbon_footprint", "organisation": "甲", "decision_status": "conferred",
    "awarded_on": date(2025, 1, 10),
}  # fmt: skip
AS_OF = date(2026, 10, 31)


def build(
    data: Path,
    *,
    applications: Sequence[Mapping[str, Any]] | None,
    awards: Sequence[Mapping[str, Any]] = (),
    outcomes: Sequence[tuple[str, int, str, float]] | None = None,
    name: str = "tiny",
    as_of: date = AS_OF,
    rules: pl.DataFrame | None = None,
    kind: str = "official",
) -> Path:
    """Write ``data/snapshots/<name>`` and make it current; ``applications=None`` means not reported."""
    folder = data / "snapshots" / name
    folder.mkdir(parents=True)
    rows = [
        APPLICATION_DEFAULTS | {"application_id": f"A{place}"} | dict(row) for place, row in enumerate(applications or ())
    ]
    honours = [AWARD_DEFAULTS | {"award_id": f"W{place}"} | dict(row) for place, row in enumerate(awards)]
    frames = {
        "applications": pl.DataFrame(rows, schema=APPLICATIONS),
        "awards": pl.DataFrame(honours, schema=AWARDS),
        "quarantine": pl.DataFrame(schema=QUARANTINE),
    }
    if outcomes is not None:
        frames["outcomes"] = pl.DataFrame(outcomes, schema=OUTCOMES, orient="row")
    if rules is not None:
        frames["item_rules"] = rules
    for table, frame in frames.items():
        frame.write_parquet(folder / f"{table}.parquet")
    days = frames["applications"]["submitted_on"]
    span = {"first": str(days.min() or as_of), "last": str(days.max() or as_of)}
    manifest = {
        "name": name,
        "kind": kind,
        "as_of": as_of.isoformat(),
        "created_at": "2026-11-01T00:00:00+08:00",
        "contract_version": "1",
        "policy_version": "2023-06-20",
        "coverage": {"applications": None if applications is None else span, "awards": None},
        "sources": [],
        "files": [_entry(path) for path in sorted(folder.iterdir())],
        "tables": {"awards": _counts(honours)} | ({} if applications is None else {"applications": _counts(rows)}),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (data / "snapshots" / "current").write_text(name, encoding="utf-8")
    return folder


def seal(folder: Path) -> None:
    """Describe the files of a snapshot anew, after one was added."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"] = [_entry(file) for file in sorted(folder.iterdir()) if file != path]
    path.write_text(json.dumps(manifest), encoding="utf-8")


def _entry(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    rows = pl.read_parquet(path).height
    return {"name": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "rows": rows}


def _counts(rows: Sequence[Any]) -> dict[str, Any]:
    return {
        "read": len(rows),
        "accepted": len(rows),
        "quarantined": 0,
        "duplicate": 0,
        "blank": 0,
        "total": 0,
        "reasons": {},
    }
