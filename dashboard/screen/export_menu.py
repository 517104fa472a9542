"""The export of a page: its tables in every format, each file by a link of its own through the gated route."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from urllib.parse import quote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access import bind_to_reader, current_access
from dashboard.presentation.exports import Sheet, to_csv, to_excel, to_parquet
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import Filters
from dashboard.questions.trail import tell_of_rows
from dashboard.screen.offers import Made, Offer, put
from dashboard.screen.page_run import PageRun, Parameters

FORMATS = {"xlsx": "Excel", "csv": "CSV", "parquet": "Parquet"}
# formats that hold one table
SINGLE = ("csv", "parquet")
# what the name of a file does without, and how much of a table's title it holds
UNSAFE, MOST_LETTERS = re.compile(r"[^\w()（）-]+"), 40
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}  # fmt: skip


def export_menu(now: PageRun, *, title: str, facts: list[tuple[str, str]]) -> None:
    """Offer the tables of the page, each format by a link of its own: nothing is chosen that a link could lag behind.

    A workbook holds all of them, the other formats one.
    """

    def file(ending: str, chosen: Sequence[Sheet], *, one: Sheet | None = None) -> str:
        parts = [title, *([UNSAFE.sub("_", one.title)[:MOST_LETTERS]] if one else []), now.filters.snapshot.name]
        return link(
            FORMATS[ending],
            about=one.title if one else "",
            key=f"export_{ending}_{one.key if one else ''}",
            page=now.page,
            also=now.own,
            filters=now.filters,
            name=f"{'_'.join(parts)}.{ending}",
            media_type=MEDIA_TYPES[ending],
            make=lambda: _made(ending, chosen, title=title, facts=facts),
        )

    with st.popover(_("export.title"), icon=":material/download:", type="tertiary"):
        st.caption(_("export.meaning"))
        if len(now.sheets) == 1:
            st.html(f"<p class='downloads'>{''.join(file(ending, now.sheets) for ending in FORMATS)}</p>")
            return
        lines = [f"<dt>{escape(_('export.all_tables'))}</dt><dd>{file('xlsx', now.sheets)}</dd>"]
        for sheet in now.sheets:
            links = "".join(file(ending, [sheet], one=sheet) for ending in SINGLE)
            lines.append(f"<dt>{escape(sheet.title)}</dt><dd>{links}</dd>")
        st.html(f"<dl class='downloads'>{''.join(lines)}</dl>")


def link(
    label: str,
    *,
    key: str,
    page: str,
    filters: Filters,
    name: str,
    media_type: str,
    make: Callable[[], Made],
    also: Parameters | None = None,
    about: str = "",
) -> str:
    """A link to a file that is made when it is fetched, by this reader alone; the way out for every file of the app.

    Args:
        label: words of the link.
        key: the place on the page; each place of an open page has one address.
        page: the page by its address, for the audit.
        filters: the shared filters the file was made under.
        name: name of the file as it is saved.
        media_type: of the content.
        make: the file and its rows, with the rights and in the language of this run; errors are shown instead of it.
        also: what else was chosen, for the audit.
        about: what the file holds, for who hears the link without its surroundings.
    """
    context = get_script_run_ctx()
    offer = Offer(
        access=current_access(),
        page=page,
        filters={**filters.parameters(), **(also or {})},
        snapshot=filters.snapshot,
        name=name,
        media_type=media_type,
        make=bind_to_reader(lambda: _with_own_rows(make)),
    )
    token = put(offer, session=context.session_id if context else "", key=key)
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    address = f"{'/' + base if base else ''}/files/{token}/{quote(name, safe='')}"
    spoken = f" aria-label='{escape(f'{label}: {about}')}'" if about else ""
    return f"<a class='download' href='{escape(address)}'{spoken}>{escape(label)}</a>"


def _with_own_rows(make: Callable[[], Made]) -> Made:
    """Make a file whose rows stand in its own entry of the audit; where it tells of none, those that it asked for."""
    asked: dict[str, int] = {}
    with tell_of_rows(asked.__setitem__):
        made = make()
    return made if made.rows else replace(made, rows=asked)


def _made(chosen: str, sheets: Sequence[Sheet], *, title: str, facts: list[tuple[str, str]]) -> Made:
    tables = [(sheet.title, sheet.rows()) for sheet in sheets]
    rows = {sheet.key: table.frame.height for sheet, (_title, table) in zip(sheets, tables, strict=True) if table.of_cases}
    if chosen == "csv":
        return Made(to_csv(tables[0][1]), rows)
    if chosen == "parquet":
        return Made(to_parquet(tables[0][1]), rows)
    explained = {heading: text for _title, table in tables for heading, text in table.definitions.items()}
    # the name of a worksheet holds no more than the beginning of a title
    titles = [(f"{_('heading.table')} {number}", name) for number, (name, _table) in enumerate(tables, start=1)]
    about = [(_("heading.page"), title), *facts, *titles, *explained.items()]
    return Made(to_excel(tables, facts=about, facts_title=_("export.about")), rows)
