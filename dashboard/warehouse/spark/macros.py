"""The macros of the model, written out: what DuckDB expands when it binds a query, as trees of sqlglot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

import sqlglot
from sqlglot import exp

from dashboard.warehouse.catalogue import FACTS, MODEL, MODEL_OF_FINDINGS, QueryError, foundation_text

READ = "duckdb"


class Fields(dict[str, exp.Expr]):
    """A struct argument of a macro, field by field; a field not named is the parameter of the query itself."""

    def __missing__(self, field: str) -> exp.Expr:
        return exp.Placeholder(this=f"scope_{field}")


Bindings = Mapping[str, exp.Expr | Fields]


@dataclass(frozen=True)
class Macro:
    """A macro of the model: its parameters and its body, a SELECT or an expression."""

    parameters: tuple[str, ...]
    body: exp.Expr


@dataclass(frozen=True)
class Model:
    """What the queries stand on: macros by name; views by name, each after what it uses; which of them are made once."""

    macros: Mapping[str, Macro]
    views: Mapping[str, exp.Expr]
    tables: frozenset[str]


@lru_cache(maxsize=4)
def read_model(names: Sequence[str] = (*FACTS, *MODEL, *MODEL_OF_FINDINGS)) -> Model:
    """Macros and views of ``queries/model``."""
    macros: dict[str, Macro] = {}
    views: dict[str, exp.Expr] = {}
    tables: set[str] = set()
    for name in names:
        text = foundation_text(name)
        for statement in filter(None, sqlglot.parse(text, read=READ)):
            if not isinstance(statement, exp.Create) or statement.expression is None:
                raise NotPortable(f"model/{name}", statement, "cannot be read: put the body of a macro in parentheses")
            if statement.kind == "MACRO":
                macro = statement.this
                macros[macro.this.name] = Macro(tuple(each.name for each in macro.expressions), statement.expression)
            else:
                views[statement.this.name] = statement.expression
                tables |= {statement.this.name} if statement.kind == "TABLE" else set()
    return Model(macros, views, frozenset(tables))


class NotPortable(QueryError):
    """A query holds something that has no counterpart in Spark; the message names query, fragment and way out."""

    def __init__(self, name: str, node: exp.Expr, why: str) -> None:
        fragment = node.sql(READ)
        shown = fragment if len(fragment) <= 100 else f"{fragment[:100]}…"
        super().__init__(f"查询“{name}”无法在 Spark 上运行：{shown}（{why}）", f"queries/{name}.sql: `{shown}` {why}")


class Writer:
    """Writes macros out: every call becomes the macro's body, every argument stands in its place."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._macros = read_model().macros
        self._calls = count(1)

    def write_out(self, node: exp.Expr, bindings: Bindings) -> exp.Expr:
        """``node`` (which is used up) without macros, under the arguments of the macro it stands in."""
        written = self._argument(node, bindings) or self._call(node, bindings)
        if written is not None:
            return written
        for key, value in node.args.items():
            if isinstance(value, exp.Expr):
                node.set(key, self.write_out(value, bindings))
            elif isinstance(value, list):
                node.set(key, [self.write_out(v, bindings) if isinstance(v, exp.Expr) else v for v in value])
        return node

    def _argument(self, node: exp.Expr, bindings: Bindings) -> exp.Expr | None:
        """What stands for ``node`` where it is a parameter of the macro, or a field of a struct parameter."""
        if isinstance(node, exp.Dot):
            struct = bindings.get(_parameter_name(node.this))
            return struct[node.expression.name].copy() if isinstance(struct, Fields) else None
        bound = bindings.get(_parameter_name(node)) if isinstance(node, exp.Column) else None
        return exp.paren(bound.copy()) if isinstance(bound, exp.Expr) else None

    def _call(self, node: exp.Expr, bindings: Bindings) -> exp.Expr | None:
        call = node.this if isinstance(node, exp.Table) else node
        macro = self._macros.get(call.name) if isinstance(call, exp.Anonymous) else None
        if macro is None:
            return None
        if len(call.expressions) != len(macro.parameters):
            raise NotPortable(self._name, call, f"takes {len(macro.parameters)} arguments")
        given = [self._bind(argument, bindings) for argument in call.expressions]
        body = self.write_out(macro.body.copy(), dict(zip(macro.parameters, given, strict=True)))
        if not isinstance(node, exp.Table):
            return exp.paren(body, copy=False)
        _rename_steps(body, f"{call.name}_{next(self._calls)}")
        alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(call.name))
        return exp.Subquery(this=body, alias=alias, joins=node.args.get("joins"))

    def _bind(self, argument: exp.Expr, bindings: Bindings) -> exp.Expr | Fields:
        """An argument of a macro: a struct as its fields, anything else as an expression of the caller."""
        struct = bindings.get(_parameter_name(argument))
        if isinstance(struct, Fields):
            return struct
        plain = argument.unnest()
        macro = self._macros.get(plain.name) if isinstance(plain, exp.Anonymous) else None
        if macro is not None and macro.body.name.lower() == "struct_update":
            return self._update_struct(macro, self._bind(plain.expressions[0], bindings))
        return self.write_out(argument.copy(), bindings)

    def _update_struct(self, macro: Macro, struct: exp.Expr | Fields) -> Fields:
        """A struct with some fields replaced, as ``struct_update`` does."""
        if not isinstance(struct, Fields):
            raise NotPortable(self._name, struct, "is not a struct parameter")
        inner = {macro.parameters[0]: struct}
        changes = macro.body.copy().expressions[1:]
        return Fields({**struct, **{each.name: exp.paren(self.write_out(each.expression, inner)) for each in changes}})


def _parameter_name(node: exp.Expr) -> str:
    """Name of the parameter that ``node`` is, as in ``bindings``; empty when it is something else."""
    plain = node.unnest()
    if isinstance(plain, exp.Placeholder):
        return f"${plain.name}"
    return plain.name if isinstance(plain, exp.Column) and not plain.table else ""


def _rename_steps(body: exp.Expr, prefix: str) -> None:
    """The steps of a macro get names of their own: a statement may hold it several times, with other arguments."""
    found = body.ctes if isinstance(body, exp.Query) else []
    steps = {step.alias: f"{prefix}_{step.alias}" for step in found}
    for step in found:
        step.args["alias"].set("this", exp.to_identifier(steps[step.alias]))
    for table in body.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and table.name in steps:
            table.set("alias", table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name)))
            table.set("this", exp.to_identifier(steps[table.name]))
