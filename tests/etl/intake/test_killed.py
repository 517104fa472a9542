"""A run that is killed at any moment leaves the reader a whole snapshot, old or new, and the next run succeeds."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest

from dashboard.access import MACHINE, set_access
from dashboard.snapshots import open_snapshot, snapshot_names
from tests.etl.intake.files import application, write_csv

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[3]
KILLS = 32
ROWS = {"old": 300, "new": 20_000}


class Reader(threading.Thread):
    """Opens the current snapshot over and over, every checksum verified, and counts its rows."""

    def __init__(self, data: Path) -> None:
        super().__init__(daemon=True)
        self.data, self.seen, self.failures, self.is_over = data, set[int](), list[Exception](), threading.Event()
        self.polls = 0

    def run(self) -> None:
        set_access(MACHINE)
        while not self.is_over.is_set():
            try:
                snapshot = open_snapshot(None, data=self.data)
                self.seen.add(pl.read_parquet(snapshot.file("applications")).height)
            except Exception as error:  # noqa: BLE001 - the test shows whatever a reader would have met
                self.failures.append(error)
            self.polls += 1
            time.sleep(0.01)


def start(path: Path, name: str, data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dashboard.etl", "ingest", str(path), "--as-of", "2026-10-31", "--name", name]
    return subprocess.Popen([*command, "--data", str(data)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def processor_seconds(process: subprocess.Popen[bytes]) -> float:
    """What the run has used so far; unlike the time on the wall it does not depend on what else the cores do."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def whole_run(path: Path, name: str, data: Path) -> float:
    """A run to its end, and the processor seconds it used."""
    process = start(path, name, data)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime


def test_sigkill_at_any_moment(tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = {name: write_csv(tmp_path / f"{name}.csv", [application(n) for n in range(rows)]) for name, rows in ROWS.items()}
    lengths = {name: whole_run(files[name], f"whole-{name}", data) for name in ("old", "new")}
    reader = Reader(data)
    reader.start()
    moments = random.Random(20230620)
    ended = {"killed": 0, "done": 0}
    for number in range(KILLS):
        # more than half of the kills fall into the last part of the run, where files are written
        which, part = ("new", moments.uniform(0.3, 1.3)) if number % 2 else ("old", moments.uniform(0.8, 1.2))
        process = start(files[which], f"run-{number}", data)
        while process.poll() is None and processor_seconds(process) < part * lengths[which]:
            time.sleep(0.005)
        # a run that waits for the disk uses no processor
        time.sleep(moments.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        ended["killed" if process.wait() == -signal.SIGKILL else "done"] += 1
    reader.is_over.set()
    reader.join()
    assert reader.failures == []
    assert reader.polls > KILLS
    assert reader.seen <= set(ROWS.values())
    assert ended["killed"] >= KILLS // 3, ended
    assert start(files["new"], "after", data).wait() == 0
    assert open_snapshot(None, data=data).name == "after"
    for name in snapshot_names(data=data):
        open_snapshot(name, data=data)
    assert not [path.name for path in (data / "snapshots").iterdir() if path.name.startswith((".tmp-", ".current-"))]


def test_two_runs_at_once_leave_whole_snapshots(tmp_path: Path) -> None:
    data = tmp_path / "data"
    path = write_csv(tmp_path / "a.csv", [application(number) for number in range(20_000)])
    runs = [start(path, name, data) for name in ("one", "two")]
    codes = sorted(run.wait() for run in runs)
    assert codes in ([0, 0], [0, 1])
    names = snapshot_names(data=data)
    assert len(names) == codes.count(0)
    for name in names:
        assert pl.read_parquet(open_snapshot(name, data=data).file("applications")).height == 20_000
