"""The gated route of files: who asks must be the reader the file was offered to; what leaves is in the audit first."""

import asyncio
from html import escape
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from streamlit.runtime import Runtime

from dashboard.access import AccessConfigError, NotSignedInError, RestrictedError
from dashboard.errors import ReaderError
from dashboard.screen.offers import Offer, find_offer, session_of
from dashboard.server.who import access_of
from dashboard.store.audit import Entry, note_export
from dashboard.store.database import AuditError

STATUS: dict[type[ReaderError], int] = {NotSignedInError: 401, RestrictedError: 403, AccessConfigError: 503, AuditError: 503}
LOOK_SECONDS, LONGEST_RUN_SECONDS = 0.05, 300
MESSAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>
<body style="font: 16px/1.6 sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
<h1 style="font-size: 1.3rem">{title}</h1><p>{zh}</p><p lang="en">{en}</p>
<p><a href="/">返回看板 · Back to the dashboard</a></p>"""


class GoneError(ReaderError):
    """The address of a file that is no longer offered."""


async def give(request: Request) -> Response:
    """One file of the page as its reader has set it, or a page that says why there is none."""
    await _worked_out(session_of(request.path_params["token"]))
    return await run_in_threadpool(_give, request)


async def _worked_out(session: str) -> None:
    """Wait for the run of an open page: until it ends the offers of the page are those of the former choice."""
    for _attempt in range(int(LONGEST_RUN_SECONDS / LOOK_SECONDS)):
        running = Runtime.instance().get_app_session(session) if Runtime.exists() else None
        if running is None or running._scriptrunner is None:
            return
        await asyncio.sleep(LOOK_SECONDS)


def _give(request: Request) -> Response:
    try:
        offer = _own(request)
        made = offer.make()
        note_export(
            Entry(
                identity=offer.access.subject,
                role=offer.access.role,
                page=offer.page,
                queries=made.rows,
                filters=offer.filters,
                snapshot=offer.snapshot,
            )
        )
    except ReaderError as error:
        return error_page(error)
    headers = {
        "cache-control": "no-store",
        "content-disposition": f"attachment; filename*=utf-8''{quote(offer.name, safe='')}",
    }
    return Response(made.content, media_type=offer.media_type, headers=headers)


def _own(request: Request) -> Offer:
    """The offer that was made to who asks.

    Raises:
        NotSignedInError, RestrictedError, GoneError: 401 for nobody, 403 for somebody else, 404 where nothing is offered.
    """
    access = access_of(request)
    offer = find_offer(request.path_params["token"])
    if offer is None:
        raise GoneError(
            "此下载链接已失效，请回到页面重新导出。",
            "This download is no longer offered: go back to the page and export again.",
        )
    if (access.subject, access.role, access.areas) != (offer.access.subject, offer.access.role, offer.access.areas):
        raise RestrictedError("此文件是提供给其他用户的。", "This file was offered to another reader.")
    return offer


def error_page(error: ReaderError) -> Response:
    """A page with the sentence; a file that cannot be made is no file."""
    status = (
        404
        if isinstance(error, GoneError)
        else next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    )
    text = MESSAGE.format(title="未能导出 · No file", zh=escape(error.zh), en=escape(error.en))
    return HTMLResponse(text, status, headers={"cache-control": "no-store"})


FILES = [Route("/files/{token}/{name}", give)]
