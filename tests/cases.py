"""Four tiny snapshots as an office would export them, on which figures went wrong, and what is right for each.

Right values are worked out by hand from the rows in ``tests/data/cases``; names are invented. As-of day: 2026-03-02.

* ``tiny``: X2 is paid and lacks the paid amount. X1 breaks four rules at once. 多证单位5号 holds the nomination of 09-4 by
  name in 2024 and by code in 2025.
* ``nopay``: eight cases paid, no column of paid amounts.
* ``nodec``: the same without the days of acceptance, decision and notice.
* ``nogrant``: the same without the days of notice and grant.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from tests.snapshot_builder import APPLICATIONS, AWARDS, build

FOLDER = Path(__file__).parent / "data" / "cases"
AS_OF = date(2026, 3, 2)
NAMES = ("tiny", "nopay", "nodec", "nogrant")


@dataclass(frozen=True)
class Right:
    """What is right for one snapshot under the whole term; None is *unknown* or *not judgeable*, which is no 0.

    ``absent``: the columns of applications whose absence is the matter. ``unjudged``: rule → cases that it cannot judge.
    ``open_indicators``: indicators of the scorecard that get no points because what they rest on is unknown. Money concerned
    counts each case once.
    """

    absent: frozenset[str]
    paid_yuan: Decimal | None
    missing_paid: int
    payment_rate: Decimal | None
    breaches: frozenset[tuple[str, str]]
    money_concerned_yuan: Decimal
    unjudged: dict[str, int]
    open_indicators: frozenset[str]
    claimable: int
    claimed: int


EIGHT = Decimal(800_000)
NOTHING = Decimal(0)
# no window of 03-1 or 09-4 in 2025 is known, so C09 cannot judge those cases
RIGHT = {
    "tiny": Right(
        absent=frozenset(),
        # X1 and X3; X2 is in neither side of the rate
        paid_yuan=Decimal(200_000),
        missing_paid=1,
        payment_rate=Decimal(1),
        # X1: filed before the window of 2023, support declared, no enterprise, no certificate;
        # X2: no certificate
        breaches=frozenset({("X1", "C09"), ("X1", "C10"), ("X1", "C11"), ("X1", "C13"), ("X2", "C13")}),
        money_concerned_yuan=Decimal(200_000),
        unjudged={"C09": 2},
        open_indicators=frozenset(),
        # H1 and H3: H2 is not the first of its organisation
        claimable=2,
        claimed=1,
    ),
    "nopay": Right(
        absent=frozenset({"paid_yuan"}),
        paid_yuan=None,
        missing_paid=8,
        payment_rate=None,
        breaches=frozenset(),
        money_concerned_yuan=NOTHING,
        unjudged={"C09": 8},
        open_indicators=frozenset({"B12"}),
        claimable=8,
        claimed=8,
    ),
    "nodec": Right(
        absent=frozenset({"accepted_on", "decided_on", "publicised_on"}),
        paid_yuan=EIGHT,
        missing_paid=0,
        payment_rate=Decimal(1),
        breaches=frozenset(),
        money_concerned_yuan=NOTHING,
        unjudged={"C12": 8, "C09": 8},
        open_indicators=frozenset({"B22"}),
        claimable=8,
        claimed=8,
    ),
    "nogrant": Right(
        absent=frozenset({"publicised_on", "granted_on"}),
        paid_yuan=EIGHT,
        missing_paid=0,
        payment_rate=Decimal(1),
        breaches=frozenset(),
        money_concerned_yuan=NOTHING,
        unjudged={"C12": 8, "C09": 8},
        open_indicators=frozenset({"B11"}),
        claimable=8,
        claimed=8,
    ),
}


def rows(name: str, table: str) -> list[dict[str, str]]:
    """Rows of a table as they stand in the file: texts, under the headers that the file has."""
    with (FOLDER / name / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def build_case(data: Path, name: str) -> Path:
    """Write one of the snapshots into a data folder and make it current; what a file lacks is null in every row."""
    return build(
        data,
        applications=[_typed(row, APPLICATIONS) for row in rows(name, "applications")],
        awards=[_typed(row, AWARDS) for row in rows(name, "awards")],
        name=name,
        as_of=AS_OF,
        kind="synthetic",
    )


def _typed(row: dict[str, str], schema: dict[str, Any]) -> dict[str, Any]:
    return {column: _value(row.get(column) or None, kind) for column, kind in schema.items()}


def _value(text: str | None, kind: Any) -> Any:
    if text is None:
        return None
    if kind == pl.Date:
        return date.fromisoformat(text)
    if kind == pl.Int32:
        return int(text)
    return Decimal(text) if kind == pl.Decimal(16, 2) else text
