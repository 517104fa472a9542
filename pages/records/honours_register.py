"""The register of honours: its chart, and year and status to choose from."""

import polars as pl

from dashboard.presentation import charts
from dashboard.presentation import formats as fmt
from dashboard.presentation.charts import StatusYears
from dashboard.presentation.language import translate as _
from dashboard.presentation.sentences import DECISIONS
from dashboard.presentation.tables import present
from dashboard.screen.choices import Choice
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show, used_note

UNKNOWN = "unknown"


def year_choice(by_year: pl.DataFrame) -> Choice:
    """Years with an honour; those without a year last."""
    known = by_year["award_year"].drop_nulls().unique().sort(descending=True).cast(pl.String).to_list()
    offered = [*known, *([UNKNOWN] if by_year["award_year"].null_count() else [])]
    return Choice("year", _("honours.all_years"), offered, lambda year: _("honours.no_year") if year == UNKNOWN else year)


def status_choice(by_year: pl.DataFrame) -> Choice:
    """Statuses with an honour."""
    held = set(by_year["decision_status"])
    offered = [status for status in DECISIONS if status in held]
    return Choice("status", _("honours.all_statuses"), offered, lambda status: _(f"decision.{status}"))


def show_years(by_year: pl.DataFrame, *, alt: str) -> None:
    """Honours of each year by status; a click chooses both."""
    now = page_run()
    title = _years_title(by_year)
    # an honour without a year is in no bar
    without = int(by_year.filter(pl.col("award_year").is_null())["honour_count"].sum())
    show(
        charts.honours_by_year(
            _status_years(by_year), palette=now.palette, title=title, subtitle=_("subtitle.honours_by_year")
        ),
        key="honours_by_year",
        alt=f"{title} {alt}",
        used=used_note(int(by_year["honour_count"].sum()) - without, without, "year"),
        values=present(by_year, registry=now.registry),
        on_pick=_choose,
    )


def _status_years(by_year: pl.DataFrame) -> list[StatusYears]:
    """Honours of known years, one series a status."""
    known = by_year.filter(pl.col("award_year").is_not_null()).with_columns(pl.col("award_year").cast(pl.String))
    series = []
    for status in DECISIONS:
        rows = known.filter(pl.col("decision_status") == status)
        if rows.height:
            name = _(f"decision.{status}")
            years, counts = rows["award_year"].to_list(), rows["honour_count"].to_list()
            hovers = [f"{year} {name} {count}" for year, count in zip(years, counts, strict=True)]
            series.append(StatusYears(name, years, counts, hovers, codes=[f"{year}:{status}" for year in years]))
    return series


def _years_title(by_year: pl.DataFrame) -> str:
    """The year with the most conferred honours; without any, the year of the latest honour of another status."""
    known = by_year.filter(pl.col("award_year").is_not_null())
    conferred = known.filter(pl.col("decision_status") == "conferred").sort("honour_count", descending=True)
    if not conferred.is_empty():
        first = conferred.row(0, named=True)
        return _("honours.most_in_year", year=first["award_year"], count=fmt.count(first["honour_count"]))
    return _("honours.by_year")


def _choose(code: str) -> None:
    """Year and status of a clicked bar (``year:status``)."""
    year, _colon, status = code.partition(":")
    set_parameter("year", [year])
    set_parameter("status", [status])
