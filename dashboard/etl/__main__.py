"""``python -m dashboard.etl``, the old spelling of the commands that build and look after snapshots; it stays valid."""

import sys
from collections.abc import Sequence

from dashboard.__main__ import build_etl_parser, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    return run(build_etl_parser(), arguments)


if __name__ == "__main__":
    sys.exit(main())
