"""Files of exactly what is seen: CSV for Excel and WPS, a formatted workbook, Parquet. Text never becomes a formula."""

import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.errors import ReaderError
from dashboard.presentation.cell_text import write_text
from dashboard.presentation.tables import Kind, Table
from dashboard.presentation.text_width import PLACES, measure_text

EXCEL_ROWS = 1_048_576
# full-width signs too: spreadsheets in East Asian languages read them like the others
FORMULA_STARTS = re.compile(r"^([=+\-@\t\r\n＝＋－＠]|\{=)")
NUMBER_FORMATS: dict[Kind, str] = {
    "count": "#,##0", "number": "#,##0.0", "money": "#,##0.0#", "rate": '0.0"%"', "days": "#,##0.0", "date": "yyyy-mm-dd",
    "index": "0.000", "points": "0.00",
}  # fmt: skip
WIDEST = 48
# rows of a sheet whose long texts wrap, and the height of a line
MOST_WRAPPED, LINE_POINTS = 2_000, 15


class TooManyRowsError(ReaderError):
    """More rows than a worksheet can hold."""


@dataclass(frozen=True)
class Sheet:
    """One table of a page: its title, how to get all of its rows, and its place on the page."""

    title: str
    rows: Callable[[], Table]
    key: str = ""


def to_csv(table: Table) -> bytes:
    """UTF-8 with BOM; a cell that a spreadsheet would take for a formula is preceded by an apostrophe."""
    return b"\xef\xbb\xbf" + make_inert(table.frame).write_csv().encode("utf-8")


def to_parquet(table: Table) -> bytes:
    """The same rows and headings with their types."""
    buffer = io.BytesIO()
    table.frame.write_parquet(buffer)
    return buffer.getvalue()


def to_excel(
    sheets: Sequence[tuple[str, Table]], *, facts: Sequence[tuple[str, str]], facts_title: str, created: date | None = None
) -> bytes:
    """One worksheet a table with a frozen head and filter, then a worksheet of snapshot, filters and definitions.

    With ``created`` as the file's date, the same tables give the same bytes.

    Raises:
        TooManyRowsError: a table does not fit on a worksheet.
    """
    too_long = [title for title, table in sheets if table.frame.height >= EXCEL_ROWS]
    if too_long:
        raise TooManyRowsError(
            f"“{too_long[0]}”超过Excel的1,048,576行上限，请改用CSV或Parquet导出。",
            f"'{too_long[0]}' has more rows than Excel's 1,048,576; export it as CSV or Parquet instead.",
        )
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        if created is not None:
            book.set_properties({"created": datetime.combine(created, time())})
        taken: set[str] = set()
        for title, table in sheets:
            _write_sheet(book, _name_sheet(title, taken), table)
        _write_facts(book, _name_sheet(facts_title, taken), facts)
    return buffer.getvalue()


def make_inert(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before every text and heading that a spreadsheet would take for a formula."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    is_formula = {name: pl.col(name).str.contains(FORMULA_STARTS.pattern) for name in texts}
    return frame.with_columns(
        pl.when(is_formula[name]).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name) for name in texts
    ).rename(lambda heading: f"'{heading}" if FORMULA_STARTS.match(heading) else heading)


def _write_sheet(book: xlsxwriter.Workbook, name: str, table: Table) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    frame = table.frame
    lines = [1] * frame.height
    for place, heading in enumerate(frame.columns):
        kind = table.kinds[heading]
        style = book.add_format({"num_format": NUMBER_FORMATS[kind]}) if kind in NUMBER_FORMATS else None
        width = _measure_width(heading, frame[heading])
        if style is None and width == WIDEST and frame.height <= MOST_WRAPPED:
            # the next column would cut it
            style = book.add_format({"text_wrap": True, "valign": "top"})
            lines = [max(before, _count_lines(text)) for before, text in zip(lines, frame[heading], strict=True)]
        write_text(sheet, 0, place, heading, head)
        sheet.set_column(place, place, width, style)
        _write_column(sheet, place, frame[heading], style)
    for place, count in enumerate(lines, start=1):
        if count > 1:
            sheet.set_row(place, LINE_POINTS * count)
    sheet.freeze_panes(1, 0)
    if frame.width:
        sheet.autofilter(0, 0, max(frame.height, 1), frame.width - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_column(sheet: Worksheet, place: int, values: pl.Series, style: Format | None) -> None:
    """Numbers and dates as such, by their type; text as text."""
    for row, value in enumerate(values, start=1):
        if isinstance(value, str):
            write_text(sheet, row, place, value, style)
        else:
            sheet.write(row, place, value, style)


def _write_facts(book: xlsxwriter.Workbook, name: str, facts: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 24, book.add_format({"bold": True, "valign": "top"}))
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True}))
    for place, (fact, value) in enumerate(facts):
        write_text(sheet, place, 0, fact)
        write_text(sheet, place, 1, value)


def _count_lines(text: str | None) -> int:
    """Lines that a wrapped text takes; not every program that opens the file finds out by itself."""
    return max(1, math.ceil(measure_text(text or "", PLACES) / (WIDEST - 2)))


def _measure_width(heading: str, column: pl.Series) -> int:
    """Columns as wide as their text."""
    values = column.head(200).round(2) if column.dtype.is_float() else column.head(200)
    shown = [heading, *values.cast(pl.String).drop_nulls().to_list()]
    return min(WIDEST, 3 + math.ceil(max(measure_text(text, PLACES) for text in shown)))


def _name_sheet(title: str, taken: set[str]) -> str:
    """A name Excel takes: no brackets, slashes or control characters, at most 31 characters, unlike the others."""
    clean = "".join(" " if letter in "[]:*?/\\'" or not letter.isprintable() else letter for letter in title)
    clean = clean.strip()[:28].strip() or "1"
    name = clean
    while name.lower() in taken:
        name = f"{clean} {len(taken)}"
    taken.add(name.lower())
    return name
