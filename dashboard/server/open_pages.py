"""How many pages may be open at once: each holds descriptors, and people who are not signed in may not take them all.

Measured on Streamlit 1.67: an open page holds four descriptors, a closed one three for two more minutes (at most 128 of
these). With 1,000 open pages a replica needs some 4,500; its unit allows 16,384.
"""

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.errors import ReaderError
from dashboard.server.request_meters import REFUSED
from dashboard.server.who import access_of

MOST_PAGES = 1_000
# a sign-in page is closed as soon as the sign-in goes on
MOST_UNSIGNED = 100
SAID = "打开的页面过多，请稍后再试。 Too many pages are open; try again in a minute."


class OpenPages:
    """ASGI middleware: refuses a page beyond the bounds of this process; a page that closes makes room at once."""

    def __init__(self, app: ASGIApp, *, most: int = MOST_PAGES, most_unsigned: int = MOST_UNSIGNED) -> None:
        self.app = app
        self._most = {True: most, False: most_unsigned}
        self._open = {True: 0, False: 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the connection while it lasts."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        known = _is_known(scope)
        if self._open[known] >= self._most[known]:
            REFUSED.labels("pages").inc()
            await PlainTextResponse(SAID, 503, headers={"retry-after": "60"})(scope, receive, send)
            return
        self._open[known] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[known] -= 1


def _is_known(scope: Scope) -> bool:
    """Whether the page opens for somebody who may see figures, and not the sign-in alone."""
    try:
        access_of(HTTPConnection(scope))
    except ReaderError:
        return False
    return True
