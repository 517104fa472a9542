"""Pure charts: rows in, plotly figure out. Nothing here knows Streamlit or DuckDB."""

from dashboard.charts.honours import StatusYears, honours_by_year
from dashboard.charts.map import Area, district_map, load_shapes, shapes_path
from dashboard.charts.ranking import Bar, ranking
from dashboard.charts.trend import Month, trend

__all__ = [
    "Area", "Bar", "Month", "StatusYears", "district_map", "honours_by_year", "load_shapes", "ranking", "shapes_path",
    "trend",
]  # fmt: skip
