"""The frame of every page: title, one sentence, synthetic banner, filter chips, notices, and the foot.

``reader()`` is what the router found out once per script run: language, theme, snapshot, filters.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard import labels
from dashboard.filters import Filters, Notice
from dashboard.formats import day
from dashboard.language import translate as _
from dashboard.palette import Palette
from dashboard.policy import Registry


@dataclass(frozen=True)
class Reader:
    """One script run: who reads what, in which language and theme."""

    language: str
    filters: Filters
    notices: tuple[Notice, ...]
    registry: Registry
    palette: Palette
    narrow: bool


_reader: ContextVar[Reader] = ContextVar("reader")


def set_reader(value: Reader) -> None:
    """Called by the router before the page runs."""
    _reader.set(value)


def reader() -> Reader:
    """The current script run's reader."""
    return _reader.get()


@contextmanager
def page(title: str, *, sentence: str) -> Iterator[None]:
    """Head and foot around a page's content."""
    _head(title, sentence)
    yield
    _foot()


def _head(title: str, sentence: str) -> None:
    now = reader()
    if now.filters.snapshot.kind == "synthetic":
        st.warning(_("Synthetic data: no figure on this page is real."), icon=":material/science:")
    st.title(title, anchor=False)
    st.markdown(sentence)
    for notice in now.notices:
        st.warning(notice.zh if now.language == "zh" else notice.en, icon=":material/info:")
    chips = labels.active_filters(now.filters, now.registry)
    pairs = [(_("Period"), labels.period(now.filters.period)), *chips]
    text = "".join(f"<span class='chip'><b>{escape(name)}</b> {escape(value)}</span>" for name, value in pairs)
    st.html(f"<div class='chips' role='note'>{text}</div>")


def _foot() -> None:
    now = reader()
    snapshot = now.filters.snapshot
    st.divider()
    st.caption(
        _(
            "Snapshot {name} ({kind}) · data as of {as_of} · version {version}",
            name=snapshot.name,
            kind=_(f"kind.{snapshot.kind}"),
            as_of=day(snapshot.as_of),
            version=snapshot.version[:12],
        )
    )
