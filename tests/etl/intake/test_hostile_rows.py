"""The hostile rows, exported as CSV file by file, come back: nothing is lost, made up or set right on the way."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import polars as pl

from tests.etl.intake.conftest import Run

# what stands for "none" in the column of declared support; the intake may take any of them for blank
NONE_DECLARED = {"否", "无", "没有", "不涉及", "未享受其他市级资助", "N/A", "NULL", "0"}


def exported(folder: Path, to: Path) -> tuple[list[Path], list[str]]:
    """A file for each table and source, in the order of the sources; and the table of each."""
    files, tables = [], []
    for table in ("applications", "awards"):
        rows = pl.read_parquet(folder / f"{table}.parquet")
        for (source,), part in sorted(rows.partition_by("source", as_dict=True).items()):
            path = to / f"{table}-{source}.csv"
            part.drop("source").write_csv(path)
            files.append(path)
            tables.append(table)
    return files, tables


def compared(frame: pl.DataFrame, key: str) -> list[dict[str, Any]]:
    """Rows by id; texts in one width, in which they are compared."""
    return [
        {name: unicodedata.normalize("NFKC", value) if isinstance(value, str) else value for name, value in row.items()}
        for row in frame.drop("source").sort(key).to_dicts()
    ]


def test_hostile_rows_come_back(hostile: Path, run: Run, tmp_path: Path) -> None:
    folder = hostile / "snapshots" / "hostile"
    files, tables = exported(folder, tmp_path)
    run(*files, max_quarantine=0.0)
    after_folder = tmp_path / "data" / "snapshots" / "trial"
    for table, key in (("applications", "application_id"), ("awards", "award_id")):
        before, after = (compared(pl.read_parquet(place / f"{table}.parquet"), key) for place in (folder, after_folder))
        assert len(before) == len(after)
        for old, new in zip(before, after, strict=True):
            differ = {name for name in old if old[name] != new[name]}
            assert not differ or (differ == {"other_support_ref"} and new["other_support_ref"] is None), (old, new)
            assert not differ or old["other_support_ref"] in NONE_DECLARED
    entries = json.loads((folder / "manifest.json").read_text("utf-8"))["sources"]
    again = json.loads((after_folder / "manifest.json").read_text("utf-8"))["sources"]
    for path, table, entry in zip(files, tables, again, strict=True):
        source = int(path.stem.rpartition("-")[2])
        assert entry["file"] == path.name
        # a unit that no file states is one
        assert set(entry["columns"][table]) | {"units"} == set(entries[source]["columns"][table]) | {"units"}
        ids = pl.read_parquet(folder / f"{table}.parquet").filter(source=source)[f"{table.removesuffix('s')}_id"]
        place = again.index(entry)
        read = pl.read_parquet(after_folder / f"{table}.parquet").filter(source=place)[f"{table.removesuffix('s')}_id"]
        assert set(ids) == set(read)
