"""The way back from the sign-in: to a page of this app with its filters, and to nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.screen.sign_in_address import picture
from dashboard.server.sign_in_return import CALLBACK, NOTE, SIGN_IN_RETURN, ReturnAfterSignIn, is_own


def signed_in(request: Request) -> Response:
    answer = RedirectResponse("/", status_code=302)
    answer.set_cookie("_streamlit_user", "somebody")
    return answer


APP = Starlette(
    routes=[*SIGN_IN_RETURN, Route(CALLBACK, signed_in), Route("/overview", signed_in)],
    middleware=[Middleware(ReturnAfterSignIn)],
)


def after_sign_in(address: str, **parameters: list[str]) -> tuple[str, list[str]]:
    """Where the browser is led, and the cookies that are set, after it saw the page of ``address`` unsigned."""
    with TestClient(APP, follow_redirects=False) as client:
        assert client.get(picture(address, parameters)).headers["content-type"] == "image/svg+xml"
        assert client.get("/overview").headers["location"] == "/", "no other redirect is touched"
        answer = client.get(CALLBACK)
        again = client.get(CALLBACK)
    assert again.headers["location"] == "/", "once"
    return answer.headers["location"], answer.headers.get_list("set-cookie")


def test_the_reader_comes_back_to_the_page_with_its_filters() -> None:
    where, cookies = after_sign_in(
        "districts", district=["440305", "440304"], period=["fund_year:2025"], search=["深圳 &=%"]
    )
    path, _mark, query = where.partition("?")
    assert path == "/districts"
    assert query == "district=440305&district=440304&period=fund_year:2025&search=%E6%B7%B1%E5%9C%B3+%26%3D%25"
    assert any(cookie.startswith("_streamlit_user=somebody") for cookie in cookies), "the sign-in itself is kept"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example/",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "overview",
        "",
        "/overview\r\nset-cookie: a=b",
        "/" + "a" * 4_000,
    ],
)
def test_no_other_address_is_taken(elsewhere: str) -> None:
    with TestClient(APP, follow_redirects=False) as client:
        kept = client.get(NOTE, params={"to": elsewhere})
        assert kept.status_code == 200
        assert "set-cookie" not in kept.headers
        client.cookies.set("asked_for", elsewhere, path=CALLBACK)
        assert client.get(CALLBACK).headers["location"] == "/"


@given(st.text(max_size=60))
def test_whatever_is_taken_stays_here(address: str) -> None:
    if is_own(address):
        assert address[:1] == "/"
        assert address[1:2] not in ("/", "\\")
        assert not set(address) & {"\r", "\n", "\t", "\x00"}
