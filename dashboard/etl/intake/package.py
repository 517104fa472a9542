"""Look into the zip of an xlsx before it is read: sizes, long cells, far columns, formulas, errors, outside links.

A stored result of a formula may be old, or 0 where the writing program never calculated it; so formulas stay formulas.
Every member is unpacked in blocks and thrown away, so that the declared sizes need not be believed.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from dashboard.etl.intake.letters import column_index

BLOCK = 1024 * 1024
MOST_MEMBERS = 10_000
MOST_BYTES = 1024**3
MOST_BYTES_TOGETHER = 2 * 1024**3
# text packs 100 to 1; a table that packs better than this is made to fill memory
HIGHEST_RATIO = 500
RATIO_FROM = 16 * 1024 * 1024
MOST_SPECIAL_CELLS = 1_000_000
FAR_COLUMN = re.compile(rb"""<c [^<>]*?\br=["']([A-Z]{3,})\d+["'][^<>]*[^/<>]>\s*<""")
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d+)["']""")
FORMULA = re.compile(rb"<f[^>]*>(.*?)</f>|<f[^>]*/>", re.DOTALL)
VALUE = re.compile(rb"<v[^>]*>(.*?)</v>", re.DOTALL)
NAMESPACE = {
    "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "p": "http://schemas.openxmlformats.org/package/2006/relationships",
}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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


def inspect_package(path: Path) -> dict[str, Findings]:
    """Findings by name of the sheet.

    Raises:
        Refusal: not a workbook, a zip bomb, a cell of more than 1 MiB, cells in far columns, links to other files.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = {member.filename: member for member in package.infolist()}
            _check_sizes(list(members.values()))
            if "xl/workbook.xml" not in members:
                raise Refusal(
                    "这是压缩文件，但不是 .xlsx 工作簿。请另存为 .xlsx。",
                    "it is a zip archive but no .xlsx workbook; save it as .xlsx.",
                )
            targets = _sheet_members(package)
            found = {
                member: _inspect_member(package, info, is_sheet=member in targets)
                for member, info in members.items()
                if member.endswith(".xml")
            }
            names = {name: found.get(member, Findings()) for member, name in targets.items()}
            _look_outside(members, names)
            return names
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ElementTree.ParseError,
        KeyError,
    ) as error:
        raise Refusal(
            f"工作簿已损坏（{error}）。请在 Excel 或 WPS 中打开并另存。",
            f"the workbook is damaged ({error}). Open and save it again.",
        ) from error


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    worst = max(members, key=lambda member: member.file_size, default=None)
    is_bomb = any(
        member.file_size > RATIO_FROM and member.file_size > HIGHEST_RATIO * max(1, member.compress_size)
        for member in members
    )
    if (
        worst is None
        or len(members) > MOST_MEMBERS
        or worst.file_size > MOST_BYTES
        or total > MOST_BYTES_TOGETHER
        or is_bomb
    ):
        raise _bomb_refusal(total)


def _bomb_refusal(size: int) -> Refusal:
    return Refusal(
        f"解压后达 {size / 1024**3:.1f} GB 或压缩比异常，疑似压缩炸弹，拒绝读取。请拆分文件或另存为 .csv。",
        f"it unpacks to {size / 1024**3:.1f} GB or is packed beyond belief (a zip bomb?); it is not read. "
        "Split it or save it as .csv.",
    )


def _sheet_members(package: zipfile.ZipFile) -> dict[str, str]:
    """Name of the sheet by its member of the package."""
    relations = ElementTree.fromstring(_read_small(package, "xl/_rels/workbook.xml.rels"))
    targets = {entry.get("Id", ""): entry.get("Target", "") for entry in relations.iterfind("p:Relationship", NAMESPACE)}
    book = ElementTree.fromstring(_read_small(package, "xl/workbook.xml"))
    sheets = {}
    for entry in book.iterfind("m:sheets/m:sheet", NAMESPACE):
        target = targets.get(entry.get(RELATION, ""), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        sheets[member] = entry.get("name", "")
    return sheets


def _read_small(package: zipfile.ZipFile, member: str) -> bytes:
    content = b"".join(_blocks(package, package.getinfo(member)))
    if len(content) > 16 * BLOCK or b"<!ENTITY" in content:
        raise Refusal("工作簿目录异常，拒绝读取。", "its table of contents is not that of a workbook; it is not read.")
    return content


def _blocks(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    size = 0
    with package.open(info) as stream:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > MOST_BYTES:
                raise _bomb_refusal(size)
            yield block


def _inspect_member(package: zipfile.ZipFile, info: zipfile.ZipInfo, *, is_sheet: bool) -> Findings:
    found = Findings()
    rest = b""
    for block in _blocks(package, info):
        if len(block) == BLOCK and b"<" not in block:
            raise Refusal(
                "有超过 1 MB 的单元格，不是正常的表格数据。", "a cell holds more than 1 MB, which is no table data."
            )
        if not is_sheet:
            continue
        text = rest + block
        # a cell that the block cuts is looked at with the next one
        cut = text.rfind(b"<c ")
        cut = cut if cut >= 0 and len(text) - cut < BLOCK else len(text)
        _inspect_cells(text[:cut], found)
        rest = text[cut:]
    _inspect_cells(rest, found)
    found.note_formulas()
    return found


def _inspect_cells(text: bytes, found: Findings) -> None:
    far = FAR_COLUMN.search(text)
    if far:
        column = far.group(1).decode()
        raise Refusal(
            f"{column} 列还有内容，超过 702 列。请检查文件。",
            f"column {column} holds cells, beyond 702 columns. Check the file.",
        )
    if b"<f" not in text and b't="e"' not in text:
        return
    for piece in text.split(b"<c ")[1:]:
        if b"<f" in piece or b't="e"' in piece:
            _inspect_cell(piece, found)


def _inspect_cell(piece: bytes, found: Findings) -> None:
    attributes, _, content = piece.partition(b">")
    reference = REFERENCE.search(b" " + attributes)
    if reference is None:
        return
    row, column = int(reference.group(2)) - 1, column_index(reference.group(1).decode())
    formula = FORMULA.search(content)
    if formula:
        found.formulas += 1
        found.first_formula = found.first_formula or (reference.group(1) + reference.group(2)).decode()
        # a cell that shares the formula of another one holds no text of its own
        found.put(row, column, "=" + ((formula.group(1) or b"").decode(errors="replace")[:200] or "…"))
    elif b't="e"' in attributes:
        value = VALUE.search(content)
        found.put(row, column, value.group(1).decode(errors="replace") if value and value.group(1) else "#VALUE!")


def _look_outside(members: dict[str, zipfile.ZipInfo], names: dict[str, Findings]) -> None:
    links = sum(1 for member in members if member.startswith("xl/externalLinks/") and member.endswith(".xml"))
    if links:
        raise linked_refusal(links)
    if "xl/vbaProject.bin" in members:
        for found in list(names.values())[:1]:
            found.notes.append(("含有宏，未执行。", "it holds macros; they were not run."))


def linked_refusal(links: int) -> Refusal:
    """Values that come from files that are not here cannot be checked."""
    return Refusal(
        f"有 {links} 个指向其他文件的外部链接，其数值无法核对。请在 Excel 的“数据—编辑链接”中断开链接后另存。",
        f"it holds links to other files ({links}), whose values cannot be checked. "
        "Break them in Excel (Data, Edit Links) and save it again.",
    )
