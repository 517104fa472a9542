"""Points: what the figures give, what the evaluator gave, what stays open. Open points are counted, never filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard.formulas import Ask
from dashboard.evaluation.scorecard.frame import Frame, Grade, Indicator
from dashboard.presentation.formats import FEW_CASES
from dashboard.questions import RestrictedError
from dashboard.store.evaluations import Content, HandScore

Basis = Literal["auto", "hand", "open", "unused", "parts"]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One indicator: its weight, the formula's value and points, the evaluator's, and what counts.

    ``points`` is None where nothing is decided; a parent has the points of its decided children. ``open_weight`` is
    the weight of what is still open. ``basis`` says where the points come from; ``unused`` weighs nothing.
    """

    indicator: Indicator
    weight: Decimal
    basis: Basis
    points: Decimal | None
    open_weight: Decimal
    value: float | None = None
    automatic: Decimal | None = None
    hand: HandScore | None = None

    @property
    def rate(self) -> Decimal | None:
        """得分率: points ÷ weight; None while a part is open."""
        if self.points is None or self.open_weight or not self.weight:
            return None
        return self.points / self.weight


@dataclass(frozen=True)
class Scorecard:
    """All lines in the order of the frame, the total of what is decided, the open points, and the grade if none is open."""

    lines: tuple[Line, ...]
    total: Decimal
    open_weight: Decimal
    grade: Grade | None

    def line(self, code: str) -> Line:
        """One indicator."""
        return next(line for line in self.lines if line.indicator.code == code)


def choose_weights(content: Content, frame: Frame) -> dict[str, Decimal]:
    """Weights of all levels: the preset's, or the evaluator's own.

    Raises:
        ReaderError: own weights that do not sum to 100.
    """
    return frame.weights[content.preset] if content.preset in frame.weights else frame.own_weights(content.weights)


def score(frame: Frame, content: Content, ask: Ask) -> Scorecard:
    """Score an evaluation; ``ask`` answers a named query under its filters.

    Raises:
        ReaderError: weights that do not sum up, or a formula that names what does not exist.
    """
    weights = choose_weights(content, frame)
    leaves = {
        entry.code: _score_leaf(entry, weights[entry.code], _ask_figure(entry, frame, ask), content.scores.get(entry.code))
        for entry in frame.leaves
    }
    lines = tuple(
        leaves[code] if code in leaves else _sum_parent(entry, weights[code], leaves)
        for code, entry in frame.indicators.items()
    )
    total = sum((line.points for line in leaves.values() if line.points is not None), Decimal(0))
    open_weight = sum((line.open_weight for line in leaves.values()), Decimal(0))
    return Scorecard(lines, total, open_weight, None if open_weight else frame.grade(total))


def check(frame: Frame, content: Content) -> None:
    """Refuse what cannot be kept: unknown indicators, points by hand for an automatic one, points above the weight.

    Raises:
        ReaderError: names the indicator.
    """
    weights = choose_weights(content, frame)
    by_hand = {entry.code: entry for entry in frame.leaves if entry.fed != "auto"}
    for code, hand in content.scores.items():
        if code not in by_hand:
            raise ReaderError(f"指标“{code[:20]}”不能由评价人打分。", f"Indicator '{code[:20]}' takes no points by hand.")
        if weights[code] and hand.points > weights[code]:
            entry = by_hand[code]
            raise ReaderError(
                f"“{entry.name_zh}”得分{hand.points}超过分值{weights[code]}，请先改分。",
                f"'{entry.name_en}' has {hand.points} points, more than its weight of {weights[code]}; change them first.",
            )


def give_points(value: float, *, weight: Decimal, zero_at: Decimal, full_at: Decimal) -> Decimal:
    """Straight line between the value that earns nothing and the one that earns everything; half up to 0.01 point."""
    share = (Decimal(repr(value)) - zero_at) / (full_at - zero_at)
    return (weight * min(max(share, Decimal(0)), Decimal(1))).quantize(CENT, ROUND_HALF_UP)


def _ask_figure(entry: Indicator, frame: Frame, ask: Ask) -> float | None:
    """Value of the indicator's formula; None under five cases, where a rate says nothing, and where rights hide it."""
    if entry.code not in frame.formulas:
        return None
    try:
        cases = frame.cases[entry.code].value(ask)
        return None if cases is None or cases < FEW_CASES else frame.formulas[entry.code].value(ask)
    except RestrictedError:
        return None


def _score_leaf(entry: Indicator, weight: Decimal, value: float | None, hand: HandScore | None) -> Line:
    automatic = None
    if value is not None and entry.zero_at is not None and entry.full_at is not None:
        automatic = give_points(value, weight=weight, zero_at=entry.zero_at, full_at=entry.full_at)
    if not weight:
        return Line(entry, weight, "unused", None, Decimal(0), value)
    if hand is not None and entry.fed != "auto":
        # points above a weight that was changed later are neither cut nor counted: the indicator is open again
        fits = hand.points <= weight
        basis: Basis = "hand" if fits else "open"
        return Line(
            entry, weight, basis, hand.points if fits else None, Decimal(0) if fits else weight, value, automatic, hand
        )
    if automatic is not None:
        return Line(entry, weight, "auto", automatic, Decimal(0), value, automatic)
    return Line(entry, weight, "open", None, weight, value)


def _sum_parent(entry: Indicator, weight: Decimal, leaves: Mapping[str, Line]) -> Line:
    below = [line for code, line in leaves.items() if code.startswith(entry.code)]
    known = [line.points for line in below if line.points is not None]
    return Line(
        entry,
        weight,
        "parts" if weight else "unused",
        sum(known, Decimal(0)) if known else None,
        sum((line.open_weight for line in below), Decimal(0)),
    )
