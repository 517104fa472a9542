"""One organisation across its names: what it applied for, holds and received."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, present
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run

APPROVED = ("approved", "publicised", "granted", "paid", "revoked")
LONGEST = 100


def read_search() -> str | None:
    """The text searched for, from the address; None when empty. Called once: it then stands at the head and in exports."""
    text = _search()
    if text:
        page_run().chosen.append((_("chosen.search"), text))
    return text


def _search() -> str | None:
    return (st.query_params.get("search") or "")[:LONGEST].strip() or None


def show_search_box(*, label: str) -> None:
    """A text field whose value is the parameter ``search`` of the address."""
    name, key = "search", "text_search"
    st.session_state[key] = _search() or ""
    st.text_input(
        label,
        key=key,
        max_chars=LONGEST,
        placeholder=_("list.search_hint"),
        on_change=lambda: set_parameter(name, [st.session_state[key].strip()] if st.session_state[key].strip() else []),
    )


def found_table(found: pl.DataFrame, registry: Registry) -> Table:
    """Organisations with the name first; the key of one that no list gives a code is its name, which is no code."""
    code = pl.when(pl.col("uscc") != pl.col("applicant")).then(pl.col("uscc")).alias("uscc")
    return present(found.select("applicant", code, pl.exclude("applicant", "uscc")), registry=registry)


def own_table(rows: pl.DataFrame, columns: Sequence[str], registry: Registry) -> Table:
    """Rows of the one organisation that the page is about; its name stands in them only where it has several."""
    names = [name for name in ("applicant", "organisation") if name in rows.columns and rows[name].n_unique() < 2]
    return present(rows, [name for name in columns if name not in names], registry=registry)


def codes_to_open(found: pl.DataFrame) -> pl.Series:
    """What opens the organisation of each row: its credit code, or its name where a public list has no code."""
    return found.select(pl.coalesce("uscc", "organisation")).to_series()


def read_code() -> str | None:
    """The credit code (or the name of an organisation without one) in the address."""
    return (st.query_params.get("organisation") or "")[:LONGEST].strip() or None


def approved_money(applications: pl.DataFrame) -> Decimal | None:
    """Approved money of some applications; None where cases are approved and no amount is known."""
    approved = applications.filter(pl.col("status").is_in(APPROVED))
    if approved.is_empty():
        return Decimal(0)
    return None if approved["approved_yuan"].is_null().all() else Decimal(str(approved["approved_yuan"].sum()))


def sentence(applications: pl.DataFrame, awards: pl.DataFrame, *, applications_reported: bool) -> str:
    """Names, number of applications, approvals, money and honours."""
    names = (
        applications["applicant"].unique(maintain_order=True).to_list()
        or awards["organisation"].drop_nulls().unique().to_list()
    )
    if not applications_reported:
        return _(
            "organisation.sentence_awards_only",
            names=labels.join_words(names[:4]),
            awards=fmt.count(awards.height),
        )
    approved = applications.filter(pl.col("status").is_in(APPROVED))
    facts: dict[str, Any] = {
        "names": labels.join_words(names[:4]),
        "applications": fmt.count(applications.height),
        "approved": fmt.count(approved.height),
        "money": fmt.money(approved_money(applications)),
        "awards": fmt.count(awards.height),
    }
    return _("organisation.sentence", **facts)
