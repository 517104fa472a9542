"""Files the browser needs beside Streamlit's own: plotly.js as it lies in the installed wheel, the script of charts."""

import hashlib
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

# the version in the name lets browsers keep the file for good
PLOTLY_PATH = f"assets/plotly-{version('plotly')}.min.js"
SCRIPTS = Path(__file__).parent / "assets"
# one module in three files
CHART_SCRIPT = b"\n".join((SCRIPTS / name).read_bytes() for name in ("chart_layout.js", "chart_cells.js", "chart.js"))
CHART_PATH = f"assets/chart-{hashlib.sha256(CHART_SCRIPT).hexdigest()[:12]}.js"


def read_plotly_script() -> bytes:
    """The bytes of plotly.js, about 5 MB; OSError where the wheel is not whole."""
    return files("plotly").joinpath("package_data/plotly.min.js").read_bytes()
