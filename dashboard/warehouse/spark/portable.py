"""The queries for Apache Spark: macros written out, DuckDB's way of saying things turned into Spark's.

A query keeps its named parameters; the one struct parameter ``$scope`` becomes one parameter per field
(``:scope_period_start``), so that a translation is made once and holds for every filter. What no clean rewrite
carries is not translated but refused (``dashboard.warehouse.spark.subset``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

from dashboard.warehouse.catalogue import query_text
from dashboard.warehouse.spark.macros import READ, Fields, NotPortable, Writer, read_model

WRITE = "spark"
FIELD = re.compile(r"\{(?::(,)?\.(\d)f)?\}")


@dataclass(frozen=True)
class Translation:
    """A statement in Spark's SQL and the names of its parameters."""

    text: str
    parameters: tuple[str, ...]


@lru_cache(maxsize=512)
def translate(name: str) -> Translation:
    """``queries/<name>.sql`` in Spark's SQL."""
    return translate_text(name, query_text(name))


def translate_text(name: str, text: str) -> Translation:
    """One SELECT in Spark's SQL; ``name`` is what errors call it."""
    return _translation(sqlglot.parse_one(text, read=READ), name=name)


@lru_cache(maxsize=64)
def translate_view(name: str) -> Translation:
    """A view or table of the model in Spark's SQL: the SELECT behind it."""
    return _translation(read_model().views[name], name=f"model/{name}")


def _translation(tree: exp.Expr, *, name: str) -> Translation:
    written_out = _rewrite(Writer(name).write_out(tree.copy(), {"$scope": Fields()}), name=name)
    found = {node.name: None for node in written_out.find_all(exp.Placeholder)}
    return Translation(written_out.sql(WRITE, comments=False), tuple(found))


def _rewrite(tree: exp.Expr, *, name: str) -> exp.Expr:
    """Every rewrite on every node, the innermost first."""
    for rewrite in REWRITES:
        for node in reversed(list(tree.walk(bfs=True))):
            rewritten = rewrite(node, name)
            if rewritten is not node:
                tree = rewritten if node is tree else tree
                node.replace(rewritten)
    return tree


def _function(name: str, *arguments: Any) -> exp.Expr:
    return exp.func(name, *arguments, dialect=WRITE)


def _divide(node: exp.Expr, _: str) -> exp.Expr:
    """Division is of doubles: Spark's quotient of decimals is a decimal of six places."""
    if not isinstance(node, exp.Div):
        return node
    return exp.Div(this=_double(node.this), expression=_double(node.expression), typed=False, safe=False)


def _double(node: exp.Expr) -> exp.Expr:
    return exp.cast(node.unnest(), "double", dialect=WRITE)


def _unnest(node: exp.Expr, _: str) -> exp.Expr:
    """A list of structs laid out as columns is ``inline``; a joined list is a lateral ``explode``; casts go inside."""
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.Explode):
        return exp.Explode(this=exp.cast(node.this.this, f"array<{node.to.sql(WRITE)}>", dialect=WRITE))
    if isinstance(node, exp.Explode) and node.expressions:
        return exp.Anonymous(this="inline", expressions=[node.this])
    if isinstance(node, exp.Unnest):
        alias = node.args["alias"]
        listed = exp.Anonymous(this="explode", expressions=[node.expressions[0]])
        return exp.Lateral(this=listed, alias=exp.TableAlias(this=alias.this, columns=alias.columns))
    return node


def _series(node: exp.Expr, _: str) -> exp.Expr:
    """A series whose end lies before its start is empty; Spark would raise, or count down."""
    if not isinstance(node, exp.GenerateSeries):
        return node
    start, end, step = node.args["start"], node.args["end"], node.args.get("step")
    if node.args.get("is_end_exclusive"):
        end = exp.Sub(this=exp.paren(end), expression=step.copy() if step else exp.Literal.number(1))
    series = exp.Anonymous(this="sequence", expressions=[start, end, *([step] if step else [])])
    return exp.Case().when(exp.LTE(this=start.copy(), expression=end.copy()), series)


def _element(node: exp.Expr, _: str) -> exp.Expr:
    """An element that is not there is null."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() != "list_extract":
        return node
    listed, place = node.expressions
    before = exp.Sub(this=exp.paren(place), expression=exp.Literal.number(1))
    return exp.Anonymous(this="get", expressions=[listed, before])


def _position(node: exp.Expr, _: str) -> exp.Expr:
    """What is not in the list has no place; Spark says 0."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() != "list_position":
        return node
    return _function("nullif", exp.Anonymous(this="array_position", expressions=node.expressions), exp.Literal.number(0))


def _percentile(node: exp.Expr, _: str) -> exp.Expr:
    if not isinstance(node, exp.PercentileCont) or node.expression is None:
        return node
    return exp.Anonymous(this="percentile", expressions=[node.this, node.expression])


def _format(node: exp.Expr, name: str) -> exp.Expr:
    """Text with fields becomes a concatenation, which is null where a field is, as in DuckDB."""
    if not isinstance(node, exp.Format):
        return node
    *texts, rest = re.split(r"(\{.*?\})", node.this.name)
    values = iter(node.expressions)
    parts: list[exp.Expr] = []
    for text, field in zip(texts[::2], texts[1::2], strict=True):
        shape = FIELD.fullmatch(field)
        if shape is None:
            raise NotPortable(name, node, f"holds the field {field}: write {{}}, {{:.2f}} or {{:,.2f}}")
        parts += [exp.Literal.string(text)] if text else []
        parts.append(_format_value(next(values), decimals=shape[2], grouped=bool(shape[1])))
    return exp.Anonymous(this="concat", expressions=[*parts, exp.Literal.string(rest)])


def _format_value(value: exp.Expr, *, decimals: str | None, grouped: bool) -> exp.Expr:
    if decimals is None:
        return exp.cast(value, "string", dialect=WRITE)
    pattern = f"{'#,##0' if grouped else '0'}.{'0' * int(decimals)}"
    return exp.Anonymous(this="format_number", expressions=[value, exp.Literal.string(pattern)])


def _kinds(node: exp.Expr, _: str) -> exp.Expr:
    """Whole numbers where DuckDB answers with doubles."""
    is_call = isinstance(node, exp.Ceil | exp.Floor | exp.TimeToUnix)
    return exp.cast(node.copy(), "double", dialect=WRITE) if is_call else node


def _contains(node: exp.Expr, _: str) -> exp.Expr:
    """What is not in a list is not in it, whether or not the list holds a null."""
    if isinstance(node, exp.ArrayContains):
        node.set("this", exp.Anonymous(this="array_compact", expressions=[node.this]))
    return node


def _ordered_by(node: exp.Expr, _: str) -> exp.Expr:
    """A null in what is ordered by is larger than every value; in Spark's structs it is smaller."""
    if isinstance(node, exp.ArgMin | exp.ArgMax) and isinstance(node.expression, exp.Tuple):
        parts = [
            part for each in node.expression.expressions for part in (exp.Is(this=each.copy(), expression=exp.null()), each)
        ]
        node.set("expression", exp.Tuple(expressions=parts))
    return node


def _qualify(node: exp.Expr, _: str) -> exp.Expr:
    """Rows are chosen by a column of their own: Spark's windows do not know the names that their SELECT gives."""
    if not isinstance(node, exp.Select) or not node.args.get("qualify"):
        return node
    given = {column.alias: column.this for column in node.selects if isinstance(column, exp.Alias)}
    condition = (
        node.args["qualify"]
        .pop()
        .this.transform(
            lambda each: exp.paren(given[each.name].copy()) if isinstance(each, exp.Column) and each.sql() in given else each
        )
    )
    last = {key: node.args.pop(key, None) for key in ("with_", "order", "limit", "offset")}
    for column in last["order"].find_all(exp.Column) if last["order"] else ():
        column.set("table", None)
    judged = node.select(exp.alias_(condition, "is_kept")).subquery("judged")
    kept = exp.select(exp.Star(except_=[exp.column("is_kept")])).from_(judged).where("is_kept")
    for key, part in last.items():
        kept.set(key, part)
    return kept


REWRITES: tuple[Callable[[exp.Expr, str], exp.Expr], ...] = (
    _divide, _unnest, _series, _element, _contains, _position, _ordered_by, _percentile, _format, _kinds, _qualify,
)  # fmt: skip
