"""The same figures without a browser, and all that builds and looks after snapshots.

Each room declares its commands; here they are put together and run. Exit codes: 0 done; 1 refused, and nothing is changed
(commands that build or look after snapshots); 2 a wrong call or setting, or a name or value that there is not.
"""

import argparse
import sys
import tomllib
from collections.abc import Callable, Sequence
from functools import partial
from typing import NoReturn

from dashboard import settings as own_settings
from dashboard.access import MACHINE, role_table, set_access
from dashboard.errors import ReaderError
from dashboard.etl import etl_commands
from dashboard.presentation import presentation_commands
from dashboard.questions import questions_commands
from dashboard.report import report_commands
from dashboard.settings import PROJECT_DIR, SettingsError, data_directory, settings
from dashboard.snapshots import snapshots_commands
from dashboard.warehouse import warehouse_commands

Add = Callable[..., argparse.ArgumentParser]
FIGURES: tuple[Callable[[Add], None], ...] = (presentation_commands.add_commands, report_commands.add_commands)
SNAPSHOTS: tuple[Callable[[Add], None], ...] = (snapshots_commands.add_commands, questions_commands.add_commands)
UPKEEP: tuple[Callable[[Add], None], ...] = (
    own_settings.add_commands,
    role_table.add_commands,
    warehouse_commands.add_commands,
)


class OneLineParser(argparse.ArgumentParser):
    """Wrong calls end with 2 and one line instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with 2."""
        self.exit(2, f"{message}\n")


def build_parser() -> argparse.ArgumentParser:
    """The command line of ``python -m dashboard``."""
    parser = _assembled("python -m dashboard", (*FIGURES, etl_commands.add_commands, *SNAPSHOTS, *UPKEEP))
    parser.add_argument("--version", action="version", version=_version())
    return parser


def build_etl_parser() -> argparse.ArgumentParser:
    """The command line of ``python -m dashboard.etl``, where ``template`` is the workbook of the intake."""
    return _assembled("python -m dashboard.etl", (partial(etl_commands.add_commands, template="template"), *SNAPSHOTS))


def _assembled(program: str, rooms: Sequence[Callable[[Add], None]]) -> argparse.ArgumentParser:
    """A parser of every command that the rooms add; ``--data`` and ``--lang`` stand before or after the command.

    A command sets ``run`` (takes the options; may return the exit code) and, where it is not 2, ``refused``.
    """
    shared = OneLineParser(add_help=False)
    shared.add_argument(
        "--data", type=data_directory, default=argparse.SUPPRESS, help="folder that holds snapshots/ (default: data)"
    )
    shared.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="language of messages")
    parser = OneLineParser(prog=program, parents=[shared], description=(__doc__ or "").splitlines()[0])
    parser.set_defaults(refused=2)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=OneLineParser)
    for add_commands in rooms:
        add_commands(partial(commands.add_parser, parents=[shared]))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    return run(build_parser(), arguments)


def run(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> int:
    """Run one command with all rights; what is refused is said on standard error. Returns the exit code."""
    options = parser.parse_args(arguments)
    options.lang = getattr(options, "lang", None)
    set_access(MACHINE)
    try:
        settings()
        options.data = getattr(options, "data", None) or data_directory()
        return options.run(options) or 0
    except SettingsError as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        return 2
    except ReaderError as error:
        print(_said(error, options), file=sys.stderr)
        return int(options.refused)


def _said(error: ReaderError, options: argparse.Namespace) -> str:
    """The sentence in the language asked for; else in both where data are looked after, in English where they are read."""
    if options.lang is None and options.refused == 1:
        return f"{error.zh}\n{error.en}"
    return error.message(options.lang or "en")


def _version() -> str:
    project = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']} {project['version']}"


if __name__ == "__main__":
    sys.exit(main())
