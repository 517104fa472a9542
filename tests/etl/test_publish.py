"""A publication that cannot be done ends in a sentence, and what was published before is whole."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from dashboard.etl import publish as publishing
from dashboard.etl.__main__ import main
from dashboard.etl.publish import PublishError
from dashboard.etl.synthetic import publish_synthetic
from dashboard.policy import load_registry
from dashboard.snapshots import Snapshot, current_name, open_snapshot, snapshot_names


def publish(name: str, data: Path) -> None:
    publish_synthetic(
        rows=500, seed=1, as_of=date(2026, 10, 31), name=name, data=data, registry=load_registry(), activate=True
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    publish("old", tmp_path)
    return tmp_path


@contextmanager
def longest_file(size: int) -> Iterator[None]:
    """The system refuses what it would on a full disk: no file of this process may grow further."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@pytest.mark.parametrize("size", [0, 20_000])
def test_without_room_on_the_disk_the_old_snapshot_stays_whole(size: int, data: Path) -> None:
    with longest_file(size), pytest.raises(PublishError, match="no room on the disk"):
        publish("new", data)
    assert (snapshot_names(data=data), current_name(data=data)) == (["old"], "old")
    open_snapshot(data=data)
    assert [path.name for path in (data / "snapshots").iterdir() if path.name.startswith(".tmp")] == []


def test_of_two_runs_of_one_name_the_second_ends_in_a_sentence(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("new", tmp_path / "other")
    judge = publishing.judge

    def meanwhile(snapshot: Snapshot, *, judged: bool) -> dict[str, str]:
        (tmp_path / "other" / "snapshots" / "new").rename(data / "snapshots" / "new")
        return judge(snapshot, judged=judged)

    monkeypatch.setattr(publishing, "judge", meanwhile)
    with pytest.raises(PublishError, match="'new' exists"):
        publish("new", data)
    assert (snapshot_names(data=data), current_name(data=data)) == (["new", "old"], "old")
    open_snapshot("new", data=data)


@pytest.mark.parametrize("day", ["0001-01-01", "0206-10-31", "9999-12-31"])
def test_a_day_of_no_possible_year_is_one_line(day: str, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(data), "synthetic", "--name", "new", "--as-of", day])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert day in said
    assert "Traceback" not in said
    assert current_name(data=data) == "old"
