"""Workbooks (xlsx, xls), read in a process of their own under a limit of memory and time.

A hostile or damaged file can at worst end that process; the run then says why and stops.
"""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa

from dashboard.etl.intake.sheets import Note, Sheet, unreadable_error

MEMORY_BYTES = 3 * 1024**3
MOST_SECONDS = 900


def read_workbook(path: Path, *, name: str, form: str) -> tuple[Sheet, ...]:
    """All sheets that hold cells.

    Raises:
        IntakeError: damaged, protected by a password, too large when unpacked, or beyond the limits.
    """
    command = [sys.executable, "-m", "dashboard.etl.intake.workbook_reader", str(path), form, str(MEMORY_BYTES)]
    root = Path(__file__).resolve().parents[3]
    try:
        answer = subprocess.run(command, capture_output=True, check=False, timeout=MOST_SECONDS, cwd=root)
    except subprocess.TimeoutExpired as error:
        raise unreadable_error(
            name, f"读取超过 {MOST_SECONDS} 秒，已停止。请拆分文件。", f"reading took over {MOST_SECONDS} s; split the file."
        ) from error
    if answer.returncode == 3:
        refusal = json.loads(answer.stderr)
        raise unreadable_error(name, refusal["zh"], refusal["en"])
    if answer.returncode:
        raise unreadable_error(
            name,
            f"工作簿已损坏，或读取所需内存超过 {MEMORY_BYTES // 1024**3} GB。请在 Excel 或 WPS 中打开并另存为 .csv 后重试。",
            f"the workbook is damaged or needs more than {MEMORY_BYTES // 1024**3} GB of memory. "
            "Open it in Excel or WPS, save it as .csv and try again.",
        )
    return tuple(_sheets(answer.stdout, file=name))


def _sheets(content: bytes, *, file: str) -> list[Sheet]:
    stream = pa.BufferReader(content)
    sheets = []
    while stream.tell() < len(content):
        table = pa.ipc.open_stream(stream).read_all()
        facts = json.loads(table.schema.metadata[b"sheet"])
        place = f"{file} [{facts['name']}]"
        notes = tuple(Note(place, zh, en) for zh, en in facts["notes"])
        frame = pl.DataFrame(table.replace_schema_metadata(None))
        sheets.append(Sheet(file=file, name=facts["name"], frame=frame, notes=notes))
    return sheets
