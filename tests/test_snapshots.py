"""Damaged, missing and foreign snapshots give one clear message and no trace."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from dashboard.etl.__main__ import main
from dashboard.snapshots import SnapshotError, open_snapshot, readable_snapshots, snapshot_names
from dashboard.warehouse import open_warehouse
from tests.snapshot_builder import _entry, build


@pytest.fixture
def copy(shipped: Path, tmp_path: Path) -> Path:
    shutil.copytree(shipped / "snapshots", tmp_path / "snapshots")
    return tmp_path


def test_changed_bytes_in_a_data_page_are_caught(copy: Path) -> None:
    path = copy / "snapshots" / "synthetic" / "applications.parquet"
    content = bytearray(path.read_bytes())
    content[5_000:5_600] = bytes(600)
    path.write_bytes(content)
    with pytest.raises(SnapshotError, match=r"applications\.parquet.*checksum"):
        open_snapshot("synthetic", data=copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "snapshots" / "synthetic" / "awards.parquet").unlink()
    with pytest.raises(SnapshotError, match=r"awards\.parquet.*missing"):
        open_snapshot(None, data=copy)


@pytest.mark.parametrize("name", ["nope", "../synthetic", ".tmp-x", "a" * 10_000, "current", "synthetic/../published"])
def test_unknown_and_hostile_names(name: str, copy: Path) -> None:
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(name, data=copy)
    assert "synthetic" in caught.value.zh
    assert len(caught.value.zh) < 400


def test_no_snapshot_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="make snapshots"):
        open_snapshot(None, data=tmp_path)


def test_a_broken_manifest(copy: Path) -> None:
    manifest = copy / "snapshots" / "synthetic" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"kind"', '"sort"'))
    with pytest.raises(SnapshotError, match=r"manifest\.json.*kind"):
        open_snapshot("synthetic", data=copy)


def test_one_damaged_snapshot_hides_no_other(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "snapshots" / "published" / "manifest.json").write_text("{}", encoding="utf-8")
    found, damaged = readable_snapshots(data=copy)
    assert [snapshot.name for snapshot in found] == ["synthetic"]
    assert list(damaged) == ["published"]
    assert main(["list", "--data", str(copy)]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[0].startswith("  published  damaged: manifest.json of snapshot 'published' is not valid")
    assert listed[1] == "* synthetic  synthetic  as of 2026-10-31"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    folder = build(tmp_path, applications=[{}])
    path = folder / "applications.parquet"
    pl.read_parquet(path).drop("paid_yuan").write_parquet(path)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] = [_entry(file) for file in sorted(folder.glob("*.parquet"))]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(SnapshotError, match="paid_yuan"):
        open_warehouse(open_snapshot("tiny", data=tmp_path))


def test_temporary_folders_are_not_listed(copy: Path) -> None:
    (copy / "snapshots" / ".tmp-half").mkdir()
    assert snapshot_names(data=copy) == ["published", "synthetic"]
