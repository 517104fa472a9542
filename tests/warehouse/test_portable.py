"""The portable subset of SQL: every query keeps to it, and what does not is named with the way out."""

import pytest

from dashboard.warehouse import query_names
from dashboard.warehouse.spark.portable import translate
from dashboard.warehouse.spark.subset import find_problems, judge


def test_every_query_is_portable() -> None:
    assert find_problems() == []


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("select valid_until - as_of as days, from awards", "date_diff('day', earlier, later)"),
        ("select date_diff('month', a, b) as months, from t", "only date_diff('day', a, b)"),
        ("select tiers_yuan[tier] as yuan, from items", "list_extract(list, n)"),
        ("select dayofweek(d) as day, from t", "join working_days"),
        ("select isodow(d) as day, from t", "join working_days"),
        ("select len(rule_codes) as n, from t", "count in the step"),
        ("select log(x) as y, from t", "ln(x)"),
        ("select percentile_disc(0.5) within group (order by x) as y, from t", "quantile_cont"),
        ("select approx_count_distinct(x) as y, from t", "count(distinct …)"),
        ("select string_agg(distinct x, ',' order by x) as y, from t", "list(…)"),
        ("select list(x order by y) as z, from t", "order the rows"),
        ("select * replace (1 as a), from t", "name the columns"),
        ("select a, from t asof join u on t.a >= u.a", "row_number()"),
        ("select distinct on (a) a, b, from t order by b", "row_number()"),
        ("select 1 as a union all by name select 2 as a", "same order"),
        ("select t.*, from t inner join u using (a) union all select v.*, from v", "join with `on`"),
        ("select unnest([1, 2]) as a, unnest([3, 4]) as b, from t", "recursive := true"),
        ("with items as (select 1 as a) select * from items", "something else"),
        ("select regexp_matches(a, 'x') as b, from t", "tests/spark/test_functions.py"),
        ("select md5_number(a) as b, from t", "tests/spark/test_functions.py"),
        ("pivot t on a using sum(b)", "one filtered aggregate"),
    ],
)
def test_what_the_engines_read_differently_is_named_with_the_way_out(text: str, way_out: str) -> None:
    (found, *_) = judge("section/result", text)
    assert found.startswith("queries/section/result.sql: `")
    assert way_out in found


def test_values_stay_parameters_and_the_scope_becomes_one_for_each_field() -> None:
    stuck = translate("process/stuck")
    assert {"limit", "longer_than", "scope_period_start", "scope_districts"} <= set(stuck.parameters)
    assert "LIMIT :limit" in stuck.text
    assert "CAST(:scope_period_start AS DATE)" in stuck.text
    assert "applications_judged(" not in stuck.text.lower(), "no macro is left"


def test_the_same_macro_with_other_arguments_keeps_its_steps_apart() -> None:
    text = translate("conformity/by_rule").text
    starts = text.count("CASE WHEN (:scope_is_whole_term) THEN") + text.count("CASE WHEN :scope_is_whole_term THEN")
    assert starts, "struct_update has put its own value into the field"
    names = [line.split(" AS (")[0] for line in text.replace("WITH ", ", ").split("), ") if " AS (" in line]
    assert len(names) == len(set(names))


def test_no_translation_holds_what_only_duckdb_knows() -> None:
    for name in query_names():
        text = translate(name).text.lower()
        for word in (" qualify ", "unnest(", "struct_update", "list_extract", "lateral view", "format_string", "$"):
            assert word not in text, f"{name}: {word}"
