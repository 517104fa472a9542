"""KPI cards: label, value with unit, change in words, sparkline, one plain sentence or why nothing is said.

One block of HTML for all of them: a chart library for eight sparklines would double what a first visit loads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard.presentation.language import translate as _


@dataclass(frozen=True)
class Card:
    """One figure for a leader: ``change`` says direction and the earlier count in words, never a bare arrow.

    ``rows`` is the address of the rows behind it.
    """

    label: str
    value: str
    sentence: str
    change: str = ""
    history: Sequence[float | None] = ()
    definition: str = ""
    rows: str = ""


def kpi_grid(cards: Sequence[Card], *, note: str = "") -> None:
    """Cards four by four on a screen, two by two on a phone, of equal height."""
    st.html(f"<div class='kpis'>{''.join(_card(card) for card in cards)}</div>")
    if note:
        st.caption(note)


def _card(card: Card) -> str:
    change = f"<p class='change'>{escape(card.change)}</p>" if card.change else ""
    link = f" <a href='{escape(card.rows)}' target='_self'>{escape(_('card.rows'))} ›</a>" if card.rows else ""
    return (
        f"<section class='kpi'><h3 title='{escape(card.definition)}'>{escape(card.label)}</h3>"
        f"<p class='value'>{escape(card.value)}</p>{change}{sparkline(card.history)}"
        f"<p class='note'>{escape(card.sentence)}{link}</p></section>"
    )


def sparkline(history: Sequence[float | None]) -> str:
    """The months as small bars from zero; months that are not reported leave a gap. Decoration: the value stands above."""
    known = [value for value in history if value is not None]
    if len(known) < 2 or max(known) == 0:
        return ""
    bars = "".join(
        "<i class='gap'></i>" if value is None else f"<i style='height:{value / max(known) * 100:.0f}%'></i>"
        for value in history
    )
    return f"<p class='spark' aria-hidden='true'>{bars}</p>"
