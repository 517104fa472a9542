"""Widgets of the shared filters and their mirror in the address bar.

The address bar is the state: every run reads it, every change of a widget writes it. Widget state is set from it
before the widgets are drawn, so that links, the back button and the widgets always agree. A choice that is made before
the browser has heard of the one before it comes with the former address: what it lacks is taken up again.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.language import LANGUAGES, current_language
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import DATE_BASES, MULTIPLE, NAMES, PLACE_BASES, Filters, choices
from dashboard.questions.periods import Period, parse_period
from dashboard.snapshots import openable_names

CUSTOM = "dates"
NOT_IN_LINKS = ("print", "embed", "embed_options")
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
MOST = ("district", "item")
REST = tuple(name for name in MULTIPLE if name not in MOST)


ADDRESS = "address"


@dataclass
class _Address:
    """The address that a run came with, and as it ``stands`` after what the run has written."""

    run: object
    came: dict[str, list[str]]
    stands: dict[str, list[str]]


def _parameters() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def catch_up() -> None:
    """Take up, once a run, the filters that the run before wrote and the browser had not heard of when it asked.

    The back button alone brings former ones on purpose. What belongs to a page stays behind on purpose, by a link.
    """
    context = get_script_run_ctx()
    before: _Address | None = st.session_state.get(ADDRESS)
    if context is None or (before and before.run is context.cursors):
        return
    came = _parameters()
    if before and not context.is_history_navigation:
        for name in (*NAMES, "lang"):
            written = before.stands.get(name, [])
            if came.get(name, []) == before.came.get(name, []) != written:
                _write(name, written)
    st.session_state[ADDRESS] = _Address(context.cursors, came, _parameters())


def given_parameters() -> dict[str, list[str]]:
    """The known parameters of the address bar, every value of each."""
    return {name: st.query_params.get_all(name) for name in (*NAMES, "lang") if name in st.query_params}


def link_parameters(filters: Filters, *, keep: dict[str, list[str]]) -> dict[str, list[str]]:
    """Parameters that carry the filters, the snapshot and the language to another page."""
    carried = {name: keep[name] for name in ("snapshot", "lang") if name in keep}
    return carried | filters.parameters()


def set_parameter(name: str, values: list[str]) -> None:
    """Write one filter to the address bar; an empty list removes it."""
    catch_up()
    _write(name, values)
    if ADDRESS in st.session_state:
        st.session_state[ADDRESS].stands = _parameters()


def replace_parameters(parameters: Mapping[str, Sequence[str]]) -> None:
    """Make these the whole address."""
    for name in [name for name in st.query_params if name not in parameters]:
        set_parameter(name, [])
    for name, values in parameters.items():
        set_parameter(name, list(values))


def _write(name: str, values: list[str]) -> None:
    if values:
        st.query_params[name] = values
    else:
        st.query_params.pop(name, None)


def choose_month(month: str, *, date_basis: str | None = None) -> None:
    """Make a month (``2025-06``) the period, by the date that was counted; None keeps the basis of the filters."""
    first = date.fromisoformat(f"{month}-01")
    set_parameter("period", [f"{first}..{first.replace(day=monthrange(first.year, first.month)[1])}"])
    if date_basis:
        set_parameter("date_basis", [date_basis])


def reset() -> None:
    """Drop every filter; language and snapshot stay."""
    for name in NAMES:
        if name != "snapshot":
            set_parameter(name, [])


def filter_bar(filters: Filters, registry: Registry, *, data: Path) -> DeltaGenerator:
    """One row: period, district, item, the rest in a drawer, reset, link, and the place for the page's export.

    On a phone everything lies behind one switch, which the style sheet shows and obeys.
    """
    with st.container(key="filter_drawer"):
        st.toggle(_("filter.title"), key="filters_open")
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter_bar"):
        _period(filters, registry)
        for name in MOST:
            _multiple(name, filters, registry)
        with st.popover(_("filter.more"), icon=":material/tune:"):
            _snapshot(filters, data)
            _single("date_basis", filters.date_basis, DATE_BASES)
            _single("place_basis", filters.place_basis, PLACE_BASES)
            for name in REST:
                _multiple(name, filters, registry)
        st.button(_("filter.reset"), on_click=reset, icon=":material/restart_alt:", type="tertiary")
        with st.popover(_("filter.copy_link"), icon=":material/link:", type="tertiary"):
            st.caption(_("filter.copy_link_help"))
            st.code(_address(), language=None, wrap_lines=True)
        return st.container(width="content")


def language_switch() -> None:
    """The one switch between Chinese and English, mirrored as ``?lang=``."""
    key = "filter_lang"
    st.session_state[key] = current_language()
    st.segmented_control(
        _("filter.language"),
        LANGUAGES,
        key=key,
        format_func=LANGUAGE_NAMES.__getitem__,
        label_visibility="collapsed",
        on_change=_mirror,
        args=("lang", key),
        required=True,
    )


def _mirror(name: str, key: str) -> None:
    chosen = st.session_state[key]
    values = list(chosen) if isinstance(chosen, list | tuple) else [chosen] if chosen else []
    set_parameter(name, values)


def _multiple(name: str, filters: Filters, registry: Registry) -> None:
    key = f"filter_{name}"
    st.session_state[key] = list(getattr(filters, name))
    st.multiselect(
        _(f"filter.{name}"),
        choices(registry)[name],
        key=key,
        placeholder=_("filter.all"),
        select_all=False,
        format_func=lambda code: labels.value(name, code, registry),
        on_change=_mirror,
        args=(name, key),
    )


def _single(name: str, value: str, options: tuple[str, ...]) -> None:
    key = f"filter_{name}"
    st.session_state[key] = value
    st.selectbox(
        _(f"filter.{name}"),
        options,
        key=key,
        on_change=_mirror,
        args=(name, key),
        format_func=lambda code: _(f"{name}.{code}"),
    )


def _snapshot(filters: Filters, data: Path) -> None:
    key = "filter_snapshot"
    st.session_state[key] = filters.snapshot.name
    st.selectbox(_("filter.snapshot"), openable_names(data=data), key=key, on_change=_mirror, args=("snapshot", key))


def _period(filters: Filters, registry: Registry) -> None:
    as_of = filters.snapshot.as_of
    presets = period_presets(registry, as_of)
    chosen = filters.period.text if filters.period.text in presets else CUSTOM
    st.session_state["filter_period"] = chosen
    st.selectbox(
        _("filter.period"),
        [*presets, CUSTOM],
        key="filter_period",
        on_change=_choose_period,
        args=(filters.period,),
        format_func=lambda text: _("filter.own_dates") if text == CUSTOM else labels.period(presets[text]),
    )
    if chosen == CUSTOM:
        st.session_state["filter_dates"] = (filters.period.start, filters.period.end)
        st.date_input(
            _("filter.from_and_to"),
            key="filter_dates",
            format="YYYY-MM-DD",
            on_change=_choose_dates,
            min_value=date(2000, 1, 1),
            max_value=date(2099, 12, 31),
        )


def period_presets(registry: Registry, as_of: date) -> dict[str, Period]:
    """The periods offered by name: those that have begun by the as-of date."""
    years = [year for year in registry.fund_years if year <= as_of.year]
    texts = [
        "term",
        "last12m",
        *(f"fund_year:{year}" for year in reversed(years)),
        *(f"year:{year}" for year in reversed(years)),
        *(f"policy_year:{number}" for number in range(registry.term.end.year - registry.term.start.year, 0, -1)),
    ]
    periods = {text: parse_period(text, registry=registry, as_of=as_of) for text in texts}
    return {text: period for text, period in periods.items() if period is not None and period.start <= as_of}


def _choose_period(current: Period) -> None:
    chosen = st.session_state["filter_period"]
    text = f"{current.start.isoformat()}..{current.end.isoformat()}" if chosen == CUSTOM else chosen
    set_parameter("period", [] if text == "term" else [text])


def _choose_dates() -> None:
    dates = st.session_state["filter_dates"]
    if isinstance(dates, tuple) and len(dates) == 2:
        set_parameter("period", [f"{dates[0].isoformat()}..{dates[1].isoformat()}"])


def _address() -> str:
    """The full address with filters and language, as it can be opened cold."""
    from urllib.parse import urlencode

    base = (st.context.url or "").partition("?")[0]
    # a page's own state (a search, the sides of a comparison) is part of what the link shows
    own = {name: st.query_params.get_all(name) for name in st.query_params if name not in NOT_IN_LINKS}
    parameters = own | {"lang": [current_language()]}
    return f"{base}?{urlencode(parameters, doseq=True)}"
