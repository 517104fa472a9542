"""The page of effects: choosers that the address mirrors, the words of a design, the marks of its chart."""

from collections.abc import Callable

import streamlit as st

from dashboard.evaluation.designs import (
    Asked,
    describe_design,
    name_design,
    note_used,
    tabulate_checks,
    to_per_cent,
    word_estimate,
)
from dashboard.evaluation.effects import Effect
from dashboard.evaluation.estimates import Estimate
from dashboard.policy.entries import EffectDesign
from dashboard.presentation import charts
from dashboard.presentation.charts import Mark
from dashboard.presentation.language import plural
from dashboard.presentation.language import translate as _
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show
from dashboard.screen.table_section import show_table


def read_choice(name: str, options: list[str]) -> str:
    """The value of a parameter of the address, the first option where it names none."""
    given = st.query_params.get(name, "")
    return given if given in options else options[0] if options else ""


def choose(name: str, label: str, options: list[str], *, words: Callable[[str], str]) -> None:
    """A select box that is mirrored in the address."""
    key = f"effect_{name}"
    st.session_state[key] = read_choice(name, options)
    st.selectbox(label, options, key=key, format_func=words, on_change=_mirror, args=(name, key))


def design_text(design: EffectDesign) -> str:
    """What a design needs, compares and assumes, and what it is silent on."""
    return "\n".join(f"- **{name}** {text}" for name, text in describe_design(design))


def show_estimate(found: Effect, asked: Asked, *, alt: str) -> None:
    """The estimate with its interval, and whether the assumptions of its design hold."""
    show(
        charts.forest(
            marks(found),
            palette=page_run().palette,
            reference=0.0,
            title=name_design(asked.design),
            subtitle=_(
                "effect.subtitle",
                indicator=asked.indicator_name,
                unit=_(f"effect_scale.{found.scale}"),
            ),
        ),
        key="effect",
        alt=alt,
        used=note_used(found),
    )
    show_table(_("effect.assumptions"), tabulate_checks(found), key="checks", wrapped=True)
    st.caption(_("note.checks"))


def marks(found: Effect) -> list[Mark]:
    """The estimate, the years around the event, and the checks that are estimates, on one scale."""
    entries = [(_("effect.estimate_mark"), found.estimate)]
    entries += [(_year_name(year), value) for year, value in found.by_year]
    entries += [
        (_(f"check.{check.name}"), check.estimate)
        for check in found.checks
        if check.estimate is not None and check.name != "approval_jumps"
    ]
    return [_mark(name, value, found.scale) for name, value in entries]


def _mirror(name: str, key: str) -> None:
    set_parameter(name, [st.session_state[key]])


def _mark(name: str, found: Estimate, scale: str) -> Mark:
    values = [None if value is None else to_per_cent(value, scale) for value in (found.value, found.low, found.high)]
    text = word_estimate(found, scale)
    return Mark(name, values[0], text, f"{name}<br>{text}", values[1], values[2])


def _year_name(year: int) -> str:
    if year == 0:
        return _("effect.year_of_approval")
    if year < 0:
        return plural("effect.years_before", count=-year)
    return plural("effect.years_after", count=year)
