"""A real Spark on this machine: a Spark Connect server with two executors, processes of their own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pyspark

from tests.patience import HANG_SECONDS, eventually

EXECUTORS = 2
# two small executors of one core each on two cores: many small stages cost more than what adaptive plans save
SETTINGS = {
    "spark.driver.memory": "1500m",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.log.level": "INFO",
}


@dataclass(frozen=True)
class Cluster:
    """Address of the Connect server, its process and its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        """As Spark Connect writes it."""
        return f"sc://127.0.0.1:{self.port}"

    def executors(self) -> list[int]:
        """Process ids of the executors that run now."""
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        found = {int(pid) for listed in children for pid in _text(listed).split()}
        return sorted(pid for pid in found if "CoarseGrainedExecutorBackend" in _text(Path(f"/proc/{pid}/cmdline")))

    @contextmanager
    def executors_held(self) -> Iterator[None]:
        """Executors that stand still, and go on afterwards."""
        held = self.executors()
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in held:
                # one that stands still for too long is replaced by Spark
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def logged(self, words: str) -> int:
        """How often the log says ``words``."""
        return self.log.read_text(encoding="utf-8", errors="replace").count(words)


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """Start the server in ``folder`` and wait for both executors; everything ends with the block."""
    home, port, log = Path(pyspark.__file__).parent, _free_port(), folder / "server.log"
    settings = SETTINGS | {"spark.connect.grpc.binding.port": str(port), "spark.local.dir": str(folder / "local")}
    options = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [
                home / "bin" / "spark-submit",
                "--master",
                f"local-cluster[{EXECUTORS},1,1024]",
                "--class",
                "org.apache.spark.sql.connect.service.SparkConnectServer",
                *options,
                "spark-internal",
            ],
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=_environment(home, folder),
            start_new_session=True,
        )
    cluster = Cluster(port, process, log)
    try:
        eventually(
            lambda: cluster.logged("Spark Connect server started") and cluster.logged("Registered executor") >= EXECUTORS
        )
        yield cluster
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(HANG_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _environment(home: Path, folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "JAVA_HOME", "LANG")}
    return kept | {
        "SPARK_HOME": str(home),
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return ""
