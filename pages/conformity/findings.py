"""Every approved case against the rules of the policy: where it departs, what must be checked, what cannot be judged."""

import streamlit as st

from dashboard import charts, labels
from dashboard.filter_bar import set_parameter
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.view import conformity, kpi_grid, page, reader, show, table
from dashboard.warehouse import query, together

now = reader()
filters, registry = now.filters, now.registry
chosen = conformity.chosen(registry)
total, by_rule, by_article, by_district, by_month = together(
    *(lambda name=name: query(f"conformity/{name}", filters)
      for name in ("total", "by_rule", "by_article", "by_district", "by_month"))
)  # fmt: skip
whole = total.row(0, named=True)
when = labels.period(filters.period)
look = {"palette": now.palette, "subtitle": _("departures from the rules; click to list them")}

with page(_("page.findings"), sentence=conformity.sentence(whole, when=when)):
    kpi_grid(conformity.cards(whole, by_rule, registry))
    left, right = st.columns([7, 5], gap="large")
    with left:
        show(
            charts.ranking(
                conformity.rule_bars(by_rule, registry), title=_("By rule"), sort=False,
                chosen=[chosen.rule_code] if chosen.rule_code else [], **look,
            ),
            key="by_rule", alt=conformity.sentence(whole, when=when), used=_("note.findings"),
            on_pick=lambda code: set_parameter("rule", [code]),
        )  # fmt: skip
    with right:
        if conformity.key_bars(by_article, key="article", registry=registry):
            show(
                charts.ranking(
                    conformity.key_bars(by_article, key="article", registry=registry), title=_("By article"), **look
                ),
                key="by_article", alt=_("By article"), values=present(by_article, registry=registry),
                on_pick=lambda code: set_parameter("article", [code]),
            )  # fmt: skip
            show(
                charts.trend(conformity.months(by_month), title=_("By month of decision"), palette=now.palette,
                             subtitle=_("departures from the rules")),
                key="by_month", alt=_("By month of decision"), values=present(by_month, registry=registry),
            )  # fmt: skip
    st.subheader(_("Findings"), anchor=False)
    conformity.controls(chosen, whole, registry)
    found = query("conformity/findings", filters, severity=chosen.severity, rule_code=chosen.rule_code)
    table(conformity.listed(found, registry), key="findings", title=_("Findings"), height=480, opens=found["uscc"])
    st.subheader(_("By district"), anchor=False)
    table(present(by_district, registry=registry, breakdown=True), key="by_district", title=_("By district"), height=450)
    rules_title = _("The rules and what could not be judged")
    st.subheader(rules_title, anchor=False)
    table(conformity.rules_table(by_rule, registry), key="rules", title=rules_title, height=760)
