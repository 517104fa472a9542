"""Questions: filters, periods, asking with the rights of the reader, comparison, differences. No words, no charts."""

from dashboard.access import RestrictedError
from dashboard.questions.ask import (
    ask_together,
    close_warehouses,
    is_answered,
    open_warehouse,
    query,
    query_basis,
)
from dashboard.warehouse import QueryError, QueryInfo, QueryTimeoutError, query_info, query_names

__all__ = [
    "QueryError", "QueryInfo", "QueryTimeoutError", "RestrictedError", "ask_together", "close_warehouses",
    "is_answered", "open_warehouse", "query", "query_info", "query_basis", "query_names",
]  # fmt: skip
