"""Rows of the pages on procedure and money: funnel, waiting times, throughput, levels of money."""

from typing import Any

import polars as pl

from dashboard import formats as fmt
from dashboard import labels
from dashboard.charts import Group, Line, Step
from dashboard.language import translate as _
from dashboard.policy import Registry
from dashboard.survival import Curve, curves

Row = dict[str, Any]
DIMENSIONS = ("route", "article", "district")
MEASURES = ("acceptance", "decision", "payment")
MARKS = [0, 20, 40, 60, 90, 120]
MOST_CURVES = 5
TAIL = 0.02


def funnel_groups(funnel: pl.DataFrame) -> tuple[list[str], list[Group]]:
    """Stages and one series a route; the label of a stage carries the share of the stage before."""
    stages = funnel["stage"].unique(maintain_order=True).to_list()
    groups = []
    for part in funnel.partition_by("route", maintain_order=True):
        counts = part["reached_count"].to_list()
        before = [counts[0], *counts[:-1]]
        name = _(f"route.{part['route'][0] or 'unknown'}")
        shares = [fmt.share(count, earlier) for count, earlier in zip(counts, before, strict=True)]
        hovers = [f"{name} {_(f'stage.{stage}')} {share}" for stage, share in zip(stages, shares, strict=True)]
        shown = [fmt.count(counts[0]), *(f"{fmt.count(c)} · {fmt.rate(c / b) if b else fmt.DASH}"
                                         for c, b in zip(counts[1:], before[1:], strict=True))]  # fmt: skip
        groups.append(Group(name, [float(count) for count in counts], shown, hovers))
    return [_(f"stage.{stage}") for stage in stages], groups


def funnel_sentence(funnel: pl.DataFrame, totals: Row, *, when: str) -> str:
    """How many filed, were approved and paid, and how long a decision takes."""
    if totals["application_count"] is None:
        return _("{period}: {state}", period=when, state=_(f"state.{totals['reporting_state']}.sentence"))
    reached = dict(funnel.group_by("stage").agg(pl.col("reached_count").sum()).iter_rows())
    return _(
        "{period}: {filed} applications filed, {accepted} accepted, {approved} approved, {paid} paid; "
        "half are decided within {days} working days of acceptance.",
        period=when, filed=fmt.count(reached.get("submitted", 0)), accepted=fmt.count(reached.get("accepted", 0)),
        approved=fmt.count(reached.get("approved", 0)), paid=fmt.count(reached.get("paid", 0)),
        days=fmt.days(totals["days_to_decision"]),
    )  # fmt: skip


def waiting_lines(durations: pl.DataFrame, *, dimension: str, registry: Registry) -> list[Line]:
    """Curves of the largest groups: per cent still waiting after so many working days."""
    largest = curves(durations)[:MOST_CURVES]
    # a few cases that wait for years would press all curves against the left edge
    last = max((_nearly_done(curve) for curve in largest), default=0)
    return [_waiting_line(curve, last, dimension, registry) for curve in largest]


def _nearly_done(curve: Curve) -> int:
    """First day on which fewer than one in fifty still wait; the last day where that is never so."""
    done = (day for day, share in zip(curve.days, curve.undecided, strict=True) if share < TAIL)
    return next(done, curve.days[-1])


def _waiting_line(curve: Curve, last: int, dimension: str, registry: Registry) -> Line:
    name = group_name(curve.key, dimension, registry)
    points = [(day, share * 100) for day, share in zip(curve.days, curve.undecided, strict=True) if day <= last]
    days, shares = [day for day, _share in points], [share for _day, share in points]
    hovers = [
        _("{name}: {share} still waiting after {days} working days ({count} cases)",
          name=name, share=fmt.rate(share / 100), days=day, count=fmt.count(curve.case_count))
        for day, share in points
    ]  # fmt: skip
    return Line(curve.key or "unknown", f"{name} ({fmt.count(curve.case_count)})", days, shares, hovers)


def group_name(key: str | None, dimension: str, registry: Registry) -> str:
    """Name of a route, an article or a district; the unknown has one too."""
    if key is None:
        return _(f"{'district' if dimension == 'district' else 'route'}.unknown")
    return _(f"route.{key}") if dimension == "route" else labels.value(dimension, key, registry)


def risk_table(risk: pl.DataFrame, *, dimension: str, registry: Registry) -> pl.DataFrame:
    """Number at risk at each mark, with names."""
    names = pl.Series(_("Group"), [group_name(key, dimension, registry) for key in risk["key"]], dtype=pl.String)
    marks = risk.drop("key").rename({f"day_{mark}": _("day {day}", day=mark) for mark in MARKS})
    return marks.insert_column(0, names)


def ageing(totals: Row) -> pl.DataFrame:
    """Open cases by working days since acceptance."""
    bands = ("up_to_20", "21_to_40", "41_to_60", "over_60", "not_accepted")
    return pl.DataFrame({
        _("Waiting since acceptance"): [_(f"ageing.{band}") for band in bands],
        _("open_count"): [totals[f"ageing_{band}_count"] for band in bands],
    }, schema_overrides={_("open_count"): pl.Int64})  # fmt: skip


def flow(throughput: pl.DataFrame) -> tuple[list[str], list[Group]]:
    """Cases that came in and left by month."""
    months = throughput["month"].to_list()
    return months, [_flow_group(throughput, name) for name in ("in_count", "out_count")]


def _flow_group(throughput: pl.DataFrame, column: str) -> Group:
    counts = throughput[column].to_list()
    hovers = [f"{month} {_(column)} {fmt.count(count)}" for month, count in zip(throughput["month"], counts, strict=True)]
    return Group(_(column), [float(count) for count in counts], ["" for _count in counts], hovers)


def backlog(throughput: pl.DataFrame) -> list[Line]:
    """Cases open at the end of each month."""
    counts = throughput["open_at_end_count"].to_list()
    name = _("open_at_end_count")
    hovers = [f"{month} {name} {fmt.count(count)}" for month, count in zip(throughput["month"], counts, strict=True)]
    return [Line("", name, throughput["month"].to_list(), [float(count) for count in counts], hovers)]


def money_steps(funds: pl.DataFrame) -> list[Step]:
    """From the envelope and the money asked for to the money paid; every fall has its reason as its name."""
    sums = {name: total_of(funds[name]) for name in funds.columns if name.endswith("_yuan")}
    falls = [_change(name, _negative(sums[f"{name}_yuan"])) for name in ("not_approved", "cut", "reduced", "unmatched")]
    steps = [
        _level("requested_yuan", sums["requested_yuan"]),
        *(fall for fall in falls if fall.value or fall.name == _("step.cut")),
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
    return None if value is None else -value


def _between(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _level(name: str, value: float | None) -> Step:
    return Step(_(name), value, fmt.money(value), f"{_(name)} {fmt.money(value)}")


def _change(name: str, value: float | None) -> Step:
    shown = fmt.signed_money(value)
    return Step(_(f"step.{name}"), value, shown, f"{_(f'step.{name}')} {shown}", is_level=False)


def _clawed_back(value: float | None) -> list[Step]:
    """Money claimed back stands apart: it is never netted."""
    shown = fmt.money(value)
    return [Step(_("step.clawback"), value, shown, f"{_('step.clawback')} {shown}", is_apart=True)] if value else []


def payment_lines(payments: pl.DataFrame) -> list[Line]:
    """Running total of the money paid, in the unit of money columns."""
    known = payments.filter(pl.col("month").is_not_null())
    totals = [float(value) for value in known["cumulative_paid_yuan"]]
    hovers = [f"{month} {fmt.money(value)}" for month, value in zip(known["month"], totals, strict=True)]
    return [Line("", _("cumulative_paid_yuan"), known["month"].to_list(), [value / 1e4 for value in totals], hovers)]


def envelope(totals: Row) -> tuple[float, str] | None:
    """The yearly envelope as a level to compare with, where it is known and the period is its year."""
    known = totals["yearly_envelope_yuan"]
    return None if known is None else (float(known) / 1e4, _("Yearly envelope {money}", money=fmt.money(known)))


def funds_sentence(totals: Row, *, when: str) -> str:
    """Asked for, approved and paid, with the share paid."""
    if totals["application_count"] is None:
        return _("{period}: {state}", period=when, state=_(f"state.{totals['reporting_state']}.sentence"))
    return _(
        "{period}: {requested} requested, {approved} approved, {paid} paid ({rate} of the approved); "
        "{clawback} clawed back.",
        period=when, requested=fmt.money(totals["requested_yuan"]), approved=fmt.money(totals["approved_yuan"]),
        paid=fmt.money(totals["paid_yuan"]), rate=fmt.rate(totals["payment_rate"]),
        clawback=fmt.money(totals["clawback_yuan"]),
    )  # fmt: skip
