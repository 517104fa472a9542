"""The part of SQL that DuckDB and Spark answer alike; ``python -m dashboard spark-subset`` holds queries to it.

A function is in the subset when the parity tests have compared it on both engines. A construct that the engines read
differently (often without an error) is named here with the way to write it instead.
"""

from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp

from dashboard.warehouse.catalogue import (
    FACTS,
    MODEL,
    MODEL_OF_FINDINGS,
    foundation_text,
    query_names,
    query_text,
)
from dashboard.warehouse.spark.macros import READ, NotPortable, read_model
from dashboard.warehouse.spark.portable import translate, translate_view

ALIKE: frozenset[type[exp.Expr]] = frozenset(
    {
        # conditions and casts
        exp.And,
        exp.Or,
        exp.Case,
        exp.If,
        exp.Coalesce,
        exp.Nullif,
        exp.Cast,
        exp.Exists,
        exp.Greatest,
        exp.Least,
        # numbers
        exp.Abs,
        exp.Ceil,
        exp.Floor,
        exp.Exp,
        exp.Ln,
        exp.Pow,
        exp.Round,
        exp.Sqrt,
        # aggregates
        exp.AnyValue,
        exp.ArgMax,
        exp.ArgMin,
        exp.ArrayAgg,
        exp.Avg,
        exp.Corr,
        exp.Count,
        exp.CountIf,
        exp.LogicalAnd,
        exp.LogicalOr,
        exp.Max,
        exp.Median,
        exp.Min,
        exp.PercentileCont,
        exp.Stddev,
        exp.StddevPop,
        exp.StddevSamp,
        exp.Sum,
        exp.Variance,
        exp.VariancePop,
        # windows
        exp.CumeDist,
        exp.DenseRank,
        exp.FirstValue,
        exp.Lag,
        exp.LastValue,
        exp.Lead,
        exp.Ntile,
        exp.PercentRank,
        exp.Rank,
        exp.RowNumber,
        # lists, structs and what lays them out
        exp.Array,
        exp.ArrayContains,
        exp.Explode,
        exp.GenerateSeries,
        exp.Struct,
        exp.Unnest,
        # text
        exp.ConcatWs,
        exp.Contains,
        exp.Format,
        exp.Left,
        exp.Lower,
        exp.Replace,
        exp.Right,
        exp.StartsWith,
        exp.Substring,
        exp.Trim,
        exp.Upper,
        # days
        exp.DateDiff,
        exp.DateFromParts,
        exp.Day,
        exp.LastDay,
        exp.Month,
        exp.Quarter,
        exp.TimeToStr,
        exp.TimeToUnix,
        exp.TimestampTrunc,
        exp.Year,
    }
)
ALIKE_BY_NAME = frozenset({"list_extract", "list_position", "struct_update", "poisson_low", "poisson_high"})
# what reads alike and is not: why, and what to write
TRAPS: dict[type[exp.Expr], str] = {
    exp.ApproxDistinct: "is not exact: write count(distinct …)",
    exp.ApproxQuantile: "is not exact: write quantile_cont(…)",
    exp.Bracket: "counts from 1 in DuckDB and from 0 in Spark: write list_extract(list, n)",
    exp.Concat: "passes over nulls in DuckDB alone: write a || b or format('{}{}', a, b)",
    exp.CurrentDate: "answers differently tomorrow: take as_of from snapshot_facts",
    exp.CurrentTimestamp: "answers differently tomorrow: take as_of from snapshot_facts",
    exp.DayOfWeek: "numbers the days of the week differently: join working_days",
    exp.DayOfWeekIso: "numbers the days of the week differently: join working_days",
    exp.First: "depends on the order of rows: write arg_min(value, order)",
    exp.GroupConcat: "orders distinct values differently: write list(…) and join the words in Python",
    exp.Last: "depends on the order of rows: write arg_max(value, order)",
    exp.Length: "means a list in one engine and a text in the other: count in the step that makes the list",
    exp.Log: "has base 10 in DuckDB and base e in Spark: write ln(x) or ln(x) / ln(10)",
    exp.Mode: "breaks ties differently: count, then take the first by an order of its own",
    exp.PercentileDisc: "becomes approximate in Spark: write quantile_cont(…)",
    exp.Pivot: "is written differently: write one filtered aggregate a column",
    exp.Quantile: "becomes approximate in Spark: write quantile_cont(…)",
    exp.TableSample: "draws other rows in every engine",
}
DATES = ("_on", "_until", "as_of")


def find_problems() -> list[str]:
    """One sentence for everything in ``queries/`` that Spark would refuse or read differently; empty when there is none."""
    found: list[str] = []
    for name in (*FACTS, *MODEL, *MODEL_OF_FINDINGS):
        text = foundation_text(name)
        found += judge(f"model/{name}", text)
    for name in query_names():
        found += judge(name, query_text(name)) or _find_refused(translate, name)
    for name in read_model().views:
        found += _find_refused(translate_view, name)
    return found


def judge(name: str, text: str) -> list[str]:
    """What is not portable in the statements of ``text``, a sentence each; ``name`` is the query's."""
    trees = [statement for statement in sqlglot.parse(text, read=READ) if statement]
    rules = (_find_traps, _find_functions, _find_shapes, _find_unions, _find_shadows)
    return [str(NotPortable(name, node, why)) for tree in trees for rule in rules for node, why in rule(tree)]


def _find_refused(translation: Callable[[str], object], name: str) -> list[str]:
    try:
        translation(name)
    except NotPortable as error:
        return [str(error)]
    return []


Found = Iterator[tuple[exp.Expr, str]]


def _find_traps(tree: exp.Expr) -> Found:
    for node in tree.find_all(*TRAPS):
        # the parser counts concat_ws, which is alike, among the kinds of concat
        if type(node) in TRAPS:
            yield node, TRAPS[type(node)]
    for node in tree.find_all(exp.DateDiff):
        if node.text("unit").lower() != "day":
            yield node, "counts boundaries in DuckDB and whole units in Spark: only date_diff('day', a, b) is alike"
    for node in tree.find_all(exp.ArrayAgg):
        if isinstance(node.this, exp.Order):
            yield node, "loses its order in Spark: order the rows, not the list"
    for node in tree.find_all(exp.Sub):
        if all(isinstance(side, exp.Column) and side.name.endswith(DATES) for side in (node.this, node.expression)):
            yield node, "is a number in DuckDB and an interval in Spark: write date_diff('day', earlier, later)"


def _find_functions(tree: exp.Expr) -> Found:
    known = ALIKE_BY_NAME | set(read_model().macros)
    for node in tree.find_all(exp.Func):
        is_named = isinstance(node, exp.Anonymous) and node.name.lower() in known
        if not is_named and type(node) not in ALIKE and type(node) not in TRAPS:
            yield (
                node,
                (
                    "is a function that has not been compared on Spark: write it with one in "
                    "dashboard/warehouse/spark/subset.py, or add it there and to tests/spark/test_functions.py"
                ),
            )


def _find_shapes(tree: exp.Expr) -> Found:
    for select in tree.find_all(exp.Select):
        if sum(1 for column in select.selects if column.find(exp.Explode)) > 1:
            yield select, "unnests two lists side by side: unnest one list of structs with `recursive := true`"
        distinct = select.args.get("distinct")
        if distinct and distinct.args.get("on"):
            yield select, "uses `distinct on`: number the rows with row_number() and keep the first"
    for star in tree.find_all(exp.Star):
        if star.args.get("replace") or star.args.get("rename"):
            yield star, "replaces or renames columns of a star: name the columns"
    for join in tree.find_all(exp.Join):
        if join.method in ("ASOF", "POSITIONAL"):
            yield join, "is a join that only DuckDB knows: join on a range and keep the nearest with row_number()"


def _find_unions(tree: exp.Expr) -> Found:
    for union in tree.find_all(exp.SetOperation):
        if union.args.get("by_name"):
            yield union, "matches columns by name: give both sides the same columns in the same order"
    for select in tree.find_all(exp.Select):
        joined = any(join.args.get("using") for join in select.args.get("joins") or ())
        if joined and isinstance(select.parent, exp.SetOperation) and any(column.is_star for column in select.selects):
            yield select, "takes `*` of a join with `using`, whose columns Spark orders differently: join with `on`"


def _find_shadows(tree: exp.Expr) -> Found:
    model = read_model()
    bodies = [macro.body for macro in model.macros.values()]
    taken = {table.name for body in bodies for table in body.find_all(exp.Table)}
    taken -= {step.alias for body in bodies for step in body.find_all(exp.CTE)}
    if not isinstance(tree, exp.Create):
        for step in tree.find_all(exp.CTE):
            if step.alias in taken:
                yield step.args["alias"], "is the name of a table that a macro reads: call the step something else"
