"""Errors that nobody foresaw, in requests and on the connections of pages: one place that logs, numbers and answers them."""

import logging

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.request_log import number_of, route_of
from dashboard.server.request_meters import FAILURES

logger = logging.getLogger("dashboard.failure")
ZH = "系统出错，已记录，编号{number}。请稍后再试；如仍出现，请把编号告知管理员。"
EN = "Something went wrong on our side; it is logged as {number}. Try again later; if it stays, tell the administrator."
INTERNAL_ERROR = 1011


class Unforeseen:
    """ASGI middleware: an error that leaves the app ends in a sentence with the number under which it is logged.

    It stands within the log and the headers, so that its answer has both. An answer that has begun is cut off: the server
    closes a connection whose answer stays incomplete.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer in the place of what failed."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        sent: set[str] = set()

        async def noted(message: Message) -> None:
            sent.add(message["type"])
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except ClientDisconnect:
            # whoever asked has gone: nobody is left to be answered
            return
        except Exception as error:
            number = number_of(scope)
            FAILURES.inc()
            facts = {"route": route_of(scope["path"]), "request": number}
            logger.error("a request failed", exc_info=error, extra=facts)
            if scope["type"] == "http" and not sent:
                await _sentence(scope["path"], number)(scope, receive, send)
            elif scope["type"] == "websocket" and "websocket.close" not in sent:
                await send({"type": "websocket.close", "code": INTERNAL_ERROR})


def _sentence(path: str, number: str) -> Response:
    zh, en = ZH.format(number=number), EN.format(number=number)
    headers = {"cache-control": "no-store"}
    if path.startswith("/api/"):
        return JSONResponse({"error": {"zh": zh, "en": en}}, 500, headers=headers)
    return PlainTextResponse(f"{zh}\n{en}\n", 500, headers=headers)
