"""Work out the fixed tables at publication: item × year, district × year, article × district, with their margins."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from dashboard.etl.prepared.linked_cells import Case, Cell, link_cells
from dashboard.etl.prepared.suppression import hide_cells

KINDS = {
    "rejected_count": ("rejected",),
    "withdrawn_count": ("withdrawn",),
    "open_count": ("submitted", "accepted", "under_review"),
}
KEYS = ("item_code", "fund_year", "district_code", "article")
UNKNOWN = "unknown"
PREPARED = {
    "item_code": pl.String, "fund_year": pl.Int32, "district_code": pl.String, "article": pl.Int32,
    "rejected_count": pl.Int64, "withdrawn_count": pl.Int64, "open_count": pl.Int64, "is_term": pl.Boolean,
}  # fmt: skip


def prepared_tables(applications: pl.LazyFrame, *, articles: Mapping[str, int], term: tuple[date, date]) -> pl.DataFrame:
    """The fixed tables of a snapshot; a hidden count is null.

    Args:
        applications: the table of the data contract.
        articles: article of each item.
        term: first and last day of the policy.

    Returns:
        One row per cell that holds an application: ``item_code``, ``fund_year``, ``district_code`` (of registration) and
        ``article`` are null where the cell is summed over them; ``is_term`` says that all cases that are not approved
        were submitted within the term, so that what is summed over the years answers for the whole term too.
    """
    place = pl.col("district_registered").fill_null(UNKNOWN).alias("district_code")
    counts = (
        applications.group_by("item_code", place, "fund_year", "status")
        .agg(pl.len().alias("count"), inside=pl.col("submitted_on").is_between(*term).all())
        .collect()
    )
    structure = _count_cases(counts).keys()
    found: dict[Cell, dict[str, int | None]] = {}
    for kind, statuses in KINDS.items():
        of_kind = _count_cases(counts.filter(pl.col("status").is_in(statuses)))
        cells = link_cells(of_kind, structure=structure, articles=articles)
        hidden = hide_cells(cells)
        for cell, count, is_hidden in zip(cells.keys, cells.counts.tolist(), hidden.tolist(), strict=True):
            found.setdefault(cell, {})[kind] = None if is_hidden else count
    rows: list[dict[str, Any]] = [{**dict(zip(KEYS, cell, strict=True)), **values} for cell, values in found.items()]
    unapproved = counts.filter(pl.col("status").is_in([status for kind in KINDS.values() for status in kind]))
    schema = {name: dtype for name, dtype in PREPARED.items() if name != "is_term"}
    return pl.DataFrame(rows, schema=schema).with_columns(is_term=pl.lit(bool(unapproved["inside"].all())))


def _count_cases(counts: pl.DataFrame) -> dict[Case, int]:
    summed = counts.group_by("item_code", "district_code", "fund_year").agg(pl.col("count").sum())
    return {(item, district, year): count for item, district, year, count in summed.iter_rows()}
