"""What never reaches the pages: closed addresses, foreign origins, oversized or too frequent requests.

Refusals are one plain sentence in both languages, with the status that says why.
"""

from collections.abc import Awaitable, Callable
from secrets import compare_digest
from urllib.parse import urlsplit

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.peers import TRUSTED
from dashboard.server.request_meters import REFUSED
from dashboard.server.who import proxy_headers

LONGEST_QUERY = 12 * 1024
# what the app itself answers to; a browser only reads: no page takes a file, and an upload of anybody filled the memory
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Streamlit's own figures of the process, and its interface that drives pages without a browser
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
# files of the program, the same for everybody: many at a first visit, so they do not count
UNCOUNTED = ("/static/", "/assets/", "/_stcore/health", "/healthz", "/readyz")
# asked by monitoring on this machine, without the proxy
DIRECT = ("/healthz", "/readyz", "/metrics")
PROXY_HEADER = "x-dashboard-proxy"
MEDIA = "/media/"
PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".webp", ".ico", ".gif")
# why a connection is closed (RFC 6455, 7.4.1)
UNSUPPORTED, POLICY = 1003, 1008
MESSAGES = RateLimitItemPerSecond(600, 20)
REASONS = {
    400: "请求不完整。 The request is not complete.",
    403: "不接受来自其他网站或绕过网关的请求。 Requests from other sites or past the gateway are not accepted.",
    404: "没有此地址。 There is no such address.",
    405: "此地址只能读取。 This address can only be read.",
    414: "网址过长，请减少筛选条件。 The address is too long; choose fewer filters.",
    429: "请求过于频繁，请稍后再试。 Too many requests; try again in a minute.",
}


class Gate:
    """ASGI middleware: refuses what no page needs. Limits are kept in memory, per client and process."""

    def __init__(self, app: ASGIApp, *, requests_per_minute: int, proxy_secret: SecretStr | None = None) -> None:
        self.app = app
        self._proxy_secret = proxy_secret
        self._per_minute: RateLimitItem = RateLimitItemPerMinute(requests_per_minute)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on; messages of an open page are counted too."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        status = refusal(scope) or identity_refusal(scope) or (None if self._came_through_the_proxy(scope) else 403)
        if status is None and not scope["path"].startswith(UNCOUNTED) and not await self._allow(self._per_minute, scope):
            status = 429
        if status is not None:
            REFUSED.labels(str(status)).inc()
            await _refuse(status)(scope, receive, send)
            return
        limited = self._count_messages(scope, receive, send) if scope["type"] == "websocket" else receive
        await self.app(scope, limited, send)

    def _came_through_the_proxy(self, scope: Scope) -> bool:
        """Whether the proxy's secret is there; without one configured, every sender may speak."""
        if self._proxy_secret is None or scope["path"] in DIRECT:
            return True
        given = Headers(scope=scope).get(PROXY_HEADER, "")
        return compare_digest(given.encode(), self._proxy_secret.get_secret_value().encode())

    async def _allow(self, item: RateLimitItem, scope: Scope, *identifiers: str) -> bool:
        return await self._limiter.hit(item, client(scope), *identifiers)

    def _count_messages(self, scope: Scope, receive: Receive, send: Send) -> Callable[[], Awaitable[Message]]:
        page = str(id(scope))

        async def counted() -> Message:
            message = await receive()
            # pages send bytes; Streamlit takes a text for an error
            if message.get("text") is not None:
                REFUSED.labels("text").inc()
                await send({"type": "websocket.close", "code": UNSUPPORTED})
                return {"type": "websocket.disconnect", "code": UNSUPPORTED}
            if message["type"] == "websocket.receive" and not await self._allow(MESSAGES, scope, page):
                REFUSED.labels("429").inc()
                await send({"type": "websocket.close", "code": POLICY})
                return {"type": "websocket.disconnect", "code": POLICY}
            return message

        return counted


def client(scope: Scope) -> str:
    """Who asks, as far as the connection tells: the address, given by the proxy in front where there is one."""
    return scope["client"][0] if scope.get("client") else "socket"


def refusal(scope: Scope) -> int | None:
    """Status of the refusal that the request's own words call for, None where it may pass."""
    path, headers = scope["path"], Headers(scope=scope)
    if path.startswith(CLOSED):
        return 404
    if "\x00" in path or "\\" in path:
        return 400
    if len(scope.get("query_string", b"")) > LONGEST_QUERY:
        return 414
    # files leave through the gated route only; what Streamlit keeps for everybody are pictures of the page
    if path.startswith(MEDIA) and not path.endswith(PICTURES):
        return 404
    if is_foreign(headers):
        return 403
    if scope["type"] == "http" and scope["method"] not in READING:
        return 405
    return None


def identity_refusal(scope: Scope) -> int | None:
    """Refuses who is named twice, or by somebody whose word on people does not count."""
    names = [name.encode() for name in proxy_headers()]
    given = [name for name, _value in scope["headers"] if name in names]
    if len(given) > len(set(given)):
        return 400
    return 403 if given and not scope.get(TRUSTED) else None


def is_foreign(headers: Headers) -> bool:
    """Whether a page of another site asks: its ``Origin`` names another host than the one that is asked."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _refuse(status: int) -> Response:
    headers = {"retry-after": "60"} if status == 429 else {"allow": "GET, HEAD"} if status == 405 else {}
    return PlainTextResponse(REASONS[status] + "\n", status_code=status, headers=headers)
