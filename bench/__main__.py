"""``make bench``: this project's page beside bare queries, bare Plotly, a plain Streamlit page and a tuned Dash page.

Every system sees the same filters of all kinds once, in turn with the others; the ratios are the message, the
milliseconds belong to this machine. ``SIZES=50000,1000000`` names the sizes, ``SESSIONS=10,25,50`` the readers at once,
``PARTS=visits,pages`` what is measured; ``KEEP=1`` keeps the generated data.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from bench.browser import Driven, chromium, first_visit
from bench.mixes import mixes, where
from bench.pages import bare
from bench.report import Change, Crowd, Visit, report
from bench.servers import DASH_PYTHON, Served, serving, streamlit
from dashboard.access import MACHINE, set_access
from dashboard.policy import load_registry
from dashboard.questions import close_warehouses, open_warehouse
from dashboard.questions.filters import read_filters
from dashboard.settings import PROJECT_DIR, data_directory
from dashboard.snapshots import Snapshot, open_snapshot

DATA = PROJECT_DIR / "bench" / ".data"
SIZES = [int(size) for size in os.environ.get("SIZES", "50000,1000000").split(",")]
SESSIONS = [int(count) for count in os.environ.get("SESSIONS", "10,25,50").split(",")]
PARTS = os.environ.get("PARTS", "visits,pages").split(",")
SECONDS = float(os.environ.get("SESSION_SECONDS", "8"))
DIMENSIONS = ["certificate", "cluster", "district", "item", "month", "total"]
UNJUDGED_FROM = 2_000_000
PAGES = tuple(path.stem for path in sorted((PROJECT_DIR / "pages").glob("*/*.py")))
VISITS = int(os.environ.get("VISITS", "3"))


@dataclass
class Measured:
    """Everything that is measured; the report is made from it."""

    changes: list[Change] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


def main() -> None:
    """Measure, print one table, write it to ``bench/RESULTS.md``, remove the generated data."""
    set_access(MACHINE)
    found = Measured()
    if "visits" in PARTS:
        _visits(found)
    for size in SIZES if "pages" in PARTS else []:
        snapshot = _snapshot(size)
        _bare_queries(found, snapshot, size)
        _pages(found, snapshot, size)
        close_warehouses()
        if "KEEP" not in os.environ:
            shutil.rmtree(DATA / str(size))
    text = report(found.changes, found.crowds, found.visits)
    print(text)
    (PROJECT_DIR / "bench" / "RESULTS.md").write_text(text, encoding="utf-8")


def _snapshot(size: int) -> Snapshot:
    folder = DATA / str(size)
    if not (folder / "snapshots" / "bench").is_dir():
        command = [sys.executable, "-m", "dashboard.etl", "synthetic", "--name", "bench", "--rows", str(size)]
        more = ["--unjudged"] if size >= UNJUDGED_FROM else []
        begun = time.monotonic()
        subprocess.run([*command, "--data", str(folder), *more], check=True, cwd=PROJECT_DIR, stdout=subprocess.DEVNULL)
        print(f"{size:,} applications generated and published in {time.monotonic() - begun:.0f} s", flush=True)
    return open_snapshot("bench", data=folder)


def _visits(found: Measured) -> None:
    """First visit of every page of the dashboard on the shipped snapshot, and the same page again under a filter."""
    environment = {"DASHBOARD_DATA": str(data_directory())}
    begun = time.monotonic()
    with serving("dashboard", streamlit("streamlit_app.py"), environment=environment) as server, chromium() as browser:
        started = time.monotonic() - begun + first_visit(browser, f"{server.address}/overview")
        found.visits.append(Visit("server start to first page (overview)", [started]))
        for page in PAGES:
            first_visit(browser, f"{server.address}/{page}")
        print("every page visited once", flush=True)
        for page in PAGES:
            found.visits.append(Visit(page, [first_visit(browser, f"{server.address}/{page}") for _ in range(VISITS)]))
        found.visits.append(Visit("memory of the server, MB", [server.megabytes()]))


def _bare_queries(found: Measured, snapshot: Snapshot, size: int) -> None:
    """The questions of the six charts without any page: on the Parquet file as a plain page asks, and this project's."""
    registry, file = load_registry(), str(snapshot.file("applications"))
    warehouse = open_warehouse(snapshot)
    warehouse.counting.wait()
    plain, ours = Change("bare queries: seven on Parquet", size), Change("bare queries: this project's one question", size)
    connection = duckdb.connect()
    keys = ("1", "strftime(submitted_on, '%Y-%m')", "district_registered", "item_code", "cluster_code", "certificate_type")
    for name, mix in mixes().items():
        filters, _ = read_filters(mix, snapshot=snapshot, registry=registry)
        with _clock(plain):
            for key in (*keys, "item_code"):
                connection.execute(
                    f"select {key}, count(*), count(distinct uscc), sum(approved_yuan) from '{file}' "  # noqa: S608
                    f"where {where(mix)} group by 1"
                ).fetchall()
        with _clock(ours):
            warehouse.query("uptake/breakdowns", filters.scope(), dimensions=DIMENSIONS)
        del name
    found.changes += [plain, ours]


class _clock:
    """Wall and processor milliseconds of a block of this process."""

    def __init__(self, change: Change) -> None:
        self._change = change

    def __enter__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def __exit__(self, *_: Any) -> None:
        self._change.milliseconds.append((time.perf_counter() - self._wall) * 1e3)
        self._change.cpu_milliseconds.append((time.process_time() - self._cpu) * 1e3)


def _pages(found: Measured, snapshot: Snapshot, size: int) -> None:
    """All systems at once, each mix on one after the other."""
    environment = {
        "DASHBOARD_DATA": str(DATA / str(size)),
        "BENCH_APPLICATIONS": str(snapshot.file("applications")),
        "DASHBOARD_REQUESTS_PER_MINUTE": "1000000",
    }
    bare.write(DATA / f"bare-{size}", snapshot)
    close_warehouses()
    file_server = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(DATA / f"bare-{size}")]
    commands = {
        "Plotly.react alone, data in the page": file_server,
        "this project": streamlit("bench/pages/ours_app.py"),
        "Dash, tuned": [str(DASH_PYTHON), "bench/pages/tuned_dash.py"],
        "Streamlit, straightforward": streamlit("bench/pages/plain.py"),
    }
    with ExitStack() as stack, chromium() as browser:
        servers = [
            stack.enter_context(serving(name, command, environment=environment)) for name, command in commands.items()
        ]
        _drive(found, [Driven(browser, server) for server in servers], size)
        for server in servers[1:]:
            # a plain page over twenty million rows takes minutes for fifty readers
            for count in SESSIONS if size < UNJUDGED_FROM else SESSIONS[:1]:
                found.crowds.append(_crowd(server, count, size))
    shutil.rmtree(DATA / f"bare-{size}")


def _drive(found: Measured, driven: list[Driven], size: int) -> None:
    changes = [Change(page.server.name, size) for page in driven]
    # coded rows are made beside the first questions: two changes that are not counted
    for page in driven:
        for name in ("size-0", "all"):
            page.change(name)
        page.page.wait_for_timeout(2_000)
    for name in list(mixes())[1:]:
        for page, change in zip(driven, changes, strict=True):
            if name == "size-0":
                continue
            before, cpu = page.bytes_on_the_wire(), page.server.cpu_seconds()
            change.milliseconds.append(page.change(name))
            page.page.wait_for_timeout(60)
            change.bytes.append(page.bytes_on_the_wire() - before)
            change.cpu_milliseconds.append((page.server.cpu_seconds() - cpu) * 1e3)
    print(f"{size:,}: changes driven", flush=True)
    for page, change in zip(driven, changes, strict=True):
        change.megabytes = page.server.megabytes()
        page.close()
    found.changes += changes


def _crowd(server: Served, count: int, size: int) -> Crowd:
    kind = "streamlit" if server.keeps_a_socket else "dash"
    command = [sys.executable, "-m", "bench.sessions", kind, server.address, str(count), str(SECONDS)]
    cpu = server.cpu_seconds()
    ran = subprocess.run(command, check=True, cwd=PROJECT_DIR, stdout=subprocess.PIPE, text=True, timeout=600)
    # the last changes end after the time asked for
    seconds, times = json.loads(ran.stdout)
    return Crowd(server.name, size, count, times, server.cpu_seconds() - cpu, server.megabytes(), seconds)


if __name__ == "__main__":
    Path(DATA).mkdir(parents=True, exist_ok=True)
    main()
