"""Keeping a changed evaluation; a save that comes too late shows both values before anything is lost."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard.access import bind_to_reader as as_reader
from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard import Frame, check, words
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import plain
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.grid import table
from dashboard.store.evaluations import ConflictError, Content, Evaluation, Evaluations, HandScore, merged
from pages.evaluation.scorecard_sheet import message


def open_version(evaluation_id: int, version: int) -> None:
    """Write the version to the address, which the page follows."""
    set_parameter("evaluation", [f"{evaluation_id}:{version}"])


def save(kept: Evaluations, frame: Frame, evaluation: Evaluation, wanted: Content, who: str) -> None:
    """Keep the content as a new version and open it; what another person kept meanwhile is shown beside it."""
    try:
        check(frame, wanted)
        saved = kept.save(evaluation.evaluation_id, base=evaluation.version, content=wanted, author=who)
    except ConflictError as conflict:
        _conflict(kept, frame, evaluation, wanted, who, conflict)
        return
    except ReaderError as error:
        st.error(message(error))
        return
    open_version(saved.evaluation_id, saved.version)
    st.rerun()


def _conflict(
    kept: Evaluations, frame: Frame, evaluation: Evaluation, wanted: Content, who: str, conflict: ConflictError
) -> None:
    """Both values side by side, and the two ways on; nothing is stored until one is chosen."""
    st.error(message(conflict), icon=":material/sync_problem:")
    shown = [
        {
            _("scorecard.changed"): _fact(difference.name, frame),
            _("scorecard.before"): _words(difference.base, frame),
            _("scorecard.stored_now"): _words(difference.theirs, frame),
            _("scorecard.yours"): _words(difference.mine, frame),
        }
        for difference in conflict.differences
    ]
    table(plain(pl.DataFrame(shown, schema_overrides=dict.fromkeys(shown[0], pl.String))), key="conflict", noted=False)
    stored = conflict.stored
    # a callback runs before the page knows who reads: it keeps the rights of now
    with st.container(horizontal=True):
        st.button(
            _("scorecard.keep_mine", version=stored.version),
            on_click=as_reader(_overrule),
            args=(kept, frame, stored, merged(evaluation.content, stored.content, wanted), who),
        )
        st.button(_("scorecard.take_theirs"), on_click=open_version, args=(stored.evaluation_id, stored.version))


def _overrule(kept: Evaluations, frame: Frame, stored: Evaluation, wanted: Content, who: str) -> None:
    """Both values were seen; should yet another version have come, the save is refused and nothing is lost."""
    try:
        check(frame, wanted)
        saved = kept.save(stored.evaluation_id, base=stored.version, content=wanted, author=who)
    except ReaderError as error:
        st.error(message(error))
        return
    open_version(saved.evaluation_id, saved.version)


def _fact(name: str, frame: Frame) -> str:
    group, _dot, code = name.partition(".")
    return words.name_indicator(frame.indicators[code]) if code in frame.indicators else _(f"evaluation.{group}")


def _words(value: Any, frame: Frame) -> str | None:
    if isinstance(value, HandScore):
        return " · ".join(part for part in (words.write_points(value.points), value.reason, value.evidence) if part)
    if isinstance(value, tuple):
        preset, weights = value
        if preset in frame.presets:
            return words.name_preset(preset, frame)
        return ", ".join(
            f"{words.name_indicator(frame.indicators[code])} {words.write_points(weight)}" for code, weight in weights
        )
    return value or None
