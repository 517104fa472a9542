"""What becomes of every row: the sum, duplicates, conflicts, the correction loop, append, refusal, exit codes."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.etl.__main__ import main
from dashboard.etl.intake.ingest import TooManyBadRowsError, ingest
from dashboard.etl.intake.lock import sole_intake
from dashboard.etl.intake.order import Order
from dashboard.etl.intake.progress import Progress
from dashboard.etl.intake.reasons import REASONS
from dashboard.etl.intake.report import rule_words
from dashboard.etl.intake.sheets import IntakeError
from dashboard.policy import load_registry
from dashboard.questions import open_warehouse
from dashboard.questions.differences import compare
from dashboard.snapshots import SnapshotError, open_snapshot
from tests.etl.intake.conftest import Run
from tests.etl.intake.files import AS_OF, application, award, table, write_csv, write_xlsx

Rows = Callable[..., pl.DataFrame]
PARTS = ("accepted", "quarantined", "duplicate", "blank", "total")
ROWS = {
    "good": lambda number: application(number),
    "bad": lambda number: application(number, 提交日期="昨天"),
    "twice bad": lambda number: application(number, 提交日期="昨天", 注册地="广州市"),
    "same again": lambda number: application(1),
    "conflict": lambda number: application(1, 申报单位=f"另一家{number}"),
    "blank": lambda number: {"申请编号": ""},
    "total": lambda number: {"申请编号": "合计", "申请金额": "1"},
}


def manifest(tmp_path: Path, name: str = "trial") -> dict[str, object]:
    loaded: dict[str, object] = json.loads((tmp_path / "data" / "snapshots" / name / "manifest.json").read_text("utf-8"))
    return loaded


# seven kinds of row, up to twelve in a file: each kind is met in most files
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=12))
@pytest.mark.long
def test_the_rows_read_are_all_accounted_for(kinds: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sum")
    content = [application(0), *(ROWS[kind](number + 1) for number, kind in enumerate(kinds))]
    order = Order(
        files=(write_csv(folder / "a.csv", content),),
        as_of=AS_OF,
        name="trial",
        data=folder / "data",
        registry=load_registry(),
        max_quarantine=1.0,
    )
    account = ingest(order, progress=Progress(quiet=True)).report.tables[0].account
    stored = json.loads((folder / "data/snapshots/trial/manifest.json").read_text("utf-8"))["tables"]["applications"]
    rows = pl.read_parquet(folder / "data/snapshots/trial/applications.parquet")
    lines = pl.read_parquet(folder / "data/snapshots/trial/quarantine.parquet")
    assert account.read == stored["read"] == len(content) == sum(stored[part] for part in PARTS)
    assert rows.height == stored["accepted"]
    assert lines["row"].n_unique() == stored["quarantined"]
    assert lines.height == sum(stored["reasons"].values())
    assert stored["blank"] == kinds.count("blank")
    assert stored["total"] == kinds.count("total")
    assert rows["application_id"].is_unique().all()


def test_the_same_row_twice_is_kept_once_and_two_different_ones_go_to_quarantine(
    run: Run, rows: Rows, tmp_path: Path
) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [application(1), application(1, 提交日期="2025年6月20日"), application(2), application(2, 申报单位="乙")],
    )
    account = run(path).report.tables[0].account
    assert (account.read, account.accepted, account.duplicate, account.quarantined) == (4, 1, 1, 2)
    assert rows("quarantine")["rule"].to_list() == ["key_conflict"] * 2
    assert "a.csv:5" in rows("quarantine")["reason_zh"][0]


def test_too_many_bad_rows_stop_the_run_and_lose_nothing(run: Run, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "good.csv", [application(1)])
    run(good, name="before")
    bad = write_csv(
        tmp_path / "a.csv", [application(number, 提交日期="昨天" if number < 2 else "2025-06-20") for number in range(20)]
    )
    with pytest.raises(TooManyBadRowsError, match="10.0%"):
        run(bad, max_quarantine=0.05)
    assert open_snapshot(None, data=tmp_path / "data").name == "before"
    kept = next((tmp_path / "data" / "refused").iterdir())
    assert pl.read_parquet(kept / "quarantine.parquet").height == 2
    assert {path.name for path in kept.iterdir()} == {"quarantine.parquet", "quarantine.xlsx", "report.html"}
    run(bad, max_quarantine=0.10)
    assert open_snapshot(None, data=tmp_path / "data").name == "trial"


def corrected(path: Path, out: Path, header: str, value: str) -> Path:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        column = [cell.value for cell in sheet[1]].index(header) + 1
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row=row, column=column, value=value)
    book.save(out)
    return out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_corrected_quarantine_replaces_the_rows_it_came_from(kind: str, run: Run, rows: Rows, tmp_path: Path) -> None:
    content = [application(1), application(2, 提交日期="昨天"), application(3, 提交日期="前天")]
    path = (
        write_csv(tmp_path / "a.csv", content)
        if kind == "csv"
        else write_xlsx(tmp_path / "a.xlsx", {"申报": [["标题"], *table(content)]})
    )
    run(path)
    workbook = tmp_path / "data/snapshots/trial/quarantine.xlsx"
    fixed = corrected(workbook, tmp_path / "quarantine.xlsx", "提交日期", "2025-06-21")
    account = run(path, fixed, name="second").report.tables[0].account
    assert (account.read, account.accepted, account.quarantined, account.duplicate) == (5, 3, 0, 2)
    assert rows(name="second")["submitted_on"].to_list() == [date(2025, 6, 20), date(2025, 6, 21), date(2025, 6, 21)]


def test_a_second_round_of_corrections_replaces_the_first(run: Run, rows: Rows, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [application(1), application(2, 提交日期="昨天")])
    run(path, name="one")
    half = corrected(tmp_path / "data/snapshots/one/quarantine.xlsx", tmp_path / "half.xlsx", "提交日期", "不详")
    run(path, half, name="two")
    whole = corrected(tmp_path / "data/snapshots/two/quarantine.xlsx", tmp_path / "whole.xlsx", "提交日期", "2025-06-22")
    account = run(path, half, whole, name="three").report.tables[0].account
    assert (account.accepted, account.quarantined, account.duplicate) == (2, 0, 2)
    assert rows(name="three")["submitted_on"].to_list() == [date(2025, 6, 20), date(2025, 6, 22)]


def test_corrected_rows_alone_can_be_appended(run: Run, rows: Rows, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [application(1), application(2, 提交日期="昨天")])
    run(path)
    fixed = corrected(tmp_path / "data/snapshots/trial/quarantine.xlsx", tmp_path / "q.xlsx", "提交日期", "2025-06-21")
    run(fixed, name="second", append_to="trial")
    assert rows(name="second")["application_id"].to_list() == ["A1", "A2"]


def test_append_replaces_by_key_and_carries_the_rest(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1), application(2)]), write_csv(tmp_path / "w.csv", [award(1)]))
    outcome = run(
        write_csv(tmp_path / "b.csv", [application(2, 申报单位="改名公司"), application(3)]),
        name="second",
        append_to="trial",
    )
    added = outcome.report.tables[0].added
    assert added is not None
    assert (added.carried, added.replaced) == (1, 1)
    assert rows(name="second")["applicant"].to_list() == ["深圳市第1公司", "改名公司", "深圳市第3公司"]
    assert rows("awards", name="second").height == 1
    counts = manifest(tmp_path, "second")["tables"]
    assert isinstance(counts, dict)
    assert (counts["applications"]["carried"], counts["applications"]["replaced"], counts["awards"]["carried"]) == (1, 1, 1)


def test_append_refuses_invented_and_younger_bases(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [application(1)])
    run(path, kind="synthetic")
    with pytest.raises(IntakeError, match="synthetic"):
        run(path, name="second", append_to="trial")
    with pytest.raises(SnapshotError):
        run(path, name="second", append_to="nope")


def test_a_policy_breach_is_good_data(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1, 状态="已拨付", 核定金额="99999999", 拨付金额="1")]))
    assert rows().height == 1


def test_a_dry_run_reports_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    outcome = run(write_csv(tmp_path / "a.csv", [application(1)]), dry_run=True)
    assert outcome.published is None
    assert outcome.report.tables[0].account.accepted == 1
    assert not (tmp_path / "data").exists()


def test_rules_of_an_office_travel_with_the_snapshot(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "rules.csv"
    header = "item_code,fund_year,offered,route,yearly_envelope_yuan,quota,per_applicant_per_year,once_per,payment_ratio,"
    rules.write_text(header + "window_start,window_end,extra_condition,source\n03-1,2025,yes,,,7,,,,,,,指南\n", "utf-8")
    run(write_csv(tmp_path / "a.csv", [application(1)]), rules=rules)
    warehouse = open_warehouse(open_snapshot("trial", data=tmp_path / "data"))
    assert warehouse.registry.rule("03-1", 2025).quota == 7


def test_a_published_name_is_never_written_again(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [application(1)])
    run(path)
    with pytest.raises(IntakeError, match="exists"):
        run(path)


def test_a_second_intake_is_refused_while_one_runs(run: Run, tmp_path: Path) -> None:
    with sole_intake(data=tmp_path / "data"), pytest.raises(IntakeError, match="Another intake is running"):
        run(write_csv(tmp_path / "a.csv", [application(1)]))


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--dry-run"], 0),
        (["--max-quarantine", "0"], 1),
        (["--append-to", "nope"], 1),
        (["--mapping", "no.toml"], 1),
        (["--max-quarantine", "many"], 2),
        (["--kind", "real"], 2),
    ],
)
def test_exit_codes(options: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = [application(number) for number in range(30)] + [application(99, 提交日期="昨天")]
    path = write_csv(tmp_path / "a.csv", content)
    command = ["ingest", str(path), "--as-of", "2026-10-31", "--name", "trial", "--data", str(tmp_path / "data"), *options]
    try:
        answer = main(command)
    except SystemExit as stop:
        answer = int(stop.code or 0)
    printed = capsys.readouterr()
    assert answer == code
    assert "Traceback" not in printed.out + printed.err
    if code == 0:
        assert "读入 read 31 = 接受 accepted 30 + 隔离 quarantined 1" in printed.out
        assert "a.csv:32" in printed.out
    assert ((tmp_path / "data" / "snapshots" / "trial").exists()) == (options == [])


def test_the_report_beside_the_snapshot_escapes_what_came_in(run: Run, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1), application(2, 状态="<script>alert(1)</script>")]))
    page = (tmp_path / "data/snapshots/trial/report.html").read_text("utf-8")
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_every_rule_of_quarantine_has_a_name_in_both_languages() -> None:
    assert not [rule for rule in REASONS if "quarantine_rule" in rule_words(rule)]


@pytest.mark.parametrize(
    "text", ["=1+1", '{=HYPERLINK("http://a.example","x")}', "<r>甲 & 乙</r>", "+1", "@x", "http://a.example"]
)
def test_text_in_the_quarantine_workbook_stays_text(text: str, run: Run, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1), application(2, 申报单位=text, 提交日期="昨天")]))
    sheet = openpyxl.load_workbook(tmp_path / "data/snapshots/trial/quarantine.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)]


@pytest.mark.parametrize("text", ["=1+1", '{=HYPERLINK("http://a.example","x")}'])
def test_a_formula_typed_as_text_sends_its_row_to_quarantine(text: str, run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1), application(2, 申报单位=text)]))
    line = rows("quarantine").row(0, named=True)
    assert (line["column"], line["rule"], line["value"]) == ("applicant", "formula", text)


def test_diff_counts_rows_by_column_and_figures_that_moved(run: Run, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1), application(2), application(3)]), name="one")
    changed = [application(2, 申请金额="5"), application(3), application(4), application(5)]
    run(write_csv(tmp_path / "b.csv", changed), name="two")
    found = compare("one", "two", data=tmp_path / "data")
    table = found.tables["applications"]
    assert (table.before, table.after, table.added, table.removed, table.changed) == (3, 4, 2, 1, 1)
    assert table.columns == {"requested_yuan": 1}
    assert found.figures["application_count"] == (3, 4)
    assert "approved_yuan" not in found.figures
