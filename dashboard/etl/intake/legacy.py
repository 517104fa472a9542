"""Look into an old xls before it is read: formulas and outside links, which readers of values do not tell of.

The stream of a workbook is a row of records, each with its kind, its length and its content (MS-XLS 2.1.4).
"""

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from dashboard.etl.intake.letters import column_letter
from dashboard.etl.intake.package import linked_refusal
from dashboard.etl.intake.sheet_scan import Findings, Refusal

STREAMS = ("Workbook", "Book")
BOUND_SHEET, FORMULA, SUPPORTING_BOOK, BEGIN, PASSWORD = 0x0085, 0x0006, 0x01AE, 0x0809, 0x002F
# supporting books of the workbook itself and of add-ins hold a mark in place of a file name
OWN_BOOKS = (b"\x01\x04", b"\x01\x3a")


def inspect_legacy(path: Path) -> list[Findings]:
    """Findings of the sheets in the order of the workbook; none for one that is protected by a password.

    Raises:
        Refusal: damaged, links to other files, more formulas than can be kept.
    """
    try:
        with olefile.OleFileIO(path) as container:
            stream = next((name for name in STREAMS if container.exists(name)), None)
            if stream is None:
                raise Refusal(
                    "它不是 Excel 工作簿。请在 Excel 或 WPS 中打开并另存为 .xlsx。",
                    "it is no Excel workbook; open it in Excel or WPS and save it as .xlsx.",
                )
            content = container.openstream(stream).read()
        return _findings(content)
    except (OSError, struct.error) as error:
        raise Refusal(
            f"工作簿已损坏或不是 Excel 文件（{error}）。请在 Excel 或 WPS 中打开并另存为 .xlsx。",
            f"the workbook is damaged or no Excel file ({error}). Open it in Excel or WPS and save it as .xlsx.",
        ) from error


def _findings(content: bytes) -> list[Findings]:
    sheets: dict[int, Findings] = {}
    links = 0
    here = Findings()
    for place, kind, body in _records(content):
        if kind == PASSWORD:
            return []
        if kind == BOUND_SHEET:
            sheets[struct.unpack_from("<I", body)[0]] = Findings()
        elif kind == SUPPORTING_BOOK:
            links += body[2:4] not in OWN_BOOKS
        elif kind == BEGIN:
            # charts inside a sheet begin anew at places that no sheet has
            here = sheets.get(place, here)
        elif kind == FORMULA:
            row, column = struct.unpack_from("<HH", body)
            here.formulas += 1
            here.first_formula = here.first_formula or f"{column_letter(column)}{row + 1}"
            here.put(row, column, "=…")
    if links:
        raise linked_refusal(links)
    for found in sheets.values():
        found.note_formulas()
    return list(sheets.values())


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and content of each record."""
    place = 0
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        yield place, kind, content[place + 4 : place + 4 + length]
        place += 4 + length
