"""One finding opened: its whole sentence, the words of the policy, the yearly rule, and the rows it rests on."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard.presentation import labels
from dashboard.presentation.formats import literal
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.grid import table
from dashboard.screen.page_run import page_run

Row = dict[str, Any]
CASE_COLUMNS = (
    "application_id", "fund_year", "item_code", "status", "applicant", "certificate_no", "project_title", "units",
    "submitted_on", "decided_on", "publicised_on", "granted_on", "paid_on", "approved_yuan", "paid_yuan", "clawback_yuan",
)  # fmt: skip


def choose(row: Row) -> None:
    """Write the finding to the address as ``rule:case`` or ``rule:award``."""
    set_parameter("finding", [_name(row)])


def addresses(found: pl.DataFrame) -> list[str]:
    """Links that open each finding on this page."""
    here = {name: st.query_params.get_all(name) for name in st.query_params}
    return [f"findings?{urlencode({**here, 'finding': _name(row)}, doseq=True)}" for row in found.iter_rows(named=True)]


def show_chosen(found: pl.DataFrame, name: str) -> None:
    """The finding that the address names, if it is among those listed; else how one is opened."""
    opened = next((row for row in found.iter_rows(named=True) if _name(row) == name), None)
    if opened:
        _show_finding(opened)
    elif found.height:
        st.caption(_("findings.choose_row"))


def _name(row: Row) -> str:
    return f"{row['rule_code']}:{row['application_id'] or row['award_id']}"


def _show_finding(row: Row) -> None:
    """The finding and the rows behind it; a row opens the organisation."""
    now = page_run()
    rule, case = row["rule_code"], row["application_id"]
    cases = query("conformity/finding_cases", now.filters, rule_code=rule, application_id=case)
    awards = query("conformity/finding_awards", now.filters, application_id=case, award_id=row["award_id"])
    with st.container(border=True, key="finding"):
        _words(row)
        for key, rows, columns, title in (
            ("cases", cases, CASE_COLUMNS, _("findings.cases")),
            ("awards", awards, None, _("findings.awards")),
        ):
            if not rows.is_empty():
                st.caption(title)
                shown = present(rows, columns, registry=now.registry)
                table(shown, key=f"finding_{key}", title=title, opens=rows["uscc"])
        st.button(
            _("findings.close"), icon=":material/close:", key="finding_close", on_click=lambda: set_parameter("finding", [])
        )


def _words(row: Row) -> None:
    registry = page_run().registry
    st.markdown(f"**{labels.rule(row['rule_code'], registry)}**")
    st.text(row[named(zh="explanation", en="explanation_en")])
    if row["policy_words"]:
        st.caption(_("findings.policy", words=row["policy_words"]))
    if row["rule_source"]:
        st.caption(_("findings.rule_of_year", source=literal(labels.source(row["rule_source"]))))
