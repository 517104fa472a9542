"""Rows as codes: a byte for every code list, days as numbers, money in cents, sorted by organisation.

``other`` (a value no list has) and the unknown are the last two codes of every list.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl

from dashboard.access import EVERY_ROW, Rows
from dashboard.policy import Registry
from dashboard.policy.vocabulary import APPROVED, ApplicantKind, ApplicationStatus, SizeClass
from dashboard.warehouse.cube.case_rows import STAGES
from dashboard.warehouse.cube.coded import NO_DAY, NO_MONEY, Applications, Awards

FIRST_DAY, LAST_DAY = -32_000, 32_000
DAYS = ("submitted", "accepted", "decided", "paid", "withdrawn", "revoked")
MONEY = ("requested", "approved", "paid", "clawback")
MONEY_COLUMNS = tuple(f"{amount}_cents" for amount in MONEY)
# beside the codes: where the row stands in the Parquet file
LINE = "line"
MOST_CENTS = 2**52
CLAIMED = 4
Coded = TypeVar("Coded", Applications, Awards)


class UncodableError(ValueError):
    """A value that the codes cannot hold, such as a day of the year 2060: the plain queries answer instead."""


@dataclass(frozen=True)
class CodeLists:
    """The lists that codes count in."""

    registry: Registry

    @cached_property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """Values of every list in the order of their codes."""
        groups = sorted({item.group for item in self.registry.items.values() if item.group})
        return {
            "item": tuple(self.registry.items),
            "group": tuple(groups),
            "district": tuple(self.registry.districts),
            "cluster": tuple(self.registry.clusters),
            "certificate": tuple(self.registry.certificate_types),
            "kind": tuple(kind.value for kind in ApplicantKind),
            "size": tuple(size.value for size in SizeClass),
            "status": tuple(status.value for status in ApplicationStatus),
        }

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of lists, fund years, items, term and columns: what was prepared with others would be read wrongly."""
        columns = (Applications._fields, Awards._fields)
        facts = (self.lists, self.registry.fund_years, sorted(self.registry.items.items()), self.registry.term, columns)
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def other(self, name: str) -> int:
        """Code of the values that the list has not."""
        return len(self.lists[name])

    def unknown(self, name: str) -> int:
        """Code of the unknown, the last one."""
        return len(self.lists[name]) + 1

    def encode(self, column: str, name: str) -> pl.Expr:
        """A column of texts as codes of the list ``name``."""
        values = self.lists[name]
        codes = pl.col(column).replace_strict(
            list(values), list(range(len(values))), default=self.other(name), return_dtype=pl.UInt8
        )
        return pl.when(pl.col(column).is_null()).then(pl.lit(self.unknown(name), pl.UInt8)).otherwise(codes)


def encode_applications(path: Path, registry: Registry) -> pl.DataFrame:
    """The applications of a snapshot as codes, one column for each of ``Applications``, sorted by organisation.

    One column at a time: as texts, twenty million rows would need more memory than there is.

    Raises:
        UncodableError: a day or an amount is out of range.
    """
    rows = pl.scan_parquet(path)
    organisation = _organisations(rows.select("uscc").collect().to_series())
    # stable: the same rows give the same bytes
    order = pl.Series(np.argsort(organisation.to_numpy(), kind="stable"))
    columns = {"organisation": organisation.gather(order), LINE: order.cast(pl.UInt32)}
    for name, expression in _expressions(registry).items():
        column = rows.select(expression.alias(name)).collect().to_series()
        columns[name] = _check_bounds(column).gather(order)
    return pl.DataFrame(columns)


def _organisations(credit_codes: pl.Series) -> pl.Series:
    """Numbers of the credit codes in the order in which they occur; -1 for none."""
    own = pl.Categorical(pl.Categories.random())
    return credit_codes.rechunk().cast(own).to_physical().cast(pl.Int32).fill_null(-1).rename("organisation")


def _expressions(registry: Registry) -> dict[str, pl.Expr]:
    lists, years = CodeLists(registry), registry.fund_years
    texts = {
        "item": ("item_code", "item"), "registered": ("district_registered", "district"),
        "operating": ("district_operating", "district"), "project": ("district_project", "district"),
        "cluster": ("cluster_code", "cluster"), "certificate": ("certificate_type", "certificate"),
        "kind": ("applicant_kind", "kind"), "size": ("size_class", "size"), "status": ("status", "status"),
    }  # fmt: skip
    year = pl.col("fund_year").replace_strict(
        list(years), list(range(len(years))), default=len(years), return_dtype=pl.UInt8
    )
    return {
        **{name: lists.encode(column, of) for name, (column, of) in texts.items()},
        "year": year,
        "units": pl.col("units").cast(pl.Int32),
        **{stage: _encode_days(f"{stage}_on") for stage in DAYS},
        "reached": _encode_reached(),
        **{f"{amount}_cents": _encode_cents(f"{amount}_yuan") for amount in MONEY},
    }


def encode_awards(claims: pl.DataFrame | pl.LazyFrame, registry: Registry) -> pl.DataFrame:
    """The awards with their claims (the model's ``award_claims``) as codes, one column for each of ``Awards``."""
    lists = CodeLists(registry)
    flags = (
        (pl.col("decision_status") == "conferred").cast(pl.UInt8)
        + 2 * pl.col("is_claimable").cast(pl.UInt8)
        + CLAIMED * pl.col("is_claimed").fill_null(False).cast(pl.UInt8)
    )
    coded = (
        claims.lazy()
        .select(
            lists.encode("paying_item_code", "item").alias("item"),
            lists.encode("district_registered", "district").alias("district"),
            lists.encode("cluster_code", "cluster").alias("cluster"),
            lists.encode("certificate_type", "certificate").alias("certificate"),
            _encode_days("first_possible_on").alias("first_possible"),
            _encode_days("last_possible_on").alias("last_possible"),
            _encode_days("awarded_on").alias("awarded"),
            _encode_days("valid_until").alias("valid_until"),
            flags.cast(pl.UInt8).alias("flags"),
        )
        .collect()
    )
    return coded.select(_check_bounds(coded[name]) for name in coded.columns)


def keep_visible(
    applications: pl.DataFrame, awards: pl.DataFrame, rows: Rows, lists: CodeLists
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that may be seen, as the warehouse's own restriction has them; claims of others are not known."""
    if rows == EVERY_ROW:
        return applications, awards
    own = [lists.lists["district"].index(area) for area in rows.areas if area in lists.lists["district"]]
    is_approved = pl.col("status").is_in([lists.lists["status"].index(status.value) for status in APPROVED])
    kept = is_approved | pl.col("registered").is_in(own)
    is_claimed_of_others = (pl.col("flags") >= CLAIMED) & ~pl.col("district").is_in(own)
    flags = pl.when(is_claimed_of_others).then(pl.col("flags") - CLAIMED).otherwise("flags").cast(pl.UInt8)
    return applications.filter(kept), awards.with_columns(flags.alias("flags"))


def to_arrays(frame: pl.DataFrame, kind: type[Coded]) -> Coded:
    """The columns as arrays, without a copy."""
    columns = {name: frame[name].rechunk().to_numpy() for name in kind._fields}
    for column in columns.values():
        # mapped files are read-only: one kind of array, one compilation
        column.flags.writeable = False
    return kind(**columns)


def _encode_days(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int32).fill_null(int(NO_DAY))


def _encode_reached() -> pl.Expr:
    """How far a case came, as ``queries/model/stage_reached.sql`` has it."""
    status, is_approved = pl.col("status"), pl.col("status").is_in([status.value for status in APPROVED])
    known = {stage: pl.col(f"{stage}_on").is_not_null() for stage in STAGES[1:] if stage != "approved"}
    return (
        pl.when(known["paid"] | (status == "paid"))
        .then(6)
        .when(known["granted"] | (status == "granted"))
        .then(5)
        .when(is_approved & (known["publicised"] | (status == "publicised")))
        .then(4)
        .when(is_approved)
        .then(3)
        .when((status == "rejected") | known["reviewed"])
        .then(2)
        .when(known["accepted"] | status.is_in(["accepted", "under_review"]))
        .then(1)
        .otherwise(0)
        .cast(pl.UInt8)
    )


def _encode_cents(column: str) -> pl.Expr:
    return (pl.col(column).cast(pl.Decimal(18, 2)) * 100).cast(pl.Int64).fill_null(int(NO_MONEY))


def _check_bounds(column: pl.Series) -> pl.Series:
    """Days as short numbers, money as it is, both within what the codes hold."""
    if column.name == "status" and (column >= len(ApplicationStatus)).any() or column.null_count():
        raise UncodableError(column.name)
    if column.name.endswith("_cents"):
        known = column.is_between(-MOST_CENTS, MOST_CENTS) | (column == int(NO_MONEY))
    elif column.dtype == pl.Int32 and column.name != "units":
        known = column.is_between(FIRST_DAY, LAST_DAY) | (column == int(NO_DAY))
        if known.all():
            return column.cast(pl.Int16)
    else:
        return column
    if not known.all():
        raise UncodableError(column.name)
    return column
