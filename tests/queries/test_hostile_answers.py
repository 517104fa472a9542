"""Every query answers on the hostile snapshot, under filters that reach what was planted: no exception, whole columns."""

from pathlib import Path

import polars as pl
import pytest

from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import query_info, query_names
from tests.golden import GIVEN, GOLDEN

pytestmark = pytest.mark.long

SCOPES: dict[str, dict[str, list[str]]] = {
    "term": {},
    "decided": {"date_basis": ["decided"], "period": ["year:2024"]},
    "paid": {"date_basis": ["paid"], "place_basis": ["project"]},
    "year to come": {"period": ["fund_year:2027"]},
    "leap day": {"period": ["2024-02-29..2024-02-29"]},
    "unknown place": {"district": ["unknown"], "period": ["last12m"]},
}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", query_names())
def test_every_query_answers(name: str, scope: str, hostile: Path) -> None:
    snapshot = open_snapshot(data=hostile)
    filters, notices = read_filters(SCOPES[scope], snapshot=snapshot, registry=load_registry())
    assert notices == ()
    known = query_info(name).parameters
    given = {key: value for key, value in (GIVEN.get(name, {}) | planted(hostile, name)).items() if key in known}
    answer = query(name, filters, **given)
    assert answer.columns == pl.read_csv(GOLDEN / f"{name}.csv", n_rows=0).columns


def planted(hostile: Path, name: str) -> dict[str, str]:
    """Questions about one organisation or one finding are asked of one that was planted."""
    notes = pl.read_parquet(hostile / "snapshots" / "hostile" / "planted.parquet")
    rows = pl.read_parquet(hostile / "snapshots" / "hostile" / "applications.parquet")
    renamed = notes.filter(plant="one-code-two-names", table="applications")["id"]
    twice = notes.filter((pl.col("plant") == "served-twice") & pl.col("expected").str.starts_with("C05"))["id"]
    code = str(rows.filter(application_id=renamed[0])["uscc"].item())
    if name.startswith("records/"):
        return {"uscc": code, "search": str(rows.filter(uscc=code)["applicant"][0])}
    return {"application_id": str(twice[0]), "rule_code": "C05"} if name == "conformity/finding_cases" else {}
