"""Industry clusters: a name stands in two versions of the list, so the date of the row decides."""

from datetime import date

import polars as pl

from dashboard.etl.intake.names import cluster_names
from dashboard.etl.intake.values import Parsed, parse_code, refuse_formulas
from dashboard.policy import Registry


def parse_cluster(texts: pl.Series, days: pl.Series, *, registry: Registry, as_of: date) -> Parsed:
    """Codes by code or name; a name is taken from the version in force on the day, else from the other one.

    A row without a day is judged on ``as_of``.
    """
    from_2_0 = registry.cluster_2_0_from
    is_second = days.fill_null(as_of) >= from_2_0
    found = {version: _codes(texts, cluster_names(registry, version)) for version in ("1.0", "2.0")}
    values = pl.select(pl.when(is_second).then(found["2.0"]).otherwise(found["1.0"])).to_series()
    broken = texts.is_not_null() & values.is_null()
    if not broken.any():
        return Parsed(values)
    rules = pl.select(pl.when(broken).then(pl.lit("unknown_cluster"))).to_series()
    return refuse_formulas(texts, Parsed(values, rules))


def of_other_version(codes: pl.Series, days: pl.Series, *, registry: Registry, as_of: date) -> int:
    """Rows whose cluster code is of the version that was not in force: noted, not refused."""
    versions = {cluster.cluster_code: cluster.version for cluster in registry.clusters.values()}
    stated = codes.replace_strict(versions, default=None, return_dtype=pl.String)
    in_force = pl.select(
        pl.when(days.fill_null(as_of) >= registry.cluster_2_0_from).then(pl.lit("2.0")).otherwise(pl.lit("1.0"))
    ).to_series()
    return int((stated != in_force).sum() or 0)


def _codes(texts: pl.Series, names: dict[str, str]) -> pl.Series:
    distinct = texts.drop_nulls().unique()
    parsed = parse_code(distinct, codes=names, rule="unknown_cluster").values
    return texts.replace_strict(distinct, parsed, default=None, return_dtype=pl.String)
