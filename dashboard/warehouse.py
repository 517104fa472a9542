"""The only module that opens DuckDB: a snapshot becomes views and macros, ``query`` answers from ``queries/``.

One connection per process and snapshot, locked after set-up; one cursor per query; answers are cached by snapshot
version, query and parameters in a store bounded by bytes.
"""

import atexit
import json
import re
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from cachetools import LRUCache
from duckdb.func import PythonUDFType

from dashboard.errors import ReaderError
from dashboard.policy import Registry, load_registry, rules_from_frame
from dashboard.policy.working_days import working_day_numbers
from dashboard.snapshots import PROJECT_DIR, TABLES, Snapshot, SnapshotError

if TYPE_CHECKING:
    from dashboard.filters import Filters

warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")
QUERIES_DIR = PROJECT_DIR / "queries"
# each after what it uses: tables made once per snapshot, and the macros that define the figures
MODEL = (
    "observed_rounds", "organisations", "application_key", "applications_judged", "application_figures",
    "duration_figures", "item_states", "scope_state",
    "breakdown_keys", "award_claims", "awards_matched",
    "awards_judged", "award_figures", "uptake",
    "finding_words", "approved_cases", "pro_rata_cuts", "cut_cases", "case_awards",
)  # fmt: skip
# these read the findings, which come after the rules
MODEL_OF_FINDINGS = ("over_the_term", "findings_judged", "rules_judged")
QUERY_NAME = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")
DEFAULT = re.compile(r"\$(\w+) = (\S+?)(?=[,. ]|$)")
CACHE_BYTES = 64 * 1024 * 1024
MAX_QUERY_SECONDS = 60
MEMORY_LIMIT = "8GB"
IN_MEMORY_ROWS = 500_000
CALENDAR_FIRST, CALENDAR_LAST = "2015-01-01", "2035-12-31"


class QueryError(ReaderError):
    """A query that does not exist, was called with wrong parameters, or was stopped."""


@dataclass(frozen=True)
class QueryInfo:
    """Head of a query file: its name, one sentence, the grain of its rows, its parameters and their defaults."""

    name: str
    sentence: str
    grain: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, Any]


@lru_cache(maxsize=256)
def query_text(name: str) -> str:
    """SQL of the query ``section/result``.

    Raises:
        QueryError: there is no such query.
    """
    path = QUERIES_DIR / f"{name}.sql"
    if not QUERY_NAME.fullmatch(name) or name.startswith("model/") or not path.is_file():
        raise QueryError(
            f"没有名为“{name[:80]}”的查询。运行 python -m dashboard queries 可列出全部查询。",
            f"There is no query named '{name[:80]}'. Run `python -m dashboard queries` for the list.",
        )
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def query_info(name: str) -> QueryInfo:
    """Read the opening comment of a query."""
    head = [line[3:] for line in query_text(name).splitlines() if line.startswith("-- ")]
    fields = {key: value for key, _, value in (line.partition(": ") for line in head)}
    return QueryInfo(
        name=name,
        sentence=head[0],
        grain=fields["Grain"].rstrip("."),
        parameters=tuple(re.findall(r"\$(\w+)", fields["Parameters"])),
        defaults={name: json.loads(value) for name, value in DEFAULT.findall(fields["Parameters"])},
    )


def query_names() -> list[str]:
    """All queries as ``section/result``, sorted."""
    found = (path.relative_to(QUERIES_DIR).with_suffix("").as_posix() for path in QUERIES_DIR.glob("*/*.sql"))
    return sorted(name for name in found if not name.startswith("model/"))


class Warehouse:
    """DuckDB over one snapshot. Thread-safe: every query has a cursor of its own."""

    def __init__(self, snapshot: Snapshot, registry: Registry, *, max_seconds: int = MAX_QUERY_SECONDS) -> None:
        self.snapshot = snapshot
        self._max_seconds = max_seconds
        self.registry = _with_own_rules(snapshot, registry)
        self._answers: LRUCache[tuple[Any, ...], pl.DataFrame] = LRUCache(
            maxsize=CACHE_BYTES, getsizeof=lambda frame: max(1, int(frame.estimated_size()))
        )
        self._lock = threading.Lock()
        self._connection = duckdb.connect(":memory:")
        try:
            self._set_up()
        except duckdb.Error as error:
            raise _unreadable(snapshot) from error

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
        with self._lock:
            known = self._answers.get(key)
        if known is not None:
            return known
        answer = self._run(name, text, values)
        with self._lock:
            if answer.estimated_size() < CACHE_BYTES // 4:
                self._answers[key] = answer
        return answer

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _run(self, name: str, text: str, values: dict[str, Any]) -> pl.DataFrame:
        cursor = self._connection.cursor()
        try:
            # a relation (`cursor.sql`) would bind the statement twice
            return pl.DataFrame(cursor.execute(text, values).to_arrow_table())
        except duckdb.InterruptException as error:
            raise QueryError(
                f"查询“{name}”超过 {self._max_seconds} 秒，已停止。请缩小时段或筛选范围。",
                f"Query '{name}' took more than {self._max_seconds} seconds and was stopped. Narrow the filters.",
            ) from error
        except duckdb.InvalidInputException as error:
            raise QueryError(f"查询“{name}”的参数不对：{error}", f"Wrong parameters for query '{name}': {error}") from error
        except duckdb.IOException as error:
            raise _unreadable(self.snapshot) from error
        finally:
            cursor.close()

    def _set_up(self) -> None:
        """Settings in the order that locks the connection down, views over the Parquet files, model, lock."""
        connection = self._connection
        connection.execute("set allowed_directories = $folders", {"folders": [f"{self.snapshot.path}/"]})
        connection.execute("set memory_limit = $limit", {"limit": MEMORY_LIMIT})
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set autoload_known_extensions = false")
        for table in TABLES:
            extract = connection.read_parquet(str(self.snapshot.file(table)))
            wanted = [entry.column for entry in self.registry.columns if entry.table == table]
            _check_columns(self.snapshot, table, found=extract.columns, wanted=wanted)
            rows = next(entry.rows for entry in self.snapshot.manifest.files if entry.name == f"{table}.parquet")
            # a small extract is read once; a large one stays on disk, where its sort order prunes the scan
            extract.create(table) if (rows or 0) <= IN_MEMORY_ROWS else extract.create_view(table)
        for name, frame in self._reference_frames().items():
            connection.from_arrow(frame.to_arrow()).create(name)
        for function in (poisson_low, poisson_high):
            connection.create_function(function.__name__, function, ["bigint"], "double", type=PythonUDFType.ARROW)
        self._define(MODEL)
        self._set_up_findings()
        self._define(MODEL_OF_FINDINGS)
        # preparing a large snapshot may take longer than a reader's question is allowed to
        connection.execute("set max_execution_time = $milliseconds", {"milliseconds": self._max_seconds * 1000})
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")

    def _define(self, models: Sequence[str]) -> None:
        for model in models:
            self._connection.execute((QUERIES_DIR / "model" / f"{model}.sql").read_text(encoding="utf-8"))

    def _set_up_findings(self) -> None:
        """The findings stored with the snapshot; where it carries none, the rules themselves, judged when asked."""
        if self.snapshot.has("findings"):
            self._connection.read_parquet(str(self.snapshot.file("findings"))).create_view("findings")
            return
        rules = [self._connection.sql(query_text(f"conformity/{code.lower()}")) for code in self.registry.conformity_rules]
        reduce(lambda found, rule: found.union(rule), rules).create_view("findings")

    def _reference_frames(self) -> dict[str, pl.DataFrame]:
        return reference_frames(self.registry) | {"snapshot_facts": snapshot_facts(self.snapshot)}


def _with_own_rules(snapshot: Snapshot, registry: Registry) -> Registry:
    """The registry with the yearly rules that the snapshot carries, if it carries any."""
    if not snapshot.has("item_rules"):
        return registry
    return registry.with_rules(rules_from_frame(pl.read_parquet(snapshot.file("item_rules"))))


def snapshot_facts(snapshot: Snapshot) -> pl.DataFrame:
    """One row: what the snapshot is and what it reports."""
    applications = snapshot.manifest.coverage.get("applications")
    return pl.DataFrame(
        {
            "name": [snapshot.name],
            "kind": [snapshot.kind],
            "as_of": [snapshot.as_of],
            "reports_applications": [snapshot.reports("applications")],
            "reports_awards": [snapshot.reports("awards")],
            "applications_first_on": [applications.first if applications else None],
            "applications_last_on": [applications.last if applications else None],
        },
        schema_overrides={"applications_first_on": pl.Date, "applications_last_on": pl.Date},
    )


def reference_frames(registry: Registry) -> dict[str, pl.DataFrame]:
    """The registry as tables for SQL, each with its order as a column."""
    items = registry.frame("items").with_columns(
        item_group=pl.col("group"),
        units_count=pl.col("unit").is_in(["certificate", "matter", "project"]),
        item_order=pl.int_range(pl.len()),
    )
    envelopes = [
        {"key": key, "fund_year": year, "yearly_envelope_yuan": amount}
        for key in [*registry.items, *sorted({item.group for item in registry.items.values() if item.group}), "*"]
        for year in registry.fund_years
        if (amount := registry.envelope(key, year)) is not None
    ]
    return {
        "items": items.drop("group"),
        "item_years": registry.item_years(),
        "envelopes": pl.DataFrame(
            envelopes,
            schema={"key": pl.String, "fund_year": pl.Int32, "yearly_envelope_yuan": pl.Decimal(16, 2)},
        ),
        "districts": registry.frame("districts").with_columns(district_order=pl.int_range(pl.len())),
        "clusters": registry.frame("clusters").with_columns(cluster_order=pl.int_range(pl.len())),
        "certificate_types": registry.frame("certificate_types").with_columns(certificate_order=pl.int_range(pl.len())),
        "denominators": registry.frame("denominators").rename({"count": "denominator_count"}),
        "policy_term": pl.DataFrame(
            {
                "start_on": [registry.term.start],
                "end_on": [registry.term.end],
                "cluster_2_0_on": [registry.cluster_2_0_from],
            }
        ),
        "conformity_rules": registry.frame("conformity_rules").with_columns(rule_order=pl.int_range(pl.len())),
        "payees": registry.frame("payees").with_columns(pl.col("applicant_kinds").cast(pl.List(pl.String))),
        "applicant_kinds": registry.frame("applicant_kinds").with_columns(pl.col("applicant_kind").cast(pl.String)),
        "working_days": _working_days(),
    }


@lru_cache(maxsize=1)
def _working_days() -> pl.DataFrame:
    from datetime import date

    return working_day_numbers(date.fromisoformat(CALENDAR_FIRST), date.fromisoformat(CALENDAR_LAST))


def poisson_low(counts: pa.ChunkedArray) -> pa.Array:
    """Lower exact 95 % limits of Poisson counts (Garwood 1936); 0 for a count of 0."""
    from scipy.special import gammaincinv

    known = counts.to_numpy()
    return pa.array(np.where(known > 0, gammaincinv(np.maximum(known, 1), 0.025), 0.0))


def poisson_high(counts: pa.ChunkedArray) -> pa.Array:
    """Upper exact 95 % limits of Poisson counts (Garwood 1936)."""
    from scipy.special import gammaincinv

    return pa.array(gammaincinv(counts.to_numpy() + 1, 0.975))


def _unreadable(snapshot: Snapshot) -> SnapshotError:
    return SnapshotError(
        f"快照“{snapshot.name}”的数据文件无法读取。请重新发布该快照，或切换到其他快照。",
        f"The data of snapshot '{snapshot.name}' cannot be read. Publish the snapshot again or open another one.",
    )


def _check_columns(snapshot: Snapshot, table: str, *, found: list[str], wanted: list[str]) -> None:
    absent = [column for column in wanted if column not in found]
    if absent:
        raise SnapshotError(
            f"快照“{snapshot.name}”的文件 {table}.parquet 缺少列 {'、'.join(absent)}。请重新发布该快照，或切换到其他快照。",
            f"File {table}.parquet of snapshot '{snapshot.name}' lacks the column {', '.join(absent)}. "
            "Publish the snapshot again or open another one.",
        )


_open: LRUCache[tuple[Path, str], Warehouse] = LRUCache(maxsize=4)
_open_lock = threading.Lock()


@atexit.register
def close_warehouses() -> None:
    """Close every connection: DuckDB reports Python functions that outlive the interpreter."""
    for warehouse in _open.values():
        warehouse.close()


def open_warehouse(snapshot: Snapshot) -> Warehouse:
    """The warehouse of a snapshot; one per process and version of snapshot and reference data."""
    registry = load_registry()
    key = (snapshot.path, f"{snapshot.version}:{id(registry)}")
    with _open_lock:
        warehouse = _open.get(key)
        if warehouse is None:
            warehouse = _open[key] = Warehouse(snapshot, registry)
        return warehouse


def together(*questions: Callable[[], Any]) -> list[Any]:
    """Ask independent questions side by side; DuckDB plans a statement on one core."""
    with ThreadPoolExecutor(max_workers=2) as threads:
        return [answer.result() for answer in [threads.submit(question) for question in questions]]


def query(name: str, filters: "Filters", **parameters: Any) -> pl.DataFrame:
    """Ask one query under the shared filters: the sentence every page is made of."""
    return open_warehouse(filters.snapshot).query(name, filters.scope(), **parameters)
