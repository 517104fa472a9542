"""One sentence per page, made from its figures; it says what is shown, never why it came about."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import Filters

Row = dict[str, Any]


def say_overview(totals: Row, districts: pl.DataFrame, *, filters: Filters, registry: Registry) -> str:
    """What the programme's state is in one line."""
    when = labels.period(filters.period)
    if totals["application_count"] is None:
        return say_uncounted(totals, when=when)
    said = {
        "period": when,
        "applications": fmt.count(totals["application_count"]),
        "rate": fmt.share(totals["approved_count"], totals["decided_count"]),
        "money": fmt.money(totals["approved_yuan"]),
        "beneficiaries": fmt.count(totals["beneficiary_count"]),
    }
    known = districts.filter(pl.col("district_code").is_not_null() & (pl.col("beneficiary_count") > 0))
    if known.is_empty() or filters.district:
        return _("overview.sentence", **said)
    ordered = known.sort("beneficiary_count", descending=True, maintain_order=True)
    names = [labels.value("district", code, registry) for code in ordered["district_code"]]
    return _(
        "overview.sentence_with_most",
        **said,
        district=name_leaders(ordered, "beneficiary_count", names),
        count=fmt.count(ordered["beneficiary_count"][0]),
    )


def name_leaders(ordered: pl.DataFrame, figure: str, names: Sequence[str]) -> str:
    """The first of the rows, and how many have the same figure: none of several is named alone."""
    others = int((ordered[figure] == ordered[figure][0]).sum()) - 1
    return _("label.and_others", name=names[0], others=others) if others else names[0]


def say_uncounted(totals: Row, *, when: str) -> str:
    """Nothing is reported, or the reader may count approved cases only."""
    if totals["approved_count"] is None:
        return _("state.of_period", period=when, state=_(f"state.{totals['reporting_state']}.sentence"))
    return _(
        "state.approved_only",
        period=when,
        approved=fmt.count(totals["approved_count"]),
        money=fmt.money(totals["approved_yuan"]),
        beneficiaries=fmt.count(totals["beneficiary_count"]),
    )


def say_measures(items: pl.DataFrame, totals: Row, *, filters: Filters, registry: Registry) -> str:
    """How many of the items are taken up, and which most."""
    when = labels.period(filters.period)
    reported = items.filter(pl.col("reporting_state") == "reported")
    if reported.is_empty():
        state = items["reporting_state"][0] if items.height else "unknown"
        if state in ("restricted", "suppressed"):
            return say_uncounted(totals, when=when)
        return _("state.of_period", period=when, state=_(f"state.{state}.sentence"))
    used = reported.filter(pl.col("application_count") > 0).sort("application_count", descending=True, maintain_order=True)
    said = {"period": when, "used": used.height, "offered": reported.height}
    if used.is_empty():
        return _("measures.sentence", **said)
    names = [labels.value("item", code, registry) for code in used["item_code"]]
    return _(
        "measures.sentence_with_most",
        **said,
        item=name_leaders(used, "application_count", names),
        count=fmt.count(used["application_count"][0]),
    )


def say_districts(rows: pl.DataFrame, *, filters: Filters, registry: Registry) -> str:
    """Which areas have the most beneficiaries, and how the chosen one stands."""
    when = labels.period(filters.period)
    known = rows.filter(pl.col("district_code").is_not_null() & (pl.col("beneficiary_count") > 0))
    if known.is_empty():
        return _("state.of_period", period=when, state=_(f"state.{rows['reporting_state'][0]}.sentence"))
    ordered = known.sort("beneficiary_count", descending=True, maintain_order=True)
    names = [labels.value("district", code, registry) for code in ordered["district_code"]]
    counts = ordered["beneficiary_count"]
    name, most = name_leaders(ordered, "beneficiary_count", names), fmt.count(counts[0])
    if counts[0] == counts[-1]:
        return _("districts.sentence_equal", period=when, first=name, most=most)
    return _(
        "districts.sentence",
        period=when,
        first=name,
        most=most,
        last=name_leaders(ordered.reverse(), "beneficiary_count", names[::-1]),
        least=fmt.count(counts[-1]),
    )


def say_district(row: Row, rows: pl.DataFrame, *, filters: Filters, registry: Registry) -> str:
    """How one area stands: applications, approvals, beneficiaries and its place among the areas."""
    when = labels.period(filters.period)
    if row["application_count"] is None:
        return _("state.of_period", period=when, state=_(f"state.{row['reporting_state']}.sentence"))
    known = rows.filter(pl.col("district_code").is_not_null())
    place = 1 + known.filter(pl.col("beneficiary_count") > row["beneficiary_count"]).height
    return _(
        "districts.sentence_one",
        period=when,
        district=labels.value("district", filters.district[0], registry),
        applications=fmt.count(row["application_count"]),
        rate=fmt.share(row["approved_count"], row["decided_count"]),
        beneficiaries=fmt.count(row["beneficiary_count"]),
        place=place,
        areas=known.height,
    )


def say_no_awards(filters: Filters) -> str:
    """Why nothing is said of awards."""
    if not filters.snapshot.reports("awards"):
        return _("honours.not_reported")
    if filters.kind or filters.size or filters.route:
        return _("honours.other_filter")
    return _("honours.no_notice")


def say_honours(by_year: pl.DataFrame, *, filters: Filters) -> str:
    """How many honours stand in the register, each status for itself."""
    if filters.kind or filters.size or filters.route:
        return say_no_awards(filters)
    if by_year.is_empty():
        return _("honours.none") if filters.snapshot.lists_every_award else say_no_awards(filters)
    counts = dict(by_year.group_by("decision_status").agg(pl.col("honour_count").sum()).iter_rows())
    parts = [f"{_(f'decision.{status}')} {fmt.count(counts[status])}" for status in DECISIONS if status in counts]
    inside = by_year.filter(pl.col("decision_status") == "conferred")["in_period_count"].sum()
    if not (inside or filters.snapshot.lists_every_award):
        return _("honours.counts_none_inside", counts=labels.join_words(parts))
    return _("honours.counts_inside", counts=labels.join_words(parts), inside=fmt.count(int(inside)))


DECISIONS = ("conferred", "shortlisted", "preliminary", "proposed", "revoked")
