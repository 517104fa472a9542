"""What pages are made of: the frame around a page, KPI cards, charts with their notes, tables."""

from dashboard.screen.cards import Card, kpi_grid
from dashboard.screen.grid import table
from dashboard.screen.page_frame import page
from dashboard.screen.page_run import PageRun, page_run
from dashboard.screen.show import show

__all__ = ["Card", "PageRun", "kpi_grid", "page", "page_run", "show", "table"]
