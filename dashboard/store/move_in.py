"""The two SQLite files of version 1.0 move into the store once; each stays beside it as ``.bak``."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from dashboard.store.store_tables import metadata

OLD_FILES = (Path("audit", "audit.sqlite"), Path("database", "dashboard.sqlite"))


class MoveError(Exception):
    """An old file holds rows that the store, which has others, does not have."""


def move_in(engine: sa.Engine, *, data: Path) -> None:
    """Copy the rows of the old files below ``data`` as they are, then rename the files.

    ``engine`` begins with a write lock. Both the copy and the renaming look for the file under that lock, so of two
    processes one moves it; a process that dies between them leaves rows that the next one finds in the store.

    Raises:
        MoveError: rows of an old file are not in a table of the store that holds others.
    """
    for file in (data / old for old in OLD_FILES):
        for step in (_copy_rows, _set_aside):
            if file.exists():
                with engine.begin() as connection:
                    if file.exists():
                        step(cast(sqlite3.Connection, connection.connection.driver_connection), file)


def _copy_rows(store: sqlite3.Connection, file: Path) -> None:
    # opened to write: what an unclean end left in the write-ahead log is part of the file
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)) as old:
        for table in metadata.sorted_tables:
            given = [row[1] for row in old.execute(f"pragma table_info({table.name})")]
            names = [column.name for column in table.columns if column.name in given]
            if not names:
                continue
            rows = old.execute(f"select {', '.join(names)} from {table.name} order by 1")  # noqa: S608
            kept = set(store.execute(f"select {', '.join(names)} from {table.name}"))  # noqa: S608
            if not kept:
                places = ", ".join("?" * len(names))
                store.executemany(f"insert into {table.name} ({', '.join(names)}) values ({places})", rows)  # noqa: S608
            elif not kept.issuperset(rows):
                raise MoveError(str(file))


def _set_aside(_store: sqlite3.Connection, file: Path) -> None:
    target = next(name for name in _names(file) if not name.exists())
    # a process of the old version that still runs keeps the log: it goes with its file
    for ending in ("", "-wal", "-shm"):
        if (part := Path(f"{file}{ending}")).exists():
            part.rename(f"{target}{ending}")


def _names(file: Path) -> Iterator[Path]:
    yield Path(f"{file}.bak")
    yield from (Path(f"{file}.bak.{number}") for number in itertools.count(2))
