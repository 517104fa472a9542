"""What changed between the snapshot and the one before it: rows of each table, and figures that moved."""

from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import RATES, Table, plain
from dashboard.questions.differences import SnapshotDiff, compare
from dashboard.screen.grid import table
from dashboard.screen.page_run import page_run
from dashboard.snapshots import Snapshot, SnapshotError, previous_snapshot


def show_differences(snapshot: Snapshot) -> None:
    """Both tables, or why nothing can be compared."""
    now = page_run()
    title = _("quality.differences")
    st.subheader(title, anchor=False)
    before = previous_snapshot(snapshot, data=now.data)
    diff = _compare_to(before, snapshot, data=now.data)
    if isinstance(diff, str):
        st.caption(diff)
        return
    st.caption(_name_both(before, snapshot))
    table(_changed_rows(diff, now.registry), key="changed", title=title, wrapped=True)
    if diff.figures:
        table(_figures_that_moved(diff), key="moved", title=_("quality.moved"), wrapped=True)
    else:
        st.caption(_("quality.none_moved"))


def _compare_to(before: Snapshot | None, snapshot: Snapshot, *, data: Path) -> SnapshotDiff | str:
    """What changed since the snapshot before, or in words why that cannot be said."""
    if before is None:
        return _("snapshot.no_earlier")
    try:
        return compare(before.name, snapshot.name, data=data)
    except SnapshotError as error:
        return error.message(current_language())


def _name_both(before: Snapshot | None, snapshot: Snapshot) -> str:
    """The two snapshots by name and as-of date, the earlier one first."""
    shown = [one for one in (before, snapshot) if one]
    return " → ".join(_("quality.name_as_of", name=one.name, as_of=fmt.day(one.as_of)) for one in shown)


def _figures_that_moved(diff: SnapshotDiff) -> Table:
    """Figures that differ between two snapshots."""
    rows = [
        {
            _("heading.figure"): labels.column_name(name),
            _("quality.before"): _figure(name, before),
            _("quality.after"): _figure(name, after),
        }
        for name, (before, after) in diff.figures.items()
    ]
    return plain(
        pl.DataFrame(rows, schema=dict.fromkeys((_("heading.figure"), _("quality.before"), _("quality.after")), pl.String))
    )


def _figure(name: str, value: Any) -> str:
    if value is None:
        return fmt.DASH
    if name.endswith("_yuan"):
        return fmt.money(value)
    if name in RATES or name.startswith("approval_rate"):
        return fmt.rate(float(value))
    return fmt.count(value) if isinstance(value, int) else fmt.days(float(value))


def _changed_rows(diff: SnapshotDiff, registry: Registry) -> Table:
    """Rows added, removed and changed by table, with the columns that changed most."""
    rows = [
        {
            _("column.table_name"): _(f"table.{table}"),
            _("quality.before"): found.before,
            _("quality.after"): found.after,
            _("quality.added"): found.added,
            _("quality.removed"): found.removed,
            _("quality.changed"): found.changed,
            _("heading.columns"): labels.join_words(
                [f"{labels.column(column, registry)} {count}" for column, count in found.columns.items()]
            )
            or fmt.DASH,
        }
        for table, found in diff.tables.items()
    ]
    return plain(pl.DataFrame(rows))
