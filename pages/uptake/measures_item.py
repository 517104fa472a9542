"""One item of the policy: its words, rules by year, tiers, trend, districts and records."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard.policy import Registry
from dashboard.presentation import charts, headlines, labels, shared_tables
from dashboard.presentation import formats as fmt
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import RECORD_COLUMNS
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.screen.figure_marks import make_bars, make_months
from dashboard.screen.filter_bar import choose_month
from dashboard.screen.page_run import page_run
from dashboard.screen.rankings import name_over_period, show_ranking
from dashboard.screen.show import show, used_note
from dashboard.screen.states import keep_chosen, say_nothing_here
from dashboard.screen.table_section import show_table

Row = dict[str, Any]
FIGURES = ("application_count", "approved_yuan", "paid_yuan", "beneficiary_count", "approval_rate", "cap_use")


def show_item(code: str, totals: Row, districts: pl.DataFrame, months: pl.DataFrame) -> None:
    """Everything about one item under the filters; ``districts`` and ``months`` are its breakdowns."""
    now = page_run()
    st.header(labels.value("item", code, now.registry), anchor=False)
    st.markdown(_describe_item(code, registry=now.registry))
    left, right = st.columns(2, gap="large")
    with left:
        _months(totals, months)
    with right:
        _districts(totals, districts)
    rules = shared_tables.tabulate_rules(
        query("uptake/item_rules", now.filters), now.registry, columns=_own(shared_tables.RULE_COLUMNS)
    )
    show_table(_("measures.yearly_rules"), rules, key="item_rules")
    tiers = query("uptake/by_tier", now.filters)
    if not tiers.is_empty():
        show_table(_("measures.by_tier"), present(tiers, registry=now.registry), key="item_tiers")
    found = query("records/applications", now.filters)
    shown = present(found, _own(RECORD_COLUMNS), registry=now.registry)
    title = _("measures.records")
    show_table(title, shown, key="item_records", export_name=_("table.applications"), opens=found["uscc"])


def _describe_item(code: str, *, registry: Registry) -> str:
    """An item's terms in one paragraph: payee, payment, unit and the policy's own words."""
    item = registry.items[code]
    amount = labels.join_words([fmt.money(tier) for tier in item.tiers_yuan]) or fmt.money(item.amount_yuan)
    said = {
        "article": labels.value("article", str(item.article), registry),
        "payee": labels.payee(item.payee_zh),
        "kind": _(f"payment.{item.payment_kind}"),
        "amount": amount if item.payment_kind != "by_rule" else "",
        "unit": _(f"unit.{item.unit}"),
    }
    terms = _("measures.terms_first_time", **said) if item.first_time_only else _("measures.terms", **said)
    return f"{terms}\n\n> {item.policy_words}"


def _own(columns: Sequence[str]) -> list[str]:
    """Columns under the heading that names the item."""
    return [name for name in columns if name != "item_code"]


def _months(totals: Row, months: pl.DataFrame) -> None:
    now = page_run()
    if totals["application_count"] == 0:
        say_nothing_here(totals)
        return
    entries = make_months(months, figure="application_count", as_of_month=f"{now.filters.snapshot.as_of:%Y-%m}")
    title = headlines.say_peak(entries, measure=_("column.application_count"))
    subtitle = name_over_period(_("measures.by_month"))
    show(
        charts.trend(entries, palette=now.palette, title=title, subtitle=subtitle),
        key="item_months",
        alt=title,
        on_pick=choose_month,
        used=used_note(totals["application_count"], totals["missing_count"], "place_date_or_amount"),
    )


def _districts(totals: Row, districts: pl.DataFrame) -> None:
    now = page_run()
    rows = keep_chosen(districts, now.filters.district, key="district_code")
    show_ranking(
        make_bars(rows, key="district", figure="application_count", registry=now.registry),
        by="district",
        figure="application_count",
        key="item_districts",
        subtitle=name_over_period(_("measures.by_district")),
        sort=False,
        used=used_note(totals["application_count"], districts["missing_count"][-1], "district"),
    )
