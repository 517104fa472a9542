"""Files made to harm: each is refused with its name and a reason, in little memory."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.etl.intake.files import application, csv_bytes, table, write_xlsx
from tests.patience import HANG_SECONDS

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[3]
MOST_BYTES = 4 * 1024**3
# a process that takes more fails at once (and the test with it); set by a program, since this process has threads
LIMITED = ("prlimit", f"--as={MOST_BYTES * 2}", f"--data={MOST_BYTES}")
MIB = 1024 * 1024
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"


def repacked(path: Path, member: str, write: Callable[[zipfile.ZipFile], None]) -> Path:
    """The workbook of ``path`` with one member written by ``write``."""
    good = write_xlsx(path.with_suffix(".good"), {"s": table([application(1)])})
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != member:
                target.writestr(name, source.read(name))
        write(target)
    return path


def zip_bomb(path: Path) -> Path:
    def write(target: zipfile.ZipFile) -> None:
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            member.write(SHEET.encode())
            for _ in range(1100):
                member.write(b" " * MIB)
            member.write(END.encode())

    return repacked(path, "xl/worksheets/sheet1.xml", write)


def lying_zip(path: Path) -> Path:
    """A bomb whose directory claims to be small."""
    content = bytearray(zip_bomb(path).read_bytes())
    start = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[start + 24 : start + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    return path


def huge_cell(path: Path) -> Path:
    cell = f'{SHEET}<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * (200 * MIB)}</t></is></c></row>{END}'
    # stored, so that the ratio gives nothing away
    return repacked(
        path,
        "xl/worksheets/sheet1.xml",
        lambda target: target.writestr("xl/worksheets/sheet1.xml", cell, compress_type=zipfile.ZIP_STORED),
    )


def many_columns_xlsx(path: Path) -> Path:
    far = f'{SHEET}<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>{END}'
    return repacked(path, "xl/worksheets/sheet1.xml", lambda target: target.writestr("xl/worksheets/sheet1.xml", far))


def entities(path: Path) -> Path:
    laughs = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>'
    return repacked(path, "xl/workbook.xml", lambda target: target.writestr("xl/workbook.xml", laughs))


def many_columns_csv(path: Path) -> Path:
    path.write_bytes(b",".join([b"x"] * 1_000_000) + b"\n" + b",".join([b"1"] * 1_000_000))
    return path


def huge_cell_csv(path: Path) -> Path:
    path.write_bytes(csv_bytes(table([application(1, 申报单位="甲" * (8 * MIB))])))
    return path


def nul_bytes(path: Path) -> Path:
    path.write_bytes(csv_bytes(table([application(1)])).replace(b"A1", b"A\x001"))
    return path


def open_quote(path: Path) -> Path:
    path.write_bytes(csv_bytes(table([application(1)])) + b'A2,"' + b"x\n" * (8 * MIB))
    return path


def endless_rows(path: Path) -> Path:
    """One real row and one at the very end of the sheet: a width times a height that no memory holds."""
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>{END}'
    return repacked(
        path, "xl/worksheets/sheet1.xml", lambda target: target.writestr("xl/worksheets/sheet1.xml", SHEET + rows)
    )


def three_million_rows(path: Path) -> Path:
    sheet = SHEET + "<row/>" * 3_000_000 + END
    # stored, so that the ratio gives nothing away
    return repacked(
        path,
        "xl/worksheets/sheet1.xml",
        lambda target: target.writestr("xl/worksheets/sheet1.xml", sheet, compress_type=zipfile.ZIP_STORED),
    )


def stray_cell(path: Path) -> Path:
    sheet = f'{SHEET}<row r="2"><c r="A3"><v>1</v></c></row>{END}'
    return repacked(path, "xl/worksheets/sheet1.xml", lambda target: target.writestr("xl/worksheets/sheet1.xml", sheet))


HOSTILE = {
    "bomb.xlsx": (zip_bomb, "压缩"), "lying.xlsx": (lying_zip, "压缩|损坏"), "cell.xlsx": (huge_cell, "1 MB"),
    "wide.xlsx": (many_columns_xlsx, "列"), "entities.xlsx": (entities, "目录异常"), "wide.csv": (many_columns_csv, "列"),
    "cell.csv": (huge_cell_csv, "1 MB"), "nul.csv": (nul_bytes, "空字节"), "quote.csv": (open_quote, "引号"),
    "far.xlsx": (endless_rows, "内存|缺少"), "rows.xlsx": (three_million_rows, "1,048,576 行"),
    "stray.xlsx": (stray_cell, "位置"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_in_bounds(name: str, tmp_path: Path) -> None:
    make, reason = HOSTILE[name]
    path = make(tmp_path / name)
    command = [*LIMITED, sys.executable, "-m", "dashboard.etl", "ingest", str(path), "--as-of", "2026-10-31"]
    done = subprocess.run(
        [*command, "--name", "trial", "--data", str(tmp_path / "data")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=HANG_SECONDS,
    )
    assert done.returncode == 1, done.stderr
    assert name in done.stderr
    assert any(word in done.stderr for word in reason.split("|")), done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "snapshots" / "trial").exists()
