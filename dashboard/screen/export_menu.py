"""The export of a page: which of its tables, which format, one file through the gated route."""

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access import bind_to_reader, current_access
from dashboard.presentation.exports import Sheet, to_csv, to_excel, to_parquet
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import Filters
from dashboard.screen.offers import Made, Offer, put
from dashboard.screen.page_run import PageRun, Parameters

FORMATS = {"xlsx": "Excel", "csv": "CSV", "parquet": "Parquet"}
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}  # fmt: skip


def export_menu(now: PageRun, *, title: str, facts: list[tuple[str, str]]) -> None:
    """Offer the tables of the page; a workbook holds all of them, the other formats one."""
    sheets = now.sheets
    with st.popover(_("Export"), icon=":material/download:", type="tertiary"):
        chosen = st.segmented_control(
            _("Format"), list(FORMATS), format_func=FORMATS.__getitem__, default="xlsx", required=True, key="export_format"
        )
        wanted = range(len(sheets))
        if chosen != "xlsx" and len(sheets) > 1:
            place = st.selectbox(_("Table"), wanted, format_func=lambda place: sheets[place].title, key="export_table")
            wanted = range(place, place + 1)
        st.caption(_("The rows, labels and order of this page, with filters and snapshot."))
        download(
            _("Download"),
            key="export",
            page=now.page,
            also=now.own,
            filters=now.filters,
            name=f"{title}_{now.filters.snapshot.name}.{chosen}",
            media_type=MEDIA_TYPES[chosen],
            make=lambda: _made(chosen, [sheets[place] for place in wanted], title=title, facts=facts),
        )


def download(
    label: str,
    *,
    key: str,
    page: str,
    filters: Filters,
    name: str,
    media_type: str,
    make: Callable[[], Made],
    also: Parameters | None = None,
) -> None:
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
    """
    context = get_script_run_ctx()
    offer = Offer(
        access=current_access(),
        page=page,
        filters={**filters.parameters(), **(also or {})},
        snapshot=filters.snapshot,
        name=name,
        media_type=media_type,
        make=bind_to_reader(make),
    )
    token = put(offer, session=context.session_id if context else "", key=key)
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    address = f"{'/' + base if base else ''}/files/{token}/{quote(name, safe='')}"
    st.html(f"<a class='download' href='{escape(address)}'>{escape(label)}</a>")


def _made(chosen: str, sheets: Sequence[Sheet], *, title: str, facts: list[tuple[str, str]]) -> Made:
    tables = [(sheet.title, sheet.rows()) for sheet in sheets]
    rows = {sheet.key: table.frame.height for sheet, (_title, table) in zip(sheets, tables, strict=True) if table.of_cases}
    if chosen == "csv":
        return Made(to_csv(tables[0][1]), rows)
    if chosen == "parquet":
        return Made(to_parquet(tables[0][1]), rows)
    explained = {heading: text for _title, table in tables for heading, text in table.definitions.items()}
    # the name of a worksheet holds no more than the beginning of a title
    titles = [(f"{_('Table')} {number}", name) for number, (name, _table) in enumerate(tables, start=1)]
    about = [(_("Page"), title), *facts, *titles, *explained.items()]
    return Made(to_excel(tables, facts=about, facts_title=_("About this file")), rows)
