"""The commands ``query`` (what a page shows, as a file) and ``queries`` (the list of all)."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from dashboard.questions import QueryError, QueryInfo, query, query_info, query_names
from dashboard.questions.filter_options import add_filter_options, filters_of

FORMATS = ("csv", "json", "parquet")


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands."""
    asking = add("query", help="print what a page shows")
    asking.add_argument("name", help="section/result, e.g. uptake/by_item")
    add_filter_options(asking)
    asking.add_argument("--search", metavar="TEXT", help="part of a name or number, for queries that search")
    asking.add_argument(
        "--cut-on", metavar="DAY", help="count up to this day only, as a comparison with a running period does"
    )
    asking.add_argument(
        "--parameter", metavar="NAME=VALUE", action="append", default=[], help="a query's own; may be repeated"
    )
    asking.add_argument("--format", choices=FORMATS, default="csv")
    asking.set_defaults(run=lambda options: _write(ask_query(options), form=options.format))
    add("queries", help="list all queries with grain and parameters").set_defaults(run=_print_queries)


def _print_queries(options: argparse.Namespace) -> None:
    for name in query_names():
        info = query_info(name)
        parameters = ", ".join(info.parameters) or "none"
        print(f"{name}\n    {info.sentence}\n    grain: {info.grain}\n    parameters: {parameters}")


def ask_query(options: argparse.Namespace) -> pl.DataFrame:
    """What ``query`` prints.

    Raises:
        ReaderError: a name or value that is not understood.
    """
    info = query_info(options.name)
    filters = filters_of(options)
    if options.cut_on is not None:
        filters = replace(filters, cut_on=_read_day(options.cut_on))
    given = _read_parameters(info, options.parameter)
    if options.search is not None:
        if "search" not in info.parameters:
            raise QueryError(f"查询“{info.name}”不能搜索。", f"Query '{info.name}' does not search.")
        given["search"] = options.search
    needed = [name for name in info.parameters if name not in ("scope", *info.defaults, *given)]
    if needed:
        raise QueryError(
            f"查询“{info.name}”还需要 {'、'.join(needed)}，请在页面上使用。",
            f"Query '{info.name}' also needs {', '.join(needed)}; use it on its page.",
        )
    return query(options.name, filters, **given)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QueryError(f"日期“{text}”须写作 2025-10-31。", f"The day '{text}' is written like 2025-10-31.") from error


def _read_parameters(info: QueryInfo, given: Sequence[str]) -> dict[str, str | int]:
    """Parameters beside the filters, numbers where the query's default is one."""
    found: dict[str, str | int] = {}
    for text in given:
        name, equals, value = text.partition("=")
        wanted = info.defaults.get(name)
        is_number = isinstance(wanted, int) and not isinstance(wanted, bool)
        if not equals or name == "scope" or name not in info.parameters or (is_number and not value.isdecimal()):
            raise QueryError(f"查询“{info.name}”没有参数“{text}”。", f"Query '{info.name}' has no parameter '{text}'.")
        found[name] = int(value) if is_number else value
    return found


def _write(found: pl.DataFrame, *, form: str) -> None:
    """Print one answer: CSV (null stays empty), JSON (one list of rows) or Parquet (bytes)."""
    # loads what writes workbooks, which the list of queries has no use for
    from dashboard.presentation.answers import encode, list_rows, to_json

    if form == "json":
        print(to_json(list_rows(found)))
    else:
        sys.stdout.buffer.write(encode(found, form=form))
        sys.stdout.buffer.flush()
