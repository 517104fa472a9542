"""Options of the subcommand ``ingest``. Light, so that the other subcommands start fast."""

import argparse
from datetime import date
from pathlib import Path

from dashboard.policy.vocabulary import SnapshotKind

# a slip in a year, such as 0206, makes a day of which nothing is known
FIRST_YEAR, LAST_YEAR = 2000, 2100


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``ingest``."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".csv, .xlsx or .xls")
    parser.add_argument("--as-of", type=day, required=True, metavar="DATE", help="day up to which the data are complete")
    parser.add_argument("--name", required=True, help="name of the new snapshot")
    parser.add_argument("--mapping", type=Path, metavar="M.toml", help="headers and values that the built-in names miss")
    parser.add_argument("--rules", type=Path, metavar="R.csv", help="yearly rules of this snapshot")
    parser.add_argument("--kind", choices=(SnapshotKind.OFFICIAL.value, SnapshotKind.SYNTHETIC.value), default="official")
    parser.add_argument("--append-to", metavar="NAME", help="carry over the rows of this snapshot")
    parser.add_argument(
        "--max-quarantine", type=share, default=0.05, metavar="SHARE", help="refuse above this share (default 5%%)"
    )
    parser.add_argument("--no-activate", action="store_true")
    parser.add_argument("--dry-run", action="store_true", help="read, check and report; write nothing")


def day(text: str) -> date:
    """A day as ``2026-10-31``, of the years in which data can be complete."""
    try:
        given = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as 2026-10-31") from error
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"'{text}' does not lie in {FIRST_YEAR} to {LAST_YEAR}; write it as 2026-10-31")
    return given


def share(text: str) -> float:
    """``5%`` or ``0.05`` as a number from 0 to 1."""
    try:
        value = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no share; write 5% or 0.05") from error
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no share between 0% and 100%")
    return value
