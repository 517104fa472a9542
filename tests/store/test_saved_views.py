"""Saved views on the account: each person's own, links of this app only, on SQLite and PostgreSQL."""

import pytest

from dashboard.access import OPEN, Access
from dashboard.screen.tools import account_views, keep, remove
from dashboard.store.saved_views import MOST_VIEWS, View, keep_view, remove_view, views_of
from tests.store.postgres import new_database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "postgresql":
        return new_database(request.getfixturevalue("postgresql"))
    return f"sqlite:///{tmp_path_factory.mktemp('views')}/views.sqlite"


@pytest.fixture(autouse=True)
def database(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", address)


def test_a_view_is_kept_renewed_and_removed_for_its_person_alone() -> None:
    assert keep_view("zhang", View(" 南山 <b>资金 ", "/funds?district=440305"))
    assert keep_view("zhang", View("总览", "/overview"))
    assert keep_view("zhang", View("南山 <b>资金", "/funds?district=440306"))
    assert views_of("li") == ()
    assert set(views_of("zhang")) == {View("南山 <b>资金", "/funds?district=440306"), View("总览", "/overview")}
    remove_view("li", "总览")
    remove_view("zhang", "南山 <b>资金")
    assert views_of("zhang") == (View("总览", "/overview"),)


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/" + "x" * 4_000]
)
def test_only_links_of_this_app_are_kept(path: str) -> None:
    assert not keep_view("wang", View("x", path))
    assert not keep_view("wang", View("  ", "/overview"))
    assert views_of("wang") == ()


def test_there_is_a_most() -> None:
    assert all(keep_view("many", View(f"{number}", "/overview")) for number in range(MOST_VIEWS))
    assert not keep_view("many", View("one more", "/overview"))
    assert keep_view("many", View("0", "/funds")), "one that is there can be renewed"


def test_nobody_without_a_sign_in_writes_to_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(OPEN, {"name": "x", "path": "/overview"})
    assert account_views(OPEN) is None
    reader = Access("chen", "leader")
    keep(reader, {"name": "x", "path": "/overview"})
    for nonsense in (None, "x", {}, {"name": 5}, ["x"]):
        keep(reader, nonsense)
        remove(reader, nonsense if isinstance(nonsense, dict | list) else None)
    assert account_views(reader) == [{"name": "x", "path": "/overview"}]
    monkeypatch.setenv("DASHBOARD_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert account_views(reader) is None, "without the database the browser keeps them"
