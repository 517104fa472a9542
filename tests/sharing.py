"""What costs much to make and is only read: made once a run, by whichever of its processes needs it first."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def made_once(name: str, make: Callable[[Path], object], *, factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that all processes of a run read and none writes to; a half-made one is made anew.

    Raises:
        AssertionError: at the end, when a test has written there.
    """
    own = factory.getbasetemp()
    # the processes of one run have folders of their own side by side
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"shared-{name}"
    whole = folder.with_suffix(".whole")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            whole.touch()
    before = _files(folder)
    yield folder
    assert _files(folder) == before, "tests that write need a folder or a database of their own"


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of last change of everything in a folder."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size if path.is_file() else 0, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
    }
