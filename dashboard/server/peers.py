"""Which senders are believed about others: the proxies in front, whose addresses ``DASHBOARD_TRUSTED_PEERS`` names.

What a trusted peer says of scheme and sender holds for everything behind: secure cookies, limits for each reader, the origin
of a sign-in. What others say of themselves does not count.
"""

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

LOOPBACK = ("127.0.0.1", "::1")
# set in the scope of a request that a trusted peer has sent
TRUSTED = "dashboard.trusted_peer"


class TrustedPeers:
    """ASGI middleware, the outermost: takes scheme and sender from trusted peers, and notes whether one speaks."""

    def __init__(self, app: ASGIApp, *, peers: tuple[str, ...]) -> None:
        self._forwarded = ProxyHeadersMiddleware(app, trusted_hosts=[*LOOPBACK, *peers])  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note who speaks, then read the headers."""
        host, port = scope.get("client") or ("", None)
        # uvicorn has read them already where the peer is this machine: the sender it has put there has no port
        scope[TRUSTED] = host in self._forwarded.trusted_hosts or port == 0
        await self._forwarded(scope, receive, send)  # type: ignore[arg-type]
