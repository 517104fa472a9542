"""Charts of the page on procedure: stages, throughput, backlog, age of what is open, and the list of what is stuck."""

import polars as pl

from dashboard.presentation import charts, labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import STUCK_COLUMNS
from dashboard.presentation.tables import present
from dashboard.screen.figure_marks import Row
from dashboard.screen.filter_bar import choose_month
from dashboard.screen.page_frame import open_cases
from dashboard.screen.page_run import page_run
from dashboard.screen.show import marks, show, used_note
from dashboard.screen.table_section import count_rows, show_table
from pages.process import pipeline_stages


def show_funnel(funnel: pl.DataFrame, *, alt: str, used: str) -> None:
    """How many cases of each route came to each stage; a click lists them."""
    now = page_run()
    stages, groups = pipeline_stages.funnel_groups(funnel)
    show(
        charts.grouped_bars(
            stages,
            groups,
            title=pipeline_stages.funnel_title(funnel),
            palette=now.palette,
            subtitle=_("pipeline.subtitle", what=labels.period(now.filters.period)),
        ),
        key="funnel",
        alt=alt,
        used=used,
        values=present(funnel, registry=now.registry),
        leads_to=_open_stage,
    )


def show_throughput(throughput: pl.DataFrame) -> None:
    """Cases filed and finished by month; a click makes the month the period."""
    now = page_run()
    months, flows = pipeline_stages.flow(throughput)
    title = pipeline_stages.flow_title(throughput)
    show(
        charts.grouped_bars(
            months,
            flows,
            title=title,
            flat=False,
            palette=now.palette,
            subtitle=_("pipeline.flow_subtitle"),
        ),
        key="throughput",
        alt=title,
        used=_used_flow(throughput),
        values=present(throughput, registry=now.registry),
        on_pick=choose_month,
    )


def show_backlog(throughput: pl.DataFrame) -> None:
    """Cases open at the end of each month; a click makes the month the period."""
    title = pipeline_stages.backlog_title(throughput)
    show(
        charts.lines(
            pipeline_stages.backlog(throughput),
            palette=page_run().palette,
            title=title,
            subtitle=_("column.open_at_end_count"),
        ),
        key="backlog",
        alt=title,
        used=_used_flow(throughput),
        on_pick=choose_month,
    )


def show_ageing(totals: Row, *, used: str) -> None:
    """Open cases by working days since acceptance; a click lists them."""
    bars, title = pipeline_stages.ageing(totals), pipeline_stages.ageing_title(totals)
    show(
        charts.ranking(
            bars,
            title=title,
            sort=False,
            palette=page_run().palette,
            subtitle=_("pipeline.ageing_subtitle"),
        ),
        key="ageing",
        alt=title,
        used=used,
        values=marks(((bar.name, bar.label) for bar in bars), name=_("pipeline.waiting"), value=_("column.open_count")),
        leads_to=lambda age: open_cases(f"ageing_{age}_count"),
    )


def show_stuck(stuck: pl.DataFrame) -> None:
    """Cases open for more than 60 working days; a row opens the organisation."""
    show_table(
        _("pipeline.over_60_title", count=count_rows(stuck)),
        present(stuck, STUCK_COLUMNS, registry=page_run().registry),
        key="stuck",
        export_name=_("pipeline.stuck"),
        opens=stuck["uscc"],
    )


def _open_stage(code: str) -> None:
    """The cases of a route that reached a stage (``route:stage``), in the list of applications."""
    route, _colon, stage = code.partition(":")
    open_cases("" if stage == "submitted" else f"reached_{stage}", route=route)


def _used_flow(throughput: pl.DataFrame) -> str:
    """Cases that came in, and those whose end has no date."""
    return used_note(int(throughput["in_count"].sum()), int(throughput["undated_count"].sum()), "end_date")
