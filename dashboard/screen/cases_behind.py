"""The cases behind a figure: which of them a reader may be told, what they are called, where they are listed."""

from dashboard.access import current_access
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.questions import query_info
from dashboard.questions.filters import Filters
from dashboard.screen.page_run import page_run
from dashboard.screen.rights_notice import sees_all

# what can be said of approved cases alone
OF_APPROVED = (
    "approved_count", "in_notice_count", "revoked_count", "reached_approved", "reached_publicised", "reached_granted",
    "reached_paid",
)  # fmt: skip


# figures of cards and the cases that they stand on
BEHIND = {
    "application_count": "", "approval_rate": "decided_count", "beneficiary_count": "approved_count",
    "approved_yuan": "approved_count", "paid_yuan": "reached_paid", "ageing_over_60_count": "ageing_over_60_count",
}  # fmt: skip


def addresses_behind(filters: Filters) -> dict[str, str]:
    """Addresses of the lists behind the figures of cards, under the same filters; none where nothing can be listed."""
    if not filters.snapshot.reports("applications"):
        return {}
    offered = list_cases(filters)
    listed = {figure: cases for figure, cases in BEHIND.items() if (cases in offered if cases else sees_all(filters))}
    return {figure: page_run().links.cases_address(cases) for figure, cases in listed.items()}


def list_cases(filters: Filters) -> list[str]:
    """Figures whose cases this reader may be told under these filters, by their names in the list of applications."""
    every = query_info("records/applications").choices["cases"]
    if not sees_all(filters):
        return [cases for cases in every if cases in OF_APPROVED]
    hidden = () if current_access().sees_every_row else ("missing_count",)
    # the open cases of a decision's or a payment's day are none
    by_age = ("open_count", "ageing_") if filters.date_basis != "submitted" else ()
    return [cases for cases in every if cases not in hidden and not cases.startswith(by_age)]


def name_cases(cases: str) -> str:
    """Name of a figure, or of the stage that cases have reached."""
    if cases.startswith("reached_"):
        return _("cases.reached", stage=_(f"stage.{cases.removeprefix('reached_')}"))
    return _("cases.missing") if cases == "missing_count" else labels.column_name(cases)
