"""Switches of a page: one of a few values, all of them in sight."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from dashboard.presentation import labels
from dashboard.presentation.language import translate as _

Value = TypeVar("Value")


def choose_one(
    label: str,
    offered: Sequence[Value],
    *,
    key: str,
    named: Callable[[Value], str],
    default: Value | None = None,
    is_labelled: bool = True,
) -> Value:
    """One of the values ``offered``, at first ``default`` or the first of them; ``named`` says how each is called."""
    return st.segmented_control(
        label,
        offered,
        default=offered[0] if default is None else default,
        format_func=named,
        required=True,
        key=key,
        label_visibility="visible" if is_labelled else "collapsed",
    )


def choose_figure(offered: Sequence[str], *, key: str) -> str:
    """The figure that the charts of a page draw, by the name of its column."""
    return choose_one(_("heading.figure"), offered, key=key, named=labels.column_name)
