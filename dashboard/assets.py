"""Files the browser needs beside Streamlit's own: plotly.js as it lies in the installed wheel."""

import gzip
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

# the version in the name lets browsers keep the file for good
PLOTLY_PATH = f"assets/plotly-{version('plotly')}.min.js"


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


ROUTES = [Route(f"/{PLOTLY_PATH}", plotly_js)]
