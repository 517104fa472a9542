"""The foot of every page: which snapshot, what changed since the one before, the next window, schedule and contact."""

from pathlib import Path

import polars as pl
import streamlit as st

from dashboard.access import current_access
from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.formats import count, day
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.questions import query
from dashboard.questions.filters import Filters
from dashboard.snapshots import Snapshot, previous_snapshot


def foot(filters: Filters, *, registry: Registry, data: Path) -> None:
    """Three short lines under the page."""
    snapshot = filters.snapshot
    st.caption(
        _(
            "foot.snapshot",
            name=snapshot.name,
            kind=_(f"snapshot_kind.{snapshot.kind}"),
            as_of=day(snapshot.as_of),
            version=snapshot.version[:12],
        )
        + f"\n\n{changes(snapshot, data=data)} · {next_window(filters, registry=registry)}"
        + f"\n\n{office(registry)}"
    )


def changes(snapshot: Snapshot, *, data: Path) -> str:
    """Rows of each table against the snapshot before, of the same kind."""
    before = previous_snapshot(snapshot, data=data)
    if before is None:
        return _("snapshot.no_earlier")
    parts = []
    # how many applications came in tells of those that are not approved
    told = ("applications", "awards") if current_access().sees_every_figure else ("awards",)
    for table in told:
        if snapshot.reports(table) and before.reports(table):
            # all its rows: an appended snapshot accepts the new ones alone and carries the others over
            more = snapshot.rows(table) - before.rows(table)
            parts.append(f"{_(f'table.{table}')} {more:+,}")
    changed = labels.join_words(parts) or _("foot.not_comparable")
    return _("foot.since", name=before.name, as_of=day(before.as_of), changed=changed)


def next_window(filters: Filters, *, registry: Registry) -> str:
    """The application window that is open on the as-of date, or the next one known."""
    as_of = filters.snapshot.as_of
    rules = query("uptake/item_rules", filters.narrow(item=[], article=[]))
    known = rules.filter(pl.col("window_end") >= as_of, pl.col("window_start").is_not_null()).sort(
        "window_start", "item_code"
    )
    if known.is_empty():
        return _("foot.no_window")
    first = known.row(0, named=True)
    same = known.filter(pl.col("window_start") == first["window_start"])["item_code"].n_unique()
    return _(
        "foot.next_window",
        start=day(first["window_start"]),
        end=day(first["window_end"]),
        count=count(same),
        item=labels.value("item", first["item_code"], registry),
    )


def office(registry: Registry) -> str:
    """Update schedule and contact from the office's own file."""
    texts = {key: named(zh=entry.text_zh, en=entry.text_en) for key, entry in registry.office.items()}
    return " · ".join(_("label.entry", name=labels.label("office", key), text=text) for key, text in texts.items())
