"""Every row says from which file it came, and the manifest says which columns each file has values in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from tests.etl.intake.conftest import Run
from tests.etl.intake.files import application, award, write_csv
from tests.snapshot_builder import seal

Rows = Callable[..., pl.DataFrame]


def sources(tmp_path: Path, name: str = "trial") -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((tmp_path / "data/snapshots" / name / "manifest.json").read_text("utf-8"))[
        "sources"
    ]
    return loaded


def by_row(rows: pl.DataFrame, key: str = "application_id") -> dict[str, int]:
    return dict(rows.select(key, "source").iter_rows())


def two_files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The first file has amounts paid, the second has none in any row; awards stand in a file of their own."""
    first = [
        application(1, 状态="已拨付", 拨付金额="100000", 核定金额="100000"),
        application(2, 拨付金额="", 核定金额=""),
    ]
    second = [application(3, 状态="已拨付", 核定金额="90000"), application(4)]
    return (
        write_csv(tmp_path / "a.csv", first),
        write_csv(tmp_path / "b.csv", second),
        write_csv(tmp_path / "w.csv", [award(1)]),
    )


def test_rows_name_their_file_and_files_name_their_columns(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(*two_files(tmp_path))
    assert by_row(rows()) == {"A1": 0, "A2": 0, "A3": 1, "A4": 1}
    assert by_row(rows("awards"), "award_id") == {"W1": 2}
    first, second, third = sources(tmp_path)
    assert [entry["file"] for entry in (first, second, third)] == ["a.csv", "b.csv", "w.csv"]
    assert set(first["columns"]) == set(second["columns"]) == {"applications"}
    assert set(third["columns"]) == {"awards"}
    # a blank in one row is no missing column; a column of blanks is
    assert set(first["columns"]["applications"]) - set(second["columns"]["applications"]) == {"paid_yuan"}
    assert "approved_yuan" in second["columns"]["applications"]
    assert "granted_on" not in first["columns"]["applications"]
    assert "source" not in first["columns"]["applications"]


def test_a_row_in_two_files_belongs_to_the_first(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(
        write_csv(tmp_path / "a.csv", [application(1)]),
        write_csv(tmp_path / "b.csv", [application(1), application(2, 状态="已拨付", 拨付金额="5")]),
    )
    assert by_row(rows()) == {"A1": 0, "A2": 1}


def test_what_is_carried_over_keeps_its_file(run: Run, rows: Rows, tmp_path: Path) -> None:
    run(*two_files(tmp_path))
    run(
        write_csv(tmp_path / "c.csv", [application(2, 申报单位="改名公司"), application(5)]),
        name="second",
        append_to="trial",
    )
    entries = sources(tmp_path, "second")
    assert [entry["file"] for entry in entries] == ["a.csv", "b.csv", "w.csv", "snapshot trial", "c.csv"]
    assert by_row(rows(name="second")) == {"A1": 0, "A2": 4, "A3": 1, "A4": 1, "A5": 4}
    assert by_row(rows("awards", name="second"), "award_id") == {"W1": 2}
    assert entries[:3] == sources(tmp_path)
    assert entries[3]["columns"] == {}


def test_a_base_of_an_earlier_version_is_the_source_of_its_rows(run: Run, rows: Rows, tmp_path: Path) -> None:
    first, second, honours = two_files(tmp_path)
    run(first, second, honours)
    folder = tmp_path / "data" / "snapshots" / "trial"
    for table in ("applications", "awards"):
        path = folder / f"{table}.parquet"
        pl.read_parquet(path).drop("source").write_parquet(path)
    reseal(folder)
    run(write_csv(tmp_path / "c.csv", [application(5)]), name="second", append_to="trial")
    assert by_row(rows(name="second")) == {"A1": 3, "A2": 3, "A3": 3, "A4": 3, "A5": 4}
    columns = sources(tmp_path, "second")[3]["columns"]
    assert "paid_yuan" in columns["applications"]
    assert "granted_on" not in columns["applications"]
    assert "certificate_no" in columns["awards"]


def reseal(folder: Path) -> None:
    """Leave columns by source out of the manifest and describe the files anew."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for entry in manifest["sources"]:
        del entry["columns"]
    path.write_text(json.dumps(manifest), "utf-8")
    for other in (folder / "report.html", folder / "quarantine.xlsx"):
        other.unlink(missing_ok=True)
    seal(folder)
