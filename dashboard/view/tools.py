"""What a reader does with a page as it is: print it, or keep its link under a name in the own browser."""

import streamlit as st

from dashboard.language import translate as _
from dashboard.view.show import asset


def reader_tools(*, printing: bool) -> None:
    """The print button and the saved views, in the sidebar."""
    tools = st.components.v2.component("tools", js=asset("tools.js"), css=asset("tools.css"), isolate_styles=False)
    words = {
        "print": _("Print this page"), "views": _("Saved views"), "name": _("Name of this view"), "keep": _("Keep"),
        "remove": _("Remove"),
    }  # fmt: skip
    tools(key="reader_tools", data={"words": words, "printing": printing})
