"""Whether the process lives, whether it can answer, and its figures for Prometheus behind a token."""

import logging
import secrets
from datetime import UTC, datetime, time, timedelta

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.access import MACHINE, act_as
from dashboard.errors import ReaderError
from dashboard.questions import open_warehouse
from dashboard.server.request_meters import SNAPSHOT_AGE
from dashboard.settings import data_directory, settings
from dashboard.snapshots import Snapshot, open_snapshot

logger = logging.getLogger("dashboard.ready")


async def answer_alive(request: Request) -> Response:
    """The process answers; nothing else is asked."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


def answer_ready(request: Request) -> Response:
    """The current snapshot is whole and its warehouse is open; the first call opens it.

    Anybody may ask: what is wrong, which names a snapshot, stands in the log.
    """
    try:
        with act_as(MACHINE):
            open_warehouse(open_snapshot(data=data_directory()))
    except ReaderError as error:
        logger.error("not ready: %s", error.en)
        reason = "the current snapshot cannot be opened; the log says why"
        return JSONResponse({"status": "not ready", "reason": reason}, 503, headers={"cache-control": "no-store"})
    return JSONResponse({"status": "ready"}, headers={"cache-control": "no-store"})


def answer_figures(request: Request) -> Response:
    """Prometheus figures of this process. Without a configured token there is no such address."""
    token = settings().metrics_token
    if token is None:
        return PlainTextResponse("Set DASHBOARD_METRICS_TOKEN to open this address.\n", 404)
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), token.get_secret_value().encode()):
        return PlainTextResponse("A bearer token is needed.\n", 401, headers={"www-authenticate": "Bearer"})
    try:
        with act_as(MACHINE):
            snapshot = open_snapshot(data=data_directory())
        SNAPSHOT_AGE.set(age_seconds(snapshot, now=datetime.now(UTC)))
    except ReaderError:
        SNAPSHOT_AGE.set(float("nan"))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def age_seconds(snapshot: Snapshot, *, now: datetime) -> float:
    """Seconds since the snapshot's as-of day ended; negative where that day is still to come."""
    end = datetime.combine(snapshot.as_of, time(), UTC) + timedelta(days=1)
    return (now - end).total_seconds()


PROBES = [Route("/healthz", answer_alive), Route("/readyz", answer_ready), Route("/metrics", answer_figures)]
