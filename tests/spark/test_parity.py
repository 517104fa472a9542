"""Every query, over several filters, on DuckDB and on a Spark of two executors: the answers are the same."""

import pytest

from dashboard.access import Rows
from dashboard.policy import load_registry
from dashboard.questions import open_warehouse
from dashboard.snapshots import Snapshot, open_snapshot
from dashboard.warehouse import query_text
from dashboard.warehouse.spark.spark_warehouse import SparkWarehouse
from tests.spark.cluster import Cluster
from tests.spark.comparing import differences
from tests.spark.conftest import Answers
from tests.spark.questions import Question, questions, scope_of, values_of

# what readers without the right to all cases are answered from
RESTRICTED = (Rows("approved"), Rows("approved", ("440305", "440306")))
RESTRICTED_QUERIES = (
    "overview/totals", "uptake/by_certificate", "conformity/total", "conformity/findings", "records/applications",
    "records/unclaimed", "records/organisation_awards", "records/honours",
)  # fmt: skip
# where applications are not reported
UNREPORTED_QUERIES = (
    "overview/totals", "uptake/by_item", "conformity/by_rule", "conformity/total", "evaluation/by_size",
    "quality/freshness", "quality/rounds", "records/application_total", "records/honours", "process/throughput",
)  # fmt: skip


@pytest.mark.parametrize("question", list(questions()), ids=str)
def test_the_answers_are_the_same(question: Question, on_spark: Answers, snapshot: Snapshot) -> None:
    filters = scope_of(question, snapshot)
    expected = open_warehouse(snapshot).query(question.name, filters.scope(), **values_of(question, snapshot))
    assert differences(query_text(question.name), expected, on_spark(question)) == []


@pytest.mark.parametrize("rows", RESTRICTED, ids=str)
def test_readers_without_all_rights_get_the_same_rows(rows: Rows, cluster: Cluster, snapshot: Snapshot) -> None:
    spark = SparkWarehouse(snapshot, load_registry(), address=cluster.address, rows=rows)
    found = {}
    for question in (Question(name, "term") for name in RESTRICTED_QUERIES):
        scope, values = scope_of(question, snapshot).scope(), values_of(question, snapshot)
        expected = open_warehouse(snapshot, rows).query(question.name, scope, **values)
        found[question.name] = differences(query_text(question.name), expected, spark.query(question.name, scope, **values))
    spark.close()
    assert found == {name: [] for name in RESTRICTED_QUERIES}


def test_nothing_reported_is_no_zero_on_spark_either(cluster: Cluster, snapshot: Snapshot) -> None:
    published = open_snapshot("published", data=snapshot.path.parent.parent)
    spark = SparkWarehouse(published, load_registry(), address=cluster.address)
    found = {}
    for question in (Question(name, "term") for name in UNREPORTED_QUERIES):
        scope = scope_of(question, published).scope()
        expected = open_warehouse(published).query(question.name, scope)
        found[question.name] = differences(query_text(question.name), expected, spark.query(question.name, scope))
    spark.close()
    assert found == {name: [] for name in UNREPORTED_QUERIES}
