"""Open pages are bounded, those of people who are not signed in apart; a page that closes makes room."""

import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.server.open_pages import OpenPages

PROXY = """method = "proxy"
[roles]
evaluators = "evaluator"
[headers]
X-User = "sub"
X-Roles = "roles"
X-Expires = "exp"
"""


async def echo(page: WebSocket) -> None:
    await page.accept()
    try:
        while True:
            await page.send_bytes(await page.receive_bytes())
    except WebSocketDisconnect:
        return


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    (tmp_path / "access.toml").write_text(PROXY, encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(tmp_path / "access.toml"))
    bound = Middleware(OpenPages, most=3, most_unsigned=2)
    return TestClient(Starlette(routes=[WebSocketRoute("/_stcore/stream", echo)], middleware=[bound]))


def test_people_who_are_not_signed_in_take_no_room_from_the_others(client: TestClient) -> None:
    signed_in = {"X-User": "zhang", "X-Roles": "evaluators", "X-Expires": str(time.time() + 3_600)}

    def opened(headers: dict[str, str]) -> ExitStack:
        with ExitStack() as stack:
            page = stack.enter_context(client.websocket_connect("/_stcore/stream", headers=headers))
            page.send_bytes(b"x")
            assert page.receive_bytes() == b"x"
            return stack.pop_all()

    nobody = [opened({}) for _ in range(2)]
    with pytest.raises(WebSocketDisconnect):
        opened({})
    somebody = [opened(signed_in) for _ in range(3)]
    with pytest.raises(WebSocketDisconnect):
        opened(signed_in)
    nobody.pop().close()
    somebody.pop().close()
    for page in (*nobody, *somebody, opened({}), opened(signed_in)):
        page.close()
