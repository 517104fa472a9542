"""Every page over the hostile snapshot, in both languages and under filters that reach what was planted."""

from pathlib import Path

import polars as pl
import pytest

from tests.pages.test_pages import PAGES, TITLES, open_page

SCOPES: dict[str, dict[str, str | list[str]]] = {
    "term": {},
    "paid": {"date_basis": "paid", "period": "year:2024", "place_basis": "operating"},
    "year to come": {"period": "fund_year:2027"},
    "two windows": {"item": "04-1", "period": "fund_year:2025"},
}


@pytest.fixture(autouse=True)
def on_hostile(hostile: Path, scratch_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(hostile))
    monkeypatch.setenv("DASHBOARD_DATABASE", scratch_database)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scope", SCOPES)
def test_pages_open(page: Path, language: str, scope: str, hostile: Path) -> None:
    given = dict(SCOPES[scope])
    if page.stem == "organisation":
        given["organisation"] = renamed(hostile)
    app = open_page(page, lang=language, **given)
    assert not app.exception
    assert not app.error
    assert (app.title[0].value == TITLES[page.stem]) == (language == "zh")


def renamed(hostile: Path) -> str:
    """The code of an organisation with two names."""
    folder = hostile / "snapshots" / "hostile"
    notes = pl.read_parquet(folder / "planted.parquet").filter(plant="one-code-two-names", table="applications")
    return str(pl.read_parquet(folder / "applications.parquet").filter(application_id=notes["id"][0])["uscc"].item())
