"""Addresses of the files the browser needs beside Streamlit's own; their content is the screen's."""

import gzip
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.screen.browser_assets import CHART_PATH, CHART_SCRIPT, PLOTLY_PATH, read_plotly_script

# the name of a file changes with its content, so a browser never asks twice
KEEP = {"cache-control": "public, max-age=31536000, immutable"}


async def send_plotly_script(request: Request) -> Response:
    """plotly.js, compressed where the browser takes it."""
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = KEEP | {"vary": "accept-encoding"} | ({"content-encoding": "gzip"} if packed else {})
    return Response(_encode_plotly_script(packed=packed), media_type="text/javascript", headers=headers)


@lru_cache(maxsize=2)
def _encode_plotly_script(*, packed: bool) -> bytes:
    text = read_plotly_script()
    return gzip.compress(text, compresslevel=6, mtime=0) if packed else text


async def send_chart_script(_request: Request) -> Response:
    """The script of the chart component."""
    return Response(CHART_SCRIPT, media_type="text/javascript", headers=KEEP)


ASSETS = [Route(f"/{PLOTLY_PATH}", send_plotly_script), Route(f"/{CHART_PATH}", send_chart_script)]
