"""DuckDB over one snapshot: views, reference tables and the model's macros, locked after set-up; a cursor per query."""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from duckdb import ColumnExpression, ConstantExpression
from duckdb.func import PythonUDFType

from dashboard.access import EVERY_ROW, Rows
from dashboard.figures.intervals import poisson_high, poisson_low
from dashboard.policy import Registry
from dashboard.snapshots import TABLES, Snapshot, SnapshotError
from dashboard.warehouse.cache import SingleFlight, frames_by_bytes
from dashboard.warehouse.catalogue import (
    FACTS,
    MODEL,
    MODEL_OF_FINDINGS,
    QueryError,
    QueryTimeoutError,
    foundation_text,
    query_info,
    query_text,
)
from dashboard.warehouse.counting import Counting
from dashboard.warehouse.folds import fold_texts
from dashboard.warehouse.listing import LINE, Listing
from dashboard.warehouse.meters import QUERY_ANSWERS, QUERY_SECONDS
from dashboard.warehouse.references import NO_OUTCOMES, reference_frames, snapshot_facts, take_own_rules
from dashboard.warehouse.restriction import forget_claims, forget_facts, forget_findings, hold, keep_visible

warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")
CACHE_BYTES = 64 * 1024 * 1024
MAX_QUERY_SECONDS = 60
MEMORY_LIMIT = "8GB"
IN_MEMORY_ROWS = 500_000
ROW_GROUP_ROWS = 122_880
SPILLED = ".spilled"
PUBLISHING_MEMORY_LIMIT = "5GB"
CLAIMS = "award_claims"


class Warehouse:
    """DuckDB over one snapshot. Thread-safe: every query has a cursor of its own."""

    def __init__(
        self,
        snapshot: Snapshot,
        registry: Registry,
        *,
        rows: Rows = EVERY_ROW,
        max_seconds: int = MAX_QUERY_SECONDS,
        is_publishing: bool = False,
    ) -> None:
        """Open ``snapshot``; after set-up the connection holds no application beyond ``rows``.

        ``is_publishing`` is for whoever asks each question once, of however many rows: the claims of awards are not held,
        and what memory cannot hold goes to disk.
        """
        self._is_publishing = is_publishing
        self.snapshot = snapshot
        self.rows = rows
        self._max_seconds = max_seconds
        self.registry = take_own_rules(snapshot, registry)
        self._answers = SingleFlight(frames_by_bytes(CACHE_BYTES))
        self.counting = Counting(snapshot, self.registry, rows=rows, ask=self.query, claims=self._claims)
        self.listing = Listing(
            snapshot, self.registry, self.counting, ask=self.query, read=self._lines, plain=self.answer_plainly
        )
        # the fixed tables for readers without row rights; a snapshot of an earlier version carries none
        self.prepared = pl.read_parquet(snapshot.file("prepared")) if snapshot.has("prepared") else None
        self._connection = duckdb.connect(":memory:")
        try:
            self._set_up()
        except duckdb.Error as error:
            raise unreadable_error(snapshot) from error

    def query(self, name: str, scope: Mapping[str, Any] | None = None, **parameters: Any) -> pl.DataFrame:
        """Answer ``queries/<name>.sql``; values travel only as named parameters.

        Raises:
            QueryError: unknown query, wrong parameters, or longer than the time limit.
        """
        text = query_text(name)
        info = query_info(name)
        known_scope = {"scope": dict(scope)} if scope is not None and "scope" in info.parameters else {}
        values = {**info.defaults, **known_scope, **parameters}
        key = (name, repr(sorted(values.items())))
        QUERY_ANSWERS.labels("asked").inc()
        return self._answers.get(key, lambda: self._answer_timed(name, text, values))

    def hold(self, view: str) -> None:
        """Work a view of the model out now, for several queries that stand on it."""
        hold(self._connection, view)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _answer_timed(self, name: str, text: str, values: dict[str, Any]) -> pl.DataFrame:
        QUERY_ANSWERS.labels("computed").inc()
        with QUERY_SECONDS.labels(name).time():
            counted = self.counting.answer(name, values)
            quick = self.listing.answer(name, values) if counted is None else counted
            return self.answer_plainly(name, text, values) if quick is None else quick

    def _lines(self, lines: Sequence[int], columns: Sequence[str]) -> pl.DataFrame:
        """Some lines of the applications as they lie on disk, with their ``file_row_number``."""
        cursor = self._connection.cursor()
        try:
            extract = cursor.read_parquet(str(self.snapshot.file("applications")), file_row_number=True)
            wanted = extract.filter(ColumnExpression(LINE).isin(*(ConstantExpression(line) for line in lines)))
            return pl.DataFrame(wanted.select(LINE, *columns).to_arrow_table())
        except duckdb.IOException as error:
            raise unreadable_error(self.snapshot) from error
        finally:
            cursor.close()

    def _claims(self) -> pl.DataFrame:
        return self.answer_plainly(CLAIMS, f"from {CLAIMS}", {})

    def write(self, view: str, path: Path, *, key: str) -> None:
        """Stream a view of the model into a Parquet file of the snapshot's folder, in the order of its ``key``."""
        # joins hand their rows on in whatever order: the same rows must give the same bytes
        self._connection.view(view).order(key).write_parquet(str(path), row_group_size=ROW_GROUP_ROWS)

    def answer_plainly(self, name: str, text: str, values: dict[str, Any]) -> pl.DataFrame:
        """The answer of the SQL text itself, whatever else could give it; nothing is kept."""
        cursor = self._connection.cursor()
        try:
            # a relation (`cursor.sql`) would bind the statement twice
            return pl.DataFrame(cursor.execute(text, values).to_arrow_table())
        except duckdb.InterruptException as error:
            raise QueryTimeoutError(
                f"查询“{name}”超过 {self._max_seconds} 秒，已停止。请缩小时段或筛选范围。",
                f"Query '{name}' took more than {self._max_seconds} seconds and was stopped. Narrow the filters.",
            ) from error
        except duckdb.InvalidInputException as error:
            raise QueryError(f"查询“{name}”的参数不对：{error}", f"Wrong parameters for query '{name}': {error}") from error
        except duckdb.IOException as error:
            raise unreadable_error(self.snapshot) from error
        finally:
            cursor.close()

    def _set_up(self) -> None:
        """Settings in the order that locks the connection down, views over the Parquet files, model, lock."""
        connection = self._connection
        connection.execute("set allowed_directories = $folders", {"folders": [f"{self.snapshot.path}/"]})
        if self._is_publishing:
            connection.execute("set temp_directory = $folder", {"folder": str(self.snapshot.path / SPILLED)})
        limit = PUBLISHING_MEMORY_LIMIT if self._is_publishing else MEMORY_LIMIT
        connection.execute("set memory_limit = $limit", {"limit": limit})
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set autoload_known_extensions = false")
        for table in TABLES:
            extract = self._extract(table)
            extract.create_view(table) if self.rows != EVERY_ROW else self._create(table, extract)
        self._set_up_outcomes()
        for name, frame in self._reference_frames().items():
            connection.from_arrow(frame.to_arrow()).create(name)
        for function in (poisson_low, poisson_high):
            connection.create_function(function.__name__, function, ["bigint"], "double", type=PythonUDFType.ARROW)
        self._define((*FACTS, *MODEL))
        self._set_up_findings()
        self._define(MODEL_OF_FINDINGS)
        if self.rows != EVERY_ROW:
            self._forget_unseen()
        # preparing a large snapshot may take longer than a reader's question is allowed to
        connection.execute("set max_execution_time = $milliseconds", {"milliseconds": self._max_seconds * 1000})
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")

    def _forget_unseen(self) -> None:
        """Leave nothing of the applications that readers of this warehouse may not see."""
        self._connection.execute("create table every_finding as select * from findings")
        self._connection.execute("drop view applications")
        self._create("applications", keep_visible(self._extract("applications"), self.rows))
        forget_findings(self._connection, self.rows)
        forget_facts(self._connection)
        forget_claims(self._connection, self.rows)

    def _extract(self, table: str) -> duckdb.DuckDBPyRelation:
        """A table of the snapshot as it lies on disk, its columns checked."""
        extract = self._connection.read_parquet(str(self.snapshot.file(table)))
        wanted = [entry.column for entry in self.registry.columns if entry.table == table]
        check_columns(self.snapshot, table, found=extract.columns, wanted=wanted)
        return extract

    def _create(self, table: str, rows: duckdb.DuckDBPyRelation) -> None:
        """A small extract is read once; a large one stays on disk, where its sort order prunes the scan."""
        rows.create(table) if self.snapshot.rows(table) <= IN_MEMORY_ROWS else rows.create_view(table)

    def _has_claims(self) -> bool:
        return self.snapshot.has(CLAIMS) and self.counting.is_prepared

    def _define(self, models: Sequence[str]) -> None:
        for model in models:
            if model == CLAIMS and self._has_claims():
                claims = self._connection.read_parquet(str(self.snapshot.file(CLAIMS)))
                claims.create_view(CLAIMS) if self.rows == EVERY_ROW else claims.create(CLAIMS)
                continue
            text = foundation_text(model)
            if self._is_publishing and model == CLAIMS:
                text = text.replace("create table", "create view", 1)
            self._connection.execute(text)

    def _set_up_outcomes(self) -> None:
        """Yearly outcomes of organisations, where an office supplies them; an empty table where it does not."""
        if self.snapshot.has("outcomes"):
            self._create("outcomes", self._extract("outcomes"))
        else:
            self._connection.from_arrow(NO_OUTCOMES.to_arrow()).create("outcomes")

    def _set_up_findings(self) -> None:
        """The findings stored with the snapshot; where it carries none, the rules themselves, judged when asked."""
        if self.snapshot.has("findings"):
            self._connection.read_parquet(str(self.snapshot.file("findings"))).create_view("findings")
            return
        # one statement: relations put together one by one are each bound again with every rule that follows
        rules = [
            query_text(f"conformity/{code.lower()}").strip().removesuffix(";") for code in self.registry.conformity_rules
        ]
        self._connection.execute("create view findings as " + " union all ".join(f"(\n{rule}\n)" for rule in rules))

    def _reference_frames(self) -> dict[str, pl.DataFrame]:
        facts = {"snapshot_facts": snapshot_facts(self.snapshot)}
        return reference_frames(self.registry) | facts | fold_texts(self.snapshot)


def unreadable_error(snapshot: Snapshot) -> SnapshotError:
    """The error of data that the engine cannot read."""
    return SnapshotError(
        f"快照“{snapshot.name}”的数据文件无法读取。请重新发布该快照，或切换到其他快照。",
        f"The data of snapshot '{snapshot.name}' cannot be read. Publish the snapshot again or open another one.",
    )


def check_columns(snapshot: Snapshot, table: str, *, found: list[str], wanted: list[str]) -> None:
    """Raise a ``SnapshotError`` where the extract lacks a column of the data contract."""
    absent = [column for column in wanted if column not in found]
    if absent:
        raise SnapshotError(
            f"快照“{snapshot.name}”的文件 {table}.parquet 缺少列 {'、'.join(absent)}。请重新发布该快照，或切换到其他快照。",
            f"File {table}.parquet of snapshot '{snapshot.name}' lacks the column {', '.join(absent)}. "
            "Publish the snapshot again or open another one.",
        )
