"""From the files and tables of version 1.0 to the one store: every row, once, whoever starts first; and back."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from dashboard.settings import PROJECT_DIR
from dashboard.store.database import DatabaseError, database_url, migrate, open_database
from dashboard.store.store_tables import metadata
from tests.server.test_deploy import back_up
from tests.store.postgres import PROGRAMS, new_database, run

# as version 1.0 made them in SQLite
AUDIT_1_0 = """
create table audit_entries (entry_id integer not null primary key, noted_at datetime not null,
  identity varchar(320) not null, role varchar(64) not null, action varchar(16) not null, page varchar(128) not null,
  queries text not null, filters text not null, row_count bigint not null, snapshot varchar(64) not null,
  snapshot_version varchar(64) not null);
create index audit_entries_by_time on audit_entries (noted_at);
create table saved_views (identity varchar(320) not null, name varchar(60) not null, path text not null,
  kept_at datetime not null, primary key (identity, name));
create trigger audit_keeps_update before update on audit_entries
  begin select raise(abort, 'the audit is append-only'); end;
create trigger audit_keeps_delete before delete on audit_entries
  begin select raise(abort, 'the audit is append-only'); end;
"""
EVALUATIONS_1_0 = """
create table evaluations (evaluation_id integer not null primary key, name varchar(120) not null,
  snapshot varchar(64) not null, snapshot_version varchar(64) not null, parameters json not null, version integer not null);
create table evaluation_versions (evaluation_id integer not null references evaluations (evaluation_id),
  version integer not null, author varchar(120) not null, saved_at varchar(32) not null, content json not null,
  primary key (evaluation_id, version));
"""
ROWS = {
    "audit_entries": [
        (4, "2026-11-01 08:00:00.000001", "李四@市局", "evaluator", "seen", "applications", "{}", "{}", 3, "s", "f"),
        (9, "2026-11-02 08:00:00.000000", "王五", "public", "exported", "honours", "{}", "{}", 1, "s", "f"),
    ],
    "saved_views": [("李四@市局", "我的", "/records?x=1", "2026-11-01 08:00:00.000000")],
    "evaluations": [(7, "2025年度评价", "s", "f", '{"period": ["fund_year:2025"]}', 2)],
    "evaluation_versions": [
        (7, 1, "甲", "2026-11-01T08:00:00+00:00", '{"preset": "balanced"}'),
        (7, 2, "乙", "2026-11-02T08:00:00+00:00", '{"preset": "balanced", "suggestions": "改"}'),
    ],
}
OLD = {
    "audit/audit.sqlite": (AUDIT_1_0, ("audit_entries", "saved_views")),
    "database/dashboard.sqlite": (EVALUATIONS_1_0, ("evaluations", "evaluation_versions")),
}
# the entry 9 once more, by somebody else and under another number
COPY = """audit_entries select {number}, noted_at, '赵六', role, action, page, queries, filters, row_count, snapshot,
  snapshot_version from audit_entries where entry_id = 9"""
# a process that dies with its rows in the write-ahead log alone
DIE = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("pragma journal_mode = wal")
connection.execute("pragma wal_autocheckpoint = 0")
exec(sys.stdin.read())
os._exit(0)
"""


def write_old(data: Path) -> None:
    for name, (tables, filled) in OLD.items():
        (data / name).parent.mkdir(parents=True)
        steps = [f"connection.executescript({tables!r})"]
        for table in filled:
            places = ", ".join("?" * len(ROWS[table][0]))
            steps.append(f"connection.executemany('insert into {table} values ({places})', {ROWS[table]!r})")  # noqa: S608
        subprocess.run([sys.executable, "-c", DIE, str(data / name)], input="\n".join(steps), text=True, check=True)
        assert (data / f"{name}-wal").stat().st_size > 0


def rows_of(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every table as it is stored, without a conversion."""
    with engine.connect() as connection:
        return {
            table: sorted(tuple(row) for row in connection.exec_driver_sql(f"select * from {table}"))  # noqa: S608
            for table in ROWS
        }


def start(data: Path) -> None:
    code = "import sys; from pathlib import Path; from dashboard.store.database import *; "
    code += "open_database(database_url(data=Path(sys.argv[1])))"
    subprocess.run([sys.executable, "-c", code, str(data)], check=True, cwd=PROJECT_DIR)


@pytest.fixture(autouse=True)
def default_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DASHBOARD_DATABASE", raising=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'other.sqlite'}"
    return new_database(request.getfixturevalue("postgresql"))


def test_two_old_files_with_an_unclean_log_move_whole_and_once_though_two_start(tmp_path: Path) -> None:
    write_old(tmp_path)
    with ThreadPoolExecutor(2) as starting:
        list(starting.map(start, [tmp_path] * 2))
    assert rows_of(open_database(database_url(data=tmp_path))) == ROWS
    for name in OLD:
        assert [path.name for path in (tmp_path / name).parent.iterdir()] == [f"{Path(name).name}.bak"]
    # what is kept beside the store is what the old version reads
    for name, (_, filled) in OLD.items():
        with closing(sa.create_engine(f"sqlite:///{tmp_path / name}.bak").raw_connection()) as old:
            for table in filled:
                assert old.cursor().execute(f"select * from {table} order by 1, 2").fetchall() == ROWS[table]  # noqa: S608


def test_a_move_that_ended_before_the_renaming_adds_no_row_twice(tmp_path: Path) -> None:
    write_old(tmp_path)
    start(tmp_path)
    for name in OLD:
        (tmp_path / f"{name}.bak").rename(tmp_path / name)
    assert rows_of(open_database(database_url(data=tmp_path))) == ROWS
    assert not any((tmp_path / name).exists() for name in OLD)


def test_an_old_file_with_rows_of_its_own_stops_the_start_and_stays(tmp_path: Path) -> None:
    write_old(tmp_path)
    start(tmp_path)
    name = tmp_path / "audit" / "audit.sqlite"
    Path(f"{name}.bak").rename(name)
    with sa.create_engine(f"sqlite:///{name}").begin() as old:
        old.exec_driver_sql("insert into " + COPY.format(number=10))
    with pytest.raises(DatabaseError):
        open_database(database_url(data=tmp_path))
    assert name.exists()


def test_processes_that_start_at_once_on_an_empty_database_all_start(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", url)
    with ThreadPoolExecutor(3) as starting:
        list(starting.map(start, [tmp_path] * 3))


def test_the_tables_are_those_the_program_reads(url: str) -> None:
    with open_database(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_tables_of_version_1_0_are_taken_over_with_their_rows(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'all.sqlite'}"
    with closing(sa.create_engine(url).raw_connection()) as connection:
        for tables, _ in OLD.values():
            connection.executescript(tables)
        for table, rows in ROWS.items():
            connection.cursor().executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
        connection.commit()
    engine = open_database(url)
    assert rows_of(engine) == ROWS
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize(("revision", "on_sqlite"), [("0001", 2), ("0002", 3)])
def test_every_revision_keeps_the_audit_append_only(url: str, revision: str, on_sqlite: int) -> None:
    question = {
        "sqlite": "select count(*) from sqlite_master where type = 'trigger' and tbl_name = 'audit_entries'",
        "postgresql": "select count(*) from pg_trigger where tgrelid = 'audit_entries'::regclass and not tgisinternal",
    }
    with sa.create_engine(url).begin() as connection:
        migrate(connection, revision=revision)
        found = connection.exec_driver_sql(question[connection.dialect.name]).scalar_one()
        assert found == {"sqlite": on_sqlite, "postgresql": 3}[connection.dialect.name]


@pytest.mark.parametrize("statement", ["insert or replace into", "replace into", "insert or ignore into", "insert into"])
def test_no_entry_is_replaced(tmp_path: Path, statement: str) -> None:
    write_old(tmp_path)
    engine = open_database(database_url(data=tmp_path))
    with pytest.raises(SQLAlchemyError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(f"{statement} {COPY.format(number=4)}")
    assert rows_of(engine) == ROWS


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_that_is_restored_has_every_row_of_every_table(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "snapshots").mkdir()
    if kind == "sqlite":
        url, restored = database_url(data=tmp_path), f"sqlite:///{tmp_path / 'restored.sqlite'}"
    else:
        monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
        url, restored = (new_database(request.getfixturevalue("postgresql")) for _ in range(2))
    engine = open_database(url)
    with engine.begin() as connection:
        for table, rows in ROWS.items():
            places = ", ".join(["?" if kind == "sqlite" else "%s"] * len(rows[0]))
            connection.exec_driver_sql(f"insert into {table} values ({places})", rows)  # noqa: S608
    address = str(tmp_path / "store" / "store.sqlite") if kind == "sqlite" else url.replace("+psycopg", "")
    back_up(tmp_path, tmp_path / "to", address)
    (copy,) = (tmp_path / "to").glob("audit-*")
    if kind == "sqlite":
        shutil.copy(copy, tmp_path / "restored.sqlite")
    else:
        run(str(PROGRAMS / "pg_restore"), "--dbname", restored.replace("+psycopg", ""), str(copy))
    found = rows_of(open_database(restored))
    assert found == rows_of(engine)
    assert {table: len(rows) for table, rows in found.items()} == {table: len(rows) for table, rows in ROWS.items()}
    assert set(ROWS) == set(metadata.tables), "a new table needs rows here"
