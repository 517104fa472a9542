"""What an office copies: the backup copies and restores, the examples are valid, the units name what there is."""

import configparser
import os
import re
import shutil
import sqlite3
import subprocess
import tomllib
from pathlib import Path

import pytest

from dashboard.access import load_access_config
from dashboard.server.open_pages import MOST_PAGES, MOST_UNSIGNED
from dashboard.settings import PROJECT_DIR, settings
from dashboard.snapshots import open_snapshot, verify
from dashboard.store.audit import note_export, recent
from tests.store.postgres import PROGRAMS, new_database, run
from tests.store.test_audit import entry

DEPLOY = PROJECT_DIR / "deploy"


def back_up(data: Path, to: Path, database: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"BACKUP_TO": str(to), "SNAPSHOTS": str(data), "DATABASE": database}
    return subprocess.run([DEPLOY / "backup.sh"], env=environment, check=True, capture_output=True)


def test_the_backup_copies_audit_and_snapshots_and_both_come_back(shipped: Path, tmp_path: Path) -> None:
    database = tmp_path / "audit.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("create table kept (name text)")
        connection.execute("insert into kept values ('张三')")
    (tmp_path / "to" / "snapshots" / ".synthetic.part").mkdir(parents=True)
    for _ in range(2):
        back_up(shipped, tmp_path / "to", str(database))
    (copy,) = (tmp_path / "to").glob("audit-*")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("select name from kept").fetchall() == [("张三",)]
    restored = tmp_path / "restored"
    shutil.copytree(tmp_path / "to" / "snapshots", restored / "snapshots")
    for name in ("published", "synthetic"):
        verify(open_snapshot(name, data=restored))


def test_a_backup_of_postgresql_comes_back(
    tmp_path: Path, shipped: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
    address, restored = new_database(postgresql), new_database(postgresql)
    monkeypatch.setenv("DASHBOARD_DATABASE", address)
    note_export(entry(shipped, identity="in the backup"))
    plain = address.replace("+psycopg", "")
    back_up(shipped, tmp_path, plain)
    (copy,) = tmp_path.glob("audit-*")
    run(str(PROGRAMS / "pg_restore"), "--dbname", restored.replace("+psycopg", ""), str(copy))
    monkeypatch.setenv("DASHBOARD_DATABASE", restored)
    assert recent(identity="in the backup")[1] == 1


def test_examples_are_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_ACCESS", str(DEPLOY / "access.example.toml"))
    assert load_access_config() is not None
    assert set(tomllib.loads((DEPLOY / "secrets.example.toml").read_text(encoding="utf-8"))["auth"]) == {
        "redirect_uri",
        "cookie_secret",
        "client_id",
        "client_secret",
        "server_metadata_url",
    }


def test_monitoring_on_the_machine_reaches_a_replica_whatever_its_readers_call_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_HOSTS", "dashboard.example, other.example")
    assert settings().known_hosts == ("localhost", "127.0.0.1", "dashboard.example", "other.example")
    monkeypatch.delenv("DASHBOARD_HOSTS")
    assert settings().known_hosts == ("localhost", "127.0.0.1")


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda unit: unit.name)
def test_units_start_what_there_is(unit: Path) -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit, encoding="utf-8")
    if unit.suffix == ".timer":
        assert parser["Timer"]["OnCalendar"]
        return
    service = parser["Service"]
    assert service["User"] not in ("", "root")
    assert service["NoNewPrivileges"] == "yes"
    program = service["ExecStart"].split()[0].removeprefix("/opt/quality-dashboard/")
    assert (PROJECT_DIR / program).exists()


def test_a_replica_may_hold_the_descriptors_of_all_pages_that_it_lets_open() -> None:
    unit = (DEPLOY / "systemd" / "quality-dashboard@.service").read_text(encoding="utf-8")
    (allowed,) = re.findall(r"^LimitNOFILE=(\d+)$", unit, re.MULTILINE)
    # four an open page, three a closed one of which Streamlit keeps 128, and as much again for requests under way
    assert int(allowed) > 2 * (4 * (MOST_PAGES + MOST_UNSIGNED) + 3 * 128)
    assert "limit_conn dashboard_connections" in (DEPLOY / "nginx" / "quality-dashboard.conf").read_text(encoding="utf-8")
