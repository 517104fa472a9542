"""What pages are made of: the frame around a page, KPI cards, charts with their notes, tables."""

from dashboard.view.cards import Card, kpi_grid
from dashboard.view.frame import Reader, page, reader
from dashboard.view.show import show
from dashboard.view.table import table

__all__ = ["Card", "Reader", "kpi_grid", "page", "reader", "show", "table"]
