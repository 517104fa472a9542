"""Yearly rules once more, from the raw rows: item, group, all of the year, then every year; a snapshot's own rows first."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
REFERENCE = Path("data/reference/item_rules_by_year.csv")


class Years:
    """What the rules of a year say; what no row says is None."""

    def __init__(self, own: Iterable[Row], groups: Mapping[str, str | None]) -> None:
        self._sets = [list(own), [_typed(row) for row in csv.DictReader(REFERENCE.open(encoding="utf-8"))]]
        self._groups = groups

    def field(self, name: str, item: str, year: int) -> Any:
        """The value of one field for an item and fund year."""
        return self._found(name, [key for key in (item, self._groups[item], "*") if key], year)[0]

    def source(self, name: str, item: str, year: int) -> str | None:
        """The source of the row that says it."""
        return self._found(name, [key for key in (item, self._groups[item], "*") if key], year)[1]

    def envelope(self, key: str, year: int) -> Any:
        """The envelope of an item or a group itself: nobody inherits another's money."""
        return self._found("yearly_envelope_yuan", [key], year)[0]

    def _found(self, name: str, keys: list[str], year: int) -> tuple[Any, str | None]:
        for rows in self._sets:
            for fund_year in (str(year), "*"):
                for key in keys:
                    for row in rows:
                        if (row["item_code"], row["fund_year"]) == (key, fund_year) and row[name] is not None:
                            return row[name], row["source"]
        return None, None


def _typed(row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {name: value or None for name, value in row.items()}
    for name in ("yearly_envelope_yuan", "payment_ratio"):
        made[name] = Decimal(made[name]) if made[name] else None
    for name in ("window_start", "window_end"):
        made[name] = date.fromisoformat(made[name]) if made[name] else None
    made["per_applicant_per_year"] = int(made["per_applicant_per_year"]) if made["per_applicant_per_year"] else None
    made["offered"] = {"yes": True, "no": False, None: None}[made["offered"]]
    return made
