"""The four reference files: they say what the ministry's frame says, and every mistake is named by file, line and column."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard import check, load_frame, score
from dashboard.evaluation.scorecard.frame import GRADES, INDICATORS, PRESETS, WEIGHTS, sum_output_and_effect
from dashboard.policy import REFERENCE_DIR, RegistryError
from dashboard.store.evaluations import Content, HandScore
from tests.conftest import ask

FIRST = ("决策", "过程", "产出", "效益")
SECOND = (
    "项目立项", "绩效目标", "资金投入", "资金管理", "组织实施", "产出数量", "产出质量", "产出时效", "产出成本", "项目效益",
)  # fmt: skip
THIRD = (
    "立项依据充分性", "立项程序规范性", "绩效目标合理性", "绩效指标明确性", "预算编制科学性", "资金分配合理性", "资金到位率",
    "预算执行率", "资金使用合规性", "管理制度健全性", "制度执行有效性", "实际完成率", "质量达标率", "完成及时性",
    "成本节约率", "实施效益", "满意度",
)  # fmt: skip


def test_exactly_three_levels_with_these_names() -> None:
    for level, names in ((1, FIRST), (2, SECOND), (3, THIRD)):
        assert tuple(entry.name_zh for entry in load_frame().indicators.values() if entry.level == level) == names


@pytest.mark.parametrize(
    ("preset", "first_level", "least"),
    [
        ("balanced", (15, 25, 35, 25), True),
        ("equal", (25, 25, 25, 25), False),
        ("process", (25, 30, 25, 20), False),
        ("self", (0, 10, 50, 40), True),
    ],
)
def test_presets_and_the_weight_of_output_and_effect(preset: str, first_level: tuple[int, ...], least: bool) -> None:
    weights = load_frame().weights[preset]
    assert tuple(weights[code] for code in "ABCD") == first_level
    assert (sum_output_and_effect(weights) >= 60) == least


def test_self_evaluation_is_10_50_30_10() -> None:
    weights = load_frame().weights["self"]
    assert (weights["B12"], weights["C"], weights["D11"], weights["D12"]) == (10, 50, 30, 10)


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优"),
        ("90.00", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_grades_and_what_lies_between_them(total: str, grade: str) -> None:
    assert load_frame().grade(Decimal(total)).name_zh == grade


def changed(folder: Path, file: str, *, row: int, **cells: str) -> Path:
    """A copy of the reference files with one data row changed (0-based)."""
    for name in (INDICATORS, PRESETS, WEIGHTS, GRADES):
        shutil.copy(REFERENCE_DIR / name, folder / name)
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[row] |= cells
    with (folder / file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.mark.parametrize(
    ("file", "row", "cells", "line", "column", "word"),
    [
        (INDICATORS, 2, {"code": "A1"}, 4, "code", "stands twice"),
        (INDICATORS, 2, {"code": "B11"}, 4, "code", "comes later"),
        (INDICATORS, 2, {"code": "A111"}, 4, "code", "not valid"),
        (INDICATORS, 2, {"fed": ""}, 4, "fed", "third level"),
        (INDICATORS, 2, {"fed": "auto"}, 4, "formula", "does not fit"),
        (INDICATORS, 12, {"formula": "open('x')"}, 14, "formula", "not allowed"),
        (INDICATORS, 12, {"formula": "no.such.query"}, 14, "formula", "no query named"),
        (INDICATORS, 12, {"full_at": "0"}, 14, "full_at", "nothing and for everything"),
        (INDICATORS, 12, {"cases": ""}, 14, "cases", "how many cases"),
        (WEIGHTS, 2, {"weight": "4"}, 3, "weight", "'A1' is 5, its children sum to 6"),
        (WEIGHTS, 0, {"weight": "abc"}, 2, "weight", "not valid"),
        (WEIGHTS, 2, {"code": "A12"}, 5, "code", "stands twice"),
        (WEIGHTS, 2, {"code": "Z"}, 4, "code", "not defined"),
        (WEIGHTS, 0, {"preset": "mine"}, 2, "preset", "not defined"),
        (GRADES, 1, {"from_score": "95"}, 5, "from_score", "must fall"),
    ],
)
def test_mistakes_are_named(
    tmp_path: Path, file: str, row: int, cells: dict[str, str], line: int, column: str, word: str
) -> None:
    with pytest.raises(RegistryError, match=word) as error:
        load_frame(changed(tmp_path, file, row=row, **cells))
    assert (error.value.file, error.value.line, error.value.column) == (file, line, column)


def test_an_indicator_fed_by_data_alone_takes_no_points_by_hand(tmp_path: Path, shipped: Path) -> None:
    frame = load_frame(changed(tmp_path, INDICATORS, row=12, fed="auto"))
    hand = Content(scores={"B11": HandScore(points=Decimal(1), reason="x")})
    with pytest.raises(ReaderError, match="takes no points by hand"):
        check(frame, hand)
    # points kept before the indicator was changed do not replace what the data say
    kept, without = (
        score(frame, content, lambda name: ask(name, data=shipped)).line("B11") for content in (hand, Content())
    )
    assert kept.basis == without.basis == "auto"
    assert kept.points == without.points != Decimal(1)


def test_own_weights_make_parents_and_must_sum_to_100() -> None:
    frame = load_frame()
    leaves = {entry.code: Decimal(0) for entry in frame.leaves} | {"C11": Decimal("60.5"), "D12": Decimal("39.5")}
    weights = frame.own_weights(leaves)
    expected = {"A": Decimal(0), "C": Decimal("60.5"), "C1": Decimal("60.5"), "D": Decimal("39.5"), "D1": Decimal("39.5")}
    assert {code: weights[code] for code in expected} == expected
    for wrong in ({**leaves, "C11": Decimal(60)}, {"C11": Decimal(100)}, {**leaves, "A11": Decimal(-1), "A12": Decimal(1)}):
        with pytest.raises(ReaderError, match="100 in all"):
            frame.own_weights(wrong)
