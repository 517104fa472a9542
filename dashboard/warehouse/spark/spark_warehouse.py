"""The same queries on Apache Spark: a Spark Connect session over one snapshot, behind the warehouse's ``query``.

pyspark is not needed by the app and imported only here, when ``DASHBOARD_ENGINE`` asks for it (requirements-spark.txt).
"""

import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

import polars as pl
import pyarrow as pa

from dashboard.access import EVERY_ROW, Rows
from dashboard.figures import intervals
from dashboard.policy import Registry
from dashboard.settings import settings
from dashboard.snapshots import TABLES, Snapshot, SnapshotError
from dashboard.warehouse.cache import SingleFlight, frames_by_bytes
from dashboard.warehouse.catalogue import FACTS, MODEL, QueryError, QueryTimeoutError, query_info
from dashboard.warehouse.engine import CACHE_BYTES, check_columns, unreadable_error
from dashboard.warehouse.folds import fold_texts
from dashboard.warehouse.meters import QUERY_ANSWERS, QUERY_SECONDS
from dashboard.warehouse.references import NO_OUTCOMES, reference_frames, snapshot_facts, take_own_rules
from dashboard.warehouse.restriction import APPROVED, UNSEEN
from dashboard.warehouse.spark.macros import read_model
from dashboard.warehouse.spark.portable import Translation, translate, translate_view

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MAX_QUERY_SECONDS = 600
INTERRUPT_AGAIN_SECONDS = 0.5
CONNECT_SECONDS, DEFAULT_PORT = 10, 15002
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # wrong casts and overflows raise instead of becoming null
    "spark.sql.ansi.enabled": "true",
    # words such as `position` and `rank` are names of columns
    "spark.sql.ansi.enforceReservedKeywords": "false",
    "spark.sql.caseSensitive": "false",
}
# what readers without the right to all cases may know, worked out from the whole snapshot (see restriction.py)
FINDINGS_SEEN = """
select findings.*
from findings
left semi join (
    select application_id from applications
    where size(cast(:areas as array<string>)) = 0
        or array_contains(cast(:areas as array<string>), district_registered)
    union all
    select null as application_id
) as seen on findings.application_id <=> seen.application_id
"""
CLAIMS_SEEN = """
select
    award_claims.* except (application_id, is_claimed),
    case when award_claims.application_id is null or seen.application_id is not null
        then award_claims.application_id else :unseen end as application_id,
    case when array_contains(cast(:areas as array<string>), award_claims.district_registered)
        then award_claims.is_claimed
        when links.award_id is not null then true end as is_claimed
from award_claims
left join applications as seen on award_claims.application_id = seen.application_id
left join (
    select award_links.award_id
    from award_links
    left semi join applications on award_links.application_id = applications.application_id
    where award_links.is_live
) as links on award_claims.award_id = links.award_id
"""
AWARDS_SEEN = """
select
    awards.* except (application_id),
    case when awards.application_id is null or seen.application_id is not null
        then awards.application_id else :unseen end as application_id
from awards
left join applications as seen on awards.application_id = seen.application_id
"""


class SparkWarehouse:
    """Spark over one snapshot. Thread-safe: every query is an operation of its own on the server."""

    def __init__(
        self,
        snapshot: Snapshot,
        registry: Registry,
        *,
        address: str,
        rows: Rows = EVERY_ROW,
        max_seconds: int = MAX_QUERY_SECONDS,
    ) -> None:
        """Open ``snapshot`` on the cluster at ``address``; no query reads an application beyond ``rows``."""
        self.rows = rows
        self.snapshot = snapshot
        self.registry = take_own_rules(snapshot, registry)
        self._max_seconds = max_seconds
        self.prepared = pl.read_parquet(snapshot.file("prepared")) if snapshot.has("prepared") else None
        self._answers = SingleFlight(frames_by_bytes(CACHE_BYTES))
        self.session = _connect(address)
        try:
            self._set_up()
        except _errors() as error:
            raise unreadable_error(snapshot) from error

    def query(self, name: str, scope: Mapping[str, Any] | None = None, **parameters: Any) -> pl.DataFrame:
        """Answer ``queries/<name>.sql``; values travel only as named parameters.

        Raises:
            QueryError: unknown query, wrong parameters, not portable, failed on the cluster, or longer than the limit.
        """
        info = query_info(name)
        known_scope = {"scope": dict(scope)} if scope is not None and "scope" in info.parameters else {}
        values = {**info.defaults, **known_scope, **parameters}
        if astray := sorted(set(values) ^ set(info.parameters)):
            listed = ", ".join(astray)
            raise QueryError(f"查询“{name}”的参数不对：{listed}", f"Wrong parameters for query '{name}': {listed}")
        key = (name, repr(sorted(values.items())))
        QUERY_ANSWERS.labels("asked").inc()
        return self._answers.get(key, lambda: self._answer_timed(name, translate(name), values))

    def close(self) -> None:
        """End the session; its views and cached tables go with it."""
        self.session.stop()

    def _answer_timed(self, name: str, statement: Translation, values: Mapping[str, Any]) -> pl.DataFrame:
        QUERY_ANSWERS.labels("computed").inc()
        with QUERY_SECONDS.labels(name).time():
            return self._run(name, statement, values)

    def _run(self, name: str, statement: Translation, values: Mapping[str, Any]) -> pl.DataFrame:
        scope = values.get("scope") or {}
        flat = {**values, **{f"scope_{field}": value for field, value in scope.items()}}
        given = {each: flat[each] for each in statement.parameters}
        tag = uuid4().hex
        over, late = threading.Event(), threading.Event()
        threading.Thread(target=self._stop_late, args=(tag, over, late), daemon=True).start()
        self.session.addTag(tag)
        try:
            return pl.DataFrame(self.session.sql(statement.text, args=given).toArrow())
        except _errors() as error:
            raise self._query_error(name, error, is_late=late.is_set()) from error
        finally:
            over.set()
            self.session.removeTag(tag)

    def _stop_late(self, tag: str, over: threading.Event, late: threading.Event) -> None:
        """Interrupt what is not over in time, until it is: while Spark still plans a query, it does not hear of it."""
        if over.wait(self._max_seconds):
            return
        late.set()
        while not over.is_set():
            self.session.interruptTag(tag)
            over.wait(INTERRUPT_AGAIN_SECONDS)

    def _query_error(self, name: str, error: Exception, *, is_late: bool) -> QueryError:
        if is_late:
            return QueryTimeoutError(
                f"查询“{name}”超过 {self._max_seconds} 秒，已停止。请缩小时段或筛选范围。",
                f"Query '{name}' took more than {self._max_seconds} seconds and was stopped. Narrow the filters.",
            )
        first = str(error).partition("\n")[0][:300]
        return QueryError(f"查询“{name}”在 Spark 上失败：{first}", f"Query '{name}' failed on Spark: {first}")

    def _set_up(self) -> None:
        """Views over the Parquet files, reference tables, functions, model; then only the rows that may be seen."""
        from pyspark.sql.pandas.types import from_arrow_schema

        reported = self.snapshot.has("outcomes")
        for extract in (*TABLES, "outcomes") if reported else TABLES:
            self._extract(extract).createOrReplaceTempView(extract)
        for name, frame in self._frames().items():
            table = frame.to_arrow()
            self.session.createDataFrame(table, from_arrow_schema(table.schema)).createOrReplaceTempView(name)
        self._register_limits()
        early = read_model((*FACTS, *MODEL))
        self._define(early.views)
        self._set_up_findings()
        self._define([name for name in read_model().views if name not in early.views])
        if self.rows != EVERY_ROW:
            restrict(self.session, self._extract("applications"), self.rows)
        for name in sorted(read_model().tables):
            # made once, when first asked for; an executor that is lost takes its part along, and Spark makes it again
            self.session.catalog.cacheTable(name)

    def _frames(self) -> dict[str, pl.DataFrame]:
        """The small tables that travel from here to the cluster."""
        facts = {"snapshot_facts": snapshot_facts(self.snapshot)} | fold_texts(self.snapshot)
        frames = reference_frames(self.registry) | facts
        return frames if self.snapshot.has("outcomes") else frames | {"outcomes": NO_OUTCOMES}

    def _register_limits(self) -> None:
        from pyspark import cloudpickle
        from pyspark.sql.functions import arrow_udf

        # executors have scipy and no copy of this project
        cloudpickle.register_pickle_by_value(intervals)
        for function in (intervals.poisson_low, intervals.poisson_high):
            self.session.udf.register(function.__name__, arrow_udf(_apply_to_known(function), "double"))

    def _extract(self, table: str) -> "DataFrame":
        """A table of the snapshot as the executors find it, its columns and the number of its rows checked."""
        extract = self.session.read.parquet(self._location(table))
        wanted = [entry.column for entry in self.registry.columns if entry.table == table]
        check_columns(self.snapshot, table, found=extract.columns, wanted=wanted)
        rows = self.snapshot.rows(table)
        found = extract.count()
        if found != rows:
            raise SnapshotError(
                f"快照“{self.snapshot.name}”的 {table}.parquet 在集群上有 {found} 行，清单为 {rows} 行。请重新复制该快照。",
                f"{table}.parquet of snapshot '{self.snapshot.name}' has {found} rows on the cluster, "
                f"{rows} by its manifest. Copy the snapshot again.",
            )
        return extract

    def _define(self, names: Iterable[str]) -> None:
        """Tables of the model stand on the whole snapshot, as on DuckDB; views on what they find when they are asked."""
        for name in names:
            text = translate_view(name).text
            if name in read_model().tables:
                self.session.sql(text).createOrReplaceTempView(name)
            else:
                self.session.sql(f"create or replace temporary view {name} as {text}")

    def _set_up_findings(self) -> None:
        """The findings stored with the snapshot; where it carries none, the rules themselves, judged when asked."""
        if self.snapshot.has("findings"):
            self.session.read.parquet(self._location("findings")).createOrReplaceTempView("findings")
            return
        rules = [self.session.sql(translate(f"conformity/{code.lower()}").text) for code in self.registry.conformity_rules]
        reduce(lambda found, rule: found.unionAll(rule), rules).createOrReplaceTempView("findings")

    def _location(self, table: str) -> str:
        base = (settings().spark_snapshots or "").rstrip("/")
        return f"{base}/{self.snapshot.name}/{table}.parquet" if base else self.snapshot.file(table).as_uri()


def restrict(session: "SparkSession", applications: "DataFrame", rows: Rows) -> None:
    """Leave nothing of the applications that may not be seen; what stands on the whole snapshot is worked out before."""
    wanted = applications["status"].isin(list(APPROVED)) | applications["district_registered"].isin(list(rows.areas))
    applications.filter(wanted).createOrReplaceTempView("applications")
    session.sql(FINDINGS_SEEN, args={"areas": list(rows.areas)}).createOrReplaceTempView("findings")
    given = {"unseen": UNSEEN, "areas": list(rows.areas)}
    session.sql(CLAIMS_SEEN, args=given).createOrReplaceTempView("award_claims")
    session.sql(AWARDS_SEEN, args={"unseen": UNSEEN}).createOrReplaceTempView("awards")


def _connect(address: str) -> "SparkSession":
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise QueryError(
            "DASHBOARD_ENGINE 指定了 Spark，但没有安装 pyspark：pip install -r requirements-spark.txt。",
            "DASHBOARD_ENGINE asks for Spark and pyspark is not installed: pip install -r requirements-spark.txt.",
        ) from error
    place = urlsplit(address)
    failures: tuple[type[Exception], ...] = (OSError, *_errors())
    try:
        # asked first: gRPC would try again for many minutes
        socket.create_connection((place.hostname or "", place.port or DEFAULT_PORT), timeout=CONNECT_SECONDS).close()
        session = SparkSession.builder.remote(address).create()
        # what the translation relies on, whatever the cluster's own settings are
        for name, value in SETTINGS.items():
            session.conf.set(name, value)
    except failures as error:
        at = f"{place.hostname}:{place.port or DEFAULT_PORT}"
        raise QueryError(f"无法连接 Spark（{at}）。", f"Spark does not answer at {at}.") from error
    return session


def _errors() -> tuple[type[Exception], ...]:
    from grpc import RpcError
    from pyspark.errors import PySparkException

    return (PySparkException, RpcError)


def _apply_to_known(function: Callable[[pa.ChunkedArray], pa.Array]) -> Callable[[pa.Array], pa.Array]:
    """``function`` over an array of Spark's: null where the count is null."""

    def limits(counts: pa.Array) -> pa.Array:
        import pyarrow.compute as pc

        return pc.if_else(pc.is_valid(counts), function(pa.chunked_array([pc.fill_null(counts, 0)])), None)

    return limits
