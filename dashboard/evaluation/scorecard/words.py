"""An evaluation in words and tables: names, the one sentence, points by level, and what the data say beside them."""

from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.evaluation.scorecard.formulas import Ask
from dashboard.evaluation.scorecard.frame import Frame, Indicator
from dashboard.evaluation.scorecard.scoring import Line, Scorecard
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Kind, Table


def name_indicator(entry: Indicator) -> str:
    """An indicator in the reader's language."""
    return named(zh=entry.name_zh, en=entry.name_en)


def write_points(points: Decimal) -> str:
    """Points without needless zeros: 60, 3.5, 3.98."""
    return f"{points.normalize():f}"


def name_preset(preset: str, frame: Frame) -> str:
    """A preset by its name; what is none of them is the evaluator's own."""
    entry = frame.presets.get(preset)
    return named(zh=entry.name_zh, en=entry.name_en) if entry else _("scorecard.own_weights")


def say_score(card: Scorecard, *, when: str) -> str:
    """What is scored and what is open; the total is never filled up."""
    decided = 100 - card.open_weight
    if not decided:
        return _("scorecard.all_open", period=when)
    said = {"period": when, "points": write_points(card.total), "decided": write_points(decided)}
    if card.open_weight:
        return _("scorecard.sentence_open", **said, open=write_points(card.open_weight))
    assert card.grade is not None
    return _("scorecard.sentence_graded", **said, grade=named(zh=card.grade.name_zh, en=card.grade.name_en))


def label_points(line: Line) -> str:
    """Points of weight: ``14.94/15``, or how many of them are open."""
    weight = write_points(line.weight)
    if line.open_weight == line.weight:
        return _("scorecard.all_of_weight_open", weight=weight)
    if line.open_weight:
        return _("scorecard.open_of_weight", open=write_points(line.open_weight), weight=weight)
    return f"{write_points(line.points or Decimal(0))}/{weight}"


def tabulate_summary(card: Scorecard) -> Table:
    """分值, 得分, 未定 and 得分率 of the first level, and the total apart at the end."""
    lines = [line for line in card.lines if line.indicator.level == 1]
    rows: list[dict[str, Any]] = [
        {
            _("heading.indicator"): name_indicator(line.indicator),
            _("scorecard.weight"): line.weight,
            _("scorecard.points"): line.points,
            _("scorecard.points_open"): line.open_weight,
            _("scorecard.points_rate"): line.rate,
        }
        for line in lines
    ]
    rate = None if card.open_weight else card.total / 100
    rows.append(
        {
            _("heading.indicator"): _("scorecard.total"),
            _("scorecard.weight"): Decimal(100),
            _("scorecard.points"): card.total if card.open_weight < 100 else None,
            _("scorecard.points_open"): card.open_weight,
            _("scorecard.points_rate"): rate,
        }
    )
    kinds: list[Kind] = ["text", "points", "points", "points", "rate"]
    return _make_table(rows, kinds)


def tabulate_detail(card: Scorecard) -> Table:
    """Every third-level indicator: what the data give, what the evaluator gave, what counts and why."""
    rows = [
        {
            _("scorecard.first_level"): name_indicator(card.line(line.indicator.code[0]).indicator),
            _("scorecard.second_level"): name_indicator(card.line(line.indicator.code[:2]).indicator),
            _("scorecard.third_level"): name_indicator(line.indicator),
            _("scorecard.weight"): line.weight,
            _("scorecard.points"): line.points,
            _("scorecard.basis"): _(f"basis.{line.basis}"),
            _("scorecard.value_by_data"): line.value,
            _("scorecard.points_by_data"): line.automatic,
            _("scorecard.points_by_hand"): line.hand.points if line.hand else None,
            _("scorecard.reason"): line.hand.reason if line.hand else None,
            _("scorecard.evidence"): line.hand.evidence or None if line.hand else None,
            _("scorecard.judged"): named(zh=line.indicator.meaning_zh or "", en=line.indicator.meaning_en or "") or None,
        }
        for line in card.lines
        if line.indicator.level == 3
    ]
    kinds: list[Kind] = ["text", "text", "text", "points", "points", "text", "rate", "points", "points"]
    return _make_table(rows, [*kinds, "text", "text", "text"])


def tabulate_shown_detail(card: Scorecard) -> Table:
    """:func:`tabulate_detail` without the columns of the evaluator while no evaluator has scored: they would be empty."""
    whole = tabulate_detail(card)
    by_hand = {_("scorecard.points_by_hand"), _("scorecard.reason"), _("scorecard.evidence")}
    if any(line.hand for line in card.lines):
        return whole
    columns = [name for name in whole.frame.columns if name not in by_hand]
    return Table(whole.frame.select(columns), {name: whole.kinds[name] for name in columns})


def _make_table(rows: list[dict[str, Any]], kinds: list[Kind]) -> Table:
    named_kinds = dict(zip(rows[0], kinds, strict=True))
    columns: dict[str, pl.Series] = {}
    for heading, kind in named_kinds.items():
        values = [row[heading] for row in rows]
        if kind == "text":
            columns[heading] = pl.Series(values, dtype=pl.String)
        else:
            scale = 100 if kind == "rate" else 1
            digits = 1 if kind == "rate" else 2
            numbers = [None if value is None else round(float(value) * scale, digits) for value in values]
            columns[heading] = pl.Series(numbers, dtype=pl.Float64)
    return Table(pl.DataFrame(columns), named_kinds)


def list_evidence(code: str, frame: Frame, ask: Ask) -> list[str]:
    """What the data say about an indicator without scoring it: figure and value."""
    lines = []
    for formula in frame.evidence[code]:
        column = formula.references[0].column
        value = formula.value(ask)
        lines.append(f"{labels.column_name(column)} {_write_evidence(column, value)}")
    return lines


def _write_evidence(column: str, value: float | None) -> str:
    if value is None:
        return _("scorecard.not_in_data")
    if column.endswith("_yuan"):
        return fmt.money(value)
    if column.endswith(("_rate", "_use")):
        return fmt.rate(value)
    return fmt.days(value)
