"""Every kind of file an office sends, and each dirt of the data contract."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt

from dashboard.etl.intake.letters import column_letter
from dashboard.etl.intake.sheets import IntakeError
from tests.etl.intake.conftest import Run
from tests.etl.intake.files import application, award, csv_bytes, table, write_csv, write_xls, write_xlsx

Rows = Callable[..., pl.DataFrame]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_delimited_text(encoding: str, separator: str, run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1), application(2)], encoding=encoding, separator=separator))
    assert rows()["applicant"].to_list() == ["深圳市第1公司", "深圳市第2公司"]
    assert rows()["requested_yuan"].to_list() == [Decimal("100000.00")] * 2


def test_gb18030_names_beyond_gbk(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1, 申报单位="深圳市𠮷䶮公司")], encoding="gb18030"))
    assert rows()["applicant"].to_list() == ["深圳市𠮷䶮公司"]


def test_xlsx_with_a_merged_title_dates_and_a_total_row(run: Run, rows: Rows, tmp_path: Path) -> None:
    cells = table([application(1, 提交日期=date(2025, 6, 20), 申请金额=100000.5), application(2, 提交日期=45828)])
    title = [["2025年度质量品牌资助申报汇总表"], []]
    total = [["合计", *[None] * (len(cells[0]) - 2), 200000.5]]
    note = [["注:本表由各区报送"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"申报": [*title, *cells, *total, *note]}, merged=["A1:H1"])
    outcome = run(path)
    assert rows()["submitted_on"].to_list() == [date(2025, 6, 20)] * 2
    assert rows()["requested_yuan"].to_list() == [Decimal("100000.50"), Decimal("100000.00")]
    account = outcome.report.tables[0].account
    assert (account.read, account.accepted, account.total) == (3, 2, 1)
    assert any("注:本表由各区报送" in entry.zh for entry in outcome.report.notes)


def test_old_xls(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_xls(tmp_path / "a.xls", {"Sheet1": table([application(1, 提交日期=date(2025, 6, 20)), application(2)])}))
    assert rows()["submitted_on"].to_list() == [date(2025, 6, 20)] * 2


def test_what_a_file_is_decides_not_its_name(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_xlsx(tmp_path / "a.csv", {"x": table([application(1)])}))
    assert rows().height == 1


def test_both_tables_in_one_run_and_in_one_workbook(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_xlsx(tmp_path / "a.xlsx", {"一": table([application(1)]), "二": table([award(1)]), "空": []}))
    assert rows("applications").height == rows("awards").height == 1


def test_several_files_of_one_table_are_stacked(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(
        write_csv(tmp_path / "a.csv", [application(1)]),
        write_xlsx(tmp_path / "b.xlsx", {"s": table([application(2)])}),
    )
    assert rows()["application_id"].to_list() == ["A1", "A2"]


def test_headers_in_any_form(run: Run, rows: Rows, tmp_path: Path) -> None:
    row = application(1)
    forms = {
        "申请编号": "申 请\n编号",
        "申报单位": "企业名称*",
        "注册地": "所属区",
        "申请金额": "申请金额(万元)",
        "状态": "STATUS",
    }
    run(write_csv(tmp_path / "a.csv", [{forms.get(header, header): value for header, value in row.items()}]))
    assert rows()["requested_yuan"].to_list() == [Decimal("1000000000.00")]
    assert rows()["district_registered"].to_list() == ["440305"]


def test_english_headers(run: Run, rows: Rows, tmp_path: Path) -> None:
    english = {
        "application_id": "A1", "Fund year": 2025, "item_code": "03-1", "USCC": "91440300708461136T", "Applicant": "X",
        "applicant_kind": "enterprise", "submitted_on": "2025-06-20", "status": "submitted",
    }  # fmt: skip
    run(write_csv(tmp_path / "a.csv", [english]))
    assert rows()["item_code"].to_list() == ["03-1"]
    assert rows()["units"].to_list() == [1]


def test_item_by_name_and_status_in_chinese(run: Run, rows: Rows, tmp_path: Path) -> None:
    row = {key: value for key, value in application(1, 状态="公示中").items() if key != "项目代码"}
    run(write_csv(tmp_path / "a.csv", [row | {"资助项目": "粤港澳大湾区碳足迹标识认证"}]))
    assert rows()["item_code"].to_list() == ["03-1"]
    assert rows()["status"].to_list() == ["publicised"]


def test_a_code_and_a_name_that_differ_contradict(run: Run, tmp_path: Path) -> None:
    outcome = run(write_csv(tmp_path / "a.csv", [application(1, 资助项目="中国质量奖"), application(2)]))
    assert [(rule.rule, rule.count) for rule in outcome.report.tables[0].rules] == [("contradiction", 1)]


@pytest.mark.parametrize(
    ("header", "value", "rule"),
    [
        ("状态", "办结", "unknown_status"),
        ("注册地", "广州市", "unknown_district"),
        ("项目代码", "99-9", "unknown_item"),
        ("提交日期", "昨天", "not_a_date"),
        ("申请金额", "若干", "not_an_amount"),
        ("申报单位", "", "required"),
        ("提交日期", "2026-11-01", "after_as_of"),
        ("年度", "2031", "out_of_range"),
        ("数量", "0", "out_of_range"),
        ("申请金额", "-5", "out_of_range"),
        ("统一社会信用代码", "91440300708461136A", "check_digit"),
        ("数量", "1.5", "not_a_whole_number"),
        ("状态", "#REF!", "unknown_status"),
        ("申报单位", "#N/A", "error_value"),
        ("产业集群", "无名集群", "unknown_cluster"),
    ],
)
def test_a_bad_cell_sends_its_row_to_quarantine(
    header: str, value: str, rule: str, run: Run, rows: Rows, tmp_path: Path
) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1, **{header: value}), application(2)]))
    assert rows()["application_id"].to_list() == ["A2"]
    line = rows("quarantine").row(0, named=True)
    assert (line["file"], line["row"], line["rule"]) == ("a.csv", 2, rule)
    assert (line["value"] or "") == value
    assert line["reason_zh"]
    assert line["reason_en"]
    assert "A1" in line["raw"]


def test_a_mapping_names_what_the_aliases_miss(run: Run, rows: Rows, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[applications.columns]\n"填报机构全称" = "applicant"\n[applications.values.status]\n"办结" = "paid"\n',
        encoding="utf-8",
    )
    row = application(1, 状态="办结")
    path = write_csv(tmp_path / "a.csv", [{("填报机构全称" if key == "申报单位" else key): row[key] for key in row}])
    with pytest.raises(IntakeError, match="applicant"):
        run(path)
    run(path, mapping=mapping)
    assert rows().select("applicant", "status").row(0) == ("深圳市第1公司", "paid")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[applications.columns]\n"甲" = "nope"', "nope"),
        ("[applications", "cannot be read"),
        ("[other.columns]", "other"),
        ('[applications.values.status]\n"办结" = "done"', "done"),
    ],
)
def test_a_wrong_mapping_is_refused(text: str, message: str, run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(IntakeError, match=message):
        run(write_csv(tmp_path / "a.csv", [application(1)]), mapping=mapping)


def test_unknown_headers_are_reported_with_the_nearest_known_one(run: Run, tmp_path: Path) -> None:
    outcome = run(write_csv(tmp_path / "a.csv", [application(1, 申请金额数="1", 完全无关的列="x")]))
    unknown = {header: near for _, header, near in outcome.report.tables[0].sheets[0].unknown}
    assert unknown["申请金额数"] == "申请金额"
    assert unknown["完全无关的列"] == ""


def test_a_unit_in_the_title_row(run: Run, rows: Rows, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "汇总表,,单位:万元\n".encode() + csv_bytes(table([application(1, 申请金额="30"), application(2, 申请金额="30元")]))
    )
    run(path)
    assert rows()["requested_yuan"].to_list() == [Decimal("300000.00"), Decimal("30.00")]


def stored(path: Path, cells: list[list[Any]], formulas: dict[str, Any]) -> Path:
    """A workbook whose formulas carry a stored result, as Excel and most programs write them."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("s")
        for row, values in enumerate(cells):
            sheet.write_row(row, 0, values)
        for place, result in formulas.items():
            sheet.write_formula(place, "=1+1", None, result)
    return path


def test_a_formula_in_a_column_that_is_read_sends_its_row_to_quarantine(run: Run, rows: Rows, tmp_path: Path) -> None:
    cells = [[*line, extra] for line, extra in zip(table([application(1), application(2)]), ("序号", 1, 2), strict=True)]
    amount, number = cells[0].index("申请金额"), len(cells[0]) - 1
    total = ["合计", *[None] * (len(cells[0]) - 1)]
    formulas = {
        # programs that never calculate store 0 here
        f"{column_letter(amount)}2": 0,
        # a column nobody reads and the row of the total may be calculated
        f"{column_letter(number)}3": 2,
        f"{column_letter(amount)}4": 200_000,
    }
    outcome = run(stored(tmp_path / "a.xlsx", [*cells, total], formulas))
    assert rows()["application_id"].to_list() == ["A2"]
    line = rows("quarantine").row(0, named=True)
    assert (line["column"], line["rule"], line["value"]) == ("requested_yuan", "formula", "=1+1")
    assert "选择性粘贴" in line["reason_zh"]
    account = outcome.report.tables[0].account
    assert (account.read, account.accepted, account.quarantined, account.total) == (3, 1, 1, 1)
    assert any("3 个公式" in note.zh for note in outcome.report.notes)


STRICT = (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
LEGAL_FORMS: dict[str, Callable[[bytes], bytes]] = {
    "strict": lambda xml: xml.replace(*STRICT),
    "prefixed": lambda xml: re.sub(rb"<(/?)(?=\w)", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x="),
    "no references": lambda xml: re.sub(rb'(<(?:c|row)) r="[A-Z]*\d+"', rb"\1", xml),
    "white space": lambda xml: re.sub(rb"<(c|f|v|row)(?=[ >])", rb"<\1\n\t", xml),
    "single quotes": lambda xml: xml.replace(b'"', b"'"),
}


@pytest.mark.parametrize("form", sorted(LEGAL_FORMS))
def test_a_formula_is_seen_in_every_legal_form(form: str, run: Run, rows: Rows, tmp_path: Path) -> None:
    cells = table([application(1), application(2)])
    plain = stored(tmp_path / "plain.xlsx", cells, {f"{column_letter(cells[0].index('申请金额'))}2": 0})
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, LEGAL_FORMS[form](content) if name == "xl/worksheets/sheet1.xml" else content)
    run(path)
    assert rows()["application_id"].to_list() == ["A2"]
    assert rows("quarantine")["rule"].to_list() == ["formula"]


def test_a_formula_without_a_stored_result_is_no_zero(run: Run, rows: Rows, tmp_path: Path) -> None:
    cells = table([application(1), application(2)])
    path = write_xlsx(tmp_path / "a.xlsx", {"s": cells})
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active.cell(row=2, column=cells[0].index("申请金额") + 1, value="=1+1")
    book.save(path)
    run(path)
    assert rows()["application_id"].to_list() == ["A2"]
    assert rows("quarantine")["rule"].to_list() == ["formula"]


def test_formulas_of_an_old_workbook_are_refused_as_well(run: Run, rows: Rows, tmp_path: Path) -> None:
    cells = table([application(1), application(2)])
    cells[2][cells[0].index("申请金额")] = xlwt.Formula("1+1")
    outcome = run(write_xls(tmp_path / "a.xls", {"空": [["说明"]], "申报": cells}))
    assert rows()["application_id"].to_list() == ["A1"]
    line = rows("quarantine").row(0, named=True)
    assert (line["sheet"], line["row"], line["column"], line["rule"]) == ("申报", 3, "requested_yuan", "formula")
    assert any("1 个公式" in note.zh for note in outcome.report.notes)


@pytest.mark.parametrize("header", ["申报单位", "申请金额", "提交日期", "状态", "产业集群", "数量", "注册地"])
def test_text_that_is_a_formula_is_refused_in_every_column(header: str, run: Run, rows: Rows, tmp_path: Path) -> None:
    run(write_csv(tmp_path / "a.csv", [application(1, **{header: "=HYPERLINK(1)"}), application(2)]))
    assert rows()["application_id"].to_list() == ["A2"]
    assert rows("quarantine")["rule"].to_list() == ["formula"]


def test_text_that_an_export_kept_from_becoming_a_number_is_read(run: Run, rows: Rows, tmp_path: Path) -> None:
    row = application(1)
    run(write_csv(tmp_path / "a.csv", [row | {"统一社会信用代码": f'="{row["统一社会信用代码"]}"', "申请编号": '="0012"'}]))
    assert rows().select("application_id", "uscc").row(0) == ("0012", row["统一社会信用代码"])


def test_a_workbook_with_macros_is_read_and_says_so(run: Run, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"s": table([application(1)])})
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    assert any("含有宏" in note.zh for note in run(path).report.notes)


def test_a_link_that_no_cell_uses_is_no_reason_to_refuse(run: Run, rows: Rows, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"s": table([application(1)])})
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    run(path)
    assert rows().height == 1


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_a_workbook_with_links_to_other_files_is_refused(form: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    cells = table([application(1)])
    if form == "xlsx":
        write_xlsx(path, {"s": [[*cells[0], "备注"], [*cells[1], "=[1]s!A1"]]})
        with zipfile.ZipFile(path, "a") as package:
            package.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    else:
        write_xls(path, {"s": [*cells, [xlwt.Formula("'s'!A1")]]})
        # xlwt writes no links: the record of the workbook itself becomes that of a file (MS-XLS 2.4.271)
        own = bytes.fromhex("ae0104000100") + b"\x01\x04"
        content = path.read_bytes()
        assert content.count(own) == 1
        path.write_bytes(content.replace(own, own[:-2] + b"\x05\x00"))
    with pytest.raises(IntakeError, match="Break them") as caught:
        run(path)
    assert path.name in caught.value.zh
    assert "断开链接" in caught.value.zh


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><table><tr><td>x</td></tr></table></html>", "网页.*另存为"),
        (b"%PDF-1.7", "PDF"),
        (b"", "空的"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "损坏|不是 Excel"),
        (b"a,b\n1,\0\n", "第 2 行.*空字节"),
        ("编号,名称\n1,2\n".encode(), "缺少"),
        (b"PAR1", "Parquet"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_files_that_cannot_be_read_are_named_with_what_to_do(content: bytes, message: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "报表.xls"
    path.write_bytes(content)
    with pytest.raises(IntakeError) as caught:
        run(path)
    assert "报表.xls" in caught.value.zh
    assert re.search(message, caught.value.zh)
    assert not (tmp_path / "data" / "snapshots" / "trial").exists()


def test_missing_required_columns_are_named(run: Run, tmp_path: Path) -> None:
    row = {key: value for key, value in application(1).items() if key not in ("状态", "提交日期")}
    with pytest.raises(IntakeError) as caught:
        run(write_csv(tmp_path / "a.csv", [row]))
    assert "a.csv" in caught.value.zh
    assert "submitted_on" in caught.value.zh
    assert "status" in caught.value.zh


def test_an_unquoted_comma_moves_no_cells(run: Run, rows: Rows, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = csv_bytes(table([application(1), application(2)])).decode().splitlines()
    path.write_text("\n".join([lines[0], lines[1] + ",多余", lines[2]]), encoding="utf-8")
    run(path)
    assert rows()["application_id"].to_list() == ["A2"]
    assert rows("quarantine")["rule"].to_list() == ["extra_cells"]
