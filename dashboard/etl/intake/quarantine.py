"""Rows that broke a rule: as lines of ``quarantine.parquet`` and as a workbook to correct and hand in again."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from dashboard.etl.intake.headers import ADDED_COLUMNS
from dashboard.etl.intake.letters import column_letter
from dashboard.etl.intake.names import TABLE_NAMES, Names, fold_header
from dashboard.etl.intake.reasons import add_reasons
from dashboard.etl.intake.rows import SheetRows
from dashboard.etl.intake.verdict import Verdict, cell_texts
from dashboard.presentation.cell_text import write_text
from dashboard.snapshots.contract import QUARANTINE

EXCEL_ROWS = 1_048_570
LONGEST_REASONS = 2_000
COLUMN_WIDTH, REASON_WIDTH = 18, 60


def quarantine_lines(verdicts: Sequence[Verdict], *, names: Names) -> pl.DataFrame:
    """One line for every broken rule, in the columns of ``quarantine.parquet``; sorted by file, sheet and row."""
    frames = [_table_lines(verdict, names) for verdict in verdicts if verdict.lines.height]
    if not frames:
        return pl.DataFrame(schema=QUARANTINE)
    return pl.concat(frames).select(list(QUARANTINE)).cast(QUARANTINE)


def _table_lines(verdict: Verdict, names: Names) -> pl.DataFrame:
    lines = verdict.lines.join(verdict.rows.select("id", "sheet", "row"), on="id", how="left", maintain_order="left")
    parts = []
    for place, sheet in enumerate(verdict.sheets):
        part = lines.filter(pl.col("sheet") == place).sort("row", maintain_order=True)
        if part.is_empty():
            continue
        positions = {entry.column: entry.index for entry in reversed(sheet.layout.readings)}
        index = part["column"].replace_strict(positions, default=None, return_dtype=pl.UInt32)
        beyond = sheet.broken.filter(pl.col("rule") == "extra_cells")["index"].max()
        index = pl.select(
            pl.coalesce(index, pl.when(part["rule"] == "extra_cells").then(pl.lit(beyond, pl.UInt32)))
        ).to_series()
        parts.append(
            part.select(
                file=pl.lit(sheet.sheet.file),
                sheet=pl.lit(sheet.sheet.name),
                row="row",
                table=pl.lit(verdict.table),
                column="column",
                value=cell_texts(sheet, part["row"], index),
                rule="rule",
                others="others",
                raw=raw_rows(sheet, part["row"]),
            )
        )
    return add_reasons(pl.concat(parts), names=names)


def raw_rows(sheet: SheetRows, rows: pl.Series) -> pl.Series:
    """Rows of the sheet as they came, as JSON objects under their own headers."""
    frame = sheet.sheet.frame
    headers = unique_headers(sheet)
    cells = frame.select(f"c{index}" for index in headers)[(rows - 1).to_list()]
    named = cells.rename({f"c{index}": header for index, header in headers.items()})
    return named.select(pl.struct(pl.all()).struct.json_encode()).to_series()


def unique_headers(sheet: SheetRows) -> dict[int, str]:
    """Place of each column and its header, made unlike the others; a column without header goes by its letter."""
    found: dict[int, str] = {}
    for index, header in enumerate(sheet.layout.headers):
        name = header or f"[{column_letter(index)}]"
        found[index] = name if name not in found.values() else f"{name} [{column_letter(index)}]"
    return found


def write_quarantine_workbook(path: Path, verdicts: Sequence[Verdict], lines: pl.DataFrame) -> None:
    """One worksheet for each sheet that has bad rows: the rows as they came, and why each was refused.

    Corrected, it can be handed in as it is. Text stays text: nothing in it becomes a formula or a link.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        number = 0
        for verdict in verdicts:
            for sheet in verdict.sheets:
                own = lines.filter(
                    (pl.col("file") == sheet.sheet.file)
                    & (pl.col("sheet") == sheet.sheet.name)
                    & (pl.col("table") == verdict.table)
                )
                if own.height:
                    number += 1
                    _write_sheet(book, f"{TABLE_NAMES[verdict.table]} {number}", sheet, own)
        if not number:
            book.add_worksheet("空 empty")


def _write_sheet(book: xlsxwriter.Workbook, name: str, sheet: SheetRows, lines: pl.DataFrame) -> None:
    reasons = lines.group_by("row", maintain_order=True).agg(
        pl.concat_str("reason_zh", pl.lit(" "), "reason_en").str.join("\n").str.head(LONGEST_REASONS)
    )
    worksheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    top = 0
    if sheet.layout.stated_word:
        # the amounts below are in the unit that a title row of the original stated
        write_text(worksheet, 0, 0, f"单位：{sheet.layout.stated_word}")
        top = 1
    # a corrected workbook handed in again already has the added columns: they are written anew
    added = {fold_header(name) for name in ADDED_COLUMNS}
    kept = [index for index, header in enumerate(sheet.layout.headers) if fold_header(header) not in added]
    # so are those that a row above or below the headers stated
    units = {entry.index: f"({entry.unit_word})" for entry in sheet.layout.readings if entry.unit_word}
    headers = [*(sheet.layout.headers[index] + units.get(index, "") for index in kept), *ADDED_COLUMNS]
    for column, header in enumerate(headers):
        write_text(worksheet, top, column, header, head)
    worksheet.set_column(0, len(headers) - 1, COLUMN_WIDTH)
    worksheet.set_column(len(kept), len(kept), REASON_WIDTH, book.add_format({"text_wrap": True}))
    cells = sheet.sheet.frame.select(f"c{index}" for index in kept)[(reasons["row"] - 1).to_list()]
    for line, (row, why) in enumerate(reasons.head(EXCEL_ROWS).iter_rows()):
        written = [*cells.row(line), why, sheet.sheet.file, sheet.sheet.name, str(row)]
        for column, text in enumerate(written):
            if text:
                write_text(worksheet, top + 1 + line, column, text)
    worksheet.freeze_panes(top + 1, 0)
