"""One intake at a time: a lock on a file that the system lets go of when the process ends, however it ends."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.etl.intake.sheets import IntakeError

LOCK = ".intake.lock"
TEMPORARY = re.compile(r"\.(?:tmp-.+|current)-(\d+)")


@contextmanager
def sole_intake(*, data: Path) -> Iterator[None]:
    """Hold the lock of the data folder; what dead runs left behind is removed first.

    Raises:
        IntakeError: another run holds it.
    """
    folder = data / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            stream.seek(0)
            holder = stream.read().strip() or "?"
            raise IntakeError(
                f"另一个导入正在进行（进程 {holder}）。请等它结束后重试。",
                f"Another intake is running (process {holder}). Try again when it has ended.",
            ) from error
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        remove_leftovers(folder)
        yield


def remove_leftovers(folder: Path) -> None:
    """Remove temporary folders and pointers whose process is no more."""
    for entry in folder.iterdir():
        found = TEMPORARY.fullmatch(entry.name)
        if found and not _is_alive(int(found.group(1))):
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
