"""The frame of every page: title, one sentence, synthetic banner, filter chips, notices, export, and the foot.

What it shows of the filters stands in every export too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from dashboard.presentation import labels
from dashboard.presentation.exports import Sheet
from dashboard.presentation.formats import day, literal
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table
from dashboard.screen.export_menu import export_menu
from dashboard.screen.foot import foot
from dashboard.screen.newer import newer_notice
from dashboard.screen.page_run import PageRun, page_run
from dashboard.screen.rights_notice import rights_notice

# pages whose rows are not the applications behind their figures, or are these already
OWN_ROWS = ("applications", "organisation", "honours", "methodology", "audit")
# key of the reader's tools, the component that is on every page
TOOLS = "reader_tools"


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
    now = page_run()
    if now.sheets:
        with now.export_place:
            export_menu(now, title=title, facts=facts(now))


def note_table(key: str, title: str, table: Table, rows: Callable[[], Table] | None = None) -> None:
    """Remember a table for the export; ``rows`` fetches all of it where the page shows a part."""
    page_run().sheets.append(Sheet(title or key, rows or (lambda: table), key))


def open_organisation(uscc: str) -> None:
    """Go to the page of one organisation; the filters stay in the address."""
    links = page_run().links
    st.switch_page(links.organisation, query_params=links.organisation_parameters(uscc))


def open_cases(cases: str = "", **narrowed: str) -> None:
    """Go to the list of applications, with those that one figure counts; the filters stay but the ``narrowed`` ones."""
    links = page_run().links
    st.switch_page(links.applications, query_params=links.cases_parameters(cases, **narrowed))


def facts(now: PageRun) -> list[tuple[str, str]]:
    """What every export says about itself: filters in words, snapshot, kind, date, version."""
    snapshot = now.filters.snapshot
    return [
        (_("filter.period"), labels.period_in_full(now.filters.period)),
        *labels.list_filters(now.filters, now.registry),
        *now.chosen,
        (_("filter.snapshot"), _("label.name_kind", name=snapshot.name, kind=_(f"snapshot_kind.{snapshot.kind}"))),
        (_("snapshot.as_of"), day(snapshot.as_of)),
        (_("snapshot.version"), snapshot.version[:12]),
    ]


def credits_of(now: PageRun) -> list[str]:
    """Filters and source as the lines under an exported image."""
    said = [f"{name} {value}" for name, value in facts(now)]
    chosen, source = said[:-3], said[-3:]
    warning = [_("frame.synthetic")] if now.filters.snapshot.kind == "synthetic" else []
    return [" · ".join(chosen), " · ".join([_("frame.title"), *source]), *warning]


def _head(title: str, sentence: str) -> None:
    now = page_run()
    if now.filters.snapshot.kind == "synthetic":
        st.warning(_("frame.synthetic"), icon=":material/science:")
    newer_notice(now.filters.snapshot.name, is_cited="snapshot" in st.query_params, data=now.data)
    st.title(title, anchor=False)
    st.markdown(literal(sentence))
    rights_notice(now.registry, now.filters.snapshot)
    for notice in now.notices:
        st.warning(literal(named(zh=notice.zh, en=notice.en)), icon=":material/info:")
    said = facts(now)
    text = "".join(f"<span class='chip'><b>{escape(name)}</b> {escape(value)}</span>" for name, value in said[:-3])
    paper = escape(" · ".join(f"{name} {value}" for name, value in said[-3:]))
    st.html(f"<div class='chips' role='note'>{text}</div><p class='paper'>{paper}</p>")


def _foot() -> None:
    now = page_run()
    st.divider()
    if now.page not in OWN_ROWS and now.filters.snapshot.reports("applications"):
        st.page_link(
            now.links.applications,
            label=_("frame.rows_behind"),
            icon=":material/table_rows:",
            query_params=now.links.carried,
        )
    foot(now.filters, registry=now.registry, data=now.data)
