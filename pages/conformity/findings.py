"""Every approved case against the rules of the policy: where it departs, what must be checked, what cannot be judged."""

from typing import Any

import streamlit as st

from dashboard.presentation import charts, labels, shared_tables
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.questions import query, together
from dashboard.screen import kpi_grid, page, page_run, show, table
from dashboard.screen.filter_bar import choose_month, set_parameter
from pages.conformity import findings_case, findings_list

now = page_run()
filters, registry = now.filters, now.registry
total, by_rule, by_article, by_district, by_month = together(
    *(
        lambda name=name: query(f"conformity/{name}", filters)
        for name in ("total", "by_rule", "by_article", "by_district", "by_month")
    )
)
whole = total.row(0, named=True)
when = labels.period(filters.period)
chosen = findings_list.chosen(registry, is_judged=whole["breach_count"] is not None)
look: dict[str, Any] = {"palette": now.palette, "subtitle": _("departures from the rules; click to list them")}

with page(_("page.findings"), sentence=findings_list.sentence(whole, when=when)):
    kpi_grid(findings_list.cards(whole, by_rule, registry))
    if whole["breach_count"]:
        left, right = st.columns([7, 5], gap="large")
        with left:
            show(
                charts.ranking(
                    findings_list.rule_bars(by_rule, registry),
                    title=findings_list.rule_title(by_rule, registry),
                    sort=False,
                    chosen=[chosen.rule_code] if chosen.rule_code and chosen.severity == "breach" else [],
                    **look,
                ),
                key="by_rule",
                alt=findings_list.sentence(whole, when=when),
                used=findings_list.note(filters.snapshot),
                values=present(by_rule, ["rule_code", "breach_count", "amount_yuan", "unjudged_count"], registry=registry),
                on_pick=lambda code: set_parameter("rule", [code]),
            )
        with right:
            show(
                charts.ranking(
                    findings_list.key_bars(by_article, key="article", registry=registry),
                    title=findings_list.article_title(by_article, registry),
                    **look,
                ),
                key="by_article",
                alt=findings_list.article_title(by_article, registry),
                values=present(by_article, registry=registry),
                on_pick=lambda code: set_parameter("article", [code]),
            )
            show(
                charts.trend(
                    findings_list.months(by_month),
                    title=findings_list.month_title(by_month),
                    palette=now.palette,
                    subtitle=_("departures by month of decision"),
                ),
                key="by_month",
                alt=findings_list.month_title(by_month),
                values=present(by_month, registry=registry),
                on_pick=lambda month: choose_month(month, date_basis="decided"),
            )
    st.subheader(_("Findings"), anchor=False)
    findings_list.controls(chosen, whole, registry)
    found = query("conformity/findings", filters, severity=chosen.severity, rule_code=chosen.rule_code)
    table(
        shared_tables.findings(found, registry),
        key="findings",
        title=_("Findings"),
        on_choose=lambda place: findings_case.choose(found.row(place, named=True)),
        addresses=lambda: findings_case.addresses(found),
    )
    opened = findings_case.chosen_of(found, chosen.finding)
    if opened:
        findings_case.detail(opened)
    elif found.height:
        st.caption(_("Choose a row to read the finding whole and to see the rows it rests on."))
    if by_district.height:
        st.subheader(_("By district"), anchor=False)
        districts = present(by_district, registry=registry, breakdown=True)
        table(districts, key="by_district", title=_("By district"), wrapped=True)
    rules_title = _("The rules and what could not be judged")
    st.subheader(rules_title, anchor=False)
    table(findings_list.rules_table(by_rule, registry), key="rules", title=rules_title, wrapped=True)
