"""Rows of the page on money: from the request to the account, and payments by month."""

from typing import Any

import polars as pl

from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.charts import Line, Step
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import scale_money

Row = dict[str, Any]
# the cases behind a level of money, by their name in the list of applications
CASES = {
    "requested_yuan": "", "approved_yuan": "approved_count", "granted_yuan": "reached_granted", "paid_yuan": "reached_paid",
}  # fmt: skip


def money_steps(funds: pl.DataFrame) -> list[Step]:
    """From the envelope and the money asked for to the money paid; every fall has its reason as its name."""
    sums = {name: total_of(funds[name]) for name in funds.columns if name.endswith("_yuan")}
    falls = [_change(name, _negative(sums[f"{name}_yuan"])) for name in ("not_approved", "cut", "reduced", "unmatched")]
    asked = [
        _level("requested_yuan", sums["requested_yuan"]),
        *(fall for fall in falls if fall.value or fall.name == _("step.cut")),
    ]
    steps = [
        *asked,
        _level("approved_yuan", sums["approved_yuan"]),
        _change("not_granted", _between(sums["approved_yuan"], sums["granted_yuan"])),
        _level("granted_yuan", sums["granted_yuan"]),
        _change("not_paid", _between(sums["granted_yuan"], sums["paid_yuan"])),
        _level("paid_yuan", sums["paid_yuan"]),
    ]
    whole = not funds["yearly_envelope_yuan"].is_null().any()
    envelopes = [_level("yearly_envelope_yuan", sums["yearly_envelope_yuan"])] if whole else []
    return [*envelopes, *steps, *_clawed_back(sums["clawback_yuan"])]


def total_of(amounts: pl.Series) -> float | None:
    """Sum in yuan; None where no amount is known."""
    return None if amounts.is_null().all() else float(amounts.sum())


def _negative(value: float | None) -> float | None:
    return None if value is None else -value or 0.0


def _between(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _level(name: str, value: float | None) -> Step:
    shown, label = fmt.money(value), labels.column_name(name)
    return Step(label, value, shown, f"{label} {shown}", code=name if name in CASES else "")


def _change(name: str, value: float | None) -> Step:
    shown = fmt.signed_money(value)
    return Step(_(f"step.{name}"), value, shown, f"{_(f'step.{name}')} {shown}", is_level=False)


def _clawed_back(value: float | None) -> list[Step]:
    """Money claimed back stands apart: it is never netted."""
    shown = fmt.money(value)
    return [Step(_("step.clawback"), value, shown, f"{_('step.clawback')} {shown}", is_apart=True)] if value else []


def money_title(totals: Row, funds: pl.DataFrame) -> str:
    """How much of the money asked for was approved, and what the pro-rata cut took."""
    requested, approved = totals["requested_yuan"], totals["approved_yuan"]
    if requested is None or approved is None or not requested:
        return _("funds.request_to_account")
    cut, rate = total_of(funds["cut_yuan"]), fmt.rate(float(approved) / float(requested))
    if not cut:
        return _("funds.title", rate=rate)
    return _(
        "funds.title_with_cut",
        rate=rate,
        cut=fmt.money(cut),
    )


def envelope_note(funds: pl.DataFrame) -> str:
    """For how many rounds the yearly envelope is known; a sum over some of them would say nothing."""
    known = funds["yearly_envelope_yuan"].drop_nulls().len()
    return _(
        "funds.known_envelopes",
        known=fmt.count(known),
        rounds=fmt.count(funds.height),
    )


def used_payments(payments: pl.DataFrame) -> str:
    """Money by month is over dated payments; what has no date is said."""
    undated = total_of(payments.filter(pl.col("month").is_null())["paid_yuan"])
    dated = total_of(payments.filter(pl.col("month").is_not_null())["paid_yuan"])
    if not undated:
        return _("funds.used_payments", money=fmt.money(dated))
    return _("funds.used_payments_undated", money=fmt.money(dated), undated=fmt.money(undated))


def payment_lines(payments: pl.DataFrame) -> list[Line]:
    """Running total of the money paid, in the unit of money columns."""
    known = payments.filter(pl.col("month").is_not_null())
    totals = [float(value) for value in known["cumulative_paid_yuan"]]
    name = _("column.cumulative_paid_yuan")
    hovers = [f"{month} {name} {fmt.money(value)}" for month, value in zip(known["month"], totals, strict=True)]
    return [Line("", name, known["month"].to_list(), [scale_money(value) for value in totals], hovers)]


def envelope(totals: Row) -> tuple[float, str] | None:
    """The yearly envelope as a level to compare with, where it is known and the period is its year."""
    known = totals["yearly_envelope_yuan"]
    return None if known is None else (scale_money(known), _("funds.envelope", money=fmt.money(known)))


def sentence(totals: Row, *, when: str) -> str:
    """Asked for, approved and paid, with the share paid."""
    if totals["application_count"] is None and totals["approved_count"] is None:
        return _("state.of_period", period=when, state=_(f"state.{totals['reporting_state']}.sentence"))
    if totals["application_count"] == 0:
        return _("state.of_period", period=when, state=_("state.no_application_short"))
    said = {
        "period": when,
        "approved": fmt.money(totals["approved_yuan"]),
        "paid": fmt.money(totals["paid_yuan"]),
        "rate": fmt.rate(totals["payment_rate"]),
    }
    amount = totals["clawback_yuan"]
    said["requested"] = fmt.money(totals["requested_yuan"])
    # nothing is said of what was claimed back where nothing is recorded
    if amount is None:
        return _("funds.sentence", **said)
    return _("funds.sentence_clawed_back", **said, clawback=fmt.money(amount))
