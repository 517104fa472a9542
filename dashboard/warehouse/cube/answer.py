"""Questions that the coded rows answer: every breakdown of every figure, in the columns of the plain query."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl

from dashboard.policy import Registry
from dashboard.snapshots import Snapshot
from dashboard.warehouse.cube import coded
from dashboard.warehouse.cube.answer_columns import COLUMNS, QUESTIONS, kind_of
from dashboard.warehouse.cube.cube import Counted, Cube
from dashboard.warehouse.cube.figures import figures
from dashboard.warehouse.cube.question import months_between

ROW_DIMENSIONS = ("certificate", "cluster", "district", "group", "item", "total")
DISTRICT_ONLY = ("denominator_count", "per_10k", "per_10k_low", "per_10k_high")
LAST = 1_000_000


def breakdown_rows(ask: Callable[..., pl.DataFrame], scope: Mapping[str, Any], registry: Registry) -> pl.DataFrame:
    """The rows of ``uptake/breakdown_rows`` for ``ROW_DIMENSIONS``; scopes that differ in filters alone share one question.

    What a choice of items and articles changes (``queries/model/scope_state.sql``, ``uptake_rows.sql``) is said here.
    """
    judged = any(scope[name] is not None for name in ("kinds", "sizes", "routes"))
    free = dict.fromkeys(("articles", "items", "districts", "clusters", "certificates", "sizes", "routes", "cut_on"))
    shared = {**scope, **free, "place_basis": "registered", "kinds": ["other"] if judged else None}
    rows = ask("uptake/breakdown_rows", shared, dimensions=list(ROW_DIMENSIONS))
    articles, items = scope["articles"], scope["items"]
    if articles is None and items is None:
        return rows
    chosen = {
        item.item_code: (articles is None or item.article in articles) and (items is None or item.item_code in items)
        for item in registry.items.values()
    }
    partly = {item.group for item in registry.items.values() if item.group and not chosen[item.item_code]}
    of_item = pl.col("dimension") == "item"
    known = rows.filter(of_item & pl.col("key").is_in([code for code, is_chosen in chosen.items() if is_chosen]))
    state = _scope_state(set(known["state"]), reports_applications=rows["reports_applications"][0])
    # money is compared with all of the items it is meant for, or not at all
    is_whole = (pl.col("dimension") != "total") & ~((pl.col("dimension") == "group") & pl.col("key").is_in(partly))
    return rows.with_columns(
        state=pl.when(of_item | (pl.col("dimension") == "group")).then("state").otherwise(pl.lit(state)),
        yearly_envelope_yuan=pl.when(is_whole).then("yearly_envelope_yuan"),
        quota=pl.when(is_whole).then("quota"),
    )


def _scope_state(states: set[str], *, reports_applications: bool) -> str:
    if not states:
        return "reported" if reports_applications else "not_reported"
    first = next((state for state in ("not_reported", "reported") if state in states), None)
    return first or ("not_offered" if states == {"not_offered"} else "unknown")


def answer(
    name: str,
    cube: Cube,
    rows: pl.DataFrame,
    values: Mapping[str, Any],
    *,
    snapshot: Snapshot,
    denominators: pl.DataFrame,
) -> pl.DataFrame:
    """The answer of ``name``; ``rows`` are the ``breakdown_rows``."""
    scope, question = values["scope"], QUESTIONS[name]
    dimensions = list(values["dimensions"]) if question is None else [question[0]]
    counted = cube.count(scope, dimensions)
    keys = rows.filter(pl.col("dimension").is_in(dimensions))
    if "month" in dimensions:
        keys = pl.concat([keys, _months(rows, scope, counted, snapshot)], how="diagonal")
    found = (
        figures(_with_denominators(keys, denominators), counted, scope)
        .select(pl.col(column).cast(kind_of(column)) for column in COLUMNS)
        .sort("dimension", "position")
        .collect(optimizations=pl.QueryOptFlags.none())
    )
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
    shared = {name: total[name] for name in ("reports_awards", "reports_applications", "lists_every_award")}
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


def _with_denominators(keys: pl.DataFrame, denominators: pl.DataFrame) -> pl.DataFrame:
    areas = denominators.select(
        pl.lit("district").alias("dimension"), pl.col("district_code").alias("key"), "denominator_count"
    )
    return keys.join(areas, on=["dimension", "key"], how="left", maintain_order="left")
