"""An intake run on a data folder of its own, from the rows of a test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.etl.intake.ingest import Outcome, ingest
from dashboard.etl.intake.order import Order
from dashboard.etl.intake.progress import Progress
from dashboard.policy import load_registry
from tests.etl.intake.files import AS_OF

Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Ingest files into ``tmp_path/data``; every row may be bad unless the test says otherwise."""

    def _run(*files: Path, name: str = "trial", **options: Any) -> Outcome:
        order = Order(
            files=files,
            as_of=AS_OF,
            name=name,
            data=tmp_path / "data",
            registry=load_registry(),
            **{"max_quarantine": 1.0} | options,
        )
        return ingest(order, progress=Progress(quiet=True))

    return _run


@pytest.fixture
def rows(tmp_path: Path) -> Callable[..., pl.DataFrame]:
    """A table of a published snapshot."""

    def _rows(table: str = "applications", *, name: str = "trial") -> pl.DataFrame:
        return pl.read_parquet(tmp_path / "data" / "snapshots" / name / f"{table}.parquet")

    return _rows
