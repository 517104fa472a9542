"""The two shipped snapshots against the contract and against counts made by hand."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from stdnum.cn import uscc

from dashboard.etl.public_notices import publish_honours
from dashboard.etl.publish import PublishError
from dashboard.etl.synthetic import publish_synthetic
from dashboard.policy import REFERENCE_DIR, load_registry
from dashboard.settings import PROJECT_DIR
from dashboard.snapshots import open_snapshot, snapshot_names
from tests.patience import eventually
from tests.snapshot_builder import APPLICATIONS, AWARDS


def read(shipped: Path, snapshot: str, table: str) -> pl.DataFrame:
    return pl.read_parquet(shipped / "snapshots" / snapshot / f"{table}.parquet")


@pytest.mark.parametrize("snapshot", ["published", "synthetic"])
def test_contract(snapshot: str, shipped: Path) -> None:
    assert dict(read(shipped, snapshot, "applications").schema) == APPLICATIONS
    assert dict(read(shipped, snapshot, "awards").schema) == AWARDS
    manifest = json.loads((shipped / "snapshots" / snapshot / "manifest.json").read_text())
    for table, counts in manifest["tables"].items():
        assert counts["read"] == sum(counts[part] for part in ("accepted", "quarantined", "duplicate", "blank", "total"))
        assert counts["accepted"] == read(shipped, snapshot, table).height
    opened = open_snapshot(snapshot, data=shipped)
    assert opened.reports("applications") == (snapshot == "synthetic")


def test_published_honours_keep_their_status(shipped: Path) -> None:
    with (REFERENCE_DIR / "published_honours.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    words = {"拟奖公示": "proposed", "初选": "preliminary", "授奖": "conferred"}
    expected = Counter(words[row["decision_status"]] for row in rows)
    awards = read(shipped, "published", "awards")
    assert dict(awards["decision_status"].value_counts().iter_rows()) == dict(expected)
    assert awards.height == 63
    assert awards["amount_yuan"].null_count() == 63
    in_term = awards.filter(pl.col("awarded_on") >= date(2023, 6, 20))
    assert in_term["award_id"].to_list() == ["AW055", "AW056"]


def test_synthetic_data_is_shaped_as_promised(shipped: Path) -> None:
    applications = read(shipped, "synthetic", "applications")
    assert applications.height == 5_000
    assert 3_500 <= read(shipped, "synthetic", "awards").height <= 5_500
    assert applications["application_id"].is_unique().all()
    assert all(uscc.is_valid(code) for code in applications["uscc"].unique())
    assert applications["applicant"].str.contains(r"^示例.*\(合成\)$").all()
    for column in ("district_registered", "requested_yuan"):
        assert 0.01 <= applications[column].null_count() / 5_000 <= 0.03
    days = applications.select(pl.col(pl.Date).exclude("valid_until"))
    assert all(day <= date(2026, 10, 31) for day in days.max().row(0) if day)
    per_organisation = applications["uscc"].value_counts()["count"]
    assert per_organisation.max() >= 4 * per_organisation.mean()
    planted = read(shipped, "synthetic", "planted")
    assert set(planted["rule_code"]) == {f"C{code:02d}" for code in range(1, 17)}
    assert 0.005 <= planted["application_id"].n_unique() / 5_000 <= 0.015


@pytest.mark.long
def test_same_seed_same_bytes(shipped: Path, tmp_path: Path) -> None:
    arguments = {
        "rows": 5_000,
        "as_of": date(2026, 10, 31),
        "registry": load_registry(),
        "activate": True,
        "data": tmp_path,
    }
    publish_synthetic(seed=20230620, name="synthetic", **arguments)
    publish_synthetic(seed=7, name="other", **arguments)
    for file in ("applications.parquet", "awards.parquet", "planted.parquet", "item_rules.parquet", "manifest.json"):
        again = (tmp_path / "snapshots" / "synthetic" / file).read_bytes()
        assert again == (shipped / "snapshots" / "synthetic" / file).read_bytes(), file
    assert (tmp_path / "snapshots" / "other" / "applications.parquet").read_bytes() != again


def test_a_published_snapshot_is_never_changed(tmp_path: Path) -> None:
    arguments = {"name": "published", "data": tmp_path, "registry": load_registry(), "activate": True}
    publish_honours(**arguments)
    with pytest.raises(PublishError, match="never changed"):
        publish_honours(**arguments)


@pytest.mark.parametrize("written", [0, 1, 3])
def test_a_killed_run_leaves_nothing_a_reader_could_take_for_a_snapshot(written: int, tmp_path: Path) -> None:
    """Killed when that many of the files of the new snapshot have been begun."""
    publish_honours(name="published", data=tmp_path, registry=load_registry(), activate=True)
    command = [sys.executable, "-m", "dashboard.etl", "synthetic", "--rows", "400000", "--data", str(tmp_path)]
    process = subprocess.Popen(command, cwd=PROJECT_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def is_so_far() -> bool:
        assert process.poll() is None, "killed too late"
        begun = [len(list(folder.iterdir())) for folder in (tmp_path / "snapshots").glob(".tmp-*")]
        return bool(begun) and begun[0] >= written

    eventually(is_so_far, said="the run writes its files")
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert snapshot_names(data=tmp_path) == ["published"]
    assert open_snapshot(None, data=tmp_path).name == "published"
