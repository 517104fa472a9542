"""Questions: filters, periods, asking with the rights of the reader, comparison, differences. No words, no charts."""

from dashboard.questions.ask import close_warehouses, open_warehouse, query, together

__all__ = ["close_warehouses", "open_warehouse", "query", "together"]
