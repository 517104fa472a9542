"""The optional column that names the source of each row changes no answer."""

from pathlib import Path

import polars as pl
import pytest

from dashboard.warehouse import query_names
from tests.golden import GOLDEN, answer, build_golden
from tests.snapshot_builder import seal


@pytest.fixture(scope="module")
def with_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = build_golden(tmp_path_factory.mktemp("sources"))
    folder = data / "snapshots" / "golden"
    for table in ("applications", "awards"):
        path = folder / f"{table}.parquet"
        rows = pl.read_parquet(path)
        assert "source" not in rows.columns
        rows.with_columns(source=pl.int_range(pl.len(), dtype=pl.Int32) % 3).write_parquet(path)
    seal(folder)
    return data


@pytest.mark.parametrize("name", query_names())
def test_answers_do_not_depend_on_the_column(name: str, with_sources: Path) -> None:
    assert answer(name, with_sources).splitlines() == (GOLDEN / f"{name}.csv").read_text(encoding="utf-8").splitlines()
