"""Damaged, missing and foreign snapshots give one clear message and no trace."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from dashboard.__main__ import main as command_line
from dashboard.access import MACHINE, OPEN, PUBLIC, Access, act_as
from dashboard.etl.__main__ import main
from dashboard.questions import open_warehouse
from dashboard.snapshots import (
    OfficialDataError,
    SnapshotError,
    open_snapshot,
    openable_names,
    readable_snapshots,
    snapshot,
    snapshot_names,
)
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


def test_a_change_that_keeps_size_and_time_is_caught(copy: Path) -> None:
    path = copy / "snapshots" / "synthetic" / "applications.parquet"
    open_snapshot("synthetic", data=copy)
    before = path.stat()
    with path.open("r+b") as stream:
        stream.seek(5_000)
        stream.write(bytes(600))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    with pytest.raises(SnapshotError, match=r"applications\.parquet.*checksum"):
        open_snapshot("synthetic", data=copy)


def test_files_are_hashed_again_every_hour(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    digest = hashlib.file_digest
    monkeypatch.setattr(
        snapshot.hashlib, "file_digest", lambda stream, kind: hashed.append(stream.name) or digest(stream, kind)
    )
    now = [10.0]
    monkeypatch.setattr(snapshot.time, "monotonic", lambda: now[0])
    open_snapshot("synthetic", data=copy)
    once = len(hashed)
    assert once > 3
    open_snapshot("synthetic", data=copy)
    assert len(hashed) == once
    now[0] += snapshot.HASHED_AGAIN_SECONDS
    open_snapshot("synthetic", data=copy)
    assert len(hashed) == 2 * once


def test_a_pointer_that_is_no_text_is_a_sentence(copy: Path) -> None:
    (copy / "snapshots" / "current").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SnapshotError, match="make snapshots"):
        open_snapshot(None, data=copy)


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


OFFICIAL_NAME = "shenzhen-2026q3"


@pytest.fixture
def mixed(copy: Path) -> Path:
    """The two shipped snapshots and an official one, which is current."""
    build(copy, applications=[{}], name=OFFICIAL_NAME)
    return copy


@pytest.mark.parametrize("access", [PUBLIC, OPEN], ids=["public", "open"])
def test_who_may_not_open_official_snapshots_does_not_learn_their_names(mixed: Path, access: Access) -> None:
    damaged = mixed / "snapshots" / "damaged-official"
    shutil.copytree(mixed / "snapshots" / OFFICIAL_NAME, damaged)
    (damaged / "manifest.json").write_text("{}", encoding="utf-8")
    with act_as(access):
        said = []
        for name in ("nope", None, "damaged-official"):
            with pytest.raises(SnapshotError) as caught:
                open_snapshot(name, data=mixed)
            said.append(caught.value)
        assert openable_names(data=mixed) == ["published", "synthetic"]
        assert sorted(one.name for one in readable_snapshots(data=mixed)[0]) == ["published", "synthetic"]
        assert readable_snapshots(data=mixed)[1] == {}
    assert said[0].zh == "没有名为“nope”的快照。现有快照：published、synthetic。"
    assert said[2].en == "There is no snapshot named 'damaged-official'. Known snapshots: published, synthetic."
    assert isinstance(said[1], OfficialDataError)
    assert not any(OFFICIAL_NAME in error.zh + error.en for error in said)
    # where the current one is missing or cannot be read, its name is not told either
    for broken in ("{}", None):
        manifest = mixed / "snapshots" / OFFICIAL_NAME / "manifest.json"
        manifest.write_text(broken, encoding="utf-8") if broken else manifest.unlink()
        with act_as(access), pytest.raises(SnapshotError) as caught:
            open_snapshot(None, data=mixed)
        assert OFFICIAL_NAME not in caught.value.zh + caught.value.en


@pytest.mark.parametrize("access", [Access("l", "leader"), Access("d", "district", ("440305",)), MACHINE], ids=str)
def test_who_may_open_official_snapshots_is_told_of_all(mixed: Path, access: Access) -> None:
    with act_as(access), pytest.raises(SnapshotError, match=f"published, {OFFICIAL_NAME}, synthetic"):
        open_snapshot("nope", data=mixed)


def test_the_command_line_reads_with_all_rights(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["query", "overview/totals", "--snapshot", "nope", "--data", str(mixed)]) == 2
    assert OFFICIAL_NAME in capsys.readouterr().err
    assert command_line(["query", "overview/totals", "--data", str(mixed)]) == 0
