"""The page of the audit: who may see it, what it lists, and what it counts."""

import json
from collections.abc import Callable
from typing import Any, Literal
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from dashboard.access import RestrictedError, current_access
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import known_text
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, plain
from dashboard.screen.filter_bar import set_parameter

ACTIONS = ("seen", "exported", "fetched")
LISTED = 100
# what of one entry is shown of its queries and of its filters
MOST_SHOWN = 1_000
OFFICE_TIME = ZoneInfo("Asia/Shanghai")


def must_see_audit() -> None:
    """Stop the page for everybody else.

    Raises:
        RestrictedError: the reader is no administrator.
    """
    if not current_access().may_see_audit:
        raise RestrictedError("审计记录仅系统管理员可见。", "Only administrators see the audit.")


def chosen() -> tuple[str | None, str | None]:
    """The person and the act that are listed, from the address; an act there is not counts as none."""
    action = st.query_params.get("action")
    return st.query_params.get("identity", "")[:64] or None, action if action in ACTIONS else None


def leaf() -> int:
    """Which hundred entries are listed, from the address; 0 are the newest. What is no number there counts as that."""
    text = st.query_params.get("leaf", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 7 else 0


def turn(total: int, now: int) -> None:
    """The way to newer and older entries, where there are any."""
    last = max(total - 1, 0) // LISTED
    if last or now:
        with st.container(horizontal=True):
            for label, there, is_open in (
                (_("audit.newer"), min(now - 1, last), now > 0),
                (_("audit.older"), now + 1, now < last),
            ):
                st.button(label, disabled=not is_open, on_click=set_parameter, args=("leaf", _stated(there or "")))


def controls(identity: str | None, action: str | None) -> None:
    """A part of the name and one act."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["audit_identity"] = identity or ""
        st.text_input(
            _("audit.person"),
            key="audit_identity",
            placeholder=_("audit.person_hint"),
            max_chars=64,
            on_change=_choose,
            args=("identity",),
        )
        st.session_state["audit_action"] = action
        st.segmented_control(
            _("audit.act"),
            ACTIONS,
            key="audit_action",
            format_func=lambda name: _(f"action.{name}"),
            on_change=_choose,
            args=("action",),
        )


def _choose(name: str) -> None:
    """Write a choice to the address, and begin with the newest entries again."""
    set_parameter(name, _stated((st.session_state[f"audit_{name}"] or "").strip()))
    set_parameter("leaf", [])


def _stated(value: object) -> list[str]:
    return [str(value)] if value else []


def sentence(found: pl.DataFrame, total: int, *, first: int) -> str:
    """How many entries there are, and which of them are listed; ``first`` were left out."""
    if found.is_empty():
        return _("audit.none")
    return _(
        "audit.sentence",
        total=fmt.count(total),
        first=fmt.count(first + 1),
        last=fmt.count(first + found.height),
        when=_moment(found["noted_at"][0]),
    )


def listed(found: pl.DataFrame) -> Table:
    """The entries in words, newest first; times of the office."""
    rows = found.iter_rows(named=True)
    return plain(
        pl.DataFrame([_row(row) for row in rows], schema=dict.fromkeys(_heads(), pl.String) | {_("audit.rows"): pl.Int64})
    )


def height(found: pl.DataFrame) -> int | Literal["auto"]:
    """A long list scrolls within the page; a short one leaves no empty lines."""
    return 690 if found.height > 18 else "auto"


def _heads() -> tuple[str, ...]:
    return (
        _("audit.time"),
        _("audit.person"),
        _("audit.role"),
        _("audit.act"),
        _("heading.page"),
        _("audit.rows"),
        _("audit.queries"),
        _("filter.title"),
        _("filter.snapshot"),
        _("snapshot.version"),
    )


def _row(row: dict[str, object]) -> dict[str, object]:
    queries = _pairs(str(row["queries"]), lambda name, rows: f"{name} {rows}")
    filters = _pairs(str(row["filters"]), lambda name, values: f"{_chosen_name(name)} {' '.join(values)}")
    values = (
        _moment(row["noted_at"]),
        row["identity"] or _("role.open"),
        labels.label("role", str(row["role"])),
        labels.label("action", str(row["action"])),
        labels.label("page", str(row["page"])),
        row["row_count"],
        queries,
        filters,
        row["snapshot"],
        str(row["snapshot_version"])[:12],
    )
    return dict(zip(_heads(), values, strict=True))


def _chosen_name(name: str) -> str:
    """The name of a filter or of what else a page lets choose; any other keeps the name it has in the address."""
    if name == "period":
        return _("filter.period")
    return known_text(f"filter.{name}") or labels.label("chosen", name)


def _pairs(text: str, said: Callable[[str, Any], str]) -> str:
    """A kept mapping in words; one that was kept at full length, and is read without its end, as it stands."""
    if not text.endswith("}"):
        return f"{text[:MOST_SHOWN]}…"
    words = "; ".join(said(name, value) for name, value in json.loads(text).items())
    return words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}…"


def _moment(moment: object) -> str:
    return f"{moment.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M:%S}"  # type: ignore[attr-defined]
