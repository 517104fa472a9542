"""The applications behind any figure: search, sort, page, choose columns, export."""

from dashboard import labels
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.view import organisation, page, reader, records, states, table
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
cases = records.cases_choice(filters)
asked = {"search": organisation.searched(), "cases": cases.value()}
total = query("records/application_total", filters, **asked).row(0, named=True)

with page(
    _("page.applications"), sentence=records.sentence(total, when=labels.period(filters.period), cases=asked["cases"])
):
    if not filters.snapshot.reports("applications"):
        states.nothing_here(total)
    else:
        organisation.search_box(label=_("Search"))
        shown = records.controls(total["listed_count"] or 0, cases)
        found = query("records/applications", filters, **asked, **shown.parameters)
        table(
            present(found, shown.columns, registry=registry), key="applications", title=_("table.applications"), height=690,
            everything=lambda: records.everything(filters, asked, shown, registry=registry), opens=found["uscc"],
        )  # fmt: skip
        records.note(shown)
