"""Every approved case against the rules of the policy: where it departs, what must be checked, what cannot be judged."""

import streamlit as st

from dashboard.presentation import labels, shared_tables
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.questions import ask_together, query
from dashboard.screen import kpi_grid, page, page_run, table
from dashboard.screen.table_section import show_table
from pages.conformity import findings_case, findings_charts, findings_list

filters, registry = page_run().filters, page_run().registry
total, by_rule, by_article, by_district, by_month = ask_together(
    *(
        lambda name=name: query(f"conformity/{name}", filters)
        for name in ("total", "by_rule", "by_article", "by_district", "by_month")
    )
)
whole = total.row(0, named=True)
choice = findings_list.read_choice(registry, is_judged=whole["breach_count"] is not None)
sentence = findings_list.sentence(whole, when=labels.period(filters.period))

with page(_("page.findings"), sentence=sentence):
    kpi_grid(findings_list.cards(whole, by_rule, registry))
    if whole["breach_count"]:
        left, right = st.columns([7, 5], gap="large")
        with left:
            findings_charts.show_rules(by_rule, choice, alt=sentence)
        with right:
            findings_charts.show_articles(by_article)
            findings_charts.show_months(by_month)
    st.subheader(_("findings.title"), anchor=False)
    findings_list.show_switches(choice, whole, registry)
    found = query("conformity/findings", filters, severity=choice.severity, rule_code=choice.rule_code)
    table(
        shared_tables.tabulate_findings(found, registry),
        key="findings",
        title=_("findings.title"),
        on_choose=lambda place: findings_case.choose(found.row(place, named=True)),
        addresses=lambda: findings_case.addresses(found),
    )
    findings_case.show_chosen(found, choice.finding)
    if by_district.height:
        districts = present(by_district, registry=registry, breakdown=True)
        show_table(_("findings.by_district"), districts, key="by_district", wrapped=True)
    rules = findings_list.rules_table(by_rule, registry)
    show_table(_("findings.rules"), rules, key="rules", wrapped=True)
