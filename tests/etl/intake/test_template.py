"""The empty workbook an office fills in: the intake knows every header, and takes every code it offers."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from dashboard.etl.__main__ import main
from dashboard.etl.intake.ingest import Outcome
from dashboard.etl.intake.names import REQUIRED, load_names
from dashboard.etl.intake.sheets import IntakeError
from dashboard.etl.intake.template import CODES, code_lists
from dashboard.policy import load_registry
from dashboard.policy.vocabulary import ApplicantKind, ApplicationStatus, DecisionStatus, SizeClass
from dashboard.snapshots.contract import APPLICATIONS, AWARDS, OUTCOMES
from tests.etl.intake.conftest import Run
from tests.etl.intake.files import application, award, write_csv

Rows = Callable[..., pl.DataFrame]
SHEETS = {"申报": ("applications", APPLICATIONS), "奖项与证书": ("awards", AWARDS), "成效": ("outcomes", OUTCOMES)}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "模板.xlsx"
    assert main(["template", "--to", str(path)]) == 0
    return path


def test_every_column_stands_in_it_and_the_required_ones_are_marked(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    names = load_names(load_registry())
    for title, (table, columns) in SHEETS.items():
        headers = [str(cell.value) for cell in book[title][1]]
        plain = [header.rstrip("*").removesuffix("(元)") for header in headers]
        assert plain == [names.labels[(table, column)][0] for column in columns]
        marked = {column for column, header in zip(columns, headers, strict=True) if header.endswith("*")}
        either = {"organisation", "project_title"} if table == "awards" else set()
        assert marked == set(REQUIRED[table]) | either


def manifest_tables(outcome: Outcome) -> list[str]:
    assert outcome.published is not None
    return list(json.loads((outcome.published / "manifest.json").read_text("utf-8"))["tables"])


def test_filled_in_it_is_read_whole(template: Path, run: Run, rows: Rows) -> None:
    book = openpyxl.load_workbook(template)
    for title, row in (("申报", application(1)), ("奖项与证书", award(1))):
        headers = [str(cell.value).rstrip("*").removesuffix("(元)") for cell in book[title][1]]
        for header, value in row.items():
            book[title].cell(row=2, column=headers.index(header) + 1, value=value)
    book.save(template)
    outcome = run(template, max_quarantine=0.0)
    assert rows().height == rows("awards").height == 1
    assert [sheet.unknown for table in outcome.report.tables for sheet in table.sheets] == [(), ()]
    # the sheet of outcomes was left empty: nobody said that there are none
    assert any("未报告" in note.zh and "成效" in note.zh for note in outcome.report.notes)
    assert set(manifest_tables(outcome)) == {"applications", "awards"}


def test_what_may_be_chosen_is_all_there_is_and_is_understood(template: Path, run: Run, rows: Rows) -> None:
    lists = code_lists(load_registry(), load_names(load_registry()))
    sizes = {"applicant_kind": ApplicantKind, "status": ApplicationStatus, "decision_status": DecisionStatus,
             "size_class": SizeClass}  # fmt: skip
    assert {column: len(lists[column]) for column in sizes} == {column: len([*kind]) for column, kind in sizes.items()}
    assert len(lists["item_code"]) == 27
    assert len(lists["district_registered"]) == 11
    sheet = openpyxl.load_workbook(template)[CODES]
    stated = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in sheet.columns}
    assert stated["“状态”可填"] == lists["status"]
    chosen = max(len(values) for values in lists.values())
    names = {"单位类型": "applicant_kind", "企业规模": "size_class", "状态": "status", "注册地": "district_registered",
             "项目代码": "item_code", "证书类型": "certificate_type", "等次": "tier"}  # fmt: skip
    filled = [
        application(number, **{zh: lists[column][number % len(lists[column])] for zh, column in names.items()})
        for number in range(chosen)
    ]
    book = openpyxl.load_workbook(template)
    headers = [str(cell.value).rstrip("*").removesuffix("(元)") for cell in book["申报"][1]]
    for number, row in enumerate(filled, start=2):
        for header, value in row.items():
            book["申报"].cell(row=number, column=headers.index(header) + 1, value=value)
    book.save(template)
    run(template, max_quarantine=0.0)
    assert rows()["certificate_type"].n_unique() == len(lists["certificate_type"])
    assert rows()["status"].n_unique() == len(lists["status"])


def test_headers_alone_are_no_table_of_zero_rows(run: Run, tmp_path: Path) -> None:
    files = [write_csv(tmp_path / "a.csv", [application(1)]), tmp_path / "w.csv"]
    files[1].write_text(",".join(award(1)) + "\n", encoding="utf-8")
    assert manifest_tables(run(*files)) == ["applications"]


def test_an_empty_one_publishes_nothing_and_says_so(template: Path, run: Run) -> None:
    with pytest.raises(IntakeError, match="row of data"):
        run(template)


def test_a_file_that_exists_is_not_written_over(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = template.read_bytes()
    assert main(["template", "--to", str(template)]) == 1
    assert "已存在" in capsys.readouterr().err
    assert template.read_bytes() == before
