"""The addresses of the data API. Every answer carries its version as ETag; every error is one sentence in two languages."""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import polars as pl
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.access import Access, AccessConfigError, NotSignedInError, RestrictedError, act_as
from dashboard.errors import ReaderError
from dashboard.policy import load_registry
from dashboard.presentation.answers import MEDIA_TYPES, encode, list_rows, to_json
from dashboard.questions import QueryError, QueryTimeoutError, query, query_info, query_names
from dashboard.questions.trail import row_count
from dashboard.server.api.asked import Asked, BadRequestError, read
from dashboard.server.api.openapi import document
from dashboard.server.who import access_of, identity_headers
from dashboard.settings import PROJECT_DIR, data_directory
from dashboard.snapshots import OfficialDataError, Snapshot, SnapshotError, current_name, open_snapshot, readable_snapshots
from dashboard.store.audit import Entry, note_export
from dashboard.store.database import AuditError

STATUS: dict[type[ReaderError], int] = {
    NotSignedInError: 401, RestrictedError: 403, AccessConfigError: 503, SnapshotError: 404,
    QueryTimeoutError: 503, AuditError: 503, QueryError: 400, BadRequestError: 400,
}  # fmt: skip
Endpoint = Callable[[Request, Access], Response]


def guard(endpoint: Endpoint) -> Callable[[Request], Response]:
    """The endpoint under the rights of who asks; errors as JSON."""

    def answer(request: Request) -> Response:
        try:
            with act_as(access_of(request)) as access:
                return endpoint(request, access)
        except ReaderError as error:
            return error_response(error)

    return answer


def private() -> dict[str, str]:
    """Headers of an answer that is for its reader alone and is asked for anew each time."""
    return {"cache-control": "private, no-cache", "vary": ", ".join(identity_headers())}


def error_response(error: ReaderError, *, status: int | None = None) -> Response:
    """An error as JSON with its status."""
    found = status or next((code for kind, code in STATUS.items() if isinstance(error, kind)), 403)
    headers = private() | ({"www-authenticate": "Bearer"} if found == 401 else {})
    return JSONResponse({"error": {"zh": error.zh, "en": error.en}}, found, headers=headers)


def queries(request: Request, access: Access) -> Response:
    """All queries with sentence, grain and parameters."""
    listed = [
        {
            "name": info.name,
            "sentence": info.sentence,
            "grain": info.grain,
            "parameters": list(info.parameters),
            "defaults": dict(info.defaults),
            "choices": {name: list(words) for name, words in info.choices.items()},
        }
        for info in map(query_info, query_names())
    ]
    return _answer_with_tag(request, {"queries": listed})


def snapshots(request: Request, access: Access) -> Response:
    """All snapshots that the reader may open, the latest first."""
    data = data_directory()
    current = current_name(data=data)
    found, _damaged = readable_snapshots(data=data)
    listed = [
        {
            "name": one.name,
            "kind": one.kind,
            "as_of": one.as_of.isoformat(),
            "created_at": one.manifest.created_at,
            "version": one.version,
            "is_current": one.name == current,
            "tables": sorted(one.manifest.tables),
        }
        for one in found
    ]
    return _answer_with_tag(request, {"snapshots": listed})


def openapi(request: Request) -> Response:
    """The description of this API; open to everybody, as it says nothing about the data."""
    return JSONResponse(document())


def answer(request: Request, access: Access) -> Response:
    """One query under the filters of the query string."""
    name = f"{request.path_params['section']}/{request.path_params['result']}"
    try:
        info = query_info(name)
    except QueryError as error:
        return error_response(error, status=404)
    given = {key: request.query_params.getlist(key) for key in request.query_params}
    if "snapshot" in given and (len(given["snapshot"]) > 1 or not given["snapshot"][0]):
        raise BadRequestError("snapshot 须为一个快照名称。", "snapshot takes the name of one snapshot.")
    snapshot = open_asked_snapshot(given.get("snapshot", [None])[0], access)
    asked = read(given, info=info, snapshot=snapshot, registry=load_registry())
    tag = entity_tag(asked, snapshot, access)
    headers = {"etag": tag} | private()
    found, more = fetch(asked)
    # also where the sender has the rows already: they are used once more
    note_export(_entry(asked, snapshot, access, found), action="fetched")
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    following = following_page(request, asked) if more else None
    if following:
        headers["link"] = f'<{following}>; rel="next"'
    if asked.form == "json":
        body: str | bytes = to_json(_describe(asked, snapshot, found, following))
    else:
        body = encode(found, form=asked.form)
        headers["content-disposition"] = f'attachment; filename="{info.name.replace("/", "_")}.{asked.form}"'
    return Response(body, media_type=MEDIA_TYPES[asked.form], headers=headers)


def open_asked_snapshot(name: str | None, access: Access) -> Snapshot:
    """The snapshot asked for, or the current one. Official ones open for those who are signed in only.

    Raises:
        NotSignedInError, RestrictedError: 401 for nobody, 403 for somebody without the right.
    """
    try:
        return open_snapshot(name, data=data_directory())
    except OfficialDataError as error:
        kind = RestrictedError if access.is_signed_in else NotSignedInError
        raise kind(error.zh, error.en) from error


def fetch(asked: Asked) -> tuple[pl.DataFrame, bool]:
    """The page of the answer and whether more follows; one row more than asked for tells."""
    own = set(asked.info.parameters)
    paging: dict[str, int] = {}
    if asked.pages_itself:
        paging = {"limit": asked.limit + 1, "offset": asked.offset}
    elif "limit" in own:
        paging = {"limit": asked.offset + asked.limit + 1}
    found = query(asked.info.name, asked.filters, **asked.parameters, **paging)
    rest = found if asked.pages_itself else found.slice(asked.offset)
    return rest.head(asked.limit), rest.height > asked.limit


def entity_tag(asked: Asked, snapshot: Snapshot, access: Access) -> str:
    """Changes with the snapshot, the definitions, the question, the format and what the person may see."""
    question = [asked.info.name, sorted(asked.filters.parameters().items()), sorted(asked.parameters.items())]
    page = [asked.form, asked.limit, asked.offset]
    parts = [snapshot.version, _definitions(), question, page, access.role, access.areas]
    return f'"{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=1)
def _definitions() -> str:
    """Digest of every query and reference file, as they were when the process began."""
    digest = hashlib.sha256()
    for path in sorted([*(PROJECT_DIR / "queries").rglob("*.sql"), *(PROJECT_DIR / "data" / "reference").glob("*")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def following_page(request: Request, asked: Asked) -> str:
    """Address of the next page, relative to the host."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in ("offset", "limit")]
    return f"{request.url.path}?{urlencode([*kept, ('limit', asked.limit), ('offset', asked.offset + asked.limit)])}"


def _describe(asked: Asked, snapshot: Snapshot, found: pl.DataFrame, following: str | None) -> dict[str, Any]:
    return {
        "query": asked.info.name,
        "snapshot": {
            "name": snapshot.name,
            "kind": snapshot.kind,
            "as_of": snapshot.as_of.isoformat(),
            "version": snapshot.version,
        },
        "filters": asked.filters.parameters(),
        "parameters": asked.parameters,
        "limit": asked.limit,
        "offset": asked.offset,
        "next": following,
        "columns": [{"name": name, "type": str(dtype)} for name, dtype in found.schema.items()],
        "rows": list_rows(found),
    }


def _entry(asked: Asked, snapshot: Snapshot, access: Access, found: pl.DataFrame) -> Entry:
    filters = asked.filters.parameters() | {name: [str(value)] for name, value in asked.parameters.items()}
    return Entry(
        identity=access.subject,
        role=access.role,
        page="api",
        queries={asked.info.name: row_count(found)},
        filters=filters,
        snapshot=snapshot,
    )


def _answer_with_tag(request: Request, value: dict[str, Any]) -> Response:
    """A list with an ETag over its own text."""
    text = to_json(value)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"etag": tag} | private()
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="application/json", headers=headers)


def _has(request: Request, tag: str) -> bool:
    """Whether the sender has this version already."""
    return tag in (part.strip() for part in request.headers.get("if-none-match", "").split(","))


def answer_not_found(request: Request) -> Response:
    """Anything else under ``/api``: without this the page of the browser would answer with 200."""
    return error_response(BadRequestError("没有此地址。", "There is no such address."), status=404)


API: list[BaseRoute] = [
    Route("/api/v1/openapi.json", openapi),
    Route("/api/v1/queries", guard(queries)),
    Route("/api/v1/snapshots", guard(snapshots)),
    Route("/api/v1/query/{section}/{result}", guard(answer)),
    Route("/api/{rest:path}", answer_not_found),
    Route("/api", answer_not_found),
]
