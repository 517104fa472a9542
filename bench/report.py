"""What was measured as one Markdown page: ratios first, milliseconds and their spread beside them."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("streamlit", "duckdb", "polars", "plotly", "numba", "numpy")
BARE = "Plotly.react alone, data in the page"


@dataclass
class Change:
    """Filter changes of one system at one size: milliseconds, processor milliseconds and bytes of each."""

    name: str
    size: int
    milliseconds: list[float] = field(default_factory=list)
    cpu_milliseconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    megabytes: float | None = None


@dataclass(frozen=True)
class Crowd:
    """Many sessions at once: seconds of every change, processor seconds of the server, its memory in MB."""

    name: str
    size: int
    sessions: int
    seconds: Sequence[float]
    cpu_seconds: float
    megabytes: float
    elapsed_seconds: float


@dataclass(frozen=True)
class Visit:
    """Seconds of first visits of one page (or one other number)."""

    name: str
    values: Sequence[float]


def report(changes: Sequence[Change], crowds: Sequence[Crowd], visits: Sequence[Visit]) -> str:
    """The page."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = os.getloadavg()[0]
    lines = [
        "# Measured by `make bench`",
        "",
        f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}, Dash 4.4.1; load at the end "
        f"{load:.1f}. Medians, in brackets the 10th and 90th percentile. The systems saw every mix of filters (district, item, "
        "cluster, certificate, period, size, kind and mixes of them) once, in turn.",
        "",
        "## From the click to the last of six charts",
        "",
        "| applications | system | ratio to bare Plotly | ms | server CPU, ms | KB a change | memory, MB |",
        "|---|---|---|---|---|---|---|",
        *(_change(change, changes) for change in changes),
        "",
        "## Many readers at once, each changing filters without a pause",
        "",
        "| applications | system | sessions | changes a second | p50, ms | p95, ms | server CPU a change, ms | memory, MB |",
        "|---|---|---|---|---|---|---|---|",
        *(_crowd(crowd) for crowd in crowds),
        "",
        "## First visit of every page, shipped snapshot, cold browser, warm server",
        "",
        "| page | s | least | most |",
        "|---|---|---|---|",
        *(
            f"| {visit.name} | {_median(visit.values):.2f} | {min(visit.values):.2f} | {max(visit.values):.2f} |"
            for visit in visits
        ),
        "",
    ]
    return "\n".join(lines)


def _change(change: Change, changes: Sequence[Change]) -> str:
    base = next((_median(other.milliseconds) for other in changes if other.name == BARE and other.size == change.size), None)
    middle = _median(change.milliseconds)
    ratio = f"{middle / base:.2f}" if base else "–"
    size = f"{_median(change.bytes) / 1024:.0f}" if change.bytes else "–"
    memory = f"{change.megabytes:.0f}" if change.megabytes else "–"
    return (
        f"| {change.size:,} | {change.name} | {ratio} | {middle:.0f} ({_spread(change.milliseconds)}) "
        f"| {_median(change.cpu_milliseconds):.0f} | {size} | {memory} |"
    )


def _crowd(crowd: Crowd) -> str:
    times = sorted(crowd.seconds)
    late = times[min(len(times) - 1, int(len(times) * 0.95))] if times else float("nan")
    middle = _median(times) if times else float("nan")
    each = crowd.cpu_seconds / max(len(times), 1) * 1e3
    return (
        f"| {crowd.size:,} | {crowd.name} | {crowd.sessions} | {len(times) / crowd.elapsed_seconds:.1f} "
        f"| {middle * 1e3:.0f} | {late * 1e3:.0f} | {each:.0f} | {crowd.megabytes:.0f} |"
    )


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


def _spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 10]:.0f}–{ordered[len(ordered) * 9 // 10]:.0f}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
