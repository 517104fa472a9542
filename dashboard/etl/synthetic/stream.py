"""Tables of a snapshot as they are made: frame after frame into one Parquet file."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from dashboard.etl.publish import ROW_GROUP_ROWS
from dashboard.snapshots.contract import SOURCE, SOURCE_TYPE

Frame = Callable[[], pl.DataFrame]


class Writer:
    """Makes frames and streams them into one Parquet file, one behind, while the next round is drawn."""

    def __init__(self, path: Path, schema: pl.Schema, *, dated: str) -> None:
        arrow = pl.DataFrame(schema=schema).to_arrow().schema
        self._first_source = [pl.lit(0, SOURCE_TYPE).alias(SOURCE)] if SOURCE in schema else []
        self.rows = 0
        self._dated = dated
        self._days: list[date] = []
        self._writer = pq.ParquetWriter(path, arrow, compression="zstd", compression_level=1)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._pending: Future[None] | None = None

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day of the dated column; None without any."""
        return (min(self._days), max(self._days)) if self._days else None

    def write(self, frame: Frame) -> None:
        """Hand over one frame; waits for the one before, so that at most two are held."""
        self._wait()
        self._pending = self._thread.submit(self._write, frame)

    def _write(self, frame: Frame) -> None:
        rows = frame()
        self.rows += rows.height
        self._days += [day for day in (rows[self._dated].min(), rows[self._dated].max()) if isinstance(day, date)]
        if SOURCE not in rows.columns:
            rows = rows.with_columns(self._first_source)
        self._writer.write_table(rows.to_arrow(), row_group_size=ROW_GROUP_ROWS)

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._wait()
        finally:
            self._thread.shutdown()
            self._writer.close()
