"""The command ``diff``."""

import argparse
from collections.abc import Callable

from dashboard.questions.differences import as_json, as_text, compare


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    diff = add("diff", help="what changed between two snapshots")
    diff.add_argument("before")
    diff.add_argument("after")
    diff.add_argument("--format", choices=("text", "json"), default="text")
    diff.set_defaults(run=_diff, refused=1)


def _diff(options: argparse.Namespace) -> None:
    found = compare(options.before, options.after, data=options.data)
    print(as_json(found) if options.format == "json" else as_text(found))
