"""Every approved case against the rules of the policy: where it departs, what must be checked, what cannot be judged."""

import streamlit as st

from dashboard import charts, labels
from dashboard.filter_bar import choose_month, set_parameter
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.view import conformity, finding, kpi_grid, page, reader, show, table
from dashboard.warehouse import query, together

now = reader()
filters, registry = now.filters, now.registry
total, by_rule, by_article, by_district, by_month = together(
    *(lambda name=name: query(f"conformity/{name}", filters)
      for name in ("total", "by_rule", "by_article", "by_district", "by_month"))
)  # fmt: skip
whole = total.row(0, named=True)
when = labels.period(filters.period)
chosen = conformity.chosen(registry, is_judged=whole["breach_count"] is not None)
look = {"palette": now.palette, "subtitle": _("departures from the rules; click to list them")}

with page(_("page.findings"), sentence=conformity.sentence(whole, when=when)):
    kpi_grid(conformity.cards(whole, by_rule, registry))
    if whole["breach_count"]:
        left, right = st.columns([7, 5], gap="large")
        with left:
            show(
                charts.ranking(
                    conformity.rule_bars(by_rule, registry), title=conformity.rule_title(by_rule, registry), sort=False,
                    chosen=[chosen.rule_code] if chosen.rule_code and chosen.severity == "breach" else [], **look,
                ),
                key="by_rule", alt=conformity.sentence(whole, when=when), used=conformity.note(filters.snapshot),
                values=present(by_rule, ["rule_code", "breach_count", "amount_yuan", "unjudged_count"], registry=registry),
                on_pick=lambda code: set_parameter("rule", [code]),
            )  # fmt: skip
        with right:
            show(
                charts.ranking(
                    conformity.key_bars(by_article, key="article", registry=registry),
                    title=conformity.article_title(by_article, registry), **look,
                ),
                key="by_article", alt=conformity.article_title(by_article, registry),
                values=present(by_article, registry=registry), on_pick=lambda code: set_parameter("article", [code]),
            )  # fmt: skip
            show(
                charts.trend(
                    conformity.months(by_month), title=conformity.month_title(by_month), palette=now.palette,
                    subtitle=_("departures by month of decision"),
                ),
                key="by_month", alt=conformity.month_title(by_month), values=present(by_month, registry=registry),
                on_pick=lambda month: choose_month(month, date_basis="decided"),
            )  # fmt: skip
    st.subheader(_("Findings"), anchor=False)
    conformity.controls(chosen, whole, registry)
    found = query("conformity/findings", filters, severity=chosen.severity, rule_code=chosen.rule_code)
    table(
        conformity.listed(found, registry), key="findings", title=_("Findings"),
        on_choose=lambda place: finding.choose(found.row(place, named=True)), addresses=lambda: finding.addresses(found),
    )  # fmt: skip
    opened = finding.chosen_of(found, chosen.finding)
    if opened:
        finding.detail(opened)
    elif found.height:
        st.caption(_("Choose a row to read the finding whole and to see the rows it rests on."))
    if by_district.height:
        st.subheader(_("By district"), anchor=False)
        districts = present(by_district, registry=registry, breakdown=True)
        table(districts, key="by_district", title=_("By district"), wrapped=True)
    rules_title = _("The rules and what could not be judged")
    st.subheader(rules_title, anchor=False)
    table(conformity.rules_table(by_rule, registry), key="rules", title=rules_title, wrapped=True)
