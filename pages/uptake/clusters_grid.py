"""Rows of the page of industry clusters: heat map of items, share by year, concentration."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels, sentences
from dashboard.presentation.charts import Bar, Cells, Line
from dashboard.presentation.language import plural
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import scale_money

VERSIONS = ("2.0", "1.0")
# more of them would be a chart of nothing
MOST_ZEROS = 3


def grid_title(grid: Cells, *, measure: str) -> str:
    """The pair of item and cluster with the most, and how many share that place."""
    pairs = [
        (value, item, cluster)
        for item, line in zip(grid.rows, grid.values, strict=True)
        for cluster, value in zip(grid.columns, line, strict=True)
        if value
    ]
    if not pairs:
        return _("chart.nothing_to_compare", measure=measure)
    most, item, cluster = max(pairs, key=lambda pair: pair[0])
    others = sum(value == most for value, *_names in pairs) - 1
    if others:
        return plural(
            "clusters.highest_cells",
            count=others,
            measure=measure,
            item=item,
            cluster=cluster,
        )
    return _("clusters.highest_cell", measure=measure, item=item, cluster=cluster)


def of_version(found: pl.DataFrame, version: str, registry: Registry) -> pl.DataFrame:
    """Rows of the clusters of one version of the list."""
    codes = [code for code, cluster in registry.clusters.items() if cluster.version == version]
    return found.filter(pl.col("cluster_code").is_in(codes))


def concentration(found: pl.DataFrame, version: str, registry: Registry) -> pl.DataFrame:
    """Rows of the clusters of one version, those with most money first."""
    return of_version(found, version, registry).sort("approved_yuan", descending=True, maintain_order=True)


def cells(pairs: pl.DataFrame, *, figure: str, version: str, registry: Registry) -> Cells:
    """Items by clusters of one version; a pair without an application is empty."""
    shown = of_version(pairs, version, registry)
    items = [code for code in registry.items if code in set(shown["item_code"])]
    clusters = [code for code in registry.clusters if code in set(shown["cluster_code"])]
    known = {(row["item_code"], row["cluster_code"]): row for row in shown.iter_rows(named=True)}
    grid = [[known.get((item, cluster)) for cluster in clusters] for item in items]
    return Cells(
        rows=[labels.value("item", code, registry) for code in items],
        columns=[labels.cluster_name(code, registry) for code in clusters],
        values=[[None if row is None else _value(row[figure], figure) for row in line] for line in grid],
        codes=[clusters for _item in items],
        hovers=[
            [
                _cell_hover(labels.value("item", item, registry), labels.value("cluster", cluster, registry), row)
                for cluster, row in zip(clusters, line, strict=True)
            ]
            for item, line in zip(items, grid, strict=True)
        ],
    )


def _value(amount: object, figure: str) -> float | None:
    if amount is None:
        return None
    return scale_money(float(str(amount))) if figure.endswith("_yuan") else float(str(amount))


def _cell_hover(item: str, cluster: str, row: dict[str, object] | None) -> str:
    head = f"{item}<br>{cluster}<br>"
    if row is None:
        return head + _("clusters.no_application")
    return head + _(
        "clusters.cell",
        applications=row["application_count"],
        approved=row["approved_count"],
        beneficiaries=row["beneficiary_count"],
    )


def with_something(bars: Sequence[Bar]) -> tuple[list[Bar], str]:
    """Bars of more than nothing, and in words how many clusters have a real zero; a few zeros stay as they are."""
    nothing = sum(bar.value == 0 for bar in bars)
    if nothing <= MOST_ZEROS:
        return list(bars), ""
    said = plural("clusters.zeros", count=nothing)
    return [bar for bar in bars if bar.value != 0], said


def share_lines(by_year: pl.DataFrame, *, version: str, registry: Registry, chosen: Sequence[str]) -> list[Line]:
    """Share of each cluster in the year's applications of all clusters and none; chosen ones first, then the largest.

    None of them where the reader may not count applications, or no year has five applications.
    """
    if by_year["application_count"].null_count():
        return []
    whole = by_year.group_by("fund_year").agg(whole=pl.col("application_count").sum()).sort("fund_year")
    whole = whole.filter(pl.col("whole") >= fmt.FEW_CASES)
    if whole.is_empty():
        return []
    listed = of_version(by_year, version, registry)
    order = listed.group_by("cluster_code").agg(pl.col("application_count").sum())
    order = order.sort(
        pl.col("cluster_code").is_in(list(chosen)), "application_count", "cluster_code", descending=[True, True, False]
    )
    return [_share_line(code, listed, whole, registry) for code in order["cluster_code"].head(5)]


def _share_line(code: str, listed: pl.DataFrame, whole: pl.DataFrame, registry: Registry) -> Line:
    own = whole.join(listed.filter(pl.col("cluster_code") == code), on="fund_year", how="left", maintain_order="left")
    # in a year without any code of this version the list was not in force: no share, not a share of nothing
    coded = set(listed["fund_year"])
    counts = [
        (count or 0) if year in coded else None
        for year, count in zip(own["fund_year"], own["application_count"], strict=True)
    ]
    name = labels.cluster_name(code, registry)
    return Line(
        code,
        name,
        [str(year) for year in own["fund_year"]],
        [None if count is None else count / every * 100 for count, every in zip(counts, own["whole"], strict=True)],
        [
            f"{year} {name} {fmt.share(count, every)}"
            for year, count, every in zip(own["fund_year"], counts, own["whole"], strict=True)
        ],
    )


def sentence(by_cluster: pl.DataFrame, totals: dict[str, Any], *, version: str, when: str, registry: Registry) -> str:
    """Which cluster has the most beneficiaries and how many are in none."""
    if by_cluster["application_count"].is_null().all():
        return sentences.say_uncounted(totals, when=when)
    own = of_version(by_cluster, version, registry).sort("beneficiary_count", descending=True, maintain_order=True)
    none = by_cluster.filter(pl.col("cluster_code").is_null())["application_count"].sum()
    names = [labels.value("cluster", code, registry) for code in own["cluster_code"]]
    most = own["beneficiary_count"][0]
    leading = (
        _(
            "clusters.most_beneficiaries",
            period=when,
            cluster=sentences.name_leaders(own, "beneficiary_count", names),
            count=fmt.count(most),
        )
        if most
        else _("clusters.no_beneficiary", period=when)
    )
    outside = [_("clusters.outside", none=fmt.count(int(none)))] if none else []
    return labels.end_sentence([leading, *outside])


def changed_names(registry: Registry) -> str:
    """Names that stand in one version of the list only."""
    names: dict[str, list[str]] = {version: [] for version in VERSIONS}
    for code, cluster in registry.clusters.items():
        names[cluster.version].append(labels.cluster_name(code, registry))
    new = labels.join_words([name for name in names["2.0"] if name not in names["1.0"]])
    old = labels.join_words([name for name in names["1.0"] if name not in names["2.0"]])
    return _("clusters.differing_names", new=new, old=old)


def preferred_version(by_cluster: pl.DataFrame, *, registry: Registry) -> str:
    """The version of the list that holds most of the applications in the scope."""
    counts = {
        version: int(of_version(by_cluster, version, registry)["application_count"].sum() or 0) for version in VERSIONS
    }
    return max(VERSIONS, key=lambda version: counts[version])
