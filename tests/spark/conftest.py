"""One cluster and one snapshot for all tests; the questions are asked two at a time, as the executors are two."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from dashboard.access import MACHINE, set_access
from dashboard.policy import load_registry
from dashboard.snapshots import Snapshot, open_snapshot
from dashboard.warehouse.spark.spark_warehouse import SparkWarehouse
from tests.spark.cluster import EXECUTORS, Cluster, running_cluster
from tests.spark.questions import Question, scope_of, values_of

Answers = Callable[[Question], pl.DataFrame]


@pytest.fixture(scope="session", autouse=True)
def quiet_engine() -> None:
    """The comparison opens DuckDB through the same door; nothing may send it elsewhere."""
    set_access(MACHINE)


@pytest.fixture(scope="session")
def snapshot(shipped: Path) -> Snapshot:
    """The shipped synthetic snapshot, its findings included."""
    return open_snapshot("synthetic", data=shipped)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("spark")) as running:
        yield running


@pytest.fixture(scope="session")
def spark(cluster: Cluster, snapshot: Snapshot) -> Iterator[SparkWarehouse]:
    warehouse = SparkWarehouse(snapshot, load_registry(), address=cluster.address)
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def on_spark(request: pytest.FixtureRequest, spark: SparkWarehouse, snapshot: Snapshot) -> Iterator[Answers]:
    """Spark's answer to a question; all questions of this run are asked from the start, in their order."""
    asked: dict[Question, Future[pl.DataFrame]] = {}

    def ask(question: Question) -> pl.DataFrame:
        return spark.query(question.name, scope_of(question, snapshot).scope(), **values_of(question, snapshot))

    with ThreadPoolExecutor(max_workers=EXECUTORS) as threads:
        for item in request.session.items:
            question = getattr(item, "callspec", None) and item.callspec.params.get("question")
            if question:
                asked[question] = threads.submit(ask, question)
        yield lambda question: asked[question].result()
        threads.shutdown(cancel_futures=True)
