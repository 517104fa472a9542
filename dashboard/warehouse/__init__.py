"""The only package that opens DuckDB: a snapshot becomes views and macros, ``query`` answers from ``queries/``.

One connection per process and snapshot, locked after set-up; one cursor per query; answers are cached by snapshot
version, query and parameters in a store bounded by bytes.
"""

from dashboard.warehouse.catalogue import (
    MODEL,
    MODEL_OF_FINDINGS,
    QUERIES_DIR,
    QueryError,
    QueryInfo,
    QueryTimeoutError,
    query_info,
    query_names,
    query_text,
)
from dashboard.warehouse.database import Warehouse
from dashboard.warehouse.questions import close_warehouses, open_warehouse, query, together

__all__ = [
    "MODEL",
    "MODEL_OF_FINDINGS",
    "QUERIES_DIR",
    "QueryError",
    "QueryInfo",
    "QueryTimeoutError",
    "Warehouse",
    "close_warehouses",
    "open_warehouse",
    "query",
    "query_info",
    "query_names",
    "query_text",
    "together",
]
