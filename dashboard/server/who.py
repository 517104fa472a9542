"""Who sends a request that is no page: a bearer token, the headers of a trusted proxy, or the cookie of a sign-in.

The same mapping file and the same rights as on pages; where no sign-in is configured, this machine alone is answered.
"""

import json
from typing import Any

from starlette.requests import HTTPConnection
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from dashboard.access import (
    OPEN,
    Access,
    AccessConfigError,
    NotSignedInError,
    access_from_claims,
    access_from_headers,
    access_from_token,
    load_access_config,
)
from dashboard.policy import load_registry
from dashboard.server.peers import LOOPBACK

BEARER = "bearer "


def access_of(request: HTTPConnection) -> Access:
    """What the sender of a request may see.

    Raises:
        NotSignedInError: nobody is known to send it, or the sign-in has expired.
        AccessConfigError: the file of the sign-in cannot be used.
    """
    config = load_access_config()
    given = request.headers.get("authorization", "")
    if config is None:
        if given or request.client is None or request.client.host not in LOOPBACK:
            raise NotSignedInError(
                "未配置登录：只在本机开放，且没有令牌。",
                "No sign-in is configured: open on this machine only, and no token is known.",
            )
        return OPEN
    areas = load_registry().districts
    if given:
        token = given[len(BEARER) :] if given.lower().startswith(BEARER) else ""
        return access_from_token(token.strip(), config, known_areas=areas)
    if config.method == "proxy":
        return access_from_headers(request.headers, config, known_areas=areas)
    claims = cookie_claims(request)
    if not claims.get("is_logged_in"):
        raise NotSignedInError("请先登录，或提供令牌。", "Sign in, or send a bearer token.")
    return access_from_claims(claims, config, known_areas=areas)


def identity_headers() -> tuple[str, ...]:
    """The headers of a request that say who sends it, for ``Vary``."""
    return ("authorization", "cookie", *proxy_headers())


def proxy_headers() -> tuple[str, ...]:
    """The headers in which a gateway says who asks, in small letters; none where people sign in otherwise."""
    try:
        config = load_access_config()
    except AccessConfigError:
        return ()  # nobody is let in, whatever a header says
    return tuple(name.lower() for name in config.headers) if config and config.method == "proxy" else ()


def cookie_claims(request: HTTPConnection) -> dict[str, Any]:
    """Claims of the signed cookie that Streamlit sets after a sign-in; empty where there is none or it is not ours."""
    try:
        # Streamlit offers st.user to pages only; this is how it reads the same cookie itself
        signed = _get_signed_cookie_with_chunks(request.cookies, USER_COOKIE_NAME)
        claims = json.loads(signed) if signed else {}
    except (ValueError, UnicodeError):
        return {}
    scheme = request.url.scheme.replace("ws", "http", 1)
    own = f"{scheme}://{request.headers.get('host')}"
    return claims if isinstance(claims, dict) and claims.get("origin") == own else {}
