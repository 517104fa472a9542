"""Rows of the scorecard: which evaluation is open, its cards, bars and tables."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard import Frame, Scorecard, words
from dashboard.evaluation.scorecard.frame import OUTPUT_AND_EFFECT_LEAST, WHOLE, sum_output_and_effect
from dashboard.evaluation.scorecard.scoring import choose_weights
from dashboard.evaluation.scorecard.words import name_indicator, write_points
from dashboard.presentation import labels
from dashboard.presentation.charts import Bar
from dashboard.presentation.charts.base import REPORTED, UNKNOWN
from dashboard.presentation.formats import DASH, literal
from dashboard.presentation.language import current_language, named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Kind, Table
from dashboard.questions.filters import Filters
from dashboard.screen.cards import Card
from dashboard.store.database import DatabaseError, database_url, open_database
from dashboard.store.evaluations import Content, Evaluation, Evaluations

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


def reachable_store(data: Path) -> Evaluations | None:
    """The evaluations, or None while their database is away: the figures need none."""
    try:
        kept = store(data)
    except DatabaseError:
        return None
    return kept if kept.can_be_read() else None


def say_away() -> None:
    """In the place of the evaluations, while their database is away."""
    st.warning(
        _("evaluation.database_away"),
        icon=":material/database_off:",
    )


def read_opened(kept: Evaluations | None, frame: Frame, filters: Filters) -> Opened:
    """The version that the address names (``?evaluation=7:3``), else the preset of ``?preset=``; without a store the preset.

    Raises:
        EvaluationError: the address names an evaluation that does not exist.
    """
    key, _colon, version = st.query_params.get("evaluation", "").partition(":")
    if kept is not None and key.isdecimal() and len(key) < 10:
        found = kept.get(int(key), int(version) if version.isdecimal() and len(version) < 10 else None)
        same = found.parameters == filters.parameters() and found.snapshot_version == filters.snapshot.version
        return Opened(found, found.content, same)
    preset = st.query_params.get("preset", "")
    return Opened(None, Content(preset=preset) if preset in frame.presets else Content(), True)


def cards(card: Scorecard, frame: Frame, content: Content) -> list[Card]:
    """Points, open points, grade, and the weight of output and effect."""
    weight = sum_output_and_effect(choose_weights(content, frame))
    bounds = labels.join_words(
        [f"{named(zh=grade.name_zh, en=grade.name_en)} ≥ {write_points(grade.from_score)}" for grade in frame.grades]
    )
    open_count = sum(line.basis == "open" for line in card.lines)
    grade = named(zh=card.grade.name_zh, en=card.grade.name_en) if card.grade else _("scorecard.undecided")
    kept = _("scorecard.least_kept", least=OUTPUT_AND_EFFECT_LEAST)
    return [
        Card(
            label=_("scorecard.points_given"),
            value=write_points(card.total) if card.open_weight < WHOLE else DASH,
            sentence=_("scorecard.of_decided", decided=write_points(100 - card.open_weight)),
        ),
        Card(
            label=_("scorecard.points_open"),
            value=write_points(card.open_weight),
            sentence=_("scorecard.open_indicators", count=open_count),
        ),
        Card(
            label=_("scorecard.grade"),
            value=grade,
            sentence=bounds,
            definition=_("scorecard.grade_rounding"),
        ),
        Card(label=_("scorecard.output_weight"), value=write_points(weight), sentence=weight_warning(weight) or kept),
    ]


def weight_warning(weight: Decimal) -> str:
    """What is said where output and effect weigh under 60; empty where they do not."""
    if weight >= OUTPUT_AND_EFFECT_LEAST:
        return ""
    return _("scorecard.least_missed", least=OUTPUT_AND_EFFECT_LEAST)


def bars(card: Scorecard) -> list[Bar]:
    """得分率 of the second level; what has an open part says so."""
    return [
        Bar(
            code=line.indicator.code,
            name=name_indicator(line.indicator),
            value=None if line.rate is None else float(line.rate) * 100,
            label=words.label_points(line),
            hover=f"{name_indicator(line.indicator)}<br>{words.label_points(line)}",
            state=UNKNOWN if line.rate is None else REPORTED,
        )
        for line in card.lines
        if line.indicator.level == 2 and line.weight
    ]


def versions(kept: Evaluations, evaluation: Evaluation, frame: Frame) -> Table:
    """Every version with author and time; times are UTC."""
    rows = [
        {
            _("snapshot.version"): str(entry.version),
            _("scorecard.evaluator"): entry.author,
            _("scorecard.saved_at"): entry.saved_at[:16].replace("T", " "),
            _("scorecard.weights"): words.name_preset(entry.content.preset, frame),
            _("scorecard.points_by_hand"): float(len(entry.content.scores)),
        }
        for entry in kept.history(evaluation.evaluation_id)
    ]
    kinds: list[Kind] = ["text", "text", "text", "text", "count"]
    return Table(pl.DataFrame(rows), dict(zip(rows[0], kinds, strict=True)))


def message(error: ReaderError) -> str:
    """An error in the reader's language; the name of an author in it may hold anything."""
    return literal(error.message(current_language()))
