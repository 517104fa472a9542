"""Corrected rows handed in again: a row of a corrected ``quarantine.xlsx`` stands for the row it came from."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from dashboard.etl.intake.headers import SOURCE_COLUMNS
from dashboard.etl.intake.names import fold_header
from dashboard.etl.intake.rows import SheetRows
from dashboard.etl.intake.sheets import Note

SOURCES = pl.Schema({"file": pl.String(), "sheet": pl.String(), "row": pl.UInt32()})


def replace_corrected(sheets: Sequence[SheetRows]) -> list[SheetRows]:
    """Drop the rows for which another sheet of the run holds a corrected one; they count as duplicates.

    A row names its source by file, sheet and row number; sources outside the run are left alone.
    """
    sources = pl.concat([pl.DataFrame(schema=SOURCES), *(_sources(sheet) for sheet in sheets)])
    return [_drop_replaced(sheet, sources) for sheet in sheets] if sources.height else list(sheets)


def _sources(sheet: SheetRows) -> pl.DataFrame:
    """File, sheet and row that each data row was copied from."""
    headers = [fold_header(header) for header in sheet.layout.headers]
    places = [headers.index(name) if (name := fold_header(column)) in headers else None for column in SOURCE_COLUMNS]
    file, tab, row = places
    if file is None or row is None:
        return pl.DataFrame(schema=SOURCES)
    cells = sheet.sheet.frame[(sheet.rows["row"] - 1).to_list()]
    tabs = cells[f"c{tab}"].fill_null("") if tab is not None else pl.repeat("", cells.height, eager=True)
    found = pl.DataFrame({"file": cells[f"c{file}"], "sheet": tabs, "row": cells[f"c{row}"].cast(pl.UInt32, strict=False)})
    return found.drop_nulls().cast(SOURCES)


def _drop_replaced(sheet: SheetRows, sources: pl.DataFrame) -> SheetRows:
    own = sources.filter((pl.col("file") == sheet.sheet.file) & (pl.col("sheet") == sheet.sheet.name)).select("row").unique()
    kept = sheet.rows.join(own, on="row", how="anti", maintain_order="left")
    count = sheet.rows.height - kept.height
    if not count:
        return sheet
    note = Note(
        sheet.sheet.place,
        f"{count} 行由更正后的行替换（计入重复）。",
        f"{count} rows were replaced by their corrected rows (counted as duplicates).",
    )
    broken = sheet.broken.join(own, on="row", how="anti", maintain_order="left")
    return replace(sheet, rows=kept, broken=broken, corrected=count, notes=(*sheet.notes, note))
