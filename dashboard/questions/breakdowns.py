"""Several breakdowns in one question: planning a statement costs more than its scan on all but the largest snapshots."""

import polars as pl

from dashboard.policy import Registry
from dashboard.questions import query
from dashboard.questions.filters import Filters

KEYS = {
    "item": "item_code", "group": "item_group", "district": "district_code", "cluster": "cluster_code",
    "certificate": "certificate_type", "month": "month",
}  # fmt: skip
DISTRICT_ONLY = ("denominator_count", "per_10k", "per_10k_low", "per_10k_high")


def ask_breakdowns(filters: Filters, *dimensions: str) -> list[pl.DataFrame]:
    """One frame a dimension, in the order asked for, equal to ``uptake/by_<dimension>`` (``overview/totals``)."""
    answer = query("uptake/breakdowns", filters, dimensions=sorted(dimensions))
    return [_take_dimension(answer, dimension) for dimension in dimensions]


def selected_items(items: pl.DataFrame, *, filters: Filters, registry: Registry) -> pl.DataFrame:
    """The items that the item and article filters leave (a query always answers for all of them)."""
    articles = {int(article) for article in filters.article}
    codes = [
        code
        for code, item in registry.items.items()
        if (not filters.item or code in filters.item) and (not articles or item.article in articles)
    ]
    return items.filter(pl.col("item_code").is_in(codes))


def _take_dimension(answer: pl.DataFrame, dimension: str) -> pl.DataFrame:
    rows = answer.filter(pl.col("dimension") == dimension).drop("dimension", "position")
    if dimension != "district":
        rows = rows.drop(DISTRICT_ONLY)
    if dimension == "total":
        return rows.drop("key")
    return rows.rename({"key": KEYS[dimension]})
