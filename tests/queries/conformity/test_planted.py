"""Every planted breach of the synthetic data is found under its rule and nothing else is; the table is printed."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard.etl.synthetic import publish_synthetic
from dashboard.policy import load_registry
from tests.conftest import ask

pytestmark = pytest.mark.long


def scores(data: Path, snapshot: str) -> pl.DataFrame:
    """Planted, found and both, by rule, with precision and recall."""
    planted = pl.read_parquet(data / "snapshots" / snapshot / "planted.parquet")
    found = ask("conformity/all_findings", data=data, snapshot=snapshot).filter(pl.col("severity") == "breach")
    both = planted.join(found, on=["application_id", "rule_code"], how="semi")
    counts = [
        frame.group_by("rule_code").agg(pl.len().alias(name))
        for frame, name in ((planted, "planted"), (found, "found"), (both, "both"))
    ]
    table = counts[0].join(counts[1], on="rule_code", how="full", coalesce=True).join(counts[2], on="rule_code", how="left")
    return (
        table.fill_null(0)
        .sort("rule_code")
        .with_columns(precision=pl.col("both") / pl.col("found"), recall=pl.col("both") / pl.col("planted"))
    )


def check(table: pl.DataFrame) -> None:
    with pl.Config(tbl_rows=20, tbl_hide_dataframe_shape=True):
        print(table)
    assert table["rule_code"].to_list() == [f"C{number:02d}" for number in range(1, 17)]
    assert table["precision"].to_list() == table["recall"].to_list() == [1.0] * 16


def test_shipped_snapshot(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        check(scores(shipped, "synthetic"))


@pytest.mark.parametrize("seed", [1, 2])
def test_other_seeds_and_a_larger_city(seed: int, tmp_path: Path) -> None:
    publish_synthetic(
        rows=12_000,
        seed=seed,
        as_of=date(2026, 10, 31),
        name="other",
        data=tmp_path,
        registry=load_registry(),
        activate=True,
    )
    check(scores(tmp_path, "other"))
