"""One line of JSON an answered request, and the counts behind ``/metrics``. No address, no name, no query string.

The route is logged instead of the path, so that nothing a reader typed gets into the log.
"""

import logging
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.request_meters import REQUEST_SECONDS, REQUESTS, SESSIONS

NUMBER = "request_number"
logger = logging.getLogger("dashboard.request")
KINDS = (
    ("/static/", "program"), ("/assets/", "program"), ("/media/", "picture"), ("/files/", "file"),
    ("/api/v1/query/", "api_query"), ("/api/", "api"), ("/_stcore/upload_file/", "upload"), ("/_stcore/", "page_service"),
    ("/auth/", "sign_in"), ("/oauth2callback", "sign_in"), ("/sign-in/", "sign_in"), ("/healthz", "probe"),
    ("/readyz", "probe"), ("/metrics", "probe"),
)  # fmt: skip


def route_of(path: str) -> str:
    """The kind of address, one of a dozen."""
    return next((kind for prefix, kind in KINDS if path.startswith(prefix)), "page")


def number_of(scope: Scope) -> str:
    """The number of this request, under which it is logged; every answer carries it as ``X-Request-ID``."""
    return str(scope["state"][NUMBER])


class RequestLog:
    """ASGI middleware: counts, times and logs every answer and every page that is connected."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and note when the answer began."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        started, route, number = time.perf_counter(), route_of(scope["path"]), secrets.token_hex(8)
        scope.setdefault("state", {})[NUMBER] = number
        if scope["type"] == "websocket":
            with SESSIONS.track_inprogress():
                await self.app(scope, receive, send)
            return

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                _note(route, scope["method"], message["status"], time.perf_counter() - started, number)
                message["headers"] = [*message["headers"], (b"x-request-id", number.encode())]
            await send(message)

        await self.app(scope, receive, noted)


def _note(route: str, method: str, status: int, seconds: float, number: str) -> None:
    REQUESTS.labels(route, str(status)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    logger.info(
        "answered",
        extra={"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1), "request": number},
    )
