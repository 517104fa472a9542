"""Asking: one warehouse per process and snapshot, one question or several side by side."""

import atexit
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import polars as pl
from cachetools import LRUCache

from dashboard.access import (
    EVERY_ROW,
    RestrictedError,
    Rows,
    Sight,
    answers_query,
    bind_to_reader,
    current_access,
    keeps_values,
    sight_of,
)
from dashboard.policy import Registry, load_registry
from dashboard.questions.fixed_tables import fill_from_fixed_tables
from dashboard.questions.trail import note_answer
from dashboard.settings import settings
from dashboard.snapshots import Snapshot
from dashboard.warehouse.cache import SingleFlight
from dashboard.warehouse.catalogue import query_text
from dashboard.warehouse.engine import Warehouse

if TYPE_CHECKING:
    from dashboard.questions.filters import Filters
    from dashboard.warehouse.spark.spark_warehouse import SparkWarehouse

# one for all rows, one for the approved, and one for each area whose officials read lists
MOST_OPEN = 32
# opening a large snapshot takes seconds: the others go on meanwhile
_open: "SingleFlight[Warehouse | SparkWarehouse]" = SingleFlight(LRUCache(maxsize=MOST_OPEN))


@atexit.register
def close_warehouses() -> None:
    """Close every connection and forget it: DuckDB reports Python functions that outlive the interpreter."""
    for warehouse in _open.values():
        warehouse.close()
    _open.clear()


def open_warehouse(snapshot: Snapshot, rows: Rows = EVERY_ROW) -> "Warehouse | SparkWarehouse":
    """The warehouse of a snapshot with the given rows; one per process and version of snapshot and reference data.

    For tools and tests: pages and the data API ask through ``query``, which looks at the rights of the reader.
    """
    registry = load_registry()
    key = (snapshot.path, f"{snapshot.version}:{id(registry)}", rows)
    return _open.get(key, lambda: _open_on_engine(snapshot, registry, rows))


def _open_on_engine(snapshot: Snapshot, registry: Registry, rows: Rows) -> "Warehouse | SparkWarehouse":
    """The warehouse on the engine that ``DASHBOARD_ENGINE`` names: DuckDB, or Spark where its address is given."""
    address = settings().spark_address
    if address is None:
        return Warehouse(snapshot, registry, rows=rows)
    # neither the translation nor pyspark is loaded where nobody asked for it
    from dashboard.warehouse.spark.spark_warehouse import SparkWarehouse

    return SparkWarehouse(snapshot, registry, rows=rows, address=address)


def ask_together(*questions: Callable[[], Any]) -> list[Any]:
    """Ask independent questions side by side, each as the reader of now; DuckDB plans a statement on one core."""
    with ThreadPoolExecutor(max_workers=2) as threads:
        return [answer.result() for answer in [threads.submit(bind_to_reader(question)) for question in questions]]


def query(name: str, filters: "Filters", **parameters: Any) -> pl.DataFrame:
    """Ask one query under the shared filters: the sentence every page is made of.

    Figures are answered from every case to who is signed in; rows from those that the reader of now may see.

    Raises:
        RestrictedError: the snapshot, or the answer, lies outside the reader's rights.
        QueryError: unknown query, wrong parameters, or longer than the time limit.
    """
    return _answer(name, filters, parameters)


def query_basis(name: str, filters: "Filters", **parameters: Any) -> pl.DataFrame:
    """Ask for what a figure is estimated from, rows of nameless organisations included: they are not handed on.

    Raises:
        RestrictedError, QueryError: as ``query``.
    """
    return _answer(name, filters, parameters, is_basis=True)


def _answer(name: str, filters: "Filters", parameters: Mapping[str, Any], *, is_basis: bool = False) -> pl.DataFrame:
    access = current_access()
    query_text(name)
    if not access.may_open(filters.snapshot.kind):
        raise RestrictedError(
            "该快照为正式数据，须登录后查看。",
            "This snapshot holds official data: sign in to see it.",
        )
    scope = filters.scope()
    sight = sight_of(access, name, scope, is_basis=is_basis)
    warehouse = open_warehouse(filters.snapshot, sight.rows)
    answer = mask_columns(warehouse.query(name, scope, **parameters), name, sight)
    if sight.mask == "figures":
        answer = fill_from_fixed_tables(answer, name, scope, prepared=warehouse.prepared)
    note_answer(name, answer)
    return answer


def is_answered(name: str, filters: "Filters") -> bool:
    """Whether the query is answered at all to the reader of now under these filters."""
    return answers_query(current_access(), name, filters.scope())


def mask_columns(answer: pl.DataFrame, name: str, sight: Sight) -> pl.DataFrame:
    """The answer with null in every column that needs rows the reader may not see."""
    hidden = [column for column in answer.columns if not keeps_values(name, column, sight.mask)]
    answer = answer.with_columns(pl.lit(None, dtype=answer.schema[column]).alias(column) for column in hidden)
    if sight.mask == "cases" and "reporting_state" in answer.columns and "application_count" in hidden:
        return answer.with_columns(pl.col("reporting_state").replace("reported", "restricted"))
    return answer
