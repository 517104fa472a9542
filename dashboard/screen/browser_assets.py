"""Files the browser needs beside Streamlit's own: plotly.js as it lies in the installed wheel, the script of charts."""

import gzip
import hashlib
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

# the version in the name lets browsers keep the file for good
PLOTLY_PATH = f"assets/plotly-{version('plotly')}.min.js"
SCRIPTS = Path(__file__).parent / "assets"
# one module in three files
CHART_SCRIPT = b"\n".join((SCRIPTS / name).read_bytes() for name in ("chart_layout.js", "chart_cells.js", "chart.js"))
CHART_PATH = f"assets/chart-{hashlib.sha256(CHART_SCRIPT).hexdigest()[:12]}.js"


async def plotly_js(request: Request) -> Response:
    """plotly.js, compressed where the browser takes it."""
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
    return Response(
        _plotly(packed=packed),
        media_type="text/javascript",
        headers=headers | ({"content-encoding": "gzip"} if packed else {}),
    )


@lru_cache(maxsize=2)
def _plotly(*, packed: bool) -> bytes:
    text = files("plotly").joinpath("package_data/plotly.min.js").read_bytes()
    return gzip.compress(text, compresslevel=6, mtime=0) if packed else text


async def chart_js(_request: Request) -> Response:
    """The script of the chart component."""
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(CHART_SCRIPT, media_type="text/javascript", headers=headers)


ROUTES = [Route(f"/{PLOTLY_PATH}", plotly_js), Route(f"/{CHART_PATH}", chart_js)]
