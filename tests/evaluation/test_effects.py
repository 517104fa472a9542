"""Designs of effects: independent implementations, known effects in simulation, and refusals."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from dashboard.evaluation.cutoffs import estimate_cutoff, estimate_jump
from dashboard.evaluation.effects import (
    Effect,
    Refusal,
    add_changes,
    balance,
    estimate_average,
    estimate_group,
    estimate_staggered,
)
from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from tests.snapshot_builder import build

EFFECT = 0.10
SIMULATIONS = 200


def panel(random: np.random.Generator, *, size: int = 160, effect: float = EFFECT, trend: float = 0.0) -> pl.DataFrame:
    """Firms over 2019 to 2024, approved in 2022, 2023 or never; ``trend`` is a drift of the later approved."""
    first = random.choice([0, 2022, 2023], size, p=[0.4, 0.3, 0.3])
    years = np.arange(2019, 2025)
    is_treated = (first[:, None] > 0) & (years >= first[:, None])
    logs = random.normal(5, 1, size)[:, None] + 0.03 * (years - 2019) + random.normal(0, 0.15, is_treated.shape)
    logs += effect * is_treated + trend * (first[:, None] > 0) * (years - 2019)
    return pl.DataFrame(
        {
            "unit": np.repeat(np.arange(size), 6),
            "first_year": np.repeat(first, 6),
            "year": np.tile(years, size),
            "value": np.exp(logs).ravel(),
        }
    )


def scores(random: np.random.Generator, *, size: int = 500, effect: float = EFFECT) -> pl.DataFrame:
    """Applications whose growth rises with the score and jumps at 500 per mille."""
    score = random.integers(250, 751, size)
    before = random.normal(5, 1, size)
    after = before + 0.03 + 0.0003 * (score - 500) + effect * (score >= 500) + random.normal(0, 0.08, size)
    return pl.DataFrame(
        {
            "score_permille": score,
            "rank": np.where(score >= 500, 1, 20),
            "is_approved": score >= 500,
            "earlier_value": np.exp(before - 0.02 + random.normal(0, 0.08, size)),
            "before_value": np.exp(before),
            "after_value": np.exp(after),
        }
    )


def groups(random: np.random.Generator, *, size: int = 60, effect: float = EFFECT, earlier: float = 0.0) -> pl.DataFrame:
    is_winner = np.arange(size) < size // 3
    before = random.normal(5, 1, size)
    return pl.DataFrame(
        {
            "is_winner": is_winner,
            "earlier_value": np.exp(before - earlier * is_winner + random.normal(0, 0.1, size)),
            "before_value": np.exp(before),
            "after_value": np.exp(before + effect * is_winner + random.normal(0, 0.1, size)),
        }
    )


def test_staggered_adoption_agrees_with_differences_written_out() -> None:
    rows = panel(np.random.default_rng(5)).with_columns(pl.col("value").log())
    estimate, by_year, _ = estimate_average(rows)
    wide = rows.pivot("year", index=["unit", "first_year"], values="value")
    effects, weights, at_event = [], [], {0: [], 1: [], 2: [], -2: []}
    for group in (2022, 2023):
        own = wide.filter(pl.col("first_year") == group)
        for year in range(2019, 2025):
            others = wide.filter((pl.col("first_year") == 0) | (pl.col("first_year") > max(year, group - 1)))
            others = others.filter(pl.col("first_year") != group)
            change = [(side[str(year)] - side[str(group - 1)]).mean() for side in (own, others)]
            if year - group in at_event:
                at_event[year - group].append((own.height, change[0] - change[1]))
            if year >= group:
                effects.append(change[0] - change[1])
                weights.append(own.height)
    assert estimate.value == pytest.approx(float(np.average(effects, weights=weights)), rel=1e-9)
    for year, found in by_year:
        if year in at_event:
            sizes, values = zip(*at_event[year], strict=True)
            assert found.value == pytest.approx(float(np.average(values, weights=sizes)), abs=1e-9)


def coverage(estimates: list[Any], truth: float) -> float:
    return float(np.mean([found.low <= truth <= found.high for found in estimates]))


def test_intervals_cover_a_known_effect() -> None:
    random = np.random.default_rng(20230620)
    staggered = [estimate_average(panel(random).with_columns(pl.col("value").log()))[0] for _ in range(SIMULATIONS)]
    assert 0.90 <= coverage(staggered, EFFECT) <= 0.99
    cutoffs = [
        estimate_jump(add_changes(scores(random))[0].with_columns(running=pl.col("score_permille") - 500.0), "change")
        for _ in range(SIMULATIONS)
    ]
    assert 0.89 <= coverage([found[0] for found in cutoffs if found], EFFECT) <= 0.99
    winners = [estimate_group(groups(random), minimum=20) for _ in range(SIMULATIONS)]
    assert 0.90 <= coverage([found.estimate for found in winners if isinstance(found, Effect)], EFFECT) <= 0.99
    assert abs(np.mean([found.value for found in staggered]) - EFFECT) < 0.01


def test_checks_tell_when_the_assumptions_do_not_hold() -> None:
    random = np.random.default_rng(2)
    drifting = estimate_staggered(panel(random, trend=0.2), minimum=20)
    assert isinstance(drifting, Effect)
    assert not drifting.is_sound
    steady = estimate_staggered(panel(random), minimum=20)
    assert isinstance(steady, Effect)
    assert steady.is_sound
    better_before = estimate_group(groups(random, earlier=0.3), minimum=20)
    assert isinstance(better_before, Effect)
    assert [check.holds for check in better_before.checks] == [False]
    sharp = estimate_cutoff(scores(random), by="score", minimum=20)
    assert isinstance(sharp, Effect)
    assert {check.name: check.holds for check in sharp.checks}["approval_jumps"]
    # approval does not depend on the score: whatever jumps at the line says nothing of the support
    loose = scores(random).with_columns(is_approved=pl.Series(random.random(500) < 0.5))
    undecided = estimate_cutoff(loose, by="score", minimum=20)
    assert isinstance(undecided, Effect)
    assert not {check.name: check.holds for check in undecided.checks}["approval_jumps"]


def test_few_units_on_a_side_are_refused() -> None:
    random = np.random.default_rng(3)
    rows = scores(random)
    few = pl.concat([rows.filter(pl.col("score_permille") >= 500), rows.filter(pl.col("score_permille") < 500).head(19)])
    refused = estimate_cutoff(few, by="score", minimum=20)
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.control, refused.minimum) == ("few", 19, 20)
    assert isinstance(estimate_group(groups(random, size=57), minimum=20), Refusal)
    lonely = estimate_staggered(panel(random).filter(pl.col("first_year") > 0), minimum=20)
    assert isinstance(lonely, Refusal)
    assert lonely.control == 0
    nothing = panel(random).clear()
    assert isinstance(estimate_staggered(nothing, minimum=20), Refusal)
    same = scores(random).with_columns(score_permille=pl.Series([400, 600] * 250))
    assert isinstance(estimate_cutoff(same, by="score", minimum=20), Refusal), "two scores make no line"


def test_values_that_are_not_positive_stay_in_their_unit() -> None:
    rows = pl.DataFrame({"earlier_value": [1.0, 2.0], "before_value": [3.0, -1.0], "after_value": [5.0, None]})
    changed, scale = add_changes(rows)
    assert scale == "level"
    assert changed["change"].to_list() == [2.0, None]
    assert add_changes(rows.head(1))[1] == "log"


def test_only_whole_and_later_approved_organisations_are_compared() -> None:
    rows = pl.DataFrame({
        "unit": [1, 1, 2, 2, 3, 4, 4], "first_year": [2021, 2021, 2020, 2020, 0, 2022, 2022],
        "year": [2020, 2021, 2020, 2021, 2020, 2020, 2021], "value": [1.0] * 7,
    })  # fmt: skip
    kept, left_out = balance(rows)
    # 2 was approved in the first year of the panel, 3 has one year only, 4 is approved after the last year
    assert dict(kept.select("unit", "first_year").iter_rows()) == {1: 2021, 4: 0}
    assert left_out == 2


def asked(data: Path, name: str, **more: Any) -> pl.DataFrame:
    filters, _ = read_filters({}, snapshot=open_snapshot(data=data), registry=load_registry())
    return query(f"evaluation/{name}", filters, **more)


def test_what_the_designs_compare_by_hand(tmp_path: Path) -> None:
    scored = {"item_code": "10-1", "fund_year": 2024, "submitted_on": date(2024, 4, 1)}
    build(
        tmp_path,
        applications=[
            scored | {"uscc": "U1", "score_permille": 500, "rank": 15, "status": "paid"},
            scored | {"uscc": "U2", "score_permille": 499, "rank": 16, "status": "rejected"},
            scored
            | {
                "uscc": "U2",
                "fund_year": 2025,
                "submitted_on": date(2025, 4, 1),
                "score_permille": 700,
                "rank": 2,
                "status": "paid",
            },
        ],
        awards=[
            {"uscc": "U1", "certificate_type": "mayor_quality_award", "awarded_on": date(2024, 5, 1)},
            {
                "uscc": "U2",
                "certificate_type": "mayor_quality_award",
                "decision_status": "shortlisted",
                "awarded_on": date(2024, 5, 1),
            },
            {"uscc": "U3", "certificate_type": "china_quality_award_nomination", "awarded_on": date(2024, 5, 1)},
            {"uscc": "U3", "certificate_type": "china_quality_award", "awarded_on": date(2025, 5, 1)},
            {"uscc": "U4", "certificate_type": "mayor_quality_award", "decision_status": "proposed"},
        ],
        outcomes=[
            (code, year, "收入", base + year - 2022)
            for code, base in (("U1", 10.0), ("U2", 20.0), ("U3", 30.0))
            for year in range(2022, 2026)
        ],
    )
    rows = asked(tmp_path, "effect_scores", indicator="收入")
    assert rows.drop("fund_year").rows() == [(500, 15, True, 10.0, 11.0, 13.0), (499, 16, False, 20.0, 21.0, 23.0)]
    nominees = asked(tmp_path, "effect_nominees", indicator="收入")
    # U2 was shortlisted only; U3 counts as a winner from its award in 2025, whose year after is not known; U4 is neither
    assert nominees.select("is_winner", "award_year", "after_value").rows() == [
        (False, 2024, 23.0),
        (True, 2024, 13.0),
        (True, 2025, None),
    ]
    units = asked(tmp_path, "effect_units", indicator="收入").row(0, named=True)
    assert (units["item_code"], units["approved_observed_count"], units["other_observed_count"]) == ("10-1", 2, 0)
    firsts = dict(asked(tmp_path, "effect_panel", indicator="收入").select("first_year", "unit").unique().iter_rows())
    assert set(firsts) == {2024, 2025}
    assert asked(tmp_path, "effect_panel", indicator="收入", most=1)["unit"].n_unique() == 1
    assert asked(tmp_path, "outcome_indicators").rows() == [("收入", 3, 2022, 2025, 12, True)]


def test_a_snapshot_without_outcomes_reports_none(shipped: Path, tmp_path: Path) -> None:
    build(tmp_path, applications=[{}])
    assert asked(tmp_path, "outcome_indicators").is_empty()
    assert not open_snapshot(data=tmp_path).reports("outcomes")
    assert open_snapshot(data=shipped).reports("outcomes")


def test_the_planted_effect_of_the_shipped_data_is_found(shipped: Path) -> None:
    known = asked(shipped, "outcome_indicators")["indicator"].to_list()
    moved, still = sorted(known, reverse=True)
    found = {name: estimate_staggered(asked(shipped, "effect_panel", indicator=name), minimum=20) for name in known}
    for name, truth in ((moved, 0.05), (still, 0.0)):
        effect = found[name]
        assert isinstance(effect, Effect)
        assert effect.estimate.low is not None
        assert effect.estimate.high is not None
        assert effect.estimate.low <= truth <= effect.estimate.high, name
