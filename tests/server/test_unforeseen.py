"""What nobody foresaw: one sentence with a number and the headers, one line in the log, and nothing anybody typed."""

import asyncio
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import websockets
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.server.logs import PlainFactsRecord
from dashboard.server.mount import middleware
from tests.patience import HANG_SECONDS
from tests.server.serving import Serve, Served

TYPED = "单位甲"


def fail(request: Request) -> Response:
    raise ValueError(TYPED)


def fail_half_way(request: Request) -> Response:
    def parts() -> Iterator[bytes]:
        yield b"half"
        raise ValueError(TYPED)

    return StreamingResponse(parts())


async def fail_connected(page: WebSocket) -> None:
    await page.accept()
    await page.receive_bytes()
    raise ValueError(TYPED)


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/half", fail_half_way), WebSocketRoute("/_stcore/stream", fail_connected), Route("/{any:path}", fail)]
    return TestClient(Starlette(routes=routes, middleware=middleware()), base_url="http://localhost")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.LogCaptureFixture]:
    former = logging.getLogRecordFactory()
    logging.setLogRecordFactory(PlainFactsRecord)
    monkeypatch.setattr(logging.getLogger("dashboard"), "propagate", True)
    yield caplog
    logging.setLogRecordFactory(former)


@pytest.mark.parametrize("path", ["/overview", "/api/v1/queries", "/files/a/b"])
def test_a_request_that_fails_is_a_sentence_with_its_number_and_every_header(
    path: str, client: TestClient, logged: pytest.LogCaptureFixture
) -> None:
    answer = client.get(path, params={"search": TYPED})
    assert answer.status_code == 500
    number = answer.headers["x-request-id"]
    said = answer.json()["error"]["zh"] if path.startswith("/api/") else answer.text
    assert f"编号{number}" in said
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    (line,) = [record for record in logged.records if record.name == "dashboard.failure"]
    assert line.__dict__["request"] == number
    assert line.exc_text is not None
    assert line.exc_text.startswith("ValueError in ")
    assert TYPED not in answer.text + logged.text


def test_an_answer_that_had_begun_is_cut_off_and_logged(client: TestClient, logged: pytest.LogCaptureFixture) -> None:
    assert client.get("/half").content == b"half"
    assert [record.name for record in logged.records if record.levelno >= logging.ERROR] == ["dashboard.failure"]


def test_a_connection_that_fails_is_closed_and_logged(client: TestClient, logged: pytest.LogCaptureFixture) -> None:
    with client.websocket_connect("ws://localhost/_stcore/stream") as page:
        page.send_bytes(b"x")
        with pytest.raises(WebSocketDisconnect) as closed:
            page.receive_bytes()
    assert closed.value.code == 1011
    assert [record.name for record in logged.records if record.levelno >= logging.ERROR] == ["dashboard.failure"]


@pytest.fixture(scope="module")
def signing_in(serve: Serve, shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    auth = {
        "redirect_uri": "http://localhost:1/oauth2callback",
        "cookie_secret": "s" * 40,
        "client_id": "dashboard",
        "client_secret": "s",
        "server_metadata_url": "http://127.0.0.1:1/none",
    }
    secrets.write_text("[auth]\n" + "\n".join(f'{name} = "{value}"' for name, value in auth.items()), encoding="utf-8")
    with serve(shipped, options=("--secrets.files", str(secrets)), DASHBOARD_LOG_LEVEL="info") as running:
        yield running


def test_what_anybody_sends_to_a_server_leaves_json_lines_without_its_text(signing_in: Served) -> None:
    async def send(frame: str | bytes) -> int | None:
        async with websockets.connect(f"ws://127.0.0.1:{signing_in.port}/_stcore/stream") as page:
            await page.send(frame)
            try:
                async with asyncio.timeout(HANG_SECONDS):
                    async for _message in page:
                        pass
            except websockets.ConnectionClosedError as closed:
                return closed.rcvd.code if closed.rcvd else None
        return None

    # a thread of its own: browser tests of the same process leave an event loop running in this one
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, send(TYPED)).result() == 1003
        assert thread.submit(asyncio.run, send(TYPED.encode())).result() == 1002
    back = signing_in.get("/oauth2callback", params={"error": TYPED, "error_description": f"{TYPED} text"})
    assert back.status_code == 302
    _start, _brace, log = signing_in.log.read_text(encoding="utf-8").partition("{")
    lines = [json.loads(line) for line in ("{" + log).splitlines()]
    assert any(line["message"].startswith("Error during authentication: …") for line in lines)
    assert TYPED not in log
