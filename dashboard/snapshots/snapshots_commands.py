"""The commands ``list`` and ``verify``."""

import argparse
from collections.abc import Callable

from dashboard.snapshots.snapshot import SnapshotError, current_name, open_snapshot, snapshot_names


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands."""
    add("list", help="list the snapshots").set_defaults(run=_list, refused=1)
    verify = add("verify", help="hold every file of a snapshot to its manifest")
    verify.add_argument("name")
    verify.set_defaults(run=_verify, refused=1)


def _list(options: argparse.Namespace) -> None:
    names = snapshot_names(data=options.data)
    current = current_name(data=options.data) if names else ""
    for name in names:
        mark = "*" if name == current else " "
        try:
            snapshot = open_snapshot(name, data=options.data)
        except SnapshotError as error:
            print(f"{mark} {name}  damaged: {error.en}")
        else:
            print(f"{mark} {name}  {snapshot.kind}  as of {snapshot.as_of}")


def _verify(options: argparse.Namespace) -> None:
    open_snapshot(options.name, data=options.data)
    print(f"{options.name}: every file is whole")
