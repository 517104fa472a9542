"""The optional yearly outcomes: recognised under Chinese headers, one row a code, year and indicator, absent is no zero."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.etl.intake.values import parse_number
from dashboard.questions import open_warehouse
from dashboard.questions.differences import compare
from dashboard.snapshots import open_snapshot
from tests.etl.intake.conftest import Run
from tests.etl.intake.files import application, credit_code, write_csv

Rows = Callable[..., pl.DataFrame]


def outcome(number: int = 1, **changes: Any) -> dict[str, Any]:
    own = {"统一社会信用代码": credit_code(number), "年度": "2024年", "指标名称": "营业收入", "数值": "1,234.5"}
    return own | changes


def tables(tmp_path: Path, name: str = "trial") -> dict[str, dict[str, Any]]:
    text = (tmp_path / "data" / "snapshots" / name / "manifest.json").read_text("utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)["tables"]
    return found


def test_outcomes_come_in_beside_applications(run: Run, rows: Rows, tmp_path: Path) -> None:
    applications = write_csv(tmp_path / "申报.csv", [application(1)])
    outcomes = write_csv(
        tmp_path / "成效.csv",
        [
            outcome(1),
            outcome(1, 年度="2025", 数值="-3"),
            outcome(1),  # the third repeats the first
            outcome(2, 指标名称="从业人员", 数值="(12)"),
            outcome(2, 数值="很多"),
            outcome(3, 年度="2027"),
            outcome(4, 数值="1"),
            outcome(4, 数值="2"),  # two values of one year contradict each other
            outcome(5, 数值=""),
        ],
    )
    run(applications, outcomes)
    assert rows("outcomes").drop("source").rows() == [
        (credit_code(2), 2024, "从业人员", -12.0),
        (credit_code(1), 2024, "营业收入", 1234.5),
        (credit_code(1), 2025, "营业收入", -3.0),
    ]
    counts = tables(tmp_path)["outcomes"]
    assert (counts["read"], counts["accepted"], counts["quarantined"], counts["duplicate"]) == (9, 3, 5, 1)
    assert counts["reasons"] == {"key_conflict": 2, "after_as_of": 1, "not_a_number": 1, "required": 1}
    snapshot = open_snapshot("trial", data=tmp_path / "data")
    assert snapshot.reports("outcomes")
    found = open_warehouse(snapshot).query("evaluation/outcome_indicators")
    assert dict(found.select("indicator", "is_positive").iter_rows()) == {"营业收入": False, "从业人员": False}


def test_a_run_without_outcomes_reports_none(run: Run, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "申报.csv", [application(1)]))
    snapshot = open_snapshot("trial", data=tmp_path / "data")
    assert not snapshot.reports("outcomes")
    assert not snapshot.has("outcomes")
    assert open_warehouse(snapshot).query("evaluation/outcome_indicators").is_empty()


def test_new_outcomes_replace_the_same_year_and_keep_the_others(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "申报.csv", [application(1)]), name="plain")
    first = write_csv(tmp_path / "成效.csv", [outcome(1), outcome(2)])
    run(first, name="base", append_to="plain")
    assert tables(tmp_path, "base")["outcomes"]["carried"] == 0
    run(write_csv(tmp_path / "更新.csv", [outcome(1, 数值="7"), outcome(1, 年度="2025")]), name="next", append_to="base")
    counts = tables(tmp_path, "next")["outcomes"]
    assert (counts["carried"], counts["replaced"]) == (1, 1)
    assert sorted(rows("outcomes", name="next")["value"].to_list()) == [7.0, 1234.5, 1234.5]
    assert rows("applications", name="next").height == 1
    found = compare("base", "next", data=tmp_path / "data").tables["outcomes"]
    assert (found.before, found.after, found.added, found.removed, found.changed) == (2, 3, 1, 0, 1)
    assert found.columns == {"value": 1}
    added = compare("plain", "base", data=tmp_path / "data").tables["outcomes"]
    assert (added.before, added.after, added.added, added.removed) == (0, 2, 2, 0)


def test_numbers_as_offices_write_them() -> None:
    texts = pl.Series(["1,234.5", "-3", "(12)", "1e3", "约5", "１"[0], None])
    parsed = parse_number(texts)
    assert parsed.values.to_list()[:4] == [1234.5, -3.0, -12.0, 1000.0]
    assert parsed.rules is not None
    assert parsed.rules.to_list()[4] == "not_a_number"
    assert parsed.rules.to_list()[6] is None
