"""The export of a page: which of its tables, which format, one file."""

import secrets
from collections.abc import Sequence

import streamlit as st

from dashboard.access import kept
from dashboard.errors import ReaderError
from dashboard.exports import Sheet, to_csv, to_excel, to_parquet
from dashboard.language import current_language
from dashboard.language import translate as _
from dashboard.tables import Table

FORMATS = {"xlsx": "Excel", "csv": "CSV", "parquet": "Parquet"}


def export_menu(sheets: Sequence[Sheet], *, title: str, facts: list[tuple[str, str]], snapshot: str) -> None:
    """Offer the tables of the page; a workbook holds all of them, the other formats one."""
    with st.popover(_("Export"), icon=":material/download:", type="tertiary"):
        chosen = st.segmented_control(
            _("Format"), list(FORMATS), format_func=FORMATS.__getitem__, default="xlsx", required=True, key="export_format"
        )
        wanted = range(len(sheets))
        if chosen != "xlsx" and len(sheets) > 1:
            place = st.selectbox(_("Table"), wanted, format_func=lambda place: sheets[place].title, key="export_table")
            wanted = range(place, place + 1)
        st.caption(_("The rows, labels and order of this page, with filters and snapshot."))
        st.download_button(
            _("Download"),
            # made when it is fetched, outside of this run: with the rights and in the language of now
            data=kept(lambda: _content(chosen, [sheets[place] for place in wanted], title=title, facts=facts)),
            # the random part keeps one reader's file from being served under another's address
            file_name=f"{title}_{snapshot}_{secrets.token_hex(4)}.{chosen}",
            on_click="ignore",
            key="export_download",
        )


def _content(chosen: str, sheets: Sequence[Sheet], *, title: str, facts: list[tuple[str, str]]) -> bytes:
    tables: list[tuple[str, Table]] = [(sheet.title, sheet.rows()) for sheet in sheets]
    try:
        if chosen == "csv":
            return to_csv(tables[0][1])
        if chosen == "parquet":
            return to_parquet(tables[0][1])
        explained = {heading: text for _title, table in tables for heading, text in table.definitions.items()}
        about = [(_("Page"), title), *facts, *explained.items()]
        return to_excel(tables, facts=about, facts_title=_("About this file"))
    except ReaderError as error:
        return error.message(current_language()).encode()
