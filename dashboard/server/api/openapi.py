"""The OpenAPI document of the data API, made from the heads of the queries and the registry of filter values."""

from functools import lru_cache
from typing import Any

from dashboard.policy import load_registry
from dashboard.presentation.answers import MEDIA_TYPES
from dashboard.questions import QueryInfo, query_info, query_names
from dashboard.questions.filters import MULTIPLE, SINGLE, choices
from dashboard.server.api.asked import LAST_OFFSET, LONGEST_TEXT, MOST_ROWS, ROWS, own_parameters

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
ERROR: Schema = {
    "type": "object", "required": ["error"],
    "properties": {"error": {"type": "object", "required": ["zh", "en"], "properties": {"zh": TEXT, "en": TEXT}}},
}  # fmt: skip
PERIOD = r"^(term|last12m|(fund_year|year|policy_year):[0-9]{1,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})$"
FAILURES = {
    "400": "A parameter that there is not, or a value it does not take.",
    "401": "No valid token.",
    "403": "This person may not open the snapshot.",
    "404": "No such query or snapshot.",
    "429": "Too many requests; the header Retry-After says when to come back.",
    "503": "The query took too long, or the audit cannot be written.",
}
NAMED: Schema = {
    "type": "object", "required": ["name", "kind", "as_of"],
    "properties": {"name": TEXT, "kind": {"enum": ["published", "synthetic", "official"]},
                   "as_of": {"type": "string", "format": "date"}},
}  # fmt: skip
ROWS_OF_QUERY: Schema = {
    "type": "object",
    "required": ["query", "snapshot", "filters", "limit", "offset", "next", "columns", "rows"],
    "properties": {
        "query": TEXT,
        "snapshot": {"$ref": "#/components/schemas/Snapshot"},
        "filters": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
        "parameters": {"type": "object"},
        "limit": {"type": "integer"},
        "offset": {"type": "integer"},
        "next": {"type": ["string", "null"]},
        "columns": {"type": "array", "items": {"type": "object", "properties": {"name": TEXT, "type": TEXT}}},
        "rows": {"type": "array", "items": {"type": "object"}},
    },
}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    lists = {
        "/api/v1/queries": _listing("The queries with grain and parameters.", "queries", {"type": "object"}),
        "/api/v1/snapshots": _listing("The snapshots, the latest first.", "snapshots", NAMED),
    }
    asked = {f"/api/v1/query/{name}": _path(query_info(name)) for name in query_names()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "质量品牌措施看板 · Quality Measures Dashboard",
            "version": "1",
            "description": "The queries behind the pages, under the filter names of the address bar. Read only. "
            "A person's token has the rights of that person. Money is in yuan; null means not reported or not known.",
        },
        "security": [{"token": []}, {}],
        "paths": lists | asked,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": ERROR, "Snapshot": NAMED, "Rows": ROWS_OF_QUERY},
        },
    }


def _listing(summary: str, name: str, item: Schema) -> Schema:
    body = {"type": "object", "required": [name], "properties": {name: {"type": "array", "items": item}}}
    answers = {"200": _describe("The list.", {"application/json": {"schema": body}}), "304": {"description": "Unchanged."}}
    return {"get": {"summary": summary, "operationId": name, "responses": answers | _failures("401", "403", "404", "429")}}


def _path(info: QueryInfo) -> Schema:
    binary = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
    content: Schema = {MEDIA_TYPES["json"]: {"schema": {"$ref": "#/components/schemas/Rows"}}}
    content |= {MEDIA_TYPES["csv"]: {"schema": TEXT}}
    content |= {MEDIA_TYPES[form]: binary for form in ("parquet", "arrow")}
    answers = {"200": _describe(f"Grain: {info.grain}.", content), "304": {"description": "Unchanged."}}
    return {
        "get": {
            "summary": info.sentence,
            "operationId": info.name.replace("/", "_"),
            "parameters": _parameters(info),
            "responses": answers | _failures(*FAILURES),
        }
    }


def _parameters(info: QueryInfo) -> list[Schema]:
    listed = [
        _parameter("snapshot", {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"}),
        _parameter("format", {"enum": list(MEDIA_TYPES), "default": "json"}),
        _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS}),
        _parameter("offset", {"type": "integer", "minimum": 0, "maximum": LAST_OFFSET, "default": 0}),
    ]
    listed += [_parameter(name, _own(info, name, default)) for name, default in own_parameters(info).items()]
    return listed + _filters() if "scope" in info.parameters else listed


def _filters() -> list[Schema]:
    allowed = choices(load_registry())
    period = {"type": "string", "pattern": PERIOD, "examples": ["fund_year:2025", "last12m", "2025-01-01..2025-06-30"]}
    single = [_parameter(name, period if name == "period" else {"enum": list(allowed[name])}) for name in SINGLE]
    many = [_parameter(name, {"type": "array", "items": {"enum": list(allowed[name])}}) for name in MULTIPLE]
    return single + many


def _own(info: QueryInfo, name: str, default: Any) -> Schema:
    words: Schema = {"enum": list(info.choices[name])} if name in info.choices else TEXT | {"maxLength": LONGEST_TEXT}
    if isinstance(default, list):
        return {"type": "array", "items": words, "default": default}
    if isinstance(default, bool):
        return {"type": "boolean", "default": default}
    if isinstance(default, int):
        return {"type": "integer", "minimum": 0, "maximum": MOST_ROWS, "default": default}
    return words | ({} if default is None else {"default": default})


def _parameter(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _describe(description: str, content: Schema) -> Schema:
    return {"description": description, "content": content}


def _failures(*codes: str) -> Schema:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {code: _describe(FAILURES[code], error) if code != "429" else {"description": FAILURES[code]} for code in codes}
