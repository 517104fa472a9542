"""What a reader does with a page as it is: print it, or keep its link under a name, on the account or in the browser.

The same component tells whether the screen is that of a phone.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.access import Access, current_access
from dashboard.presentation.language import translate as _
from dashboard.screen.page_frame import TOOLS
from dashboard.screen.show import asset
from dashboard.store.database import AuditError
from dashboard.store.saved_views import View, keep_view, remove_view, views_of


def reader_tools(*, printing: bool) -> None:
    """The print button and the saved views, in the sidebar."""
    tools = st.components.v2.component("tools", js=asset("tools.js"), css=asset("tools.css"), isolate_styles=False)
    words = {
        "print": _("tools.print"),
        "views": _("saved_view.title"),
        "name": _("saved_view.name"),
        "keep": _("saved_view.keep"),
        "remove": _("saved_view.remove"),
    }
    # what was clicked arrives before the next run knows who reads: it is for the reader it was shown to
    access = current_access()
    tools(
        key=TOOLS,
        data={"words": words, "printing": printing, "account": account_views(access)},
        on_kept_change=lambda: keep(access, _sent("kept")),
        on_removed_change=lambda: remove(access, _sent("removed")),
        on_narrow_change=lambda: None,
    )


def account_views(access: Access) -> list[dict[str, str]] | None:
    """The views on the account; None where nobody is signed in or the database is away: then the browser keeps them."""
    if not access.is_signed_in:
        return None
    try:
        return [{"name": view.name, "path": view.path} for view in views_of(access.subject)]
    except AuditError:
        return None


def keep(access: Access, sent: Any) -> None:
    """Keep what the browser sent as a view of the reader."""
    if access.is_signed_in and not access.is_expired() and isinstance(sent, Mapping):
        keep_view(access.subject, View(str(sent.get("name", "")), str(sent.get("path", ""))))


def remove(access: Access, sent: Any) -> None:
    """Forget the view whose name the browser sent."""
    if access.is_signed_in and not access.is_expired() and isinstance(sent, str):
        remove_view(access.subject, sent)


def _sent(name: str) -> Any:
    return st.session_state[TOOLS].get(name)
