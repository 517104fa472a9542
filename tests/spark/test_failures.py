"""What may go wrong on a cluster: an executor dies, a query takes too long, nobody answers, a file is not the same."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.policy import load_registry
from dashboard.questions import open_warehouse
from dashboard.settings import PROJECT_DIR
from dashboard.snapshots import Snapshot, SnapshotError
from dashboard.warehouse import QueryError, query_text
from dashboard.warehouse.spark.spark_warehouse import SparkWarehouse
from tests.patience import HANG_SECONDS, eventually
from tests.spark.cluster import EXECUTORS, Cluster
from tests.spark.comparing import differences
from tests.spark.questions import DIMENSIONS, Question, scope_of


def test_the_answer_stays_right_when_an_executor_is_killed_in_mid_query(cluster: Cluster, snapshot: Snapshot) -> None:
    scope = scope_of(Question("uptake/breakdowns", "round"), snapshot).scope()
    expected = open_warehouse(snapshot).query("uptake/breakdowns", scope, dimensions=DIMENSIONS)
    spark = SparkWarehouse(snapshot, load_registry(), address=cluster.address)
    first, *_ = before = cluster.executors()
    started, lost = cluster.logged("Starting task"), cluster.logged("Lost executor")
    with ThreadPoolExecutor(max_workers=1) as threads:
        answer = threads.submit(spark.query, "uptake/breakdowns", scope, dimensions=DIMENSIONS)
        eventually(lambda: cluster.logged("Starting task") >= started + 20)
        os.kill(first, signal.SIGKILL)
        assert not answer.done(), "the query was over before the executor was killed"
        assert differences(query_text("uptake/breakdowns"), expected, answer.result()) == []
    assert len(before) == EXECUTORS
    assert cluster.logged("Lost executor") > lost, "Spark has seen the loss"
    eventually(lambda: len(cluster.executors()) == EXECUTORS and first not in cluster.executors())
    spark.close()


def test_a_query_that_takes_too_long_is_stopped(cluster: Cluster, snapshot: Snapshot) -> None:
    spark = SparkWarehouse(snapshot, load_registry(), address=cluster.address, max_seconds=1)
    scope = scope_of(Question("uptake/breakdowns", "term"), snapshot).scope()
    # executors that stand still: no machine is fast enough to be done within the limit
    with cluster.executors_held(), pytest.raises(QueryError, match="took more than 1 seconds"):
        spark.query("uptake/breakdowns", scope, dimensions=DIMENSIONS)
    # the session stays usable
    assert spark.session.sql("select 1 as one").toArrow().num_rows == 1
    spark.close()


def test_missing_and_surplus_parameters_are_named(spark: SparkWarehouse, snapshot: Snapshot) -> None:
    scope = scope_of(Question("process/stuck", "term"), snapshot).scope()
    with pytest.raises(QueryError, match="process/stuck.*scope"):
        spark.query("process/stuck")
    with pytest.raises(QueryError, match="process/stuck.*colour"):
        spark.query("process/stuck", scope, colour="red")


def test_a_value_stays_a_value(spark: SparkWarehouse, snapshot: Snapshot) -> None:
    for search in ("'; drop view applications; --", "\\", "' or '1'='1", "%", ":limit"):
        assert spark.query("records/organisations", search=search).height == 0, search
    assert spark.query("records/organisations").height > 0


def test_nobody_answers(snapshot: Snapshot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(QueryError, match=f"does not answer at 127.0.0.1:{port}"):
        SparkWarehouse(snapshot, load_registry(), address=f"sc://127.0.0.1:{port}")


def test_another_copy_of_the_snapshot_is_refused(
    cluster: Cluster, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / snapshot.name
    shutil.copytree(snapshot.path, copy)
    monkeypatch.setenv("DASHBOARD_SPARK_SNAPSHOTS", tmp_path.as_uri())
    SparkWarehouse(snapshot, load_registry(), address=cluster.address).close()
    shutil.copy(snapshot.path / "awards.parquet", copy / "quarantine.parquet")
    with pytest.raises(SnapshotError, match="Copy the snapshot again"):
        SparkWarehouse(snapshot, load_registry(), address=cluster.address)


def test_the_command_line_prints_the_same_on_both_engines(cluster: Cluster, snapshot: Snapshot) -> None:
    call = [sys.executable, "-m", "dashboard", "query", "uptake/by_fund_year", "--period", "fund_year:2025"]
    call += ["--data", str(snapshot.path.parent.parent)]
    on_spark = os.environ | {"DASHBOARD_ENGINE": f"spark://127.0.0.1:{cluster.port}"}
    printed = [
        subprocess.run(call, cwd=PROJECT_DIR, env=env, capture_output=True, timeout=HANG_SECONDS, check=True).stdout
        for env in (dict(os.environ), on_spark)
    ]
    assert printed[0] == printed[1]
    assert printed[0].count(b"\n") > 1
