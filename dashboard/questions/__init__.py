"""Questions: filters, periods, asking with the rights of the reader, comparison, differences. No words, no charts."""

from dashboard.access import RestrictedError
from dashboard.questions.ask import (
    ask_together,
    close_warehouses,
    is_answered,
    lacks_figures,
    open_warehouse,
    query,
    sees_every_row,
)
from dashboard.warehouse import QueryError, QueryInfo, QueryTimeoutError, query_info, query_names

__all__ = [
    "QueryError", "QueryInfo", "QueryTimeoutError", "RestrictedError", "ask_together", "close_warehouses",
    "is_answered", "lacks_figures", "open_warehouse", "query", "query_info", "query_names", "sees_every_row",
]  # fmt: skip
