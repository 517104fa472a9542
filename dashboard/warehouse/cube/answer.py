"""Questions that the coded rows answer: every breakdown of every figure, in the columns of the plain query."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from dashboard.snapshots import Snapshot
from dashboard.warehouse.cube import coded
from dashboard.warehouse.cube.asked import months_between
from dashboard.warehouse.cube.columns import COLUMNS, QUESTIONS, kind_of
from dashboard.warehouse.cube.cube import Counted, Cube
from dashboard.warehouse.cube.figures import figures
from dashboard.warehouse.intervals import garwood

ROW_DIMENSIONS = ("certificate", "cluster", "district", "group", "item", "total")
DISTRICT_ONLY = ("denominator_count", "per_10k", "per_10k_low", "per_10k_high")
LAST = 1_000_000


def rows_scope(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a scope that decides which rows a breakdown has; many filters share one answer."""
    judged = any(scope[name] is not None for name in ("kinds", "sizes", "routes"))
    free = dict.fromkeys(("districts", "clusters", "certificates", "sizes", "routes", "cut_on"))
    return {**scope, **free, "place_basis": "registered", "kinds": ["other"] if judged else None}


def answer(
    name: str, cube: Cube, rows: pl.DataFrame, values: Mapping[str, Any], *,
    snapshot: Snapshot, denominators: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """The answer of ``name``; ``rows`` are those of ``uptake/breakdown_rows`` for ``ROW_DIMENSIONS`` without months."""
    scope, question = values["scope"], QUESTIONS[name]
    dimensions = list(values["dimensions"]) if question is None else [question[0]]
    counted = cube.count(scope, dimensions)
    keys = rows.filter(pl.col("dimension").is_in(dimensions))
    if "month" in dimensions:
        keys = pl.concat([keys, _months(rows, scope, counted, snapshot)], how="diagonal")
    found = _per_10k(figures(keys, counted, scope), denominators)
    found = found.select(pl.col(column).cast(kind_of(column)) for column in COLUMNS).sort("dimension", "position")
    if question is None:
        return found
    dimension, key = question
    dropped = ["dimension", "position", *(() if dimension == "district" else DISTRICT_ONLY)]
    return found.drop(dropped, "key") if not key else found.drop(dropped).rename({"key": key})


def _months(rows: pl.DataFrame, scope: Mapping[str, Any], counted: Counted, snapshot: Snapshot) -> pl.DataFrame:
    """The months of the period up to the as-of date, further where cases of a fund year reach further; the unknown."""
    total = rows.filter(pl.col("dimension") == "total").row(0, named=True)
    first, last = scope["period_start"], min(scope["period_end"], snapshot.as_of)
    months = months_between(first, last) if first <= last else []
    if scope["fund_years"] is not None:
        months = _with_cases(f"{first:%Y-%m}", f"{last:%Y-%m}", counted)
    coverage = snapshot.manifest.coverage.get("applications")
    begins = f"{coverage.first:%Y-%m}" if coverage else ""
    is_reported = total["state"] == "reported"
    states = ["not_reported" if is_reported and month < begins else total["state"] for month in months]
    shared = {"reports_awards": total["reports_awards"], "reports_applications": total["reports_applications"]}
    return pl.DataFrame(
        {
            "dimension": ["month"] * (len(months) + 1),
            "key": [*months, None],
            "position": [*(int(month[:4]) * 12 + int(month[5:]) for month in months), LAST],
            "state": [*states, total["state"]],
        },
        schema_overrides={"key": pl.String},
    ).with_columns(pl.lit(value).alias(column) for column, value in shared.items())


def _with_cases(first: str, last: str, counted: Counted) -> list[str]:
    matched = counted.applications[:, coded.MATCHED]
    slots = counted.slot_of.items()
    seen = [key for (dimension, key), slot in slots if dimension == "month" and key is not None and matched[slot]]
    first, last = min([first, *seen]), max([last, *seen])
    days = [date(int(month[:4]), int(month[5:]), 1) for month in (first, last)]
    return months_between(*days) if first <= last else []


def _per_10k(found: pl.DataFrame, denominators: pl.DataFrame) -> pl.DataFrame:
    """Beneficiaries per 10,000 of the denominator with exact limits, for areas that have cases."""
    areas = denominators.select(
        pl.lit("district").alias("dimension"), pl.col("district_code").alias("key"), "denominator_count"
    )
    found = found.join(areas, on=["dimension", "key"], how="left", maintain_order="left")
    low, high = garwood(found["beneficiary_count"].fill_null(0).to_numpy())
    known = pl.col("has_rows") & pl.col("denominator_count").is_not_null()
    return found.with_columns(
        pl.when(known).then(pl.Series(values) / pl.col("denominator_count") * 10_000).alias(column)
        for column, values in {
            "per_10k": found["beneficiary_count"].to_numpy().astype(np.float64), "per_10k_low": low, "per_10k_high": high,
        }.items()
    )  # fmt: skip
