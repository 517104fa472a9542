"""Servers of the pages that are measured, and what they use: processor time and memory, read from ``/proc``."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.settings import PROJECT_DIR

TICKS = os.sysconf("SC_CLK_TCK")
DASH_PYTHON = PROJECT_DIR / ".venv-bench" / "bin" / "python"


@dataclass(frozen=True)
class Served:
    """A running server."""

    name: str
    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time of the process so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def keeps_a_socket(self) -> bool:
        """Whether changes travel over the page's websocket, as Streamlit's do."""
        return not self.name.startswith("Dash")

    def bytes_sent(self) -> int:
        """Bytes so far over the connections that are open, compressed as they travel (``ss`` of Debian's iproute2)."""
        port = self.address.rpartition(":")[2]
        shown = subprocess.run(["ss", "-tinH", f"sport = :{port}"], check=True, stdout=subprocess.PIPE, text=True).stdout
        return sum(int(sent) for sent in re.findall(r"bytes_sent:(\d+)", shown))

    def megabytes(self) -> float:
        """Resident memory now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def streamlit(script: str) -> list[str]:
    """Command line of a Streamlit page; the port is added."""
    return [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true", "--server.port"]


@contextmanager
def serving(name: str, command: Sequence[str], *, environment: dict[str, str], path: str = "/") -> Iterator[Served]:
    """Start a server on a free port of this machine, wait for its first answer, stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*command, str(port)],
        cwd=PROJECT_DIR,
        env=os.environ | {"PYTHONPATH": str(PROJECT_DIR)} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address + path, process)
        yield Served(name, address, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server of {url} ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=60)
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)
