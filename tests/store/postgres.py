"""A PostgreSQL of Debian's package: a fresh cluster on a free port of this machine, stopped afterwards."""

import getpass
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.server.serving import free_port

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/lib/postgresql/bin"))


@contextmanager
def postgres() -> Iterator[str]:
    """Address of the database ``postgres`` as SQLAlchemy takes it; the cluster runs as a user that is not root."""
    folder = Path(tempfile.mkdtemp(prefix="audit-pg-"))
    as_user: list[str] = []
    if getpass.getuser() == "root":
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    run(*as_user, str(PROGRAMS / "initdb"), "--pgdata", str(data), "--auth", "trust", "--username", "owner", "--no-sync")
    control = [*as_user, str(PROGRAMS / "pg_ctl"), "--pgdata", str(data), "--wait"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run(*control, "--log", str(folder / "log"), "--options", options, "start")
    try:
        yield f"postgresql+psycopg://owner@127.0.0.1:{port}/postgres"
    finally:
        run(*control, "--mode", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def new_database(cluster: str) -> str:
    """Address of an empty database of its own in the cluster that has this address."""
    name = f"test_{uuid.uuid4().hex}"
    run(str(PROGRAMS / "createdb"), "--maintenance-db", cluster.replace("+psycopg", ""), name)
    return f"{cluster.rpartition('/')[0]}/{name}"


def run(*command: str) -> None:
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, check=False, cwd="/", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(done.stdout.decode())
