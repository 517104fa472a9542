"""Every function of the portable subset gives the same on both engines, nulls and ends included."""

from collections.abc import Iterator

import duckdb
import polars as pl
import pytest
import sqlglot
from duckdb.func import PythonUDFType
from sqlglot import exp

from dashboard.figures.intervals import poisson_high, poisson_low
from dashboard.policy import load_registry
from dashboard.snapshots import Snapshot
from dashboard.warehouse.spark.portable import translate_text
from dashboard.warehouse.spark.spark_warehouse import SparkWarehouse
from dashboard.warehouse.spark.subset import ALIKE, ALIKE_BY_NAME, judge
from tests.spark.cluster import Cluster
from tests.spark.comparing import differences

TABLE = """
select * from (values
    (1, 10, 2.5, date '2024-02-29', 'abc', true), (2, 3, -2.5, date '2023-12-31', 'a', false),
    (3, null, 0.5, null, null, null), (4, -7, 1.25, date '2026-01-01', ' 科技 ', true),
    (5, 3, 1.5, date '2024-02-29', '', false), (6, 0, null, date '2025-06-30', 'ABC', true)
) as t (id, n, x, d, s, b)
"""
VALUES = (
    "case when b then n when n > 2 then id end", "if(b, n, id)", "coalesce(n, id)", "nullif(n, 3)", "greatest(n, id, 2)",
    "least(n, id)", "n::double", "n::varchar", "d::varchar", "x::decimal(18, 2)", "b and n > 0", "b or n > 0",
    "n is not distinct from null", "abs(n)", "ceil(x::double)", "floor(x::double)", "exp(n::double / 10)",
    "ln(nullif(abs(n), 0))", "pow(n, 2)", "round(x::double, 0)", "round(x::decimal(9, 3), 1)", "sqrt(abs(n))",
    "n / nullif(id, 0)", "x::decimal(9, 2) / 3", "n % 4", "n * x::decimal(9, 2)",
    "list_contains([1, 3], n)", "list_contains(['a', null], s)", "list_position(['x', 'a'], s)",
    "list_extract([5, 6, 7], n)", "list_extract([5, 6, 7], 9)", "s || '-' || n", "contains(s, 'b')",
    "starts_with(s, 'a')", "format('{}，{}', s, n)", "format('{:,.2f} yuan', n * 123456.5)", "format('{:.1f}%', x::double)",
    "left(s, 2)", "right(s, 2)", "lower(s)", "upper(s)", "replace(s, 'b', 'x')", "substring(s, 2, 1)", "trim(s)",
    "concat_ws('、', s, n::varchar, case when b then 'x' end)",
    "rtrim('12.500', '0')", "date_diff('day', d, date '2025-01-01')",
    "make_date(2024, abs(n) + 1, 1)", "day(d)", "last_day(d)",
    "month(d)", "quarter(d)", "strftime(d, '%Y-%m')", "epoch(d)", "date_trunc('month', d)::date", "year(d)", "d - 1",
    "d + 30", "(d + interval 24 month)::date", "{'a': n, 'b': s}.a", "id in (select id from t where b)",
    "exists (select id from t where b)", "poisson_low(abs(n))", "poisson_high(abs(n))", "b <> (n > 2)",
)  # fmt: skip
AGGREGATES = (
    "any_value(case when b then 7 end)",
    "arg_max(id, (n, id))", "arg_min(id, (d, id))", "avg(n)", "corr(n, id)", "count(*)", "count(distinct n)",
    "count(n) filter (b)", "count_if(b)", "bool_and(b)", "bool_or(b)", "max(d)", "min(s)", "median(n)",
    "quantile_cont(n, 0.9)", "stddev(n)", "stddev_pop(n)", "stddev_samp(n)", "sum(n)", "sum(x::decimal(9, 2)) filter (b)",
    "variance(n)", "var_pop(n)",
)  # fmt: skip
WINDOWS = (
    "cume_dist() over (order by n, id)", "dense_rank() over (order by n)",
    "first_value(s) over (partition by b order by id)",
    "lag(n) over (order by id)", "last_value(s) over (order by id rows between unbounded preceding and unbounded following)",
    "lead(d, 2) over (order by id desc)", "ntile(2) over (order by id)", "percent_rank() over (order by n)",
    "rank() over (order by n)", "rank() over (order by n desc)", "row_number() over (partition by b order by d, id)",
    "sum(n) over (order by id rows between 1 preceding and current row)", "count(*) over ()",
)  # fmt: skip
STATEMENTS = (
    "select unnest([1, 2, null]) as a", "select unnest(range(3)) as a", "select unnest(range(2, 2)) as a",
    "select unnest(generate_series(3, 1)) as a", "select unnest(generate_series(1, 3)) as a",
    "select unnest(generate_series(date '2024-01-01', date '2024-04-01', interval 1 month))::date as a",
    "select unnest(generate_series(date '2024-02-01', date '2024-01-01', interval 1 month))::date as a",
    "select unnest([{'a': 1, 'b': 'x'}, {'a': 2, 'b': null}], recursive := true)",
    "select t.id, asked.k, from t cross join unnest(['x', 'y']) as asked (k) order by t.id, asked.k",
    "select list_contains(list(n), 3) as a, from t", "select b, sum(n) as n, from t group by all order by b nulls last",
    "select * exclude (x, d), from t order by s, id desc limit 3 offset 1",
    "select *, from t qualify row_number() over (partition by b order by id) = 1 order by id",
    "select id, n * 2 as twice, from t qualify rank() over (order by twice desc, id) <= 2 order by id",
    "select t.id, from t cross join (select 2 as o) as k qualify rank() over (order by t.n desc, t.id) <= k.o order by t.id",
    "select b, n, sum(n) over by_b as total, from t window by_b as (partition by b) order by id",
    "select a.id, b.id as twin, from t as a left join t as b on a.n is not distinct from b.n order by a.id, twin",
)  # fmt: skip


def statements() -> Iterator[str]:
    """One statement for each thing compared, in DuckDB's SQL."""
    yield from ("select id, {} as answer, from t order by id".replace("{}", value, 1) for value in (*VALUES, *WINDOWS))
    yield from ("select {} as answer, from t".replace("{}", value, 1) for value in AGGREGATES)
    yield from STATEMENTS


@pytest.fixture(scope="module")
def spark(cluster: Cluster, snapshot: Snapshot) -> Iterator[SparkWarehouse]:
    warehouse = SparkWarehouse(snapshot, load_registry(), address=cluster.address)
    warehouse.session.sql(translate_text("t", TABLE).text).createOrReplaceTempView("t")
    yield warehouse
    warehouse.close()


@pytest.mark.parametrize("statement", list(statements()))
def test_both_engines_read_it_alike(statement: str, spark: SparkWarehouse) -> None:
    assert judge("section/result", statement) == []
    connection = duckdb.connect()
    for function in (poisson_low, poisson_high):
        connection.create_function(function.__name__, function, ["bigint"], "double", type=PythonUDFType.ARROW)
    connection.execute(f"create table t as {TABLE}")
    expected = connection.sql(statement).pl()
    connection.close()
    found = pl.DataFrame(spark.session.sql(translate_text("section/result", statement).text).toArrow())
    assert differences(statement, expected, found) == []


def test_every_function_of_the_subset_is_compared() -> None:
    trees = [sqlglot.parse_one(statement, read="duckdb") for statement in statements()]
    nodes = [node for tree in trees for node in tree.find_all(exp.Func)]
    without = {kind.__name__ for kind in ALIKE} - {type(node).__name__ for node in nodes}
    assert without == set(), "compare these here, or take them out of the subset"
    named = {node.name.lower() for node in nodes if isinstance(node, exp.Anonymous)}
    # struct_update stands only in the model, where every query with findings goes through it
    assert {"struct_update"} >= ALIKE_BY_NAME - named
