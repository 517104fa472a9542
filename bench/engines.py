"""DuckDB and Spark on the same queries, in turns: ``DASHBOARD_ENGINE=spark://host:port python -m bench.engines DATA…``.

Every question is asked with a period nobody asked before, so that neither engine answers from its cache of answers;
DuckDB is asked for the plain query, without what it counts beforehand.
"""

import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

from dashboard.access import MACHINE, set_access
from dashboard.policy import load_registry
from dashboard.questions.filters import Filters, read_filters
from dashboard.settings import settings
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import Warehouse, query_text
from dashboard.warehouse.spark.spark_warehouse import SparkWarehouse

QUERIES = ("uptake/by_fund_year", "process/funnel", "overview/totals", "uptake/by_district", "evaluation/concentration")
ROUNDS = 3


def main() -> None:
    """Print a row per snapshot and query: seconds on both engines (median) and their ratio, least and greatest."""
    set_access(MACHINE)
    registry = load_registry()
    address = settings().spark_address
    if address is None:
        raise SystemExit("DASHBOARD_ENGINE must name a Spark: spark://host:port")
    print("| applications | query | DuckDB s | Spark s | Spark / DuckDB (least–greatest) |\n|---|---|---|---|---|")
    for data in sys.argv[1:]:
        snapshot = open_snapshot(data=Path(data).resolve())
        duckdb = Warehouse(snapshot, registry)
        spark = SparkWarehouse(snapshot, registry, address=address)
        filters, _ = read_filters({"period": ["2023-06-20..2026-10-31"]}, snapshot=snapshot, registry=registry)
        rows = next(entry.rows for entry in snapshot.manifest.files if entry.name == "applications.parquet")
        for name in QUERIES:
            scopes = [_scope(filters, days) for days in range(ROUNDS + 1)]
            # the first round warms both up
            pairs = [(_on_duckdb(duckdb, name, scope), _on_spark(spark, name, scope)) for scope in scopes][1:]
            ratios = [slow / fast for fast, slow in pairs]
            spread = f"{statistics.median(ratios):.0f} ({min(ratios):.0f}–{max(ratios):.0f})"
            fast, slow = (statistics.median(side) for side in zip(*pairs, strict=True))
            print(f"| {rows:,} | `{name}` | {fast:.3f} | {slow:.2f} | {spread} |", flush=True)
        spark.close()
        duckdb.close()


def _scope(filters: Filters, days: int) -> dict[str, object]:
    scope = filters.scope()
    return scope | {"period_end": scope["period_end"] - timedelta(days=days)}


def _on_duckdb(duckdb: Warehouse, name: str, scope: dict[str, object]) -> float:
    started = time.perf_counter()
    duckdb.answer_plainly(name, query_text(name), {"scope": scope})
    return time.perf_counter() - started


def _on_spark(spark: SparkWarehouse, name: str, scope: dict[str, object]) -> float:
    started = time.perf_counter()
    spark.query(name, scope)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
