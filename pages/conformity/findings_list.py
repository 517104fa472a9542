"""The page of findings: its choices, sentence and cards, and the table of what cannot be judged."""

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, present
from dashboard.screen.cards import Card
from dashboard.screen.filter_bar import set_parameter

Row = dict[str, Any]
SEVERITIES = ("breach", "to_check", "note")
LONGEST = 100


@dataclass(frozen=True)
class Choice:
    """Which findings are listed and which one is opened (``rule:case`` or ``rule:award``); all from the address."""

    severity: str
    rule_code: str | None
    finding: str


def read_choice(registry: Registry, *, is_judged: bool) -> Choice:
    """Severity and rule of the address; what the registry does not know counts as not given.

    Where no case could be judged, notes on honours are all there is.
    """
    rule = registry.conformity_rules.get(st.query_params.get("rule", ""))
    severity = st.query_params.get("severity", "")
    if severity not in SEVERITIES:
        severity = rule.severity if rule else "breach" if is_judged else "note"
    return Choice(severity, rule.rule_code if rule else None, st.query_params.get("finding", "")[:LONGEST])


def show_switches(now: Choice, total: Row, registry: Registry) -> None:
    """Severity with its count, and the rule that was clicked, which can be let go."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            _("column.severity"),
            SEVERITIES,
            default=now.severity,
            required=True,
            key="chosen_severity",
            format_func=lambda name: f"{_(f'severity.{name}')} {fmt.count(total[f'{name}_count'])}",
            on_change=_choose_severity,
        )
        if now.rule_code:
            st.button(
                _("findings.only_rule", rule=labels.rule(now.rule_code, registry)),
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
            "findings.sentence_not_reported",
            period=when,
            notes=fmt.count(total["note_count"]),
        )
    if not total["breach_count"]:
        return _(
            "findings.sentence_none",
            period=when,
            checks=fmt.count(total["to_check_count"]),
        )
    return _(
        "findings.sentence",
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
                    "findings.in_cases",
                    cases=fmt.count(total["breach_case_count"]),
                    rule=labels.rule(most["rule_code"], registry),
                )
                if most
                else _("findings.none")
            ),
            definition=_("definition.breach_count"),
        ),
        Card(
            label=_("column.breach_yuan"),
            value=fmt.money(total["breach_yuan"]),
            sentence=absent or _money_sentence(total),
            definition=_("definition.breach_yuan"),
        ),
        Card(
            label=_("severity.to_check"),
            value=fmt.count(total["to_check_count"]),
            sentence=absent or _("findings.to_check_meaning"),
            definition=_("definition.to_check_count"),
        ),
        Card(
            label=_("findings.not_judgeable"),
            value=fmt.count(unjudged),
            sentence=absent
            or (_("findings.unjudged_meaning", rules=labels.join_words(rules)) if rules else _("findings.all_judged")),
            definition=_("definition.unjudged_count"),
        ),
    ]


def _money_sentence(total: Row) -> str:
    """What the money of the departures is; without any there is none."""
    if not total["breach_count"]:
        return _("findings.no_money")
    if total["breach_yuan"] is None:
        return _("findings.no_amounts")
    return _("findings.excess_meaning")


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
        .then(pl.lit(_("findings.not_reported"))),
    )
    columns = (
        "rule_code", "severity", "case_count", "unjudged_count", "breach_count", "to_check_count", "note_count",
        "amount_yuan", "shortfall_yuan", "unjudged_reason", "judged_on",
    )  # fmt: skip
    return present(words, columns, registry=registry)
