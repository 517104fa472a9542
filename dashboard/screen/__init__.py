"""What pages are made of: the frame around a page, KPI cards, charts with their notes, tables."""

from dashboard.screen.cards import Card, kpi_grid
from dashboard.screen.grid import table
from dashboard.screen.page_frame import Reader, page, reader
from dashboard.screen.show import show

__all__ = ["Card", "Reader", "kpi_grid", "page", "reader", "show", "table"]
