"""A real server of the app on a free port of this machine, stopped by its own process."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from dashboard.settings import PROJECT_DIR
from tests.patience import HANG_SECONDS, eventually


@dataclass(frozen=True)
class Served:
    url: str
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str, **given: object) -> httpx.Response:
        return httpx.get(self.url + path, timeout=HANG_SECONDS, **given)  # type: ignore[arg-type]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


Serve = Callable[..., AbstractContextManager[Served]]


@contextmanager
def served(data: Path, *, port: int | None = None, options: tuple[str, ...] = (), **environment: str) -> Iterator[Served]:
    port = port or free_port()
    log = Path(tempfile.mkdtemp()) / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT_DIR / "streamlit_app.py")]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DASHBOARD_")}
    own = {"DASHBOARD_DATA": str(data), "DASHBOARD_DATABASE": f"sqlite:///{log.parent}/audit.sqlite"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--server.port", str(port), *options],
            cwd=PROJECT_DIR,
            stdout=out,
            stderr=out,
            env=clean | own | environment,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process, log)
        yield Served(f"http://127.0.0.1:{port}", port, log, process)
    finally:
        ended(process)


def ended(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and wait until it has."""
    process.terminate()
    process.wait(timeout=HANG_SECONDS)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the address answers; a server that ended says why."""

    def answers() -> bool:
        if process.poll() is not None:
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
        try:
            return httpx.get(url, timeout=HANG_SECONDS).status_code < 500
        except httpx.HTTPError:
            return False

    eventually(answers, said=f"{url} answers; see {log}")
