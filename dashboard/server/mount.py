"""What the launcher hands to Streamlit: routes beside the pages, middleware around them, start-up, and what failed."""

import logging
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute

from dashboard.errors import ReaderError
from dashboard.presentation.formats import literal
from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.server.api import API
from dashboard.server.asset_routes import ASSETS
from dashboard.server.files import FILES
from dashboard.server.frontend import Frontend
from dashboard.server.gate import Gate
from dashboard.server.logs import write_json_logs
from dashboard.server.open_pages import OpenPages
from dashboard.server.peers import TrustedPeers
from dashboard.server.probes import PROBES
from dashboard.server.request_log import RequestLog
from dashboard.server.request_meters import SCRIPT_FAILURES
from dashboard.server.security_headers import SecurityHeaders
from dashboard.server.sign_in_return import SIGN_IN_RETURN, ReturnAfterSignIn
from dashboard.server.sockets import send_at_once
from dashboard.server.unforeseen import Unforeseen
from dashboard.settings import SettingsError, settings

DATA_PATHS = ("/api/", "/healthz", "/readyz", "/metrics")
logger = logging.getLogger("dashboard.pages")


def routes() -> list[BaseRoute]:
    """Everything that is answered beside the pages."""
    return [*ASSETS, *PROBES, *API, *FILES, *SIGN_IN_RETURN]


def middleware() -> list[Middleware]:
    """From the outside in: peers, log, headers, errors, known hosts, gate, open pages, way back, browser files."""
    try:
        now = settings()
    except SettingsError as error:
        # the server would print how it came here, which says nothing about the setting
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        raise SystemExit(2) from None
    return [
        Middleware(TrustedPeers, peers=now.trusted_peers),
        Middleware(RequestLog),
        Middleware(SecurityHeaders, frame_ancestors=now.frame_ancestors, data_paths=DATA_PATHS),
        Middleware(Unforeseen),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(now.known_hosts), www_redirect=False),
        Middleware(Gate, requests_per_minute=now.requests_per_minute, proxy_secret=now.proxy_secret),
        Middleware(OpenPages),
        Middleware(ReturnAfterSignIn),
        Middleware(Frontend),
    ]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncGenerator[None, None]:
    """Logs are set up once Streamlit has made its own; the server listens already."""
    send_at_once()
    write_json_logs(settings().log_level.upper())
    yield


def handle_script_error(error: Exception) -> bool:
    """An error outside the page itself, as where a button is answered: a foreseen one is said in its own sentence.

    What nobody foresaw is logged without its text, counted, and said to the reader in one sentence.
    """
    if isinstance(error, ReaderError):
        st.error(literal(error.message(current_language())), icon=":material/error:")
        return True
    SCRIPT_FAILURES.inc()
    logger.error("a page failed", exc_info=error)
    st.error(_("frame.failed"))
    return True
