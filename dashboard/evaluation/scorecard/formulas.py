"""A small arithmetic over answers of named queries: ``evaluation.execution.paid_yuan / evaluation.execution.granted_yuan``.

A reference names section, query and column. Allowed: numbers, ``+ - * /``, brackets, ``min``, ``max`` and ``sum``
(over the rows of one column). What is null, or divided by zero, makes the whole formula null: nothing is made up.
"""

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.errors import ReaderError

LONGEST = 400
DEEPEST = 40
OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
CHOOSERS: dict[str, Callable[..., float]] = {"min": min, "max": max}
Ask = Callable[[str], pl.DataFrame]


class FormulaError(ReaderError):
    """A formula that is not allowed, or that names what does not exist."""


@dataclass(frozen=True)
class Reference:
    """A column of a named query."""

    query: str
    column: str


@dataclass(frozen=True)
class Formula:
    """A parsed formula: its text, its tree and the columns it stands on, in order of appearance."""

    text: str
    tree: ast.expr
    references: tuple[Reference, ...]

    def value(self, ask: Ask) -> float | None:
        """The number under the answers that ``ask`` gives; None where one of them cannot say.

        Raises:
            FormulaError: a column is missing, or a query has several rows where one is needed.
        """
        return _work_out(self.tree, ask)


def parse(text: str) -> Formula:
    """Read a formula.

    Raises:
        FormulaError: anything but numbers, the four operations, brackets, references, min, max and sum.
    """
    if len(text) > LONGEST:
        raise _not_allowed_error(text)
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _not_allowed_error(text) from error
    found: list[Reference] = []
    _check(tree, text, found, depth=0)
    return Formula(text, tree, tuple(dict.fromkeys(found)))


def _check(node: ast.expr, text: str, found: list[Reference], *, depth: int) -> None:
    if depth > DEEPEST:
        raise _not_allowed_error(text)
    match node:
        case ast.Constant(value=bool()):
            raise _not_allowed_error(text)
        case ast.Constant(value=int() | float()):
            return
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            _check(left, text, found, depth=depth + 1)
            _check(right, text, found, depth=depth + 1)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, text, found, depth=depth + 1)
        case ast.Call(func=ast.Name(id="sum"), args=[column], keywords=[]):
            found.append(_read_reference(column, text))
        case ast.Call(func=ast.Name(id="min" | "max"), args=[_, _, *_] as parts, keywords=[]):
            for part in parts:
                _check(part, text, found, depth=depth + 1)
        case _:
            found.append(_read_reference(node, text))


def _read_reference(node: ast.expr, text: str) -> Reference:
    match node:
        case ast.Attribute(attr=column, value=ast.Attribute(attr=result, value=ast.Name(id=section))):
            return Reference(f"{section}/{result}", column)
    raise _not_allowed_error(text)


def _work_out(node: ast.expr, ask: Ask) -> float | None:
    match node:
        case ast.Constant(value=value):
            return float(value)  # type: ignore[arg-type]
        case ast.BinOp(left=left, op=op, right=right):
            return _combine(OPERATORS[type(op)], _work_out(left, ask), _work_out(right, ask))
        case ast.UnaryOp(operand=operand):
            value = _work_out(operand, ask)
            return None if value is None else -value
        case ast.Call(func=ast.Name(id="sum"), args=[column]):
            return _sum(_read_column(column, ask))
        case ast.Call(func=ast.Name(id=name), args=parts):
            values = [_work_out(part, ask) for part in parts]
            return None if None in values else CHOOSERS[name](values)
    return _read_single(node, ask)


def _combine(apply: Callable[[float, float], float], left: float | None, right: float | None) -> float | None:
    if left is None or right is None or (apply is operator.truediv and right == 0):
        return None
    return apply(left, right)


def _sum(column: pl.Series) -> float | None:
    return None if column.is_empty() or column.null_count() else float(sum(column.to_list()))


def _read_single(node: ast.expr, ask: Ask) -> float | None:
    column = _read_column(node, ask)
    if column.len() != 1:
        reference = _read_reference(node, "")
        raise FormulaError(
            f"查询“{reference.query}”有{column.len()}行，公式里需要用 sum(…) 汇总。",
            f"Query '{reference.query}' has {column.len()} rows; use sum(…) in the formula.",
        )
    value: Any = column[0]
    return None if value is None else float(value)


def _read_column(node: ast.expr, ask: Ask) -> pl.Series:
    reference = _read_reference(node, "")
    answer = ask(reference.query)
    if reference.column not in answer.columns or not answer[reference.column].dtype.is_numeric():
        raise FormulaError(
            f"查询“{reference.query}”没有数值列“{reference.column}”。",
            f"Query '{reference.query}' has no numeric column '{reference.column}'.",
        )
    return answer[reference.column]


def _not_allowed_error(text: str) -> FormulaError:
    shown = text if len(text) <= 80 else text[:80] + "…"
    return FormulaError(
        f"公式“{shown}”不可用：只能用数字、加减乘除、括号、min、max、sum 和“栏目.查询.列”。",
        f"The formula '{shown}' is not allowed: numbers, + - * /, brackets, min, max, sum and section.query.column only.",
    )
