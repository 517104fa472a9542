"""One district: its figures against the rest of the city, and the lists its officials work through."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard import formats as fmt
from dashboard import labels
from dashboard.charts import Group, grouped_bars, trend
from dashboard.filter_bar import set_parameter
from dashboard.filters import UNKNOWN, Filters
from dashboard.language import translate as _
from dashboard.palette import Palette
from dashboard.policy import Registry
from dashboard.tables import Table, present
from dashboard.view import rows
from dashboard.view.frame import reader
from dashboard.view.show import show, used_note
from dashboard.view.table import table

Row = dict[str, Any]
MOST_ITEMS = 10
COMPARED = (
    "application_count", "approved_count", "decided_count", "approval_rate", "beneficiary_count", "approved_yuan",
    "days_to_decision", "days_to_decision_p90", "claimable_count", "claim_rate",
)  # fmt: skip


def rest_of_city(filters: Filters, *, registry: Registry) -> Filters:
    """The same filters over all other areas and the unknown."""
    return filters.narrowed(district=[code for code in (*registry.districts, UNKNOWN) if code not in filters.district])


def comparison(
    own: Sequence[pl.DataFrame], rest: Sequence[pl.DataFrame], *, name: str, palette: Palette, registry: Registry
) -> None:
    """Table of figures, item mix and trend; ``own`` is total, item, month and ``rest`` total, item."""
    here, there = own[0].row(0, named=True), rest[0].row(0, named=True)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("Against the rest of the city"), anchor=False)
        table(against_city(here, there, name=name), key="district_against", title=_("Against the rest of the city"))
        months = rows.months(own[2], figure="application_count", as_of_month=f"{reader().filters.snapshot.as_of:%Y-%m}")
        title = _("Applications by month")
        chart = trend(months, palette=palette, title=title, subtitle=name)
        show(
            chart,
            key="district_months",
            alt=title,
            used=used_note(here["application_count"], here["missing_count"], _("a place, date or amount")),
        )
    with right:
        names, codes, groups = item_mix(own[1], rest[1], name=name, registry=registry)
        title = _("What the approved cases are for")
        subtitle = _("share of each item in the approved cases; {count} here, {rest} in the rest of the city",
                     count=fmt.count(here["approved_count"]), rest=fmt.count(there["approved_count"]))  # fmt: skip
        chart = grouped_bars(names, groups, codes=codes, palette=palette, title=title, subtitle=subtitle)
        show(chart, key="district_items", alt=title, on_pick=lambda code: set_parameter("item", [code]))


def work_list(unclaimed: pl.DataFrame, expiring: pl.DataFrame, stuck: pl.DataFrame, *, registry: Registry) -> None:
    """Three lists; a chosen row opens the organisation."""
    st.header(_("Work list"), anchor=False)
    for key, found, title in (
        ("stuck", stuck, _("Open longer than nine in ten of the city's cases ({count})", count=rows.how_many(stuck))),
        ("unclaimed", unclaimed, _("Awards nobody has claimed support for ({count})", count=rows.how_many(unclaimed))),
        ("expiring", expiring, _("Certificates that expire within 180 days ({count})", count=rows.how_many(expiring))),
    ):
        st.subheader(title, anchor=False)
        if found.is_empty():
            st.caption(_("none.known"))
        else:
            table(present(found.drop("total_count"), registry=registry), key=f"work_{key}", title=title, opens=found["uscc"])


def against_city(own: Row, rest: Row, *, name: str) -> Table:
    """Own figures beside those of the rest of the city."""
    frame = {
        _("Figure"): [_(figure) for figure in COMPARED],
        name: [_figure(own, figure) for figure in COMPARED],
        _("rest of the city"): [_figure(rest, figure) for figure in COMPARED],
    }
    return Table(pl.DataFrame(frame), dict.fromkeys(frame, "text"))


def item_mix(
    own: pl.DataFrame, rest: pl.DataFrame, *, name: str, registry: Registry
) -> tuple[list[str], list[str], list[Group]]:
    """Share of each item in the approved cases here and in the rest: names, codes and two series."""
    both = own.select("item_code", "approved_count").join(
        rest.select("item_code", rest_count="approved_count"), on="item_code", maintain_order="left"
    )
    both = both.filter(pl.col("approved_count").fill_null(0) + pl.col("rest_count").fill_null(0) > 0)
    both = both.sort("approved_count", "rest_count", descending=True, nulls_last=True).head(MOST_ITEMS)
    codes = both["item_code"].to_list()
    names = [labels.value("item", code, registry) for code in codes]
    totals = int(own["approved_count"].sum() or 0), int(rest["approved_count"].sum() or 0)
    return names, codes, [
        _mix(name, both["approved_count"].to_list(), totals[0]),
        _mix(_("rest of the city"), both["rest_count"].to_list(), totals[1]),
    ]  # fmt: skip


def _mix(name: str, counts: list[int | None], whole: int) -> Group:
    shares = [None if count is None or not whole else count / whole * 100 for count in counts]
    return Group(
        name,
        shares,
        ["" if share is None else f"{share:.1f}%" for share in shares],
        [f"{name} {fmt.share(count, whole)}" for count in counts],
    )


def _figure(row: Row, figure: str) -> str:
    if figure == "approval_rate":
        return fmt.share(row["approved_count"], row["decided_count"])
    if figure == "claim_rate":
        return fmt.share(row["claimed_count"], row["claimable_count"])
    if figure.endswith("_yuan"):
        return fmt.money(row[figure])
    return fmt.days(row[figure]) if figure.startswith("days_") else fmt.count(row[figure])
