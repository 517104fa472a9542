"""What a reader's rights mean for the page, said once at its head, and instead of a page that is not for the role."""

from collections.abc import Sequence
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
    """One line for readers who do not see every case: which cases count, which are listed, what a dash then means.

    A snapshot without applications keeps nothing from anybody.
    """
    access = current_access()
    if access.sees_every_row or not snapshot.reports("applications"):
        return
    if access.rights.rows == "areas":
        areas = labels.join_words([labels.value("district", code, registry) for code in access.areas])
        text = _("rights.areas", areas=areas)
    else:
        text = _("rights.approved")
    st.info(text, icon=":material/visibility:")


def sees_all(filters: Filters) -> bool:
    """Whether the reader sees every case under these filters, everywhere or in the own area."""
    access = current_access()
    return access.sees_every_row or is_own_scope(access, filters.scope())


def if_seen(name: str, filters: Filters, **parameters: Any) -> pl.DataFrame | None:
    """The answer to a query, or None where all of it lies outside the reader's rights."""
    if not answers_query(current_access(), name, filters.scope()):
        return None
    return query(name, filters, **parameters)


def keep_told(figures: Sequence[str], rows: pl.DataFrame) -> Sequence[str]:
    """The figures to choose from: without those that this reader is told in no row."""
    if current_access().sees_every_row:
        return figures
    return [figure for figure in figures if rows[figure].is_not_null().any()] or figures


def cannot_count(rows: pl.DataFrame) -> bool:
    """Whether this reader may not count the applications of these rows."""
    return not current_access().sees_every_row and rows["application_count"].null_count() > 0


def restricted_page(title: str, error: RestrictedError, *, needs_everything: bool, snapshot: Snapshot) -> None:
    """Instead of a page: what it holds lies outside the reader's rights; some pages are whole in the own area."""
    access = current_access()
    st.title(title, anchor=False)
    if not snapshot.reports("applications"):
        st.info(_("state.not_reported.sentence"))
        return
    st.info(error.message(current_language()), icon=":material/lock:")
    if access.rights.rows == "areas" and not needs_everything:
        st.caption(_("rights.choose_area"))
