"""Charts of the page on money: the way of the money, payments by month and their running total."""

from functools import partial

import polars as pl

from dashboard.presentation import charts, headlines, labels
from dashboard.presentation import formats as fmt
from dashboard.presentation.charts import Month
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present, scale_money
from dashboard.screen.figure_marks import Row
from dashboard.screen.filter_bar import choose_month
from dashboard.screen.page_frame import open_cases
from dashboard.screen.page_run import page_run
from dashboard.screen.show import marks, show
from pages.process import funds_waterfall

choose_month_of_payment = partial(choose_month, date_basis="paid")


def show_waterfall(by_round: pl.DataFrame, totals: Row, *, alt: str, used: str) -> None:
    """The levels of money and what takes away between them; a click lists the cases of a level."""
    now = page_run()
    steps = funds_waterfall.money_steps(by_round)
    show(
        charts.waterfall(
            steps,
            title=funds_waterfall.money_title(totals, by_round),
            palette=now.palette,
            subtitle=_(
                "funds.subtitle",
                measure=_("funds.way_subtitle"),
                period=labels.period(now.filters.period),
            ),
        ),
        key="waterfall",
        alt=alt,
        used=used,
        values=marks(((step.name, step.label) for step in steps), name=_("pipeline.step"), value=_("heading.amount")),
        leads_to=lambda level: open_cases(funds_waterfall.CASES[level]),
    )


def show_payments(payments: pl.DataFrame) -> None:
    """Money paid by month; a click makes the month the period, by the day of payment."""
    now, months = page_run(), _money_months(payments)
    title = headlines.say_peak(months, measure=_("funds.paid_by_month"))
    show(
        charts.trend(months, title=title, palette=now.palette, subtitle=_("funds.paid_by_month_unit")),
        key="payments",
        alt=title,
        used=funds_waterfall.used_payments(payments),
        values=present(payments, registry=now.registry),
        on_pick=choose_month_of_payment,
    )


def show_running_total(payments: pl.DataFrame, totals: Row) -> None:
    """Money paid so far, month by month, beside the yearly envelope where it is known."""
    lines = funds_waterfall.payment_lines(payments)
    title = headlines.say_latest(lines, measure=_("funds.paid_running"))
    show(
        charts.lines(
            lines,
            title=title,
            reference=funds_waterfall.envelope(totals),
            height=250,
            palette=page_run().palette,
            subtitle=_("funds.paid_by_month_unit"),
        ),
        key="cumulative",
        alt=title,
        used=funds_waterfall.used_payments(payments),
        on_pick=choose_month_of_payment,
    )


def _money_months(payments: pl.DataFrame) -> list[Month]:
    """Payments by month, in the unit of money columns."""
    known = payments.filter(pl.col("month").is_not_null())
    return [
        Month(month=month, value=scale_money(paid), hover=f"{month} {_('column.paid_yuan')} {fmt.money(paid)}")
        for month, paid in zip(known["month"], known["paid_yuan"], strict=True)
    ]
