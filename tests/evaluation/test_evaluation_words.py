"""What the evaluation pages say of designs and estimates in both languages; nothing claims a cause."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dashboard.evaluation import designs
from dashboard.evaluation.cutoffs import estimate_cutoff
from dashboard.evaluation.effects import Check, Effect, Refusal, estimate_group, estimate_staggered
from dashboard.evaluation.estimates import Estimate
from dashboard.policy import load_registry
from dashboard.presentation import formats, labels
from dashboard.presentation.language import plural, set_language
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from pages.evaluation import effect_designs
from tests.evaluation.test_effects import groups, panel, scores
from tests.snapshot_builder import build


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("zh")


@pytest.fixture
def asked(tmp_path: Path) -> designs.Asked:
    build(tmp_path, applications=[{}])
    filters, _ = read_filters({}, snapshot=open_snapshot(data=tmp_path), registry=load_registry())
    return designs.Asked(load_registry().effect_designs["score_cutoff"], "收入", filters)


def test_an_estimate_is_worded_under_its_assumptions(language: str, asked: designs.Asked) -> None:
    condition = "前提成立" if language == "zh" else "If its assumptions hold"
    found = estimate_cutoff(scores(np.random.default_rng(4)), by="score", minimum=20)
    assert isinstance(found, Effect)
    assert condition in designs.say_effect(found, asked)
    rows = designs.tabulate_checks(found).frame
    assert rows.height == len(found.checks) >= 4
    names = [mark.name for mark in effect_designs.marks(found)]
    assert len(names) == len(set(names)) >= 4, "approval is no change of the outcome and stands in the table only"
    unsound = estimate_group(groups(np.random.default_rng(4), earlier=0.5), minimum=20)
    assert ("不能解读为" if language == "zh" else "must not be read as an effect") in designs.say_effect(unsound, asked)


def test_a_refusal_says_how_many_and_how_many_are_needed(language: str, asked: designs.Asked) -> None:
    text = designs.say_effect(Refusal("few", 31, 9, 20), asked)
    assert all(number in text for number in ("31", "9", "20"))
    assert designs.say_effect(None, None) != designs.say_effect(None, asked)
    assert "31" in designs.say_effect(Refusal("unstable", 31, 40, 20), asked)


def test_logarithms_are_worded_in_per_cent() -> None:
    set_language("en")
    assert designs.word_estimate(Estimate(np.log(1.1), np.log(0.9), np.log(1.25)), "log") == "+10.0% (−10.0% to +25.0%)"
    assert designs.word_estimate(Estimate(-1234.56), "level") == "−1,234.6"
    assert Check("x", Estimate(0.1, 0.05, 0.2), wanted="some").holds
    assert not Check("x", Estimate(0.1, 0.05, 0.2)).holds
    assert not Check("x").holds, "what could not be checked does not hold"
    set_language("zh")


def test_a_sample_is_said_to_be_one(language: str) -> None:
    random = np.random.default_rng(6)
    rows = panel(random).with_columns(organisation_count=pl.lit(31_000))
    found = estimate_staggered(rows, minimum=20)
    assert isinstance(found, Effect)
    assert "31,000" in designs.note_used(found)
    assert "160" in designs.note_sample(found)
    assert designs.note_sample(estimate_staggered(panel(random), minimum=20)) == ""


def test_an_indicator_is_called_by_its_english_name_and_an_unknown_one_by_its_source(language: str) -> None:
    registry = load_registry()
    english = language == "en"
    assert labels.indicator("从业人员（人）", registry) == ("Employees (persons)" if english else "从业人员（人）")
    assert labels.indicator("客户数", registry) == "客户数"
    assert designs.note_unnamed(["从业人员（人）"], registry=registry) == ""
    assert bool(designs.note_unnamed(["从业人员（人）", "客户数"], registry=registry)) is english


def test_what_rounds_to_nothing_has_no_sign() -> None:
    shown = [formats.difference(value, "%") for value in (-0.04, 0.04, 0.0, -0.05001, 1234.56)]
    assert shown == ["0.0%", "0.0%", "0.0%", "−0.1%", "+1,234.6%"]
    assert designs.word_estimate(Estimate(-0.0003, -0.02, 0.0004), "log") == "0.0%（−2.0%至0.0%）"


def test_one_year_is_not_said_in_the_plural() -> None:
    set_language("en")
    assert [plural("effect.years_after", count=count) for count in (1, 2)] == [
        "1 year after",
        "2 years after",
    ]
    set_language("zh")
    assert plural("effect.years_after", count=1) == "获批后1年"
