"""After the sign-in a reader is back where he was going: Streamlit itself returns to the bare address, without the filters.

The page that asks for the sign-in names its own address in a picture of nothing; it is kept in a cookie that only the
answer of the identity provider carries back, and takes the place of the bare address there.
"""

from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.screen.sign_in_address import NOTE

CALLBACK = "/oauth2callback"
COOKIE = "asked_for"
LONGEST, KEPT_SECONDS = 3_000, 900
NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def is_own(address: str) -> bool:
    """Whether an address leads to this app and nowhere else: one slash, nothing that a browser would rewrite."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and len(address) <= LONGEST
    )


def note(request: Request) -> Response:
    """Keep the address for the way back."""
    answer = Response(NOTHING, media_type="image/svg+xml", headers={"cache-control": "no-store"})
    asked = request.query_params.get("to", "")
    if is_own(asked):
        answer.set_cookie(COOKIE, quote(asked, safe=""), max_age=KEPT_SECONDS, path=CALLBACK, httponly=True, samesite="lax")
    return answer


class ReturnAfterSignIn:
    """ASGI middleware: the answer that follows the sign-in leads to the page that asked for it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Change the redirect of the one address."""
        asked = unquote(Request(scope).cookies.get(COOKIE, "")) if _is_callback(scope) else ""
        if not is_own(asked):
            await self.app(scope, receive, send)
            return

        async def returning(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
                headers = MutableHeaders(scope=message)
                # quoted as an address: nothing in it can end the header
                headers["location"] = quote(asked, safe="/?&=%:+,.~-_")
                headers.append("set-cookie", f"{COOKIE}=; Path={CALLBACK}; Max-Age=0; HttpOnly; SameSite=lax")
            await send(message)

        await self.app(scope, receive, returning)


def _is_callback(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["path"] == CALLBACK


SIGN_IN_RETURN = [Route(NOTE, note)]
