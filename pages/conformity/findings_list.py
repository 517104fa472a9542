"""Rows of the page of findings: cards, bars by rule and by article, months, the list and what cannot be judged."""

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard.policy import Registry
from dashboard.policy.working_days import EXACT_UNTIL
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.charts import Bar, Month
from dashboard.presentation.charts.base import NOT_REPORTED, REPORTED
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, present
from dashboard.screen.cards import Card
from dashboard.screen.filter_bar import set_parameter
from dashboard.snapshots import Snapshot

Row = dict[str, Any]
SEVERITIES = ("breach", "to_check", "note")
LONGEST = 100


@dataclass(frozen=True)
class Chosen:
    """Which findings are listed and which one is opened (``rule:case`` or ``rule:award``); all from the address."""

    severity: str
    rule_code: str | None
    finding: str


def chosen(registry: Registry, *, is_judged: bool) -> Chosen:
    """Severity and rule of the address; what the registry does not know counts as not given.

    Where no case could be judged, notes on honours are all there is.
    """
    rule = registry.conformity_rules.get(st.query_params.get("rule", ""))
    severity = st.query_params.get("severity", "")
    if severity not in SEVERITIES:
        severity = rule.severity if rule else "breach" if is_judged else "note"
    return Chosen(severity, rule.rule_code if rule else None, st.query_params.get("finding", "")[:LONGEST])


def controls(now: Chosen, total: Row, registry: Registry) -> None:
    """Severity with its count, and the rule that was clicked, which can be let go."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            _("severity"),
            SEVERITIES,
            default=now.severity,
            required=True,
            key="chosen_severity",
            format_func=lambda name: f"{_(f'severity.{name}')} {fmt.count(total[f'{name}_count'])}",
            on_change=_choose_severity,
        )
        if now.rule_code:
            st.button(
                _("Only {rule}: show all", rule=labels.rule(now.rule_code, registry)),
                icon=":material/close:",
                on_click=lambda: set_parameter("rule", []),
            )


def _choose_severity() -> None:
    set_parameter("severity", [st.session_state["chosen_severity"]])
    set_parameter("rule", [])
    set_parameter("finding", [])


def sentence(total: Row, *, when: str) -> str:
    """How many findings, cases and how much money; or that nothing could be judged."""
    if total["breach_count"] is None:
        return _(
            "{period}: applications are not reported, no case can be judged; {notes} notes on honours.",
            period=when,
            notes=fmt.count(total["note_count"]),
        )
    if not total["breach_count"]:
        return _(
            "{period}: no departure from the rules in what could be judged; {checks} cases to check.",
            period=when,
            checks=fmt.count(total["to_check_count"]),
        )
    return _(
        "{period}: {breaches} departures from the rules in {cases} cases, {money} concerned; {checks} cases to check.",
        period=when,
        breaches=fmt.count(total["breach_count"]),
        cases=fmt.count(total["breach_case_count"]),
        money=fmt.money(total["breach_yuan"]),
        checks=fmt.count(total["to_check_count"]),
    )


def cards(total: Row, by_rule: pl.DataFrame, registry: Registry) -> list[Card]:
    """Departures, their money, what a person must check, and what could not be judged."""
    broken = by_rule.filter(pl.col("breach_count") > 0).sort("breach_count", "rule_code", descending=[True, False])
    most = broken.row(0, named=True) if broken.height else None
    # every rule of which nothing is known counts its cases; a case may stand under several rules
    unjudged = int(by_rule["unjudged_count"].sum()) if total["breach_count"] is not None else None
    rules = by_rule.filter(pl.col("unjudged_count") > 0)["rule_code"].to_list()
    absent = _("state.not_reported.sentence") if total["breach_count"] is None else ""
    return [
        Card(
            label=_("severity.breach"),
            value=fmt.count(total["breach_count"]),
            sentence=absent
            or (
                _(
                    "in {cases} cases; most under {rule}.",
                    cases=fmt.count(total["breach_case_count"]),
                    rule=labels.rule(most["rule_code"], registry),
                )
                if most
                else _("No case departs from the rules that could be judged.")
            ),
            definition=_("definition.breach_count"),
        ),
        Card(
            label=_("breach_yuan"),
            value=fmt.money(total["breach_yuan"]),
            sentence=absent or _money_sentence(total),
            definition=_("definition.breach_yuan"),
        ),
        Card(
            label=_("severity.to_check"),
            value=fmt.count(total["to_check_count"]),
            sentence=absent or _("Conditions that no column can judge, or names and codes that do not match."),
            definition=_("definition.to_check_count"),
        ),
        Card(
            label=_("Not judgeable"),
            value=fmt.count(unjudged),
            sentence=absent
            or (
                _("case × rule, under {rules}: the yearly rule or a value is unknown.", rules=labels.joined(rules))
                if rules
                else _("Every case could be judged under every rule.")
            ),
            definition=_("definition.unjudged_count"),
        ),
    ]


def _money_sentence(total: Row) -> str:
    """What the money of the departures is; without any there is none."""
    if not total["breach_count"]:
        return _("No departure, no money concerned.")
    if total["breach_yuan"] is None:
        return _("The amounts of these cases are not known.")
    return _("The excess, or the whole amount where there is no excess.")


def note(snapshot: Snapshot) -> str:
    """When and on what the rules are judged; from the year on whose holidays are not known yet, that too (C12)."""
    words = _("note.findings")
    return words if snapshot.as_of.year <= EXACT_UNTIL else f"{words} {_('limit.5')}"


def rule_title(by_rule: pl.DataFrame, registry: Registry) -> str:
    """Which rule is departed from most."""
    counted = by_rule.sort("breach_count", "rule_code", descending=[True, False], nulls_last=True)
    return _most(counted, labels.rule(counted["rule_code"][0], registry))


def article_title(by_article: pl.DataFrame, registry: Registry) -> str:
    """Which article has the most departures."""
    counted = by_article.sort("breach_count", descending=True, nulls_last=True, maintain_order=True)
    return _most(counted, labels.value("article", str(counted["article"][0]), registry))


def _most(counted: pl.DataFrame, name: str) -> str:
    """The first of rows that stand by their number of departures, or how many share its place."""
    most = counted["breach_count"][0]
    sharing = int((counted["breach_count"] == most).sum())
    if sharing > 1:
        return _(
            "{sharing} share the most departures, {count} each: {name} and others",
            sharing=fmt.count(sharing),
            count=fmt.count(most),
            name=name,
        )
    return _("Most departures under {name}: {count}", name=name, count=fmt.count(most))


def month_title(by_month: pl.DataFrame) -> str:
    """The month of decision with the most departures."""
    known = by_month.filter(pl.col("month").is_not_null())
    if known.is_empty():
        return _("By month of decision")
    first = known.sort("breach_count", "month", descending=[True, False]).row(0, named=True)
    return _("Most were decided in {month}: {count}", month=first["month"], count=fmt.count(first["breach_count"]))


def rule_bars(by_rule: pl.DataFrame, registry: Registry) -> list[Bar]:
    """One bar a rule; no finding is a real zero where applications are reported."""
    return [
        Bar(
            code=row["rule_code"],
            name=labels.rule(row["rule_code"], registry),
            value=row["breach_count"],
            label=fmt.count(row["breach_count"]) if row["breach_count"] is not None else _unjudged(row),
            hover=_rule_hover(row, registry),
            state=REPORTED if row["breach_count"] is not None else NOT_REPORTED,
        )
        for row in by_rule.filter(pl.col("severity") == "breach").iter_rows(named=True)
    ]


def _unjudged(row: Row) -> str:
    """Why a rule has no number: nothing is reported, or none of its cases could be judged."""
    if row["case_count"] is None:
        return _("state.not_reported")
    return _("Not judgeable: {count} cases", count=fmt.count(row["unjudged_count"]))


def _rule_hover(row: Row, registry: Registry) -> str:
    name = labels.rule(row["rule_code"], registry)
    if row["case_count"] is None:
        return f"{name}<br>{_('state.not_reported.sentence')}"
    if row["breach_count"] is None:
        return f"{name}<br>{_unjudged(row)}"
    return f"{name}<br>" + _(
        "{breaches} of {cases} cases, {money}; {unjudged} not judgeable",
        breaches=fmt.count(row["breach_count"]),
        cases=fmt.count(row["case_count"]),
        money=fmt.money(row["amount_yuan"] if row["breach_count"] else 0),
        unjudged=fmt.count(row["unjudged_count"]),
    )


def key_bars(rows: pl.DataFrame, *, key: str, registry: Registry) -> list[Bar]:
    """Departures by article or district; keys with notes alone are left out."""
    column = {"article": "article", "district": "district_code"}[key]
    return [
        Bar(
            code=str(row[column] if row[column] is not None else "unknown"),
            name=labels.value(key, str(row[column] if row[column] is not None else "unknown"), registry),
            value=row["breach_count"],
            label=fmt.count(row["breach_count"]),
            hover=_(
                "{breaches} departures in {cases} cases, {money}; {checks} to check",
                breaches=fmt.count(row["breach_count"]),
                cases=fmt.count(row["breach_case_count"]),
                money=fmt.money(row["amount_yuan"]),
                checks=fmt.count(row["to_check_count"]),
            ),
        )
        for row in rows.filter(pl.col("breach_count") > 0).iter_rows(named=True)
    ]


def months(by_month: pl.DataFrame) -> list[Month]:
    """Departures by month of decision."""
    return [
        Month(
            month=row["month"],
            value=row["breach_count"],
            hover=f"{row['month']} {fmt.count(row['breach_count'])} · {fmt.money(row['amount_yuan'])}",
        )
        for row in by_month.filter(pl.col("month").is_not_null()).iter_rows(named=True)
    ]


def rules_table(by_rule: pl.DataFrame, registry: Registry) -> Table:
    """Every rule with its counts, what it is judged on and why cases could not be judged."""
    entries = [registry.conformity_rules[code] for code in by_rule["rule_code"]]
    reasons = [named(zh=entry.unjudged_zh or "", en=entry.unjudged_en or "") or None for entry in entries]
    words = by_rule.with_columns(
        judged_on=pl.Series([named(zh=entry.judged_on_zh, en=entry.judged_on_en) for entry in entries]),
        # a reason stands where there is something that it explains
        unjudged_reason=pl.when(pl.col("unjudged_count") > 0)
        .then(pl.Series(reasons, dtype=pl.String))
        .when(pl.col("note_count").is_null())
        .then(pl.lit(_("Applications are not reported"))),
    )
    columns = (
        "rule_code", "severity", "case_count", "unjudged_count", "breach_count", "to_check_count", "note_count",
        "amount_yuan", "shortfall_yuan", "unjudged_reason", "judged_on",
    )  # fmt: skip
    return present(words, columns, registry=registry)
