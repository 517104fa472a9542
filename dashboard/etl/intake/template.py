"""The workbook an office fills in: a sheet for each table with the names of the data contract, code lists to choose from."""

from pathlib import Path

import polars as pl
import xlsxwriter

from dashboard.etl.intake.letters import column_letter
from dashboard.etl.intake.names import EITHER, REQUIRED, TABLE_NAMES, TABLES, Names
from dashboard.etl.intake.sheets import IntakeError
from dashboard.etl.intake.values import GRADES
from dashboard.policy import Registry
from dashboard.policy.entries import Column
from dashboard.presentation.cell_text import write_text

FILLED_ROWS = 10_000
LONGEST_PROMPT = 255
CODES = "代码表"
GUIDE = "填写说明"
COLUMN_WIDTH, WORD_WIDTH = 16, 60


def write_template(path: Path, *, registry: Registry, names: Names) -> None:
    """Write an empty workbook that the intake recognises whole; cells under a header say what goes there.

    Raises:
        IntakeError: the file exists or its folder does not.
    """
    if path.exists() or not path.parent.is_dir():
        raise IntakeError(
            f"“{path}”已存在，或其文件夹不存在。请换一个路径。",
            f"'{path}' exists, or its folder does not. Choose another path.",
        )
    lists = code_lists(registry, names)
    with xlsxwriter.Workbook(str(path)) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for table in TABLES:
            _write_table(book, table, [entry for entry in registry.columns if entry.table == table], lists, head)
        _write_guide(book, registry, head)
        # the names of items stand after all lists, in the order of their codes
        _write_codes(book, lists | {"资助项目": [item.name_zh for item in registry.items.values()]}, names, head)


def code_lists(registry: Registry, names: Names) -> dict[str, list[str]]:
    """Column → what may be chosen, as an office writes it."""
    found = {column: _first_names(names, column) for column in ("applicant_kind", "size_class", "status", "decision_status")}
    places = [district.name_zh for district in registry.districts.values()]
    return found | {
        "item_code": [*registry.items],
        "certificate_type": [kind.name_zh for kind in registry.certificate_types.values()],
        "district_registered": places,
        "district_operating": places,
        "district_project": places,
        "tier": [f"{grade}等" for grade in GRADES],
    }


def _first_names(names: Names, column: str) -> list[str]:
    """The first name of each code; the code itself is a name as well and does not count."""
    first: dict[str, str] = {}
    for name, code in names.values[column].items():
        if name != code:
            first.setdefault(code, name)
    return [*first.values()]


def _write_table(
    book: xlsxwriter.Workbook, table: str, columns: list[Column], lists: dict[str, list[str]], head: object
) -> None:
    sheet = book.add_worksheet(TABLE_NAMES[table])
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, entry in enumerate(columns):
        dtype = TABLES[table][entry.column]
        star = "*" if entry.column in REQUIRED[table] + EITHER[table] else ""
        unit = "(元)" if entry.column.endswith("_yuan") else ""
        write_text(sheet, 0, place, entry.name_zh + unit + star, head)
        # text cells keep the digits of codes and numbers of certificates
        own = day if dtype == pl.Date else None if dtype.is_numeric() else text
        sheet.set_column(place, place, COLUMN_WIDTH, own)
        sheet.data_validation(1, place, FILLED_ROWS, place, _validation(entry, lists))
    sheet.freeze_panes(1, 1)


def _validation(entry: Column, lists: dict[str, list[str]]) -> dict[str, object]:
    """What a cell says when it is chosen; lists only warn, since a mapping may know more names."""
    prompt = {"input_title": entry.name_zh, "input_message": entry.rule_zh[:LONGEST_PROMPT]}
    if entry.column not in lists:
        return {"validate": "any", **prompt}
    letter = column_letter(list(lists).index(entry.column))
    source = f"='{CODES}'!${letter}$2:${letter}${len(lists[entry.column]) + 1}"
    return {"validate": "list", "source": source, "error_type": "warning", **prompt}


def _write_guide(book: xlsxwriter.Workbook, registry: Registry, head: object) -> None:
    sheet = book.add_worksheet(GUIDE)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    lines = [
        "带 * 的列必填（获奖单位与项目名称至少填一项）；不知道的格子留空，不填 0。",
        "公式请粘贴为数值；第一行表头请勿改动。",
    ]
    for row, line in enumerate(lines):
        write_text(sheet, row, 0, line)
    for place, word in enumerate(("表", "列", "要求")):
        write_text(sheet, len(lines), place, word, head)
    for row, entry in enumerate(registry.columns, start=len(lines) + 1):
        for place, word in enumerate((TABLE_NAMES[entry.table], entry.name_zh, entry.rule_zh)):
            write_text(sheet, row, place, word, wrapped)
    sheet.set_column(0, 1, COLUMN_WIDTH)
    sheet.set_column(2, 2, WORD_WIDTH)


def _write_codes(book: xlsxwriter.Workbook, lists: dict[str, list[str]], names: Names, head: object) -> None:
    sheet = book.add_worksheet(CODES)
    for place, (column, values) in enumerate(lists.items()):
        # not the header of a table: the intake must not take this sheet for one
        label = next((zh for (_, name), (zh, _) in names.labels.items() if name == column), column)
        write_text(sheet, 0, place, f"“{label}”可填", head)
        for row, value in enumerate(values, start=1):
            write_text(sheet, row, place, value)
    sheet.set_column(0, len(lists) - 1, COLUMN_WIDTH)
