"""Exports that were once read wrongly, each with what is right by hand; and others of the same kind."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from dashboard.etl.intake.sheets import IntakeError
from dashboard.etl.intake.units import UNKNOWN_UNIT, units_in, units_of_sheet
from tests.etl.intake.conftest import Run
from tests.etl.intake.files import application, csv_bytes, table, write_csv

Rows = Callable[..., pl.DataFrame]
CASES = Path(__file__).resolve().parents[2] / "data" / "cases" / "intake"


@pytest.mark.parametrize(
    ("case", "yuan"),
    [
        ("unit-in-group-header/group.xlsx", 6 * 300_000),
        ("unit-in-group-header/group40.xlsx", 4_000_000),
        ("unit-in-two-cells/in.xlsx", 4_000_000),
        ("unit-row-under-header/in.xlsx", 4_000_000),
        ("two-row-header/tworow.xlsx", 6 * 300_000),
        ("two-row-header/required.xlsx", 300_000),
    ],
)
def test_the_unit_is_found_wherever_it_stands(case: str, yuan: int, run: Run, rows: Rows) -> None:
    run(CASES / case)
    assert rows()["requested_yuan"].sum() == yuan


def test_an_amount_without_unit_beside_amounts_with_one_is_not_guessed(run: Run) -> None:
    with pytest.raises(IntakeError, match="拨付金额"):
        run(CASES / "two-row-header" / "tworow40.xlsx")


@pytest.mark.parametrize(
    ("header", "yuan"),
    [
        ("申请金额(千万元)", 300_000_000), ("申请金额（百万）", 30_000_000), ("申请金额（百元）", 3_000),
        ("申请金额（人民币万元）", 300_000), ("申请金额（单位：万元）", 300_000), ("申请金额_亿元", 3_000_000_000),
        ("申请金额（RMB）", 30), ("申请金额", 30),
    ],
)  # fmt: skip
def test_units_in_the_header(header: str, yuan: int, run: Run, rows: Rows, tmp_path: Path) -> None:
    row = {(header if name == "申请金额" else name): cell for name, cell in application(1, 申请金额="30").items()}
    run(write_csv(tmp_path / "a.csv", [row]))
    assert rows()["requested_yuan"].to_list() == [yuan]


@pytest.mark.parametrize("unit", ["美元", "万美元", "USD", "港币", "十万元", "台"])
def test_an_unknown_unit_is_never_yuan(unit: str, run: Run, rows: Rows, tmp_path: Path) -> None:
    row = {(f"申请金额（{unit}）" if name == "申请金额" else name): cell for name, cell in application(1).items()}
    run(write_csv(tmp_path / "a.csv", [row]))
    assert rows().is_empty()
    assert rows("quarantine")["rule"].to_list() == ["unknown_unit"]


def test_a_currency_in_the_title_is_never_yuan(run: Run, rows: Rows, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("汇总表,,单位：万美元\n".encode() + csv_bytes(table([application(1)])))
    run(path)
    assert rows("quarantine")["rule"].to_list() == ["unknown_unit"]


def test_two_units_that_disagree_stop_the_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = {("申请金额（元）" if name == "申请金额" else name): cell for name, cell in application(1).items()}
    path.write_bytes("汇总表,,单位：万元\n".encode() + csv_bytes(table([row])))
    with pytest.raises(IntakeError, match="disagree"):
        run(path)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：家、万元", [10_000]), ("单位: 千万元", [10_000_000]), ("（单位：人民币元）", [1]),
        ("单位：美元", [UNKNOWN_UNIT]),
        ("填报单位：万元检测有限公司", []), ("填报单位：深圳国元", []), ("单位：家", []),
        ("金额单位：万元  日期：2025年", [10_000]),
    ],
)  # fmt: skip
def test_units_of_a_title(text: str, units: list[int]) -> None:
    assert list(units_of_sheet([[None, text]]).values()) == units


def test_a_list_of_units() -> None:
    assert units_in("家、项/万元") == {10_000}
    assert units_in("元,美元") == {1, UNKNOWN_UNIT}


def test_a_corrected_quarantine_keeps_the_unit_of_the_group(run: Run, rows: Rows, tmp_path: Path) -> None:
    cells = table([application(1, 申请金额="30", 核定金额=""), application(2, 申请金额="30", 提交日期="昨天")])
    group = ["", *([""] * 9), "资金（万元）", ""]
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes([group, *cells]))
    run(path)
    book = tmp_path / "data" / "snapshots" / "trial" / "quarantine.xlsx"
    header = next(openpyxl.load_workbook(book).active.iter_rows(max_row=1, values_only=True))
    assert "申请金额(万元)" in header


@pytest.mark.parametrize(("case", "count"), [("apostrophe", 6), ("semicolons", 6), ("sql-footer", 4)])
def test_rows_of_other_programs(case: str, count: int, run: Run, rows: Rows) -> None:
    run(CASES / case / "in.csv")
    assert rows().height == count
    assert rows("quarantine").is_empty()


@pytest.mark.parametrize(("case", "said"), [("open-quote", "lines 3 to 5"), ("backslash-quote", "line 3 holds a backslash")])
def test_quotation_marks_that_would_change_the_rows(case: str, said: str, run: Run) -> None:
    with pytest.raises(IntakeError, match=said):
        run(CASES / case / "in.csv")


def test_cells_of_several_lines_are_no_open_quotation_mark(run: Run, rows: Rows, tmp_path: Path) -> None:
    title = "标准研制,\n第二行, 第三项\n末行"
    run(write_csv(tmp_path / "a.csv", [application(1, 项目名称=title), application(2, 项目名称="其他")]))
    assert rows().sort("application_id")["project_title"].to_list() == [title, "其他"]


def test_days_that_databases_write_for_none(run: Run, rows: Rows) -> None:
    run(CASES / "sentinel-1900" / "in.csv")
    assert rows()["paid_on"].count() == rows()["granted_on"].count() == 1


def test_words_for_nothing(run: Run, rows: Rows) -> None:
    run(CASES / "null-words-free-text" / "in.csv")
    assert rows()["other_support_ref"].drop_nulls().to_list() == []
    assert rows()["certificate_no"].drop_nulls().is_in(["NULL", "暂无"]).sum() == 0


def test_a_formula_is_seen_in_strict_open_xml(run: Run, rows: Rows) -> None:
    run(CASES / "strict-formula" / "strict.xlsx")
    assert rows("quarantine")["rule"].to_list() == ["formula"] * 3


def test_the_font_of_rich_text_is_no_formula(run: Run, rows: Rows) -> None:
    run(CASES / "inline-rich-text" / "rich.xlsx")
    assert rows().height == 3
    assert rows("quarantine").is_empty()
