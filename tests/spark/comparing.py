"""Whether two answers are the same: names, kinds of values, rows, order; exact but for sums of fractions."""

import math
from typing import Any

import polars as pl
import sqlglot
from sqlglot import exp

# sums of doubles depend on the order in which two executors hand in their parts
TOLERANCE = 1e-12


def differences(text: str, duckdb: pl.DataFrame, spark: pl.DataFrame) -> list[str]:
    """What differs between the answers to one SELECT, a line each; empty when they are the same.

    Rows that ``text`` puts in no order are compared in one of their own.
    """
    if duckdb.columns != spark.columns:
        return [f"columns {duckdb.columns} on DuckDB, {spark.columns} on Spark"]
    kinds = [
        f"{column}: {duckdb.schema[column]} on DuckDB, {spark.schema[column]} on Spark"
        for column in duckdb.columns
        if kind_of(duckdb.schema[column]) != kind_of(spark.schema[column])
    ]
    if duckdb.height != spark.height:
        return [*kinds, f"{duckdb.height} rows on DuckDB, {spark.height} on Spark"]
    left, right = duckdb.rows(), spark.rows()
    if not _is_ordered(text):
        left, right = sorted(left, key=repr), sorted(right, key=repr)
    return kinds + [
        f"row {number}, {column}: {one!r} on DuckDB, {other!r} on Spark"
        for number, (row, twin) in enumerate(zip(left, right, strict=True))
        for column, one, other in zip(duckdb.columns, row, twin, strict=True)
        if not _is_same(one, other)
    ]


def kind_of(dtype: pl.DataType) -> str:
    """What a reader of the answer can tell: whole numbers of any width are one kind, money keeps its decimals."""
    if dtype.is_integer() or (isinstance(dtype, pl.Decimal) and dtype.scale == 0):
        return "whole number"
    if isinstance(dtype, pl.Decimal):
        return f"decimal with {dtype.scale} places"
    return "fraction" if dtype.is_float() else str(dtype)


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE) or (math.isnan(one) and math.isnan(other))
    return bool(one == other)


def _is_ordered(text: str) -> bool:
    tree = sqlglot.parse_one(text, read="duckdb")
    return isinstance(tree, exp.Query) and tree.args.get("order") is not None
