"""Text in a worksheet: the one way for text into a cell, where it stays text whatever it begins with."""

import re

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

# what a cell holds, in units of UTF-16, as Excel counts
LONGEST_CELL = 32_767
CUT_NOTICE = "…（超出单元格长度，余下省略 cut: longer than a cell holds）"
# half a letter of UTF-16: no file can hold it (XlsxWriter writes control characters as _xHHHH_, which readers undo)
UNWRITABLE = re.compile("[\ud800-\udfff]")
# XlsxWriter takes text of this form for markup that is ready to be written
MARKUP_START = "<r>"


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
    """Write text as text: no formula, no link, no markup.

    Half a letter becomes U+FFFD; what is longer than a cell is cut, and ends by saying so.
    """
    held = _fitted(UNWRITABLE.sub("\ufffd", text))
    if held.startswith(MARKUP_START):
        rest = [Format(), held[1:], *([style] if style else [])]
        sheet.write_rich_string(row, column, held[0], *rest)
    else:
        sheet.write_string(row, column, held, style)


def _fitted(text: str) -> str:
    if len(text) * 2 <= LONGEST_CELL or _units(text) <= LONGEST_CELL:
        return text
    room = LONGEST_CELL - _units(CUT_NOTICE)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + CUT_NOTICE


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
