"""What a reader's rights mean for the page, said once at its head, and instead of a page that is not for the role."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard.access import RestrictedError, answers_query, current_access, is_own_scope
from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.questions import query
from dashboard.questions.filters import Filters
from dashboard.snapshots import Snapshot


def rights_notice(registry: Registry, snapshot: Snapshot) -> None:
    """One line for readers to whom not every case is listed: what the figures count, and which cases are named.

    A snapshot without applications keeps nothing from anybody.
    """
    access = current_access()
    if access.sees_every_row or not snapshot.reports("applications"):
        return
    if access.rights.rows == "areas":
        areas = labels.join_words([labels.value("district", code, registry) for code in access.areas])
        text = _("rights.areas", areas=areas)
    else:
        text = _("rights.approved") if access.sees_every_figure else _("rights.public")
    st.info(text, icon=":material/visibility:")


def sees_all(filters: Filters) -> bool:
    """Whether every case under these filters is listed to the reader, everywhere or in the own area."""
    access = current_access()
    return access.sees_every_row or is_own_scope(access, filters.scope())


def if_seen(name: str, filters: Filters, **parameters: Any) -> pl.DataFrame | None:
    """The answer to a query, or None where all of it lies outside the reader's rights."""
    if not answers_query(current_access(), name, filters.scope()):
        return None
    return query(name, filters, **parameters)


def restricted_page(title: str, error: RestrictedError, *, snapshot: Snapshot) -> None:
    """Instead of a page: what it holds lies outside the reader's rights."""
    st.title(title, anchor=False)
    if not snapshot.reports("applications"):
        st.info(_("state.not_reported.sentence"))
        return
    st.info(error.message(current_language()), icon=":material/lock:")
