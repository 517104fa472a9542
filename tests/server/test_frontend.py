"""Streamlit's browser files from memory: the same bytes, compressed, and nothing that is not a file of the browser."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers
from streamlit.file_util import get_static_dir

from dashboard.server.frontend import Frontend, find_needed_scripts

STATIC = Path(get_static_dir())
INDEX = (STATIC / "index.html").read_bytes()
Answer = tuple[int, Headers, bytes]


async def _passed(scope: Any, receive: Any, send: Any) -> None:
    """Stands for Streamlit: the document for a page's address, one word for all else."""
    body = INDEX if scope["path"] == "/overview" else b"passed"
    headers = [(b"content-length", str(len(body)).encode()), (b"content-type", b"text/html"), (b"etag", b'"1"')]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body[:100], "more_body": True})
    await send({"type": "http.response.body", "body": body[100:]})


def get(path: str, **headers: str) -> Answer:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": raw, "query_string": b""}
    # in a thread of its own: the browser of other tests may hold this thread's event loop
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(Frontend(_passed)(scope, receive, send))).result()
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("name", ["js", "css"])
def test_files_are_the_same_bytes_compressed(name: str) -> None:
    path = next((STATIC / "static" / name).glob("index.*"))
    status, headers, body = get(f"/static/{name}/{path.name}", accept_encoding="gzip, br")
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert int(headers["content-length"]) == len(body) < path.stat().st_size / 2
    assert gzip.decompress(body) == path.read_bytes()
    plain = get(f"/static/{name}/{path.name}")
    assert "content-encoding" not in plain[1]
    assert plain[2] == path.read_bytes()


@pytest.mark.parametrize("path", ["/static/../index.html", "/static/js/unknown.js", "/static/", "/api/figures"])
def test_all_else_passes_through(path: str) -> None:
    assert get(path, accept_encoding="gzip")[2] == b"passed"


def test_the_document_names_what_a_page_needs() -> None:
    status, headers, body = get("/overview", accept="text/html", accept_encoding="gzip")
    assert (status, headers["content-encoding"], "etag" in headers) == (200, "gzip", False)
    text = gzip.decompress(body).decode()
    assert int(headers["content-length"]) == len(body)
    assert {name for name in find_needed_scripts() if name not in text} == set()
    assert any(name.startswith("BidiComponent.") for name in find_needed_scripts())
    assert "plotly-" in text
    for part in INDEX.decode().split("</head>"):
        assert part in text


def test_another_answer_in_html_is_left_alone() -> None:
    status, headers, body = get("/report", accept="text/html", accept_encoding="gzip")
    assert (status, headers["etag"], body) == (200, '"1"', b"passed")
