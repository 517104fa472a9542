"""A snapshot in which every case that is not approved carries a mark that must reach nobody without the right to it."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.etl.prepared import prepared_tables
from dashboard.policy import load_registry
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import Warehouse
from tests.snapshot_builder import AS_OF, build, seal

APPROVED = ("approved", "publicised", "granted", "paid", "revoked")
OTHERS = ("rejected", "withdrawn", "submitted", "accepted", "under_review")
ITEMS = ("03-1", "04-1", "09-1", "09-2", "12-1")
DISTRICTS = ("440303", "440304", "440305", "440306", None)


def cases(count: int = 400, seed: int = 7) -> list[dict[str, Any]]:
    """Cases of all statuses; names, codes and titles of those not approved begin with 隐 or X."""
    chance = random.Random(seed)
    return [_case(place, chance) for place in range(count)]


def _case(place: int, chance: random.Random) -> dict[str, Any]:
    approved = chance.random() < 0.6
    status = chance.choice(APPROVED if approved else OTHERS)
    who = chance.randrange(60)
    mark, letter = ("甲", "U") if approved else ("隐", "X")
    submitted = date(2024, 1, 5) + timedelta(days=chance.randrange(600))
    accepted = submitted + timedelta(days=chance.randrange(1, 20))
    decided = accepted + timedelta(days=chance.randrange(5, 90)) if approved or status == "rejected" else None
    amount = chance.randrange(1, 300) * 1_000
    return {
        "application_id": f"{letter}-{place}",
        "fund_year": submitted.year,
        "item_code": chance.choice(ITEMS),
        "uscc": f"{letter}{who}",
        "applicant": f"{mark}{who}公司",
        "project_title": f"{mark}项目{place}",
        "certificate_no": f"{letter}C{place}",
        "certificate_type": "gba_carbon_footprint",
        "district_registered": chance.choice(DISTRICTS),
        "district_operating": chance.choice(DISTRICTS),
        "status": status,
        "submitted_on": submitted,
        "accepted_on": None if status == "submitted" else accepted,
        "decided_on": decided,
        "paid_on": decided + timedelta(days=30) if status == "paid" and decided else None,
        "withdrawn_on": accepted + timedelta(days=9) if status == "withdrawn" else None,
        "reject_reason": f"隐原因{place}" if status == "rejected" else None,
        "requested_yuan": amount,
        "approved_yuan": amount if approved else None,
        "paid_yuan": amount if status == "paid" else None,
    }


def awards(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One award for every third case, of the same organisation and place; awards are public and carry no mark."""
    return [
        {
            "award_id": f"W{place}",
            "organisation": f"持证{place}",
            "uscc": None,
            "certificate_no": row["certificate_no"][1:],
            "application_id": row["application_id"],
            "district_registered": row["district_registered"],
            "item_code": "03-1",
            "awarded_on": date(2024, 1, 2) + timedelta(days=place),
        }
        for place, row in enumerate(rows[::3])
    ]


def plant(
    data: Path, *, rows: list[dict[str, Any]] | None = None, kind: str = "official", name: str = "tiny"
) -> list[dict[str, Any]]:
    """Write a snapshot with the fixed tables and the findings, as a publication does, and return its cases.

    ``rows`` are the cases it holds; the awards are those of all cases, whatever it holds.
    """
    everything = cases()
    kept = everything if rows is None else rows
    folder = build(data, applications=kept, awards=awards(everything), as_of=AS_OF, kind=kind, name=name)
    registry = load_registry()
    prepared_tables(
        pl.scan_parquet(folder / "applications.parquet"),
        articles={code: item.article for code, item in registry.items.items()},
        term=(registry.term.start, registry.term.end),
    ).write_parquet(folder / "prepared.parquet")
    judging = Warehouse(open_snapshot(name, data=data), registry)
    judging.query("conformity/all_findings").write_parquet(folder / "findings.parquet")
    judging.close()
    seal(folder)
    return kept
