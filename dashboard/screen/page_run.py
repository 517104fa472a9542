"""One script run of one page: what is asked, where one can go from it, what it notes for its export."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from dashboard.policy import Registry
from dashboard.presentation.exports import Sheet
from dashboard.presentation.palette import Palette
from dashboard.questions.filters import Filters, Notice

# parameters of an address, every value of each
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Links:
    """The pages that figures and names lead to; ``carried`` are the filters, the snapshot and the language to take along."""

    applications: StreamlitPage
    organisation: StreamlitPage
    carried: Parameters

    def cases_parameters(self, cases: str = "", **narrowed: str) -> Parameters:
        """For the list of applications, all or those that the figure ``cases`` counts; ``narrowed`` filters differ."""
        own = {**narrowed, **({"cases": cases} if cases else {})}
        return {**self.carried, **{name: [value] for name, value in own.items()}}

    def organisation_parameters(self, uscc: str) -> Parameters:
        """For the page of the organisation with this credit code."""
        return {**self.carried, "organisation": [uscc]}

    def cases_address(self, cases: str = "") -> str:
        """The list of applications as the address of a link."""
        return f"{self.applications.url_path}?{urlencode(self.cases_parameters(cases), doseq=True)}"

    def organisation_address(self, uscc: str | None) -> str | None:
        """The page of one organisation as the address of a link; None where a row has no credit code."""
        if uscc is None:
            return None
        return f"{self.organisation.url_path}?{urlencode(self.organisation_parameters(uscc), doseq=True)}"


@dataclass(frozen=True)
class PageRun:
    """What the router found out for one run of the page at the address ``page``.

    ``own`` is what stands in the address of the page's own choices, ``export_place`` is where the export is drawn.
    The page notes its tables in ``sheets``, and in ``chosen`` the names and values of what was chosen beside the filters.
    """

    page: str
    filters: Filters
    notices: list[Notice]
    registry: Registry
    palette: Palette
    data: Path
    printing: bool
    links: Links
    own: Parameters
    export_place: DeltaGenerator
    sheets: list[Sheet] = field(default_factory=list)
    chosen: list[tuple[str, str]] = field(default_factory=list)


_run: ContextVar[PageRun] = ContextVar("page_run")


def begin_run(run: PageRun) -> None:
    """Called by the router before the page runs."""
    _run.set(run)


def page_run() -> PageRun:
    """The run of now.

    Raises:
        LookupError: no page runs.
    """
    return _run.get()
