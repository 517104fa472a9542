"""A page says when its snapshot is no longer the current one: newer data was published, or the link cites an older state.

The page itself never changes under the reader: figures change only when the reader asks for the newer ones.
"""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.access import Access, act_as, current_access
from dashboard.presentation.language import translate as _
from dashboard.screen.filter_bar import set_parameter
from dashboard.snapshots import SnapshotError, current_name, openable_names

CHECK_SECONDS = 15


@dataclass(frozen=True)
class Words:
    """Texts in the reader's language; the repeated check runs outside the script run that knows it."""

    notice: str
    show: str


def newer_notice(shown: str, *, is_cited: bool, data: Path) -> None:
    """Compare the snapshot ``shown`` with the current one now and every ``CHECK_SECONDS``.

    Args:
        shown: name of the snapshot of this page.
        is_cited: the address names the snapshot, so that the page stays on it.
        data: the folder that holds ``snapshots/``.
    """
    notice = _("newer.cited") if is_cited else _("newer.published")
    _check(shown, data, Words(notice=notice, show=_("newer.show_current")), current_access())


@st.fragment(run_every=CHECK_SECONDS)
def _check(shown: str, data: Path, words: Words, access: Access) -> None:
    try:
        current = current_name(data=data)
    except SnapshotError:  # no snapshot is current: nothing is newer, and opening the page without a name says so
        return
    # the repeated check runs without the router, which says who reads
    with act_as(access):
        known = openable_names(data=data)
    if current == shown or current not in known:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="newer"):
        st.info(words.notice.format(shown=shown, current=current), icon=":material/update:")
        if st.button(words.show, key="newer_show"):
            set_parameter("snapshot", [])
            st.rerun(scope="app")
