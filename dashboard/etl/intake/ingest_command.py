"""The subcommand ``ingest``: what it runs and prints."""

import argparse
import sys
from pathlib import Path

from dashboard.etl.intake.ingest import TooManyBadRowsError, ingest
from dashboard.etl.intake.order import Order
from dashboard.etl.intake.progress import Progress
from dashboard.etl.intake.report import text
from dashboard.policy import load_registry


def run(options: argparse.Namespace, *, data: Path) -> None:
    """Ingest and print the report.

    Raises:
        ReaderError: refused; the report of the bad rows is printed first.
    """
    order = Order(
        files=tuple(options.files),
        as_of=options.as_of,
        name=options.name,
        data=data,
        registry=load_registry(),
        mapping=options.mapping,
        rules=options.rules,
        kind=options.kind,
        append_to=options.append_to,
        max_quarantine=options.max_quarantine,
        activate=not options.no_activate,
        dry_run=options.dry_run,
    )
    progress = Progress(sys.stderr)
    try:
        outcome = ingest(order, progress=progress)
    except TooManyBadRowsError as error:
        progress.close()
        print(text(error.report))
        raise
    finally:
        progress.close()
    print(text(outcome.report))
    print(f"已发布 published {outcome.published}" if outcome.published else "试运行，未写入 dry run, nothing was written")
