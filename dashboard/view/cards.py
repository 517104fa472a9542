"""KPI cards: label, value with unit, change in words, sparkline, one plain sentence or why nothing is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Card:
    """One figure for a leader: ``change`` says direction and the earlier count in words, never a bare arrow."""

    label: str
    value: str
    sentence: str
    change: str = ""
    history: Sequence[float | None] = ()
    definition: str = ""


def kpi_grid(cards: Sequence[Card], *, note: str = "") -> None:
    """Cards four by four on a screen, two by two on a phone, of equal height."""
    with st.grid(4, min_column_width=150, gap="small", key="kpis"):
        for card in cards:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(
                    card.label,
                    card.value,
                    help=card.definition or None,
                    chart_data=[point for point in card.history if point is not None] or None,
                    chart_type="area",
                )
                if card.change:
                    st.caption(card.change)
                st.caption(card.sentence)
    if note:
        st.caption(note)
