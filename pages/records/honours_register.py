"""The register of honours: its year and status to choose from."""

import polars as pl

from dashboard.presentation.language import translate as _
from dashboard.presentation.sentences import DECISIONS
from dashboard.screen.choices import Choice
from dashboard.screen.filter_bar import set_parameter

UNKNOWN = "unknown"


def year_choice(by_year: pl.DataFrame) -> Choice:
    """Years with an honour; those without a year last."""
    known = by_year["award_year"].drop_nulls().unique().sort(descending=True).cast(pl.String).to_list()
    offered = [*known, *([UNKNOWN] if by_year["award_year"].null_count() else [])]
    return Choice("year", _("All years"), offered, lambda year: _("no year known") if year == UNKNOWN else year)


def status_choice(by_year: pl.DataFrame) -> Choice:
    """Statuses with an honour."""
    held = set(by_year["decision_status"])
    offered = [status for status in DECISIONS if status in held]
    return Choice("status", _("All statuses"), offered, lambda status: _(f"decision.{status}"))


def choose(code: str) -> None:
    """Year and status of a clicked bar (``year:status``)."""
    year, _colon, status = code.partition(":")
    set_parameter("year", [year])
    set_parameter("status", [status])
