"""The one database of what people write: evaluations and the record of who saw what; SQLite unless told otherwise.

``DASHBOARD_DATABASE`` takes any SQLAlchemy URL; by default ``<data>/database/dashboard.sqlite``. The figures themselves
never live here: they come from immutable snapshots.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from dashboard.errors import ReaderError
from dashboard.settings import settings

WAIT_SECONDS = 20


class DatabaseError(ReaderError):
    """The database cannot be reached or its address is not valid."""


def database_url(*, data: Path) -> str:
    """``DASHBOARD_DATABASE``, else a SQLite file in the data folder."""
    given = settings().database
    return given.get_secret_value() if given else f"sqlite:///{data / 'database' / 'dashboard.sqlite'}"


@lru_cache(maxsize=8)
def open_database(url: str) -> sa.Engine:
    """An engine for the URL; a SQLite file gets its folder, waits for locks and lets readers read while one writes.

    Raises:
        DatabaseError: the URL is not one SQLAlchemy knows, or its driver is not installed.
    """
    try:
        parsed = sa.make_url(url)
        is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
        if is_file:
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        arguments: dict[str, Any] = {"timeout": WAIT_SECONDS} if is_file else {}
        engine = sa.create_engine(parsed, connect_args=arguments, pool_pre_ping=True)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError, OSError) as error:
        raise unreachable() from error
    if is_file:
        sa.event.listen(engine, "connect", _tune)
    return engine


def create_tables(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Create the tables that are missing; safe when several processes start at once.

    Raises:
        DatabaseError: the database cannot be reached.
    """
    try:
        with engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))
    except sa.exc.DBAPIError as error:
        raise unreachable() from error


def _tune(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma foreign_keys = on")
    cursor.close()


def unreachable() -> DatabaseError:
    """The one sentence for every failure of the database."""
    return DatabaseError(
        "数据库无法使用。请检查 DASHBOARD_DATABASE 的地址、驱动和访问权限，或清空该变量以使用数据目录中的 SQLite 文件。",
        "The database cannot be used. Check the URL in DASHBOARD_DATABASE, its driver and permissions, or leave it empty "
        "to use a SQLite file in the data folder.",
    )
