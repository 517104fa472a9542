"""Rows of the page on procedure: how far cases came, what came in and went out by month, what is open."""

from typing import Any

import polars as pl

from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.charts import Bar, Group, Line
from dashboard.presentation.language import translate as _

Row = dict[str, Any]
FLOW = ("in_count", "out_count")


def funnel_groups(funnel: pl.DataFrame) -> tuple[list[str], list[Group]]:
    """Stages and one series a route; the label of a stage carries the share of the stage before."""
    stages = funnel["stage"].unique(maintain_order=True).to_list()
    groups = []
    for part in funnel.partition_by("route", maintain_order=True):
        counts = part["reached_count"].to_list()
        before = [counts[0], *counts[:-1]]
        name = _(f"route.{part['route'][0] or 'unknown'}")
        shares = [fmt.share(count, earlier) for count, earlier in zip(counts, before, strict=True)]
        hovers = [f"{name} {_(f'stage.{stage}')} {share}" for stage, share in zip(stages, shares, strict=True)]
        shown = [fmt.count(counts[0]), *(_reached(c, b) for c, b in zip(counts[1:], before[1:], strict=True))]
        codes = [f"{part['route'][0] or 'unknown'}:{stage}" for stage in stages]
        groups.append(Group(name, [float(count) for count in counts], shown, hovers, codes))
    return [_(f"stage.{stage}") for stage in stages], groups


def _reached(count: int, before: int) -> str:
    """How many came to a stage and their share of the stage before; of fewer than five the counts alone."""
    return f"{fmt.count(count)} · {fmt.rate(count / before)}" if before >= fmt.FEW_CASES else fmt.share(count, before)


def funnel_sentence(funnel: pl.DataFrame, totals: Row, *, when: str) -> str:
    """How many filed, were approved and paid, and how long a decision takes."""
    if totals["application_count"] is None:
        return _("state.of_period", period=when, state=_(f"state.{totals['reporting_state']}.sentence"))
    reached = dict(funnel.group_by("stage").agg(pl.col("reached_count").sum()).iter_rows())
    clauses = [
        _(
            "pipeline.sentence",
            period=when,
            filed=fmt.count(reached.get("submitted", 0)),
            accepted=fmt.count(reached.get("accepted", 0)),
            approved=fmt.count(reached.get("approved", 0)),
            paid=fmt.count(reached.get("paid", 0)),
        )
    ]
    if totals["days_to_decision"] is not None:
        clauses.append(_("pipeline.half_decided", days=fmt.days(totals["days_to_decision"])))
    return labels.end_sentence([*clauses, _open_cases(totals)])


def _open_cases(totals: Row) -> str:
    """How many cases are open and how many of them wait for long."""
    still, long = totals["open_count"], totals["ageing_over_60_count"]
    if still is None:
        return _("pipeline.open_unknown")
    if not still:
        return _("pipeline.none_open")
    if still == long:
        return _("pipeline.all_long_open", open=fmt.count(still))
    return _("pipeline.some_long_open", open=fmt.count(still), long=fmt.count(long))


def ageing(totals: Row) -> list[Bar]:
    """Open cases by working days since acceptance; those not accepted yet apart."""
    bars = []
    for band in ("up_to_20", "21_to_40", "41_to_60", "over_60", "not_accepted"):
        count, name = totals[f"ageing_{band}_count"], _(f"ageing.{band}")
        hover = f"{name} {_('column.open_count')} {fmt.count(count)}"
        bars.append(Bar(band, name, None if count is None else float(count), fmt.count(count), hover))
    return bars


def ageing_title(totals: Row) -> str:
    """How many of the open cases wait for long."""
    return capitalise(_open_cases(totals))


def funnel_title(funnel: pl.DataFrame) -> str:
    """At which stage of which route the largest share drops out."""
    worst: tuple[float, str] | None = None
    for part in funnel.partition_by("route", maintain_order=True):
        counts = part["reached_count"].to_list()
        for stage, before, after in zip(part["stage"][1:], counts[:-1], counts[1:], strict=True):
            if before >= fmt.FEW_CASES and (worst is None or 1 - after / before > worst[0]):
                route = _(f"route.{part['route'][0] or 'unknown'}")
                named = _("pipeline.go_on", route=route, stage=_(f"stage.{stage}"), share=fmt.share(after, before))
                worst = 1 - after / before, named
    if worst is None:
        return _("pipeline.funnel")
    return _("pipeline.most_drop_out", stage=worst[1])


def flow_title(throughput: pl.DataFrame) -> str:
    """Which month brought the most, and which finished the most."""
    filed, finished = (throughput.sort(name, "month", descending=[True, False]).row(0, named=True) for name in FLOW)
    return _(
        "pipeline.flow_title",
        month=filed["month"],
        count=fmt.count(filed["in_count"]),
        end=finished["month"],
        finished=fmt.count(finished["out_count"]),
    )


def flow(throughput: pl.DataFrame) -> tuple[list[str], list[Group]]:
    """Cases that came in and left by month."""
    months = throughput["month"].to_list()
    return months, [_flow_group(throughput, name) for name in FLOW]


def _flow_group(throughput: pl.DataFrame, column: str) -> Group:
    counts = throughput[column].to_list()
    hovers = [
        f"{month} {labels.column_name(column)} {fmt.count(count)}"
        for month, count in zip(throughput["month"], counts, strict=True)
    ]
    return Group(
        labels.column_name(column),
        [float(count) for count in counts],
        ["" for _count in counts],
        hovers,
        codes=throughput["month"].to_list(),
    )


def backlog(throughput: pl.DataFrame) -> list[Line]:
    """Cases open at the end of each month."""
    counts = throughput["open_at_end_count"].to_list()
    name = _("column.open_at_end_count")
    hovers = [f"{month} {name} {fmt.count(count)}" for month, count in zip(throughput["month"], counts, strict=True)]
    return [Line("", name, throughput["month"].to_list(), [float(count) for count in counts], hovers)]


def backlog_title(throughput: pl.DataFrame) -> str:
    """How many cases were open when most were, and how many the last month left."""
    most = throughput.sort("open_at_end_count", "month", descending=[True, False]).row(0, named=True)
    last = throughput.row(-1, named=True)
    return _(
        "pipeline.stock_title",
        last=last["month"],
        count=fmt.count(last["open_at_end_count"]),
        most=fmt.count(most["open_at_end_count"]),
        month=most["month"],
    )


def capitalise(words: str) -> str:
    """The words as the beginning of a title."""
    return words[:1].upper() + words[1:]
