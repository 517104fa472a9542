"""What is asked for, as the tables and numbers that the kernels read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from dashboard.policy import Registry
from dashboard.policy.working_days import working_day_numbers
from dashboard.warehouse.cube.coded import (
    CERTIFICATE,
    CLUSTER,
    DISTRICT,
    GROUP,
    ITEM,
    MONTH,
    NO_DAY,
    NO_MONEY,
    TOTAL,
    Asked,
    Known,
)
from dashboard.warehouse.cube.codes import CodeLists
from dashboard.warehouse.references import CALENDAR_FIRST, CALENDAR_LAST

DIMENSIONS = {
    "total": TOTAL, "item": ITEM, "group": GROUP, "district": DISTRICT, "cluster": CLUSTER, "certificate": CERTIFICATE,
    "month": MONTH,
}  # fmt: skip
BASES = ("submitted", "decided", "paid")
EPOCH = date(1970, 1, 1)


def number(day: date) -> int:
    """Days since 1970, within what a short number holds."""
    return max(-32_001, min(32_001, (day - EPOCH).days))


def months_between(first: date, last: date) -> list[str]:
    """``YYYY-MM`` of every month from the first day to the last."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(start, end + 1)]


def encode_registry(registry: Registry, *, as_of: date, first: date, last: date) -> Known:
    """The registry's side of a question; the months run from that of ``first`` to that of ``last``."""
    items = list(registry.items.values())
    groups = CodeLists(registry).lists["group"]
    caps = [
        int(item.amount_yuan * 100) if item.payment_kind == "up_to" and item.amount_yuan is not None else int(NO_MONEY)
        for item in items
    ]
    begin = date(first.year, first.month, 1)
    days = pl.date_range(begin, last, eager=True)
    months = days.dt.year().cast(pl.Int32) * 12 + days.dt.month().cast(pl.Int32)
    codes = (months - months[0]).to_numpy()
    return Known(
        group=np.array(
            [groups.index(item.group) if item.group else len(groups) + 1 for item in items] + [len(groups) + 1] * 2, np.int32
        ),
        cap_cents=np.array([*caps, int(NO_MONEY), int(NO_MONEY)], np.int64),
        counts_units=np.array([*(item.units_count for item in items), False, False], np.bool_),
        # the unknown month is the last entry and the last slot
        months=np.append(codes, codes[-1] + 1).astype(np.int32),
        first_day=number(begin),
        workdays=_workdays(),
        first_workday=number(CALENDAR_FIRST),
        as_of=number(as_of),
    )


@lru_cache(maxsize=1)
def _workdays() -> np.ndarray:
    return working_day_numbers(CALENDAR_FIRST, CALENDAR_LAST)["number"].to_numpy().astype(np.int32)


def encode_question(
    scope: Mapping[str, Any], dimensions: Sequence[str], *, registry: Registry, known: Known, route_of: Mapping[Any, str]
) -> Asked:
    """The scope of a query as tables of allowed codes; ``route_of`` gives the route of item and fund year."""
    lists = CodeLists(registry)
    sizes = {"total": 1, "month": int(known.months[-1]) + 1}
    widths = [sizes.get(name) or lists.unknown(name) + 1 for name in dimensions]
    cut_on = scope["cut_on"]
    return Asked(
        rounds=_rounds(scope, registry, route_of),
        districts=_flag_allowed(scope["districts"], lists.lists["district"], unknown="unknown"),
        clusters=_flag_allowed(scope["clusters"], lists.lists["cluster"], unknown="none"),
        certificates=_flag_allowed(scope["certificates"], lists.lists["certificate"]),
        kinds=_flag_allowed(scope["kinds"], lists.lists["kind"]),
        sizes=_flag_allowed(scope["sizes"], lists.lists["size"], unknown="unknown"),
        filters_places=scope["districts"] is not None,
        by_fund_year=scope["fund_years"] is not None,
        basis=BASES.index(scope["date_basis"]),
        start=number(scope["period_start"]),
        end=number(scope["period_end"]),
        awards_end=number(min(scope["period_end"], cut_on or scope["period_end"])),
        cut_on=int(NO_DAY) if cut_on is None else number(cut_on),
        dimensions=np.array([DIMENSIONS[name] for name in dimensions], np.int64),
        offsets=np.cumsum([0, *widths[:-1]]).astype(np.int64),
        slots=int(sum(widths)),
    )


def _flag_allowed(chosen: Iterable[str] | None, values: Sequence[str], *, unknown: str | None = None) -> np.ndarray:
    """One flag for each code of a list, the other and the unknown last."""
    if chosen is None:
        return np.ones(len(values) + 2, np.bool_)
    wanted = set(chosen)
    return np.array([*(value in wanted for value in values), False, unknown in wanted], np.bool_)


def _rounds(scope: Mapping[str, Any], registry: Registry, route_of: Mapping[Any, str]) -> np.ndarray:
    """Allowed rounds as ``[item, fund year]``; the last column leaves the year and the route out, as awards do."""
    articles, items, years, routes = (scope[name] for name in ("articles", "items", "fund_years", "routes"))
    entries = [*registry.items.values(), None, None]
    kept = np.array(
        [
            (articles is None or (entry is not None and entry.article in articles))
            and (items is None or (entry is not None and entry.item_code in items))
            for entry in entries
        ]
    )
    columns = [*registry.fund_years, None]
    allowed = np.ones((len(entries), len(columns) + 1), np.bool_)
    for place, year in enumerate(columns):
        if years is not None:
            allowed[:, place] = year in years
        if routes is not None:
            codes = [entry.item_code if entry else None for entry in entries]
            allowed[:, place] &= [(route_of.get((code, year)) or "unknown") in routes for code in codes]
    return np.ascontiguousarray(allowed & kept[:, None])
