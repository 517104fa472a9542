"""The sum of a run: rows read = accepted + quarantined + duplicate + blank + total, by table and by sheet."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.etl.intake.verdict import Verdict


@dataclass(frozen=True)
class Account:
    """Counts of one table or sheet."""

    read: int
    accepted: int
    quarantined: int
    duplicate: int
    blank: int
    total: int

    @property
    def share(self) -> float:
        """Quarantined rows / (read − blank − total); 0 where there are none."""
        rows = self.read - self.blank - self.total
        return self.quarantined / rows if rows else 0.0

    def sum_text(self) -> str:
        """The sum as a line."""
        return f"{self.read} = {self.accepted} + {self.quarantined} + {self.duplicate} + {self.blank} + {self.total}"


def account_for_table(verdict: Verdict) -> Account:
    """The sum of a whole table."""
    read = sum(sheet.read for sheet in verdict.sheets)
    return _account(
        read=read,
        quarantined=len(verdict.quarantined),
        duplicate=len(verdict.duplicates) + sum(sheet.corrected for sheet in verdict.sheets),
        blank=sum(sheet.blank for sheet in verdict.sheets),
        total=sum(sheet.total for sheet in verdict.sheets),
    )


def account_for_sheets(verdict: Verdict) -> list[Account]:
    """The sum of each sheet, in their order."""
    places = verdict.rows.select("id", "sheet")
    bad = _by_sheet(places, verdict.quarantined)
    repeated = _by_sheet(places, verdict.duplicates)
    return [
        _account(
            read=sheet.read,
            quarantined=bad.get(place, 0),
            duplicate=repeated.get(place, 0) + sheet.corrected,
            blank=sheet.blank,
            total=sheet.total,
        )
        for place, sheet in enumerate(verdict.sheets)
    ]


def count_reasons(verdict: Verdict) -> dict[str, int]:
    """Lines in quarantine by rule, the most frequent first."""
    counts = verdict.lines["rule"].value_counts().sort(["count", "rule"], descending=[True, False])
    return dict(counts.iter_rows())


def manifest_counts(verdict: Verdict, extra: dict[str, int]) -> dict[str, Any]:
    """What the manifest says of a table."""
    account = account_for_table(verdict)
    return {
        "read": account.read,
        "accepted": account.accepted,
        "quarantined": account.quarantined,
        "duplicate": account.duplicate,
        "blank": account.blank,
        "total": account.total,
        "reasons": count_reasons(verdict),
    } | extra


def _by_sheet(places: pl.DataFrame, ids: pl.Series) -> dict[int, int]:
    found = places.join(pl.DataFrame({"id": ids}, schema={"id": pl.UInt32}), on="id", how="semi")
    return dict(found["sheet"].value_counts().iter_rows())


def _account(*, read: int, quarantined: int, duplicate: int, blank: int, total: int) -> Account:
    accepted = read - quarantined - duplicate - blank - total
    return Account(read, accepted, quarantined, duplicate, blank, total)
