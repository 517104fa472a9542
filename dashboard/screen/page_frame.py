"""The frame of every page: title, one sentence, synthetic banner, filter chips, notices, export, and the foot.

``reader()`` is what the router found out once per script run: language, theme, snapshot, filters.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.exports import Sheet
from dashboard.presentation.formats import day, literal
from dashboard.presentation.language import translate as _
from dashboard.presentation.palette import Palette
from dashboard.presentation.tables import Table
from dashboard.questions.filters import Filters, Notice
from dashboard.screen.export_menu import export_menu
from dashboard.screen.foot import foot
from dashboard.screen.newer import newer_notice
from dashboard.screen.rights_notice import rights_notice

# pages whose rows are not the applications behind their figures, or are these already
OWN_ROWS = ("applications", "organisation", "honours", "methodology", "audit")
# key of the reader's tools, the component that is on every page
TOOLS = "reader_tools"


@dataclass(frozen=True)
class Reader:
    """One script run: who reads what, in which language and theme.

    The page notes its tables in ``sheets``, and in ``chosen`` what was chosen on it beside the filters.
    """

    language: str
    filters: Filters
    notices: list[Notice]
    registry: Registry
    palette: Palette
    data: Path
    printing: bool = False
    sheets: list[Sheet] = field(default_factory=list)
    chosen: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, Any] = field(default_factory=dict)


_reader: ContextVar[Reader] = ContextVar("reader")


def set_reader(value: Reader) -> None:
    """Called by the router before the page runs."""
    _reader.set(value)


def reader() -> Reader:
    """The current script run's reader."""
    return _reader.get()


def is_narrow() -> bool:
    """Whether the browser has the width of a phone, as its part of the reader's tools says."""
    said = st.session_state.get(TOOLS)
    return bool(said and said.get("narrow"))


@contextmanager
def page(title: str, *, sentence: str) -> Iterator[None]:
    """Head and foot around a page's content."""
    _head(title, sentence)
    yield
    _foot()
    now = reader()
    if now.sheets and "export" in now.places:
        with now.places["export"]:
            export_menu(now.sheets, title=title, facts=facts(now), filters=now.filters, places=now.places)


def note_table(key: str, title: str, table: Table, rows: Callable[[], Table] | None = None) -> None:
    """Remember a table for the export; ``rows`` fetches all of it where the page shows a part."""
    reader().sheets.append(Sheet(title or key, rows or (lambda: table), key))


def open_organisation(uscc: str) -> None:
    """Go to the page of one organisation; the filters stay in the address."""
    now = reader()
    st.switch_page(now.places["organisation"], query_params={**now.places["carried"], "organisation": uscc})


def open_cases(cases: str = "", **narrowed: str) -> None:
    """Go to the list of applications, with those that one figure counts; the filters stay but the ``narrowed`` ones."""
    st.switch_page(reader().places["applications"], query_params=cases_parameters(cases, **narrowed))


def cases_parameters(cases: str, **narrowed: str) -> dict[str, Any]:
    """Parameters of the list of applications with the filters of now: all cases, or those that one figure counts."""
    return {**reader().places["carried"], **narrowed, **({"cases": cases} if cases else {})}


def facts(now: Reader) -> list[tuple[str, str]]:
    """What every export says about itself: filters in words, snapshot, kind, date, version."""
    snapshot = now.filters.snapshot
    return [
        (_("Period"), labels.period_in_full(now.filters.period)),
        *labels.active_filters(now.filters, now.registry),
        *now.chosen,
        (_("filter.snapshot"), _("{name} ({kind})", name=snapshot.name, kind=_(f"snapshot_kind.{snapshot.kind}"))),
        (_("Data as of"), day(snapshot.as_of)),
        (_("Version"), snapshot.version[:12]),
    ]


def credits_of(now: Reader) -> list[str]:
    """Filters and source as the lines under an exported image."""
    said = [f"{name} {value}" for name, value in facts(now)]
    chosen, source = said[:-3], said[-3:]
    warning = [_("Synthetic data: no figure on this page is real.")] if now.filters.snapshot.kind == "synthetic" else []
    return [" · ".join(chosen), " · ".join([_("Quality Measures Dashboard"), *source]), *warning]


def _head(title: str, sentence: str) -> None:
    now = reader()
    if now.filters.snapshot.kind == "synthetic":
        st.warning(_("Synthetic data: no figure on this page is real."), icon=":material/science:")
    newer_notice(now.filters.snapshot.name, is_cited="snapshot" in st.query_params, data=now.data)
    st.title(title, anchor=False)
    st.markdown(literal(sentence))
    rights_notice(now.registry, now.filters.snapshot)
    for notice in now.notices:
        st.warning(literal(notice.zh if now.language == "zh" else notice.en), icon=":material/info:")
    said = facts(now)
    text = "".join(f"<span class='chip'><b>{escape(name)}</b> {escape(value)}</span>" for name, value in said[:-3])
    paper = escape(" · ".join(f"{name} {value}" for name, value in said[-3:]))
    st.html(f"<div class='chips' role='note'>{text}</div><p class='paper'>{paper}</p>")


def _foot() -> None:
    now = reader()
    st.divider()
    if (
        "applications" in now.places
        and now.places.get("page") not in OWN_ROWS
        and now.filters.snapshot.reports("applications")
    ):
        st.page_link(
            now.places["applications"],
            label=_("The rows behind these figures"),
            icon=":material/table_rows:",
            query_params=now.places["carried"],
        )
    foot(now.filters, registry=now.registry, data=now.data)
