"""Widgets and words of the two sides of a comparison; the address bar is their state."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.formats import count, day, literal
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import UNKNOWN, Filters, Notice, choices
from dashboard.questions.sides import ALL, BEFORE, NAMES, PARAMETERS, REST, A, B, Sides, covered_days
from dashboard.screen.filter_bar import period_presets, set_parameter

LISTS = NAMES[1:]


def given_sides() -> dict[str, list[str]]:
    """The parameters of both sides in the address bar."""
    return {name: st.query_params.get_all(name) for name in PARAMETERS if name in st.query_params}


def show_sides(sides: Sides, names: tuple[str, str], notices: Sequence[Notice], *, registry: Registry) -> None:
    """The choosers of both sides, what was ignored of the address, and what the reader must know of the sides."""
    _side_bar(sides, names, registry=registry)
    for notice in notices:
        st.warning(literal(named(zh=notice.zh, en=notice.en)), icon=":material/info:")
    for note in _side_notes(sides, names):
        st.caption(note)


def _side_bar(sides: Sides, names: tuple[str, str], *, registry: Registry) -> None:
    """One row: a drawer of filters for each side, and the way back to the usual comparison."""
    with st.container(horizontal=True, vertical_alignment="center", key="side_bar"):
        for prefix, name in zip((A, B), names, strict=True):
            with st.popover(f"{prefix[0].upper()} · {name}", icon=":material/tune:"):
                st.caption(_("comparison.side_a_help") if prefix == A else _("comparison.side_b_help"))
                _period(prefix, sides, registry)
                for filter_name in LISTS:
                    _list(prefix, filter_name, sides, registry)
        st.button(_("comparison.reset"), on_click=_forget, icon=":material/undo:", type="tertiary")


def side_names(sides: Sides, *, registry: Registry) -> tuple[str, str]:
    """What each side is called: only that in which they differ; the period where they do not."""
    differing = sides.differs_by or ("period",)
    return _name(sides.a, differing, sides, registry), _name(sides.b, differing, sides, registry)


def _side_notes(sides: Sides, names: tuple[str, str]) -> list[str]:
    """What a reader must know before comparing: the same cases on both sides, or unequal lengths."""
    notes = []
    if not sides.differs_by:
        notes.append(_("comparison.same_sides"))
    elif sides.overlaps:
        notes.append(_("comparison.overlap"))
    days = covered_days(sides.a), covered_days(sides.b)
    if days[0] != days[1]:
        notes.append(
            _(
                "comparison.unequal_days",
                a=names[0],
                days_a=count(days[0]),
                b=names[1],
                days_b=count(days[1]),
            )
        )
    return notes


def _name(side: Filters, differing: tuple[str, ...], sides: Sides, registry: Registry) -> str:
    words = []
    for name in differing:
        if name == "period":
            words.append(_period_name(side))
        elif name == "district" and side is sides.b and sides.given.get(B + "district") == [REST]:
            words.append(_("districts.rest"))
        else:
            codes = getattr(side, name)
            words.append(labels.join_words([labels.value(name, code, registry) for code in codes]) or _(f"side.all.{name}"))
    return " · ".join(words)


def _period_name(side: Filters) -> str:
    name = labels.period(side.period)
    return name if side.cut_on is None else _("comparison.cut_period", period=name, day=day(side.cut_on))


def _period(prefix: str, sides: Sides, registry: Registry) -> None:
    side = sides.a if prefix == A else sides.b
    presets = period_presets(registry, side.snapshot.as_of)
    key, chosen = f"side_{prefix}period", (sides.given.get(prefix + "period") or [""])[-1]
    options = ["", *([BEFORE] if prefix == B else []), *presets]
    options += [chosen] if chosen not in options else []
    words: Mapping[str, Any] = {
        "": _("comparison.as_filters") if prefix == A else _("comparison.as_side_a"),
        BEFORE: _("comparison.year_earlier"),
    }
    st.session_state[key] = chosen
    st.selectbox(
        _("filter.period"),
        options,
        key=key,
        on_change=_mirror,
        args=(prefix + "period", key, sides.given),
        format_func=lambda text: words.get(text) or (labels.period(presets[text]) if text in presets else text),
    )


def _list(prefix: str, name: str, sides: Sides, registry: Registry) -> None:
    key = f"side_{prefix}{name}"
    special = [REST, ALL] if (prefix, name) == (B, "district") else [ALL]
    allowed = [*special, *choices(registry)[name]]
    st.session_state[key] = [code for code in sides.given.get(prefix + name, []) if code in allowed]
    st.multiselect(
        _(f"filter.{name}"),
        allowed,
        key=key,
        select_all=False,
        on_change=_mirror,
        args=(prefix + name, key, sides.given),
        placeholder=_("comparison.as_filters") if prefix == A else _("comparison.as_side_a"),
        format_func=lambda code: _value(name, code, registry),
    )


def _value(name: str, code: str, registry: Registry) -> str:
    if code == ALL:
        return _(f"side.all.{name}")
    if code == REST:
        return _("districts.rest")
    return _("district.unknown") if (name, code) == ("district", UNKNOWN) else labels.value(name, code, registry)


def _mirror(parameter: str, key: str, given: dict[str, list[str]]) -> None:
    """Write the whole state: what stood there by default would otherwise change with the first choice."""
    chosen = st.session_state[key]
    values = list(chosen) if isinstance(chosen, list | tuple) else [chosen] if chosen else []
    last = values[-1:] if values and values[-1] in (ALL, REST) else [code for code in values if code not in (ALL, REST)]
    for name in PARAMETERS:
        set_parameter(name, last if name == parameter else given.get(name, []))


def _forget() -> None:
    for name in PARAMETERS:
        set_parameter(name, [])
