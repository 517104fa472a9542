"""Look into the zip of an xlsx before it is read: sizes, long cells, far columns, formulas, errors, outside links.

A stored result of a formula may be old, or 0 where the writing program never calculated it; so formulas stay formulas.
Every member is unpacked in blocks and thrown away, so that the declared sizes need not be believed.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from dashboard.etl.intake.sheet_scan import Findings, Refusal, SheetScan

BLOCK = 1024 * 1024
MOST_MEMBERS = 10_000
MOST_BYTES = 1024**3
MOST_BYTES_TOGETHER = 2 * 1024**3
# text packs 100 to 1; a table that packs better than this is made to fill memory
HIGHEST_RATIO = 500
RATIO_FROM = 16 * 1024 * 1024
PACKAGE_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def inspect_package(path: Path) -> dict[str, Findings]:
    """Findings by name of the sheet.

    Raises:
        Refusal: not a workbook, a zip bomb, a cell of more than 1 MiB, cells in far columns, too many rows,
            values that come from other files, two parts of one name.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = {_normal_name(member.filename): member for member in package.infolist()}
            _check_sizes(list(members.values()))
            if len(members) < len(package.infolist()):
                raise Refusal(
                    "压缩包内有同名文件，无法判断读取哪一个。请在 Excel 或 WPS 中打开并另存。",
                    "it holds two parts of one name, and nobody can say which is read. Open and save it again.",
                )
            if "xl/workbook.xml" not in members:
                raise Refusal(
                    "这是压缩文件，但不是 .xlsx 工作簿。请另存为 .xlsx。",
                    "it is a zip archive but no .xlsx workbook; save it as .xlsx.",
                )
            targets = _sheet_members(package, members)
            for name, member in members.items():
                if name.endswith(".xml") and name not in targets:
                    for _ in _blocks(package, member):
                        pass
            # a sheet that the package does not hold is not among the answers, and is not read
            names = {title: _inspect_sheet(package, members[name]) for name, title in targets.items() if name in members}
            _look_outside(members, names)
            return names
    # NotImplementedError: a way of packing that zipfile does not know; ValueError: a row whose number is none
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ElementTree.ParseError,
        ExpatError,
        ValueError,
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


def _normal_name(name: str) -> str:
    """Name of a part as the standard compares it: in any case of letters; some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _sheet_members(package: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Title of the sheet by the normal name of its member."""
    relations = ElementTree.fromstring(_read_small(package, members["xl/_rels/workbook.xml.rels"]))
    targets = {
        entry.get("Id", ""): entry.get("Target", "") for entry in relations.iterfind(f"{PACKAGE_RELATIONS}Relationship")
    }
    book = ElementTree.fromstring(_read_small(package, members["xl/workbook.xml"]))
    sheets = {}
    for entry in book.iterfind("{*}sheets/{*}sheet"):
        identity = next((value for name, value in entry.attrib.items() if name.endswith("/relationships}id")), "")
        target = targets.get(identity, "")
        member = target if target.startswith(("/", "\\")) else f"xl/{target}"
        sheets[_normal_name(member)] = entry.get("name", "")
    return sheets


def _read_small(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    content = b"".join(_blocks(package, info))
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
            if len(block) == BLOCK and b"<" not in block:
                raise Refusal(
                    "有超过 1 MB 的单元格，不是正常的表格数据。", "a cell holds more than 1 MB, which is no table data."
                )
            yield block


def _inspect_sheet(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Findings:
    scan = SheetScan()
    for block in _blocks(package, info):
        scan.take(block)
    return scan.finish()


def _look_outside(members: dict[str, zipfile.ZipInfo], names: dict[str, Findings]) -> None:
    links = sum(1 for member in members if member.startswith("xl/externallinks/") and member.endswith(".xml"))
    # add-ins that are gone leave names behind which no cell uses
    if links and any(found.uses_other_book for found in names.values()):
        raise linked_refusal(links)
    if "xl/vbaproject.bin" in members:
        for found in list(names.values())[:1]:
            found.notes.append(("含有宏，未执行。", "it holds macros; they were not run."))


def linked_refusal(links: int) -> Refusal:
    """Values that come from files that are not here cannot be checked."""
    return Refusal(
        f"有 {links} 个指向其他文件的外部链接，其数值无法核对。请在 Excel 的“数据—编辑链接”中断开链接后另存。",
        f"it holds links to other files ({links}), whose values cannot be checked. "
        "Break them in Excel (Data, Edit Links) and save it again.",
    )
