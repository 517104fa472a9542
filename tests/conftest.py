"""Shared fixtures: the two shipped snapshots, built once a run for all its processes."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from dashboard.access import MACHINE, act_as
from dashboard.etl.public_notices import publish_honours
from dashboard.etl.synthetic import publish_synthetic
from dashboard.etl.synthetic.plants import chosen_plants
from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from tests.patience import HANG_MS
from tests.server.serving import Serve, served
from tests.sharing import made_once
from tests.store.postgres import postgres

Ask = Callable[..., pl.DataFrame]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

# hypothesis would fail an example that takes 0.2 s, which on busy cores says nothing of the code
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
expect.set_options(timeout=HANG_MS)
# what a test needs beside this process, told by the fixtures it takes
NEEDS = {"browser": "browser", "serve": "server", "postgresql": "postgresql"}
# hundreds of pages and documents are opened here; a test of them that is run every day says that it is short
TESTS = Path(__file__).parent
LONG_FOLDERS = {"pages", "report"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # a test of each kind of database takes that of its parameter only when it runs
        given = item.callspec.params.values() if hasattr(item, "callspec") else ()
        taken = {*getattr(item, "fixturenames", ()), *(value for value in given if isinstance(value, str))}
        for fixture in NEEDS.keys() & taken:
            item.add_marker(NEEDS[fixture])
        if item.path.relative_to(TESTS).parts[0] in LONG_FOLDERS and not item.get_closest_marker("short"):
            item.add_marker("long")


@pytest.fixture(autouse=True)
def on_the_machine() -> Iterator[None]:
    """Tests ask with all rights unless they say otherwise; the default of the code is to see next to nothing."""
    with act_as(MACHINE):
        yield


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Data folder with ``published`` and ``synthetic`` (current), to read: other processes of the run read it too."""
    with made_once("shipped", publish_shipped, factory=tmp_path_factory) as data:
        yield data


def publish_shipped(data: Path) -> None:
    registry = load_registry()
    publish_honours(name="published", data=data, registry=registry, activate=False)
    publish_synthetic(
        rows=5_000,
        seed=20230620,
        as_of=date(2026, 10, 31),
        name="synthetic",
        data=data,
        registry=registry,
        activate=True,
    )


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Data folder with ``hostile`` (current): 800 drawn applications and everything planted that figures go wrong on."""
    with made_once("hostile", publish_hostile, factory=tmp_path_factory) as data:
        yield data


def publish_hostile(data: Path, *, seed: int = 20230620, plants: str = "hostile", judged: bool = True) -> Path:
    return publish_synthetic(
        rows=800,
        seed=seed,
        as_of=date(2026, 10, 31),
        name="hostile",
        data=data,
        registry=load_registry(),
        activate=True,
        judged=judged,
        plants=chosen_plants(plants) if plants else (),
    )


@pytest.fixture(scope="session")
def scratch_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where pages of this process write down who saw what, when a test does not ask for it."""
    return f"sqlite:///{tmp_path_factory.mktemp('scratch') / 'scratch.sqlite'}"


@pytest.fixture
def on_shipped(shipped: Path, scratch_database: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app of this process reads the shipped snapshots, and writes elsewhere."""
    monkeypatch.setenv("DASHBOARD_DATA", str(shipped))
    monkeypatch.setenv("DASHBOARD_DATABASE", scratch_database)
    return shipped


def ask(name: str, *, data: Path, snapshot: str | None = None, **given: Any) -> pl.DataFrame:
    """A query under URL-like parameters; every one must be understood."""
    opened = open_snapshot(snapshot, data=data)
    values = {key: [value] if isinstance(value, str) else list(value) for key, value in given.items()}
    filters, notices = read_filters(values, snapshot=opened, registry=load_registry())
    assert notices == ()
    return query(name, filters)


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Starts a server; what asks for this fixture is known to need a process of its own."""
    return served


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a PostgreSQL for all tests of this process; each takes a new database in it."""
    with postgres() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()
