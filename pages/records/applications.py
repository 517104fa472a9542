"""The applications behind any figure: search, sort, page, choose columns, export."""

from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.screen import case_list, page, page_run, states, table
from pages.records import organisation_profile

now = page_run()
filters, registry = now.filters, now.registry
cases = case_list.cases_choice(filters)
asked = {"search": organisation_profile.searched(), "cases": cases.value()}
total = query("records/application_total", filters, **asked).row(0, named=True)

with page(
    _("page.applications"), sentence=case_list.sentence(total, when=labels.period(filters.period), cases=asked["cases"])
):
    if not filters.snapshot.reports("applications"):
        states.nothing_here(total)
    else:
        organisation_profile.search_box(label=_("Search"))
        shown = case_list.controls(total["listed_count"] or 0, cases)
        found = query("records/applications", filters, **asked, **shown.parameters)
        table(
            present(found, shown.columns, registry=registry),
            key="applications",
            title=_("table.applications"),
            height=690,
            everything=lambda: case_list.everything(filters, asked, shown, registry=registry),
            opens=found["uscc"],
        )
        case_list.note(shown)
