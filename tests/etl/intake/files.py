"""Fixtures of the intake, made by code: rows as an office exports them, in every kind of file."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from stdnum.cn import uscc

AS_OF = date(2026, 10, 31)
APPLICATION = {
    "申请编号": "A1", "年度": "2025", "项目代码": "03-1", "统一社会信用代码": "91440300708461136T",
    "申报单位": "深圳市甲公司",
    "单位类型": "企业", "企业规模": "大型", "注册地": "南山区", "提交日期": "2025-06-20", "状态": "已提交",
    "申请金额": "100000", "核定金额": "",
}  # fmt: skip
AWARD = {
    "奖项编号": "W1", "证书类型": "粤港澳大湾区碳足迹标识认证", "获奖单位": "深圳市甲公司", "证书编号": "HC-1",
    "授予日期": "2025-01-10", "有效期至": "2028-01-09", "认定状态": "授予",
}  # fmt: skip


def credit_code(number: int) -> str:
    """A valid credit code."""
    body = f"91440300MA5{number:06d}"
    return body + uscc.calc_check_digit(body)


def application(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A good application under Chinese headers; ``changes`` replace cells or add columns."""
    own = {"申请编号": f"A{number}", "统一社会信用代码": credit_code(number), "申报单位": f"深圳市第{number}公司"}
    return APPLICATION | own | changes


def award(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A good award under Chinese headers."""
    return AWARD | {"奖项编号": f"W{number}", "证书编号": f"HC-{number}"} | changes


def table(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Header and cells; the columns are all that occur."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return [headers, *([row.get(header) for header in headers] for row in rows)]


def csv_bytes(cells: Sequence[Sequence[Any]], *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(cells)
    return stream.getvalue().encode(encoding)


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]], **form: Any) -> Path:
    path.write_bytes(csv_bytes(table(rows), **form))
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], *, merged: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(list(row))
        for span in merged:
            sheet.merge_cells(span)
    book.save(path)
    return path


def write_xls(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, cells in sheets.items():
        sheet = book.add_sheet(name)
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write(row, column, value, day) if isinstance(value, date) else sheet.write(row, column, value)
    book.save(str(path))
    return path
