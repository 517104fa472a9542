"""See every cell of a sheet's XML in all forms that the standard allows: where formulas, error values and far columns stand.

Names of elements are read with their namespace (plain and strict Open XML, with or without a prefix), places from the
reference or, where a cell has none, by counting, as the parser of the values does it. So both see the same cells.
"""

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from dashboard.etl.intake.letters import column_index, column_letter
from dashboard.etl.intake.limits import MOST_COLUMNS, MOST_ROWS

MOST_SPECIAL_CELLS = 1_000_000
NAMESPACES = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
ELEMENTS = {f"{space} {name}": name for space in NAMESPACES for name in ("row", "c", "f", "v", "is")}
REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
OTHER_BOOK = re.compile(r"\[\d+\]")


class Refusal(Exception):
    """Why the workbook is not read, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass
class Findings:
    """What was seen in one sheet; ``instead`` holds texts by row and column (from 0) that stand for what would be read."""

    formulas: int = 0
    special_cells: int = 0
    first_formula: str = ""
    uses_other_book: bool = False
    instead: dict[int, dict[int, str]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Let ``text`` stand for a cell.

        Raises:
            Refusal: there are too many such cells to keep.
        """
        if self.special_cells >= MOST_SPECIAL_CELLS:
            raise Refusal(
                "有大量公式或错误值。请全选复制，“选择性粘贴—数值”后保存。",
                "it is full of formulas or error values. Copy all, paste as values, and save it.",
            )
        self.instead.setdefault(row, {})[column] = text
        self.special_cells += 1

    def note_formulas(self) -> None:
        """Say how many formulas there are."""
        if self.formulas:
            self.notes.append(
                (
                    f"有 {self.formulas} 个公式（首个在 {self.first_formula}）："
                    "要读取的列中有公式的行被隔离，其余列不受影响。",
                    f"{self.formulas} formulas (the first in {self.first_formula}): rows with one in a column that "
                    "is read go to quarantine; other columns do not matter.",
                )
            )


class SheetScan:
    """Takes the XML of one sheet in blocks; ``findings`` is complete after the last.

    Raises:
        Refusal: cells in far columns, more rows than a sheet can have, a cell that stands in no row, a document type.
        expat.ExpatError: no XML.
    """

    def __init__(self) -> None:
        self.findings = Findings()
        self.take = self._make_parser().Parse
        self._row, self._rows, self._column = -1, 0, -1
        self._is_error = self._has_formula = False
        self._text: list[str] | None = None

    def finish(self) -> Findings:
        """What was seen, after the last block."""
        self.take(b"", True)
        self.findings.note_formulas()
        return self.findings

    def _make_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear
        parser.StartDoctypeDeclHandler = _refuse_doctype
        return parser

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        name = ELEMENTS.get(element)
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._rows += 1
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if max(self._rows, self._row + 1) > MOST_ROWS:
                raise Refusal(
                    f"有一张工作表超过 {MOST_ROWS:,} 行，Excel 也打不开。请分成几个文件，或导出为 .csv。",
                    f"a sheet has more than {MOST_ROWS:,} rows, beyond what Excel opens. Split it or export it as .csv.",
                )
        elif name is not None:
            if self._column >= MOST_COLUMNS:
                _refuse_far(column_letter(self._column))
            if name == "f":
                self._has_formula = True
            if name == "f" or (name == "v" and self._is_error and not self._has_formula):
                self._text = []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._is_error, self._has_formula = attributes.get("t") == "e", False
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        place = REFERENCE.fullmatch(reference)
        if place is None or int(place.group(2)) - 1 != self._row:
            raise Refusal(
                f"单元格 {reference} 的位置与所在的行不符，文件已损坏。请在 Excel 或 WPS 中打开并另存。",
                f"cell {reference} does not stand in its row: the file is damaged. Open and save it again.",
            )
        self._column = column_index(place.group(1))

    def _hear(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, element: str) -> None:
        name = ELEMENTS.get(element)
        if name == "f":
            self._end_formula()
        elif name == "v" and self._text is not None:
            self.findings.put(self._row, self._column, "".join(self._text) or "#VALUE!")
            self._text, self._is_error = None, False
        elif name == "c" and self._is_error and not self._has_formula:
            self.findings.put(self._row, self._column, "#VALUE!")

    def _end_formula(self) -> None:
        formula = "".join(self._text or ())
        self._text = None
        found = self.findings
        found.formulas += 1
        found.first_formula = found.first_formula or f"{column_letter(self._column)}{self._row + 1}"
        found.uses_other_book = found.uses_other_book or OTHER_BOOK.search(formula) is not None
        # a cell that shares the formula of another one holds no text of its own
        found.put(self._row, self._column, "=" + (formula[:200] or "…"))


def _refuse_far(column: str) -> NoReturn:
    raise Refusal(
        f"{column} 列还有内容，超过 {MOST_COLUMNS} 列。请检查文件。",
        f"column {column} holds cells, beyond {MOST_COLUMNS} columns. Check the file.",
    )


def _refuse_doctype(*_declared: object) -> NoReturn:
    raise Refusal(
        "工作簿含有文档类型声明，拒绝读取。", "it declares a document type, which no workbook does; it is not read."
    )
