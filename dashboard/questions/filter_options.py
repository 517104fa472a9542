"""The filters of the address bar as options of a command, with hyphens (``--date-basis``)."""

import argparse

from dashboard.policy import load_registry
from dashboard.questions.filters import MULTIPLE, SINGLE, Filters
from dashboard.questions.strict_filters import read_strictly
from dashboard.snapshots import open_snapshot


def add_filter_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--snapshot`` and an option for every filter."""
    parser.add_argument("--snapshot", help="name of the snapshot (default: the current one)")
    for name in SINGLE:
        parser.add_argument(_option(name), dest=name, action="append", metavar="VALUE")
    for name in MULTIPLE:
        parser.add_argument(_option(name), dest=name, action="append", metavar="VALUE", help="may be repeated")


def filters_of(options: argparse.Namespace) -> Filters:
    """The filters that the options say.

    Raises:
        ReaderError: no such snapshot, or a value that is not understood.
    """
    snapshot = open_snapshot(options.snapshot, data=options.data)
    given = {name: getattr(options, name) or () for name in (*SINGLE, *MULTIPLE)}
    return read_strictly(given, snapshot=snapshot, registry=load_registry(), written=_option)


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
