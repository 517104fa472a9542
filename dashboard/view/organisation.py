"""One organisation across its names: what it applied for, holds and received."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import formats as fmt
from dashboard import labels
from dashboard.charts import Event, Month
from dashboard.filter_bar import set_parameter
from dashboard.language import translate as _
from dashboard.policy import Registry

KINDS = ("submitted_on", "decided_on", "paid_on", "awarded_on", "valid_until")
LONGEST = 100


def searched() -> str | None:
    """The text searched for, from the address; None when empty."""
    return (st.query_params.get("search") or "")[:LONGEST].strip() or None


def search_box(*, label: str) -> None:
    """A text field whose value is the parameter ``search`` of the address."""
    name, key = "search", "text_search"
    st.session_state[key] = searched() or ""
    st.text_input(
        label, key=key, max_chars=LONGEST, placeholder=_("part of a name, code, project or number"),
        on_change=lambda: set_parameter(name, [st.session_state[key].strip()] if st.session_state[key].strip() else []),
    )  # fmt: skip


def chosen() -> str | None:
    """The credit code in the address."""
    return (st.query_params.get("organisation") or "")[:LONGEST].strip() or None


def events(applications: pl.DataFrame, awards: pl.DataFrame, *, registry: Registry) -> list[Event]:
    """Everything that has a day."""
    found = [
        Event(_(kind), row[kind], f"{row[kind]} {_(kind)} {labels.value('item', row['item_code'], registry)}")
        for row in applications.iter_rows(named=True)
        for kind in ("submitted_on", "decided_on", "paid_on")
        if row[kind] is not None
    ]
    return found + [
        Event(_(kind), row[kind], f"{row[kind]} {_(kind)} {labels.value('certificate', row['certificate_type'], registry)}")
        for row in awards.iter_rows(named=True)
        for kind in ("awarded_on", "valid_until")
        if row[kind] is not None
    ]


def money_years(applications: pl.DataFrame) -> list[Month]:
    """Approved money by fund year, in 10,000 yuan."""
    years = applications.group_by("fund_year").agg(pl.col("approved_yuan").sum()).sort("fund_year")
    return [
        Month(month=str(year), value=float(money) / 1e4, hover=f"{year} {fmt.money(money)}")
        for year, money in years.iter_rows()
    ]


def sentence(applications: pl.DataFrame, awards: pl.DataFrame) -> str:
    """Names, number of applications, approvals, money and honours."""
    names = (
        applications["applicant"].unique(maintain_order=True).to_list()
        or awards["organisation"].drop_nulls().unique().to_list()
    )
    approved = applications.filter(pl.col("status").is_in(["approved", "publicised", "granted", "paid", "revoked"]))
    facts: dict[str, Any] = {
        "names": labels.joined(names[:4]),
        "applications": fmt.count(applications.height),
        "approved": fmt.count(approved.height),
        "money": fmt.money(approved["approved_yuan"].sum()),
        "awards": fmt.count(awards.height),
    }
    return _(
        "{names}: {applications} applications, {approved} approved, {money}; {awards} honours and certificates.", **facts
    )
