"""The process that reads one workbook: ``python -m dashboard.etl.intake.workbook_reader PATH FORM MEMORY_BYTES``.

Writes one Arrow stream a sheet to stdout (text columns, first row = row 1). Exit 3 with a JSON refusal on stderr.
Imports neither polars nor the registry: it must be small and start fast.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from dashboard.etl.intake.legacy import inspect_legacy
from dashboard.etl.intake.limits import LONGEST_CELL, MOST_COLUMNS
from dashboard.etl.intake.package import inspect_package
from dashboard.etl.intake.sheet_scan import Findings, Refusal

BATCH_ROWS = 20_000
EXACT_BELOW = 1e15


def main(path: str, form: str, memory: str) -> int:
    """Read the workbook within ``memory`` bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    try:
        _write_sheets(path, form)
    except Refusal as refusal:
        json.dump({"zh": refusal.zh, "en": refusal.en}, sys.stderr, ensure_ascii=True)
        return 3
    return 0


def _write_sheets(path: str, form: str) -> None:
    named = inspect_package(Path(path)) if form == "xlsx" else {}
    ordered = inspect_legacy(Path(path)) if form == "xls" else []
    try:
        workbook = CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise Refusal("工作簿有密码保护。请去除密码后重试。", "it is protected by a password; remove it.") from error
    except CalamineError as error:
        raise Refusal(
            f"工作簿已损坏或不是 Excel 文件（{error}）。请在 Excel 或 WPS 中打开并另存为 .xlsx。",
            f"the workbook is damaged or no Excel file ({error}). Open it in Excel or WPS and save it as .xlsx.",
        ) from error
    found = named | {metadata.name: entry for metadata, entry in zip(workbook.sheets_metadata, ordered, strict=False)}
    for metadata in workbook.sheets_metadata:
        if metadata.typ == SheetTypeEnum.WorkSheet:
            hidden = metadata.visible != SheetVisibleEnum.Visible
            if form == "xlsx" and metadata.name not in found:
                raise Refusal(
                    f"工作表“{metadata.name}”的内容无法核对。请在 Excel 或 WPS 中打开并另存。",
                    f"the cells of sheet '{metadata.name}' could not be checked. Open and save it again.",
                )
            _write_sheet(workbook, metadata.name, found.get(metadata.name, Findings()), hidden=hidden)


def _write_sheet(workbook: CalamineWorkbook, name: str, found: Findings, *, hidden: bool) -> None:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError as error:
        raise Refusal(f"工作表“{name}”已损坏（{error}）。", f"sheet '{name}' is damaged ({error}).") from error
    if sheet.total_width > MOST_COLUMNS:
        raise Refusal(f"工作表“{name}”超过 {MOST_COLUMNS} 列。", f"sheet '{name}' has more than {MOST_COLUMNS} columns.")
    indent = sheet.start[1] if sheet.start else 0
    width = max([sheet.width + indent, *(column + 1 for row in found.instead.values() for column in row)])
    notes = [*found.notes]
    if hidden:
        notes.append(("该工作表是隐藏的，仍已读取。", "the sheet is hidden; it was read all the same."))
    facts = json.dumps({"name": name, "notes": notes})
    schema = pa.schema([(f"c{place}", pa.string()) for place in range(width)], metadata={"sheet": facts})
    with pa.ipc.new_stream(sys.stdout.buffer, schema) as stream:
        for rows in _batches(sheet, found, indent=indent, width=width):
            columns = list(zip(*rows, strict=True))
            stream.write_batch(pa.record_batch([pa.array(column, pa.string()) for column in columns], schema=schema))


def _batches(sheet: Any, found: Findings, *, indent: int, width: int) -> Iterator[list[list[str | None]]]:
    batch: list[list[str | None]] = []
    lead = [None] * indent
    number = 0
    for number, cells in enumerate(sheet.iter_rows()):  # noqa: B007 - the last number is used below
        row = [*lead, *map(text, cells)]
        row.extend([None] * (width - len(row)))
        _set(row, found.instead.get(number))
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    for beyond in range(number + 1, max(found.instead, default=-1) + 1):
        row = [None] * width
        _set(row, found.instead.get(beyond))
        batch.append(row)
    if batch and width:
        yield batch


def _set(row: list[str | None], instead: dict[int, str] | None) -> None:
    for column, value in (instead or {}).items():
        row[column] = value


def text(value: Any) -> str | None:
    """A cell as text: numbers in their shortest exact form, dates as ISO; a number that lost digits says so."""
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise Refusal(
                "有超过 1 MB 的单元格，不是正常的表格数据。", "a cell holds more than 1 MB, which is no table data."
            )
        return value or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if abs(value) >= EXACT_BELOW:
            return f"{value:.14E}"
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
