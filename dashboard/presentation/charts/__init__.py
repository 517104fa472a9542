"""Pure charts: rows in, plotly figure out. Nothing here knows Streamlit or DuckDB."""

from plotly.graph_objects import Figure

from dashboard.presentation.charts.forest import Mark, forest
from dashboard.presentation.charts.groups import Group, grouped_bars
from dashboard.presentation.charts.heatmap import Cells, heatmap
from dashboard.presentation.charts.honours import StatusYears, honours_by_year
from dashboard.presentation.charts.lines import Line, lines
from dashboard.presentation.charts.map import Area, district_map, load_shapes, shapes_path
from dashboard.presentation.charts.multiples import Panel, multiples
from dashboard.presentation.charts.ranking import Bar, ranking
from dashboard.presentation.charts.survival import survival
from dashboard.presentation.charts.tiles import tile_grid
from dashboard.presentation.charts.timeline import Event, timeline
from dashboard.presentation.charts.trend import Month, trend
from dashboard.presentation.charts.waterfall import Step, waterfall

__all__ = [
    "Area", "Bar", "Cells", "Event", "Figure", "Group", "Line", "Mark", "Month", "Panel", "StatusYears", "Step",
    "district_map", "forest", "grouped_bars", "heatmap", "honours_by_year", "lines", "load_shapes", "multiples",
    "ranking", "shapes_path", "survival", "tile_grid", "timeline", "trend", "waterfall",
]  # fmt: skip
