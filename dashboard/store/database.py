"""The one database of what people write: audit, saved views, evaluations. This module alone opens it.

``DASHBOARD_DATABASE`` takes any SQLAlchemy URL; by default ``<data>/store/store.sqlite``. The figures themselves
never live here: they come from immutable snapshots.
"""

import sqlite3
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from dashboard.errors import ReaderError
from dashboard.settings import data_directory, settings
from dashboard.store.move_in import MoveError, move_in

WAIT_SECONDS = 20
DEFAULT_FILE = Path("store", "store.sqlite")
MIGRATIONS = Path(__file__).parent / "migrations"
# one number for this program among the advisory locks of PostgreSQL
LOCK_KEY = 7_307_155_904
_opening = threading.Lock()


class DatabaseError(ReaderError):
    """The database cannot be reached or its address is not valid."""


class AuditError(ReaderError):
    """The database cannot be reached or written where an entry of the audit or a saved view is asked for."""


def database_url(*, data: Path | None = None) -> str:
    """``DASHBOARD_DATABASE``, else a SQLite file in the data folder."""
    given = settings().database
    return given.get_secret_value() if given else f"sqlite:///{(data or data_directory()) / DEFAULT_FILE}"


def open_database(url: str) -> sa.Engine:
    """The engine of this address, its tables brought to the newest revision, the files of version 1.0 moved in.

    Raises:
        DatabaseError: the address is none, its driver is missing, the database cannot be reached, is of a later version
            of the program, or an old file holds rows that the store does not.
    """
    with _opening:
        return _open(url)


def store() -> sa.Engine:
    """The engine of the configured database.

    Raises:
        AuditError: it cannot be opened.
    """
    try:
        return open_database(database_url())
    except DatabaseError as error:
        raise unavailable() from error


@lru_cache(maxsize=8)
def _open(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
        is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
        file = Path(str(parsed.database))
        if is_file:
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _tune)
            sa.event.listen(engine, "begin", _begin)
        locking = engine.execution_options(locking=True)
        with locking.begin() as connection:
            migrate(connection)
        if is_file and file.parts[-2:] == DEFAULT_FILE.parts:
            move_in(locking, data=file.parent.parent)
    except (sa.exc.SQLAlchemyError, sqlite3.Error, CommandError, MoveError, ImportError, OSError) as error:
        raise unreachable() from error
    return engine


def migrate(connection: sa.Connection, *, revision: str = "head") -> None:
    """Bring the tables to a revision in the transaction of this connection; of several processes one does it."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_KEY)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _tune(connection: Any, _record: Any) -> None:
    """Readers do not wait, writers wait for each other; a transaction begins where SQLAlchemy says so, for tables too."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"pragma busy_timeout = {WAIT_SECONDS * 1000}")
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = full")
    cursor.execute("pragma foreign_keys = on")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("begin immediate" if connection.get_execution_options().get("locking") else "begin")


def unavailable() -> AuditError:
    """The one sentence for every failure of the database where rows are to leave."""
    return AuditError(
        "审计记录暂时无法写入，因此明细暂不能查看或导出。请联系管理员检查审计数据库，稍后再试。",
        "The audit cannot be written at the moment, so rows cannot be shown or exported. "
        "Ask the administrator to check the audit's database and try again later.",
    )


def unreachable() -> DatabaseError:
    """The one sentence for every failure where evaluations are asked for."""
    return DatabaseError(
        "数据库无法使用。请检查 DASHBOARD_DATABASE 的地址、驱动和访问权限，或清空该变量以使用数据目录中的 SQLite 文件。",
        "The database cannot be used. Check the URL in DASHBOARD_DATABASE, its driver and permissions, or leave it empty "
        "to use a SQLite file in the data folder.",
    )
