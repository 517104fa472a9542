"""The commands that build snapshots and what they need. Light: what a command works with is loaded when it runs."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dashboard.etl.intake.options import add_options, day
from dashboard.policy import load_registry
from dashboard.settings import PROJECT_DIR
from dashboard.snapshots import CURRENT, snapshot_names

SHAPES = PROJECT_DIR / "data" / "shapes" / "districts.geojson"
FEWEST_ROWS, MOST_ROWS = 500, 50_000_000


def add_commands(add: Callable[..., argparse.ArgumentParser], *, template: str = "intake-template") -> None:
    """Add the commands; ``template`` is what the one for the empty workbook is called."""
    ingest = add("ingest", help="files of an office (csv, xlsx, xls) into a snapshot")
    add_options(ingest)
    ingest.set_defaults(run=_ingest, refused=1)
    empty = add(template, help="an empty workbook for an office to fill in")
    empty.add_argument("--to", type=Path, required=True, metavar="FILE.xlsx")
    empty.set_defaults(run=_template, refused=1)
    published = add("published", help="real honours from public notices")
    _add_publication(published, name="published")
    published.set_defaults(run=_build_published, refused=1)
    synthetic = add("synthetic", help="seeded synthetic applications and awards")
    synthetic.add_argument("--rows", type=_rows, default=5_000, help="applications (default 5000)")
    synthetic.add_argument("--seed", type=int, default=20230620)
    synthetic.add_argument("--unjudged", action="store_true", help="leave the rules of conformity to whoever asks")
    synthetic.add_argument("--as-of", type=day, default=date(2026, 10, 31))
    synthetic.add_argument(
        "--plant",
        metavar="NAMES",
        help="rows at the edges of every figure beside the others: hostile, names with commas, help",
    )
    _add_publication(synthetic, name="synthetic")
    synthetic.set_defaults(run=_synthetic, refused=1)
    activate = add("activate", help="make a snapshot the current one")
    activate.add_argument("name")
    activate.set_defaults(run=_activate, refused=1)
    add("shapes", help="district shapes for the map, from the installed package").set_defaults(run=_shapes, refused=1)


def _add_publication(parser: argparse.ArgumentParser, *, name: str) -> None:
    parser.add_argument("--name", default=name)
    parser.add_argument("--no-activate", action="store_true")
    parser.add_argument("--if-missing", action="store_true", help="do nothing when the snapshot exists")


def _rows(text: str) -> int:
    rows = int(text)
    if not FEWEST_ROWS <= rows <= MOST_ROWS:
        raise argparse.ArgumentTypeError(f"rows must lie between {FEWEST_ROWS:,} and {MOST_ROWS:,}")
    return rows


def _ingest(options: argparse.Namespace) -> None:
    from dashboard.etl.intake.ingest_command import run

    run(options, data=options.data)


def _template(options: argparse.Namespace) -> None:
    from dashboard.etl.intake.names import load_names
    from dashboard.etl.intake.template import write_template

    write_template(options.to, registry=load_registry(), names=load_names(load_registry()))
    print(options.to)


def _build_published(options: argparse.Namespace) -> None:
    from dashboard.etl.public_notices import publish_honours

    if not _is_there(options):
        print(
            publish_honours(name=options.name, data=options.data, registry=load_registry(), activate=not options.no_activate)
        )


def _synthetic(options: argparse.Namespace) -> None:
    from dashboard.etl.synthetic.plants import chosen_plants, described_plants

    if options.plant == "help":
        print(described_plants())
        return
    plants = () if options.plant is None else chosen_plants(options.plant)
    if not _is_there(options):
        from dashboard.etl.synthetic import publish_synthetic

        print(
            publish_synthetic(
                rows=options.rows,
                seed=options.seed,
                as_of=options.as_of,
                judged=not options.unjudged,
                name=options.name,
                data=options.data,
                registry=load_registry(),
                activate=not options.no_activate,
                plants=plants,
            )
        )


def _is_there(options: argparse.Namespace) -> bool:
    """Whether the snapshot may stay as it is; where none is the current one, it becomes it."""
    if not (options.if_missing and options.name in snapshot_names(data=options.data)):
        return False
    if not options.no_activate and not (options.data / "snapshots" / CURRENT).exists():
        _activate(options)
    return True


def _activate(options: argparse.Namespace) -> None:
    from dashboard.etl.publish import activate_snapshot

    activate_snapshot(options.name, data=options.data)


def _shapes(options: argparse.Namespace) -> None:
    from dashboard.etl.shapes import build_shapes

    print(f"{build_shapes(SHAPES)} areas in {SHAPES.relative_to(PROJECT_DIR)}")
