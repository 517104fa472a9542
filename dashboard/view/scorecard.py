"""Rows of the scorecard: which evaluation is open, its cards, bars and tables."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard import formats as fmt
from dashboard import labels
from dashboard.charts import Bar
from dashboard.charts.base import REPORTED, UNKNOWN
from dashboard.database import database_url, open_database
from dashboard.errors import ReaderError
from dashboard.filters import Filters
from dashboard.language import current_language, named
from dashboard.language import translate as _
from dashboard.scorecard import Content, Evaluation, Evaluations, Frame, Line, Scorecard
from dashboard.scorecard.formulas import Ask
from dashboard.scorecard.frame import OUTPUT_AND_EFFECT_LEAST, Indicator, output_and_effect
from dashboard.scorecard.scoring import weights_of
from dashboard.tables import Kind, Table
from dashboard.view.cards import Card

OWN = "own"


@dataclass(frozen=True)
class Opened:
    """What is scored: an evaluation and its content, or a preset alone; ``fits`` says whether it may be changed here."""

    evaluation: Evaluation | None
    content: Content
    fits: bool


@lru_cache(maxsize=8)
def _store(url: str) -> Evaluations:
    return Evaluations(open_database(url))


def store(data: Path) -> Evaluations:
    """The evaluations of this process.

    Raises:
        DatabaseError: the database cannot be reached.
    """
    return _store(database_url(data=data))


def opened(kept: Evaluations, frame: Frame, filters: Filters) -> Opened:
    """The version that the address names (``?evaluation=7:3``), else the preset of ``?preset=``.

    Raises:
        EvaluationError: the address names an evaluation that does not exist.
    """
    key, _colon, version = st.query_params.get("evaluation", "").partition(":")
    if key.isdecimal() and len(key) < 10:
        found = kept.get(int(key), int(version) if version.isdecimal() and len(version) < 10 else None)
        same = found.parameters == filters.parameters() and found.snapshot_version == filters.snapshot.version
        return Opened(found, found.content, same)
    preset = st.query_params.get("preset", "")
    return Opened(None, Content(preset=preset) if preset in frame.presets else Content(), True)


def name(entry: Indicator) -> str:
    """An indicator in the reader's language."""
    return named(zh=entry.name_zh, en=entry.name_en)


def shown(points: Decimal) -> str:
    """Points without needless zeros: 60, 3.5, 3.98."""
    return f"{points.normalize():f}"


def preset_name(preset: str, frame: Frame) -> str:
    """A preset by its name; what is none of them is the evaluator's own."""
    entry = frame.presets.get(preset)
    return named(zh=entry.name_zh, en=entry.name_en) if entry else _("The evaluator's own weights")


def sentence(card: Scorecard, *, when: str) -> str:
    """What is scored and what is open; the total is never filled up."""
    decided = 100 - card.open_weight
    if not decided:
        return _("{period}: nothing can be scored from the data; all 100 points are open.", period=when)
    text = _("{period}: {points} of the {decided} points that are decided", period=when, points=shown(card.total),
             decided=shown(decided))  # fmt: skip
    if card.open_weight:
        return text + _("; {open} points are open, so there is no grade yet.", open=shown(card.open_weight))
    assert card.grade is not None
    return text + _("; grade: {grade}.", grade=named(zh=card.grade.name_zh, en=card.grade.name_en))


def cards(card: Scorecard, frame: Frame, content: Content) -> list[Card]:
    """Points, open points, grade, and the weight of output and effect."""
    least = OUTPUT_AND_EFFECT_LEAST
    weight = output_and_effect(weights_of(content, frame))
    bounds = labels.joined(
        [f"{named(zh=grade.name_zh, en=grade.name_en)} ≥ {shown(grade.from_score)}" for grade in frame.grades]
    )
    open_count = sum(line.basis == "open" for line in card.lines)
    grade = named(zh=card.grade.name_zh, en=card.grade.name_en) if card.grade else _("Undecided")
    enough = _("At least {least} in principle: kept.", least=least)
    few = _("▲ Under {least}: the ministry asks for at least {least} in principle.", least=least)
    return [
        Card(label=_("Points given"), value=shown(card.total),
             sentence=_("of {decided} points that are decided", decided=shown(100 - card.open_weight))),
        Card(label=_("Points open"), value=shown(card.open_weight),
             sentence=_("{count} indicators that neither data nor evaluator have decided", count=open_count)),
        Card(label=_("Grade"), value=grade, sentence=bounds,
             definition=_("The total is rounded half up to 0.01 before it is graded: 89.99 is good, 90.00 excellent.")),
        Card(label=_("Weight of output and effect"), value=shown(weight), sentence=enough if weight >= least else few),
    ]  # fmt: skip


def bars(card: Scorecard) -> list[Bar]:
    """得分率 of the second level; what has an open part says so."""
    return [
        Bar(
            code=line.indicator.code,
            name=f"{name(card.line(line.indicator.code[0]).indicator)} · {name(line.indicator)}",
            value=None if line.rate is None else float(line.rate) * 100,
            label=_bar_label(line),
            hover=f"{name(line.indicator)}<br>{_bar_label(line)}",
            state=UNKNOWN if line.rate is None else REPORTED,
        )
        for line in card.lines
        if line.indicator.level == 2 and line.weight
    ]


def _bar_label(line: Line) -> str:
    if line.rate is None:
        return _("{open} of {weight} points open", open=shown(line.open_weight), weight=shown(line.weight))
    assert line.points is not None
    return f"{shown(line.points)}/{shown(line.weight)}"


def summary(card: Scorecard) -> Table:
    """分值, 得分, 未定 and 得分率 of the first level, and the total apart at the end."""
    lines = [line for line in card.lines if line.indicator.level == 1]
    rows: list[dict[str, Any]] = [
        {
            _("Indicator"): name(line.indicator), _("Weight"): line.weight, _("Points"): line.points,
            _("Points open"): line.open_weight, _("Points rate"): line.rate,
        }
        for line in lines
    ]  # fmt: skip
    rate = None if card.open_weight else card.total / 100
    rows.append({
        _("Indicator"): _("Total"), _("Weight"): Decimal(100), _("Points"): card.total if card.open_weight < 100 else None,
        _("Points open"): card.open_weight, _("Points rate"): rate,
    })  # fmt: skip
    kinds: list[Kind] = ["text", "points", "points", "points", "rate"]
    return _table(rows, kinds)


def detail(card: Scorecard) -> Table:
    """Every third-level indicator: what the data give, what the evaluator gave, what counts and why."""
    rows = [
        {
            _("First level"): name(card.line(line.indicator.code[0]).indicator),
            _("Second level"): name(card.line(line.indicator.code[:2]).indicator),
            _("Third level"): name(line.indicator),
            _("Weight"): line.weight,
            _("Points"): line.points,
            _("Where from"): _(f"basis.{line.basis}"),
            _("Value by data"): line.value,
            _("Points by data"): line.automatic,
            _("Points by hand"): line.hand.points if line.hand else None,
            _("Reason"): line.hand.reason if line.hand else None,
            _("Evidence file"): line.hand.evidence or None if line.hand else None,
            _("What is judged"): named(zh=line.indicator.meaning_zh or "", en=line.indicator.meaning_en or "") or None,
        }
        for line in card.lines
        if line.indicator.level == 3
    ]
    kinds: list[Kind] = ["text", "text", "text", "points", "points", "text", "rate", "points", "points"]
    return _table(rows, [*kinds, "text", "text", "text"])


def _table(rows: list[dict[str, Any]], kinds: list[Kind]) -> Table:
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


def evidence(code: str, frame: Frame, ask: Ask) -> list[str]:
    """What the data say about an indicator without scoring it: figure and value."""
    lines = []
    for formula in frame.evidence[code]:
        column = formula.references[0].column
        value = formula.value(ask)
        lines.append(f"{_(column)} {_evidence_value(column, value)}")
    return lines


def _evidence_value(column: str, value: float | None) -> str:
    if value is None:
        return _("cannot be said from the data")
    if column.endswith("_yuan"):
        return fmt.money(value)
    if column.endswith(("_rate", "_use")):
        return fmt.rate(value)
    return fmt.days(value)


def versions(kept: Evaluations, evaluation: Evaluation) -> Table:
    """Every version with author and time; times are UTC."""
    rows = [
        {
            _("Version"): str(entry.version), _("Evaluator"): entry.author,
            _("Saved at (UTC)"): entry.saved_at[:16].replace("T", " "),
            _("Weights"): entry.content.preset, _("Points by hand"): float(len(entry.content.scores)),
        }
        for entry in kept.history(evaluation.evaluation_id)
    ]  # fmt: skip
    kinds: list[Kind] = ["text", "text", "text", "text", "count"]
    return Table(pl.DataFrame(rows), dict(zip(rows[0], kinds, strict=True)))


def message(error: ReaderError) -> str:
    """An error in the reader's language."""
    return error.message(current_language())
