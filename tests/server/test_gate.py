"""Headers, closed addresses and limits around a plain answer: what is refused, with which status, and what is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.server.gate import Gate
from dashboard.server.security_headers import SecurityHeaders

HEADERS = {
    "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}  # fmt: skip


def answer(request: Request) -> Response:
    response = PlainTextResponse("here")
    response.set_cookie("kept", "1", httponly=True)
    response.headers["access-control-allow-origin"] = "*"
    return response


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    while True:
        try:
            await socket.send_bytes(await socket.receive_bytes())
        except WebSocketDisconnect:
            return


def client(
    *, per_minute: int = 10_000, secret: str = "", frame_ancestors: str = "'none'", base: str = "http://testserver"
) -> TestClient:
    app = Starlette(
        routes=[WebSocketRoute("/_stcore/stream", echo), Route("/{path:path}", answer, methods=["GET", "POST", "PUT"])],
        middleware=[
            Middleware(SecurityHeaders, frame_ancestors=frame_ancestors, data_paths=("/api/",)),
            Middleware(Gate, requests_per_minute=per_minute, proxy_secret=SecretStr(secret) if secret else None),
        ],
    )
    return TestClient(app, base_url=base)


def test_every_answer_and_every_refusal_carries_the_headers() -> None:
    for path in ("/overview", "/api/v1/queries", "/_stcore/metrics"):
        found = client().get(path).headers
        assert {name: found[name] for name in HEADERS} == HEADERS
        assert "frame-ancestors 'none'" in found["content-security-policy"]
        assert "access-control-allow-origin" not in found


def test_the_policy_allows_this_server_only() -> None:
    policy = dict(part.split(" ", 1) for part in client().get("/overview").headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    assert not any("http" in sources or "*" in sources for sources in policy.values())


def test_an_office_may_let_its_portal_frame_the_pages() -> None:
    found = client(frame_ancestors="https://portal.example").get("/overview").headers
    assert "frame-ancestors https://portal.example" in found["content-security-policy"]
    assert "x-frame-options" not in found


def test_behind_tls_browsers_are_told_to_stay_there_and_cookies_are_secure() -> None:
    plain, secure = client().get("/overview").headers, client(base="https://testserver").get("/overview").headers
    assert "strict-transport-security" not in plain
    assert secure["strict-transport-security"] == "max-age=31536000"
    assert "secure" not in plain["set-cookie"].lower()
    assert secure["set-cookie"].endswith("; Secure")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/interact", 404),
        ("/_stcore/agent/mcp", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/script-health-check", 404),
        ("/media/0123.csv", 404),
        ("/media/0123.bin", 404),
        ("/media/0123.xlsx", 404),
        ("/media/0123", 404),
        ("/a%00b", 400),
        ("/..%5c..%5cetc", 400),
        ("/media/0123.png", 200),
        ("/overview", 200),
    ],
)
def test_closed_addresses(path: str, status: int) -> None:
    assert client().get(path).status_code == status


def test_the_app_answers_to_reading_alone() -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        for path in ("/overview", "/_stcore/upload_file/session/file"):
            refused = client().request(method, path)
            assert refused.status_code == 405
            assert refused.headers["allow"] == "GET, HEAD"


def test_an_oversized_address_is_refused_and_a_long_one_is_not() -> None:
    assert client().get("/overview?period=" + "9" * 10_000).status_code == 200
    refused = client().get("/overview?period=" + "9" * 13_000)
    assert refused.status_code == 414
    assert "网址过长" in refused.text


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://testserver.evil.example", "https://testserver:444"]
)
def test_pages_of_other_sites_may_not_ask(origin: str) -> None:
    assert client().get("/overview", headers={"origin": origin}).status_code == 403
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/_stcore/stream", headers={"origin": origin}):
        pass
    assert client().get("/overview", headers={"origin": "http://testserver"}).status_code == 200


def test_too_many_requests_of_one_client_are_refused_but_not_the_files_of_the_program() -> None:
    limited = client(per_minute=5)
    assert [limited.get("/overview").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    assert limited.get("/overview").headers["retry-after"] == "60"
    assert limited.get("/static/js/index.js").status_code == 200
    assert limited.get("/healthz").status_code == 200


def test_a_page_that_sends_without_end_is_disconnected() -> None:
    with client().websocket_connect("/_stcore/stream") as socket:
        for _ in range(600):
            socket.send_bytes(b"x")
            assert socket.receive_bytes() == b"x"
        socket.send_bytes(b"x")
        # the server's side ends; nothing more is answered
        with pytest.raises(WebSocketDisconnect):
            socket.receive_bytes()


@given(st.text(max_size=60), st.binary(max_size=60))
def test_no_path_and_no_query_breaks_the_gate(path: str, query: bytes) -> None:
    from dashboard.server.gate import refusal

    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/{path}",
        "query_string": query,
        "headers": [(b"host", b"testserver")],
    }
    assert refusal(scope) in (None, 400, 404)


def test_a_replica_answers_nobody_but_the_proxy_that_knows_the_secret() -> None:
    guarded = client(secret="s3cret")
    forged = {"x-forwarded-user": "admin", "x-forwarded-roles": "quality-admin", "x-forwarded-for": "10.0.0.1"}
    for headers in (forged, forged | {"x-dashboard-proxy": ""}, forged | {"x-dashboard-proxy": "S3cret"}):
        assert guarded.get("/overview", headers=headers).status_code == 403
        with pytest.raises(WebSocketDisconnect), guarded.websocket_connect("/_stcore/stream", headers=headers):
            pass
    assert guarded.get("/overview", headers={"x-dashboard-proxy": "s3cret"}).status_code == 200
    assert guarded.get("/healthz").status_code == 200
