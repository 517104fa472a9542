"""The database of the service: its tables, the triggers that make the audit append-only, one engine per address."""

import os
import threading
from functools import lru_cache

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    DateTime,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dashboard.errors import ReaderError
from dashboard.settings import data_directory, settings

metadata = MetaData()
KEY = BigInteger().with_variant(Integer, "sqlite")
entries = Table(
    "audit_entries",
    metadata,
    Column("entry_id", KEY, primary_key=True, autoincrement=True),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("identity", String(320), nullable=False),
    Column("role", String(64), nullable=False),
    # seen, exported or fetched (by the data API)
    Column("action", String(16), nullable=False),
    Column("page", String(128), nullable=False),
    Column("queries", Text, nullable=False),
    Column("filters", Text, nullable=False),
    Column("row_count", BigInteger, nullable=False),
    Column("snapshot", String(64), nullable=False),
    Column("snapshot_version", String(64), nullable=False),
    Index("audit_entries_by_time", "noted_at"),
)
views = Table(
    "saved_views",
    metadata,
    Column("identity", String(320), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("path", Text, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
)
APPEND_ONLY = {
    "sqlite": (
        "create trigger if not exists audit_keeps_{what} before {what} on audit_entries "
        "begin select raise(abort, 'the audit is append-only'); end",
        ("update", "delete"),
    ),
    "postgresql": (
        "create trigger audit_keeps_{what} before {what} on audit_entries "
        "for each statement execute function refuse_change_of_audit()",
        ("update", "delete", "truncate"),
    ),
}
REFUSE = """create or replace function refuse_change_of_audit() returns trigger language plpgsql as
$$ begin raise exception 'the audit is append-only'; end $$"""
for dialect, (trigger, changes) in APPEND_ONLY.items():
    if dialect == "postgresql":
        event.listen(entries, "after_create", DDL(REFUSE).execute_if(dialect=dialect))
    for change in changes:
        event.listen(entries, "after_create", DDL(trigger.format(what=change)).execute_if(dialect=dialect))

# "insert or replace" deletes without the trigger of a deletion, unless its own connection asks for it
REPLACE = """create trigger if not exists audit_keeps_replace before insert on audit_entries
when exists (select 1 from audit_entries where entry_id = new.entry_id)
begin select raise(abort, 'the audit is append-only'); end"""

_making = threading.Lock()


class AuditError(ReaderError):
    """The database of the service cannot be reached or written."""


def database_url() -> str:
    """``DASHBOARD_DATABASE``, else a SQLite file ``audit/audit.sqlite`` in the data folder."""
    given = settings().database
    return given.get_secret_value() if given else f"sqlite:///{data_directory() / 'audit' / 'audit.sqlite'}"


def store() -> Engine:
    """The engine of the configured database, with its tables made where they are missing.

    Raises:
        AuditError: the database cannot be opened.
    """
    with _making:
        return _store(database_url())


@lru_cache(maxsize=8)
def _store(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            os.makedirs(os.path.dirname(parsed.database) or ".", exist_ok=True)
        engine = create_engine(parsed, pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _wait_for_others)
        _make_tables(engine)
    except (SQLAlchemyError, ArgumentError, ImportError, OSError) as error:
        raise unavailable() from error
    return engine


def _make_tables(engine: Engine) -> None:
    """Two processes that start together may both find no table: the second one looks again."""
    try:
        metadata.create_all(engine)
    except SQLAlchemyError:
        metadata.create_all(engine)
    if engine.dialect.name == "sqlite":
        # tables of former versions have no such trigger
        with engine.begin() as connection:
            connection.execute(text(REPLACE))


def _wait_for_others(connection: object, _record: object) -> None:
    """Several processes write to one file: readers do not wait, writers wait up to five seconds."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = full")
    cursor.execute("pragma busy_timeout = 5000")
    cursor.close()


def unavailable() -> AuditError:
    """The one sentence for every failure of the database."""
    return AuditError(
        "审计记录暂时无法写入，因此明细暂不能查看或导出。请联系管理员检查审计数据库，稍后再试。",
        "The audit cannot be written at the moment, so rows cannot be shown or exported. "
        "Ask the administrator to check the audit's database and try again later.",
    )
