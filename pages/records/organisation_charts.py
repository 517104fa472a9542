"""Charts of the page of one organisation: its timeline and its money by fund year."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard.policy import Registry
from dashboard.presentation import charts, headlines, labels
from dashboard.presentation import formats as fmt
from dashboard.presentation.charts import Event, Month
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import scale_money
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show, used_note
from pages.records.organisation_profile import APPROVED, approved_money

KINDS = ("submitted_on", "decided_on", "paid_on", "awarded_on", "valid_until")


def show_history(applications: pl.DataFrame, awards: pl.DataFrame, *, alt: str) -> None:
    """Everything that has a day, and beside it the approved money by fund year; or that nothing has a day."""
    events = _events(applications, awards, registry=page_run().registry)
    title = _timeline_title(events)
    if not events:
        st.caption(title)
        return
    left, right = st.columns([7, 5], gap="large")
    with left:
        show(
            charts.timeline(
                events,
                kinds=[labels.column_name(kind) for kind in KINDS],
                palette=page_run().palette,
                title=title,
                subtitle=_("organisation.one_mark"),
            ),
            key="timeline",
            alt=f"{title} {alt}",
            used=_used_events(events, applications, awards),
        )
    if not applications.is_empty():
        with right:
            _show_money(applications)


def _show_money(applications: pl.DataFrame) -> None:
    years = _money_years(applications)
    title = headlines.say_peak(years, measure=_("organisation.approved_by_year"))
    subtitle = _("organisation.approved_by_year_unit")
    show(
        charts.trend(years, palette=page_run().palette, title=title, subtitle=subtitle),
        key="money_years",
        alt=title,
        used=_used_money(applications),
    )


def _events(applications: pl.DataFrame, awards: pl.DataFrame, *, registry: Registry) -> list[Event]:
    """Everything that has a day."""
    found = [
        Event(
            labels.column_name(kind),
            row[kind],
            f"{row[kind]} {labels.column_name(kind)} {labels.value('item', row['item_code'], registry)}",
        )
        for row in applications.iter_rows(named=True)
        for kind in ("submitted_on", "decided_on", "paid_on")
        if row[kind] is not None
    ]
    return found + [
        Event(
            labels.column_name(kind),
            row[kind],
            f"{row[kind]} {labels.column_name(kind)} {labels.value('certificate', row['certificate_type'], registry)}",
        )
        for row in awards.iter_rows(named=True)
        for kind in ("awarded_on", "valid_until")
        if row[kind] is not None
    ]


def _timeline_title(events: Sequence[Event]) -> str:
    """How much happened, from when to when."""
    if not events:
        return _("organisation.no_dates")
    days = [event.on for event in events]
    if len(days) == 1:
        return _("organisation.one_event", day=fmt.day(days[0]))
    return _(
        "organisation.events",
        count=fmt.count(len(days)),
        first=fmt.day(min(days)),
        last=fmt.day(max(days)),
    )


def _used_events(events: Sequence[Event], applications: pl.DataFrame, awards: pl.DataFrame) -> str:
    """Records on the timeline, and those without any day."""
    dated = (("submitted_on", "decided_on", "paid_on"), applications), (("awarded_on", "valid_until"), awards)
    without = sum(rows.filter(pl.all_horizontal(pl.col(*names).is_null())).height for names, rows in dated)
    return used_note(applications.height + awards.height - without, without, "date")


def _used_money(applications: pl.DataFrame) -> str:
    """Approved cases used, and those without an amount."""
    approved = applications.filter(pl.col("status").is_in(APPROVED))
    without = approved["approved_yuan"].null_count()
    return used_note(approved.height - without, without, "amount")


def _money_years(applications: pl.DataFrame) -> list[Month]:
    """Approved money by fund year, in the unit of money columns."""
    years = applications.partition_by("fund_year", maintain_order=True)
    amounts = {year["fund_year"][0]: approved_money(year) for year in years}
    return [
        Month(
            str(year),
            None if money is None else scale_money(money),
            f"{year} {_('column.approved_yuan')} {fmt.money(money)}",
        )
        for year, money in sorted(amounts.items())
    ]
