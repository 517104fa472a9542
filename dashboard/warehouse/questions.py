"""Asking: one warehouse per process and snapshot, one question or several side by side."""

import atexit
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import polars as pl
from cachetools import LRUCache

from dashboard.policy import load_registry
from dashboard.snapshots import Snapshot
from dashboard.warehouse.answers import SingleFlight
from dashboard.warehouse.database import Warehouse

if TYPE_CHECKING:
    from dashboard.filters import Filters

MOST_OPEN = 4
# opening a large snapshot takes seconds: the others go on meanwhile
_open: SingleFlight[Warehouse] = SingleFlight(LRUCache(maxsize=MOST_OPEN))


@atexit.register
def close_warehouses() -> None:
    """Close every connection: DuckDB reports Python functions that outlive the interpreter."""
    for warehouse in _open.values():
        warehouse.close()


def open_warehouse(snapshot: Snapshot) -> Warehouse:
    """The warehouse of a snapshot; one per process and version of snapshot and reference data."""
    registry = load_registry()
    key = (snapshot.path, f"{snapshot.version}:{id(registry)}")
    return _open.get(key, lambda: Warehouse(snapshot, registry))


def together(*questions: Callable[[], Any]) -> list[Any]:
    """Ask independent questions side by side; DuckDB plans a statement on one core."""
    with ThreadPoolExecutor(max_workers=2) as threads:
        return [answer.result() for answer in [threads.submit(question) for question in questions]]


def query(name: str, filters: "Filters", **parameters: Any) -> pl.DataFrame:
    """Ask one query under the shared filters: the sentence every page is made of."""
    return open_warehouse(filters.snapshot).query(name, filters.scope(), **parameters)
