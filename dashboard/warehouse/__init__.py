"""DuckDB: query files, engine, cache, restriction; Spark apart in ``spark/``. Knows no filter, no page and no word.

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
from dashboard.warehouse.engine import Warehouse

__all__ = [
    "MODEL",
    "MODEL_OF_FINDINGS",
    "QUERIES_DIR",
    "QueryError",
    "QueryInfo",
    "QueryTimeoutError",
    "Warehouse",
    "query_info",
    "query_names",
    "query_text",
]
