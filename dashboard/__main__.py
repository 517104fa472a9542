"""The same figures without a browser: ``python -m dashboard query SECTION/RESULT``, ``queries``, ``report``, ``template``.

Exit codes: 0 answered, 2 unknown name, value or snapshot (one line on standard error says which).
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NoReturn

import polars as pl

from dashboard.access import MACHINE, set_access
from dashboard.errors import ReaderError
from dashboard.policy import load_registry
from dashboard.presentation.answers import encode, rows, to_json
from dashboard.questions import query
from dashboard.questions.filters import MULTIPLE, SINGLE, Filters
from dashboard.questions.strict_filters import read_strictly
from dashboard.report import command
from dashboard.settings import SettingsError, data_directory, settings
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import QueryError, QueryInfo, query_info, query_names

FORMATS = ("csv", "json", "parquet")


class OneLineParser(argparse.ArgumentParser):
    """Wrong calls end with 2 and one line instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with 2."""
        self.exit(2, f"{message}\n")


def build_parser() -> argparse.ArgumentParser:
    """The command line; ``--data`` and ``--lang`` stand before or after the subcommand."""
    shared = OneLineParser(add_help=False)
    shared.add_argument("--data", default=argparse.SUPPRESS, help="folder that holds snapshots/ (default: data)")
    shared.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="language of messages")
    parser = OneLineParser(prog="python -m dashboard", parents=[shared], description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True, parser_class=OneLineParser)
    commands.add_parser("queries", parents=[shared], help="list all queries with grain and parameters")
    asking = commands.add_parser("query", parents=[shared], help="print what a page shows")
    asking.add_argument("name", help="section/result, e.g. uptake/by_item")
    _add_filters(asking)
    asking.add_argument("--search", metavar="TEXT", help="part of a name or number, for queries that search")
    asking.add_argument(
        "--cut-on", metavar="DAY", help="count up to this day only, as a comparison with a running period does"
    )
    asking.add_argument(
        "--parameter", metavar="NAME=VALUE", action="append", default=[], help="a query's own; may be repeated"
    )
    asking.add_argument("--format", choices=FORMATS, default="csv")
    command.add_commands(commands, shared, _add_filters)
    return parser


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--snapshot", help="name of the snapshot (default: the current one)")
    for name in SINGLE:
        parser.add_argument(_option(name), dest=name, action="append", metavar="VALUE")
    for name in MULTIPLE:
        parser.add_argument(_option(name), dest=name, action="append", metavar="VALUE", help="may be repeated")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = build_parser().parse_args(arguments)
    set_access(MACHINE)
    try:
        settings()
        if options.command == "queries":
            _print_queries()
        elif options.command == "template":
            command.write_template(options.to, language=getattr(options, "lang", "zh"))
        elif options.command == "report":
            _write_report(options)
        else:
            write(answer(options), format=options.format)
    except SettingsError as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        return 2
    except ReaderError as error:
        print(error.message(getattr(options, "lang", "en")), file=sys.stderr)
        return 2
    return 0


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _print_queries() -> None:
    for name in query_names():
        info = query_info(name)
        parameters = ", ".join(info.parameters) or "none"
        print(f"{name}\n    {info.sentence}\n    grain: {info.grain}\n    parameters: {parameters}")


def _filters(options: argparse.Namespace) -> Filters:
    """The filters of the options; a value that is not understood ends the call."""
    snapshot = open_snapshot(options.snapshot, data=data_directory(getattr(options, "data", None)))
    given = {name: getattr(options, name) or () for name in (*SINGLE, *MULTIPLE)}
    return read_strictly(given, snapshot=snapshot, registry=load_registry(), written=_option)


def answer(options: argparse.Namespace) -> pl.DataFrame:
    """What ``query`` prints.

    Raises:
        ReaderError: a name or value that is not understood.
    """
    info = query_info(options.name)
    filters = _filters(options)
    if options.cut_on is not None:
        filters = replace(filters, cut_on=_day(options.cut_on))
    given = _own_parameters(info, options.parameter)
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QueryError(f"日期“{text}”须写作 2025-10-31。", f"The day '{text}' is written like 2025-10-31.") from error


def _own_parameters(info: QueryInfo, given: Sequence[str]) -> dict[str, str | int]:
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


def _write_report(options: argparse.Namespace) -> None:
    """A kept evaluation brings its snapshot and filters, unless the call names others."""
    data = data_directory(getattr(options, "data", None))
    evaluation = command.kept_evaluation(options.evaluation, data=data)
    if evaluation is not None:
        options.snapshot = options.snapshot or evaluation.snapshot
        for name, values in evaluation.parameters.items():
            setattr(options, name, getattr(options, name) or values)
    filters = _filters(options)
    command.write_report(options, filters, language=getattr(options, "lang", "zh"), evaluation=evaluation, data=data)


def write(found: pl.DataFrame, *, format: str) -> None:
    """Print one answer: CSV (null stays empty), JSON (one list of rows) or Parquet (bytes)."""
    if format == "json":
        print(to_json(rows(found)))
    else:
        sys.stdout.buffer.write(encode(found, form=format))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
