"""Read one input file by what it is, not by what it is called: delimited text, xlsx, xls; the rest is refused."""

import hashlib
import re
from pathlib import Path

from dashboard.etl.intake.delimited import read_delimited
from dashboard.etl.intake.sheets import SourceFile, unreadable_error
from dashboard.etl.intake.workbook import read_workbook

HEAD_BYTES = 4096
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|table|meta|style|div|\?xml)", re.IGNORECASE | re.DOTALL
)
FOREIGN = {
    b"%PDF": ("这是 PDF 文件。请导出为 .xlsx 或 .csv。", "it is a PDF; export it as .xlsx or .csv."),
    b"\x1f\x8b": ("这是 gzip 压缩文件。请先解压。", "it is a gzip archive; unpack it first."),
    b"Rar!": ("这是 RAR 压缩文件。请先解压。", "it is a RAR archive; unpack it first."),
    b"7z\xbc\xaf": ("这是 7z 压缩文件。请先解压。", "it is a 7z archive; unpack it first."),
    b"PAR1": ("这是 Parquet 文件。请给出 .csv、.xlsx 或 .xls。", "it is Parquet; give .csv, .xlsx or .xls."),
    b"MIME-Version:": (
        "这是网页存档。请在 Excel 或 WPS 中打开并另存为 .xlsx。",
        "it is a web archive; open it in Excel or WPS and save it as .xlsx.",
    ),
}  # fmt: skip


def read_file(path: Path, *, name: str) -> SourceFile:
    """Sheets of one file; ``name`` is what messages and the manifest call it.

    Raises:
        IntakeError: the file is missing, empty, of another kind, damaged or hostile; says what to do.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise unreadable_error(name, f"{reason}。请检查路径和权限。", f"{reason}; check path and permissions.") from error
    if not head:
        raise unreadable_error(name, "文件是空的。", "it is empty.")
    _refuse_foreign(name, head)
    if head.startswith(ZIP):
        return SourceFile(name=name, sha256=digest, form="xlsx", sheets=read_workbook(path, name=name, form="xlsx"))
    if head.startswith(OLE):
        return SourceFile(name=name, sha256=digest, form="xls", sheets=read_workbook(path, name=name, form="xls"))
    form, sheet = read_delimited(path, name=name)
    return SourceFile(name=name, sha256=digest, form=form, sheets=(sheet,))


def source_names(paths: list[Path]) -> list[str]:
    """What each file is called: its own name, or the path as given where two files share a name."""
    names = [path.name for path in paths]
    return [str(path) if names.count(path.name) > 1 else path.name for path in paths]


def _refuse_foreign(name: str, head: bytes) -> None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if MARKUP.match(text):
        raise unreadable_error(
            name,
            "它其实是网页（HTML/XML），只是用了表格文件的扩展名。"
            "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”后重试。",
            "it is a web page (HTML/XML) under the name of a spreadsheet. "
            "Open it in Excel or WPS, save it as 'Excel workbook (.xlsx)' and try again.",
        )
    for magic, (zh, en) in FOREIGN.items():
        if text.startswith(magic):
            raise unreadable_error(name, zh, en)
