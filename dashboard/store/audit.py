"""Entries of the audit: what was shown or handed out, written before the rows leave."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl
from cachetools import TTLCache
from prometheus_client import Counter
from sqlalchemy import BigInteger, Column, ColumnElement, DateTime, Integer, Text, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from dashboard.snapshots import Snapshot
from dashboard.store.database import store, unavailable
from dashboard.store.store_tables import entries

SAME_VIEW_SECONDS = 600
# an address travels in a message of a page and may be as long as its sender likes; an entry keeps this much of it
MOST_CHARACTERS, MOST_VALUES = 200, 50
# how much of a text of an entry is read back: entries written before may be longer
MOST_READ = 16_000
AUDIT_FAILURES = Counter("dashboard_audit_failures", "Entries that could not be written to the audit.")
_noted: TTLCache[tuple[str, ...], bool] = TTLCache(maxsize=10_000, ttl=SAME_VIEW_SECONDS)
_noting = threading.Lock()


@dataclass(frozen=True)
class Entry:
    """One act of one reader. ``queries`` maps the name of a query to the rows it gave; ``filters`` are those of the URL."""

    identity: str
    role: str
    page: str
    queries: Mapping[str, int]
    filters: Mapping[str, Sequence[str]]
    snapshot: Snapshot

    def values(self, action: str) -> dict[str, Any]:
        """The entry as a row of the table."""
        return {
            "noted_at": datetime.now(UTC),
            "identity": self.identity[:320],
            "role": self.role[:64],
            "action": action,
            "page": self.page[:128],
            "queries": json.dumps(dict(self.queries), ensure_ascii=False, sort_keys=True),
            "filters": json.dumps(cut_parameters(self.filters), ensure_ascii=False),
            "row_count": sum(self.queries.values()),
            "snapshot": self.snapshot.name,
            "snapshot_version": self.snapshot.version,
        }


def cut_parameters(parameters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The parameters of an address as they are kept: of each name the first values, of each value the beginning."""
    return {
        name: [value if len(value) <= MOST_CHARACTERS else f"{value[:MOST_CHARACTERS]}…" for value in values[:MOST_VALUES]]
        for name, values in parameters.items()
    }


def note_export(entry: Entry, *, action: str = "exported") -> None:
    """Write an export or a fetch of the API. Nothing is written where no row leaves.

    Raises:
        AuditError: it cannot be written; the rows must not leave.
    """
    if sum(entry.queries.values()):
        _append(entry.values(action))


def note_seen(entry: Entry) -> None:
    """Write that rows are about to be shown; the same view of the same reader within ten minutes is one entry.

    Raises:
        AuditError: it cannot be written; the rows must not leave.
    """
    values = entry.values("seen")
    key = tuple(str(values[name]) for name in ("identity", "role", "page", "queries", "filters", "snapshot_version"))
    with _noting:
        is_known = key in _noted
    if values["row_count"] and not is_known:
        _append(values)
        with _noting:
            _noted[key] = True


def _append(values: dict[str, Any]) -> None:
    try:
        with store().begin() as connection:
            connection.execute(insert(entries).values(**values))
    except SQLAlchemyError as error:
        AUDIT_FAILURES.inc()
        raise unavailable() from error


def recent(
    *, limit: int = 500, offset: int = 0, identity: str | None = None, action: str | None = None
) -> tuple[pl.DataFrame, int]:
    """Entries, newest first, with ``noted_at`` in UTC, and how many there are under the same conditions.

    ``offset`` leaves out the newest. Texts longer than an entry holds today come without their end.

    Raises:
        AuditError: the database cannot be read.
    """
    asked = [entries.c.identity.icontains(identity, autoescape=True)] if identity else []
    asked += [entries.c.action == action] if action else []
    try:
        with store().connect() as connection:
            chosen = select(*map(_beginning, entries.columns)).where(*asked).order_by(entries.c.entry_id.desc())
            found = connection.execute(chosen.limit(limit).offset(offset))
            rows = [[_utc(value) if isinstance(value, datetime) else value for value in row] for row in found]
            total = connection.execute(select(func.count()).select_from(entries).where(*asked)).scalar_one()
    except SQLAlchemyError as error:
        raise unavailable() from error
    kinds: dict[type, pl.DataType | type[pl.DataType]] = {
        DateTime: pl.Datetime("us", "UTC"),
        Integer: pl.Int64,
        BigInteger: pl.Int64,
    }
    schema: Any = {column.name: kinds.get(type(column.type), pl.String) for column in entries.columns}
    return pl.DataFrame(rows, schema=schema, orient="row"), int(total)


def _beginning(column: Column[Any]) -> ColumnElement[Any]:
    return func.substr(column, 1, MOST_READ).label(column.name) if isinstance(column.type, Text) else column


def _utc(moment: datetime) -> datetime:
    """SQLite gives the moment back without its time zone, which is UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
