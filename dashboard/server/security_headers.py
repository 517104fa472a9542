"""Headers of every answer: what a browser may load, who may frame the page, and what it tells other sites.

Sources: the Content Security Policy (W3C, level 3) and the secure headers project of OWASP.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.screen.style import head_scripts

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
YEAR_SECONDS = 31_536_000
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


def page_policy(*, frame_ancestors: str) -> str:
    """The policy of pages: everything from this server, inline scripts by their hash, components as blobs.

    Streamlit writes its style rules into the document and loads the code of components from ``blob:`` addresses.
    """
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in (*_shell_scripts(), *head_scripts()))
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frame_ancestors}",
        ]
    )


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _shell_scripts() -> tuple[str, ...]:
    """Inline scripts of Streamlit's own ``index.html``, as installed."""
    shell = files("streamlit").joinpath("static/index.html").read_text(encoding="utf-8")
    return tuple(INLINE.findall(shell))


class SecurityHeaders:
    """ASGI middleware: adds the headers, drops permissions for other origins, marks cookies secure behind TLS."""

    def __init__(self, app: ASGIApp, *, frame_ancestors: str, data_paths: Iterable[str]) -> None:
        self.app = app
        self._page_policy = page_policy(frame_ancestors=frame_ancestors)
        self._framed = frame_ancestors != "'none'"
        self._data_paths = tuple(data_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap ``send``; websockets carry no such headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        secure = scope.get("scheme") == "https"
        data = scope["path"].startswith(self._data_paths)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), secure=secure, data=data)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _add(self, headers: MutableHeaders, *, secure: bool, data: bool) -> None:
        for name, value in ALWAYS.items():
            headers[name] = value
        headers["content-security-policy"] = DATA_POLICY if data else self._page_policy
        if not self._framed:
            headers["x-frame-options"] = "DENY"
        for name in [name for name in headers if name.startswith("access-control-")]:
            del headers[name]
        if secure:
            headers["strict-transport-security"] = f"max-age={YEAR_SECONDS}"
            cookies = headers.getlist("set-cookie")
            del headers["set-cookie"]
            for cookie in cookies:
                headers.append("set-cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure")
