"""Build and look after snapshots: ``python -m dashboard.etl ingest|template|diff|published|synthetic|list|verify|activate``.

Exit codes: 0 done, 1 refused (the current snapshot is untouched), 2 wrong call.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from dashboard.access import MACHINE, set_access
from dashboard.errors import ReaderError
from dashboard.etl.intake.options import add_options, day
from dashboard.etl.public_notices import publish_honours
from dashboard.etl.publish import activate_snapshot
from dashboard.policy import load_registry
from dashboard.settings import PROJECT_DIR, SettingsError, data_directory, settings
from dashboard.snapshots import CURRENT, SnapshotError, current_name, open_snapshot, snapshot_names

SHAPES = PROJECT_DIR / "data" / "shapes" / "districts.geojson"


class OneLineParser(argparse.ArgumentParser):
    """Wrong calls end with 2 and one line."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with 2."""
        self.exit(2, f"{message}\n")


def build_parser() -> argparse.ArgumentParser:
    """The command line; ``--data`` stands before or after the subcommand."""
    shared = OneLineParser(add_help=False)
    shared.add_argument("--data", default=argparse.SUPPRESS, help="folder that holds snapshots/ (default: data)")
    parser = OneLineParser(prog="python -m dashboard.etl", parents=[shared], description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True, parser_class=OneLineParser)
    published = commands.add_parser("published", parents=[shared], help="real honours from public notices")
    synthetic = commands.add_parser("synthetic", parents=[shared], help="seeded synthetic applications and awards")
    synthetic.add_argument("--rows", type=_rows, default=5_000, help="applications (default 5000)")
    synthetic.add_argument("--seed", type=int, default=20230620)
    synthetic.add_argument("--unjudged", action="store_true", help="leave the rules of conformity to whoever asks")
    synthetic.add_argument("--as-of", type=day, default=date(2026, 10, 31))
    for command, name in ((published, "published"), (synthetic, "synthetic")):
        command.add_argument("--name", default=name)
        command.add_argument("--no-activate", action="store_true")
        command.add_argument("--if-missing", action="store_true", help="do nothing when the snapshot exists")
    add_options(commands.add_parser("ingest", parents=[shared], help="files of an office (csv, xlsx, xls) into a snapshot"))
    empty = commands.add_parser("template", parents=[shared], help="an empty workbook for an office to fill in")
    empty.add_argument("--to", type=Path, required=True, metavar="FILE.xlsx")
    comparing = commands.add_parser("diff", parents=[shared], help="what changed between two snapshots")
    comparing.add_argument("before")
    comparing.add_argument("after")
    comparing.add_argument("--format", choices=("text", "json"), default="text")
    commands.add_parser("shapes", parents=[shared], help="district shapes for the map, from the installed package")
    commands.add_parser("list", parents=[shared], help="list the snapshots")
    for name in ("verify", "activate"):
        commands.add_parser(name, parents=[shared]).add_argument("name")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = build_parser().parse_args(arguments)
    set_access(MACHINE)
    try:
        settings()
        _run(options, data_directory(getattr(options, "data", None)))
    except SettingsError as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        return 2
    except ReaderError as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace, data: Path) -> None:
    if options.command == "shapes":
        from dashboard.etl.shapes import build_shapes

        print(f"{build_shapes(SHAPES)} areas in {SHAPES.relative_to(PROJECT_DIR)}")
    elif options.command == "list":
        _list(data)
    elif options.command == "verify":
        open_snapshot(options.name, data=data)
        print(f"{options.name}: every file is whole")
    elif options.command == "activate":
        activate_snapshot(options.name, data=data)
    elif options.command == "ingest":
        from dashboard.etl.intake.ingest_command import run

        run(options, data=data)
    elif options.command == "template":
        from dashboard.etl.intake.names import load_names
        from dashboard.etl.intake.template import write_template

        write_template(options.to, registry=load_registry(), names=load_names(load_registry()))
        print(options.to)
    elif options.command == "diff":
        from dashboard.questions.differences import as_json, as_text, compare

        found = compare(options.before, options.after, data=data)
        print(as_json(found) if options.format == "json" else as_text(found))
    elif not (options.if_missing and options.name in snapshot_names(data=data)):
        print(_build(options, data))
    elif not options.no_activate and not (data / "snapshots" / CURRENT).exists():
        activate_snapshot(options.name, data=data)


def _build(options: argparse.Namespace, data: Path) -> Path:
    shared = {"name": options.name, "data": data, "registry": load_registry(), "activate": not options.no_activate}
    if options.command == "published":
        return publish_honours(**shared)
    from dashboard.etl.synthetic import publish_synthetic

    return publish_synthetic(
        rows=options.rows, seed=options.seed, as_of=options.as_of, judged=not options.unjudged, **shared
    )


def _list(data: Path) -> None:
    names = snapshot_names(data=data)
    current = current_name(data=data) if names else ""
    for name in names:
        mark = "*" if name == current else " "
        try:
            snapshot = open_snapshot(name, data=data)
        except SnapshotError as error:
            print(f"{mark} {name}  damaged: {error.en}")
        else:
            print(f"{mark} {name}  {snapshot.kind}  as of {snapshot.as_of}")


def _rows(text: str) -> int:
    rows = int(text)
    if not 500 <= rows <= 50_000_000:
        raise argparse.ArgumentTypeError("rows must lie between 500 and 50,000,000")
    return rows


if __name__ == "__main__":
    sys.exit(main())
