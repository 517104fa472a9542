"""Pure charts: rows in, plotly figure out. Nothing here knows Streamlit or DuckDB."""

from dashboard.charts.forest import Mark, forest
from dashboard.charts.groups import Group, grouped_bars
from dashboard.charts.heatmap import heatmap
from dashboard.charts.honours import StatusYears, honours_by_year
from dashboard.charts.lines import Line, lines
from dashboard.charts.map import Area, district_map, load_shapes, shapes_path
from dashboard.charts.multiples import Panel, multiples
from dashboard.charts.ranking import Bar, ranking
from dashboard.charts.survival import survival
from dashboard.charts.tiles import tile_grid
from dashboard.charts.timeline import Event, timeline
from dashboard.charts.trend import Month, trend
from dashboard.charts.waterfall import Step, waterfall

__all__ = [
    "Area", "Bar", "Event", "Group", "Line", "Mark", "Month", "Panel", "StatusYears", "Step", "district_map",
    "forest", "grouped_bars", "heatmap", "honours_by_year", "lines", "load_shapes", "multiples", "ranking",
    "shapes_path", "survival", "tile_grid", "timeline", "trend", "waterfall",
]  # fmt: skip
