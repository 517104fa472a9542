"""Streamlit's own browser files, kept in memory and compressed once.

Streamlit reads each of its hundred scripts from disk for every visit, sends them uncompressed and lets the browser
find the ones a page needs one after the other. Here each is compressed once per process, and the document names
everything a page is going to need, so that the browser asks for all of it at once.
"""

import gzip
import mimetypes
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from dashboard.screen.browser_assets import CHART_PATH, PLOTLY_PATH

FOREVER = "public, max-age=31536000, immutable"
COMPRESSIBLE = (".js", ".css")
# what every page of this app draws; the scripts they import are found in their text
ELEMENTS = (
    "BidiComponent", "Html", "PageLink", "Multiselect", "Selectbox", "Checkbox", "Button", "ButtonGroup", "Popover",
    "Expander", "Heading", "Alert",
)  # fmt: skip
IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")


class Frontend:
    """ASGI middleware: answers ``/static/…`` from memory and completes the document; all else passes through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a browser file, or let the app answer."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        packed = "gzip" in headers.get("accept-encoding", "")
        name = scope["path"].rpartition("/static/")[2]
        if "/static/" in scope["path"] and name in _names() and "range" not in headers:
            await _answer(name, packed=packed)(scope, receive, send)
        elif "text/html" in headers.get("accept", ""):
            await self.app(scope, receive, _Document(send, packed=packed))
        else:
            await self.app(scope, receive, send)


class _Document:
    """Sends a response on; Streamlit's document gets the names of what it is going to need."""

    def __init__(self, send: Send, *, packed: bool) -> None:
        self.send = send
        self.packed = packed
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            length = Headers(raw=message["headers"]).get("content-length", "")
            if message["status"] == 200 and length == str(len(_plain_document())):
                self.start = message
                return
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._finish(self.start)
            return
        await self.send(message)

    async def _finish(self, start: Message) -> None:
        body = _document(packed=self.packed) if self.body == _plain_document() else self.body
        headers = MutableHeaders(raw=list(start["headers"]))
        if body is not self.body:
            # these describe the file as Streamlit ships it
            del headers["etag"], headers["last-modified"]
            headers["vary"] = "accept-encoding"
            if self.packed:
                headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})


def _folder() -> Path:
    return Path(get_static_dir()) / "static"


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Paths of the files below ``/static/``, e.g. ``js/index.….js``: nothing else can be asked for."""
    return frozenset(path.relative_to(_folder()).as_posix() for path in _folder().rglob("*") if path.is_file())


def _answer(name: str, *, packed: bool) -> Response:
    packed = packed and name.endswith(COMPRESSIBLE)
    encoding = {"content-encoding": "gzip", "vary": "accept-encoding"} if packed else {}
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(_content(name, packed=packed), media_type=kind, headers={"cache-control": FOREVER} | encoding)


@lru_cache(maxsize=512)
def _content(name: str, *, packed: bool) -> bytes:
    content = (_folder() / name).read_bytes()
    return gzip.compress(content, compresslevel=6, mtime=0) if packed else content


@lru_cache(maxsize=1)
def _plain_document() -> bytes:
    return (Path(get_static_dir()) / "index.html").read_bytes()


@lru_cache(maxsize=2)
def _document(*, packed: bool) -> bytes:
    """The document with a link for every script that the first page is going to import, plotly.js last."""
    text = _plain_document().decode("utf-8")
    scripts = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in sorted(find_needed_scripts())
        if name not in text
    )
    symbols = "".join(
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./static/media/{path.name}">'
        for path in _folder().glob("media/MaterialSymbols*.woff2")
    )
    plotly = f'<link rel="preload" as="script" href="./{PLOTLY_PATH}"><link rel="modulepreload" href="./{CHART_PATH}">'
    whole = text.replace("</head>", f"{scripts}{symbols}{plotly}</head>", 1).encode("utf-8")
    return gzip.compress(whole, compresslevel=6, mtime=0) if packed else whole


def find_needed_scripts() -> frozenset[str]:
    """Script names of ``ELEMENTS`` and of everything they import."""
    by_stem = {path.name.partition(".")[0]: path for path in _folder().glob("js/*.js")}
    found: set[str] = set()
    waiting = [by_stem[stem].name for stem in ELEMENTS if stem in by_stem]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += IMPORTED.findall((_folder() / "js" / name).read_text(encoding="utf-8"))
    return frozenset(found)
