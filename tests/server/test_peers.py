"""Behind a proxy that is not this machine, as in a container: whose word on scheme, sender and person counts."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.access.role_table import nginx_headers
from dashboard.server.gate import Gate
from dashboard.server.peers import TrustedPeers
from dashboard.settings import PROJECT_DIR, SettingsError, settings
from tests.patience import HANG_SECONDS
from tests.server.serving import Served, served

GATEWAY, STRANGER = "127.0.0.2", "127.0.0.3"
ACCESS = """method = "proxy"
[roles]
"quality-leader" = "leader"
[headers]
"X-Forwarded-User" = "sub"
"X-Forwarded-Roles" = "roles"
"X-Forwarded-Areas" = "areas"
"X-Forwarded-Expires" = "exp"
"""
TLS = {"x-forwarded-proto": "https", "x-forwarded-for": "10.1.2.3"}


@pytest.fixture
def access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "access.toml").write_text(ACCESS, encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(tmp_path / "access.toml"))
    return tmp_path / "access.toml"


def person() -> dict[str, str]:
    return {
        "x-forwarded-user": "zhang",
        "x-forwarded-roles": "quality-leader",
        "x-forwarded-expires": str(time.time() + 600),
    }


@pytest.fixture(scope="module")
def behind_a_gateway(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("access") / "access.toml"
    file.write_text(ACCESS, encoding="utf-8")
    with served(shipped, DASHBOARD_ACCESS=str(file), DASHBOARD_TRUSTED_PEERS=f"{GATEWAY},172.17.0.0/16") as running:
        yield running


def ask(running: Served, path: str, *, peer: str, headers: dict[str, str] | list[tuple[str, str]]) -> httpx.Response:
    with httpx.Client(transport=httpx.HTTPTransport(local_address=peer), timeout=HANG_SECONDS) as client:
        return client.get(running.url + path, headers=headers)


def test_a_trusted_peer_is_believed_on_scheme_and_person(behind_a_gateway: Served) -> None:
    queries = ask(behind_a_gateway, "/api/v1/queries", peer=GATEWAY, headers=person() | TLS)
    assert queries.status_code == 200
    assert "max-age" in queries.headers["strict-transport-security"]
    cookie = ask(behind_a_gateway, "/sign-in/from?to=/measures", peer=GATEWAY, headers=TLS)
    assert cookie.headers["set-cookie"].endswith("; Secure")


def test_nobody_else_is_believed(behind_a_gateway: Served) -> None:
    assert ask(behind_a_gateway, "/api/v1/queries", peer=STRANGER, headers=person()).status_code == 403
    plain = ask(behind_a_gateway, "/sign-in/from?to=/measures", peer=STRANGER, headers=TLS)
    assert "strict-transport-security" not in plain.headers
    assert ask(behind_a_gateway, "/api/v1/queries", peer=STRANGER, headers={}).status_code == 401


@pytest.mark.parametrize("name", ["x-forwarded-user", "x-forwarded-roles", "x-forwarded-expires"])
def test_a_doubled_header_of_a_person_is_refused(name: str, behind_a_gateway: Served) -> None:
    doubled = [*person().items(), (name, "quality-leader")]
    assert ask(behind_a_gateway, "/api/v1/queries", peer=GATEWAY, headers=doubled).status_code == 400
    # also on the connection of a page
    socket = {"connection": "upgrade", "upgrade": "websocket", "sec-websocket-version": "13", "sec-websocket-key": "a" * 24}
    opened = ask(behind_a_gateway, "/_stcore/stream", peer=GATEWAY, headers=[*doubled, *socket.items()])
    assert opened.status_code in (400, 403)


def gate(*, peer: str, per_minute: int, trusted: tuple[str, ...] = (GATEWAY,)) -> TestClient:
    def who(request: Request) -> JSONResponse:
        return JSONResponse([request.client.host if request.client else "", request.url.scheme])

    app = Starlette(
        routes=[Route("/who", who)],
        middleware=[Middleware(TrustedPeers, peers=trusted), Middleware(Gate, requests_per_minute=per_minute)],
    )
    return TestClient(app, client=(peer, 50_000))


def test_readers_behind_a_trusted_peer_have_a_limit_each() -> None:
    client = gate(peer=GATEWAY, per_minute=3)
    for reader in ("10.0.0.1", "10.0.0.2"):
        assert [client.get("/who", headers={"x-forwarded-for": reader}).status_code for _ in range(4)] == [200] * 3 + [429]


def test_who_is_not_trusted_cannot_choose_whose_limit_counts() -> None:
    client = gate(peer=STRANGER, per_minute=3)
    asked = [client.get("/who", headers={"x-forwarded-for": f"10.0.0.{number}"}).status_code for number in range(4)]
    assert asked == [200] * 3 + [429]


@pytest.mark.parametrize(
    ("peer", "trusted", "seen"),
    [
        ("127.0.0.1", (), ["10.1.2.3", "https"]),
        (GATEWAY, (GATEWAY,), ["10.1.2.3", "https"]),
        ("172.17.0.9", ("172.17.0.0/16",), ["10.1.2.3", "https"]),
        ("172.18.0.9", ("172.17.0.0/16",), ["172.18.0.9", "http"]),
        (GATEWAY, (), [GATEWAY, "http"]),
    ],
)
def test_sender_and_scheme_are_taken_from_trusted_peers_alone(peer: str, trusted: tuple[str, ...], seen: list[str]) -> None:
    assert gate(peer=peer, per_minute=100, trusted=trusted).get("/who", headers=TLS).json() == seen


@pytest.mark.usefixtures("access")
def test_a_person_is_named_by_a_trusted_peer_alone_and_once() -> None:
    assert gate(peer=GATEWAY, per_minute=100).get("/who", headers=person()).status_code == 200
    assert gate(peer=STRANGER, per_minute=100).get("/who", headers=person()).status_code == 403
    assert gate(peer=STRANGER, per_minute=100).get("/who").status_code == 200


def test_a_peer_that_is_no_address_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_TRUSTED_PEERS", "127.0.0.2,gateway")
    with pytest.raises(SettingsError, match="addresses or networks"):
        settings()


@pytest.mark.usefixtures("access")
def test_nginx_empties_every_header_that_the_office_names() -> None:
    shipped = (PROJECT_DIR / "deploy" / "nginx" / "dashboard-identity.conf").read_text(encoding="utf-8")
    assert nginx_headers() + "\n" == shipped
    assert "include /etc/nginx/dashboard-identity.conf;" in (
        PROJECT_DIR / "deploy" / "nginx" / "quality-dashboard.conf"
    ).read_text(encoding="utf-8")
