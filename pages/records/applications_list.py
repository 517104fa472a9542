"""Controls of the list of applications: which cases, order, page and columns; the warehouse sorts and cuts the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.formats import count, money
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, present
from dashboard.questions import query
from dashboard.questions.filters import Filters
from dashboard.screen.cases_behind import list_cases, name_cases
from dashboard.screen.choices import Choice

ROWS_PER_PAGE = 100
SORTS = ("submitted_on", "decided_on", "approved_yuan", "requested_yuan", "paid_yuan", "fund_year")
DEFAULT_COLUMNS = (
    "application_id", "item_code", "applicant", "status", "district_code", "submitted_on", "approved_yuan", "paid_yuan",
)  # fmt: skip
OTHER_COLUMNS = (
    "fund_year",
    "decided_on",
    "requested_yuan",
    "project_title",
    "uscc",
    "applicant_kind",
    "size_class",
    "cluster_code",
    "certificate_type",
    "certificate_no",
    "accepted_on",
    "paid_on",
)
MOST_EXPORTED = 20_000_000


def cases_choice(filters: Filters) -> Choice:
    """The cases behind one figure, of those that this reader may be told under these filters."""
    return Choice("cases", _("list.all_applications"), list_cases(filters), name_cases)


@dataclass(frozen=True)
class Shown:
    """What the reader asked for: parameters of the query, columns and the note under the list."""

    parameters: dict[str, Any]
    columns: list[str]
    note: str


def choose_list(found: int, cases: Choice) -> Shown:
    """Cases, order, direction, page and columns."""
    pages = max(1, -(-found // ROWS_PER_PAGE))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        cases.box(width=240)
        sort = st.selectbox(_("list.sort_by"), SORTS, format_func=labels.column_name, key="records_sort", width=200)
        descending = st.segmented_control(
            _("list.order"),
            (True, False),
            default=True,
            format_func=lambda down: _("list.descending") if down else _("list.ascending"),
            required=True,
            key="records_order",
        )
        number = st.number_input(_("list.page_of", pages=count(pages)), 1, pages, key="records_page", width=150)
        with st.popover(_("heading.columns"), icon=":material/view_column:"):
            columns = st.multiselect(
                _("heading.columns"),
                (*DEFAULT_COLUMNS, *OTHER_COLUMNS),
                default=DEFAULT_COLUMNS,
                format_func=labels.column_name,
                key="records_columns",
            )
    first = (number - 1) * ROWS_PER_PAGE
    last = min(first + ROWS_PER_PAGE, found)
    return Shown(
        {"sort": sort, "descending": descending, "limit": ROWS_PER_PAGE, "offset": first},
        columns or list(DEFAULT_COLUMNS),
        _(
            "list.rows_shown",
            first=count(min(first + 1, found)),
            last=count(last),
            found=count(found),
        ),
    )


def sentence(total: dict[str, Any], *, when: str, cases: str | None) -> str:
    """How many applications of how many organisations match, and their money."""
    if cases:
        when = f"{when} · {name_cases(cases)}"
    listed, applicants = total["listed_count"], total["applicant_count"]
    if listed is None:
        return _("state.of_period", period=when, state=_(f"state.{total['reporting_state']}.sentence"))
    said = {"period": when, "applications": count(listed)}
    # of cases of which none is approved no money is said
    without_money = cases and not total["approved_yuan"]
    approved = money(total["approved_yuan"])
    if applicants is None:
        if without_money:
            return _("list.sentence_visible", **said)
        return _("list.sentence_visible_with_money", **said, money=approved)
    said["applicants"] = count(applicants)
    return _("list.sentence", **said) if without_money else _("list.sentence_with_money", **said, money=approved)


def all_rows(filters: Filters, asked: Mapping[str, Any], shown: Shown, *, registry: Registry) -> Table:
    """All rows that match, in the order and with the columns shown."""
    parameters = {**asked, **shown.parameters, "limit": MOST_EXPORTED, "offset": 0}
    return present(query("records/applications", filters, **parameters), shown.columns, registry=registry)
