"""Points against hand-worked cases: six approved cases of one year, and what the data cannot say."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access import PUBLIC, act_as
from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard import Scorecard, check, load_frame, score
from dashboard.evaluation.scorecard.scoring import give_points
from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from dashboard.store.evaluations import Content, HandScore
from tests.conftest import ask
from tests.snapshot_builder import build

DECIDED = {"accepted_on": date(2025, 6, 23), "decided_on": date(2025, 7, 1)}
NOTICED = {"publicised_on": date(2025, 7, 2), "granted_on": date(2025, 7, 20)}
PAID = DECIDED | NOTICED | {"status": "paid", "approved_yuan": 100_000, "paid_yuan": 80_000, "paid_on": date(2025, 8, 1)}
CASES: list[dict[str, Any]] = [
    *({**PAID, "uscc": f"U{place}", "applicant": f"甲{place}"} for place in range(4)),
    # approved, not granted; decided 61 working days after acceptance or later; revoked
    {
        **DECIDED,
        "uscc": "U5",
        "applicant": "乙",
        "status": "approved",
        "approved_yuan": 100_000,
        "decided_on": date(2025, 11, 20),
    },
    {**PAID, "uscc": "U6", "applicant": "丙", "status": "revoked", "revoked_on": date(2026, 1, 5)},
    # still open: one old, one accepted a week before the as-of date; one withdrawn
    {"uscc": "U7", "applicant": "丁", "status": "accepted", "accepted_on": date(2025, 7, 1)},
    {"uscc": "U8", "applicant": "戊", "status": "accepted", "accepted_on": date(2026, 10, 26)},
    {
        "uscc": "U9",
        "applicant": "己",
        "status": "withdrawn",
        "accepted_on": date(2025, 7, 1),
        "withdrawn_on": date(2025, 7, 9),
    },
]

Ask = Callable[[str], pl.DataFrame]


def scored(data: Path, content: Content | None = None) -> Scorecard:
    return score(load_frame(), content or Content(), lambda name: ask(name, data=data))


def test_points_by_hand(tmp_path: Path) -> None:
    build(tmp_path, applications=CASES)
    card = scored(tmp_path)
    expected = {
        "B11": (5 / 6, "3.33"),  # granted 500,000 of 600,000; weight 4
        "B12": (4 / 5, "4.00"),  # paid 400,000 of 500,000; weight 5
        "C21": (5 / 6, "8.33"),  # one of six revoked; weight 10
        "C31": (5 / 7, "7.14"),  # five of seven due in time: one late, one open too long; weight 10
    }
    for code, (rate, earned) in expected.items():
        line = card.line(code)
        assert (line.value, line.points, line.basis) == (pytest.approx(rate), Decimal(earned), "auto"), code
    assert ask("evaluation/timeliness", data=tmp_path).row(0) == (7, 5, 0)
    assert card.line("C11").basis == "open"
    assert card.grade is None
    assert card.open_weight == sum(line.weight for line in card.lines if line.basis == "open")
    assert card.line("D").points is None
    assert card.line("D").rate is None


def test_the_sum_of_open_and_decided_weights_is_100_and_hand_scores_close(tmp_path: Path) -> None:
    build(tmp_path, applications=CASES)
    frame = load_frame()
    weights = frame.weights["balanced"]
    hands = {
        entry.code: HandScore(points=weights[entry.code], reason="齐备", evidence="a.pdf")
        for entry in frame.leaves
        if entry.fed != "auto"
    }
    card = scored(tmp_path, Content(scores=hands))
    assert (card.open_weight, card.total) == (0, Decimal(100))
    assert card.grade is not None
    assert card.grade.name_zh == "优"
    # the automatic points stay beside the evaluator's
    assert card.line("B11").automatic == Decimal("3.33")
    assert card.line("B").rate == 1


def test_under_five_cases_nothing_is_scored(tmp_path: Path) -> None:
    build(tmp_path, applications=CASES[:4])
    assert scored(tmp_path).open_weight == 100


def test_a_snapshot_of_honours_scores_nothing(shipped: Path) -> None:
    card = score(load_frame(), Content(), lambda name: ask(name, data=shipped, snapshot="published"))
    assert (card.open_weight, card.total, card.grade) == (100, 0, None)
    assert all(line.value is None and line.points is None for line in card.lines)


def test_a_plan_makes_completion_known() -> None:
    answers = {
        "evaluation/completion": pl.DataFrame({"planned_count": [8.0], "approved_count": [6]}),
    }
    frame = load_frame()
    assert frame.formulas["C11"].value(answers.__getitem__) == 0.75
    assert give_points(0.75, weight=Decimal(10), zero_at=Decimal(0), full_at=Decimal(1)) == Decimal("7.50")


def test_every_formula_and_all_evidence_stand_on_columns_that_exist(shipped: Path) -> None:
    frame = load_frame()
    for formula in (
        *frame.formulas.values(),
        *frame.cases.values(),
        *(part for parts in frame.evidence.values() for part in parts),
    ):
        formula.value(lambda name: ask(name, data=shipped))


def test_what_cannot_be_kept_is_named() -> None:
    frame = load_frame()
    check(frame, Content(scores={"A11": HandScore(points=Decimal(3), reason="x")}))
    for code, given_points, word in (
        ("A11", "3.01", "more than its weight"),
        ("A", "1", "no points"),
        ("X9", "1", "no points"),
    ):
        with pytest.raises(ReaderError, match=word):
            check(frame, Content(scores={code: HandScore(points=Decimal(given_points), reason="x")}))
    # nothing weighs there: points are kept for another preset
    check(frame, Content(preset="self", scores={"A11": HandScore(points=Decimal(3), reason="x")}))


def test_points_above_a_weight_that_shrank_are_open_not_cut(shipped: Path) -> None:
    content = Content(preset="process", scores={"D11": HandScore(points=Decimal(15), reason="x")})
    line = score(load_frame(), content, lambda name: ask(name, data=shipped)).line("D11")
    assert (line.basis, line.points, line.open_weight) == ("open", None, 12)


@given(st.floats(-5, 5), st.decimals(0, 100, places=2))
def test_points_stay_within_the_weight_and_rise_with_the_value(value: float, weight: Decimal) -> None:
    earned = give_points(value, weight=weight, zero_at=Decimal(0), full_at=Decimal(1))
    assert 0 <= earned <= weight
    assert give_points(value + 0.1, weight=weight, zero_at=Decimal(0), full_at=Decimal(1)) >= earned
    assert give_points(value, weight=weight, zero_at=Decimal(1), full_at=Decimal(0)) <= weight


def test_figures_outside_the_rights_are_open_not_guessed(shipped: Path) -> None:
    opened = open_snapshot("synthetic", data=shipped)
    filters, _notices = read_filters({}, snapshot=opened, registry=load_registry())
    with act_as(PUBLIC):
        card = score(load_frame(), Content(), lambda name: query(name, filters))
    assert card.line("C31").basis == "open"
    assert card.line("B11").basis == "auto"
    assert card.grade is None


@pytest.fixture(scope="module")
def honours(shipped: Path) -> Ask:
    """Answers of a snapshot in which nothing is known: all points are the evaluator's."""
    return cache(lambda name: ask(name, data=shipped, snapshot="published"))


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_points_and_weights_of_every_level_add_up_under_every_preset(honours: Ask, data: st.DataObject) -> None:
    frame = load_frame()
    preset = data.draw(st.sampled_from(sorted(frame.weights)))
    weights, hands = frame.weights[preset], {}
    for leaf in frame.leaves:
        if weights[leaf.code] and data.draw(st.booleans()):
            hands[leaf.code] = data.draw(st.decimals(0, weights[leaf.code], places=2))
    content = Content(preset=preset, scores={code: HandScore(points=given, reason="x") for code, given in hands.items()})
    card = score(frame, content, honours)
    for line in card.lines:
        leaves = [leaf.code for leaf in frame.leaves if leaf.code.startswith(line.indicator.code)]
        given = [hands[code] for code in leaves if code in hands]
        closed = sum((weights[code] for code in leaves if code in hands), Decimal(0))
        assert line.weight == sum((weights[code] for code in leaves), Decimal(0))
        assert line.points == (sum(given, Decimal(0)) if given else None)
        assert line.open_weight == line.weight - closed
        if line.rate is not None:
            assert (line.open_weight, float(line.rate)) == (0, pytest.approx(float(sum(given) / line.weight), rel=1e-9))
    assert card.total == sum(hands.values(), Decimal(0))
