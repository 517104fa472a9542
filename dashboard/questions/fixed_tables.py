"""Figures on refused, withdrawn and open cases for the public: from the fixed tables, or not at all.

The fixed tables (item × year, district × year, article × district, with their margins) are prepared at publication, small
cells hidden. A scope that is exactly one of their cells is answered from it; under any other filter these figures are
null and the state of the row says ``restricted``, or ``suppressed`` where the cell is there and hidden.
"""

from collections.abc import Mapping
from math import sqrt
from typing import Any

import polars as pl

# queries whose rows may be cells, and the column of their key (a constant dimension where there is none)
CELL_QUERIES = {
    "overview/totals": ("total", None),
    "uptake/by_item": ("item", "item_code"),
    "uptake/by_district": ("district", "district_code"),
    "uptake/breakdowns": (None, "key"),
}
KINDS = ("rejected_count", "withdrawn_count", "open_count")
CELL = ("item_code", "fund_year", "district_code", "article")
UNKNOWN = "unknown"
NORMAL_95 = 1.959963984540054
Row = dict[str, Any]


def fill_from_fixed_tables(
    answer: pl.DataFrame, name: str, scope: Mapping[str, Any], *, prepared: pl.DataFrame | None
) -> pl.DataFrame:
    """The masked answer with what the fixed tables say, and the state of every row that lacks figures."""
    if "reporting_state" not in answer.columns or "application_count" not in answer.columns:
        return answer
    cells = _cells(prepared, scope) if name in CELL_QUERIES else {}
    dimension, key = CELL_QUERIES.get(name, (None, None))
    # a cell that is not there holds no application of any kind
    empty = dict.fromkeys(KINDS, 0) if cells else None
    rows = []
    for row in answer.iter_rows(named=True):
        cell = _cell(dimension or row.get("dimension"), row.get(key or ""), scope)
        rows.append(_row(row, cells.get(cell, empty) if cell else None))
    return pl.DataFrame(rows, schema=answer.schema)


def _cells(prepared: pl.DataFrame | None, scope: Mapping[str, Any]) -> dict[tuple[Any, ...], Row]:
    """The cells that may be told under this scope, by item, year, district and article."""
    years = scope["fund_years"]
    other = [scope[name] for name in ("clusters", "certificates", "kinds", "sizes", "routes", "cut_on")]
    whole = scope["is_whole_term"] and years is None
    if (
        prepared is None
        or any(value is not None for value in other)
        or scope["date_basis"] != "submitted"
        or scope["place_basis"] != "registered"
        or not (whole or (years is not None and len(years) == 1))
    ):
        return {}
    told = prepared.filter(pl.col("is_term")) if whole else prepared
    return {tuple(row[name] for name in CELL): row for row in told.iter_rows(named=True)}


def _cell(dimension: str | None, key: str | None, scope: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The cell that a row of a breakdown is under this scope; None where it is none."""
    items, districts, articles = scope["items"], scope["districts"], scope["articles"]
    year = scope["fund_years"][0] if scope["fund_years"] else None
    if dimension == "item" and not districts and not articles and (not items or key in items):
        return (key, year, None, None)
    if dimension == "district" and not items and (not districts or (key or UNKNOWN) in districts):
        return _district_cell(key or UNKNOWN, year, articles)
    if dimension != "total":
        return None
    if items and not districts and not articles and len(items) == 1:
        return (items[0], year, None, None)
    if not items and (not districts or len(districts) == 1):
        return _district_cell(districts[0] if districts else None, year, articles)
    return None


def _district_cell(district: str | None, year: int | None, articles: list[int] | None) -> tuple[Any, ...] | None:
    if not articles:
        return (None, year, district, None)
    return (None, None, district, articles[0]) if len(articles) == 1 and year is None else None


def _row(row: Row, cell: Row | None) -> Row:
    """One row of a breakdown with what its cell says."""
    reported = row["reporting_state"] == "reported"
    if cell is None:
        return row | ({"reporting_state": "restricted"} if reported else {})
    if not reported and not any(count != 0 for count in (cell[name] for name in KINDS)):
        return row
    approved = row["approved_count"] or 0
    known = {name: cell[name] for name in KINDS}
    rejected, withdrawn, open_count = known.values()
    more: Row = dict(known)
    if rejected is not None:
        more["decided_count"] = approved + rejected
        more |= _rate(approved, rejected)
    whole = None not in (rejected, withdrawn, open_count)
    if whole:
        more["application_count"] = approved + rejected + withdrawn + open_count
    if open_count is not None and row.get("headroom_count") is not None:
        more["headroom_after_open_count"] = row["headroom_count"] - open_count
    more["reporting_state"] = "reported" if whole else "suppressed"
    return row | {name: value for name, value in more.items() if name in row}


def _rate(approved: int, rejected: int) -> Row:
    """Rate of approval with its Wilson interval of 95 % (Wilson 1927), as ``queries/model/uptake.sql`` has it."""
    decided = approved + rejected
    if not decided:
        return {}
    square = NORMAL_95**2
    middle = approved + square / 2
    half = NORMAL_95 * sqrt(approved * rejected / decided + square / 4)
    return {
        "approval_rate": approved / decided,
        "approval_rate_low": max(0.0, round((middle - half) / (decided + square), 12)),
        "approval_rate_high": min(1.0, round((middle + half) / (decided + square), 12)),
    }
